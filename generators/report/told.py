"""What the sheets of the report tell, worked out once: findings as lines, where they stand, what is done of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from generators.links import link_to
from generators.report.table import Cell
from generators.sheet import SEVERITY_FILLS
from model.catalogue import CATALOGUE
from model.finding import Finding, Severity
from model.grouping import FindingGroup, grouped
from model.results import Results
from model.submission import Submission

_NAMES_SHOWN = 6
"""How many indicators a cell names before it says 等; their codes all stand in the sentence beside it."""


@dataclass(frozen=True)
class Told:
    """The results with their findings as lines."""

    results: Results

    @cached_property
    def groups(self) -> tuple[FindingGroup, ...]:
        """What was found in what came back."""
        own = self.results.breakdown_file
        return grouped(one for one in (*self.results.intake.findings, *self.checked_findings) if one.file != own)

    @property
    def checked_findings(self) -> tuple[Finding, ...]:
        """What was found in the workbooks of departments that check figures; their `unit` is the department."""
        return self.results.assessment.checks.findings if self.results.assessment else ()

    def submissions_of(self, unit: str | None) -> tuple[Submission, ...]:
        """What came back from `unit`, as one that reports and as a department that checks.

        That a department has not answered is told on 核验情况.
        """
        checked = self.results.assessment.checks.submissions if self.results.assessment else ()
        return (*self.results.intake.submissions_of(unit), *(one for one in checked if one.unit == unit and one.file))

    @cached_property
    def checking_departments(self) -> tuple[str, ...]:
        """The departments that check figures and report none, each once."""
        if self.results.assessment is None:
            return ()
        names = (name for one in self.results.assessment.checks.stages for name in one.departments)
        units = {unit.name for unit in self.results.breakdown.units}
        return tuple(name for name in dict.fromkeys(names) if name not in units)

    @cached_property
    def doubts(self) -> tuple[FindingGroup, ...]:
        """What the breakdown itself leaves to check; no unit has to answer for it."""
        own = self.results.breakdown_file
        return grouped(one for one in self.results.intake.findings if one.file == own)

    @cached_property
    def by_unit(self) -> dict[str | None, tuple[FindingGroup, ...]]:
        """What each unit should know; under None what was found in files whose unit is not known.

        Lines of 更正.xlsx that were not taken are the office's to mend and are left out.
        """
        units: dict[str | None, list[FindingGroup]] = {}
        for group in (one for one in self.groups if not one.first.is_for_the_office):
            units.setdefault(group.first.unit, []).append(group)
        return {unit: tuple(groups) for unit, groups in units.items()}

    @cached_property
    def held_places(self) -> frozenset[tuple[str | None, str | None]]:
        """File and cell of each finding that holds a figure back."""
        return frozenset((one.file, one.cell) for one in self.results.intake.findings if one.holds)

    @property
    def title(self) -> str:
        """Region and period, as titles begin."""
        return f"{self.results.breakdown.basics.region}{self.results.period.title}"

    def name(self, code: str) -> str:
        """The indicator's name; empty where the breakdown has no such code."""
        known = self.results.breakdown.by_code.get(code)
        return known.name if known else ""

    def names(self, codes: Sequence[str]) -> str:
        """Names of indicators for a narrow cell."""
        return _some([self.name(code) for code in codes])

    def labels(self, codes: Sequence[str]) -> str:
        """Codes and names of indicators for a narrow cell."""
        return _some([f"{code} {self.name(code)}".strip() for code in codes])


def _some(words: list[str]) -> str:
    shown = "、".join(word for word in words[:_NAMES_SHOWN] if word)
    return shown if len(words) <= _NAMES_SHOWN else f"{shown}等{len(words)}项"


def place_cell(group: FindingGroup, text: str | None = None) -> Cell:
    """Where the group stands, or `text`, as a link that opens its first cell."""
    first = group.first
    shown = group.place if text is None else text
    return Cell(shown, link_to(first.file, first.sheet, first.cell) if first.file and shown else None)


def severity_cell(group: FindingGroup) -> Cell:
    """错误, 核实 or 提示 in its colour."""
    label = group.first.severity.label
    return Cell(label, fill=SEVERITY_FILLS[label], is_centred=True)


def handling(group: FindingGroup) -> str:
    """What is still to be done about it."""
    if group.first.settled:
        return "已豁免" if group.first.is_exempted else "已说明"
    return {Severity.ERROR: "待改正", Severity.QUERY: "待说明", Severity.NOTE: ""}[group.first.severity]


def rule_words(rule: str) -> str:
    """A rule for people: its code and title; a 编号 of 审核关系 as that; blank is every rule."""
    if not rule:
        return "所有规则"
    return f"{rule} {CATALOGUE[rule].title}" if rule in CATALOGUE else f"审核关系 {rule}"
