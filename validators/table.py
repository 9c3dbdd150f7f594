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
    """`columns` are the labels found, with the column each stands in.

    Blank rows and a label row that comes again are no rows.
    `doubled` are labels that stand there more than once; the first one counts.
    """

    grid: Grid
    label_row: int
    columns: Mapping[str, int]
    doubled: tuple[str, ...] = ()

    @property
    def first_address(self) -> str:
        """Where the first label stands: what is said of the label row points there."""
        return self.grid.address(self.label_row, min(self.columns.values()))

    def rows(self) -> Iterator[Row]:
        for number, cells in self.grid.rows():
            if number <= self.label_row:
                continue
            labelled = {label: cells[column] for label, column in self.columns.items() if column in cells}
            if all(halfwidth(cell.text) in ("", label) for label, cell in labelled.items()):
                labelled = {label: cell for label, cell in labelled.items() if cell.formula is not None}
            if labelled:
                yield Row(number, labelled)

    def spread(self, row: Row, labels: Iterable[str]) -> Row:
        """`row` with cells of `labels` that a merge covers filled from above: for names, never for figures."""
        found = {
            label: cell
            for label in labels
            if label in self.columns and (cell := self.grid.at(row.number, self.columns[label])) is not None
        }
        return Row(row.number, {**row.cells, **found})


def table_of(grid: Grid, labels: type[StrEnum], first_label: str) -> Table | None:
    """The table whose labels stand in the first row that holds 编码 or `first_label` (contract section 2)."""
    known = {str(label) for label in labels}
    for number, cells in grid.rows():
        names = [halfwidth(cell.text) for cell in cells.values()]
        texts = {halfwidth(cell.text): column for column, cell in reversed(cells.items()) if cell.text.strip()}
        if ("编码" in texts and "编码" in known) or first_label in texts:
            return Table(grid, number, texts, tuple(sorted({one for one in names if one and names.count(one) > 1})))
    return None


def nearest(word: str, known: Iterable[str]) -> str:
    """「（是否为“…”？）」 with the known word most like `word`, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"（是否为“{close[0]}”？）" if close else ""
