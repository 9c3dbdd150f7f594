"""初核表 and 认定表: the workbooks that departments check reported figures, standards and scores in (section 7)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generators.assessment.check_page import CheckPage
from generators.assessment.check_rows import (
    FIGURE_COLUMNS,
    SCORE_COLUMNS,
    STANDARD_COLUMNS,
    write_figures,
    write_scores,
    write_standards,
)  # fmt: skip
from generators.issued_sheet import text_of
from generators.sheet import Workbook
from model.assessment.check_form import CHECK_STAMP_SHEET, CheckForm
from model.form import cells_digest
from model.labels import CheckHead, CheckSheet, StampItem
from model.submission import Stage

_COLUMNS = {
    CheckSheet.FIGURES: FIGURE_COLUMNS,
    CheckSheet.STANDARDS: STANDARD_COLUMNS,
    CheckSheet.SCORES: SCORE_COLUMNS,
}
_FIRST_HINT = (
    "只填浅黄色的格。逐行核对后填“初核数”：与自报数一致的照填自报数，核减的填核减后的数，并写明“核减原因”；"
    "空着的视为尚未初核。初核数不得优于自报数。灰格不填：自报数空白的是该单位没有报数。"
)
_FINAL_HINT = (
    "只填浅黄色的格。同意初核数的照填在“认定数”里，不同意的填认定的数，并把“核减原因”改写清楚；"
    "空着的视为尚未认定，以初核数为准。认定数不得优于自报数。"
)
_HINTS = {
    CheckSheet.STANDARDS: (
        "只填浅黄色的格。逐条从下拉框中选“结论”，每一条都要有结论。一票否决的标准不通过的，该单位这个项目不予通过；"
        "结论与单位自查不一致的，请在“意见”里写明。"
    ),
    CheckSheet.SCORES: "只填浅黄色的格。“得分”按“计分说明”填；扣分填负数，不扣的填 0，扣了分的在“理由”里写明。",
}
_FINAL_STANDARDS_HINT = "只填浅黄色的格。“结论”“意见”已按初核填好，不同意的请改；每一条都要有结论。"


def check_workbook(form: CheckForm) -> bytes:
    """The workbook that a department is sent at a stage, sealed; the same bytes for the same form."""
    workbook = Workbook()
    pages = [CheckPage(workbook, sheet, _COLUMNS[sheet]) for sheet in form.sheets]
    for sheet, page in zip(form.sheets, pages, strict=True):
        page.opened(f"{form.title}　{sheet}", _hint(form, sheet), _head(form, sheet))
        match sheet:
            case CheckSheet.FIGURES:
                write_figures(page, form)
                page.closed(len(form.figures))
            case CheckSheet.STANDARDS:
                write_standards(page, form)
                page.closed(len(form.standards))
            case CheckSheet.SCORES:
                write_scores(page, form)
                page.closed(len(form.scores))
    _stamp(workbook, form, _digest((page.name, *cell) for page in pages for cell in page.written))
    return workbook.finished()


def _hint(form: CheckForm, sheet: CheckSheet) -> str:
    if form.stage is Stage.CHECKED:
        return _FIRST_HINT if sheet is CheckSheet.FIGURES else _HINTS[sheet]
    return _FINAL_HINT if sheet is CheckSheet.FIGURES else _FINAL_STANDARDS_HINT


def _head(form: CheckForm, sheet: CheckSheet) -> dict[CheckHead, tuple[int, str | None]]:
    """Head fields with the columns that give each the room it needs; who filled it in is asked once."""
    department, period = form.department, form.period.title
    match sheet:
        case CheckSheet.FIGURES:
            return {
                form.head: (1, department), CheckHead.PERIOD: (3, period), CheckHead.FILLED_ON: (5, None),
                CheckHead.FILLED_BY: (7, None), CheckHead.SIGNED_BY: (9, None),
            }  # fmt: skip
        case CheckSheet.STANDARDS:
            return {form.head: (1, department), CheckHead.PERIOD: (4, period), CheckHead.SIGNED_BY: (9, None)}
        case CheckSheet.SCORES:
            return {form.head: (1, department), CheckHead.PERIOD: (3, period), CheckHead.SIGNED_BY: (5, None)}


def _digest(cells: Iterable[tuple[str, int, int, str]]) -> str:
    return cells_digest((row, column, f"{sheet}\t{text}") for sheet, row, column, text in cells)


def _stamp(workbook: Workbook, form: CheckForm, digest: str) -> None:
    stamp: Any = workbook.book.add_worksheet(CHECK_STAMP_SHEET)
    items = {
        StampItem.UNIT: form.department,
        StampItem.PERIOD: form.period.name,
        StampItem.STAGE: form.stage.value,
        StampItem.ASKED: form.asked_digest,
        StampItem.CELLS: digest,
    }
    for row, (label, text) in enumerate(items.items()):
        stamp.write_string(row, 0, label)
        stamp.write_string(row, 1, text)
    stamp.very_hidden()


def is_check_form_as_issued(path: Path) -> bool:
    """Whether a workbook in 初核表/ or 认定表/ still holds what its stamp was made over: nobody changed it."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path)
        if CHECK_STAMP_SHEET not in book.sheetnames:
            return False
        lines = book[CHECK_STAMP_SHEET].iter_rows(max_col=2, values_only=True)
        stamp = {str(label): str(text) for label, text in lines}
        cells = [
            (sheet.title, cell.row, cell.column, text_of(cell.value))
            for sheet in book
            if sheet.title != CHECK_STAMP_SHEET
            for line in sheet.iter_rows()
            for cell in line
            if cell.value is not None
        ]
    except Exception:  # noqa: BLE001 - whatever openpyxl makes of a stranger's file, it is not our workbook
        return False
    return stamp.get(StampItem.CELLS) == _digest(cells)
