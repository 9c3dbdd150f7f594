"""初核表 and 认定表: which figures, standards and scores each department is asked to check (contract section 7)."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from model.assessment.checked import CheckedFigure, CheckedStandard, CheckIntake
from model.assessment.scoring_rule import ScoreRule
from model.breakdown import Breakdown
from model.form import StandardRow, standard_row, to_form_unit
from model.indicator import Indicator, Kind
from model.labels import (
    FINAL_CHECK_FOLDER,
    FINAL_CHECK_FORMS,
    FIRST_CHECK_FOLDER,
    FIRST_CHECK_FORMS,
    CheckHead,
    CheckSheet,
)  # fmt: skip
from model.period import Period
from model.quantity import plain
from model.submission import Reported, SelfCheck, Stage
from model.target import DONE_WORD, Target

CHECK_STAMP_SHEET = "核验标识"
CHECK_FOLDERS = {
    Stage.CHECKED: (FIRST_CHECK_FORMS, FIRST_CHECK_FOLDER),
    Stage.CONFIRMED: (FINAL_CHECK_FORMS, FINAL_CHECK_FOLDER),
}
"""Of each stage the folder with the forms, whose name is that of a form too, and the one for what comes back."""
TITLE_ROW, HEAD_ROW, HINT_ROW, LABEL_ROW, FIRST_ROW = 1, 2, 3, 4, 5
"""Rows of each sheet, counting from 1."""


@dataclass(frozen=True)
class FigureRow:
    """A row of 核数: a unit's figure. `target` is in the form's unit; `checked` is 初核数 where 认定 is asked for."""

    indicator: Indicator
    unit: str
    target: Decimal | None
    target_of_unit: Target
    reported: Reported | None
    checked: CheckedFigure | None = None

    @property
    def is_state(self) -> bool:
        """Whether its cells hold words and no figures."""
        return self.indicator.kind is Kind.STATE

    @property
    def reported_content(self) -> Decimal | str | None:
        """自报数 as the sheet shows it, in the form's unit; None where no figure was accepted."""
        return self._content(self.reported)

    @property
    def checked_content(self) -> Decimal | str | None:
        """初核数 likewise."""
        return self._content(self.checked)

    @property
    def target_content(self) -> Decimal | str | None:
        """年度目标 likewise."""
        return DONE_WORD if self.is_state else self.target

    def _content(self, one: Reported | CheckedFigure | None) -> Decimal | str | None:
        if one is None:
            return None
        if self.is_state:
            return one.text
        return None if one.value is None else to_form_unit(self.indicator, one.value)


@dataclass(frozen=True)
class StandardCheckRow:
    """A row of 验收: a standard for a unit. `place` is the standard's in `Breakdown.standards`."""

    place: int
    row: StandardRow
    unit: str
    self_check: SelfCheck | None
    checked: CheckedStandard | None = None


@dataclass(frozen=True)
class ScoreRow:
    """A row of 评分: points that the department gives a unit. `place` is the rule's in `Breakdown.scoring`.

    `counted` are the points that the tool counted itself (迟报 …), with what they are for; None where it cannot.
    """

    place: int
    rule: ScoreRule
    unit: str
    counted: Decimal | None = None
    counted_for: str = ""


@dataclass(frozen=True)
class CheckForm:
    """What one department is asked at one stage of an assessed period; `stage` is CHECKED or CONFIRMED."""

    department: str
    stage: Stage
    title: str
    period: Period
    figures: tuple[FigureRow, ...]
    standards: tuple[StandardCheckRow, ...]
    scores: tuple[ScoreRow, ...] = ()

    @property
    def sheets(self) -> tuple[CheckSheet, ...]:
        """The sheets of its workbook: 核数 always, the others where there is something to ask."""
        asked = {CheckSheet.STANDARDS: self.standards, CheckSheet.SCORES: self.scores}
        return (CheckSheet.FIGURES, *(sheet for sheet, rows in asked.items() if rows))

    @property
    def head(self) -> CheckHead:
        """The label of the department's name."""
        return CheckHead.FIRST_CHECK if self.stage is Stage.CHECKED else CheckHead.FINAL_CHECK

    @property
    def asked_digest(self) -> str:
        """Digest of what is asked, with targets and reported figures: a workbook sent before they changed tells."""

        def lines() -> Iterator[str]:
            for one in self.figures:
                shown = (one.target_content, one.reported_content, one.checked_content)
                texts = (plain(part) if isinstance(part, Decimal) else part or "" for part in shown)
                yield "\t".join((one.indicator.code, one.unit, *texts))
            yield from ("\t".join((str(one.place), one.unit, one.row.standard.standard)) for one in self.standards)
            yield from ("\t".join((one.rule.subject, one.unit, plain(one.rule.points))) for one in self.scores)

        return hashlib.sha256("\n".join(lines()).encode("utf-8")).hexdigest()


Lapses = Mapping[tuple[int, str], tuple[Decimal, str]]
"""Points that 扣分 takes by itself and for what, by (rule, unit)."""


def first_check_forms(
    breakdown: Breakdown,
    period: Period,
    reported: Mapping[tuple[str, str], Reported],
    self_checks: Mapping[tuple[int, str], SelfCheck],
    lapses: Lapses,
) -> tuple[CheckForm, ...]:
    """初核表 for each 初核单位, in the order in which the breakdown names them."""
    owners = _Owners(breakdown, lambda one: one.first_check)
    return tuple(
        CheckForm(
            department,
            Stage.CHECKED,
            _title(breakdown, period, FIRST_CHECK_FORMS),
            period,
            tuple(_figure_rows(breakdown, period, owners.indicators(department), reported, None)),
            tuple(_standard_rows(breakdown, owners, department, self_checks, None)),
            tuple(_score_rows(breakdown, owners, department, lapses)),
        )
        for department in owners.departments
    )


def final_check_forms(
    breakdown: Breakdown,
    period: Period,
    reported: Mapping[tuple[str, str], Reported],
    self_checks: Mapping[tuple[int, str], SelfCheck],
    first: CheckIntake,
) -> tuple[CheckForm, ...]:
    """认定表 for each 认定单位, with what 初核 came to."""
    owners = _Owners(breakdown, lambda one: one.final_check)
    return tuple(
        CheckForm(
            department,
            Stage.CONFIRMED,
            _title(breakdown, period, FINAL_CHECK_FORMS),
            period,
            tuple(_figure_rows(breakdown, period, owners.indicators(department), reported, first)),
            tuple(_standard_rows(breakdown, owners, department, self_checks, first)),
        )
        for department in owners.departments
    )


def _title(breakdown: Breakdown, period: Period, name: str) -> str:
    return f"{breakdown.basics.region}{breakdown.basics.year}年重点民生实事{name}（{period.title}）"


class _Owners:
    """Which department checks what: an indicator has all that it names, what spans several the first one's first."""

    def __init__(self, breakdown: Breakdown, named: Callable[[Indicator], Sequence[str]]) -> None:
        self._breakdown, self._named = breakdown, named
        self.departments = tuple(dict.fromkeys(name for one in breakdown.indicators for name in named(one)))

    def indicators(self, department: str) -> Iterator[Indicator]:
        """The indicators that name the department."""
        return (one for one in self._breakdown.indicators if department in self._named(one))

    def of(self, codes: Sequence[str]) -> str | None:
        """The one department that judges what is about `codes`; None where none is named."""
        names = (name for code in codes for name in self._named(self._breakdown.by_code[code]))
        return next(names, None)


def _figure_rows(
    breakdown: Breakdown,
    period: Period,
    indicators: Iterator[Indicator],
    reported: Mapping[tuple[str, str], Reported],
    first: CheckIntake | None,
) -> Iterator[FigureRow]:
    for indicator in indicators:
        for unit in breakdown.units_asked(indicator.code):
            target = breakdown.target_of(indicator.code, unit.name, period)
            assert target is not None, "asked indicators have a target entry"
            key = (indicator.code, unit.name)
            amount = None if target.value is None else to_form_unit(indicator, target.value)
            checked = first.figures.get(key) if first else None
            yield FigureRow(indicator, unit.name, amount, target, reported.get(key), checked)


def _standard_rows(
    breakdown: Breakdown,
    owners: _Owners,
    department: str,
    self_checks: Mapping[tuple[int, str], SelfCheck],
    first: CheckIntake | None,
) -> Iterator[StandardCheckRow]:
    for place, standard in enumerate(breakdown.standards):
        if owners.of(breakdown.codes_of_standard(standard)) != department:
            continue
        for unit in breakdown.units:
            row = standard_row(breakdown, unit.name, standard)
            if row is not None:
                key = (place, unit.name)
                checked = first.standards.get(key) if first else None
                yield StandardCheckRow(place, row, unit.name, self_checks.get(key), checked)


def _score_rows(breakdown: Breakdown, owners: _Owners, department: str, lapses: Lapses) -> Iterator[ScoreRow]:
    for place, rule in enumerate(breakdown.scoring):
        if not rule.method.is_typed or owners.of(rule.codes) != department:
            continue
        for unit in breakdown.units_assessed:
            if any(breakdown.is_asked(code, unit.name) for code in rule.codes):
                counted = lapses.get((place, unit.name))
                yield ScoreRow(place, rule, unit.name, *(counted or (None, "")))
