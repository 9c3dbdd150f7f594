"""What a checked figure must be, told once: its cell refuses all else at the keyboard, the reader finds it."""

from collections.abc import Iterator
from decimal import Decimal

from model.assessment.check_form import CheckForm, FigureRow, ScoreRow
from model.assessment.scoring_rule import Method, rule_in_words
from model.form import to_form_unit
from model.indicator import Direction, Indicator
from model.labels import FigureCheckColumn
from model.quantity import (
    HUNDRED,
    QUOTIENT_DIGITS,
    is_indivisible,
    product,
    quotient,
    round_half_up,
    shown_percent,
    split_unit,
)  # fmt: skip
from model.submission import Stage
from model.target import STATES

SCORE_NOTE = "计分说明"
"""A column of ours on 评分 beside those of the contract: what the points are given for."""


def is_lower_better(row: FigureRow) -> bool:
    """Whether striking a figure off makes it larger (方向 越低越好)."""
    return row.indicator.direction is Direction.LOWER


def reported_amount(row: FigureRow) -> Decimal | None:
    """自报数 in the form's unit; None where there is none, and for a 状态."""
    return _amount(row.indicator, row.reported.value if row.reported else None)


def checked_amount(row: FigureRow) -> Decimal | None:
    """初核数 in the form's unit, where it is not what is asked for."""
    return _amount(row.indicator, row.checked.value if row.checked else None)


def _amount(indicator: Indicator, value: Decimal | None) -> Decimal | None:
    return None if value is None else to_form_unit(indicator, value)


def shown_amount(indicator: Indicator, amount: Decimal) -> Decimal:
    """What a cell shows of `amount`: a department that types it again means the figure itself."""
    if indicator.is_percent:
        return quotient(shown_percent(amount, indicator.digits), HUNDRED)
    return round_half_up(amount, indicator.form_digits)


def is_same_amount(indicator: Indicator, typed: Decimal, amount: Decimal | None) -> bool:
    """Whether `typed` says `amount`: all its digits, or as its cell shows it."""
    if amount is None:
        return False
    return typed == shown_amount(indicator, amount) or _settled(typed) == _settled(amount)


def _settled(amount: Decimal) -> Decimal:
    return round_half_up(amount, QUOTIENT_DIGITS)


def bound(row: FigureRow) -> Decimal | None:
    """The best that may be typed: 自报数, or what its cell shows of it where that is better."""
    amount = reported_amount(row)
    if amount is None:
        return None
    best = min if is_lower_better(row) else max
    return best(amount, shown_amount(row.indicator, amount))


def is_better(row: FigureRow, typed: Decimal) -> bool:
    """Whether `typed` is better than what was reported, which no department may make it."""
    amount, best = reported_amount(row), bound(row)
    if amount is None or best is None or is_same_amount(row.indicator, typed, amount):
        return False
    return typed < min(amount, best) if is_lower_better(row) else typed > amount


def allowed_states(row: FigureRow) -> tuple[str, ...]:
    """The words that a department may put in place of the reported one: none that is further on."""
    word = row.reported.text if row.reported else None
    return STATES[: STATES.index(word) + 1] if word in STATES else STATES


def is_divided(indicator: Indicator, typed: Decimal) -> bool:
    """Whether `typed` is a part of something that has none: half a person."""
    scale, base = split_unit(indicator.asked_unit)
    whole = product(scale, typed)
    return is_indivisible(base) and whole != whole.to_integral_value()


def refused_whole(indicator: Indicator) -> Decimal | None:
    """By what a figure must be multiplied to be whole; None where its unit can be divided."""
    scale, base = split_unit(indicator.asked_unit)
    return scale if is_indivisible(base) else None


def words_of_bound(row: FigureRow) -> Iterator[str]:
    """What a cell says when it refuses a figure."""
    yield "请只填数字"
    yield "不能低于自报数" if is_lower_better(row) else "不能高于自报数"
    scale = refused_whole(row.indicator)
    if scale is not None:
        yield "没有小数" if scale == 1 else f"最多{scale.adjusted()}位小数"


def own_column(stage: Stage) -> FigureCheckColumn:
    """The column of 核数 that a department fills in at a stage."""
    return FigureCheckColumn.CHECKED if stage is Stage.CHECKED else FigureCheckColumn.CONFIRMED


def score_note(form: CheckForm, row: ScoreRow) -> str:
    """What the points are for; a rule that names codes says which indicators these are."""
    rule = row.rule
    names = {one.indicator.code: one.indicator.name for one in form.figures}
    words = f"{rule_in_words(rule, Decimal(1))}。"
    if rule.method is Method.DEDUCTION:
        words += "填负数。"
    about = [f"{code} {names[code]}" for code in rule.codes if code in names and code in rule.subject.split("、")]
    return "".join((f"{'、'.join(about)}：" if about else "", words, rule.note))
