"""Targets as the papers of the breakdown state them: as the sheet 指标 has them, adjustments told in brackets."""

from dataclasses import dataclass
from datetime import date

from generators import wording
from generators.wording import NOTHING
from model.breakdown import Breakdown
from model.indicator import Indicator, Kind
from model.target import Target

_DONE, _AS_COUNTED = "完成", "据实填报"
"""What a unit is asked without a figure: the work done, and an amount without a target."""


def own_target(breakdown: Breakdown, indicator: Indicator, *, is_bare: bool = False) -> str:
    """The target of this level itself: 16万人次, 5所（自2023年7月起调整为6所）; — without one.

    `is_bare` leaves the 单位 out, where it has a column of its own: 16, 3000以上.
    """
    say = _Saying(indicator, _DONE if indicator.kind is Kind.STATE else NOTHING, is_bare)
    before = say.target(breakdown.own_target_on(indicator.code, date.min))
    latest = say.target(breakdown.own_target_on(indicator.code, date.max))
    adjusted = say.adjustments(breakdown, "")
    if not adjusted and before != latest:
        adjusted = f"（调整后为{latest}）"
    return f"{before}{adjusted}"


def unit_target(breakdown: Breakdown, indicator: Indicator, unit: str, *, is_bare: bool = False) -> str:
    """What `unit` is asked: 2.72万人次; — where it is not asked, 据实填报 where it is asked without a target."""
    asked = breakdown.target_on(indicator.code, unit, date.min)
    if asked is None:
        return NOTHING
    say = _Saying(indicator, _DONE if indicator.kind is Kind.STATE else _AS_COUNTED, is_bare)
    return f"{say.target(asked)}{say.adjustments(breakdown, unit)}"


@dataclass(frozen=True)
class _Saying:
    """How the targets of one indicator are written; `without` stands where there is no figure."""

    indicator: Indicator
    without: str
    is_bare: bool

    def target(self, target: Target | None) -> str:
        words = wording.target(self.indicator, target)
        if self.is_bare and self.indicator.unit and not self.indicator.is_percent:
            words = words.replace(self.indicator.unit, "")
        return words or self.without

    def adjustments(self, breakdown: Breakdown, unit: str) -> str:
        lines = sorted(
            (one for one in breakdown.adjustments if (one.code, one.unit) == (self.indicator.code, unit)),
            key=lambda one: one.since.first_day,
        )
        told = [f"自{one.since.title}起调整为{self.target(one.new)}" for one in lines]
        return f"（{'，'.join(told)}）" if told else ""
