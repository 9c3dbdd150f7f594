"""The sheet 计分 of 评价.xlsx: what each rule gives each unit, and by what."""

from collections.abc import Mapping
from decimal import Decimal

from xlsxwriter.format import Format

from generators.assessment.book_figures import SETTLED_DIGITS
from generators.assessment.book_lines import RuleLine
from generators.assessment.book_lists import (
    COUNT_FORMAT,
    FIRST_ROW,
    NOT_APPLICABLE,
    POINTS_FORMAT,
    SCORED,
    UNKNOWN,
    if_known,
    points_format,
)
from generators.assessment.book_setting import Book, Counted, Judged, Score
from generators.links import link_to_source
from generators.rows import Formula, RowSheet
from generators.sheet import share_format
from generators.summary.book import LINK_TIP
from generators.summary.style import ANY_FORMAT, LINK_COLOUR
from model.assessment.checked import Conclusion
from model.assessment.scoring_rule import Method, ScoreRule, rule_in_words
from model.quantity import plain
from model.submission import Source

SHARE_DIGITS = 2
_NAMED = 3
"""So many indicators are named; more are told by their codes."""
_COUNTS = (Score.PASSED, Score.FAILED, Score.OPEN)
_COUNTED = (Conclusion.PASSED, Conclusion.FAILED)


def write_scores(book: Book, sheet: RowSheet) -> None:
    """Fills the sheet."""
    subtitle = "完成率、分档按“指标数”算，标准通过率按“验收”算，人工、扣分照部门打的分"
    book.scores.head(book.workbook, sheet, f"{book.title}计分", subtitle)
    for line in book.lines.rules:
        _write_line(book, sheet, line)


_Cells = dict[Score, tuple[object, Format]]


def _write_line(book: Book, sheet: RowSheet, line: RuleLine) -> None:
    styles, own, rule = book.styles, book.scores, line.rule
    text, centred, points = styles.text(), styles.text(align="center"), styles.number(points_format(rule.full))
    cell = {one: own.own(line.number, one) for one in Score}
    typed, remark, source = typed_points(book, line)
    state = rule_state(book, line)
    full = Decimal(0) if state == NOT_APPLICABLE else rule.full
    cells: _Cells = {
        Score.NUMBER: (line.number, centred),
        Score.UNIT: (line.unit.name, text),
        Score.PROJECT: (book.breakdown.project_title(rule.project_key), text),
        Score.SUBJECT: (subject_words(book, rule), text),
        Score.METHOD: (rule.method.value, centred),
        Score.RULE: (rule_in_words(rule, book.breakdown.basics.score_cap), text),
        Score.POINTS: (rule.points, styles.number(ANY_FORMAT)),
        **dict.fromkeys((*_COUNTS, Score.SHARE, Score.TYPED), (None, text)),
        Score.SCORE: (Formula(_score_formula(line, cell), rule_points(book, line)), points),
        Score.STATE: (Formula(_state_formula(line, cell), state), centred),
        Score.REMARK: (remark or rule.note, text),
        Score.FULL: (Formula(_full_formula(line, cell), full), styles.number(ANY_FORMAT)),
        Score.PROJECT_KEY: (line.project, styles.number(COUNT_FORMAT)),
    }
    if rule.method.is_typed:
        cells[Score.TYPED] = (typed, styles.number(POINTS_FORMAT, colour=LINK_COLOUR))
    else:
        cells |= _worked_out(book, line, cell)
    own.line(sheet, line.number, cells)
    sheet.link(FIRST_ROW + line.number - 1, own.places[Score.TYPED], link_to_source(source), LINK_TIP)


def _worked_out(book: Book, line: RuleLine, cell: Mapping[Score, str]) -> _Cells:
    """What the points follow from: the mean of the figures' shares, or the conclusions counted."""
    share = line.score.share if line.score else None
    look, count = book.styles.number(share_format(SHARE_DIGITS)), book.styles.number(COUNT_FORMAT)
    if line.rule.method is not Method.STANDARDS:
        keys = book.figures.range(Counted.RULE_KEY)
        weighted, weights = (
            f"SUMIFS({book.figures.range(one)},{keys},{line.number})" for one in (Counted.WEIGHTED, Counted.WEIGHT)
        )
        return {Score.SHARE: (Formula(f"={weighted}/{weights}", share), look)}
    counts = zip(_COUNTS, _count_formulas(book, line), conclusion_counts(book, line), strict=True)
    passed, failed, still_open = (cell[one] for one in _COUNTS)
    words = f'=IF(OR({still_open}>0,{passed}+{failed}=0),"",{passed}/({passed}+{failed}))'
    return {
        **{column: (Formula(formula, stored), count) for column, formula, stored in counts},
        Score.SHARE: (Formula(words, share), look),
    }


# Stored values


def typed_points(book: Book, line: RuleLine) -> tuple[Decimal | None, str, Source | None]:
    """What the department gave or the tool counted, what for, and the cell it stands in."""
    if not line.rule.method.is_typed:
        return None, "", None
    if line.score is not None:
        is_known = line.score.points is not None
        return line.score.points, line.score.why if is_known else "", line.score.source
    place = next(place for place, one in enumerate(book.breakdown.scoring) if one is line.rule)
    given = book.assessment.checks.first.scores.get((place, line.unit.name))
    return (given.points, given.reason, given.source) if given else (None, "", None)


def rule_points(book: Book, line: RuleLine) -> Decimal | None:
    """What the rule gives the unit; None while that is not known or the rule does not apply."""
    return line.score.points if line.score else typed_points(book, line)[0]


def conclusion_counts(book: Book, line: RuleLine) -> tuple[int, int, int]:
    """How many of the rule's standards passed, failed, have no conclusion yet."""
    counted = [one.counted for one in book.lines.standards_by_rule.get(line.number, ())]
    conclusions = [one.conclusion if one else None for one in counted]
    return conclusions.count(Conclusion.PASSED), conclusions.count(Conclusion.FAILED), conclusions.count(None)


def rule_state(book: Book, line: RuleLine) -> str:
    """已评, 未评 or 不适用."""
    if line.rule.method.is_typed:
        return UNKNOWN if typed_points(book, line)[0] is None else SCORED
    if line.rule.method is not Method.STANDARDS:
        return SCORED
    passed, failed, still_open = conclusion_counts(book, line)
    if still_open:
        return UNKNOWN
    return SCORED if passed + failed else NOT_APPLICABLE


def subject_words(book: Book, rule: ScoreRule) -> str:
    """What a rule is about: the whole project, or indicators by name; of many their codes."""
    whole = {one.code for one in book.breakdown.indicators if one.project_key == rule.project_key}
    if whole == set(rule.codes):
        return "整个项目"
    if len(rule.codes) > _NAMED:
        return "、".join(rule.codes)
    return "、".join(f"{code} {book.breakdown.by_code[code].name}" for code in rule.codes)


# Formulas


def _count_formulas(book: Book, line: RuleLine) -> tuple[str, str, str]:
    keys = book.standards.key_ranges()[: book.rule_keys]
    own = "+".join(f"({one}={line.number})" for one in keys)
    verdicts = book.standards.range(Judged.COUNTED)
    passed, failed = (f'=SUMPRODUCT(({own})*({verdicts}="{one.value}"))' for one in _COUNTED)
    still_open = f'=SUMPRODUCT(({own})*({verdicts}=""))'
    return passed, failed, still_open


def _score_formula(line: RuleLine, cell: Mapping[Score, str]) -> str:
    share, points = cell[Score.SHARE], cell[Score.POINTS]
    match line.rule.method:
        case Method.COMPLETION | Method.STANDARDS:
            return f'=IF({share}="","",{points}*{share})'
        case Method.STEPS:
            steps = "0"
            for one in reversed(line.rule.terms.steps):
                steps = f"IF(ROUND({share},{SETTLED_DIGITS})>={plain(one.share)},{plain(one.points)},{steps})"
            return f"={steps}"
        case Method.MANUAL | Method.DEDUCTION:
            return if_known(cell[Score.TYPED])


def _state_formula(line: RuleLine, cell: Mapping[Score, str]) -> str:
    if line.rule.method is Method.STANDARDS:
        settled = f'IF({cell[Score.PASSED]}+{cell[Score.FAILED]}=0,"{NOT_APPLICABLE}","{SCORED}")'
        return f'=IF({cell[Score.OPEN]}>0,"{UNKNOWN}",{settled})'
    return f'=IF({cell[Score.SCORE]}="","{UNKNOWN}","{SCORED}")'


def _full_formula(line: RuleLine, cell: Mapping[Score, str]) -> str:
    full = cell[Score.POINTS] if line.rule.full else "0"
    return f'=IF({cell[Score.STATE]}="{NOT_APPLICABLE}",0,{full})'
