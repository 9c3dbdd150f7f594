"""One unit's rows, joined from its files, with the office's corrections laid over them (contract sections 3 and 6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from model.breakdown import Breakdown
from model.catalogue import Place, found
from model.finding import Finding
from model.form import FIGURE_COLUMNS, asked_columns, label_of
from model.indicator import Indicator
from model.labels import FormColumn
from model.quantity import halfwidth, plain, read_number
from model.unit import Unit
from validators.grid import Cell
from validators.recognition import Recognised, SentRow, SentTable


@dataclass(frozen=True)
class Sent:
    """A cell as sent and where it stands. `cell` is None for a blank."""

    file: str
    sheet: str
    address: str | None
    cell: Cell | None

    @property
    def key(self) -> Decimal | str | None:
        """What the cell says, for comparing two files: numbers as numbers, text without blanks; None for a blank."""
        if self.cell is None or self.cell.text.strip() == "":
            return None
        if isinstance(self.cell.content, Decimal):
            return self.cell.content
        text = halfwidth(self.cell.text)
        number = read_number(text)
        return text if number is None else number

    @property
    def shown(self) -> str:
        """What the cell says, for people."""
        if self.cell is None or self.cell.text.strip() == "":
            return "空白"
        return plain(self.cell.content) if isinstance(self.cell.content, Decimal) else self.cell.text.strip()


@dataclass(frozen=True)
class Entry:
    """One indicator's row of one unit. `sent` holds every column of the sheet, blank ones too."""

    unit: Unit
    indicator: Indicator
    file: str
    sheet: str
    row: int
    sent: Mapping[FormColumn, Sent]

    def of(self, column: FormColumn) -> Sent:
        return self.sent.get(column) or Sent(self.file, self.sheet, None, None)

    def text(self, column: FormColumn) -> str:
        cell = self.of(column).cell
        return cell.text.strip() if cell else ""

    @property
    def filled(self) -> Mapping[FormColumn, Decimal | str]:
        """What its inputs say, blank ones left out."""
        keys = {column: self.of(column).key for column in asked_columns(self.indicator)}
        return {column: key for column, key in keys.items() if key is not None}

    def place(self, *columns: FormColumn) -> Place:
        """Where its cells of `columns` stand, for a finding."""
        cells = [self.of(column).address for column in columns]
        known = ",".join(cell for cell in cells if cell)
        first = self.of(columns[0]) if columns else None
        return Place(
            self.unit.name,
            first.file if first else self.file,
            first.sheet if first else self.sheet,
            known or None,
            self.indicator.code,
            "、".join(columns) or None,
        )


_NO_TIME = datetime(1, 1, 1)

Entries = dict[str, Entry]
"""A unit's entries by code."""


# From rows to entries


def entries_of(unit: Unit, table: SentTable, breakdown: Breakdown) -> tuple[Entries, list[Finding]]:
    """The rows of `unit` in one sheet, and what is wrong with them as rows."""
    entries: Entries = {}
    findings: list[Finding] = []
    for row in table.rows:
        if row.unit != unit:
            continue
        indicator = indicator_of(row, breakdown)
        if indicator is None:
            findings.extend(_unknown_row(unit, table, row))
            continue
        entry = _entry(unit, indicator, table, row)
        if not breakdown.is_asked(indicator.code, unit.name):
            if entry.filled:
                findings.append(found("R21", entry.place(*entry.filled), label=label_of(indicator)))
            continue
        known = entries.get(indicator.code)
        if known is None:
            entries[indicator.code] = entry
        elif entry.filled:
            findings.extend(_doubled(known, entry))
            if not known.filled:
                entries[indicator.code] = entry
    return entries, findings


def indicator_of(row: SentRow, breakdown: Breakdown) -> Indicator | None:
    """The indicator of a row: by its 编码, by its 指标 where the code is blank or was turned into a number."""
    code_cell, name = row.cells.get(FormColumn.CODE), halfwidth(row.text(FormColumn.NAME))
    asked = breakdown.indicators_asked(row.unit.name)
    by_name = [one for one in asked if halfwidth(one.name) == name and name]
    code = halfwidth(row.text(FormColumn.CODE))
    if code_cell is not None and isinstance(code_cell.content, str) and code in breakdown.by_code:
        return breakdown.by_code[code]
    if code_cell is not None and isinstance(code_cell.content, Decimal):
        candidates = [one for one in asked if _same_number(one.code, code_cell.content)]
        agreeing = [one for one in candidates if one in by_name] or candidates
        return agreeing[0] if len(agreeing) == 1 else None
    return by_name[0] if not code and len(by_name) == 1 else None


def _same_number(code: str, number: Decimal) -> bool:
    """Whether a code may have become `number` in a cell: 1.10 becomes 1.1."""
    read = read_number(code)
    return read is not None and read == number


def _entry(unit: Unit, indicator: Indicator, table: SentTable, row: SentRow) -> Entry:
    sent = {
        column: Sent(table.file, table.grid.name, table.address(row.number, column), row.cells.get(column))
        for column in table.columns
    }
    return Entry(unit, indicator, table.file, table.grid.name, row.number, sent)


def _unknown_row(unit: Unit, table: SentTable, row: SentRow) -> Iterator[Finding]:
    """A row that is no indicator's is a fault only where it holds figures: signatures and notes stand there too."""
    filled = [column for column in FIGURE_COLUMNS if row.text(column)]
    if filled and row.text(FormColumn.CODE):
        cells = ",".join(cell.address for column in (FormColumn.CODE, *filled) if (cell := row.cells.get(column)))
        place = Place(unit.name, table.file, table.grid.name, cells)
        yield found("R02", place, value=row.text(FormColumn.CODE), found=row.text(FormColumn.CODE))


def _doubled(first: Entry, second: Entry) -> Iterator[Finding]:
    columns = tuple(second.filled)
    cells = ",".join(cell for one in (first, second) for column in columns if (cell := one.of(column).address))
    place = replace(first.place(*columns), cell=cells)
    if not first.filled or first.filled == second.filled:
        yield found("R22", place, label=label_of(first.indicator))
    else:
        values = "、".join("/".join(one.of(column).shown for column in columns) for one in (first, second))
        yield found("R03", place, label=label_of(first.indicator), values=values)


# Several files of one unit


@dataclass(frozen=True)
class UnitFile:
    """What one file holds of one unit."""

    recognised: Recognised
    entries: Entries
    findings: tuple[Finding, ...]

    @property
    def file(self) -> str:
        return self.recognised.file

    @property
    def time(self) -> tuple[date, datetime]:
        """By 填报日期, then the workbook's own modified time (contract section 6)."""
        return (self.recognised.filled_on or date.min, self.recognised.paper.modified or _NO_TIME)

    @property
    def filled(self) -> Mapping[str, Mapping[FormColumn, Decimal | str]]:
        return {code: entry.filled for code, entry in self.entries.items() if entry.filled}


@dataclass(frozen=True)
class Joined:
    """A unit's rows from all its files; `superseded` leads from a file to the one that took its place."""

    entries: Entries
    superseded: Mapping[str, UnitFile]
    findings: tuple[Finding, ...]


def join(files: list[UnitFile]) -> Joined:
    """Joins the parts of one unit's form, lets the later file supersede, names the rows that contradict."""
    ordered = sorted(files, key=lambda one: (one.time, one.file))
    superseded: dict[str, UnitFile] = {}
    findings: list[Finding] = []
    for index, later in enumerate(ordered):
        for earlier in ordered[:index]:
            if earlier.file in superseded:
                continue
            differing = [code for code, row in earlier.filled.items() if later.filled.get(code, row) != row]
            if not differing:
                continue
            if later.time > earlier.time and set(earlier.filled) <= set(later.filled):
                superseded[earlier.file] = later
            else:
                findings.extend(_contradiction(earlier, later, code) for code in differing)
    entries: Entries = {}
    for one in ordered:
        if one.file not in superseded:
            for code, entry in one.entries.items():
                entries[code] = _laid_over(entries.get(code), entry)
    return Joined(entries, superseded, tuple(findings))


def _contradiction(earlier: UnitFile, later: UnitFile, code: str) -> Finding:
    one, other = earlier.entries[code], later.entries[code]
    columns = tuple(dict.fromkeys((*one.filled, *other.filled)))
    return found(
        "R05", other.place(*columns), value="/".join(other.of(column).shown for column in columns),
        label=label_of(other.indicator), other=earlier.file,
        other_value="/".join(one.of(column).shown for column in columns),
    )  # fmt: skip


def _laid_over(below: Entry | None, above: Entry) -> Entry:
    """`above` with what only `below` has filled."""
    if below is None:
        return above
    kept = {
        column: sent for column, sent in below.sent.items() if above.of(column).key is None and sent.key is not None
    }
    if not above.filled and below.filled:
        added = {
            column: sent for column, sent in above.sent.items() if sent.key is not None and below.of(column).key is None
        }
        return replace(below, sent={**below.sent, **added})
    return replace(above, sent={**above.sent, **kept})
