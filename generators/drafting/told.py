"""What the sheets of a drafted breakdown tell, worked out once: what is doubtful, what changed, where a line stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from model.drafting.changes import Change, ChangeKind
from model.drafting.draft import Unadopted
from model.drafting.tables import DraftTable, Line
from model.labels import Basic, BasicColumn, DraftColumn, Sheet, UnitColumn

LABEL_ROW = 0
"""Where the labels of the breakdown's own sheets stand (from 0); their lines follow."""


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
    def units(self) -> tuple[str, ...]:
        """The reporting units, by name, each once."""
        names = (line.cells.get(UnitColumn.NAME, "") for line in self.lines(Sheet.UNITS))
        return tuple(dict.fromkeys(filter(None, names)))

    @property
    def title(self) -> str:
        """Region and year, as far as they are known, and what this is."""
        told = {line.cells.get(BasicColumn.ITEM): line.cells.get(BasicColumn.CONTENT, "") for line in self._basics}
        year = told.get(Basic.YEAR, "").removesuffix("年")
        return f"{told.get(Basic.REGION, '')}{f'{year}年' if year else ''}目标分解表（起草稿）"

    @property
    def _basics(self) -> tuple[Line, ...]:
        return self.lines(Sheet.BASICS)

    def doubtful(self) -> Iterator[tuple[DraftTable, Line]]:
        """The lines that a person has to look at, with their tables, in their order."""
        return ((table, line) for table in self.tables for line in table.lines if doubt_of(line))

    @cached_property
    def _rows(self) -> dict[tuple[str, str], int]:
        return {
            (table.sheet, line.key): row
            for table in self.tables
            for row, line in enumerate(table.lines, start=LABEL_ROW + 1)
        }

    def link(self, sheet: str, key: str) -> str | None:
        """The link to a line, in the way of xlsxwriter; None where the line is not there (any more)."""
        row = self._rows.get((sheet, key))
        return None if row is None else f"internal:'{sheet}'!A{row + 1}"

    @cached_property
    def changed_cells(self) -> dict[tuple[str, str, str], ChangeKind]:
        """What happened to a cell, by sheet, key and label; a whole line has the label of none."""
        return {(one.sheet, one.key, one.label): one.kind for one in self.changes}


def doubt_of(line: Line) -> str:
    """What is doubtful in a line, as its cell says or else as it was found; empty where nothing is."""
    return line.cells.get(DraftColumn.DOUBT, "") or "\n".join(line.doubts)
