"""The sheets of the breakdown itself, as draft writes them: texts to be checked and put right, lists to choose from."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generators.drafting.changed import FILLS
from generators.drafting.checking import quoted_of
from generators.drafting.told import DOUBTFUL, LABEL_ROW, Drafted, doubt_of
from generators.sheet import BODY_FONT, Workbook, row_height, text_width, write_marked
from model.drafting.quotation import Mark
from model.drafting.tables import KEY_LABEL, DraftTable, Line
from model.indicator import Accrual, Direction, Kind, Rollup
from model.labels import (
    YES,
    DraftColumn,
    IndicatorColumn,
    ProjectColumn,
    Sheet,
    StandardColumn,
    UnitColumn,
)
from model.quantity import plain, read_number
from model.unit import BELOW_KINDS, OWN_LEVEL_KINDS

_WIDTHS = {
    "编码": 8, "类别": 13, "项目": 18, "指标": 20, "任务表述": 28, "单位": 9, "类型": 7, "汇总方式": 9, "累计方式": 9,
    "序时": 9, "方向": 9, "比较": 6, "小数位": 7, "其中于": 8, "牵头单位": 20, "责任单位": 40, "初核单位": 20,
    "认定单位": 14, "目标": 14, "项": 14, "值": 50, "工作任务": 40, "责任人": 11, "分管领导": 11, "联系人": 11,
    "联系电话": 15, "名称": 24, "别名": 30, "验收标准": 64, "一票否决": 9, "序号": 7,
    DraftColumn.QUOTED: 42, DraftColumn.DOUBT: 26, DraftColumn.THRESHOLDS: 28, DraftColumn.REASON: 80,
    DraftColumn.PLACE: 30, DraftColumn.HINT: 34, DraftColumn.LAST_TASK: 28, DraftColumn.LAST_TARGETS: 100,
}  # fmt: skip
_CODES_WIDTH = 22
"""Of 编码 where several stand, or a project."""
_OTHER_WIDTH, _SPARE_ROWS = 13, 200
_PAGE_WIDTH = 190
"""Characters that fit side by side on A4 landscape and can still be read."""
_TEXT_LABELS = frozenset({IndicatorColumn.CODE, IndicatorColumn.PART_OF, ProjectColumn.TELEPHONE})
"""Columns whose cells stay texts whatever a person types there: 1.10 is not 1.1."""
_NAMED_COLUMNS: Mapping[str, int] = {Sheet.INDICATORS: 4, Sheet.PROJECTS: 3, Sheet.STANDARDS: 2}
"""How many columns tell what a row is, which stay in sight."""
_SEEN_FIRST: Mapping[str, Sequence[str]] = {
    Sheet.INDICATORS: (IndicatorColumn.CODE, IndicatorColumn.NAME, DraftColumn.DOUBT),
    Sheet.STANDARDS: (StandardColumn.CODE, StandardColumn.NUMBER, DraftColumn.DOUBT),
}
"""Which cells of a doubtful line are coloured; of other sheets the whole line."""
_CHOICES: Mapping[str, Mapping[str, Sequence[str]]] = {
    Sheet.INDICATORS: {
        IndicatorColumn.KIND: tuple(Kind), IndicatorColumn.ROLLUP: tuple(Rollup),
        IndicatorColumn.ACCRUAL: tuple(Accrual), IndicatorColumn.DIRECTION: tuple(Direction),
    },
    Sheet.UNITS: {UnitColumn.KIND: (*sorted(BELOW_KINDS), *sorted(OWN_LEVEL_KINDS))},
    Sheet.STANDARDS: {StandardColumn.VETO: (YES,)},
}  # fmt: skip
_FIGURE_LABELS = frozenset({IndicatorColumn.DIGITS, IndicatorColumn.WEIGHT, IndicatorColumn.TARGET, UnitColumn.ORDER})
_EXACT_DIGITS = 15
"""Of a number in a cell; one with more stays a text."""


@dataclass(frozen=True)
class _Page:
    """A sheet that is being written: its table, the looks of its columns."""

    workbook: Workbook
    sheet: Any
    drafted: Drafted
    table: DraftTable
    columns: tuple[tuple[str, int], ...]


def write_breakdown_sheet(workbook: Workbook, drafted: Drafted, table: DraftTable) -> None:
    """Labels in the first row, a line a row; what is doubtful in colour, what changed too."""
    sheet = workbook.book.add_worksheet(table.sheet)
    columns = tuple((label, _width(table, label)) for label in table.labels)
    page = _Page(workbook, sheet, drafted, table, columns)
    for column, (label, width) in enumerate(columns):
        look = workbook.look(grid=False, num_format="@") if label in _TEXT_LABELS else None
        sheet.set_column(column, column, width, look)
        sheet.write_string(LABEL_ROW, column, label, workbook.header())
    sheet.set_row(LABEL_ROW, row_height(columns, table.labels) + 4)
    for row, line in enumerate(table.lines, start=LABEL_ROW + 1):
        _write_line(page, row, line)
    _write_keys(page)
    _add_choices(page)
    _set_up(page)


def _width(table: DraftTable, label: str) -> int:
    """A column without a text is only as wide as its label, unless a long one is still to come."""
    if table.sheet == Sheet.STANDARDS and label == StandardColumn.CODE:
        return _CODES_WIDTH
    is_filled = any(line.cells.get(label) for line in table.lines)
    if is_filled or not table.lines or label == IndicatorColumn.TASK:
        return _WIDTHS.get(label, max(_OTHER_WIDTH, min(18, text_width(label) + 2)))
    return min(text_width(label) + 2, 18)


def _write_line(page: _Page, row: int, line: Line) -> None:
    texts = [_text(line, label) for label in page.table.labels]
    for column, (label, text) in enumerate(zip(page.table.labels, texts, strict=True)):
        look = {**_shape(label, page), **_fill(page, line, label)}
        number = _number(text) if _is_figure(page, label) else None
        if number is not None:
            page.sheet.write_number(row, column, float(number), page.workbook.look(**look))
        elif not text:
            page.sheet.write_blank(row, column, None, page.workbook.look(**look))
        else:
            write_marked(page.workbook, page.sheet, (row, column), text, _marks(page, line, label, text), **look)
    page.sheet.set_row(row, row_height(page.columns, texts))


def _write_keys(page: _Page) -> None:
    """The keys by which the next draft knows the lines again, hidden behind all columns."""
    column = len(page.columns)
    page.sheet.set_column(column, column, None, None, {"hidden": True})
    page.sheet.write_string(LABEL_ROW, column, KEY_LABEL)
    for row, line in enumerate(page.table.lines, start=LABEL_ROW + 1):
        page.sheet.write_string(row, column, line.key)


def _text(line: Line, label: str) -> str:
    return doubt_of(line) if label == DraftColumn.DOUBT else line.cells.get(label, "")


def _shape(label: str, page: _Page) -> dict[str, Any]:
    shape: dict[str, Any] = {"num_format": "@"} if label in _TEXT_LABELS else {}
    if _is_figure(page, label) or label in _CHOICES.get(page.table.sheet, {}):
        shape["align"] = "center"
    return shape


def _fill(page: _Page, line: Line, label: str) -> dict[str, Any]:
    """What changed is told before what is doubtful: a new line by its first cell, a figure by its own."""
    changed, sheet = page.drafted.changed_cells, page.table.sheet
    kind = changed.get((sheet, line.key, label))
    if kind is None and label == page.table.labels[0]:
        kind = changed.get((sheet, line.key, ""))
    if kind is not None and FILLS[kind]:
        return {"bg_color": FILLS[kind]}
    is_seen = label in _SEEN_FIRST.get(sheet, page.table.labels)
    return {"bg_color": DOUBTFUL} if is_seen and doubt_of(line) else {}


def _marks(page: _Page, line: Line, label: str, text: str) -> tuple[Mark, ...]:
    """What was read, in the cell that quotes it, as long as nobody has changed the quotation."""
    is_standard = page.table.sheet == Sheet.STANDARDS
    if label != (StandardColumn.STANDARD if is_standard else DraftColumn.QUOTED):
        return ()
    quoted = quoted_of(page.table.sheet, line)
    return quoted.marks if quoted.text == text else ()


def _is_figure(page: _Page, label: str) -> bool:
    return label in _FIGURE_LABELS or (page.table.sheet == Sheet.INDICATORS and label in page.drafted.units)


def _number(text: str) -> Decimal | None:
    """The number that `text` is, if the cell then reads as the text does: not 22.50, not 98%."""
    number = read_number(text)
    if number is None or plain(number) != text or len(number.as_tuple().digits) > _EXACT_DIGITS:
        return None
    return number


def _add_choices(page: _Page) -> None:
    last = LABEL_ROW + len(page.table.lines) + _SPARE_ROWS
    for label, words in _CHOICES.get(page.table.sheet, {}).items():
        if label in page.table.labels:
            column = page.table.labels.index(label)
            choice = {
                "validate": "list",
                "source": list(words),
                "error_title": label,
                "error_message": "请从列表里选。",
            }
            page.sheet.data_validation(LABEL_ROW + 1, column, last, column, choice)


def _set_up(page: _Page) -> None:
    """Panes, filter and print: one page wide where that can be read, else the naming columns come again."""
    named = _NAMED_COLUMNS.get(page.table.sheet, 1)
    sheet, widths = page.sheet, [width for _, width in page.columns]
    sheet.freeze_panes(LABEL_ROW + 1, named)
    if page.table.lines:
        last = LABEL_ROW + len(page.table.lines)
        # The column of keys too: what a filter does not span stays behind when its rows are sorted.
        sheet.autofilter(LABEL_ROW, 0, last, len(widths))
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + _SPARE_ROWS}"})
    sheet.set_landscape()
    sheet.set_paper(9)
    kept = sum(widths[:named])
    pages = 1 if sum(widths) <= 1.2 * _PAGE_WIDTH else math.ceil((sum(widths) - kept) / (_PAGE_WIDTH - kept))
    sheet.fit_to_pages(pages, 0)
    if pages > 1:
        sheet.repeat_columns(0, named - 1)
    sheet.repeat_rows(LABEL_ROW)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer(f'&L&A&C&"{BODY_FONT}"第 &P 页，共 &N 页')
