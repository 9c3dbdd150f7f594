"""Submissions: what came back from the units, file by file and figure by figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from model.finding import Finding
from model.labels import FormColumn


class Status(StrEnum):
    """What became of a file; the value is what 结果.json says, `label` what people read."""

    ACCEPTED = "accepted"
    PARTIAL = "partial"
    RETURNED = "returned"
    MISSING = "missing"
    SUPERSEDED = "superseded"
    ATTACHMENT = "attachment"
    UNRECOGNISED = "unrecognised"

    @property
    def label(self) -> str:
        """What people read."""
        return {
            "accepted": "全部采用",
            "partial": "部分退回",
            "returned": "整表退回",
            "missing": "未报",
            "superseded": "已被新表取代",
            "attachment": "附件",
            "unrecognised": "无法识别",
        }[self.value]


SENT_BACK = (Status.PARTIAL, Status.RETURNED)
"""What became of files that go back to their unit, in whole or in part."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One file of one unit. `unit` is None for an unrecognised file, `file` and `sha256` for a missing unit."""

    unit: str | None
    file: str | None
    sha256: str | None
    status: Status
    late: bool = False
    filled_on: date | None = None
    filled_by: str = ""
    remark: str = ""


class Stage(StrEnum):
    """Whose word a figure rests on: the unit's, the 初核单位's or the 认定单位's (contract section 7)."""

    REPORTED = "reported"
    CHECKED = "checked"
    CONFIRMED = "confirmed"

    @property
    def label(self) -> str:
        """What people read."""
        return {"reported": "自报", "checked": "初核", "confirmed": "认定"}[self.value]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure stands: `file` relative to the period folder, `cell` one address or several with commas."""

    file: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Reported:
    """What counts of a unit for one indicator: figures in the indicator's 单位, percentages as fractions.

    `stage` tells whose figure it is, `source` where it stands. `sent` is what the unit itself reported, where a
    department's figure stands over it.
    """

    unit: str
    code: str
    source: Source
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    text: str | None = None
    words: Mapping[FormColumn, str] = field(default_factory=dict)
    stage: Stage = Stage.REPORTED
    sent: "Reported | None" = None

    def said(self, column: FormColumn) -> str:
        """What the unit wrote in a column of words (进展情况, 存在问题及下步措施, 说明 …), or an empty text."""
        return self.words.get(column, "")


class SelfVerdict(StrEnum):
    """自查: what a unit says of itself on the sheet 验收 of its form (contract section 3)."""

    MET = "达标"
    NOT_MET = "不达标"
    NOT_APPLICABLE = "不适用"


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """A unit's word on a standard; `standard` is its place in `Breakdown.standards`, `verdict` None for a blank."""

    standard: int
    unit: str
    verdict: SelfVerdict | None
    evidence: str
    source: Source


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that a unit's corrected file says differently from the one before: what it was, what it is, and where.

    `before` and `after` are texts for people, 空白 for a blank; a source is None where it is not known any more.
    """

    unit: str
    code: str
    column: FormColumn
    before: str
    after: str
    before_source: Source | None = None
    after_source: Source | None = None


@dataclass(frozen=True)
class Intake:
    """What validation yields for a period: who sent what, what was found, which figures are accepted.

    `reported` is keyed by (code, unit). `sent` holds what the rows of a unit said, code by code, for the form that goes
    back to it; nothing where none does. `changes` are what corrected files say differently, by unit and row.
    `self_checks` are the units' words on the standards, by the standard's place and unit.
    """

    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...]
    reported: Mapping[tuple[str, str], Reported]
    sent: Mapping[str, Mapping[str, Mapping[FormColumn, Decimal | str]]]
    changes: tuple[Change, ...] = ()
    self_checks: Mapping[tuple[int, str], SelfCheck] = field(default_factory=dict)

    def submissions_of(self, unit: str | None) -> tuple[Submission, ...]:
        """What `unit` sent."""
        return self._submissions_by_unit.get(unit, ())

    def findings_of(self, unit: str | None) -> tuple[Finding, ...]:
        """What was found in what `unit` sent."""
        return self._findings_by_unit.get(unit, ())

    @cached_property
    def files_of_several(self) -> frozenset[str | None]:
        """Files that hold rows of several units."""
        units: dict[str | None, set[str | None]] = {}
        for one in self.submissions:
            units.setdefault(one.file, set()).add(one.unit)
        return frozenset(file for file, of_file in units.items() if len(of_file) > 1)

    @cached_property
    def _submissions_by_unit(self) -> Mapping[str | None, tuple[Submission, ...]]:
        return by_unit(self.submissions)

    @cached_property
    def _findings_by_unit(self) -> Mapping[str | None, tuple[Finding, ...]]:
        return by_unit(self.findings)


_OfUnit = TypeVar("_OfUnit", Submission, Finding)


def by_unit(several: Iterable[_OfUnit]) -> dict[str | None, tuple[_OfUnit, ...]]:
    """Submissions or findings by their unit's name, in their order; None for those of no unit."""
    found: dict[str | None, list[_OfUnit]] = {}
    for one in several:
        found.setdefault(one.unit, []).append(one)
    return {unit: tuple(of_unit) for unit, of_unit in found.items()}
