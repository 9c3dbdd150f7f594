"""One unit's rows, joined from its files, with the office's corrections laid over them (contract sections 3 and 6)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import combinations

from model.breakdown import Breakdown
from model.catalogue import Place, found
from model.finding import Finding
from model.form import FIGURE_COLUMNS, asked_columns, label_of
from model.indicator import Indicator
from model.labels import FormColumn
from model.quantity import halfwidth, plain, read_number, read_quantity
from model.unit import Unit
from validators.context import Context
from validators.grid import Cell
from validators.recognition import TOTAL_WORDS, Layout, SentRow, SentTable


@dataclass(frozen=True, slots=True)
class Sent:
    """A cell as sent and where it stands. `cell` is None for a blank."""

    file: str
    sheet: str
    address: str | None
    cell: Cell | None

    @property
    def key(self) -> Decimal | str | None:
        """What the cell says, for comparing two files: numbers as numbers, text without blanks; None for a blank."""
        if self.cell is None:
            return None
        if isinstance(self.cell.content, Decimal):
            return self.cell.content
        if self.cell.text.strip() == "":  # a formula that nobody calculated is no blank
            return f"={self.cell.formula}" if self.cell.formula else None
        text = halfwidth(self.cell.text)
        number = read_number(text)
        return text if number is None else number

    @property
    def is_word_cell(self) -> bool:
        return self.address is not None and self.address.startswith("表")

    @property
    def shown(self) -> str:
        """What the cell says, for people."""
        if self.cell is None or self.key is None:
            return "空白"
        if self.cell.text.strip() == "":
            return f"={self.cell.formula}"
        return plain(self.cell.content) if isinstance(self.cell.content, Decimal) else self.cell.text.strip()


_NOTHING_LAID: Mapping[FormColumn, Sent] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator's row of one unit. `layout` tells where its cells stand, the blank ones too.

    `cells` are the filled ones of its own sheet, but for columns from which nothing is taken and those of `as_issued`:
    locked cells that say what was issued are not kept, since nothing more is ever said of them and a nation has a
    million. `laid` are cells of another file or of 更正.xlsx that were laid over its own.
    """

    unit: Unit
    indicator: Indicator
    layout: Layout
    row: int
    cells: Mapping[FormColumn, Cell]
    as_issued: frozenset[FormColumn] = frozenset()
    laid: Mapping[FormColumn, Sent] = field(default_factory=lambda: _NOTHING_LAID)

    @property
    def file(self) -> str:
        return self.layout.file

    @property
    def sheet(self) -> str:
        return self.layout.sheet

    def cell(self, column: FormColumn) -> Cell | None:
        """The cell of a column, None for a blank."""
        if self.laid and column in self.laid:
            return self.laid[column].cell
        return self.cells.get(column)

    def of(self, column: FormColumn) -> Sent:
        """The cell of a column and where it stands."""
        return self.laid.get(column) or Sent(self.file, self.sheet, self._address(column), self.cells.get(column))

    def _address(self, column: FormColumn) -> str | None:
        cell = self.cells.get(column)
        # What comes from above by a merge stands in the row all the same.
        return cell.address if cell is not None and cell.row == self.row else self.layout.address(self.row, column)

    def text(self, column: FormColumn) -> str:
        cell = self.cell(column)
        return cell.text.strip() if cell is not None else ""

    @property
    def filled(self) -> Mapping[FormColumn, Decimal | str]:
        """What its inputs say, blank ones left out; 16.2公里 in a row of 公里 says 16.2."""
        keys = {column: self._said(column) for column in asked_columns(self.indicator)}
        return {column: key for column, key in keys.items() if key is not None}

    def _said(self, column: FormColumn) -> Decimal | str | None:
        key = self.of(column).key
        amount = stated_amount(key, self.indicator, column) if isinstance(key, str) else None
        return key if amount is None else amount

    def place(self, *columns: FormColumn) -> Place:
        """Where its cells of `columns` stand, for a finding."""
        file, sheet, cells = self.standing(columns)
        return Place(self.unit.name, file, sheet, cells or None, self.indicator.code, "、".join(columns) or None)

    def standing(self, columns: tuple[FormColumn, ...]) -> tuple[str, str, str]:
        """File, sheet and cells of `columns`: where a correction was laid over one of them, those of the correction."""
        if not self.laid:
            addresses = (self._address(column) for column in columns)
            return self.file, self.sheet, ",".join(cell for cell in addresses if cell)
        sent = [self.of(column) for column in columns]
        first = next((one for one in sent if one.file != self.file), sent[0] if sent else None)
        file, sheet = (first.file, first.sheet) if first else (self.file, self.sheet)
        cells = (one.address for one in sent if (one.file, one.sheet) == (file, sheet))
        return file, sheet, ",".join(cell for cell in cells if cell)


def stated_amount(text: str, indicator: Indicator, column: FormColumn) -> Decimal | None:
    """The number of a text that states one amount in the row's own unit, or in another scale of it; else None."""
    unit = indicator.asked_unit if column is FormColumn.VALUE else ""
    quantity = read_quantity(text, unit) if unit else None
    return quantity.value if quantity and quantity.high is None and quantity.comparator is None else None


_NO_TIME = datetime(1, 1, 1)
FileTime = tuple[date, datetime]
"""When a file was filled in, for telling the later of two."""


def file_time(filled_on: date | None, modified: datetime | None) -> FileTime:
    """By 填报日期, then the workbook's own modified time (contract section 6), whose day stands for a blank one."""
    saved = modified or _NO_TIME
    return (filled_on or saved.date(), saved)


def is_known_time(time: FileTime) -> bool:
    """Whether anything tells when a file was filled in."""
    return time[0] != _NO_TIME.date()


Entries = dict[str, Entry]
"""A unit's entries by code."""


# From rows to entries


def entries_of(context: Context, table: SentTable) -> tuple[Entries, list[Finding]]:
    """The rows of the context's unit in one sheet, and what is wrong with them as rows."""
    entries: Entries = {}
    findings: list[Finding] = []
    unit, breakdown = context.unit, context.breakdown
    for row in table.rows:
        if row.unit != unit:
            continue
        indicator = indicator_of(row, breakdown)
        if indicator is None:
            findings.extend(_unknown_row(unit, table, row))
            continue
        entry = _entry(context, indicator, table.layout, row)
        findings.extend(_by_name(entry, row.text(FormColumn.CODE)))
        if not breakdown.is_asked(indicator.code, unit.name):
            if filled := entry.filled:
                findings.append(found("R21", entry.place(*filled), label=label_of(indicator)))
            continue
        known = entries.get(indicator.code)
        if known is None or not known.filled:
            entries[indicator.code] = entry
        elif entry.filled:
            findings.append(_doubled(known, entry))
    return entries, findings


def indicator_of(row: SentRow, breakdown: Breakdown) -> Indicator | None:
    """The indicator of a row: by its 编码, by its 指标 where the code is blank, a number or none of the breakdown's."""
    code_cell, name = row.cells.get(FormColumn.CODE), halfwidth(row.text(FormColumn.NAME))
    code = halfwidth(row.text(FormColumn.CODE))
    if code_cell is not None and isinstance(code_cell.content, str) and code in breakdown.by_code:
        return breakdown.by_code[code]
    asked = breakdown.indicators_asked(row.unit.name)
    by_name = [one for one in asked if halfwidth(one.name) == name and name]
    if code_cell is not None and isinstance(code_cell.content, Decimal):
        candidates = [one for one in asked if _same_number(one.code, code_cell.content)]
        agreeing = [one for one in candidates if one in by_name] or candidates or by_name
        return agreeing[0] if len(agreeing) == 1 else None
    return by_name[0] if len(by_name) == 1 else None


def _same_number(code: str, number: Decimal) -> bool:
    """Whether a code may have become `number` in a cell: 1.10 becomes 1.1."""
    read = read_number(code)
    return read is not None and read == number


def _entry(context: Context, indicator: Indicator, layout: Layout, row: SentRow) -> Entry:
    issued = context.issued(indicator)
    as_issued = _same_set(tuple(column for column in issued if _says(row.cells.get(column), issued[column])))
    kept = {column: cell for column, cell in row.cells.items() if column in _KEPT and column not in as_issued}
    return Entry(context.unit, indicator, layout, row.number, kept, as_issued)


_KEPT = frozenset(FormColumn) - {FormColumn.COMPLETION, FormColumn.SELF_CHECK}
"""Columns of which something may be said."""


@lru_cache(maxsize=1 << 8)
def _same_set(columns: tuple[FormColumn, ...]) -> frozenset[FormColumn]:
    """Equal sets as one and the same: a handful stands for every row."""
    return frozenset(columns)


def _says(cell: Cell | None, issued: Decimal | str | None) -> bool:
    return cell is not None and cell.content is not None and cell.content == issued


_CODE = re.compile(r"[0-9A-Za-z一二三四五六七八九十(][0-9A-Za-z.\-_()]*$")
"""What may be a code; a sentence of a note or a label of a signature is none."""


def _by_name(entry: Entry, code: str) -> Iterator[Finding]:
    """A row whose code is none of the breakdown's, known by its 指标 alone."""
    issued = entry.indicator.code
    written = halfwidth(code)
    if written and written != issued and not _same_number(issued, read_number(written) or Decimal(-1)):
        place = entry.place(FormColumn.CODE)
        yield found("R23", place, value=code, found=code, label=label_of(entry.indicator), code_issued=issued)


def _unknown_row(unit: Unit, table: SentTable, row: SentRow) -> Iterator[Finding]:
    """A row that is no indicator's is a fault only where it holds figures: signatures and notes stand there too."""
    code = row.text(FormColumn.CODE)
    if any(halfwidth(row.text(one)) in TOTAL_WORDS for one in (FormColumn.CODE, FormColumn.PROJECT, FormColumn.NAME)):
        return
    has_code = _CODE.match(halfwidth(code)) is not None
    filled = [one for one in FIGURE_COLUMNS if _is_figure(row.cells.get(one)) or (has_code and row.text(one))]
    if filled:
        cells = ",".join(cell.address for column in (FormColumn.CODE, *filled) if (cell := row.cells.get(column)))
        place = Place(unit.name, table.layout.file, table.layout.sheet, cells)
        words = f"的编码“{code}”不在目标分解表里" if code else "没有编码"
        yield found("R02", place, value=code or None, code_words=words)


def _is_figure(cell: Cell | None) -> bool:
    return cell is not None and (isinstance(cell.content, Decimal) or read_number(cell.text) is not None)


def _doubled(first: Entry, second: Entry) -> Finding:
    """Two rows of one indicator, both filled in."""
    columns = tuple(dict.fromkeys((*first.filled, *second.filled)))
    cells = ",".join(cell for one in (first, second) for column in columns if (cell := one.of(column).address))
    place = replace(first.place(*columns), cell=cells)
    if first.filled == second.filled:
        return found("R22", place, label=label_of(first.indicator))
    values = "、".join("/".join(one.of(column).shown for column in columns) for one in (first, second))
    return found("R03", place, label=label_of(first.indicator), values=values)


def joined_sheets(sheets: Iterable[Entries]) -> tuple[Entries, list[Finding]]:
    """The rows of one file from all its sheets; a row that two sheets fill in differently is an error."""
    entries: Entries = {}
    findings: list[Finding] = []
    for sheet in sheets:
        for code, entry in sheet.items():
            known = entries.get(code)
            if known is not None and known.filled and entry.filled and known.filled != entry.filled:
                findings.append(_contradiction(known, entry, f"工作表“{known.sheet}”"))
            entries[code] = _laid_over(known, entry)
    return entries, findings


# Several files of one unit


@dataclass(frozen=True)
class UnitFile:
    """What one file holds of one unit. `sheet` is the first one read, `modified` the workbook's own modified time."""

    file: str
    digest: str
    sheet: str
    entries: Entries
    findings: tuple[Finding, ...]
    modified: datetime | None = None
    filled_on: date | None = None
    filled_by: str = ""

    @property
    def time(self) -> FileTime:
        """When it was filled in."""
        return file_time(self.filled_on, self.modified)

    def supersedes(self, earlier: "UnitFile") -> bool:
        """Whether it is known to be later and fills every row that `earlier` filled (contract section 6)."""
        return is_known_time(earlier.time) and self.time > earlier.time and set(earlier.filled) <= set(self.filled)

    def differing(self, other: "UnitFile") -> list[str]:
        """The codes that both fill in, differently."""
        return [code for code, row in self.filled.items() if other.filled.get(code, row) != row]

    @cached_property
    def filled(self) -> Mapping[str, Mapping[FormColumn, Decimal | str]]:
        """What its rows say, by code; worked out only where there are two files to compare."""
        return {code: filled for code, entry in self.entries.items() if (filled := entry.filled)}


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
    standing: list[UnitFile] = []
    for later in _distinct(ordered):
        passed = [earlier for earlier in standing if earlier.differing(later) and later.supersedes(earlier)]
        superseded |= {earlier.file: later for earlier in passed}
        standing = [*(earlier for earlier in standing if earlier not in passed), later]
    findings = [
        _contradiction(earlier.entries[code], later.entries[code], f"“{earlier.file}”")
        for earlier, later in combinations(standing, 2)
        for code in earlier.differing(later)
    ]
    superseded = _to_the_last(ordered, superseded)
    entries: Entries = {}
    for one in ordered:
        if one.file not in superseded:
            for code, entry in one.entries.items():
                entries[code] = _laid_over(entries.get(code), entry)
    return Joined(entries, superseded, tuple(findings))


def _distinct(files: list[UnitFile]) -> Iterator[UnitFile]:
    """Each content once: a zip may hold a thousand copies of one form."""
    seen: set[str] = set()
    for one in files:
        if one.digest not in seen:
            seen.add(one.digest)
            yield one


def _to_the_last(files: list[UnitFile], superseded: Mapping[str, UnitFile]) -> dict[str, UnitFile]:
    """`superseded` led on to the file that stands in the end, for every copy of a file."""
    last: dict[str, UnitFile] = {}
    by_name = {one.file: one for one in files}
    for file, newer in superseded.items():
        while newer.file in superseded:
            newer = superseded[newer.file]
        last[by_name[file].digest] = newer
    return {one.file: last[one.digest] for one in files if one.digest in last}


def _contradiction(one: Entry, other: Entry, where: str) -> Finding:
    """Two sheets or files that differ over one row; the finding stands at `other`, `where` names the first."""
    columns = tuple(dict.fromkeys((*one.filled, *other.filled)))
    return found(
        "R05", other.place(*columns), value="/".join(other.of(column).shown for column in columns),
        label=label_of(other.indicator), other=where,
        other_value="/".join(one.of(column).shown for column in columns),
    )  # fmt: skip


def _laid_over(below: Entry | None, above: Entry) -> Entry:
    """`above` with what only `below` has filled."""
    if below is None:
        return above
    if not above.filled and below.filled:
        return _with_added(below, above)
    return _with_added(above, below)


def _with_added(entry: Entry, other: Entry) -> Entry:
    """`entry` with the cells that only `other` has filled."""
    added = {
        column: sent
        for column in (*other.cells, *other.laid)
        if column not in entry.as_issued and (sent := other.of(column)).key is not None and entry.of(column).key is None
    }
    return replace(entry, laid={**entry.laid, **added}, as_issued=entry.as_issued | other.as_issued)
