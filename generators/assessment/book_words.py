"""The sheet 计分规则 of 评价.xlsx: every rule in words, and how the whole is counted, plain for whoever signs it."""

from generators.assessment.book_lists import write_title
from generators.assessment.book_scores import subject_words
from generators.assessment.book_setting import Book
from generators.assessment.book_told import how_counted, not_assessed, without_own_rules
from generators.rows import RowSheet
from generators.sheet import lines_of
from generators.summary.book import fill
from generators.summary.style import ANY_FORMAT, LINE_HEIGHT, row_height, set_page
from model.assessment.scoring_rule import ScoreRule, rule_in_words

_COLUMNS = (
    ("类别", 18),
    ("项目", 30),
    ("项目权重", 7),
    ("计分对象", 28),
    ("计分办法", 11),
    ("分值", 7),
    ("怎么计分", 52),
    ("说明", 30),
)
_HEAD_ROW, _FIRST_ROW = 2, 3
NO_OWN_RULE = "没有单列规则，按指标完成率计"


def write_words(book: Book, sheet: RowSheet) -> None:
    """Fills the sheet."""
    styles, last_column = book.styles, len(_COLUMNS) - 1
    write_title(styles, sheet, f"{book.title}计分规则", "按目标分解表“评分”“项目”两张表", last_column)
    for column, (label, width) in enumerate(_COLUMNS):
        sheet.write_string(_HEAD_ROW, column, label, styles.head())
        sheet.set_column(column, column, width)
    sheet.set_row(_HEAD_ROW, 2 * LINE_HEIGHT + 4)
    row = _FIRST_ROW
    for key in (one for one in book.breakdown.projects if one in book.assessed_projects):
        for number, rule in enumerate(book.breakdown.rules_of(key)):
            _write_rule(book, sheet, row, rule, is_first=not number)
            row += 1
    row += 1
    sheet.write_string(row, 0, "怎么计算", styles.section())
    sheet.set_row(row, 22)
    width = sum(width for _, width in _COLUMNS)
    for words in (without_own_rules(book), not_assessed(book), *how_counted(book)):
        if words:
            row += 1
            sheet.merge_range(row, 0, row, last_column, words, styles.paragraph())
            sheet.set_row(row, LINE_HEIGHT * lines_of(words, width) + 2)
    sheet.freeze_panes(_FIRST_ROW, 2)
    set_page(sheet, repeat=(_HEAD_ROW, _HEAD_ROW))
    sheet.print_area(0, 0, row, last_column)


def _write_rule(book: Book, sheet: RowSheet, row: int, rule: ScoreRule, *, is_first: bool) -> None:
    breakdown, styles = book.breakdown, book.styles
    text, centred, number = styles.text(), styles.text(align="center"), styles.number(ANY_FORMAT)
    key = rule.project_key
    is_own = any(one is rule for one in breakdown.scoring)
    words = rule_in_words(rule, breakdown.basics.score_cap)
    note = rule.note if is_own else NO_OWN_RULE
    contents = (
        (breakdown.category_of(key) if is_first else None, text),
        (breakdown.project_of(key) if is_first else None, text),
        (breakdown.project_weight(key) if is_first else None, number),
        (subject_words(book, rule), text),
        (rule.method.value, centred),
        (rule.points, number),
        (words, text),
        (note, text),
    )
    for column, (content, look) in enumerate(contents):
        fill(sheet, row, column, content, look)
    widths = (width for _, width in _COLUMNS)
    texts = [(one, width) for (one, _), width in zip(contents, widths, strict=True) if isinstance(one, str)]
    sheet.set_row(row, row_height(texts))
