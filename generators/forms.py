"""填报表: the form that each unit is sent, empty or filled with what it sent, marked where it must be mended."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from generators.acceptance import write_acceptance
from generators.issued_sheet import IssuedSheet, text_of
from generators.self_check import Filled, SelfCheck, cell_at, refused_at, value_of
from generators.sheet import AUTHOR, BODY_FONT, HEADING_FONT, INPUT_FILL, SEVERITY_FILLS, Workbook, share_format
from model.assessment.check_form import FigureRow
from model.finding import Finding
from model.form import (
    COLUMNS,
    FIRST_HEAD_ROW,
    FIRST_ROW,
    FORM_SHEET,
    HEAD_COLUMNS,
    HEAD_ROWS,
    HINT_ROW,
    LABEL_ROW,
    STAMP_SHEET,
    TITLE_ROW,
    WORD_COLUMNS,
    Form,
    FormRow,
    asked_columns,
    cells_digest,
    column_number,
)  # fmt: skip
from model.indicator import Indicator, Kind
from model.labels import FormColumn, FormHead, StampItem
from model.quantity import decimals_of, plain
from model.target import DONE_WORD, STATES

Marks = Mapping[str, Mapping[FormColumn, tuple[Finding, ...]]]

_WIDTHS = {
    FormColumn.CODE: 7, FormColumn.PROJECT: 15, FormColumn.NAME: 19, FormColumn.UNIT: 8, FormColumn.TARGET: 9,
    FormColumn.PREVIOUS: 9, FormColumn.VALUE: 10, FormColumn.NUMERATOR: 8, FormColumn.DENOMINATOR: 8,
    FormColumn.STATE: 8, FormColumn.COMPLETION: 8, FormColumn.PROGRESS: 24, FormColumn.PROBLEMS: 20,
    FormColumn.EVIDENCE: 11, FormColumn.EXPLANATION: 16, FormColumn.SELF_CHECK: 18,
}  # fmt: skip
_LINE_HEIGHT, _HEAD_HEIGHT = 14, 20
_HINT = (
    "只填浅黄色的格。数按“单位”一栏的单位填本年累计数，只填数字；确为零的填 0。"
    "比率填分子、分母，状态从下拉框中选。“自检”不是“通过”的，请改正，或在“说明”里写明原因。"
)


class _Sheet(IssuedSheet):
    """The sheet 填报 under construction."""

    def __init__(self, workbook: Workbook, form: Form) -> None:
        super().__init__(workbook, FORM_SHEET)
        self.form = form


def form_workbook(
    form: Form, filled: Filled | None = None, marks: Marks | None = None, head_faults: tuple[Finding, ...] = ()
) -> bytes:
    """The form as a workbook.

    `filled` are inputs by code and column in the form's unit, `marks` the faults there; `head_faults` are faults of
    the sheet as a whole, marked at 填报单位.
    """
    workbook = Workbook()
    sheet = _Sheet(workbook, form)
    _head(sheet, form)
    if head_faults:
        _mark(sheet, FIRST_HEAD_ROW, HEAD_COLUMNS[0] + 1, head_faults)
    places = {row.indicator.code: FIRST_ROW + index for index, row in enumerate(form.rows)}
    check = SelfCheck(form, places)
    for row in form.rows:
        code = row.indicator.code
        sent, faults = (filled or {}).get(code, {}), (marks or {}).get(code, {})
        _row(sheet, places[code], row, sent, faults)
        look = workbook.look(font_color="#7F6000")
        said = check.said(row, filled or {})
        sheet.formula(places[code], column_number(FormColumn.SELF_CHECK), check.formula(row), said, look)
    _page(sheet, len(form.rows))
    if form.standards:
        write_acceptance(workbook, form.standards)
    _stamp(workbook, form, sheet)
    return workbook.finished()


def _head(sheet: _Sheet, form: Form) -> None:
    workbook = sheet.workbook
    title = workbook.look(grid=False, font_name=HEADING_FONT, font_size=16, align="center")
    sheet.sheet.merge_range(TITLE_ROW - 1, 0, TITLE_ROW - 1, len(COLUMNS) - 1, "", title)
    sheet.put(TITLE_ROW, 1, form.title, title)
    label, value = workbook.look(bold=True, align="right", grid=False), workbook.look(align="left")
    entry = workbook.look(align="left", locked=False, bg_color=INPUT_FILL, num_format="@")
    for offset, labels in enumerate(HEAD_ROWS):
        row = FIRST_HEAD_ROW + offset
        sheet.sheet.set_row(row - 1, _HEAD_HEIGHT)
        for column, text in zip(HEAD_COLUMNS, labels, strict=False):
            sheet.put(row, column, text, label)
            known = {FormHead.UNIT: form.unit, FormHead.PERIOD: form.period.title}.get(text)
            sheet.put(row, column + 1, known, value if known else entry)
    hint = workbook.look(grid=False, font_color="#7F6000", align="left")
    sheet.sheet.merge_range(HINT_ROW - 1, 0, HINT_ROW - 1, len(COLUMNS) - 1, "", hint)
    sheet.put(HINT_ROW, 1, _HINT, hint)
    for label_column in COLUMNS:
        sheet.put(LABEL_ROW, column_number(label_column), label_column, workbook.header())


def _page(sheet: _Sheet, count: int) -> None:
    page = sheet.sheet
    for column in COLUMNS:
        page.set_column(column_number(column) - 1, column_number(column) - 1, _WIDTHS[column])
    page.set_row(TITLE_ROW - 1, 28)
    page.set_row(HINT_ROW - 1, 30)
    page.freeze_panes(LABEL_ROW, 3)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(LABEL_ROW - 1)
    page.set_margins(0.3, 0.3, 0.4, 0.5)
    page.set_row(LABEL_ROW - 1, 20)
    page.set_footer(f'&C&"{BODY_FONT}"第 &P 页，共 &N 页')
    # 自检 speaks to the person who fills the form in; the signed paper goes without it.
    page.print_area(0, 0, LABEL_ROW + count - 1, len(COLUMNS) - 2)
    page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})


def _stamp(workbook: Workbook, form: Form, sheet: _Sheet) -> None:
    stamp: Any = workbook.book.add_worksheet(STAMP_SHEET)
    items = {
        StampItem.UNIT: form.unit,
        StampItem.PERIOD: form.period.name,
        StampItem.ASKED: form.asked_digest,
        StampItem.CELLS: cells_digest(sheet.written),
    }
    for row, (label, text) in enumerate(items.items()):
        stamp.write_string(row, 0, label)
        stamp.write_string(row, 1, text)
    stamp.very_hidden()


# One row


def figure_format(indicator: Indicator) -> str:
    """How a figure is shown: what falls short of 100% never shows it."""
    return share_format(indicator.digits) if indicator.is_percent else amount_format(indicator)


def amount_format(indicator: Indicator) -> str:
    """How an amount is shown that need not fall short of anything."""
    digits = indicator.form_digits
    if indicator.is_percent:
        return f"0.{'0' * indicator.digits}%" if indicator.digits else "0%"
    return f"0.{'0' * digits}" if digits else "0"


def target_format(row: FormRow | FigureRow) -> str:
    """The target's number format; a range shows its upper end too (2—3), though the cell holds the lower."""
    base, high = amount_format(row.indicator), row.target_of_unit.high
    if high is None:
        return "0%" if row.indicator.is_percent and row.target is not None and decimals_of(row.target) <= 2 else base
    shown = f"{plain(high * 100)}%" if row.indicator.is_percent else plain(high * row.indicator.form_factor)
    return f'{base}"—{shown}"'


def _height(indicator: Indicator) -> int:
    """Room for the longest of the texts that were issued; a Chinese character is two digits wide."""
    texts = {FormColumn.PROJECT: indicator.project, FormColumn.NAME: indicator.name}
    lines = max(-(-2 * len(text) // _WIDTHS[column]) for column, text in texts.items())
    return _LINE_HEIGHT * max(2, lines)


def _row(
    sheet: _Sheet,
    at: int,
    row: FormRow,
    filled: Mapping[FormColumn, Decimal | str],
    marks: Mapping[FormColumn, tuple[Finding, ...]],
) -> None:
    indicator, workbook = row.indicator, sheet.workbook
    number_format = figure_format(indicator)
    text, number = workbook.look(), workbook.look(num_format=number_format, align="right")
    asked = asked_columns(indicator)
    sheet.sheet.set_row(at - 1, _height(indicator))
    sheet.put(at, column_number(FormColumn.CODE), indicator.code, workbook.look(num_format="@", align="center"))
    sheet.put(at, column_number(FormColumn.PROJECT), indicator.project, text)
    sheet.put(at, column_number(FormColumn.NAME), indicator.name, text)
    sheet.put(at, column_number(FormColumn.UNIT), indicator.asked_unit, workbook.look(align="center"))
    target_look = workbook.look(num_format=target_format(row), align="right")
    is_state = indicator.kind is Kind.STATE
    sheet.put(at, column_number(FormColumn.TARGET), DONE_WORD if is_state else row.target, target_look)
    sheet.put(at, column_number(FormColumn.PREVIOUS), row.previous_text if is_state else row.previous, number)
    for column in (FormColumn.VALUE, FormColumn.NUMERATOR, FormColumn.DENOMINATOR, FormColumn.STATE):
        if column in asked:
            _input(sheet, at, column, row, filled.get(column), marks.get(column, ()))
        elif column is FormColumn.VALUE and indicator.has_parts:
            _rate(sheet, at, filled, number)
        else:
            sheet.put(at, column_number(column), None, workbook.look(bg_color="#EEEEEE"))
    _completion(sheet, at, row, filled)
    for column in WORD_COLUMNS:
        content = filled.get(column)
        words = plain(content) if isinstance(content, Decimal) else content
        sheet.put(at, column_number(column), words, workbook.look(locked=False, bg_color=INPUT_FILL))


def _input(
    sheet: _Sheet,
    at: int,
    column: FormColumn,
    row: FormRow,
    content: Decimal | str | None,
    findings: tuple[Finding, ...],
) -> None:
    indicator, place = row.indicator, column_number(column)
    number_format = figure_format(indicator) if column is FormColumn.VALUE else "General"
    worst = next((one for one in findings if one.holds), None)
    fill = SEVERITY_FILLS[worst.severity.label] if worst else INPUT_FILL
    align = "center" if column is FormColumn.STATE else "right"
    look = sheet.workbook.look(locked=False, bg_color=fill, num_format=number_format, align=align)
    sheet.put(at, place, content, look)
    if findings:
        _mark(sheet, at, place, findings)
    sheet.sheet.data_validation(at - 1, place - 1, at - 1, place - 1, _validation(sheet.form, row, column, at))


def _mark(sheet: _Sheet, at: int, place: int, findings: tuple[Finding, ...]) -> None:
    comment = "\n".join(f"{one.severity.label}：{one.sentences}" for one in findings)
    sheet.sheet.write_comment(at - 1, place - 1, comment[:1000], {"x_scale": 2, "y_scale": 1.5, "author": AUTHOR})


def _validation(form: Form, row: FormRow, column: FormColumn, at: int) -> dict[str, Any]:
    """What the cell refuses at the keyboard: what the validators would refuse on return."""
    if column is FormColumn.STATE:
        return {
            "validate": "list", "source": list(STATES), "error_title": column,
            "error_message": f"请从{'、'.join(STATES)}中选一个。",
        }  # fmt: skip
    formula, words = refused_at(form, row, column, at)
    return {"validate": "custom", "value": formula, "error_title": column, "error_message": words}


def _rate(sheet: _Sheet, at: int, filled: Mapping[FormColumn, Decimal | str], look: Any) -> None:
    over, under = cell_at(at, FormColumn.NUMERATOR), cell_at(at, FormColumn.DENOMINATOR)
    formula = f'IF(AND(ISNUMBER({over}),ISNUMBER({under})),IF({under}>0,{over}/{under},""),"")'
    sheet.formula(at, column_number(FormColumn.VALUE), formula, value_of(filled) or "", look)


def _completion(sheet: _Sheet, at: int, row: FormRow, filled: Mapping[FormColumn, Decimal | str]) -> None:
    look = sheet.workbook.look(num_format=share_format(1), align="right")
    place, value = column_number(FormColumn.COMPLETION), cell_at(at, FormColumn.VALUE)
    known = value_of(filled)
    if not row.indicator.has_completion or not row.target:
        sheet.put(at, place, None, look)
    elif row.indicator.kind is Kind.PROGRESS:
        sheet.formula(at, place, f'IF(ISNUMBER({value}),{value},"")', known if known is not None else "", look)
    else:
        target = cell_at(at, FormColumn.TARGET)
        share = known / row.target if known is not None else ""
        sheet.formula(at, place, f'IF(ISNUMBER({value}),{value}/{target},"")', share, look)


# Forms on disk


def is_form_as_issued(path: Path) -> bool:
    """Whether a form in 填报表/ still holds what its stamp was made over: nobody filled it in or changed it."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path)
        if STAMP_SHEET not in book.sheetnames or FORM_SHEET not in book.sheetnames:
            return False
        stamp = {str(label): str(text) for label, text in book[STAMP_SHEET].iter_rows(max_col=2, values_only=True)}
        cells = [
            (cell.row, cell.column, text_of(cell.value))
            for line in book[FORM_SHEET].iter_rows()
            for cell in line
            if cell.value is not None
        ]
    except Exception:  # noqa: BLE001 - whatever openpyxl makes of a stranger's file, it is not our form
        return False
    return stamp.get(StampItem.CELLS) == cells_digest(cells)
