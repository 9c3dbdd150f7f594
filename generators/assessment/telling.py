"""Scores, ranks, checked and struck figures in the words of the papers of an assessed period."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from generators import wording
from generators.stages import STAGE_ORDER
from generators.wording import NOTHING
from model.assessment.assessment import Assessment, ProjectScore, shown_points
from model.assessment.checked import CheckedFigure, CheckedStandard, Conclusion, Deduction
from model.breakdown import Breakdown
from model.figure import Figure
from model.form import standard_row
from model.indicator import Indicator, Kind
from model.quantity import HUNDRED, plain, quotient, round_half_up
from model.results import Results
from model.submission import Stage
from model.unit import Unit

VETOED, NOT_SCORED = "不予通过", "未评"


# Scores and ranks


@dataclass(frozen=True)
class Place:
    """A unit's score, in points of a hundred, and its place among those that it is ranked with."""

    unit: str
    score: Decimal
    rank: int


def points(score: Decimal) -> str:
    """98.20: a score as it is shown and ranked; a true zero is 0."""
    return f"{shown_points(score):f}" if score else "0"


def ranked_words(places: Iterable[Place]) -> str:
    """甲县98.20分，乙县和丙市均为95.00分（并列第2位）: from high to low; of many the first and the last."""
    ranked = sorted(places, key=lambda one: one.rank)
    groups = [list(alike) for _, alike in groupby(ranked, key=lambda one: one.rank)]
    if len(ranked) <= _TOLD_WHOLE or len(groups) < _FEWEST_GROUPS:
        return "，".join(map(_alike, groups))
    first, last = _nearest_end(groups), _nearest_end(groups[::-1])[::-1]
    if len(first) + len(last) >= len(groups):
        return "，".join(map(_alike, groups))
    return f"居前的是{'，'.join(map(_alike, first))}；居后的是{'，'.join(map(_alike, last))}"


_TOLD_WHOLE = 15
"""So many units are told one after the other; of more, the table tells those in the middle."""

_FEWEST_GROUPS, _AT_AN_END = 3, 5


def _nearest_end(groups: Sequence[list[Place]]) -> list[list[Place]]:
    """The groups that hold the first units, at least so many."""
    taken: list[list[Place]] = []
    for group in groups:
        if sum(map(len, taken)) >= _AT_AN_END:
            break
        taken.append(group)
    return taken


def _alike(group: Sequence[Place]) -> str:
    shown = f"{points(group[0].score)}分"
    names = [one.unit for one in group]
    if len(names) == 1:
        return f"{names[0]}{shown}"
    return f"{some(names)}均为{shown}（并列第{group[0].rank}位）"


# Figures


def content(indicator: Indicator, value: Decimal | None, text: str | None) -> str:
    """A figure with its 单位, the word of a 状态; — where there is none."""
    if indicator.kind is Kind.STATE:
        return text or NOTHING
    return NOTHING if value is None else wording.amount(indicator, value)


def struck_words(deduction: Deduction) -> str:
    """0.66万人次, 3个百分点; 调高0.4个百分点 where less is better; — for a 状态."""
    struck = deduction.struck
    if struck is None:
        return NOTHING
    return f"{'' if struck > 0 else '调高'}{_apart(deduction.indicator, abs(struck))}"


def _apart(indicator: Indicator, difference: Decimal) -> str:
    if not indicator.is_percent:
        return wording.amount(indicator, difference)
    shown = round_half_up(difference * HUNDRED, indicator.digits)
    return f"{plain(shown)}个百分点" if shown else f"不足{plain(Decimal(1).scaleb(-indicator.digits))}个百分点"


def share_struck(deduction: Deduction) -> Decimal | None:
    """What part of the reported figure was struck off; None where nothing was taken off it."""
    if not deduction.before or deduction.struck is None or deduction.struck <= 0:
        return None
    return quotient(deduction.struck, deduction.before)


_FEW = 8


def some(names: Sequence[str]) -> str:
    """A few names are all told; of many the first, and how many there are: 甲县、乙县、丙市等17个单位."""
    if len(names) <= _FEW:
        return wording.listing(names)
    return f"{'、'.join(names[:_FIRST_OF_MANY])}等{len(names)}个单位"


_FIRST_OF_MANY = 3


def no_full_stop(text: str) -> str:
    """What a department wrote, as part of a sentence or a cell."""
    return wording.sentence(text).rstrip("。")


# One assessment


@dataclass(frozen=True)
class StruckFigure:
    """A figure that does not count as reported: what each stage says of it, who struck it and why, in words."""

    deduction: Deduction
    reported: str
    checked: str
    confirmed: str
    cuts: tuple[CheckedFigure, ...]
    """What departments said otherwise than was said before them."""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """At which stages it was struck."""
        return tuple(one.stage for one in self.cuts)

    @property
    def departments(self) -> tuple[str, ...]:
        """Who struck it."""
        return tuple(dict.fromkeys(one.department for one in self.cuts))

    @property
    def reason(self) -> str:
        """Why; by stage where both struck."""
        reasons = [(one, no_full_stop(one.reason)) for one in self.cuts]
        if len(reasons) < 2:
            return "".join(why for _, why in reasons)
        return "；".join(f"{one.stage.label}：{why}" for one, why in reasons if why)


@dataclass(frozen=True)
class FailedStandard:
    """A standard of a project that a unit did not pass."""

    project_key: str
    names: str
    standard: str
    is_veto: bool
    checked: CheckedStandard

    @property
    def judged_by(self) -> str:
        """市民政局（初核）."""
        return f"{self.checked.department}（{self.checked.stage.label}）"

    @property
    def opinion(self) -> str:
        """意见, without a full stop; empty where the department wrote none."""
        return no_full_stop(self.checked.opinion)


@dataclass(frozen=True)
class Assessed:
    """An assessed period with what its papers ask of it."""

    results: Results
    assessment: Assessment

    @classmethod
    def of(cls, results: Results) -> "Assessed":
        """Raises ValueError for a period that is not assessed."""
        if results.assessment is None:
            raise ValueError(f"{results.period.name} is not assessed")
        return cls(results, results.assessment)

    @property
    def breakdown(self) -> Breakdown:
        """The year's set-up."""
        return self.results.breakdown

    @property
    def units(self) -> tuple[Unit, ...]:
        """Who is assessed."""
        return self.breakdown.units_assessed

    def project_name(self, key: str) -> str:
        """How sentences name a project."""
        return self.breakdown.project_title(key)

    @cached_property
    def rank_groups(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the units assessed by 排名组, in the breakdown's order."""
        groups: dict[str, list[str]] = {}
        for unit in self.units:
            groups.setdefault(unit.rank_group, []).append(unit.name)
        return {group: tuple(names) for group, names in groups.items()}

    @cached_property
    def figures(self) -> Mapping[tuple[str, str], Figure]:
        """What counts of each unit assessed, by (code, unit)."""
        names = {one.name for one in self.units}
        return {(one.code, one.unit): one for one in self.results.rollup.figures if one.unit in names}

    def figures_of(self, unit: str, project_key: str) -> list[Figure]:
        """What counts of a unit in a project, in the breakdown's order."""
        of_unit = self.breakdown.indicators_asked(unit)
        return [self.figures[one.code, unit] for one in of_unit if one.project_key == project_key]

    def group_words(self, places: Mapping[str, Place]) -> list[dict[str, object]]:
        """The rankings by 排名组, whose name is empty where there is only one."""
        told: list[dict[str, object]] = []
        for group, names in self.rank_groups.items():
            ranked = [places[name] for name in names if name in places]
            if ranked:
                told.append({"组": group if len(self.rank_groups) > 1 else "", "名次": ranked_words(ranked)})
        return told

    @cached_property
    def struck(self) -> tuple[StruckFigure, ...]:
        """The 核减 list, by unit, then indicator, both in the breakdown's order."""
        units = {one.name: place for place, one in enumerate(self.breakdown.units)}
        codes = {one.code: place for place, one in enumerate(self.breakdown.indicators)}
        ordered = sorted(self.assessment.deductions, key=lambda one: (units[one.unit], codes[one.indicator.code]))
        return tuple(map(self._struck, ordered))

    def _struck(self, one: Deduction) -> StruckFigure:
        shown = {Stage.REPORTED: content(one.indicator, one.before, one.before_text)}
        before: tuple[Decimal | None, str | None] = (one.before, one.before_text)
        cuts = []
        for intake in self.assessment.checks.stages:
            checked = intake.figures.get((one.indicator.code, one.unit))
            if checked is None:
                continue
            now = (checked.value, checked.text if one.before_text is not None else None)
            shown[intake.stage] = content(one.indicator, *now)
            if now != before:
                cuts.append(checked)
            before = now
        reported, first, final = (shown.get(stage, NOTHING) for stage in STAGE_ORDER[::-1])
        return StruckFigure(one, reported, first, final, tuple(cuts))

    @cached_property
    def failed(self) -> Mapping[str, tuple[FailedStandard, ...]]:
        """The standards that each unit assessed did not pass: vetoes first, then in the breakdown's order."""
        told = {one.name: list(self._failed(one.name)) for one in self.units}
        return {unit: tuple(sorted(own, key=lambda one: not one.is_veto)) for unit, own in told.items() if own}

    def _failed(self, unit: str) -> Iterator[FailedStandard]:
        by_code = self.breakdown.by_code
        for place, standard in enumerate(self.breakdown.standards):
            found = self.assessment.checks.conclusion(place, unit)
            row = standard_row(self.breakdown, unit, standard)
            if row is None or found is None or found.conclusion is not Conclusion.FAILED:
                continue
            codes = self.breakdown.codes_of_standard(standard)
            keys = dict.fromkeys(by_code[code].project_key for code in codes if self.breakdown.is_asked(code, unit))
            for key in keys:
                yield FailedStandard(key, row.names, no_full_stop(standard.standard), standard.is_veto, found)

    def standards_without_conclusion(self, unit: str, project_key: str) -> int:
        """How many standards of a project no department has judged yet for a unit."""
        by_code = self.breakdown.by_code
        count = 0
        for place, standard in enumerate(self.breakdown.standards):
            codes = self.breakdown.codes_of_standard(standard)
            own = [code for code in codes if by_code[code].project_key == project_key]
            is_asked = any(self.breakdown.is_asked(code, unit) for code in own)
            count += is_asked and self.assessment.checks.conclusion(place, unit) is None
        return count

    def vetoes(self, score: ProjectScore) -> list[FailedStandard]:
        """The failed standards by which a project is 不予通过 for a unit."""
        own = self.failed.get(score.unit, ())
        return [one for one in own if one.is_veto and one.project_key == score.project_key]

    def department_words(self, indicators: Iterable[Indicator], stage: Stage) -> str:
        """Who checks them at a stage: 市民政局、市教育局; empty where nobody does."""
        named = (one.first_check if stage is Stage.CHECKED else one.final_check for one in indicators)
        return "、".join(dict.fromkeys(name for names in named for name in names))

    def count_by_stage(self, figures: Iterable[Figure]) -> str:
        """认定数20个、初核数10个（其中4个尚待认定）、自报数3个（尚未核验): what the figures that count rest on."""
        counts: Counter[Stage] = Counter()
        still_out: Counter[Stage] = Counter()
        for one in figures:
            if not one.is_reported:
                continue
            counts[one.stage] += 1
            still_out[one.stage] += is_still_out(one)
        waiting = {Stage.CHECKED: "尚待认定", Stage.REPORTED: "尚待核验"}
        parts = []
        for stage in (one for one in STAGE_ORDER if counts[one]):
            out = still_out[stage]
            of_these = f"其中{out}个" if out < counts[stage] else ""
            parts.append(f"{stage.label}数{counts[stage]}个{f'（{of_these}{waiting[stage]}）' if out else ''}")
        return "、".join(parts)


def is_still_out(figure: Figure) -> bool:
    """Whether a department that has a say in the figure has not given it yet."""
    if not figure.is_reported:
        return False
    indicator = figure.indicator
    last = Stage.CONFIRMED if indicator.final_check else Stage.CHECKED if indicator.first_check else Stage.REPORTED
    return STAGE_ORDER.index(figure.stage) > STAGE_ORDER.index(last)
