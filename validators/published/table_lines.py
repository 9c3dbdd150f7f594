"""The lines of published tables: which section, which project, and what its cells say, over merges and page breaks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from model.quantity import HUNDRED, plain, product
from validators.grid import Cell, Grid, Line
from validators.published.columns import Column, Header, header_at, heading_of, own_region
from validators.published.numbering import serial_number
from validators.published.region_table import RegionTable, region_table
from validators.published.regions import category_in
from validators.published.titles import has_ordinal, is_table_title, named_list, section_name, title_above
from validators.published.wording import bare, collapsed, first_sentence
from validators.shown import shown_text

DEPARTMENTS = (
    Column.LEAD, Column.SHARED, Column.HELPER, Column.FIRST_CHECK, Column.FINAL_CHECK,
    Column.PERSON, Column.LEADER, Column.CONTACT, Column.TELEPHONE,
)  # fmt: skip
"""What a blank cell may take from the line above."""
TOTAL = re.compile("合计|总计|小计|共计|总合计")
"""The first words of a line that adds up others."""
MISSING_COLUMNS = 2
"""By so many columns a table's next page may be narrower."""

_NUMBERED = re.compile(r"^(?P<number>\d{1,3})\s*[.．、]\s*(?P<rest>\D.*|\d+\D.*)$", re.DOTALL)

Place = tuple[int, int]


def cell_text(cell: Cell) -> str:
    """What a cell shows: a fraction shown with % as 60%, a number with the unit that its format adds."""
    if cell.is_percent and isinstance(cell.content, Decimal):
        return f"{plain(product(cell.content, HUNDRED))}%"
    shown = shown_text(cell.content, cell.number_format)
    return shown if shown and shown.startswith(cell.text) else cell.text.strip()


@dataclass(frozen=True)
class Sheet:
    """A table of a paper: its number among the blocks, and the title that goes for it."""

    block: int
    grid: Grid
    title: str

    def place(self, place: Place) -> str:
        """The address of a cell as people say it: 表1R3C3, Sheet1!C3."""
        address = self.grid.address(*place)
        return address if self.grid.is_word_table else f"{self.grid.name}!{address}"

    def holder(self, row: int, column: int) -> Place:
        """Where the text stands that a cell shows."""
        return self.grid.merged.get((row, column), (row, column))

    def text(self, row: int, column: int) -> str:
        """What a cell shows, also under a merge."""
        cell = self.grid.at(row, column)
        return cell_text(cell) if cell is not None else ""

    def own_text(self, row: int, column: int) -> str:
        """What stands in a cell itself: nothing where a merge covers it."""
        return self.text(row, column) if self.holder(row, column) == (row, column) else ""


@dataclass(frozen=True)
class TableLine:
    """A line below a header. `section` counts the sections of all tables; `project` is filled in from above.

    `starts` says that the project begins here, `is_first` that the line is the first of its page, `departments` what
    the columns of departments and persons say, by column.
    """

    sheet: Sheet
    row: int
    header: Header
    section: int
    category: str
    number: str
    project: str
    starts: bool
    is_first: bool
    departments: Mapping[Column, str] = field(default_factory=dict)

    def column(self, *wanted: Column) -> int | None:
        """The first column of a kind."""
        return next(iter(self.header.of(*wanted)), None)


@dataclass
class _Walk:
    """How far the tables have been gone through, and what was understood of their cells besides the lines."""

    understood: dict[int, set[Place]] = field(default_factory=dict)
    counted: dict[int, set[Place]] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    header: Header | None = None
    width: int = 0
    title: str = ""
    section: int = 0
    category: str = ""
    number: str = ""
    project: str = ""
    numbered: int = 0

    def begin_section(self, category: str) -> None:
        self.section += 1
        self.category, self.number, self.project, self.numbered = category, "", "", 0

    def begin_table(self, title: str) -> None:
        self.title, self.header = title, None
        self.begin_section(category_in(title))
        if title:
            self.titles.append(title)


@dataclass(frozen=True)
class Tables:
    """The lines of a paper's tables, and those tables that have a line for each county.

    By block: the cells of headers, sections and names (`understood`), and of mere numbers (`counted`).
    """

    lines: tuple[TableLine, ...]
    by_region: tuple[tuple[Sheet, RegionTable], ...]
    titles: tuple[str, ...]
    understood: Mapping[int, set[Place]]
    counted: Mapping[int, set[Place]]


def table_lines(blocks: Sequence[Line | Grid], title: str) -> Tables:
    """All lines of all tables of tasks or standards. `title` is the document's, for a table that has none."""
    walk = _Walk()
    lines: list[TableLine] = []
    others: list[tuple[Sheet, RegionTable]] = []
    walk.begin_table("")
    above: list[Line] = []
    for number, block in enumerate(blocks):
        if isinstance(block, Line):
            above.append(block)
            continue
        if block.is_hidden:
            continue
        own = title_above(above)
        if own or not block.is_word_table or not _goes_on(block, walk):
            walk.begin_table(own or title or named_list(block.name))
        above = []
        sheet = Sheet(number, block, walk.title)
        if (by_region := region_table(block)) is not None:
            others.append((sheet, by_region))
            labels = by_region.last_row
            walk.understood[number] = {one for one in block.cells if one[0] <= labels or one[1] == by_region.column}
            continue
        lines += _lines_of(sheet, walk)
    return Tables(tuple(lines), tuple(others), tuple(walk.titles), walk.understood, walk.counted)


def _goes_on(grid: Grid, walk: _Walk) -> bool:
    """Whether a table without a title of its own is the next page of the one before.

    It is as wide but for columns that are missing at its end, and below 序号 stand numbers, sections or nothing.
    """
    if walk.header is None or not walk.width - MISSING_COLUMNS <= grid.width <= walk.width:
        return False
    numbers = walk.header.of(Column.NUMBER)
    lines = (cells for cells in grid.shown.values() if len(set(cells.values())) > 1)
    below = [bare(cells[column].text) for cells in lines for column in numbers if column in cells]
    return all(serial_number(text) or has_ordinal(text) or TOTAL.fullmatch(text) or _is_label(text) for text in below)


def _is_label(label: str) -> bool:
    heading = heading_of(label)
    return heading is not None and heading.column is Column.NUMBER


def _lines_of(sheet: Sheet, walk: _Walk) -> Iterator[TableLine]:
    grid = sheet.grid
    understood = walk.understood.setdefault(sheet.block, set())
    walk.counted.setdefault(sheet.block, set())
    below, is_first = 0, True
    for row in grid.shown:
        if row <= below:
            continue
        header = header_at(grid, row)
        if header is not None:
            below = header.last_row
            understood |= {
                sheet.holder(one, column) for one in range(row, below + 1) for column in grid.shown.get(one, ())
            }
            walk.header, walk.width = _settled(header, walk.title), max(walk.width if walk.header else 0, grid.width)
            continue
        alone = _alone(sheet, row)
        if alone is not None:
            _take_alone(sheet, alone, walk)
            if walk.title != sheet.title:
                sheet = replace(sheet, title=walk.title)
        elif walk.header is not None and not _is_total(sheet, row):
            line = _line(sheet, row, walk, walk.header, is_first)
            is_first = False
            if line is not None:
                yield line


def _settled(header: Header, title: str) -> Header:
    """A header with each column in its part: the paper's own region's, a name that has no other column.

    Where standards stand beside 考核指标及工作目标 that is the project; of two columns of projects the second is the
    indicator's.
    """
    own = own_region(header, title)
    for number in header.of(Column.SHARE):
        if own and header.headings[number].region == own:
            has_words = header.has(Column.TASK) or header.has(Column.NAME) or header.has(Column.CONTENT)
            header = header.changed(number, Column.VALUE if has_words and not header.has(Column.VALUE) else Column.TASK)
    if header.has(Column.STANDARD) and not header.has(Column.PROJECT):
        names = header.of(Column.TASK, Column.NAME, Column.CONTENT)
        header = header.changed(names[0], Column.PROJECT) if names else header
    for number in header.of(Column.PROJECT)[1:]:
        header = header.changed(number, Column.NAME)
    return header


def _alone(sheet: Sheet, row: int) -> Place | None:
    """The one cell of a row that is a line across the table; None for a row of several cells."""
    holders = {sheet.holder(row, column) for column in sheet.grid.shown[row]}
    if len(holders) != 1:
        return None
    (holder,) = holders
    if holder[0] != row:
        return None
    span, text = len(sheet.grid.shown[row]), sheet.text(*holder)
    is_line = 2 * span > sheet.grid.width or (holder[1] <= 2 and span > 1)
    return holder if is_line or (holder[1] <= 2 and (has_ordinal(text) or is_table_title(text))) else None


def _take_alone(sheet: Sheet, holder: Place, walk: _Walk) -> None:
    """A line across the table: a title, a section's name, or a note that is left to the loose passages."""
    text = sheet.text(*holder)
    if is_table_title(text) and not has_ordinal(text):
        if walk.header is None or "续" not in text:
            walk.begin_table(text)
    elif name := section_name(text):
        if walk.header is not None or has_ordinal(text):
            walk.begin_section(name)
            walk.understood[sheet.block].add(holder)


def _is_total(sheet: Sheet, row: int) -> bool:
    first = next(iter(sheet.grid.shown[row].values()))
    return TOTAL.fullmatch(bare(first.text)) is not None


def _line(sheet: Sheet, row: int, walk: _Walk, header: Header, is_first: bool) -> TableLine | None:
    """One line; None for a row in which nothing stands."""
    columns = sorted(header.headings)
    if not any(sheet.text(row, column) for column in columns):
        return None
    understood, counted = walk.understood[sheet.block], walk.counted[sheet.block]
    for column in columns:
        kind, holder = header.headings[column].column, sheet.holder(row, column)
        if kind in DEPARTMENTS or kind in (Column.CATEGORY, Column.PROJECT, Column.UNIT, Column.NUMBER):
            understood.add(holder)
        if kind is Column.NUMBER and serial_number(bare(sheet.text(*holder))):
            counted.add(holder)
    _take_category(sheet, row, walk, header)
    starts = _take_project(sheet, row, walk, header)
    departments = {
        kind: _department(sheet, row, number, header) for kind in DEPARTMENTS for number in reversed(header.of(kind))
    }
    return TableLine(
        sheet, row, header, walk.section, walk.category, walk.number, walk.project, starts, is_first, departments
    )


def _department(sheet: Sheet, row: int, column: int, header: Header) -> str:
    """What a column of departments says; a cell merged with another such column to its left is that one's."""
    _, first = sheet.holder(row, column)
    is_lefts = first != column and first in header.headings and header.headings[first].column in DEPARTMENTS
    return "" if is_lefts else sheet.text(row, column)


def _take_category(sheet: Sheet, row: int, walk: _Walk, header: Header) -> None:
    number = next(iter(header.of(Column.CATEGORY)), None)
    name = section_name(sheet.text(row, number)) if number is not None else ""
    if name and name != walk.category:
        walk.begin_section(name)


def _take_project(sheet: Sheet, row: int, walk: _Walk, header: Header) -> bool:
    """Sets the project of a row; whether it begins here."""
    said = next((bare(sheet.text(row, one)) for one in header.of(Column.NUMBER)), "")
    number = str(serial_number(said) or said)
    project = _project_of(sheet, row, header)
    if header.has(Column.PROJECT):
        is_new = bool(project) and project != walk.project
    else:
        is_other = number != walk.number if number else not (header.has(Column.NUMBER) and walk.project)
        is_new = bool(project) and is_other
    if not is_new:
        return False
    walk.numbered += 1
    match = _NUMBERED.match(project)
    if not number and match and int(match["number"]) == walk.numbered:
        number, project = match["number"], match["rest"]
    if number.isdecimal():
        walk.numbered = int(number)
    walk.number, walk.project = number or str(walk.numbered), project
    return True


def _project_of(sheet: Sheet, row: int, header: Header) -> str:
    """The project's name in a row: its column's, else the first sentence of the words of what is to be done."""
    for column in header.of(Column.PROJECT):
        return collapsed(sheet.text(row, column))
    names = header.of(Column.NAME) or header.of(Column.CONTENT) or header.of(Column.TASK)
    return next((first_sentence(sheet.own_text(row, column)) for column in names), "")
