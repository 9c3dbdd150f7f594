"""The breakdown (目标分解表.xlsx): the one place where a year is set up."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from model.assessment.scoring_rule import ScoreRule, default_rule
from model.indicator import Indicator, Kind, Rollup
from model.period import Period
from model.quantity import halfwidth, plain, sum_of
from model.relation import Relation
from model.target import Target
from model.unit import Unit


class MissingPolicy(StrEnum):
    """缺报处理: what stands for a unit that has not reported."""

    LEAVE_OUT = "不计入"
    CARRY_OVER = "沿用上期"


class FaultPolicy(StrEnum):
    """有误处理: what an error sends back."""

    ITEM = "退回该项"
    SHEET = "退回整表"


@dataclass(frozen=True)
class Basics:
    """The sheet 基本信息. `pace_tolerance` is in percentage points, `score_cap` a fraction."""

    region: str
    year: int
    level: str
    issuer: str = ""
    issuer_code: str = ""
    addressees: str = ""
    copies: str = ""
    printer: str = ""
    due_day: int = 25
    missing_policy: MissingPolicy = MissingPolicy.LEAVE_OUT
    fault_policy: FaultPolicy = FaultPolicy.ITEM
    completion_digits: int = 1
    pace_tolerance: Decimal = Decimal(0)
    score_cap: Decimal = Decimal(1)
    supervision_periods: int = 2


@dataclass(frozen=True)
class PeriodNote:
    """A row of the sheet 期次. Dates and texts are None or empty where the cell is blank."""

    period: Period
    data_as_of: date | None = None
    due: date | None = None
    document_number: str = ""
    dated: date | None = None
    printed: date | None = None
    assessment: str = ""
    assessment_weight: Decimal = Decimal(1)
    previous: Period | None = None
    cell: str | None = None


@dataclass(frozen=True)
class Adjustment:
    """A row of the sheet 目标调整. `unit` is empty for the city's own target, `old` what 原目标 says, where it says it.

    `cell` is the row's first cell, `old_cell` that of 原目标.
    """

    code: str
    unit: str
    new: Target
    since: Period
    basis: str
    old: Target | None = None
    cell: str | None = None
    old_cell: str | None = None


@dataclass(frozen=True)
class Exemption:
    """A row of the sheet 豁免. An empty `rule` is every rule on that code; `until` None is for the whole year."""

    unit: str
    code: str
    rule: str
    until: Period | None
    approved_by: str
    reason: str
    cell: str | None = None

    def covers(self, unit: str | None, codes: tuple[str, ...], rule: str, period: Period) -> bool:
        """Whether it settles a finding of `rule` on `codes` of `unit` in `period`."""
        is_in_force = self.until is None or period.last_day <= self.until.last_day
        return is_in_force and self.unit == unit and self.code in codes and self.rule in ("", rule)


@dataclass(frozen=True)
class Duty:
    """A line of the sheet 项目: who answers for a project."""

    category: str
    number: str
    project: str
    task: str
    weight: Decimal
    department: str
    person: str
    leader: str
    contact: str = ""
    telephone: str = ""

    @property
    def project_key(self) -> str:
        """类别/项目, as of an indicator."""
        return f"{self.category}/{self.project}"


@dataclass(frozen=True)
class Standard:
    """A row of the sheet 验收标准. `codes` are indicators or a project."""

    codes: tuple[str, ...]
    number: str
    standard: str
    is_veto: bool
    cell: str | None = None


def codes_named(indicators: Sequence[Indicator], names: Sequence[str]) -> tuple[str, ...]:
    """The codes of those that `names` speak of, by 编码, else by 项目 or 类别/项目; in the order of `indicators`."""
    named = set(names)
    return tuple(one.code for one in indicators if one.code in named) or tuple(
        one.code for one in indicators if {one.project, one.project_key} & named
    )


@dataclass(frozen=True)
class Breakdown:
    """A year's set-up. `targets` is keyed by (code, unit); a pair that is not there is not asked.

    `target_cells` tells where a target stands, under (code, "") the city's own; `code_cells` where the 编码 of an
    indicator stands, `unit_cells` the name of a unit.
    """

    basics: Basics
    indicators: tuple[Indicator, ...]
    units: tuple[Unit, ...]
    targets: Mapping[tuple[str, str], Target]
    duties: tuple[Duty, ...] = ()
    periods: tuple[PeriodNote, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    relations: tuple[Relation, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    standards: tuple[Standard, ...] = ()
    scoring: tuple[ScoreRule, ...] = ()
    target_cells: Mapping[tuple[str, str], str] = field(default_factory=dict)
    code_cells: Mapping[str, str] = field(default_factory=dict)
    unit_cells: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_code(self) -> Mapping[str, Indicator]:
        """The indicators by 编码."""
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def _unit_by_name(self) -> Mapping[str, Unit]:
        known: dict[str, Unit] = {}
        for unit in self.units:
            for name in (unit.name, *unit.aliases):
                known.setdefault(halfwidth(name), unit)
        return known

    @cached_property
    def projects(self) -> tuple[str, ...]:
        """Keys (类别/项目) of the projects, in the order of the indicators."""
        return tuple(dict.fromkeys(indicator.project_key for indicator in self.indicators))

    def category_of(self, project_key: str) -> str:
        """类别 of a project of ours; either of the two names may hold a / itself, so that its key cannot be divided."""
        return self._first_by_project[project_key].category

    def project_of(self, project_key: str) -> str:
        """项目 of a project of ours without its 类别."""
        return self._first_by_project[project_key].project

    def project_title(self, project_key: str) -> str:
        """项目 of a project of ours for people: 【类别】项目 where two 类别 have one of that name."""
        name = self.project_of(project_key)
        is_alone = sum(self.project_of(one) == name for one in self.projects) == 1
        return name if is_alone else f"【{self.category_of(project_key)}】{name}"

    @cached_property
    def _first_by_project(self) -> Mapping[str, Indicator]:
        return {one.project_key: one for one in reversed(self.indicators)}

    def unit_named(self, name: str) -> Unit | None:
        """The unit with this name or alias, white space and width aside."""
        return self._unit_by_name.get(halfwidth(name))

    @cached_property
    def _name_lengths(self) -> frozenset[int]:
        return frozenset(len(name) for name in self._unit_by_name)

    def names_in(self, text: str) -> list[str]:
        """The names and aliases of units that stand in `text`, white space and width aside, in the breakdown's order.

        Looked up piece by piece of the text: a nation has three thousand units, each of which sends a file.
        """
        bare, known = halfwidth(text), self._unit_by_name
        pieces = {bare[at : at + size] for size in self._name_lengths for at in range(len(bare) - size + 1)}
        return sorted(pieces & known.keys(), key=self._name_order.__getitem__)

    @cached_property
    def _name_order(self) -> Mapping[str, int]:
        return {name: index for index, name in enumerate(self._unit_by_name)}

    def is_asked(self, code: str, unit: str) -> bool:
        """Whether `unit` (its name, not an alias) is asked `code`."""
        return (code, unit) in self.targets

    def indicators_asked(self, unit: str) -> tuple[Indicator, ...]:
        """What `unit` is asked, in the order of the breakdown."""
        return self._asked.get(unit, ())

    @cached_property
    def _asked(self) -> Mapping[str, tuple[Indicator, ...]]:
        asked: dict[str, list[Indicator]] = {}
        by_code: dict[str, list[str]] = {}
        for code, unit in self.targets:
            by_code.setdefault(code, []).append(unit)
        for indicator in self.indicators:
            for unit in by_code.get(indicator.code, ()):
                asked.setdefault(unit, []).append(indicator)
        return {unit: tuple(indicators) for unit, indicators in asked.items()}

    def units_asked(self, code: str) -> tuple[Unit, ...]:
        """Who is asked `code`, in the order of the breakdown."""
        return tuple(one for one in self.units if (code, one.name) in self.targets)

    def units_counted(self, indicator: Indicator) -> tuple[Unit, ...]:
        """Whose figures make up the total: for 市级 the units of this level alone (contract section 2)."""
        asked = self.units_asked(indicator.code)
        return tuple(one for one in asked if one.is_own_level) if indicator.rollup is Rollup.OWN_LEVEL else asked

    @cached_property
    def _adjustments(self) -> Mapping[tuple[str, str], list[Adjustment]]:
        by_target: dict[tuple[str, str], list[Adjustment]] = {}
        for one in self.adjustments:
            by_target.setdefault((one.code, one.unit), []).append(one)
        return by_target

    def _adjusted(self, code: str, unit: str, day: date) -> Target | None:
        inforce = [one for one in self._adjustments.get((code, unit), ()) if one.since.first_day <= day]
        return max(inforce, key=lambda one: one.since.first_day).new if inforce else None

    def target_of(self, code: str, unit: str, period: Period) -> Target | None:
        """What `unit` is asked in `period`, 目标调整 counted in; None when it is not asked.

        In a 市级 row the city's 目标 stands in for a blank cell of a unit of this level (contract section 2).
        """
        return self.target_on(code, unit, period.last_day)

    def target_on(self, code: str, unit: str, day: date) -> Target | None:
        """The same as it stands on `day`."""
        own = self.targets.get((code, unit))
        if own is None:
            return None
        adjusted = self._adjusted(code, unit, day)
        if adjusted is not None:
            return adjusted
        indicator = self.by_code[code]
        if own.value is None and indicator.kind is not Kind.STATE and indicator.rollup is Rollup.OWN_LEVEL:
            asked_unit = self.unit_named(unit)
            if asked_unit is not None and asked_unit.is_own_level:
                return self._adjusted(code, "", day) or indicator.target or own
        return own

    def own_target(self, code: str, period: Period) -> Target | None:
        """The target of this level itself; a blank 目标 is the sum of the units' targets for 合计, else none."""
        return self.own_target_on(code, period.last_day)

    def own_target_on(self, code: str, day: date) -> Target | None:
        """The same as it stands on `day`."""
        indicator = self.by_code[code]
        stated = self._adjusted(code, "", day) or indicator.target
        if stated is not None:
            return stated
        if indicator.rollup is not Rollup.SUM or indicator.kind is Kind.STATE:
            return None
        parts = self._unit_target_sum(code, day)
        return None if parts is None else Target(parts, indicator.comparator)

    def unit_target_sum(self, code: str, period: Period) -> Decimal | None:
        """What the counted units' targets add up to; None where none of them has a target."""
        return self._unit_target_sum(code, period.last_day)

    def _unit_target_sum(self, code: str, day: date) -> Decimal | None:
        targets = (self.target_on(code, unit.name, day) for unit in self.units_counted(self.by_code[code]))
        values = [one.value for one in targets if one is not None and one.value is not None]
        return sum_of(values) if values else None

    def note_of(self, period: Period) -> PeriodNote:
        """The row of the sheet 期次, or one with nothing in it."""
        return next((one for one in self.periods if one.period == period), PeriodNote(period))

    def due_date(self, period: Period) -> date:
        """上报截止 of the sheet 期次, else 上报日 of the period's last month (contract section 6)."""
        last = period.last_day
        return self.note_of(period).due or last.replace(day=min(self.basics.due_day, last.day))

    def as_of(self, period: Period) -> date:
        """What papers call 截至: 数据截止 of the sheet 期次, else the period's last day (contract section 6)."""
        return self.note_of(period).data_as_of or period.last_day

    def duties_of(self, project_key: str) -> tuple[Duty, ...]:
        """The lines of the sheet 项目 that speak of a project."""
        return tuple(one for one in self.duties if one.project_key == project_key)

    def codes_of_standard(self, standard: Standard) -> tuple[str, ...]:
        """The indicators that a standard is for: those that it names, else all of the project that it names."""
        return codes_named(self.indicators, standard.codes)

    @cached_property
    def units_assessed(self) -> tuple[Unit, ...]:
        """Who is scored and ranked in an assessment: the units below this level; where there are none, all."""
        return tuple(one for one in self.units if not one.is_own_level) or self.units

    @cached_property
    def _rules_by_project(self) -> Mapping[str, tuple[ScoreRule, ...]]:
        by_project: dict[str, list[ScoreRule]] = {}
        for rule in self.scoring:
            by_project.setdefault(rule.project_key, []).append(rule)
        return {key: tuple(rules) for key, rules in by_project.items()}

    def rules_of(self, project_key: str) -> tuple[ScoreRule, ...]:
        """How a project is scored: its rows of 评分, else by completion alone."""
        codes = [one.code for one in self.indicators if one.project_key == project_key]
        return self._rules_by_project.get(project_key) or (default_rule(project_key, codes),)

    def project_weight(self, project_key: str) -> Decimal:
        """权重 of the sheet 项目, 1 where the project has no line there."""
        return next((one.weight for one in self.duties_of(project_key)), Decimal(1))

    def exemption_for(self, unit: str | None, codes: tuple[str, ...], rule: str, period: Period) -> Exemption | None:
        """The exemption that settles a finding of `rule` on `codes` of `unit` in `period`."""
        return next((one for one in self.exemptions if one.covers(unit, codes, rule, period)), None)

    def asked_digest(self, unit: str, period: Period) -> str:
        """Digest of what `unit` is asked: 编码, 指标, 单位, 类型, target (contract section 3)."""

        def lines() -> Iterator[str]:
            for indicator in self.indicators_asked(unit):
                target = self.target_of(indicator.code, unit, period)
                stated = "" if target is None or target.value is None else plain(target.value)
                yield "\t".join((indicator.code, indicator.name, indicator.asked_unit, indicator.kind, stated))

        return hashlib.sha256("\n".join(lines()).encode("utf-8")).hexdigest()
