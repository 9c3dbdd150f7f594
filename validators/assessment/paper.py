"""Which department's workbook a file is, of which period and stage, and where its sheets have their labels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from model.assessment.check_form import CHECK_FOLDERS, CHECK_STAMP_SHEET, CheckForm
from model.catalogue import Place, found
from model.finding import Finding
from model.labels import (
    CheckHead,
    CheckSheet,
    FigureCheckColumn,
    ScoreColumn,
    StampItem,
    StandardCheckColumn,
)  # fmt: skip
from model.period import Period, read_period
from model.submission import Stage, Status
from validators.assessment.asked import Asked
from validators.dates import read_day
from validators.grid import Cell, Grid, Paper
from validators.recognition import plain_label
from validators.table import Table

_LABELS: Mapping[CheckSheet, type[StrEnum]] = {
    CheckSheet.FIGURES: FigureCheckColumn,
    CheckSheet.STANDARDS: StandardCheckColumn,
    CheckSheet.SCORES: ScoreColumn,
}
_TELLING: Mapping[CheckSheet, tuple[frozenset[str], ...]] = {
    CheckSheet.STANDARDS: (
        frozenset({StandardCheckColumn.STANDARD}),
        frozenset({StandardCheckColumn.VERDICT, StandardCheckColumn.OPINION}),
    ),
    CheckSheet.SCORES: (frozenset({ScoreColumn.PROJECT}), frozenset({ScoreColumn.SCORE})),
    CheckSheet.FIGURES: (
        frozenset({FigureCheckColumn.CODE, FigureCheckColumn.NAME}),
        frozenset({FigureCheckColumn.CHECKED, FigureCheckColumn.CONFIRMED, FigureCheckColumn.REASON}),
    ),
}
"""By which labels a row of labels is known: one of each set, and 填报单位."""
_HEAD_LABELS = {plain_label(label): label for label in CheckHead}


@dataclass(frozen=True)
class CheckTable:
    """A sheet of a workbook: which of ours it is, and its rows."""

    kind: CheckSheet
    table: Table


@dataclass(frozen=True)
class CheckPaper:
    """What a file turned out to be. `status` is set where the file as a whole is not read any further.

    `is_outdated` tells that what is asked has changed since the workbook was sent out.
    """

    file: str
    sha256: str
    modified: datetime | None
    form: CheckForm | None = None
    tables: tuple[CheckTable, ...] = ()
    status: Status | None = None
    filled_on: date | None = None
    filled_by: str = ""
    is_outdated: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def department(self) -> str | None:
        """Whose it is."""
        return self.form.department if self.form else None


@dataclass
class _Case:
    """A paper under recognition: its stamp, its head with where each field stands, what was found so far."""

    paper: Paper
    asked: Asked
    tables: tuple[CheckTable, ...]
    stamp: Mapping[str, str]
    head: Mapping[CheckHead, tuple[str, Cell]]
    form: CheckForm | None = None
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, sheet: str | None = None, cell: str | None = None, **words: str) -> None:
        department = self.form.department if self.form else None
        place = Place(department, self.paper.file, sheet, cell)
        common = {"form": self.asked.form_name, "role": self.asked.role, "column": self.asked.own_column}
        self.findings.append(found(code, place, **{**common, **words}))

    def ended(self, status: Status | None = None) -> CheckPaper:
        by, on = self.head.get(CheckHead.FILLED_BY), self.head.get(CheckHead.FILLED_ON)
        return CheckPaper(
            self.paper.file, self.paper.sha256, self.paper.modified, self.form,
            self.tables if status is None else (), status,
            read_day(on[1].content) if on else None, by[1].text.strip() if by else "",
            bool(self.form and self.stamp.get(StampItem.ASKED, self.form.asked_digest) != self.form.asked_digest),
            tuple(self.findings),
        )  # fmt: skip


def recognise_check(paper: Paper, asked: Asked) -> CheckPaper:
    """Tells what `paper` is. Never raises for what a department did to it."""
    tables = tuple(_tables(paper))
    case = _Case(paper, asked, tables, _stamp(paper), _head(paper, tables))
    if not tables:
        if any(grid.is_word_table for grid in paper.grids):
            case.form = asked.named_in_path(paper.file)
            return case.ended(Status.ATTACHMENT)
        case.note("A01")
        return case.ended(Status.UNRECOGNISED)
    if not _is_of_stage(case):
        # Who put it there was the office: nothing goes back to the department.
        return case.ended(Status.UNRECOGNISED)
    if not _is_known(case):
        return case.ended(Status.RETURNED if case.form else Status.UNRECOGNISED)
    if not _is_of_period(case) or any(_is_in_doubt(case, one) for one in tables):
        return case.ended(Status.RETURNED)
    if paper.has_macros:
        case.note("W28")
    recognised = case.ended()
    if recognised.is_outdated:
        case.note("A22")
    return case.ended()


# Labels, head, stamp


def _tables(paper: Paper) -> Iterator[CheckTable]:
    """The sheets with labels of ours; hidden ones only where there is nothing else."""
    grids = [grid for grid in paper.grids if grid.name != CHECK_STAMP_SHEET and grid.cells]
    shown = [grid for grid in grids if not grid.is_hidden]
    for grid in shown or grids:
        table = _table(grid)
        if table is not None:
            yield table


def _table(grid: Grid) -> CheckTable | None:
    for number, cells in grid.rows():
        texts = [(plain_label(cell.text), column) for column, cell in cells.items()]
        names = [text for text, _ in texts]
        for kind, telling in _TELLING.items():
            if FigureCheckColumn.UNIT in names and all(one & set(names) for one in telling):
                columns: dict[str, int] = {}
                for text, column in texts:
                    columns.setdefault(text, column)
                known = {str(label) for label in _LABELS[kind]}
                doubled = tuple(sorted({one for one in names if one in known and names.count(one) > 1}))
                return CheckTable(kind, Table(grid, number, columns, doubled))
    return None


def _stamp(paper: Paper) -> dict[str, str]:
    grid = paper.grid(CHECK_STAMP_SHEET)
    if grid is None:
        return {}
    return {cells[1].text: cells[2].text for _, cells in grid.rows() if 1 in cells and 2 in cells}


def _head(paper: Paper, tables: tuple[CheckTable, ...]) -> dict[CheckHead, tuple[str, Cell]]:
    """Head fields with their sheets: label in a cell, value in the next one to the right; in Word often apart."""
    fields: dict[CheckHead, tuple[str, Cell]] = {}
    known = {one.table.grid.name for one in tables}
    apart = [(grid, 0) for grid in paper.grids if grid.is_word_table and grid.name not in known]
    for grid, label_row in [*((one.table.grid, one.table.label_row) for one in tables), *apart]:
        for label, cell in _head_cells(grid, label_row):
            fields.setdefault(label, (grid.name, cell))
    return fields


def _head_cells(grid: Grid, label_row: int) -> Iterator[tuple[CheckHead, Cell]]:
    for number, cells in grid.rows():
        if label_row and number >= label_row:
            return
        for column, cell in cells.items():
            label = _HEAD_LABELS.get(plain_label(cell.text))
            if label is None:
                continue
            beside = column + 1
            while grid.merged.get((number, beside)) == (number, column):
                beside += 1
            value = grid.at(number, beside)
            if value is not None and value.text.strip() and plain_label(value.text) not in _HEAD_LABELS:
                yield label, value


# Stage, department, period, columns


def _is_of_stage(case: _Case) -> bool:
    """Whether the workbook is of this stage; where neither stamp nor head says so, its folder does."""
    others = {
        Stage.CHECKED: (CheckHead.FINAL_CHECK, Stage.CONFIRMED),
        Stage.CONFIRMED: (CheckHead.FIRST_CHECK, Stage.CHECKED),
    }
    other_role, other = others[case.asked.stage]
    form, folder = CHECK_FOLDERS[other]
    stamped = case.stamp.get(StampItem.STAGE)
    headed = other_role in case.head and case.asked.role not in case.head
    if stamped == other.value or (stamped is None and headed):
        sheet, cell = case.head.get(other_role, (None, None))
        place = (sheet, cell.address) if cell else (None, None)
        case.note("A04", *place, found=form, folder=case.asked.folder, right=folder)
        return False
    return True


def _is_known(case: _Case) -> bool:
    """Finds the form of the department; False with a finding where there is none, or two are named."""
    asked, stamped_name = case.asked, case.stamp.get(StampItem.UNIT, "")
    stamped = asked.form_of(stamped_name) if stamped_name else None
    sheet, cell = case.head.get(asked.role, (None, None))
    written = asked.form_of(cell.text) if cell else None
    place = (sheet, cell.address) if cell else (None, None)
    names = "、".join(asked.departments)
    if stamped is not None and cell is not None and written is not stamped:
        case.form = stamped
        words = {"stamped": stamped.department, "written": cell.text.strip(), "at": cell.address}
        case.note("A05", *place, **words)
        return False
    case.form = stamped or written
    if case.form is None and (cell is not None or stamped_name):
        case.note("A02", *place, found=cell.text.strip() if cell else stamped_name, names=names)
        return False
    if case.form is None:
        case.form = asked.named_in_path(case.paper.file)
        if case.form is None:
            case.note("A02", found="（空白）", names=names)
            return False
        case.note("A21", name=case.form.department)
    return True


def _is_of_period(case: _Case) -> bool:
    sheet, cell = case.head.get(CheckHead.PERIOD, (None, None))
    stamped, written = read_period(case.stamp.get(StampItem.PERIOD, "")), _period_in(cell)
    period = case.asked.period
    told = next((one for one in (stamped, written) if one is not None and one != period), stamped or written)
    place = (sheet, cell.address) if cell else (None, None)
    if told is None and cell is not None:
        case.note("W27", *place, found=cell.text.strip(), period=period.title)
    elif told is None:
        case.note("W25", period=period.title)
    elif told != period:
        case.note("A03", *(place if written == told else (None, None)), found=told.title, period=period.title)
        return False
    return True


def _period_in(cell: Cell | None) -> Period | None:
    if cell is None:
        return None
    if isinstance(cell.content, date):
        return Period(cell.content.year, cell.content.month, 1)
    return read_period(cell.text)


def _is_in_doubt(case: _Case, one: CheckTable) -> bool:
    """Whether a column that something is read from is doubled or missing."""
    needed = (*case.asked.inputs(one.kind), FigureCheckColumn.UNIT)
    doubled = [label for label in one.table.doubled if label in (*needed, FigureCheckColumn.CODE)]
    missing = [label for label in needed[:1] if label not in one.table.columns]
    if not doubled and not missing:
        return False
    what = f"“{doubled[0]}”一列出现了不止一次" if doubled else f"缺少“{missing[0]}”一列"
    case.note("A06", one.table.grid.name, None, what=what, labels="、".join(_LABELS[one.kind]))
    return True
