"""The form (填报表): which cells it has, which of them are asked for, in what unit, under which stamp.

Layout: title, two rows of head fields, a hint, the labels, then one row for each indicator that the unit is asked
(contract section 3). Rows and columns count from 1.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from model.breakdown import Breakdown, Exemption, Standard
from model.figure import Previous
from model.indicator import Indicator, Kind
from model.labels import FormColumn, FormHead
from model.period import Period
from model.quantity import HUNDRED, plain, quotient
from model.relation import Operand, Relation
from model.target import Target

FORM_SHEET = "填报"
ACCEPTANCE_SHEET = "验收"
STAMP_SHEET = "填报标识"
COLUMNS = tuple(FormColumn)
HEAD_ROWS: tuple[tuple[FormHead, ...], ...] = (
    (FormHead.UNIT, FormHead.PERIOD, FormHead.FILLED_ON),
    (FormHead.FILLED_BY, FormHead.TELEPHONE, FormHead.CHECKED_BY, FormHead.SIGNED_BY),
)
TITLE_ROW, FIRST_HEAD_ROW, HINT_ROW, LABEL_ROW, FIRST_ROW = 1, 2, 4, 5, 6
HEAD_COLUMNS = (1, 4, 7, 12)
"""Columns in which the labels of a head row stand; the value stands in the next cell to the right."""

FIGURE_COLUMNS = (FormColumn.VALUE, FormColumn.NUMERATOR, FormColumn.DENOMINATOR, FormColumn.STATE)
WORD_COLUMNS = (FormColumn.PROGRESS, FormColumn.PROBLEMS, FormColumn.EVIDENCE, FormColumn.EXPLANATION)
LOCKED_COLUMNS = (FormColumn.PROJECT, FormColumn.NAME, FormColumn.UNIT, FormColumn.TARGET)
"""What was issued and must come back as it was; a difference is an error of the row (contract section 3)."""


COLUMN_OF = {
    Operand.VALUE: FormColumn.VALUE,
    Operand.PREVIOUS: FormColumn.PREVIOUS,
    Operand.TARGET: FormColumn.TARGET,
    Operand.NUMERATOR: FormColumn.NUMERATOR,
    Operand.DENOMINATOR: FormColumn.DENOMINATOR,
}
"""In which column of a form an operand of a 关系式 stands."""


def column_number(column: FormColumn) -> int:
    """The column's place in our own form, from 1."""
    return COLUMNS.index(column) + 1


def asked_columns(indicator: Indicator) -> tuple[FormColumn, ...]:
    """The compulsory inputs of a row (contract section 3)."""
    if indicator.kind is Kind.STATE:
        return (FormColumn.STATE,)
    if indicator.has_parts:
        return (FormColumn.NUMERATOR, FormColumn.DENOMINATOR)
    return (FormColumn.VALUE,)


def to_form_unit(indicator: Indicator, value: Decimal) -> Decimal:
    """A figure in 单位 as the form asks it (填报计量)."""
    return value * indicator.form_factor if indicator.form_factor != 1 else value


def from_form_unit(indicator: Indicator, typed: Decimal) -> Decimal:
    """A figure typed in the form, in 单位."""
    return quotient(typed, indicator.form_factor) if indicator.form_factor != 1 else typed


def label_of(indicator: Indicator) -> str:
    """How sentences name an indicator."""
    return f"「{indicator.code} {indicator.name}」"


def amount_text(indicator: Indicator, value: Decimal) -> str:
    """A figure in 单位 as sentences of the checks write it: all its digits, percentages with the sign."""
    return f"{plain(value * HUNDRED)}%" if indicator.is_percent else plain(value)


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row to fill in. `target` and `previous` are in the form's unit, None where there is none."""

    indicator: Indicator
    target: Decimal | None
    target_of_unit: Target
    previous: Decimal | None
    previous_text: str | None


@dataclass(frozen=True)
class StandardRow:
    """One line of the sheet 验收: a standard and what of the unit's work it is for."""

    codes: str
    names: str
    standard: Standard


@dataclass(frozen=True)
class Form:
    """What one unit is sent for one period.

    `relations` are those whose every row is on the form; `standards` are asked in a period with 评价 only; `exemptions`
    are the unit's own.
    """

    title: str
    unit: str
    period: Period
    rows: tuple[FormRow, ...]
    asked_digest: str
    relations: tuple[Relation, ...] = ()
    standards: tuple[StandardRow, ...] = ()
    exemptions: tuple[Exemption, ...] = ()

    def is_exempted(self, codes: tuple[str, ...], rule: str) -> bool:
        """Whether the office lets the unit off `rule` on one of `codes` (contract section 2, 豁免)."""
        return any(one.covers(self.unit, codes, rule, self.period) for one in self.exemptions)


def form_rows(breakdown: Breakdown, unit: str, period: Period, previous: Previous) -> tuple[FormRow, ...]:
    """The rows that `unit` is asked for `period`; `previous` fills 上期累计."""
    rows = []
    for indicator in breakdown.indicators_asked(unit):
        target = breakdown.target_of(indicator.code, unit, period)
        assert target is not None, "asked indicators have a target entry"
        before = previous.figures.get((indicator.code, unit))
        value = before.value if before else None
        rows.append(
            FormRow(
                indicator,
                None if target.value is None else to_form_unit(indicator, target.value),
                target,
                None if value is None else to_form_unit(indicator, value),
                before.text if before and indicator.kind is Kind.STATE else None,
            )
        )
    return tuple(rows)


def form_of(breakdown: Breakdown, unit: str, period: Period, previous: Previous) -> Form:
    """The form of `unit` for `period`."""
    rows = form_rows(breakdown, unit, period, previous)
    title = f"{breakdown.basics.region}{breakdown.basics.year}年重点民生实事进展情况填报表（{period.title}）"
    asked = {row.indicator.code for row in rows}
    return Form(
        title,
        unit,
        period,
        rows,
        breakdown.asked_digest(unit, period),
        relations=tuple(one for one in breakdown.relations if asked.issuperset(one.codes)),
        standards=tuple(_standard_rows(breakdown, unit)) if breakdown.note_of(period).assessment else (),
        exemptions=tuple(one for one in breakdown.exemptions if one.unit == unit),
    )


def _standard_rows(breakdown: Breakdown, unit: str) -> Iterator[StandardRow]:
    """The acceptance standards of what `unit` is asked, by indicator or by project."""
    rows = (standard_row(breakdown, unit, standard) for standard in breakdown.standards)
    return (row for row in rows if row is not None)


def standard_row(breakdown: Breakdown, unit: str, standard: Standard) -> StandardRow | None:
    """A standard as it is asked of `unit`; None where the unit is asked nothing that it is for."""
    asked = [breakdown.by_code[code] for code in breakdown.codes_of_standard(standard)]
    asked = [one for one in asked if breakdown.is_asked(one.code, unit)]
    if not asked:
        return None
    is_of_project = not set(standard.codes) & {one.code for one in asked}
    names = dict.fromkeys(one.project if is_of_project else one.name for one in asked)
    return StandardRow("" if is_of_project else "、".join(one.code for one in asked), "、".join(names), standard)


def cells_digest(cells: Iterable[tuple[int, int, str]]) -> str:
    """Digest of a sheet's filled cells (row, column, shown text), by which an edited form is told from ours."""
    lines = (f"{row}\t{column}\t{text}" for row, column, text in sorted(cells))
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()
