"""What a check may look at beside the row itself: what the unit was asked, last period's figures, its exemptions."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from model.breakdown import Breakdown
from model.figure import Previous, PreviousFigure
from model.finding import Finding
from model.form import FormRow, form_rows
from model.indicator import Indicator
from model.labels import CARRY_OVER_FILE, FormColumn, Sheet
from model.period import Period
from model.row_rules import Known, known_of
from model.target import Target
from model.unit import Unit


@dataclass(frozen=True)
class Context:
    """What a check may look at beside the row itself."""

    breakdown: Breakdown
    period: Period
    previous: Previous
    unit: Unit

    @cached_property
    def form_rows(self) -> Mapping[str, FormRow]:
        """The rows of the unit's form by code: target and last period's figure in the form's unit."""
        rows = form_rows(self.breakdown, self.unit.name, self.period, self.previous)
        return {row.indicator.code: row for row in rows}

    def issued(self, indicator: Indicator) -> Mapping[FormColumn, Decimal | str | None]:
        """What the form held in a row before it was filled in, by column; the row's unit may not be asked it."""
        row = self.form_rows.get(indicator.code)
        return {
            FormColumn.CODE: indicator.code, FormColumn.PROJECT: indicator.project, FormColumn.NAME: indicator.name,
            FormColumn.UNIT: indicator.asked_unit, FormColumn.TARGET: row.target if row else None,
            FormColumn.PREVIOUS: row.previous if row else None,
        }  # fmt: skip

    def known(self, code: str) -> Known:
        """What the rules of a row depend on."""
        return known_of(self.form_rows[code])

    def target(self, code: str) -> Target | None:
        return self.breakdown.target_of(code, self.unit.name, self.period)

    def before(self, code: str) -> PreviousFigure | None:
        return self.previous.figures.get((code, self.unit.name))

    def target_origin(self, code: str) -> str:
        """Where the target stands, for 应为: the unit's cell, that of the city's 目标, or 目标调整."""
        target, breakdown = self.target(code), self.breakdown
        if target is breakdown.targets.get((code, self.unit.name)):
            cell = breakdown.target_cells.get((code, self.unit.name))
        elif target is breakdown.by_code[code].target:
            cell = breakdown.target_cells.get((code, ""))
        else:
            return f"目标分解表 {Sheet.ADJUSTMENTS}"
        return f"目标分解表 {Sheet.INDICATORS}!{cell}" if cell else "目标分解表"

    @property
    def previous_origin(self) -> str:
        """Where the figures of the previous period stand, for 应为."""
        return f"{self.previous.period.title}结果" if self.previous.period else CARRY_OVER_FILE

    def exempted(self, finding: Finding, codes: tuple[str, ...] = ()) -> Finding:
        """`finding` as a settled note where an exemption covers one of `codes` (contract section 2, 豁免).

        Without `codes` they are those that the finding names itself.
        """
        if not finding.holds:
            return finding
        exemption = self.breakdown.exemption_for(finding.unit, codes or finding.codes, finding.rule, self.period)
        if exemption is None:
            return finding
        return finding.as_exempted(f"{exemption.reason}，批准人：{exemption.approved_by}")
