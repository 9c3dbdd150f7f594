"""What a unit says of itself on the sheet 验收 of its form, in a period with 评价 (contract section 3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from model.breakdown import Breakdown
from model.catalogue import Place, found
from model.finding import Finding
from model.form import StandardRow, standard_row
from model.labels import AcceptanceColumn
from model.quantity import halfwidth
from model.submission import SelfCheck, SelfVerdict, Source
from validators.assessment.lines import is_said
from validators.grid import Grid, Paper
from validators.recognition import plain_label
from validators.table import Row, Table

SelfChecks = Mapping[tuple[int, str], SelfCheck]
"""By the standard's place in the breakdown and the unit."""
_TELLING = {str(AcceptanceColumn.STANDARD), str(AcceptanceColumn.SELF_VERDICT)}
_INPUTS = (AcceptanceColumn.SELF_VERDICT, AcceptanceColumn.EVIDENCE)
_NAMING = (
    AcceptanceColumn.CODE, AcceptanceColumn.NAME, AcceptanceColumn.NUMBER, AcceptanceColumn.STANDARD,
)  # fmt: skip


@dataclass(frozen=True)
class _Reading:
    """One sheet of one unit: the standards that it is asked, by their place."""

    file: str
    unit: str
    table: Table
    standards: Mapping[int, StandardRow]

    def place(self, row: Row, column: AcceptanceColumn) -> Place:
        """Where a cell stands, for a finding."""
        grid, at = self.table.grid, self.table.columns.get(column)
        address = grid.address(row.number, at) if at else None
        return Place(self.unit, self.file, grid.name, address, None, column)


def read_self_checks(paper: Paper, unit: str, breakdown: Breakdown) -> tuple[SelfChecks, tuple[Finding, ...]]:
    """The rows that `unit` filled in, and notes on those that could not be taken; notes hold nothing back."""
    rows = ((place, standard_row(breakdown, unit, one)) for place, one in enumerate(breakdown.standards))
    standards = {place: row for place, row in rows if row is not None}
    checks: dict[tuple[int, str], SelfCheck] = {}
    findings: list[Finding] = []
    for grid in paper.grids if standards else ():
        table = _table(grid)
        if table is None or grid.is_hidden:
            continue
        reading = _Reading(paper.file, unit, table, standards)
        for bare in table.rows():
            row = table.spread(bare, _NAMING)
            if any(row.text(label) for label in _INPUTS):
                check, faults = _check(reading, row)
                findings += faults
                if check is not None:
                    checks[check.standard, unit] = check
    return checks, tuple(findings)


def _table(grid: Grid) -> Table | None:
    """The sheet's table by its labels, wherever they stand."""
    for number, cells in grid.rows():
        columns = {plain_label(cell.text): column for column, cell in reversed(cells.items())}
        if set(columns) >= _TELLING:
            return Table(grid, number, columns)
    return None


def _check(reading: _Reading, row: Row) -> tuple[SelfCheck | None, list[Finding]]:
    place = _standard(reading, row)
    if place is None:
        is_named = any(row.text(label) for label in _NAMING) and row.text(AcceptanceColumn.SELF_VERDICT)
        return None, [found("A25", reading.place(row, AcceptanceColumn.SELF_VERDICT))] if is_named else []
    said = row.text(AcceptanceColumn.SELF_VERDICT)
    verdict = SelfVerdict(halfwidth(said)) if halfwidth(said) in set(SelfVerdict) else None
    at = reading.place(row, AcceptanceColumn.SELF_VERDICT)
    faults = list(_strange_word(reading.standards[place], at, said)) if verdict is None else []
    source = Source(reading.file, at.sheet or "", at.cell or "")
    return SelfCheck(place, reading.unit, verdict, row.text(AcceptanceColumn.EVIDENCE), source), faults


def _strange_word(standard: StandardRow, at: Place, said: str) -> Iterator[Finding]:
    if said:
        label = f"「{' '.join(filter(None, (standard.codes, standard.names)))}」第{standard.standard.number}条验收标准"
        yield found("A24", at, value=said, label=label, words="、".join(SelfVerdict))


def _standard(reading: _Reading, row: Row) -> int | None:
    """The standard of a row: by what it is for and its text, or its 序号 where the text was changed."""
    best: tuple[int, int] | None = None
    for place, one in reading.standards.items():
        issued = {
            AcceptanceColumn.CODE: one.codes,
            AcceptanceColumn.NAME: one.names,
            AcceptanceColumn.NUMBER: one.standard.number,
            AcceptanceColumn.STANDARD: one.standard.standard,
        }
        same = {label for label, text in issued.items() if is_said(row.cells.get(label), text)}
        is_of_it = AcceptanceColumn.NAME in same or (bool(one.codes) and AcceptanceColumn.CODE in same)
        if is_of_it and same & {AcceptanceColumn.NUMBER, AcceptanceColumn.STANDARD}:
            agreement = len(same) + len(issued) * (AcceptanceColumn.STANDARD in same)
            if best is None or agreement > best[0]:
                best = (agreement, place)
    return best[1] if best else None
