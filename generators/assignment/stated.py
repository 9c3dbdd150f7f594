"""Targets as the papers of the breakdown state them: as the sheet 指标 has them, adjustments told in brackets."""

from datetime import date

from generators import wording
from model.breakdown import Breakdown
from model.indicator import Indicator, Kind
from model.target import Target

NOTHING = "—"
"""What a cell shows where there is nothing to tell."""

_DONE, _AS_COUNTED = "完成", "据实填报"
"""What a unit is asked without a figure: the work done, and an amount without a target."""


def own_target(breakdown: Breakdown, indicator: Indicator) -> str:
    """The target of this level itself: 16万人次, 5所（自2023年7月起调整为6所）; — without one."""
    before = breakdown.own_target_on(indicator.code, date.min)
    latest = breakdown.own_target_on(indicator.code, date.max)
    without = _DONE if indicator.kind is Kind.STATE else NOTHING
    adjusted = _adjustments(breakdown, indicator, "", without)
    if not adjusted and _words(indicator, before, "") != _words(indicator, latest, ""):
        adjusted = f"（调整后为{_words(indicator, latest, without)}）"
    return f"{_words(indicator, before, without)}{adjusted}"


def unit_target(breakdown: Breakdown, indicator: Indicator, unit: str) -> str:
    """What `unit` is asked: 2.72万人次; — where it is not asked, 据实填报 where it is asked without a target."""
    asked = breakdown.target_on(indicator.code, unit, date.min)
    if asked is None:
        return NOTHING
    without = _DONE if indicator.kind is Kind.STATE else _AS_COUNTED
    return f"{_words(indicator, asked, without)}{_adjustments(breakdown, indicator, unit, without)}"


def unit_figure(breakdown: Breakdown, indicator: Indicator, unit: str) -> str:
    """`unit_target` without the 单位, which has a column of its own."""
    return without_unit(indicator, unit_target(breakdown, indicator, unit))


def without_unit(indicator: Indicator, words: str) -> str:
    """2.72万人次 is 2.72, 3000个以上 is 3000以上; percentages keep their sign."""
    return words if indicator.is_percent or not indicator.unit else words.replace(indicator.unit, "")


def _words(indicator: Indicator, target: Target | None, without: str) -> str:
    return wording.target(indicator, target) or without


def _adjustments(breakdown: Breakdown, indicator: Indicator, unit: str, without: str) -> str:
    lines = sorted(
        (one for one in breakdown.adjustments if (one.code, one.unit) == (indicator.code, unit)),
        key=lambda one: one.since.first_day,
    )
    told = [f"自{one.since.title}起调整为{_words(indicator, one.new, without)}" for one in lines]
    return f"（{'，'.join(told)}）" if told else ""
