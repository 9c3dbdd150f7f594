"""What departments were asked at a stage, and how the words of that stage go: the ground that every check stands on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from model.assessment.check_form import CHECK_FOLDERS, CheckForm
from model.assessment.checking import own_column
from model.breakdown import Breakdown
from model.labels import (
    CheckHead,
    CheckSheet,
    FigureCheckColumn,
    ScoreColumn,
    StandardCheckColumn,
)  # fmt: skip
from model.period import Period
from model.quantity import halfwidth
from model.submission import Stage
from validators.recognition import plain_label

Key = tuple[CheckSheet, int]
"""A row of a form: its sheet, and its place among the form's rows of that sheet."""


@dataclass(frozen=True)
class Asked:
    """The forms of a stage and what they were made from."""

    forms: tuple[CheckForm, ...]
    breakdown: Breakdown
    period: Period
    stage: Stage

    @property
    def is_first(self) -> bool:
        """Whether it is 初核."""
        return self.stage is Stage.CHECKED

    @property
    def folder(self) -> str:
        """Where its workbooks come back to."""
        return CHECK_FOLDERS[self.stage][1]

    @property
    def form_name(self) -> str:
        """初核表 or 认定表."""
        return CHECK_FOLDERS[self.stage][0]

    @property
    def role(self) -> CheckHead:
        """The head field that holds the department."""
        return CheckHead.FIRST_CHECK if self.is_first else CheckHead.FINAL_CHECK

    @property
    def own_column(self) -> FigureCheckColumn:
        """The column of 核数 that the department fills in."""
        return own_column(self.stage)

    def inputs(self, sheet: CheckSheet) -> tuple[str, str]:
        """The two columns of a sheet that the department fills in: what it says, and why."""
        return {
            CheckSheet.FIGURES: (self.own_column, FigureCheckColumn.REASON),
            CheckSheet.STANDARDS: (StandardCheckColumn.VERDICT, StandardCheckColumn.OPINION),
            CheckSheet.SCORES: (ScoreColumn.SCORE, ScoreColumn.REASON),
        }[sheet]

    @cached_property
    def _by_department(self) -> Mapping[str, CheckForm]:
        return {halfwidth(one.department): one for one in self.forms}

    @property
    def departments(self) -> tuple[str, ...]:
        """All that were asked."""
        return tuple(one.department for one in self.forms)

    def form_of(self, name: str) -> CheckForm | None:
        """The form of the department that `name` names, by an alias of 填报单位 too; （盖章） behind it aside."""
        for text in (name, plain_label(name)):
            unit = self.breakdown.unit_named(text)
            form = self._by_department.get(halfwidth(text)) or (
                self._by_department.get(halfwidth(unit.name)) if unit else None
            )
            if form is not None:
                return form
        return None

    def named_in_path(self, file: str) -> CheckForm | None:
        """The form whose department's name stands in a file's path: the longest one, the last folder first."""
        for part in reversed(file.split("/")):
            text = halfwidth(part)
            names = [name for name in self._by_department if name in text]
            names += [name for name in self.breakdown.names_in(part) if self.form_of(name)]
            if names:
                return self.form_of(max(names, key=len))
        return None
