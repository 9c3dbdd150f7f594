"""What the reading border yields: sheets of cells, each with its own address."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

_QUOTED = re.compile(r'"[^"]*"|[\\!].')


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value such as #REF!."""

    name: str


Content = Decimal | str | bool | date | CellError | None


@lru_cache(maxsize=1 << 10)
def _multiplies(number_format: str) -> bool:
    return "%" in _QUOTED.sub("", number_format)


class Cell(NamedTuple):
    """A cell that holds something. `content` is the stored value; a formula that was never calculated has None.

    A tuple, because a workbook has a thousand of them and a frozen dataclass takes three times as long to make.
    """

    address: str
    row: int
    column: int
    content: Content
    number_format: str = "General"
    formula: str | None = None

    @property
    def is_percent(self) -> bool:
        """Whether it is shown with a percent sign that multiplies by a hundred: `0"%"` only writes one behind."""
        return _multiplies(self.number_format)

    @property
    def text(self) -> str:
        """The content as text, empty for nothing: numbers without exponent, dates as 2023-09-20."""
        match self.content:
            case None:
                return ""
            case bool():
                return "TRUE" if self.content else "FALSE"
            case Decimal():
                return format(self.content, "f")
            case date():
                return self.content.isoformat()
            case CellError(name):
                return name
            case text:
                return text


@dataclass(frozen=True)
class Grid:
    """One sheet (or one table of a Word file). `merged` leads from a covered cell to the one that holds the value.

    `loose_lines` are the paragraphs around a Word table, where head fields may stand.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    is_hidden: bool = False
    is_word_table: bool = False
    loose_lines: tuple[str, ...] = ()

    def address(self, row: int, column: int) -> str:
        """A1 in workbooks, 表1R5C7 in Word tables (contract section 3), for cells that hold nothing too."""
        return cell_address(self.name, row, column, self.is_word_table)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell there; a cell under a merge is the one that holds the value."""
        return self.cells.get(self.merged.get((row, column), (row, column)))

    @cached_property
    def lines(self) -> Mapping[int, dict[int, Cell]]:
        """Its filled cells by column, by row number, both in their order."""
        by_row: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            by_row.setdefault(row, {})[column] = cell
        return by_row

    @cached_property
    def shown(self) -> Mapping[int, Mapping[int, Cell]]:
        """What each row shows by column, from the top: its filled cells, and those whose merge reaches into it."""
        by_row: dict[int, dict[int, Cell]] = {}
        places = {**{place: place for place in self.cells}, **self.merged}
        for (row, column), holder in sorted(places.items()):
            if (cell := self.cells.get(holder)) is not None and cell.text.strip():
                by_row.setdefault(row, {})[column] = cell
        return by_row

    @cached_property
    def width(self) -> int:
        """The number of its last column."""
        return max((column for _, column in (*self.cells, *self.merged)), default=0)

    @cached_property
    def merged_down(self) -> frozenset[int]:
        """The columns in which cells are merged downwards."""
        return frozenset(column for (row, column), holder in self.merged.items() if holder[0] < row)

    def rows(self) -> Iterable[tuple[int, dict[int, Cell]]]:
        """Row number and its filled cells by column, from the top."""
        return self.lines.items()


@dataclass(frozen=True)
class Line:
    """A paragraph of a Word file. `place` is 第3段, counted over those that hold something."""

    place: str
    text: str


@dataclass(frozen=True)
class Document:
    """A file with all that it says, in its order: the paragraphs and tables of a Word file, the sheets of a workbook.

    `file` is what the file is called.
    """

    file: str
    sha256: str
    blocks: tuple[Line | Grid, ...]


@dataclass(frozen=True)
class Paper:
    """A file with tables in it. `file` is relative to the period folder; `modified` its own, not the disk's."""

    file: str
    sha256: str
    grids: tuple[Grid, ...]
    modified: datetime | None = None
    has_macros: bool = False

    def grid(self, name: str) -> Grid | None:
        return next((one for one in self.grids if one.name == name), None)


@dataclass(frozen=True)
class Attachment:
    """A PDF, a picture, a stamped page: listed, not read."""

    file: str
    sha256: str
    kind: str


@dataclass(frozen=True)
class Unreadable:
    """A file that gives nothing. `rule` is a code of the catalogue, `what` and `advice` go into its sentences."""

    file: str
    sha256: str
    what: str
    advice: str
    rule: str = "W01"


Opened = Paper | Attachment | Unreadable


@lru_cache(maxsize=1 << 8)
def column_letters(column: int) -> str:
    """1 is A, 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """A is 1, AB is 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def address_of(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def cell_address(sheet: str, row: int, column: int, is_word_table: bool) -> str:
    """A1 in workbooks, 表1R5C7 in Word tables, whose sheets are called 表1 and so on (contract section 3)."""
    return f"{sheet}R{row}C{column}" if is_word_table else address_of(row, column)
