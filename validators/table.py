"""A sheet read as a table: columns found by their labels, in any order, extra ones ignored."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from model.quantity import halfwidth
from validators.grid import Cell, Grid


@dataclass(frozen=True)
class Row:
    """One row of a table: its number and its filled cells by label."""

    number: int
    cells: Mapping[str, Cell]

    def text(self, label: str) -> str:
        """The cell's text without surrounding blanks, empty for a blank."""
        cell = self.cells.get(label)
        return cell.text.strip() if cell else ""


@dataclass(frozen=True)
class Table:
    """`columns` are the labels found, with the column each stands in; rows without any labelled cell are left out."""

    grid: Grid
    label_row: int
    columns: Mapping[str, int]

    def rows(self) -> Iterator[Row]:
        for number, cells in self.grid.rows():
            if number <= self.label_row:
                continue
            labelled = {label: cells[column] for label, column in self.columns.items() if column in cells}
            if any(cell.text.strip() for cell in labelled.values()):
                yield Row(number, labelled)


def table_of(grid: Grid, labels: type[StrEnum], first_label: str) -> Table | None:
    """The table whose labels stand in the first row that holds 编码 or `first_label` (contract section 2)."""
    known = {str(label) for label in labels}
    for number, cells in grid.rows():
        texts = {halfwidth(cell.text): column for column, cell in reversed(cells.items())}
        if ("编码" in texts and "编码" in known) or first_label in texts:
            return Table(grid, number, texts)
    return None


def nearest(word: str, known: Iterable[str]) -> str:
    """「（是否为“…”？）」 with the known word most like `word`, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"（是否为“{close[0]}”？）" if close else ""
