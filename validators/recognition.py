"""Whose form a workbook holds, of which period, and which cell of it is which column of which row.

The stamp goes first, then the head, then the title; the file's name is the last hint, and is said to be one (contract
section 3).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise

from model.breakdown import Breakdown
from model.catalogue import Place, found
from model.finding import Finding
from model.form import ACCEPTANCE_SHEET, FIGURE_COLUMNS, STAMP_SHEET, asked_columns
from model.labels import FormColumn, FormHead, StampItem
from model.period import Period, read_period
from model.quantity import halfwidth
from model.submission import Status
from model.unit import Unit
from validators.dates import read_day
from validators.grid import Cell, Grid, Paper, cell_address

UNIT_COLUMN = "填报单位"
"""A column of this name holds rows of several units (contract section 3)."""
TOTAL_WORDS = frozenset({"合计", "总计", "小计", "累计", "平均"})
"""A row that begins with one of these adds up others: it is nobody's report."""
_TELLING = (FormColumn.CODE, FormColumn.NAME)
_READ = frozenset(FormColumn) - {FormColumn.PREVIOUS, FormColumn.COMPLETION, FormColumn.SELF_CHECK}
"""Columns from which something is taken."""
_BRACKETS = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True)
class Stamp:
    """What the hidden sheet says; each empty where it says nothing."""

    unit: str = ""
    period: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class SentRow:
    """One row as sent: its number and its filled cells by column."""

    number: int
    unit: Unit
    cells: Mapping[FormColumn, Cell]

    def text(self, column: FormColumn) -> str:
        cell = self.cells.get(column)
        return cell.text.strip() if cell else ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of one sheet stand, so that blank cells have addresses too."""

    file: str
    sheet: str
    columns: Mapping[FormColumn, int] = field(default_factory=dict)
    is_word_table: bool = False

    def address(self, row: int, column: FormColumn) -> str | None:
        place = self.columns.get(column)
        return None if place is None else cell_address(self.sheet, row, place, self.is_word_table)


@dataclass(frozen=True)
class SentTable:
    """The rows of one sheet."""

    layout: Layout
    rows: tuple[SentRow, ...]


@dataclass(frozen=True)
class Recognised:
    """What a file turned out to be. `status` is set where the file as a whole is not read any further.

    Of the paper only what is known of the file as a whole is kept, so that its cells can be let go: `file`, `sha256`
    and `modified` are those of the paper.
    """

    file: str
    sha256: str
    modified: datetime | None = None
    unit: Unit | None = None
    tables: tuple[SentTable, ...] = ()
    status: Status | None = None
    filled_on: date | None = None
    filled_by: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units that its rows are of, each once."""
        return tuple(dict.fromkeys(row.unit for table in self.tables for row in table.rows))


@dataclass
class _Case:
    """A paper under recognition and what was found in it so far."""

    paper: Paper
    breakdown: Breakdown
    period: Period
    findings: list[Finding] = field(default_factory=list)

    def note(
        self, code: str, unit: Unit | None = None, sheet: str | None = None, cell: str | None = None, **words: str
    ) -> None:
        place = Place(unit.name if unit else None, self.paper.file, sheet, cell)
        self.findings.append(found(code, place, **words))

    def ended(self, status: Status, unit: Unit | None = None) -> Recognised:
        return self.recognised(unit, status=status)

    def recognised(
        self, unit: Unit | None, tables: tuple[SentTable, ...] = (), *, status: Status | None = None,
        filled_on: date | None = None, filled_by: str = "",
    ) -> Recognised:  # fmt: skip
        paper = self.paper
        return Recognised(
            paper.file, paper.sha256, paper.modified, unit, tables, status, filled_on, filled_by, tuple(self.findings)
        )


@dataclass(frozen=True)
class _Labels:
    """The label row of a sheet."""

    grid: Grid
    row: int
    columns: Mapping[FormColumn, int]
    doubled: tuple[FormColumn, ...]
    unit_column: int | None


def plain_label(text: str) -> str:
    """A label without blanks and without what stands in brackets at its end: 本期累计（万人次） is 本期累计."""
    return _short_label(text) if len(text) <= LONGEST_LABEL else _bare_label(text)


def _bare_label(text: str) -> str:
    bare = halfwidth(text).rstrip(":")
    return (_BRACKETS.sub("", bare) or bare) if bare.endswith(")") else bare


LONGEST_LABEL = 20
"""Characters of a cell that may be 编码 or 指标, blanks and brackets among them; labels come again in every sheet."""
_short_label = lru_cache(maxsize=1 << 12)(_bare_label)


_FORM_LABELS = {plain_label(column): column for column in FormColumn}
_HEAD_LABELS = {plain_label(label): label for label in FormHead}


def recognise(paper: Paper, breakdown: Breakdown, period: Period) -> Recognised:
    """Tells what `paper` is. Never raises for what a county did to it."""
    case = _Case(paper, breakdown, period)
    stamp, labels = _stamp(paper), _tables(paper)
    if not labels:
        is_word = any(grid.is_word_table for grid in paper.grids)
        if is_word:
            return case.ended(Status.ATTACHMENT, named_in_path(paper.file, breakdown))
        case.note("W02")
        return case.ended(Status.UNRECOGNISED)
    head, head_cells = _head(paper, labels)
    told = _whose(case, stamp, head, head_cells, labels)
    if told is None and not all(one.unit_column for one in labels):
        return case.ended(Status.RETURNED if case.findings[-1].unit else Status.UNRECOGNISED, _unit_of(case))
    owners = _owners(case, stamp, labels, told)
    if owners is None:
        return case.ended(Status.RETURNED, told)
    if not _is_of_period(case, stamp, head, head_cells, labels, told):
        return case.ended(Status.RETURNED, told)
    if any(_is_in_doubt(case, one, owner) for one, owner in zip(labels, owners, strict=True)):
        return case.ended(Status.RETURNED if told else Status.UNRECOGNISED, told)
    if told is not None and stamp.asked and stamp.asked != breakdown.asked_digest(told.name, period):
        case.note("W22", told)
    if paper.has_macros:
        case.note("W28", told)
    _unread_sheets(case, told, {one.grid.name for one in labels})
    tables = tuple(
        SentTable(
            Layout(paper.file, one.grid.name, one.columns, one.grid.is_word_table), tuple(_rows(case, one, owner))
        )
        for one, owner in zip(labels, owners, strict=True)
    )
    for one, table in zip(labels, tables, strict=True):
        _strays(case, told, one, table)
    if not any(table.rows for table in tables):
        return _without_rows(case, labels[0].grid, told)
    cell = head.get(FormHead.FILLED_ON)
    by = head.get(FormHead.FILLED_BY)
    return case.recognised(
        told, tables, filled_on=read_day(cell.content) if cell else None, filled_by=by.text.strip() if by else ""
    )


def written_units(paper: Paper) -> tuple[str, ...]:
    """The names that the stamp and the head of a form give its unit, as they are written; a title names none."""
    cell = _head(paper, _tables(paper))[0].get(FormHead.UNIT)
    names = (_stamp(paper).unit, cell.text.strip() if cell else "")
    return tuple(name for name in names if name)


FAR_ROWS, FAR_COLUMNS = 500, 100
"""What stands so far below or beside a table was hit by mistake."""


def _strays(case: _Case, told: Unit | None, labels: _Labels, table: SentTable) -> None:
    """Names what stands far off and is not read; a figure in a column of ours is told as a row of its own."""
    ours = set(labels.columns.values())
    last_row = max((row.number for row in table.rows), default=0) + FAR_ROWS
    last_column = max(ours) + FAR_COLUMNS
    far = [
        cell.address
        for (row, column), cell in labels.grid.cells.items()
        if column > last_column or (row > last_row and column not in ours)
    ]
    if far:
        shown = "、".join(far[:MOST_NAMED]) + ("等" if len(far) > MOST_NAMED else "")
        case.note("W30", told, labels.grid.name, far[0], cells=shown)


MOST_NAMED = 3
"""So many stray cells are named; the others are like them."""


def _without_rows(case: _Case, grid: Grid, told: Unit | None) -> Recognised:
    """A sheet whose rows are all deleted, or are of nobody known: that was said row by row."""
    if not any(one.rule == "W03" for one in case.findings):
        case.note("W08", told, grid.name)
    return case.ended(Status.RETURNED if told else Status.UNRECOGNISED, told)


def _unit_of(case: _Case) -> Unit | None:
    name = case.findings[-1].unit
    return case.breakdown.unit_named(name) if name else None


def _stamp(paper: Paper) -> Stamp:
    grid = paper.grid(STAMP_SHEET)
    if grid is None:
        return Stamp()
    items = {cells[1].text: cells[2].text for _, cells in grid.rows() if 1 in cells and 2 in cells}
    return Stamp(items.get(StampItem.UNIT, ""), items.get(StampItem.PERIOD, ""), items.get(StampItem.ASKED, ""))


# Labels and rows


def _tables(paper: Paper) -> list[_Labels]:
    """The label rows of the sheets that are read."""
    labels = [one for grid in paper.grids if grid.name != STAMP_SHEET and (one := _labels(grid)) is not None]
    # What is hidden is an old copy or a list of ours: nobody who filled in the sheets that can be seen has seen it.
    if any(grid.cells and not grid.is_hidden for grid in paper.grids):
        labels = [one for one in labels if not one.grid.is_hidden]
    return labels


def _labels(grid: Grid) -> _Labels | None:
    """The first row that holds 编码 or 指标 and a column of figures; labels may run on into the row below."""
    for (number, cells), (next_number, below) in pairwise([*grid.rows(), (0, {})]):
        labels = _Labels(grid, number, *_label_columns(cells))
        telling = {labels.columns[one] for one in _TELLING if one in labels.columns}
        if not telling:
            continue
        if next_number == number + 1 and not telling & set(below):
            labels = _with_row_below(labels, below)
        if set(FIGURE_COLUMNS) & set(labels.columns):
            return labels
    return None


def _with_row_below(upper: _Labels, cells: Mapping[int, Cell]) -> _Labels:
    """`upper` with the labels of the row below it, if that is none of a table of its own.

    A label in both is doubled, but for one that is merged over the other: that is the heading of a group.
    """
    columns, doubled, _ = _label_columns(cells)
    own = set(_TELLING) & set(columns)
    if not columns or own - set(upper.columns) or (own and len(upper.columns) <= len(own)):
        return upper
    twice = {
        one: upper.columns[one]
        for one, place in columns.items()
        if upper.columns.get(one, place) != place
        and upper.grid.merged.get((upper.row, place)) != (upper.row, upper.columns[one])
    }
    joined, all_doubled = {**upper.columns, **columns, **twice}, (*upper.doubled, *doubled, *twice)
    return replace(upper, row=upper.row + 1, columns=joined, doubled=all_doubled)


def _label_columns(cells: Mapping[int, Cell]) -> tuple[dict[FormColumn, int], tuple[FormColumn, ...], int | None]:
    columns: dict[FormColumn, int] = {}
    doubled: list[FormColumn] = []
    unit_column = None
    for number, cell in cells.items():
        text = plain_label(cell.text)
        column = _FORM_LABELS.get(text)
        if text == UNIT_COLUMN:
            unit_column = number
        elif column is not None and column in columns:
            doubled.append(column)
        elif column is not None:
            columns[column] = number
    return columns, tuple(doubled), unit_column


def _is_in_doubt(case: _Case, labels: _Labels, unit: Unit | None) -> bool:
    """Whether a column that figures come from is doubled or missing."""
    telling = (FormColumn.CODE, FormColumn.NAME, *FIGURE_COLUMNS, FormColumn.EXPLANATION)
    doubled = [column for column in labels.doubled if column in telling]
    cell: str | None = None
    if doubled:
        what = f"“{doubled[0]}”一列出现了不止一次"
    elif (row := _labels_in_another_order(labels)) is not None:
        what = f"第{row}行又有一行表头，各列的次序与上面的不同"
    else:
        asked = case.breakdown.indicators_asked(unit.name) if unit else case.breakdown.indicators
        needed = dict.fromkeys(column for indicator in asked for column in asked_columns(indicator))
        missing = [column for column in needed if column not in labels.columns]
        if not missing or not _has_rows_needing(case, labels, missing):
            return False
        strange = _strange_labels(labels)[:MOST_NAMED]
        named = "、".join(f"“{one.text.strip()}”（{one.address}）" for one in strange)
        what = f"缺少“{'”“'.join(missing)}”一列{f'，却有认不出的{named}' if named else ''}"
        cell = strange[0].address if len(strange) == 1 else None
    case.note("W06", unit, labels.grid.name, cell, what=what, labels="、".join(FormColumn))
    return True


def _strange_labels(labels: _Labels) -> list[Cell]:
    """The labels of the row that are none of ours: one of them may be the missing one under another name."""
    cells = (cell for (row, _), cell in sorted(labels.grid.cells.items()) if row == labels.row)
    known = {*_FORM_LABELS, UNIT_COLUMN, ""}
    return [cell for cell in cells if isinstance(cell.content, str) and plain_label(cell.text) not in known]


def _labels_in_another_order(labels: _Labels) -> int | None:
    """The row further down where the labels come again and a column that is read stands elsewhere."""
    again = {row for (row, _), cell in labels.grid.cells.items() if row > labels.row and _is_telling(cell)}
    for number, cells in labels.grid.rows() if again else ():
        columns = _label_columns(cells)[0] if number in again else {}
        is_label_row = len(columns) > 1 and bool(set(FIGURE_COLUMNS) & set(columns))
        if is_label_row and any(labels.columns.get(one, at) != at for one, at in columns.items() if one in _READ):
            return number
    return None


def _is_telling(cell: Cell) -> bool:
    text = cell.content
    return isinstance(text, str) and len(text) <= LONGEST_LABEL and plain_label(text) in _TELLING


def _has_rows_needing(case: _Case, labels: _Labels, missing: list[FormColumn]) -> bool:
    """Whether a row of the sheet asks for one of the missing columns; a part may lack what its rows do not need."""
    place = labels.columns.get(FormColumn.CODE)
    if place is None:
        return True
    for number, cells in labels.grid.rows():
        indicator = case.breakdown.by_code.get(halfwidth(cells[place].text)) if place in cells else None
        if number > labels.row and indicator and set(asked_columns(indicator)) & set(missing):
            return True
    return False


def _rows(case: _Case, labels: _Labels, told: Unit | None) -> Iterator[SentRow]:
    places = tuple(labels.columns.items())
    merged_rows = {row for row, _ in labels.grid.merged}
    for number, cells in labels.grid.rows():
        if number <= labels.row:
            continue
        if number in merged_rows:
            cells = _spread(labels, number, cells)
        found_cells = {column: cells[place] for column, place in places if place in cells}
        if not any(cell.text.strip() or cell.formula is not None for cell in found_cells.values()):
            continue
        if _is_label_row(found_cells):
            continue
        unit = told
        if labels.unit_column is not None:
            written = labels.grid.at(number, labels.unit_column)
            unit = case.breakdown.unit_named(written.text) if written else told
            name = written.text.strip() if written else ""
            is_filled = any(column in found_cells for column in FIGURE_COLUMNS)
            if unit is None and is_filled and halfwidth(name) not in TOTAL_WORDS:
                address = labels.grid.address(number, labels.unit_column)
                case.note("W03", None, labels.grid.name, address, found=name, names=_all_names(case.breakdown))
        if unit is not None:
            yield SentRow(number, unit, found_cells)


def _spread(labels: _Labels, row: int, cells: Mapping[int, Cell]) -> dict[int, Cell]:
    """The cells of a row with merges; labels may come from above or beside by a merge, figures never do."""
    spread = dict(cells)
    for column, place in labels.columns.items():
        cell = cells.get(place) if column in FIGURE_COLUMNS else labels.grid.at(row, place)
        if cell is not None:
            spread[place] = cell
        else:
            spread.pop(place, None)
    return spread


def _is_label_row(cells: Mapping[FormColumn, Cell]) -> bool:
    """The labels come again where a table breaks over pages."""
    telling = (cells.get(column) for column in (FormColumn.CODE, FormColumn.NAME))
    if not any(cell is not None and plain_label(cell.text) in (FormColumn.CODE, FormColumn.NAME) for cell in telling):
        return False
    return sum(plain_label(cell.text) == plain_label(column) for column, cell in cells.items()) > 1


def _unread_sheets(case: _Case, unit: Unit | None, read: set[str]) -> None:
    for grid in case.paper.grids:
        if grid.name in (*read, STAMP_SHEET, ACCEPTANCE_SHEET) or grid.is_hidden or not grid.cells:
            continue
        # In Word the head and the signatures are tables too: only one with our codes was meant to be read.
        if not grid.is_word_table or any(
            halfwidth(cell.text) in case.breakdown.by_code for cell in grid.cells.values()
        ):
            case.note("W26", unit, grid.name)


# Head, unit, period


def _head(paper: Paper, labels: list[_Labels]) -> tuple[dict[FormHead, Cell], dict[FormHead, tuple[str, str]]]:
    """Head fields and where each stands (sheet, address): label in a cell, value in the next one to the right.

    In Word the head is often a table of its own.
    """
    found_cells: dict[FormHead, Cell] = {}
    places: dict[FormHead, tuple[str, str]] = {}
    known = {one.grid.name for one in labels}
    others = [(grid, 0) for grid in paper.grids if grid.is_word_table and grid.name not in known]
    for grid, row in [*((one.grid, one.row) for one in labels), *others]:
        for label, cell in _head_cells(grid, row):
            if label not in found_cells:
                found_cells[label] = cell
                places[label] = (grid.name, cell.address)
    return found_cells, places


def _head_cells(grid: Grid, label_row: int) -> Iterator[tuple[FormHead, Cell]]:
    for number, cells in grid.rows():
        if number == label_row:
            continue
        for column, cell in cells.items():
            if not isinstance(cell.content, str):
                continue
            text = cell.content.strip()
            label = _HEAD_LABELS.get(plain_label(text))
            if label is not None:
                beside = column + 1
                while grid.merged.get((number, beside)) == (number, column):
                    beside += 1
                value = grid.at(number, beside)
                if value is not None and plain_label(value.text) not in _HEAD_LABELS:
                    yield label, value
            elif number < label_row or not label_row:
                yield from _fields_in(text, cell)
    for line in grid.loose_lines:
        yield from _fields_in(line, Cell("正文", 0, 0, line))


_FIELD = re.compile(
    f"(?P<label>{'|'.join(re.escape(plain_label(label)) for label in FormHead)})"
    r"(?:[(（][^()（）]*[)）])?\s*[:：]\s*(?P<value>[^\s:：]+)"
)


def _fields_in(text: str, cell: Cell) -> Iterator[tuple[FormHead, Cell]]:
    """Head fields written into one text: 填报单位：宝丰县　填报日期：2023-09-20."""
    for match in _FIELD.finditer(text):
        yield _HEAD_LABELS[match["label"]], Cell(cell.address, cell.row, cell.column, match["value"])


def _all_names(breakdown: Breakdown) -> str:
    return "、".join(unit.name for unit in breakdown.units)


def named_in_path(file: str, breakdown: Breakdown) -> Unit | None:
    """The unit whose name or alias stands in a file's path: the longest one, the last folder first."""
    for part in reversed(file.split("/")):
        names = breakdown.names_in(part)
        if names:
            return breakdown.unit_named(max(names, key=len))
    return None


def _named_in_title(labels: list[_Labels], breakdown: Breakdown) -> Unit | None:
    for one in labels:
        above = "".join(halfwidth(cell.text) for cell in one.grid.cells.values() if cell.row < one.row)
        titles = "".join(halfwidth(line) for line in one.grid.loose_lines[:TITLE_LINES])
        unit = _single_unit_in(above + titles + halfwidth(one.grid.name), breakdown)
        if unit is not None:
            return unit
    return None


def _single_unit_in(text: str, breakdown: Breakdown) -> Unit | None:
    """The one unit that `text` names; a name inside a longer one (叶县 in 叶县教育体育局) does not count."""
    known = ((name, breakdown.unit_named(name)) for name in breakdown.names_in(text))
    named = [unit for name, unit in known if unit is not None and halfwidth(unit.name) == name]
    longest = [one for one in named if not any(one.name != other.name and one.name in other.name for other in named)]
    return longest[0] if len(longest) == 1 else None


def _unit_in_cell(cell: Cell | None, breakdown: Breakdown) -> Unit | None:
    """The unit that a cell names; （盖章） and the like behind the name aside."""
    if cell is None:
        return None
    return breakdown.unit_named(cell.text) or breakdown.unit_named(plain_label(cell.text))


def _owners(case: _Case, stamp: Stamp, labels: list[_Labels], told: Unit | None) -> list[Unit | None] | None:
    """Whose each sheet is: `told`, unless a sheet's own head or name says otherwise.

    None with a finding where that contradicts the stamp.
    """
    if len(labels) == 1:
        return [told]
    owners: list[Unit | None] = []
    for one in labels:
        cell = next((cell for label, cell in _head_cells(one.grid, one.row) if label is FormHead.UNIT), None)
        named = case.breakdown.unit_named(one.grid.name)
        own = _unit_in_cell(cell, case.breakdown) or named
        if own is not None and told is not None and own != told and stamp.unit:
            place = cell.address if cell is not None else one.grid.name
            written = f"“{own.name}”"
            case.note("W05", told, one.grid.name, place, stamped=told.name, written=written, at=place)
            return None
        owners.append(own or told)
    return owners


def _whose(
    case: _Case,
    stamp: Stamp,
    head: Mapping[FormHead, Cell],
    places: Mapping[FormHead, tuple[str, str]],
    labels: list[_Labels],
) -> Unit | None:
    """The unit that the workbook names; None with a finding where it names none, or two."""
    breakdown = case.breakdown
    stamped = breakdown.unit_named(stamp.unit) if stamp.unit else None
    cell = head.get(FormHead.UNIT)
    written = _unit_in_cell(cell, breakdown)
    sheet, address = places.get(FormHead.UNIT, (None, None))
    if stamped is not None and cell is not None and written is not stamped:
        case.note(
            "W05", stamped, sheet, address, stamped=stamped.name, written=f"“{cell.text.strip()}”", at=address or ""
        )
        return None
    told = stamped or written or _named_in_title(labels, breakdown)
    named = named_in_path(case.paper.file, breakdown)
    if told is None and all(one.unit_column for one in labels):
        return None
    if told is None and cell is not None:
        case.note("W03", None, sheet, address, found=cell.text.strip(), names=_all_names(breakdown))
        return None
    if told is None and named is not None:
        case.note("W23", named, name=named.name)
        return named
    if told is None:
        case.note("W03", None, found=stamp.unit or "（空白）", names=_all_names(breakdown))
        return None
    if named is not None and named != told and told.name not in case.paper.file:
        case.note("W24", told, named=named.name, name=told.name)
    return told


def _is_of_period(
    case: _Case,
    stamp: Stamp,
    head: Mapping[FormHead, Cell],
    places: Mapping[FormHead, tuple[str, str]],
    labels: list[_Labels],
    unit: Unit | None,
) -> bool:
    cell = head.get(FormHead.PERIOD)
    stamped = read_period(stamp.period) if stamp.period else None
    written = _period_in_cell(cell)
    told = next((one for one in (stamped, written) if one is not None and one != case.period), stamped or written)
    sheet, address = places.get(FormHead.PERIOD, (None, None))
    if told is None:
        return _is_of_period_by_title(case, labels, cell, sheet, set(places.values()), unit)
    if told != case.period:
        # Where the hidden stamp alone says so there is no cell to point at: the head is right, or says nothing.
        at = (sheet, address) if written == told else (None, None)
        case.note("W04", unit, *at, found=told.title, period=case.period.title)
        return False
    return True


def _is_of_period_by_title(
    case: _Case,
    labels: list[_Labels],
    cell: Cell | None,
    sheet: str | None,
    fields: set[tuple[str, str]],
    unit: Unit | None,
) -> bool:
    """Whether the lines above the labels speak of this period, or of none.

    2023年1—9月 and 截至2023年9月 are said of a quarter as well: the month in which the period ends is what counts.
    """
    titled = _periods_in_titles(labels, fields, case.period.year)
    ends = {one.last_day for one, *_ in titled}
    if len(ends) == 1 and case.period.last_day not in ends:
        other, at_sheet, at = titled[0]
        case.note("W04", unit, at_sheet, at, found=other.title, period=case.period.title)
        return False
    if cell is not None and cell.text.strip():
        case.note("W27", unit, sheet, cell.address, found=cell.text.strip(), period=case.period.title)
    elif case.period.last_day not in ends:
        case.note("W25", unit, period=case.period.title)
    return True


TITLE_LINES = 3
"""So many of the first lines of a Word file may be its title; what comes later speaks of other months too."""
_TITLED_PERIOD = re.compile(
    r"(?P<year>20\d\d)年(?:(?:0?1月?[-—–―~至到]+)?(?P<month>0?[1-9]|1[0-2])月(?!\d|[底末]?前|[上中下]旬)"
    r"|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)"
)


_AS_OF = re.compile(r"(?<=截[至止])到?(20\d\d年(?:0?[1-9]|1[0-2])月)\d{1,2}日")
_BRACKETED_MONTH = re.compile(r"\((?:0?1月?[-—–―~至到]+)?((?:0?[1-9]|1[0-2])月)份?\)")
"""(8月) behind a title: of the year that is reported on."""


def _periods_in_titles(
    labels: list[_Labels], fields: set[tuple[str, str]], year: int
) -> list[tuple[Period, str, str | None]]:
    """Periods that the lines above the labels name, with sheet and cell; `fields` are the values of the head."""
    lines: list[tuple[str, str, str | None]] = []
    for one in labels:
        name = one.grid.name
        above = [cell for (row, _), cell in sorted(one.grid.cells.items()) if row < one.row]
        lines += [(cell.text, name, cell.address) for cell in above if (name, cell.address) not in fields]
        lines += [(line, name, None) for line in one.grid.loose_lines[:TITLE_LINES]]
    return [
        (period, sheet, address)
        for text, sheet, address in lines
        for match in _TITLED_PERIOD.finditer(_titled(text, year))
        if (period := read_period(_bare_period(match))) is not None
    ]


def _titled(text: str, year: int) -> str:
    """A title in which months stand with their year: 截至2023年9月25日 is 2023年9月, （8月） is of `year`."""
    bare = _AS_OF.sub(r"\1", halfwidth(_FIELD.sub("", text)))
    return bare if "年" in bare else _BRACKETED_MONTH.sub(rf"{year}年\1", bare)


def _bare_period(match: re.Match[str]) -> str:
    """2023年8月 of 2023年1—8月, all else as it stands."""
    return f"{match['year']}年{match['month']}月" if match["month"] else match[0]


def _period_in_cell(cell: Cell | None) -> Period | None:
    """The period that a cell names; 2023-09 typed into a sheet becomes the first day of the month."""
    if cell is None:
        return None
    if isinstance(cell.content, date):
        return Period(cell.content.year, cell.content.month, 1)
    return read_period(cell.text)
