"""Why a figure or a total has no completion, gap, rank, increment or value, in words (the column 备注).

What follows from the set-up of the year and from last period stands whatever is reported (`Remarks`); what follows
from the figures of this period is told by words of its own, since sheets work it out anew when a figure changes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from model.figure import Figure, Total
from model.form import amount_text
from model.indicator import NO_PACE, Accrual, Direction, Indicator, Kind, Rollup
from model.judgement import is_level_judged
from model.movement import AdjustedTarget, adjusted_targets
from model.period import read_period
from model.quantity import plain, sum_of
from model.results import Results
from model.target import Target

NAMES_TOLD = 3
"""So many units are named; of more the first of these and how many."""
MISSING = {True: "个单位未报，不出合计", False: "个单位未报"}
"""What follows the number of units that did not report, by whether a total waits for them."""
LEVEL_ONLY = "只评达标"
NO_PARTS, FALLEN = "分母为0或缺分子分母，不出比率", "比上期减少"
HIDDEN = ("实际为", "，按实际数评定")
_RANGE_DASH = re.compile(r"(?<=\d)\s*[-–~～－]\s*(?=\d)")


def target_words(indicator: Indicator, target: Target | None) -> str:
    """The target as written (2.72万人次, 不少于1500人, 2—3个); a bare number with its 单位. Empty without one."""
    if target is None or target.value is None:
        return ""
    if not target.phrase:
        return amount_text(indicator, target.value) + ("" if indicator.is_percent else indicator.unit)
    phrase = _RANGE_DASH.sub("—", target.phrase.strip())
    return f"{phrase}{indicator.unit}" if phrase[-1].isdigit() else phrase


def adjusted_words(one: AdjustedTarget) -> str:
    """目标由30所调整为35所（自2023年7月，依据平政办〔2023〕1号）."""
    basis = f"，依据{one.basis}" if one.basis else ""
    before, after = (target_words(one.indicator, target) or "未设" for target in (one.before, one.after))
    return f"目标由{before}调整为{after}（自{one.since.title}{basis}）"


def named(units: Sequence[str]) -> str:
    """甲县、乙县; of more than a few 甲县、乙县、丙县等12个单位."""
    if len(units) <= NAMES_TOLD:
        return "、".join(units)
    return f"{'、'.join(units[:NAMES_TOLD])}等{len(units)}个单位"


def unmeasured(indicator: Indicator, target: Target | None) -> Iterator[str]:
    """What the set-up of an indicator and a target leave out: completion, pace, increment (contract sections 2, 6)."""
    if indicator.direction is Direction.LOWER:
        yield "越低越好"
    if indicator.kind is Kind.STATE:
        yield "状态类不计完成率"
        return
    is_level = is_level_judged(indicator)
    if target is None or target.value is None:
        yield "未设目标，不评达标" if is_level else "未设目标，不计完成率"
    elif target.value == 0:
        yield "目标为0，只评达标" if is_level else "目标为0，不计完成率"
    elif is_level:
        yield LEVEL_ONLY
    if indicator.accrual is Accrual.STOCK:
        yield "时点数，不计增量" if is_level else "时点数，不比序时、不计增量"
    elif indicator.has_completion and indicator.schedule.word == NO_PACE:
        yield "不比序时"


def has_sum(indicator: Indicator) -> bool:
    """Whether the units' figures come to one value at all."""
    return indicator.kind is not Kind.STATE and indicator.rollup not in (Rollup.EACH, Rollup.NONE)


def missing_words(missing: int, *, has_sum: bool) -> str:
    """有2个单位未报，不出合计."""
    return f"有{missing}{MISSING[has_sum]}"


def hidden_words(indicator: Indicator, exact: Decimal) -> str:
    """实际为64.9617%，按实际数评定: where the display would be judged otherwise."""
    return f"{HIDDEN[0]}{plain(exact)}{indicator.unit}{HIDDEN[1]}"


def both_targets_words(level: str, own: Decimal, units: Decimal) -> str:
    """各单位目标之和9，全市目标10，少1: both figures where they differ."""
    gap = sum_of((units, own.copy_negate()))
    return f"各单位目标之和{plain(units)}，全{level}目标{plain(own)}，{'多' if gap > 0 else '少'}{plain(abs(gap))}"


@dataclass(frozen=True)
class Remarks:
    """The remarks on one period's figures and totals."""

    results: Results

    @cached_property
    def _told(self) -> dict[tuple[object, ...], tuple[str, ...]]:
        """What has been said of figures alike; most figures of an indicator are."""
        return {}

    @cached_property
    def _adjusted(self) -> Mapping[tuple[str, str], list[AdjustedTarget]]:
        found: dict[tuple[str, str], list[AdjustedTarget]] = {}
        for one in adjusted_targets(self.results):
            found.setdefault((one.indicator.code, one.unit), []).append(one)
        return found

    @cached_property
    def _adjusted_units(self) -> Mapping[str, list[str]]:
        units: dict[str, list[str]] = {}
        for code, unit in self._adjusted:
            if unit:
                units.setdefault(code, []).append(unit)
        return units

    @cached_property
    def _own_units(self) -> frozenset[str]:
        return frozenset(unit.name for unit in self.results.breakdown.units if unit.is_own_level)

    @property
    def _has_previous(self) -> bool:
        return bool(self.results.previous.figures)

    def of_figure(self, figure: Figure) -> tuple[str, ...]:
        """What is to be said of one unit's figure, whatever it is."""
        target, has_previous = figure.target, figure.previous is not None
        asked = (figure.indicator.code, target.value is None, target.is_rankable, figure.carried, has_previous)
        if (words := self._told.get(asked)) is None:
            words = self._told[asked] = tuple(self._of_alike(figure))
        adjustments = self._adjustments_of(figure)
        return (*words, *map(adjusted_words, adjustments)) if adjustments else words

    def _of_alike(self, figure: Figure) -> Iterator[str]:
        """What is said alike of the figures of one indicator: it depends on no more than what `of_figure` asks by."""
        indicator, target = figure.indicator, figure.target
        yield from unmeasured(indicator, target)
        if figure.carried:
            period = read_period(figure.carried)
            yield f"沿用{period.title if period else figure.carried}的数，不排名次"
        elif indicator.kind is Kind.STATE or not target.is_rankable:
            yield "不排名次"
        if self._lacks_base(indicator) and figure.previous is None:
            yield "上期无数，不计增量"

    def _adjustments_of(self, figure: Figure) -> list[AdjustedTarget]:
        own = self._adjusted.get((figure.code, figure.unit))
        if own or figure.indicator.rollup is not Rollup.OWN_LEVEL or figure.unit not in self._own_units:
            return own or []
        issued = self.results.breakdown.targets[figure.code, figure.unit]
        # In a 市级 row the city's target stands in for a blank cell (contract section 2).
        return self._adjusted.get((figure.code, ""), []) if issued.value is None else []

    def _lacks_base(self, indicator: Indicator) -> bool:
        return self._has_previous and indicator.kind is not Kind.STATE and indicator.accrual is Accrual.CUMULATIVE

    def of_total(self, total: Total, figures: Iterable[Figure]) -> tuple[str, ...]:
        """What is to be said of a total, whatever the units report; `figures` are those of all units asked."""
        indicator, asked = total.indicator, list(figures)
        is_counted = indicator.rollup is not Rollup.OWN_LEVEL
        counted = [one for one in asked if is_counted or one.unit in self._own_units]
        words = [*self._way(indicator, asked, counted), *self._target(total, counted)]
        has_total = indicator.rollup is not Rollup.NONE and (indicator.rollup is not Rollup.EACH or indicator.has_parts)
        if has_total and self._lacks_base(indicator) and total.previous is None:
            words.append("上期未出合计，不计增量")
        if carried := [one.unit for one in counted if one.carried]:
            words.append(f"{named(carried)}沿用上期数")
        words += [adjusted_words(one) for one in self._adjusted.get((total.code, ""), [])]
        if units := self._adjusted_units.get(total.code):
            words.append(f"{named(units)}的目标有调整")
        return tuple(words)

    def _way(self, indicator: Indicator, asked: list[Figure], counted: list[Figure]) -> Iterator[str]:
        match indicator.rollup:
            case Rollup.NONE:
                yield "不汇总，各单位分别评定"
            case Rollup.EACH:
                yield "各达标，不计完成率"
            case Rollup.MEAN:
                yield "各单位的平均数"
            case Rollup.OWN_LEVEL if others := len(asked) - len(counted):
                yield f"只计{named([one.unit for one in counted])}所报，其他{others}个单位的数不计入"
            case _ if indicator.kind is Kind.STATE and len(counted) > 1:
                yield "取进展最慢的单位"

    def _target(self, total: Total, counted: list[Figure]) -> Iterator[str]:
        indicator, rollup = total.indicator, total.indicator.rollup
        if rollup is Rollup.NONE:
            if indicator.direction is Direction.LOWER:
                yield "越低越好"
            return
        without = [one.unit for one in counted if one.target.value is None]
        if rollup is Rollup.EACH and (total.target is None or total.target.value is None):
            if indicator.direction is Direction.LOWER:
                yield "越低越好"
            yield "各单位未设目标，不评达标" if len(without) == len(counted) else "按各单位自己的目标评"
            return
        # That 各达标 has no completion is said already.
        yield from (
            words for words in unmeasured(indicator, total.target) if rollup is not Rollup.EACH or words != LEVEL_ONLY
        )
        if rollup is not Rollup.SUM or indicator.kind is Kind.STATE or total.target is None:
            return
        if total.unit_target_sum is None:
            yield "目标未分解到单位"
        elif without:
            yield f"{named(without)}未分到目标"
