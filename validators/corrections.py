"""更正.xlsx: what the office corrected or took down by telephone, and when papers came in (contract section 3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from model.breakdown import Breakdown
from model.catalogue import Place, found
from model.finding import Finding
from model.form import FIGURE_COLUMNS, WORD_COLUMNS, asked_columns, label_of
from model.labels import CORRECTIONS_FILE, CorrectionColumn, FormColumn, ReceiptColumn, Sheet
from model.quantity import halfwidth, plain, read_number
from model.submission import by_unit
from model.unit import Unit
from validators.dates import read_day
from validators.entries import Entries, Entry, Sent
from validators.grid import Paper
from validators.recognition import Layout
from validators.table import Row, nearest, table_of

_OPTIONAL_COLUMNS = frozenset(
    {CorrectionColumn.BASIS, CorrectionColumn.PROVIDED_BY, CorrectionColumn.DATED, ReceiptColumn.MEANS}
)
"""What is only listed; the others tell which figure becomes what."""


@dataclass(frozen=True)
class Correction:
    """A line of the sheet 更正. `old` and `new` are the cells themselves."""

    unit: Unit
    code: str
    column: FormColumn
    old: Sent
    new: Sent
    basis: str
    handled_by: str


@dataclass(frozen=True)
class Corrections:
    """All that 更正.xlsx says. `received` is by unit's name."""

    lines: tuple[Correction, ...] = ()
    received: Mapping[str, date] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    sha256: str | None = None

    @cached_property
    def _lines_by_unit(self) -> Mapping[str, list[Correction]]:
        lines: dict[str, list[Correction]] = {}
        for one in self.lines:
            lines.setdefault(one.unit.name, []).append(one)
        return lines

    @cached_property
    def _findings_by_unit(self) -> Mapping[str | None, tuple[Finding, ...]]:
        return by_unit(self.findings)

    def of(self, unit: Unit) -> tuple[Correction, ...]:
        """The lines of `unit` that can be told."""
        return tuple(self._lines_by_unit.get(unit.name, ()))

    def findings_of(self, unit: Unit | None) -> tuple[Finding, ...]:
        """What is wrong with the lines of `unit`; of None what is wrong with lines whose unit is not told."""
        return self._findings_by_unit.get(unit.name if unit else None, ())


def read_corrections(paper: Paper, breakdown: Breakdown) -> Corrections:
    """The lines and receipts of 更正.xlsx; a line that cannot be told is a finding and is not applied."""
    findings = list(_unread(paper))
    lines: list[Correction] = []
    for row in _rows(paper, Sheet.CORRECTIONS, CorrectionColumn):
        read = _line(paper, row, breakdown)
        if isinstance(read, Correction):
            lines.append(read)
        else:
            findings.append(read)
    received: dict[str, date] = {}
    for row in _rows(paper, Sheet.RECEIPTS, ReceiptColumn):
        unit = breakdown.unit_named(row.text(ReceiptColumn.UNIT))
        cell = row.cells.get(ReceiptColumn.RECEIVED)
        day = read_day(cell.content) if cell else None
        if unit is not None and day is not None:
            received[unit.name] = day
        else:
            wrong = ReceiptColumn.UNIT if unit is None else ReceiptColumn.RECEIVED
            what = f"的“{wrong}”写的是“{row.text(wrong)}”，认不出"
            at = row.cells.get(wrong)
            place = Place(None, paper.file, Sheet.RECEIPTS, at.address if at else _address(row))
            findings.append(found("K02", place, sheet=Sheet.RECEIPTS, what=what, expected_words="填报单位的名称和日期"))
    return Corrections(tuple(lines), received, tuple(findings), paper.sha256)


def _unread(paper: Paper) -> Iterator[Finding]:
    """What keeps the sheets from being read at all: neither of them is there, or one has no label row."""
    kinds = ((Sheet.CORRECTIONS, CorrectionColumn), (Sheet.RECEIPTS, ReceiptColumn))
    grids = [(grid, labels) for sheet, labels in kinds if (grid := paper.grid(sheet)) is not None and grid.cells]
    if not grids:
        what, words = "所在的文件里没有“更正”或“报送登记”工作表", "工作表“更正”“报送登记”"
        yield found("K02", Place(file=paper.file), sheet=Sheet.CORRECTIONS, what=what, expected_words=words)
    for grid, labels in grids:
        table = table_of(grid, labels, next(iter(labels)))
        missing = [label for label in labels if table is None or label not in table.columns]
        needed = [label for label in missing if label not in _OPTIONAL_COLUMNS]
        if needed:
            place = Place(file=paper.file, sheet=grid.name, cell=table.first_address if table else None)
            what = f"所在的工作表缺少“{'”“'.join(needed)}”列"
            yield found("K02", place, sheet=grid.name, what=what, expected_words="、".join(labels))


def _rows(paper: Paper, sheet: str, labels: type[CorrectionColumn] | type[ReceiptColumn]) -> Iterator[Row]:
    grid = paper.grid(sheet)
    table = table_of(grid, labels, next(iter(labels))) if grid else None
    if table is not None and all(label in table.columns for label in labels if label not in _OPTIONAL_COLUMNS):
        yield from table.rows()


def _address(row: Row) -> str | None:
    first = min(row.cells.values(), key=lambda cell: cell.column, default=None)
    return first.address if first else None


def _code(row: Row, breakdown: Breakdown, unit: Unit | None) -> str:
    """编码 is text; a number is taken for a code only where it can be no other (1.1 may have been 1.10)."""
    cell = row.cells.get(CorrectionColumn.CODE)
    if cell is None or not isinstance(cell.content, Decimal):
        return halfwidth(row.text(CorrectionColumn.CODE))
    asked = breakdown.indicators_asked(unit.name) if unit else breakdown.indicators
    candidates = [one.code for one in asked if read_number(one.code) == cell.content]
    return candidates[0] if len(candidates) == 1 else f"{plain(cell.content)}（数字格式）"


def _line(paper: Paper, row: Row, breakdown: Breakdown) -> Correction | Finding:
    unit = breakdown.unit_named(row.text(CorrectionColumn.UNIT))
    code = _code(row, breakdown, unit)
    columns = {halfwidth(column): column for column in (*FIGURE_COLUMNS, *WORD_COLUMNS)}
    column = columns.get(halfwidth(row.text(CorrectionColumn.COLUMN)))
    new = row.cells.get(CorrectionColumn.NEW)
    what, expected = "", ""
    if unit is None:
        name = row.text(CorrectionColumn.UNIT)
        what, expected = f"的单位“{name}”不在目标分解表里", nearest(name, [one.name for one in breakdown.units])
    elif not breakdown.is_asked(code, unit.name):
        what, expected = f"的编码“{code}”没有下达给{unit.name}", nearest(code, breakdown.by_code)
    elif column is None:
        what, expected = f"的栏“{row.text(CorrectionColumn.COLUMN)}”认不出", "、".join(columns.values())
    elif column not in (used := (*asked_columns(breakdown.by_code[code]), *WORD_COLUMNS)):
        what, expected = f"的栏“{column}”在这个指标里不用填", "、".join(used)
    elif new is None or not new.text.strip():
        what, expected = "没有写更正值", "更正值"
    elif not row.text(CorrectionColumn.HANDLED_BY):
        what, expected = "没有经办人", "经办人署名"
    if what or unit is None or column is None or new is None:
        # The line falls, and what the unit sent stands: so the finding names no row that it would hold.
        place = Place(unit.name if unit else None, paper.file, Sheet.CORRECTIONS, _address(row))
        return found("K02", place, sheet=Sheet.CORRECTIONS, what=what, expected_words=expected)
    old = row.cells.get(CorrectionColumn.OLD)
    return Correction(
        unit, code, column,
        Sent(paper.file, Sheet.CORRECTIONS, old.address if old else None, old),
        Sent(paper.file, Sheet.CORRECTIONS, new.address, new),
        row.text(CorrectionColumn.BASIS), row.text(CorrectionColumn.HANDLED_BY),
    )  # fmt: skip


_NO_ROW = Layout(CORRECTIONS_FILE, Sheet.CORRECTIONS)
"""Where a figure stands that the unit sent none of: in 更正.xlsx alone."""


def lay_over(entries: Entries, lines: tuple[Correction, ...], breakdown: Breakdown) -> tuple[Entries, list[Finding]]:
    """`entries` with the lines applied that hold: a line holds only where 原值 is what was read."""
    corrected = dict(entries)
    findings: list[Finding] = []
    for line in lines:
        indicator = breakdown.by_code[line.code]
        entry = corrected.get(line.code) or Entry(line.unit, indicator, _NO_ROW, 0, {})
        read = entry.of(line.column)
        place = Place(line.unit.name, CORRECTIONS_FILE, Sheet.CORRECTIONS, line.new.address, line.code, line.column)
        words = {"label": label_of(indicator), "column": str(line.column), "old": line.old.shown}
        if not _agrees(line.old, read):
            falls = replace(place, indicator=None)
            findings.append(found("K01", falls, value=line.old.shown, read=read.shown, **words))
            continue
        corrected[line.code] = replace(entry, laid={**entry.laid, line.column: line.new})
        basis = line.basis or "未写"
        findings.append(
            found("K21", place, value=line.new.shown, new=line.new.shown, by=line.handled_by, basis=basis, **words)
        )
    return corrected, findings


def _agrees(old: Sent, read: Sent) -> bool:
    if old.key is None or read.key is None:
        return old.key is None and read.key is None
    return old.key == read.key
