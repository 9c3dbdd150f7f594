"""A sheet that can be spoiled: its cells know whose they are, so that blame can be told wherever they end up.

`Sent` is what one unit sends: files of sheets of lines of spots. A spot keeps its indicator and column wherever rows
and columns are moved to, whether it was changed, and whether another spoiling relies on it (`is_kept`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from model.labels import FormColumn, FormHead
from model.quantity import HUNDRED, plain
from validators.grid import Cell, CellError, Content, Grid, Paper, address_of, column_of
from validators.recognition import plain_label

MODIFIED = datetime(2023, 9, 20, 9)
_A1 = re.compile(r"([A-Z]+)([0-9]+)$")
_WORD = re.compile(r"表[0-9]+R([0-9]+)C([0-9]+)$")
_HEAD = {plain_label(one): one for one in FormHead}


@dataclass(slots=True, eq=False)
class Spot:
    """A cell, blank ones too. `code` and `column` tell whose it is, `head` of which head field it is the value.

    `is_harmed` is what may be blamed; what was only written otherwise is `is_changed` and no more. `under` is the spot
    that a merge lays over it.
    """

    content: Content = None
    number_format: str = "General"
    formula: str | None = None
    code: str = ""
    column: FormColumn | None = None
    head: FormHead | None = None
    is_changed: bool = False
    is_harmed: bool = False
    is_kept: bool = False
    under: "Spot | None" = None

    @property
    def is_blank(self) -> bool:
        return self.content is None and self.formula is None

    @property
    def is_free(self) -> bool:
        """Whether a spoiling may still change it."""
        return not (self.is_changed or self.is_kept or self.under)

    def copy(self) -> "Spot":
        return Spot(
            self.content, self.number_format, self.formula, self.code, self.column, self.head, self.is_changed,
            self.is_harmed, self.is_kept, self.under,
        )  # fmt: skip


@dataclass(slots=True, eq=False)
class Line:
    """A row. `code` is the indicator's that it reports, empty for a row of none."""

    spots: list[Spot]
    code: str = ""
    is_label: bool = False

    def spot(self, column: FormColumn) -> Spot | None:
        """Its cell of a column; None where the column is gone."""
        return next((one for one in self.spots if one.column is column), None)

    @property
    def is_merged(self) -> bool:
        return any(one.under is not None for one in self.spots)

    @property
    def is_kept(self) -> bool:
        return any(one.is_kept for one in self.spots)


@dataclass(eq=False)
class Sheet:
    """A sheet; every line is as wide as the others."""

    name: str
    lines: list[Line]
    is_hidden: bool = False

    @property
    def rows(self) -> list[Line]:
        """The lines of indicators."""
        return [one for one in self.lines if one.code]

    @property
    def label_at(self) -> int:
        """Where the last line of labels stands."""
        return max(index for index, one in enumerate(self.lines) if one.is_label)

    @property
    def table(self) -> list[Line]:
        """The labels and all below."""
        first = next(index for index, one in enumerate(self.lines) if one.is_label)
        return self.lines[first:]

    @property
    def width(self) -> int:
        return len(self.lines[0].spots)

    @property
    def has_merged_rows(self) -> bool:
        return any(one.is_merged for one in self.rows)

    def labels(self) -> dict[FormColumn, Spot]:
        """The label cell of each column that is still there."""
        return {
            one.column: one for line in self.lines if line.is_label for one in line.spots if one.column and one.content
        }

    def field(self, head: FormHead) -> Spot | None:
        """The value of a head field."""
        return next((one for line in self.lines for one in line.spots if one.head is head), None)

    def blank_line(self) -> Line:
        """A line whose spots know their columns."""
        return Line([Spot(column=one.column) for one in self.lines[self.label_at].spots])

    def spots_of(self, column: FormColumn) -> list[Spot]:
        return [spot for line in self.rows if (spot := line.spot(column)) is not None]

    def copy(self, lines: Iterable[Line] | None = None, name: str | None = None) -> "Sheet":
        """Another sheet with all lines or some of them, its merges among its own spots."""
        twins: dict[int, Spot] = {}
        copied = []
        for line in self.lines if lines is None else lines:
            spots = [one.copy() for one in line.spots]
            twins.update(zip(map(id, line.spots), spots, strict=True))
            copied.append(Line(spots, line.code, line.is_label))
        for line in copied:
            for one in line.spots:
                one.under = None if one.under is None else twins.get(id(one.under))
        return Sheet(name or self.name, copied, self.is_hidden)

    def at(self, address: str) -> Spot:
        """The spot at A1, or at 表1R1C1."""
        if word := _WORD.match(address):
            row, column = int(word[1]), int(word[2])
        else:
            told = _A1.match(address)
            assert told is not None, f"no address: {address}"
            row, column = int(told[2]), column_of(told[1])
        return self.lines[row - 1].spots[column - 1]

    def grid(self) -> Grid:
        """What the reading border makes of it."""
        cells: dict[tuple[int, int], Cell] = {}
        for row, column, spot in self._placed():
            if spot.under is None and not spot.is_blank:
                address = address_of(row, column)
                cells[row, column] = Cell(address, row, column, spot.content, spot.number_format, spot.formula)
        return Grid(self.name, cells, self.merged(), self.is_hidden)

    def word_table(self, number: int) -> Grid:
        """The same, pasted into a Word file: every cell is a text."""
        name = f"表{number}"
        cells = {
            (row, column): Cell(f"{name}R{row}C{column}", row, column, text)
            for row, column, spot in self._placed()
            if spot.under is None and (text := word_text(spot).strip())
        }
        return Grid(name, cells, self.merged(), is_word_table=True)

    def _placed(self) -> Iterator[tuple[int, int, Spot]]:
        for row, line in enumerate(self.lines, 1):
            for column, spot in enumerate(line.spots, 1):
                yield row, column, spot

    def merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        """From each cell under a merge, the first one too, to the one that holds the value."""
        covered = [(row, column, spot.under) for row, column, spot in self._placed() if spot.under is not None]
        firsts = {id(under) for *_, under in covered}
        places = {id(spot): (row, column) for row, column, spot in self._placed() if id(spot) in firsts}
        among = {(row, column): places[id(under)] for row, column, under in covered if id(under) in places}
        return {**{place: place for place in places.values()}, **among}


def word_text(spot: Spot) -> str:
    """A cell as text: percentages with their sign, all digits."""
    match spot.content:
        case None:
            return ""
        case bool():
            return str(spot.content).upper()
        case date():
            return spot.content.isoformat()
        case CellError(name):
            return name
        case str() as text:
            return text
        case number if number.is_finite() and "%" in spot.number_format and '"' not in spot.number_format:
            return f"{plain(number * HUNDRED)}%"
        case number:
            return plain(number)


@dataclass(eq=False)
class SentFile:
    """A file of the unit; its form is the first sheet.

    `licences` are the faults of the whole that its spoilings may rightly lead to. Where another spoiling relies on its
    being read (`is_needed`) nothing may be done to it for which it is returned whole.
    """

    name: str
    sheets: list[Sheet]
    licences: set[str] = field(default_factory=set)
    is_word: bool = False
    is_needed: bool = False
    shows_otherwise: bool = False

    @property
    def form(self) -> Sheet:
        return self.sheets[0]

    def sheet(self, name: str | None) -> Sheet | None:
        """A sheet by the name under which it was read."""
        named = {f"表{number}": one for number, one in enumerate(self.shown, 1)} if self.is_word else {}
        return named.get(name or "") or next((one for one in self.sheets if one.name == name), None)

    @property
    def shown(self) -> list[Sheet]:
        return [one for one in self.sheets if not one.is_hidden]

    def copy(self, name: str, lines: Iterable[Line] | None = None) -> "SentFile":
        """Another file with the same sheets; of the form only `lines` where they are given."""
        sheets = [self.form.copy(lines), *(one.copy() for one in self.sheets[1:])]
        return SentFile(name, sheets, set(self.licences), self.is_word, self.is_needed, self.shows_otherwise)

    def paper(self) -> Paper:
        """What opening it yields."""
        if self.is_word:
            grids = (one.word_table(number) for number, one in enumerate(self.shown, 1))
            return Paper(self.name, self.name, tuple(grids), MODIFIED)
        return Paper(self.name, self.name, tuple(one.grid() for one in self.sheets), MODIFIED)


@dataclass(eq=False)
class Sent:
    """What a unit sends. `harmed` are the cells of its rows that may be blamed, removed ones too.

    `meant` are the numbers that a unit itself put in the place of those of the right submission, in the form's unit.
    `refused` are the rows that must be sent back although their figure may be right.
    """

    unit: str
    files: list[SentFile]
    harmed: set[tuple[str, FormColumn]] = field(default_factory=set)
    meant: dict[tuple[str, FormColumn], Decimal] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def copy(self) -> "Sent":
        files = [one.copy(one.name) for one in self.files]
        return Sent(self.unit, files, set(self.harmed), dict(self.meant), set(self.refused))

    def harm(self, *spots: Spot) -> None:
        """Notes that these cells may be blamed from now on."""
        for one in spots:
            one.is_changed = one.is_harmed = True
            if one.code and one.column is not None:
                self.harmed.add((one.code, one.column))

    def is_harmed(self, codes: Iterable[str], columns: Iterable[FormColumn]) -> bool:
        """Whether any of these cells of these rows may be blamed."""
        wanted = tuple(columns)
        return any((code, column) in self.harmed for code in codes for column in wanted)

    def file(self, name: str | None) -> SentFile | None:
        return next((one for one in self.files if one.name == name), None)


def sheet_of(grid: Grid) -> Sheet:
    """A sheet as it was read, its spots told whose they are."""
    height = max(row for row, _ in grid.cells)
    width = max(column for _, column in grid.cells)
    lines = [
        Line([_spot(grid.cells.get((row, column))) for column in range(1, width + 1)]) for row in range(1, height + 1)
    ]
    for (row, column), (first_row, first_column) in grid.merged.items():
        if (row, column) != (first_row, first_column):
            lines[row - 1].spots[column - 1].under = lines[first_row - 1].spots[first_column - 1]
    sheet = Sheet(grid.name, lines, grid.is_hidden)
    _name_spots(sheet)
    return sheet


def _spot(cell: Cell | None) -> Spot:
    return Spot() if cell is None else Spot(cell.content, cell.number_format, cell.formula)


def _name_spots(sheet: Sheet) -> None:
    columns = {one.value: one for one in FormColumn}
    label_line = next((one for one in sheet.lines if one.spots[0].content == FormColumn.CODE), None)
    if label_line is None:
        return
    label_line.is_label = True
    for spot in label_line.spots:
        spot.column = columns.get(str(spot.content))
    for line in sheet.lines[sheet.label_at + 1 :]:
        line.code = str(line.spots[0].content)
        for spot, label in zip(line.spots, label_line.spots, strict=True):
            spot.code, spot.column = line.code, label.column
    for line in sheet.lines[: sheet.label_at]:
        for label, value in zip(line.spots, line.spots[1:], strict=False):
            if isinstance(label.content, str):
                value.head = _HEAD.get(plain_label(label.content))
