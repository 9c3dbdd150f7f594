"""What the lists of 评价.xlsx have a line for, how lines are numbered, and which lines go into which.

A line is there for all that may come to count: a standard that is 不适用 today may be 通过 when somebody mends the
sheet, and its project then has a score. Numbers count from 1 within a list; formulas find lines by them, so that a
list may be sorted by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from model.assessment.assessment import Assessment, ProjectScore, RuleScore
from model.assessment.checked import CheckedStandard
from model.assessment.scoring_rule import Method, ScoreRule
from model.breakdown import Breakdown
from model.figure import Figure
from model.form import StandardRow, standard_row
from model.results import Results
from model.rollup import is_scored
from model.unit import Unit

_Key = TypeVar("_Key")
_One = TypeVar("_One")


@dataclass(frozen=True)
class ProjectLine:
    """A unit in a project; `score` is None where nothing is scored there as things stand."""

    number: int
    unit: Unit
    project_key: str
    score: ProjectScore | None


@dataclass(frozen=True)
class RuleLine:
    """A rule for a unit; `project` is the number of its `ProjectLine`, `score` None where the rule does not apply."""

    number: int
    project: int
    unit: Unit
    rule: ScoreRule
    score: RuleScore | None


@dataclass(frozen=True)
class FigureLine:
    """A figure under a rule of completion, whose line is number `rule_line`.

    `first` is the number of the line that holds the same figure under another rule before; None for the first.
    """

    number: int
    rule_line: int
    rule: ScoreRule
    figure: Figure
    first: int | None


@dataclass(frozen=True)
class StandardLine:
    """A standard for a unit, with the numbers of the rules that count it and of the projects whose veto it is."""

    number: int
    place: int
    unit: Unit
    row: StandardRow
    first: CheckedStandard | None
    final: CheckedStandard | None
    rules: tuple[int, ...]
    projects: tuple[int, ...]

    @property
    def counted(self) -> CheckedStandard | None:
        """The conclusion that counts: that of 认定, else that of 初核."""
        return self.final or self.first


class Lines:
    """All lines of an assessed period, by unit, then in the breakdown's order."""

    def __init__(self, results: Results, assessment: Assessment) -> None:
        self._breakdown, self._assessment = results.breakdown, assessment
        self._figures = {(one.code, one.unit): one for one in results.rollup.figures}
        self._asked = _standards_asked(results.breakdown)
        self.projects: list[ProjectLine] = []
        self.rules: list[RuleLine] = []
        self.figures: list[FigureLine] = []
        self._first_lines: dict[tuple[str, str], int] = {}
        for unit in results.breakdown.units_assessed:
            self._add(unit)
        self.standards = tuple(self._standard_lines())
        self.rules_of = _by_key((one.project, one) for one in self.rules)
        self.projects_of = _by_key((one.unit.name, one) for one in self.projects)
        self.figures_of = _by_key((one.figure.unit, one) for one in self.figures)
        self.standards_by_rule = _by_key((number, one) for one in self.standards for number in one.rules)
        self.vetoes_of = _by_key((number, one) for one in self.standards for number in one.projects)
        self.standards_of = _by_key((one.unit.name, one) for one in self.standards)

    # One unit

    def _add(self, unit: Unit) -> None:
        for key in dict.fromkeys(one.project_key for one in self._breakdown.indicators_asked(unit.name)):
            rules = [one for one in self._breakdown.rules_of(key) if self._may_apply(one, unit)]
            if not any(one.full for one in rules) and not self._has_veto(unit, key):
                continue
            score = self._assessment.of(unit.name, key)
            line = ProjectLine(len(self.projects) + 1, unit, key, score)
            self.projects.append(line)
            for rule in rules:
                found = next((one for one in score.rules if one.rule == rule), None) if score else None
                self.rules.append(RuleLine(len(self.rules) + 1, line.number, unit, rule, found))
                if not rule.method.is_typed and rule.method is not Method.STANDARDS:
                    self._add_figures(unit, self.rules[-1])

    def _may_apply(self, rule: ScoreRule, unit: Unit) -> bool:
        """Whether the rule applies, or would with other conclusions."""
        if not any((code, unit.name) in self._figures for code in rule.codes):
            return False
        if rule.method is Method.STANDARDS:
            return any(set(rule.codes) & set(codes) for _, _, codes in self._asked.get(unit.name, ()))
        return rule.method.is_typed or any(one.indicator.weight for one in self._scored(rule, unit))

    def _scored(self, rule: ScoreRule, unit: Unit) -> Iterator[Figure]:
        asked = (self._figures.get((code, unit.name)) for code in rule.codes)
        return (one for one in asked if one is not None and is_scored(one))

    def _has_veto(self, unit: Unit, project_key: str) -> bool:
        return any(
            row.standard.is_veto and self._is_of(codes, unit, project_key)
            for _, row, codes in self._asked.get(unit.name, ())
        )

    def _is_of(self, codes: tuple[str, ...], unit: Unit, project_key: str) -> bool:
        """Whether one of `codes` is of the project and asked of the unit."""
        by_code = self._breakdown.by_code
        return any(
            by_code[code].project_key == project_key and self._breakdown.is_asked(code, unit.name) for code in codes
        )

    def _add_figures(self, unit: Unit, line: RuleLine) -> None:
        for figure in self._scored(line.rule, unit):
            number = len(self.figures) + 1
            first = self._first_lines.setdefault((figure.code, unit.name), number)
            is_first = first == number
            self.figures.append(FigureLine(number, line.number, line.rule, figure, None if is_first else first))

    # Standards

    def _standard_lines(self) -> Iterator[StandardLine]:
        checks, number = self._assessment.checks, 0
        rules = _by_key((one.unit.name, one) for one in self.rules if one.rule.method is Method.STANDARDS)
        projects = _by_key((one.unit.name, one) for one in self.projects)
        for unit in self._breakdown.units:
            for place, row, codes in self._asked.get(unit.name, ()):
                number += 1
                yield StandardLine(
                    number,
                    place,
                    unit,
                    row,
                    checks.first.standards.get((place, unit.name)),
                    checks.final.standards.get((place, unit.name)),
                    tuple(one.number for one in rules.get(unit.name, ()) if set(one.rule.codes) & set(codes)),
                    tuple(
                        one.number
                        for one in projects.get(unit.name, ())
                        if row.standard.is_veto and self._is_of(codes, unit, one.project_key)
                    ),
                )


_Asked = tuple[int, StandardRow, tuple[str, ...]]
"""A standard that a unit is asked: its place in the breakdown, its line, the indicators that it is for."""


def _standards_asked(breakdown: Breakdown) -> dict[str, list[_Asked]]:
    asked: dict[str, list[_Asked]] = {}
    for place, standard in enumerate(breakdown.standards):
        codes = breakdown.codes_of_standard(standard)
        for unit in breakdown.units:
            row = standard_row(breakdown, unit.name, standard)
            if row is not None:
                asked.setdefault(unit.name, []).append((place, row, codes))
    return asked


def _by_key(pairs: Iterator[tuple[_Key, _One]]) -> dict[_Key, list[_One]]:
    found: dict[_Key, list[_One]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return found
