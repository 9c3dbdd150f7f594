"""How one total came about, in lines for the screen: county by county, to the cells (`run --explain CODE`)."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from generators import wording
from generators.links import source_text
from generators.stages import (
    checked_of,
    cut_rates,
    origin_words,
    sent_otherwise,
    struck_words,
    without_rate_words,
)
from generators.telling.tracing import Tracer
from model.figure import Figure, Total, Verdict
from model.indicator import Indicator, Kind, Rollup
from model.movement import adjusted_targets
from model.quantity import HUNDRED, plain, plain_quotient, product, shown_percent, sum_of
from model.remark import adjusted_words
from model.results import Results
from model.submission import Status
from model.target import Target

_RULES: Mapping[Rollup, str] = {
    Rollup.SUM: "合计：所有应报单位的数相加；有一个单位没有数，就不出合计。",
    Rollup.WEIGHTED: "加权：各单位分子之和除以分母之和；有一个单位没有数，就不出合计。",
    Rollup.EACH: "各达标：每个应报单位都达到自己的目标才算达标，有一个未达标即为未达标。",
    Rollup.OWN_LEVEL: "市级：只取本级单位的数，其他单位的数只评定、排名，不计入。",
    Rollup.MEAN: "平均：各单位进度的简单平均；有一个单位没有数，就不出平均。",
    Rollup.NONE: "不汇总：只看各单位，本级不出数。",
}


def explained(results: Results, code: str) -> tuple[str, ...]:
    """The lines that tell how the total of `code` came about; `code` is one of the breakdown's."""
    return tuple(_Explanation(results, code).lines())


class _Explanation:
    def __init__(self, results: Results, code: str) -> None:
        self._results, self._breakdown = results, results.breakdown
        self._indicator = results.breakdown.by_code[code]
        self._figures = results.rollup.figures_of(code)
        self._total = results.rollup.total_of(code)
        self._tracer = Tracer(results)
        self._adjusted = [one for one in adjusted_targets(results) if one.indicator.code == code]
        self._counted_units = {unit.name for unit in self._breakdown.units_counted(self._indicator)}
        self._counted = [one for one in self._figures if one.unit in self._counted_units]
        self._groups = {unit.name: unit.rank_group for unit in self._breakdown.units}

    def lines(self) -> Iterator[str]:
        indicator = self._indicator
        yield f"{indicator.code} {indicator.name}（{indicator.category}·{indicator.project}）"
        schedule = f"序时{indicator.schedule.word}" if indicator.has_pace else "不比序时"
        facts = (indicator.kind, indicator.rollup, indicator.accrual, schedule, indicator.direction)
        yield f"　{'，'.join(str(one) for one in facts)}；单位{indicator.unit or '无'}；{self._as_of()}"
        yield f"　{_RULES[indicator.rollup]}"
        yield f"一、各单位（应报{self._total.units_asked}个，已报{self._total.units_reported}个）"
        for figure in self._figures:
            yield f"　{self._told(figure)}"
        yield f"二、{self._breakdown.basics.region}"
        for line in self._total_lines():
            yield f"　{line}"

    def _as_of(self) -> str:
        return f"截至{wording.day(self._breakdown.as_of(self._results.period))}"

    # One unit

    def _told(self, figure: Figure) -> str:
        parts = [self._value(figure), self._target(figure.target, figure.unit)]
        parts += [*self._judged(figure), self._place(figure), self._moved(figure)]
        if figure.is_present:
            parts += [f"来源：{origin_words(self._results, figure)}", self._cut(figure)]
        return f"{figure.unit}：" + "；".join(part for part in parts if part) + "。"

    def _cut(self, figure: Figure) -> str:
        """What was struck off, why, and where the unit's own figure stands."""
        sent, checked = sent_otherwise(figure), checked_of(self._results, figure)
        if sent is None or checked is None:
            return ""
        struck = struck_words(self._indicator, sent.value, figure.value) or "改动"
        reason = f"，原因：{checked.reason.rstrip('。')}" if checked.reason else ""
        return f"{struck}{reason}；自报数在{source_text(sent.source)}"

    def _value(self, figure: Figure) -> str:
        if not figure.is_present:
            return f"未报（{self._why_missing(figure)}）"
        indicator = self._indicator
        if figure.value is None:
            words = figure.text or ""
        elif figure.numerator is not None and figure.denominator is not None:
            words = f"{plain(figure.numerator)}÷{plain(figure.denominator)}{_amount(indicator, figure.value)}"
        else:
            words = f"{_exact(indicator, figure.value)}{_as_asked(indicator, figure.value)}"
        if indicator.kind is not Kind.STATE and figure.text:
            words += f"（原文“{figure.text}”）"
        if figure.carried:
            words += f"（沿用{figure.carried}）"
        return words if figure.unit in self._counted_units else f"{words}（不计入合计）"

    def _why_missing(self, figure: Figure) -> str:
        """Why a figure does not count: the cell that was sent back, or that nothing came."""
        held = [
            f"{source_of}{one.message}"
            for one in self._results.intake.findings_of(figure.unit)
            if one.holds and figure.code in one.codes
            for source_of in [f"{one.file} {one.sheet}!{one.cell}：" if one.file and one.cell else ""]
        ]
        if held:
            return "；".join(one.rstrip("。") for one in dict.fromkeys(held))
        statuses = {one.status for one in self._results.intake.submissions_of(figure.unit)}
        if Status.RETURNED in statuses:
            return "整表退回"
        return "没有收到报表" if statuses.isdisjoint((Status.ACCEPTED, Status.PARTIAL)) else "这一行没有采用"

    def _place(self, figure: Figure) -> str:
        if figure.rank is None:
            return ""
        before = f"，上期第{figure.previous_rank}位" if figure.previous_rank is not None else ""
        return f"{self._groups[figure.unit]}{wording.rank(figure.rank, figure.tied)}{before}"

    def _moved(self, one: Figure | Total) -> str:
        if one.previous is None:
            return ""
        words = f"上期{wording.amount(self._indicator, one.previous)}"
        return words if one.increment is None else f"{words}，本期{wording.change(self._indicator, one.increment)}"

    # The total

    def _total_lines(self) -> Iterator[str]:
        total, indicator = self._total, self._indicator
        if target := self._target(total.target, ""):
            yield f"{target}。"
        if total.unit_target_sum is not None:
            yield f"各单位目标之和：{_exact(indicator, total.unit_target_sum)}。"
        sum_line = self._sum_line()
        if sum_line:
            yield sum_line
        missing = [one.unit for one in self._counted if not one.is_present]
        if missing and indicator.rollup is not Rollup.NONE:
            yield f"没有数的单位：{'、'.join(missing)}；所以{self._without_total()}。"
        elif indicator.rollup is not Rollup.NONE and (cut := cut_rates(self._counted)):
            is_each = indicator.rollup is Rollup.EACH
            so = "不出总的比率，按各单位是否达标评定" if is_each else self._without_total()
            yield f"{without_rate_words(cut)}，不能加权；所以{so}。"
        is_judged = total.judgement.verdict is not Verdict.NOT_REPORTED
        for line in (*(self._judged(total) if is_judged else ()), self._moved(total)):
            if line:
                yield f"{line}。"
        if indicator.rollup is Rollup.NONE:
            yield "不汇总，本级没有数。"
        else:
            yield f"达到自己目标的单位：{total.units_done}个，应报{total.units_asked}个。"

    def _without_total(self) -> str:
        if self._indicator.rollup is Rollup.EACH and self._total.judgement.verdict is not None:
            return "本级不出数；已有单位未达标，仍判为未达标"
        return "本级暂不出合计，也不评定"

    def _sum_line(self) -> str:
        """The sum written out with every unit's figure, or what takes its place."""
        present = [one for one in self._counted if one.is_present]
        total, indicator = self._total, self._indicator
        if not present:
            return ""
        if indicator.kind is Kind.STATE:
            words = "、".join(f"{one.unit}{one.text}" for one in present)
            return f"取最慢的：{words}，得{total.text}。" if total.text else f"已报的：{words}。"
        name = "合计" if total.value is not None else "已报部分"
        makers: Mapping[Rollup, Callable[[list[Figure]], str]] = {
            Rollup.SUM: self._added, Rollup.OWN_LEVEL: self._added, Rollup.MEAN: self._averaged,
            Rollup.WEIGHTED: self._weighted, Rollup.EACH: self._weighted,
        }  # fmt: skip
        maker = makers.get(indicator.rollup)
        words = maker(present) if maker and total.reported_value is not None else ""
        return f"{name}：{words}。" if words else ""

    def _added(self, present: list[Figure]) -> str:
        indicator, value = self._indicator, self._total.reported_value
        assert value is not None
        if len(present) == 1:
            shown = wording.amount(indicator, value) if indicator.is_quotient else _exact(indicator, value)
            return f"就是{present[0].unit}的数，{shown}"
        addends = "＋".join(f"{one.unit}{_bare(indicator, one.value)}" for one in present if one.value is not None)
        return f"{addends}＝{_exact(indicator, value)}"

    def _weighted(self, present: list[Figure]) -> str:
        numerators = [one.numerator for one in present if one.numerator is not None]
        denominators = [one.denominator for one in present if one.denominator is not None]
        above, below = ("＋".join(plain(one) for one in many) for many in (numerators, denominators))
        parts = f"{plain(sum_of(numerators))}÷{plain(sum_of(denominators))}"
        assert self._total.reported_value is not None
        return f"（{above}）÷（{below}）＝{parts}{_amount(self._indicator, self._total.reported_value)}"

    def _averaged(self, present: list[Figure]) -> str:
        values = [one.value for one in present if one.value is not None]
        addends = "＋".join(_bare(self._indicator, one) for one in values)
        assert self._total.reported_value is not None
        return f"（{addends}）÷{len(values)}{_amount(self._indicator, self._total.reported_value)}"

    # What both share

    def _target(self, target: Target | None, unit: str) -> str:
        words = wording.target(self._indicator, target)
        if not words:
            return ""
        told = f"目标{words}（{self._tracer.target(self._indicator.code, unit)}）"
        return "；".join((told, *(adjusted_words(one) for one in self._adjusted if one.unit == unit)))

    def _judged(self, one: Figure | Total) -> Iterator[str]:
        judged, indicator = one.judgement, self._indicator
        digits = self._breakdown.basics.completion_digits
        if judged.completion is not None and one.value is not None and one.target is not None and one.target.value:
            share = _result(f"{shown_percent(judged.completion, digits):f}%", judged.completion)
            if indicator.kind is Kind.AMOUNT:
                yield f"完成率{_bare(indicator, one.value)}÷{plain(one.target.value)}{share}"
            else:
                yield f"完成率{share.lstrip('＝')}"
        if judged.gap is not None and judged.due is not None:
            due = f"{shown_percent(judged.due, digits):f}%"
            yield f"序时{due}，差距{plain(judged.gap)}个百分点，{judged.pace.label}"
        elif judged.gap is not None:
            yield f"与目标相差{plain(judged.gap)}{'个百分点' if indicator.is_percent else indicator.unit}"
        if judged.verdict is not None:
            yield f"评定：{judged.verdict}"


def _bare(indicator: Indicator, value: Decimal) -> str:
    """The whole figure without 单位; percentages with their sign."""
    return f"{plain_quotient(product(value, HUNDRED))}%" if indicator.is_percent else plain(value)


def _exact(indicator: Indicator, value: Decimal) -> str:
    """The whole figure, unrounded, with its 单位."""
    return _bare(indicator, value) if indicator.is_percent else f"{plain(value)}{indicator.unit}"


def _as_asked(indicator: Indicator, value: Decimal) -> str:
    """What the cell itself holds, where 填报计量 is another unit: （表中25000人次）."""
    if indicator.form_factor == 1:
        return ""
    return f"（表中{plain(product(value, indicator.form_factor))}{indicator.asked_unit}）"


def _amount(indicator: Indicator, value: Decimal) -> str:
    """What a division yields: ＝71.9% where that is the whole figure, ≈71.9% where it is rounded."""
    shown = wording.amount(indicator, value)
    return f"{'＝' if shown == _exact(indicator, value) else '≈'}{shown}"


def _result(shown: str, share: Decimal) -> str:
    """The same of a completion, whose percentage `shown` may be rounded."""
    return f"{'＝' if Decimal(shown[:-1]) == product(share, HUNDRED) else '≈'}{shown}"
