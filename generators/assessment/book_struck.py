"""The sheet 核减清单 of 评价.xlsx: every figure that does not count as it was reported, by whom it was cut, and why."""

from generators.assessment.book_lists import FIRST_ROW, HEAD_ROW, write_title
from generators.assessment.book_setting import Book
from generators.links import link_to_source, source_text
from generators.rows import Formula, RowSheet
from generators.summary.book import LINK_TIP, address, fill
from generators.summary.formula import SUM_DIGITS
from generators.summary.style import LINE_HEIGHT, LINK_COLOUR, row_height, set_page, value_format
from model.assessment.checked import Deduction
from model.indicator import Kind
from model.remark import target_words

_COLUMNS = (
    ("序号", 6), ("填报单位", 16), ("编码", 8), ("项目", 24), ("指标", 24), ("单位", 8), ("年度目标", 12),
    ("自报数", 10), ("计入数", 10), ("核减", 10), ("核减部门", 16), ("环节", 7), ("核减原因", 36), ("自报数来源", 34),
    ("计入数来源", 34),
)  # fmt: skip
_BEFORE, _AFTER = 7, 8


def write_struck(book: Book, sheet: RowSheet) -> None:
    """Fills the sheet; one line says so where nothing was cut."""
    styles, last_column = book.styles, len(_COLUMNS) - 1
    deductions = book.assessment.deductions
    subtitle = "部门核定与单位自报不一致、按核定数计入的各项（按汇总时的数）"
    write_title(styles, sheet, f"{book.title}核减清单", subtitle, last_column)
    for column, (label, width) in enumerate(_COLUMNS):
        sheet.write_string(HEAD_ROW, column, label, styles.head())
        sheet.set_column(column, column, width)
    sheet.set_row(HEAD_ROW, LINE_HEIGHT + 6)
    for row, one in enumerate(deductions, FIRST_ROW):
        _write_line(book, sheet, row, one)
    last_row = FIRST_ROW + max(1, len(deductions)) - 1
    if deductions:
        sheet.autofilter(HEAD_ROW, 0, last_row, last_column)
    else:
        sheet.merge_range(FIRST_ROW, 0, FIRST_ROW, last_column, "没有核减。", styles.text(align="center"))
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{address(last_row, last_column)}"})
    set_page(sheet, repeat=(HEAD_ROW, HEAD_ROW))
    sheet.print_area(0, 0, last_row, last_column)


def _write_line(book: Book, sheet: RowSheet, row: int, one: Deduction) -> None:
    styles, indicator = book.styles, one.indicator
    text, centred = styles.text(), styles.text(align="center")
    is_state = indicator.kind is Kind.STATE
    amount = centred if is_state else styles.number(value_format(indicator))
    linked = (
        styles.text(align="center", colour=LINK_COLOUR)
        if is_state
        else styles.number(value_format(indicator), colour=LINK_COLOUR)
    )
    before, after = (one.before_text, one.after_text) if is_state else (one.before, one.after)
    target = book.breakdown.target_of(one.indicator.code, one.unit, book.results.period)
    struck = f"=ROUND({address(row, _BEFORE)}-{address(row, _AFTER)},{SUM_DIGITS})"
    contents = (
        (row - FIRST_ROW + 1, centred),
        (one.unit, text),
        (indicator.code, styles.code()),
        (book.breakdown.project_title(indicator.project_key), text),
        (indicator.name, text),
        (indicator.unit, centred),
        (target_words(indicator, target), centred),
        (before, linked),
        (after, linked),
        (None if one.struck is None else Formula(struck, one.struck), amount),
        (one.department, text),
        (one.stage.label, centred),
        (one.reason, text),
        (source_text(one.reported_source), text),
        (source_text(one.source), text),
    )
    for column, (content, look) in enumerate(contents):
        fill(sheet, row, column, content, look)
    for column, source in ((_BEFORE, one.reported_source), (_AFTER, one.source)):
        sheet.link(row, column, link_to_source(source), LINK_TIP)
    widths = (width for _, width in _COLUMNS)
    texts = [(words, width) for (words, _), width in zip(contents, widths, strict=True) if isinstance(words, str)]
    sheet.set_row(row, row_height(texts))
