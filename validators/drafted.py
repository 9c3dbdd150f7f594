"""Reads a workbook that draft wrote and a person may have worked on: what was drafted, and what stands in it now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from model.drafting.own_sheet import OwnCell, OwnSheet
from model.drafting.tables import KEY_LABEL, DraftTable, Line
from model.fault import JobFault
from model.labels import (
    DRAFTED_FILE,
    BasicColumn,
    DraftColumn,
    DraftSheet,
    IndicatorColumn,
    ProjectColumn,
    RecordColumn,
    Sheet,
    StandardColumn,
    UnitColumn,
)
from model.quantity import PERCENT, halfwidth, plain, read_number
from model.target import is_not_asked
from validators.breakdown import SPREAD_COLUMNS
from validators.grid import Cell, CellError, Grid, Paper, Unreadable, column_letters
from validators.reading import open_file
from validators.table import table_of

_COLUMNS: Mapping[str, type[StrEnum]] = {
    Sheet.INDICATORS: IndicatorColumn,
    Sheet.STANDARDS: StandardColumn,
    Sheet.UNITS: UnitColumn,
    Sheet.PROJECTS: ProjectColumn,
    Sheet.BASICS: BasicColumn,
}
_COMPULSORY = (Sheet.INDICATORS, Sheet.UNITS, Sheet.BASICS)
_IDENTITIES: Mapping[str, tuple[str, ...]] = {
    Sheet.INDICATORS: (IndicatorColumn.CODE, IndicatorColumn.NAME),
    Sheet.STANDARDS: (StandardColumn.CODE, StandardColumn.STANDARD),
    Sheet.UNITS: (UnitColumn.NAME,),
    Sheet.PROJECTS: (ProjectColumn.CATEGORY, ProjectColumn.PROJECT, ProjectColumn.DEPARTMENT),
    Sheet.BASICS: (BasicColumn.ITEM,),
}
"""By what a line is known where its sheet has no column of keys: drafted without one, or copied without it."""


@dataclass(frozen=True)
class DraftedWorkbook:
    """`last` are the tables as they were drafted, `now` as they stand; in `now` a person's own lines have no key.

    `files` are names and sha256 of the papers of the last draft, `own_sheets` the sheets that no draft has. `sha256` is
    the workbook's.
    """

    last: tuple[DraftTable, ...]
    now: tuple[DraftTable, ...]
    files: tuple[tuple[str, str], ...]
    own_sheets: tuple[OwnSheet, ...]
    sha256: str


def read_drafted(path: Path) -> DraftedWorkbook | None:
    """The workbook in `path`, None where draft did not make it: it has no sheet 起草记录 to tell.

    Raises `JobFault` for a file that cannot be read, and for one whose content would be lost: a formula that no program
    has worked out, a compulsory sheet under another name.
    """
    opened = list(open_file(path, path.name))
    match opened:
        case [Paper() as paper]:
            record = paper.grid(DraftSheet.RECORD)
        case [Unreadable(_, _, what, _)]:
            raise JobFault(f"“{path.name}”{what}，不能往里写：请关闭正在使用它的程序，或把它移走，再来。")
        case _:
            return None
    rows = list(_recorded(record)) if record is not None else []
    if not rows:
        return None
    last = _last_tables(rows)
    now = tuple(_standing(grid, last.get(grid.name)) for grid in paper.grids if grid.name in _COLUMNS)
    missing = next((sheet for sheet in _COMPULSORY if sheet in last and paper.grid(sheet) is None), None)
    if missing is not None:
        raise JobFault(f"“{path.name}”里没有工作表“{missing}”了，请把它的名字改回来，或把这份表移走，重新起草。")
    ours = {*_COLUMNS, *DraftSheet}
    return DraftedWorkbook(
        tuple(last.values()),
        now,
        tuple((key, content) for sheet, key, _, content in rows if sheet == DRAFTED_FILE),
        tuple(_own_sheet(grid) for grid in paper.grids if grid.name not in ours),
        paper.sha256,
    )


def is_breakdown(path: Path) -> bool:
    """Whether the file is a breakdown already, drafted or not: no paper to be drafted from."""
    match list(open_file(path, path.name)):
        case [Paper() as paper]:
            return all(paper.grid(sheet) is not None for sheet in _COMPULSORY)
    return False


def read_sheets(path: Path) -> tuple[tuple[DraftTable, ...], tuple[OwnSheet, ...]]:
    """The sheets of any 目标分解表.xlsx that a draft has too, and all others, as they stand; drafted or not.

    Raises `JobFault` as `read_drafted` does, and for a file that is no workbook.
    """
    match list(open_file(path, path.name)):
        case [Paper() as paper]:
            pass
        case _:
            raise JobFault(f"“{path}”打不开，请用 Excel 或 WPS 打开，另存为 .xlsx 后重来。")
    now = tuple(_standing(grid, None) for grid in paper.grids if grid.name in _COLUMNS)
    ours = {*_COLUMNS, *DraftSheet}
    return now, tuple(_own_sheet(grid) for grid in paper.grids if grid.name not in ours)


def doubts_standing(path: Path) -> int:
    """How many cells of the columns 疑点 a person has not wiped yet; 0 for what is no workbook that can be read."""
    match list(open_file(path, path.name)):
        case [Paper() as paper]:
            return sum(_doubts_in(grid) for grid in paper.grids if grid.name in _COLUMNS)
    return 0


def _doubts_in(grid: Grid) -> int:
    labels = _COLUMNS[grid.name]
    table = table_of(grid, labels, next(iter(labels)))
    if table is None:
        return 0
    doubtful = {column for column, label in _columns(grid, table.label_row).items() if label == DraftColumn.DOUBT}
    cells = ((place, cell.text) for place, cell in grid.cells.items() if place[1] in doubtful)
    return sum(row > table.label_row and bool(text.strip()) for (row, _), text in cells)


# What was drafted


def _recorded(grid: Grid) -> Iterator[tuple[str, str, str, str]]:
    """The lines of the sheet 起草记录: 表, 键, 栏, 值."""
    table = table_of(grid, RecordColumn, RecordColumn.SHEET)
    for row in table.rows() if table else ():
        sheet, key, label, content = (row.cells[column].text if column in row.cells else "" for column in RecordColumn)
        yield sheet, key, label, content


def _last_tables(rows: Iterable[tuple[str, str, str, str]]) -> dict[str, DraftTable]:
    cells: dict[str, dict[str, dict[str, str]]] = {}
    for sheet, key, label, content in rows:
        if sheet != DRAFTED_FILE:
            cells.setdefault(sheet, {}).setdefault(key, {})[label] = content
    return {
        sheet: DraftTable(
            sheet,
            tuple(dict.fromkeys(label for line in lines.values() for label in line)),
            tuple(Line(key, line) for key, line in lines.items()),
        )
        for sheet, lines in cells.items()
    }


# What stands there now


def _standing(grid: Grid, last: DraftTable | None) -> DraftTable:
    """The table of a sheet as it stands, without the column of keys."""
    labels = _COLUMNS[grid.name]
    table = table_of(grid, labels, next(iter(labels)))
    if table is None:
        raise JobFault(f"工作表“{grid.name}”里找不到列名那一行，请把列名恢复后重来，或把这份表移走，重新起草。")
    columns = _columns(grid, table.label_row)
    drafted = {line.key: line.cells for line in last.lines} if last else {}
    keys = _Keys(grid.name, drafted, next((column for column, label in columns.items() if label == KEY_LABEL), None))
    shown = {column: label for column, label in columns.items() if label != KEY_LABEL}
    lines = []
    for number, _ in grid.rows():
        if number <= table.label_row:
            continue
        cells = {label: cell for column, label in shown.items() if (cell := _cell(grid, number, column, label))}
        if all(halfwidth(cell.text) in ("", halfwidth(label)) for label, cell in cells.items()):
            continue
        texts = {label: _text(cell) for label, cell in cells.items()}
        key = keys.key_of(grid, number, texts)
        was = drafted.get(key, {})
        same = {label: _as_drafted(cell, texts[label], was.get(label, "")) for label, cell in cells.items()}
        lines.append(Line(key, {label: text for label, text in same.items() if text}))
    return DraftTable(grid.name, tuple(shown.values()), tuple(lines))


def _columns(grid: Grid, label_row: int) -> dict[int, str]:
    """The label of each column that holds anything; one without gets its letters, one that comes twice a number."""
    named = {column: cell.text.strip() for column, cell in grid.lines[label_row].items()}
    used = {column for (row, column), cell in grid.cells.items() if row >= label_row and cell.text.strip()}
    columns: dict[int, str] = {}
    for column in sorted(used):
        label = named.get(column) or f"{column_letters(column)}列"
        number = 2
        while label in columns.values():
            label, number = f"{named.get(column, '')}（{number}）", number + 1
        columns[column] = label
    return columns


def _cell(grid: Grid, row: int, column: int, label: str) -> Cell | None:
    """The cell there; of a merge, names and what says that a unit is not asked hold for all of it, figures do not."""
    own = grid.cells.get((row, column))
    if own is not None or (row, column) not in grid.merged:
        return own
    covering = grid.at(row, column)
    return covering if covering and (label in SPREAD_COLUMNS or is_not_asked(covering.text)) else None


def _text(cell: Cell) -> str:
    """What a cell says, as a person would write it: 98%, not 0.98."""
    if cell.formula is not None and cell.content in (None, ""):
        raise JobFault(f"{cell.address} 的公式还没有算出数，请用 Excel 或 WPS 打开目标分解表，保存一次，再来。")
    if isinstance(cell.content, Decimal):
        return f"{plain(cell.content * 100)}{PERCENT}" if cell.is_percent else plain(cell.content)
    return _lines(cell.text)


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _as_drafted(cell: Cell, text: str, drafted: str) -> str:
    """The drafted text where the cell still says the same: as a number, or with other line ends."""
    is_same = cell.content == read_number(drafted) if isinstance(cell.content, Decimal) else text == _lines(drafted)
    return drafted if is_same else text


@dataclass
class _Keys:
    """The keys of a sheet's lines; one that was copied along with its row counts where it comes first."""

    sheet: str
    drafted: Mapping[str, Mapping[str, str]]
    column: int | None

    def __post_init__(self) -> None:
        self._taken: set[str] = set()
        self._by_identity = {self._identity(cells): key for key, cells in self.drafted.items()}

    def key_of(self, grid: Grid, row: int, texts: Mapping[str, str]) -> str:
        """The key of a line, empty for one of the person's own."""
        if self.column is None:
            key = self._by_identity.get(self._identity(texts), "")
        else:
            cell = grid.cells.get((row, self.column))
            key = str(cell.text) if cell is not None else ""
        if key in self._taken:
            return ""
        self._taken.add(key)
        return key

    def _identity(self, texts: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(halfwidth(texts.get(label, "")) for label in _IDENTITIES[self.sheet])


def _own_sheet(grid: Grid) -> OwnSheet:
    cells = {
        place: OwnCell(
            cell.content.name if isinstance(cell.content, CellError) else cell.content, cell.number_format, cell.formula
        )
        for place, cell in grid.cells.items()
    }
    return OwnSheet(grid.name, cells)
