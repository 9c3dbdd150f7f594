"""What the departments say of reported figures, standards and scores, and which figure counts (contract section 7)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from model.finding import Finding
from model.indicator import Indicator, Kind
from model.quantity import sum_of
from model.submission import Reported, SelfCheck, Source, Stage, Submission


class Conclusion(StrEnum):
    """结论: what a department says of a standard (contract section 7)."""

    PASSED = "通过"
    FAILED = "不通过"
    NOT_APPLICABLE = "不适用"


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """A department's figure over a reported one, in the indicator's 单位; of a 状态 its word is `text`."""

    code: str
    unit: str
    department: str
    stage: Stage
    value: Decimal | None
    text: str | None
    reason: str
    source: Source


@dataclass(frozen=True, slots=True)
class CheckedStandard:
    """A department's conclusion on a standard; `standard` is its place in `Breakdown.standards`."""

    standard: int
    unit: str
    department: str
    stage: Stage
    conclusion: Conclusion
    opinion: str
    source: Source


@dataclass(frozen=True, slots=True)
class GivenScore:
    """Points that a department gave or took; `rule` is the place of the rule in `Breakdown.scoring`."""

    rule: int
    unit: str
    department: str
    points: Decimal
    reason: str
    source: Source


@dataclass(frozen=True)
class CheckIntake:
    """What came back of one stage: 初核/ or 认定/.

    `figures` by (code, unit), `standards` by (standard, unit), `scores` by (rule, unit): what is accepted.
    `departments` are all that were asked, `answered` those of whom a workbook came back; `unchecked` counts their rows
    that are still blank or that a finding holds. The `unit` of submissions and findings is the department.
    """

    stage: Stage
    departments: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    figures: Mapping[tuple[str, str], CheckedFigure] = field(default_factory=dict)
    standards: Mapping[tuple[int, str], CheckedStandard] = field(default_factory=dict)
    scores: Mapping[tuple[int, str], GivenScore] = field(default_factory=dict)
    unchecked: Mapping[str, int] = field(default_factory=dict)
    submissions: tuple[Submission, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The departments that have not answered, in their order."""
        return tuple(one for one in self.departments if one not in self.answered)


@dataclass(frozen=True)
class Deduction:
    """A line of the 核减 list: a figure that does not count as it was reported.

    `before` and `after` are in the indicator's 单位, None for a 状态, whose words are the texts. `department`, `stage`
    and `source` are those of the first who came to what counts.
    """

    indicator: Indicator
    unit: str
    before: Decimal | None
    after: Decimal | None
    before_text: str | None
    after_text: str | None
    department: str
    stage: Stage
    reason: str
    reported_source: Source
    source: Source

    @property
    def struck(self) -> Decimal | None:
        """What was struck off: `before` less `after`."""
        if self.before is None or self.after is None:
            return None
        return sum_of((self.before, self.after.copy_negate()))


@dataclass(frozen=True)
class Checks:
    """What units say of themselves and departments of them in an assessed period."""

    first: CheckIntake = field(default_factory=lambda: CheckIntake(Stage.CHECKED))
    final: CheckIntake = field(default_factory=lambda: CheckIntake(Stage.CONFIRMED))
    self_checks: Mapping[tuple[int, str], SelfCheck] = field(default_factory=dict)

    @property
    def stages(self) -> tuple[CheckIntake, CheckIntake]:
        """初核, then 认定."""
        return self.first, self.final

    @property
    def has_begun(self) -> bool:
        """Whether anything has come back from a department."""
        return bool(self.first.answered or self.final.answered)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in the departments' workbooks."""
        return (*self.first.findings, *self.final.findings)

    @cached_property
    def submissions(self) -> tuple[Submission, ...]:
        """What came back from the departments."""
        return (*self.first.submissions, *self.final.submissions)

    def figure(self, code: str, unit: str) -> CheckedFigure | None:
        """The figure that stands over the reported one: 认定数, else 初核数."""
        return self.final.figures.get((code, unit)) or self.first.figures.get((code, unit))

    def conclusion(self, standard: int, unit: str) -> CheckedStandard | None:
        """The last word on a standard; where 认定 only agrees it is still that of 初核, who gave the reason."""
        first, final = self.first.standards.get((standard, unit)), self.final.standards.get((standard, unit))
        if first is None or final is None:
            return final or first
        return first if (first.conclusion, first.opinion) == (final.conclusion, final.opinion) else final

    def laid_over(self, reported: Mapping[tuple[str, str], Reported]) -> dict[tuple[str, str], Reported]:
        """The figures that count: 认定数, else 初核数, else 自报数; a figure that nobody reported stays out."""
        return {key: self._counted(one) for key, one in reported.items()}

    def _counted(self, reported: Reported) -> Reported:
        checked = self.figure(reported.code, reported.unit)
        if checked is None:
            return reported
        if checked.value == reported.value and checked.text in (None, reported.text):
            # As reported: the parts of a rate still hold, and the figure still stands in the unit's own cell.
            return replace(reported, stage=checked.stage, sent=reported)
        return Reported(
            reported.unit, reported.code, checked.source, checked.value, None, None, checked.text, reported.words,
            checked.stage, reported,
        )  # fmt: skip

    def deductions(
        self, indicators: Mapping[str, Indicator], reported: Mapping[tuple[str, str], Reported]
    ) -> Iterator[Deduction]:
        """The 核减 list, in the order of `reported`: every figure that counts otherwise than it was reported."""
        for (code, unit), sent in reported.items():
            checked, indicator = self.figure(code, unit), indicators[code]
            if checked is None:
                continue
            is_state = indicator.kind is Kind.STATE
            if (checked.text == sent.text) if is_state else (checked.value == sent.value):
                continue
            checked, reason = self._struck_by(checked, sent)
            yield Deduction(
                indicator, unit, sent.value, checked.value, sent.text if is_state else None, checked.text,
                checked.department, checked.stage, reason, sent.source, checked.source,
            )  # fmt: skip

    def _struck_by(self, counted: CheckedFigure, sent: Reported) -> tuple[CheckedFigure, str]:
        """The first figure that says what counts, and why: both departments' reasons where 认定 changed it again."""
        first = self.first.figures.get((counted.code, counted.unit))
        if first is None or first is counted or (first.value, first.text) == (sent.value, sent.text):
            return counted, counted.reason
        if (first.value, first.text) == (counted.value, counted.text):
            return first, first.reason  # 认定 only agrees
        told = (f"{one.department}{one.stage.label}：{one.reason}" for one in (first, counted))
        return counted, "；".join(told)
