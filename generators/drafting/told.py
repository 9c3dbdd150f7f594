"""What the sheets of a drafted breakdown tell, worked out once: what is doubtful, what changed, where a line stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generators.sheet import SEVERITY_FILLS
from model.drafting.changes import Change, ChangeKind
from model.drafting.draft import Unadopted
from model.drafting.tables import DraftTable, Line
from model.labels import (
    Basic,
    BasicColumn,
    DraftColumn,
    IndicatorColumn,
    ProjectColumn,
    Sheet,
    StandardColumn,
    UnitColumn,
)

DOUBTFUL = SEVERITY_FILLS["核实"]
"""The colour of what a person has to look at."""
LABEL_ROW = 0
"""Where the labels of the breakdown's own sheets stand (from 0); their lines follow."""

ROW_NAME = "起草行_"
"""The names of rows begin so."""


@dataclass(frozen=True)
class Place:
    """Where a line stands: its sheet, its row (from 0)."""

    sheet: str
    row: int
    line: Line

    @property
    def address(self) -> str:
        """Its first cell, as a defined name holds it."""
        quoted = self.sheet.replace("'", "''")
        return f"='{quoted}'!$A${self.row + 1}"


def places_in(table: DraftTable) -> Iterator[Place]:
    """The lines of a table with the rows in which they stand."""
    return (Place(table.sheet, row, line) for row, line in enumerate(table.lines, start=LABEL_ROW + 1))


@dataclass(frozen=True)
class Drafted:
    """A draft as it is to be written (see `draft_workbook`)."""

    tables: tuple[DraftTable, ...]
    unadopted: tuple[Unadopted, ...]
    doubts: tuple[str, ...]
    changes: tuple[Change, ...]

    def table(self, sheet: str) -> DraftTable | None:
        """The table of this sheet, if there is one."""
        return next((one for one in self.tables if one.sheet == sheet), None)

    def lines(self, sheet: str) -> tuple[Line, ...]:
        """The lines of this sheet, none where there is no such sheet."""
        table = self.table(sheet)
        return table.lines if table else ()

    @cached_property
    def units(self) -> dict[str, str]:
        """The reporting units, 类型 by name."""
        cells = [line.cells for line in self.lines(Sheet.UNITS)]
        return {one[UnitColumn.NAME]: one.get(UnitColumn.KIND, "") for one in cells if one.get(UnitColumn.NAME)}

    @property
    def title(self) -> str:
        """Region and year, as far as they are known, and what this is."""
        told = {line.cells.get(BasicColumn.ITEM): line.cells.get(BasicColumn.CONTENT, "") for line in self._basics}
        year = told.get(Basic.YEAR, "").removesuffix("年")
        return f"{told.get(Basic.REGION, '')}{f'{year}年' if year else ''}目标分解表（起草稿）核对"

    @property
    def _basics(self) -> tuple[Line, ...]:
        return self.lines(Sheet.BASICS)

    def places(self) -> Iterator[Place]:
        """All lines, in the order of the sheets."""
        return (one for table in self.tables for one in places_in(table))

    def doubtful(self) -> Iterator[Place]:
        """The lines that a person has to look at, in the order of the sheets."""
        return (one for one in self.places() if doubt_of(one.line))

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], Place]:
        # A line of a person's own has no key.
        return {(one.sheet, one.line.key): one for one in self.places() if one.line.key}

    @cached_property
    def row_names(self) -> dict[tuple[str, int], str]:
        """The defined name of each line by sheet and row: a name goes with its cell when rows are put in or out."""
        return {(one.sheet, one.row): f"{ROW_NAME}{number}" for number, one in enumerate(self.places(), start=1)}

    def link(self, place: Place) -> str:
        """The link to a line, in the way of xlsxwriter."""
        return f"internal:{self.row_names[place.sheet, place.row]}"

    def place(self, sheet: str, key: str) -> Place | None:
        """Where the line stands that a draft knows by this key; None where it does not stand (any more)."""
        return self._by_key.get((sheet, key))

    @cached_property
    def changed_cells(self) -> dict[tuple[str, str, str], ChangeKind]:
        """What happened to a cell, by sheet, key and label; a whole line has no label."""
        return {(one.sheet, one.key, one.label): one.kind for one in self.changes if one.key}


def doubt_of(line: Line) -> str:
    """What is doubtful in a line, as its cell says or else as it was found; empty where nothing is."""
    return line.cells.get(DraftColumn.DOUBT, "") or "\n".join(line.doubts)


def name_of(sheet: str, line: Line) -> str:
    """By what a person knows a line of this sheet."""
    labels = _NAMING.get(sheet, ())
    return " ".join(line.cells[label] for label in labels if label in line.cells) or line.key


_NAMING: Mapping[str, tuple[str, ...]] = {
    Sheet.INDICATORS: (IndicatorColumn.NAME,),
    Sheet.STANDARDS: (StandardColumn.CODE, StandardColumn.NUMBER),
    Sheet.UNITS: (UnitColumn.NAME,),
    Sheet.PROJECTS: (ProjectColumn.PROJECT, ProjectColumn.DEPARTMENT),
    Sheet.BASICS: (BasicColumn.ITEM,),
}
