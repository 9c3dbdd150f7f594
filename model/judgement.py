"""How one value is judged: completion, verdict, pace and gap (contract section 6)."""

from decimal import Decimal

from model.figure import Judgement, Pace, Verdict
from model.indicator import Direction, Indicator, Kind
from model.period import Period
from model.quantity import HUNDRED, product, quotient, round_half_up, shown_percent
from model.target import DONE_WORD, Target


def completion_of(indicator: Indicator, value: Decimal | None, target: Target | None) -> Decimal | None:
    """value ÷ target for 数量, the value itself for 进度, as a fraction; None for all else and without a target."""
    if value is None or target is None or target.value is None or target.value == 0 or not indicator.has_completion:
        return None
    return value if indicator.kind is Kind.PROGRESS else quotient(value, target.value)


def shown_value(indicator: Indicator, value: Decimal) -> Decimal:
    """The value as papers show it, at 小数位; percentages as percentages (71.9)."""
    return shown_percent(value, indicator.digits) if indicator.is_percent else round_half_up(value, indicator.digits)


HIDDEN_DIGITS_TOLD = 4
"""So many places more than it is shown with, a figure is told whose display misleads."""


def exact_where_hidden(indicator: Indicator, value: Decimal | None, target: Target | None) -> Decimal | None:
    """The value in shown units (71.9 for a rate), where its display at 小数位 would be judged otherwise; else None.

    Both have to be named (contract section 6); it has `HIDDEN_DIGITS_TOLD` more places than are shown.
    """
    if value is None or target is None or target.value is None:
        return None
    scale = HUNDRED if indicator.is_percent else Decimal(1)
    shown = shown_value(indicator, value)
    if target.is_met(quotient(shown, scale)) == target.is_met(value):
        return None
    return round_half_up(product(value, scale), indicator.digits + HIDDEN_DIGITS_TOLD)


def is_level_judged(indicator: Indicator) -> bool:
    """Whether it is 达标 or 未达标: 比率, 标准, and any 越低越好."""
    return indicator.kind in (Kind.RATE, Kind.STANDARD) or (
        indicator.direction is Direction.LOWER and indicator.kind is not Kind.STATE
    )


def is_met(indicator: Indicator, value: Decimal | None, text: str | None, target: Target | None) -> bool | None:
    """The target's comparison; a 状态 is met by 已完成. None without a value or a target."""
    if indicator.kind is Kind.STATE:
        return None if text is None else text == DONE_WORD
    return None if target is None else target.is_met(value)


def judge_value(
    indicator: Indicator,
    value: Decimal | None,
    text: str | None,
    target: Target | None,
    period: Period,
    completion_digits: int,
    tolerance: Decimal,
) -> Judgement:
    """Everything that follows from one value and its target at the end of `period`."""
    met = is_met(indicator, value, text, target)
    completion = completion_of(indicator, value, target)
    due = indicator.schedule.elapsed(period) if indicator.has_pace else None
    pace, gap = Pace.NONE, None
    if completion is not None and due is not None:
        pace, gap = pace_of(completion, due, completion_digits, tolerance)
    elif is_level_judged(indicator) and value is not None and target is not None and target.value is not None:
        gap = shown_value(indicator, value) - shown_value(indicator, target.value)
    return Judgement(completion, met, verdict_of(indicator, value, text, met, pace), pace, gap, due)


def pace_of(completion: Decimal, due: Decimal, digits: int, tolerance: Decimal) -> tuple[Pace, Decimal]:
    """How a completion compares with what is due, and by how many percentage points of the two as shown."""
    gap = shown_percent(completion, digits) - shown_percent(due, digits)
    return Pace.LEVEL if abs(gap) <= tolerance else Pace.AHEAD if gap > 0 else Pace.BEHIND, gap


def verdict_of(indicator: Indicator, value: Decimal | None, text: str | None, met: bool | None, pace: Pace) -> Verdict:
    """The first that fits, in the order of contract section 6."""
    if value is None and text is None:
        return Verdict.NOT_REPORTED
    if is_level_judged(indicator) and met is not None:
        return Verdict.MET if met else Verdict.NOT_MET
    if indicator.kind is Kind.STATE and text is not None:
        return Verdict(text)
    if met:
        return Verdict.DONE
    if value == 0:
        return Verdict.NOT_STARTED
    match pace:
        case Pace.AHEAD | Pace.LEVEL:
            return Verdict.ON_PACE
        case Pace.BEHIND:
            return Verdict.LAGGING
        case Pace.NONE:
            return Verdict.UNDER_WAY
