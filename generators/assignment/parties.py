"""Who has which part in the year's work: departments and reporting units, one entry each whatever name is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from generators import wording
from generators.assignment.stated import own_target
from generators.wording import NOTHING
from model.breakdown import Breakdown, Duty
from model.indicator import Indicator
from model.quantity import halfwidth
from model.unit import Unit


class Role(StrEnum):
    """What a party has to do with an indicator."""

    LEAD = "牵头"
    SHARED = "责任"
    FIRST_CHECK = "初核"
    FINAL_CHECK = "认定"
    REPORT = "填报"


def named_in(indicator: Indicator) -> Mapping[Role, tuple[str, ...]]:
    """The departments that the row of an indicator names, by what they have to do with it."""
    return {
        Role.LEAD: indicator.leads,
        Role.SHARED: indicator.shared,
        Role.FIRST_CHECK: indicator.first_check,
        Role.FINAL_CHECK: indicator.final_check,
    }


@dataclass(frozen=True)
class Parties:
    """The parties of a breakdown."""

    breakdown: Breakdown

    @cached_property
    def roles(self) -> Mapping[str, Mapping[str, tuple[Role, ...]]]:
        """By party, in the order of the breakdown, then by 编码: what it has to do with that indicator."""
        found: dict[str, dict[str, list[Role]]] = {}
        for duty in self.breakdown.duties:
            if duty.department.strip():
                found.setdefault(self.name_of(duty.department), {})
        for indicator in self.breakdown.indicators:
            for name, role in self._parts(indicator):
                roles = found.setdefault(name, {}).setdefault(indicator.code, [])
                if role not in roles:
                    roles.append(role)
        return {name: {code: tuple(roles) for code, roles in parts.items()} for name, parts in found.items()}

    def _parts(self, indicator: Indicator) -> Iterator[tuple[str, Role]]:
        for role, names in named_in(indicator).items():
            for name in names:
                yield self.name_of(name), role
        for unit in self.breakdown.units_asked(indicator.code):
            yield unit.name, Role.REPORT

    @cached_property
    def _written(self) -> dict[str, str]:
        return {}

    def name_of(self, name: str) -> str:
        """The one name of a party: a unit's own for its aliases, else as it was first written."""
        unit = self.breakdown.unit_named(name)
        return unit.name if unit is not None else self._written.setdefault(halfwidth(name), name.strip())

    def duties_of(self, party: str) -> tuple[Duty, ...]:
        """The lines of the sheet 项目 that name the party."""
        return tuple(one for one in self.breakdown.duties if self.name_of(one.department) == party)

    @cached_property
    def units_below(self) -> tuple[Unit, ...]:
        """The units below this level that are asked anything."""
        return tuple(
            one for one in self.breakdown.units if not one.is_own_level and self.breakdown.indicators_asked(one.name)
        )

    @cached_property
    def own_units(self) -> tuple[Unit, ...]:
        """The units of this level that are asked anything."""
        return tuple(
            one for one in self.breakdown.units if one.is_own_level and self.breakdown.indicators_asked(one.name)
        )

    @cached_property
    def below_name(self) -> str:
        """How the units below this level are called together: 县（市、区）和功能区."""
        return wording.listing(list(dict.fromkeys(wording.kind_name(one.kind, self.level) for one in self.units_below)))

    @property
    def level(self) -> str:
        """层级: 省, 市, 县."""
        return self.breakdown.basics.level

    @cached_property
    def own_targets(self) -> Mapping[str, str]:
        """The target of this level itself by 编码, as papers state it: every list prints it again."""
        return {one.code: own_target(self.breakdown, one) for one in self.breakdown.indicators}

    @cached_property
    def reporters(self) -> Mapping[str, str]:
        """Who reports an indicator, by 编码: 各县（市、区）、市财政局; 9个县（市、区） where not all are asked."""
        return {one.code: self._reporters(one) for one in self.breakdown.indicators}

    @cached_property
    def _parts_in_place(self) -> frozenset[str]:
        """Figures that are part of another (其中于) and stand right behind it or behind its other parts."""
        found, whole = set(), ""
        for one in self.breakdown.indicators:
            if one.part_of and one.part_of == whole:
                found.add(one.code)
            else:
                whole = one.code
        return frozenset(found)

    def title_of(self, indicator: Indicator) -> str:
        """新增技能人才; 其中：新增高技能人才 for a part that follows its whole."""
        return f"{'其中：' if indicator.code in self._parts_in_place else ''}{indicator.name}"

    def content_of(self, indicator: Indicator) -> str:
        """The indicator with its task: 职业技能培训：完成技能培训16万人次; a task that holds the name stands alone."""
        name, task = indicator.name, indicator.task.strip().rstrip("。；")
        title = self.title_of(indicator)
        if not task or task in name:
            return title
        return f"{title.removesuffix(name)}{task}" if name in task else f"{title}：{task}"

    def _reporters(self, indicator: Indicator) -> str:
        asked = self.breakdown.units_asked(indicator.code)
        below = [one for one in asked if not one.is_own_level]
        names = [one.name for one in asked if one.is_own_level]
        if below:
            is_all = len(below) == len(self.units_below) > 1
            counted = wording.counted_units(below, self.level) if len(below) > 1 else below[0].name
            names.insert(0, f"各{self.below_name}" if is_all else counted)
        return "、".join(names) or NOTHING


def joined(names: Iterable[str]) -> str:
    """Names in a cell; — for none."""
    return "、".join(names) or NOTHING


def project_number(breakdown: Breakdown, project_key: str) -> str:
    """序号 of the sheet 项目, else the project's place in its 类别."""
    stated = next((one.number.strip() for one in breakdown.duties_of(project_key) if one.number.strip()), "")
    category = breakdown.category_of(project_key)
    siblings = [one for one in breakdown.projects if breakdown.category_of(one) == category]
    return stated or str(siblings.index(project_key) + 1)
