"""The sheet 指标数 of 评价.xlsx: whose figure counts for each indicator, and what share of its target that is."""

from decimal import Decimal

from generators.assessment.book_lines import FigureLine
from generators.assessment.book_lists import FIRST_ROW, if_known
from generators.assessment.book_setting import Book, Counted
from generators.links import link_to_source, source_text
from generators.rows import Formula, RowSheet
from generators.sheet import share_format
from generators.summary.book import LINK_TIP
from generators.summary.style import LINK_COLOUR, target_format, value_format
from model.assessment.checked import CheckedFigure
from model.assessment.scoring import indicator_share, reported_score
from model.figure import Figure
from model.indicator import Direction, Kind
from model.judgement import is_level_judged
from model.quantity import plain, product
from model.submission import Reported, Stage
from model.target import DONE_WORD, UNDER_WAY_WORD

SETTLED_DIGITS = 12
"""Shares are rounded to this before they are held against a bound: binary arithmetic makes 0.6 of 0.06 ÷ 0.1."""
_UNCAPPED = Decimal("Infinity")
_SOURCES = (Counted.REPORTED, Counted.CHECKED, Counted.CONFIRMED)


_Given = Decimal | str | None
"""What stands in a cell of figures."""


def write_figures(book: Book, sheet: RowSheet) -> None:
    """Fills the sheet."""
    subtitle = "计入数：有认定数的用认定数，没有的用初核数，再没有的用自报数；改蓝色的数，得分和名次随着变"
    book.figures.head(book.workbook, sheet, f"{book.title}指标数", subtitle)
    for line in book.lines.figures:
        _write_line(book, sheet, line)


def _write_line(book: Book, sheet: RowSheet, line: FigureLine) -> None:
    figure, styles = line.figure, book.styles
    indicator, own = figure.indicator, book.figures
    reported, checked, confirmed = figures_given(book, figure)
    is_state = indicator.kind is Kind.STATE
    amount = styles.text(align="center") if is_state else styles.number(value_format(indicator))
    typed = (
        styles.text(align="center", colour=LINK_COLOUR)
        if is_state
        else styles.number(value_format(indicator), colour=LINK_COLOUR)
    )
    text, centred, number = styles.text(), styles.text(align="center"), styles.number("General")
    share = styles.number(share_format(book.breakdown.basics.completion_digits))
    target = DONE_WORD if is_state else figure.target.value
    counted = counted_share(book, line)
    cell = {one: own.own(line.number, one) for one in Counted}
    given = dict(zip(_SOURCES, (reported, checked, confirmed), strict=True))
    contents = given if line.first is None else {
        one: Formula(if_known(own.found(one, line.first)), content) for one, content in given.items()
    }  # fmt: skip
    look = typed if line.first is None else amount
    cells = {
        Counted.NUMBER: (line.number, centred),
        Counted.UNIT: (figure.unit, text),
        Counted.PROJECT: (book.breakdown.project_title(indicator.project_key), text),
        Counted.CODE: (figure.code, styles.code()),
        Counted.INDICATOR: (indicator.name, text),
        Counted.MEASURE: (indicator.unit, centred),
        Counted.TARGET: (target, centred if is_state else styles.number(target_format(indicator, figure.target))),
        **{one: (contents[one], look) for one in _SOURCES},
        Counted.FIGURE: (Formula(_counted_formula(cell), counted_content(figure)), amount),
        Counted.STAGE: (Formula(_stage_formula(cell), stage_word(figure)), centred),
        Counted.RAW: (Formula(f"={_raw_formula(line, cell)}", reported_score(figure, _UNCAPPED)), share),
        Counted.SHARE: (Formula(f"={_share_formula(book, line, cell)}", counted), share),
        Counted.WEIGHT: (indicator.weight, number),
        Counted.REMARK: (figure_remark(book, figure), text),
        Counted.SOURCE: (source_text(figure.source, figure.carried), text),
        Counted.WEIGHTED: (
            Formula(f"={cell[Counted.SHARE]}*{cell[Counted.WEIGHT]}", product(counted, indicator.weight)), number,
        ),
        Counted.RULE_KEY: (line.rule_line, number),
    }  # fmt: skip
    own.line(sheet, line.number, cells)
    if line.first is None:
        _link(book, sheet, line)


def _link(book: Book, sheet: RowSheet, line: FigureLine) -> None:
    """Each figure leads to the cell that it was read from."""
    figure, checks = line.figure, book.assessment.checks
    key = (figure.code, figure.unit)
    row, sent = FIRST_ROW + line.number - 1, sent_of(figure)
    source = sent.source if sent else figure.source
    sheet.link(row, book.figures.places[Counted.REPORTED], link_to_source(source), LINK_TIP)
    if sent is None:
        return
    for column, stage in ((Counted.CHECKED, checks.first), (Counted.CONFIRMED, checks.final)):
        if one := stage.figures.get(key):
            sheet.link(row, book.figures.places[column], link_to_source(one.source), LINK_TIP)


def counted_share(book: Book, line: FigureLine) -> Decimal:
    """What the figure counts under its rule, 1 being the whole."""
    score = reported_score(line.figure, line.rule.cap(book.breakdown.basics.score_cap))
    assert score is not None, "only what scores has a line"
    return indicator_share(line.rule, line.figure, score)


def counted_content(figure: Figure) -> _Given:
    """What counts; nothing where last period's figure only stands in for a missing one."""
    if not figure.is_reported:
        return None
    return figure.text if figure.indicator.kind is Kind.STATE else figure.value


# What is given


def sent_of(figure: Figure) -> Reported | None:
    """What the unit itself sent for this period."""
    return figure.reported.sent or figure.reported if figure.reported else None


def figures_given(book: Book, figure: Figure) -> tuple[_Given, _Given, _Given]:
    """自报数, 初核数, 认定数. What a department says of a figure that nobody sent counts for nothing."""
    sent, checks = sent_of(figure), book.assessment.checks
    is_state = figure.indicator.kind is Kind.STATE
    if sent is None:
        return None, None, None  # carried over from last period: nothing of this one
    key = (figure.code, figure.unit)

    def content(one: CheckedFigure | None) -> _Given:
        return None if one is None else one.text if is_state else one.value

    return (
        (sent.text if is_state else sent.value), content(checks.first.figures.get(key)),
        content(checks.final.figures.get(key)),
    )  # fmt: skip


def stage_word(figure: Figure) -> str:
    """自报, 初核 or 认定; 未报 where there is no figure."""
    return figure.stage.label if figure.is_reported else "未报"


def figure_remark(book: Book, figure: Figure, *, with_phrase: bool = True) -> str:
    """What has to be known of a figure: the target's own words, from when it was carried over, why it was cut."""
    parts = [f"目标原文：{figure.target.phrase}"] if with_phrase and figure.target.phrase else []
    parts += [f"未报，沿用{figure.carried}"] if figure.carried else []
    checked = book.assessment.checks.figure(figure.code, figure.unit)
    first = book.assessment.checks.first.figures.get((figure.code, figure.unit))
    if checked and first and (first.value, first.text) == (checked.value, checked.text):
        # What 认定 only agrees with, 初核 gave the reason for.
        checked = first
    if checked is not None and checked.reason and figure.stage is not Stage.REPORTED:
        parts.append(f"{checked.department}：{checked.reason}")
    return "；".join(parts)


# What follows


def _counted_formula(cell: dict[Counted, str]) -> str:
    reported, checked, confirmed = (cell[one] for one in _SOURCES)
    return f'=IF({reported}="","",IF({confirmed}<>"",{confirmed},IF({checked}<>"",{checked},{reported})))'


def _stage_formula(cell: dict[Counted, str]) -> str:
    reported, checked, confirmed = (cell[one] for one in _SOURCES)
    return f'=IF({reported}="","未报",IF({confirmed}<>"","认定",IF({checked}<>"","初核","自报")))'


def _raw_formula(line: FigureLine, cell: dict[Counted, str]) -> str:
    """The share that counts before a rule bounds it (contract section 6, Standings)."""
    indicator, value, target = line.figure.indicator, cell[Counted.FIGURE], cell[Counted.TARGET]
    if indicator.kind is Kind.STATE:
        return f'IF({value}="{DONE_WORD}",1,IF({value}="{UNDER_WAY_WORD}",0.5,0))'
    if not is_level_judged(indicator):
        share = value if indicator.kind is Kind.PROGRESS else f"{value}/{target}"
        return f'IF(OR({value}="",N({target})=0),0,{share})'
    met = f"{value}{line.figure.target.comparator.value}{target}"
    is_low_good = indicator.direction is Direction.LOWER
    short = f"IF({value}>0,{target}/{value},0)" if is_low_good else f"{value}/{target}"
    return f'IF({value}="",0,IF({met},1,IF(N({target})=0,0,{short})))'


def _share_formula(book: Book, line: FigureLine, cell: dict[Counted, str]) -> str:
    """The same within 封顶, 低于…不得分 and 保底 of its rule."""
    share, terms = cell[Counted.RAW], line.rule.terms
    indicator = line.figure.indicator
    if not is_level_judged(indicator) and indicator.kind is not Kind.STATE:
        share = f"MIN({share},{plain(line.rule.cap(book.breakdown.basics.score_cap))})"
    if terms.threshold is not None:
        share = f"IF(ROUND({share},{SETTLED_DIGITS})<{plain(terms.threshold)},0,{share})"
    if terms.floor is not None:
        share = f'IF({cell[Counted.FIGURE]}="",{share},MAX({share},{plain(terms.floor)}))'
    return share
