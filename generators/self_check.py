"""自检: what the validators would say of a row, as a formula on the form (contract section 3)."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from xlsxwriter.utility import xl_rowcol_to_cell

from model.finding import Severity
from model.form import Form, FormRow, asked_columns, column_number
from model.indicator import Accrual, Direction, Indicator, Kind
from model.labels import FormColumn
from model.limits import FAR_ABOVE, SURELY_PERCENT, TEN_THOUSANDFOLD
from model.quantity import QUOTIENT_DIGITS, is_indivisible, plain, round_half_up, split_unit
from model.relation import Expression, Number, Operand, Operation, Reference, Relation
from model.target import STATES

PASSED = "通过"
Steps = list[tuple[str, str]]
"""Conditions and what they mean, in the order in which a person would mend them."""

_COLUMN_OF = {
    Operand.VALUE: FormColumn.VALUE,
    Operand.PREVIOUS: FormColumn.PREVIOUS,
    Operand.TARGET: FormColumn.TARGET,
    Operand.NUMERATOR: FormColumn.NUMERATOR,
    Operand.DENOMINATOR: FormColumn.DENOMINATOR,
}


def cell_at(row: int, column: FormColumn) -> str:
    """The address of a cell of our own form; `row` counts from 1."""
    return str(xl_rowcol_to_cell(row - 1, column_number(column) - 1))


def blank_words(column: FormColumn) -> str:
    """What 自检 says of an input that is blank."""
    return f"“{column}”没有填"


class SelfCheck:
    """Makes the formulas of one form; `places` tells in which row each code stands."""

    def __init__(self, form: Form, places: Mapping[str, int]) -> None:
        self._form, self._places = form, places
        self._indicators = {row.indicator.code: row.indicator for row in form.rows}

    def formula(self, row: FormRow) -> str:
        """The formula of the row's 自检, without the equals sign: the first fault, else 通过."""
        formula = f'"{PASSED}"'
        for condition, words in reversed(self._steps(row)):
            quoted = words.replace('"', '""')
            formula = f'IF({condition},"{quoted}",{formula})'
        return formula

    def _cell(self, code: str, column: FormColumn) -> str:
        return cell_at(self._places[code], column)

    def _steps(self, row: FormRow) -> Steps:
        indicator = row.indicator
        code, asked = indicator.code, asked_columns(indicator)
        steps = [(f"LEN({self._cell(code, column)})=0", blank_words(column)) for column in asked]
        if indicator.kind is Kind.STATE:
            state = self._cell(code, FormColumn.STATE)
            known = ",".join(f'{state}="{word}"' for word in STATES)
            return [*steps, (f"NOT(OR({known}))", "状态请从下拉框中选")]
        for column in asked:
            cell = self._cell(code, column)
            steps += [(f"NOT(ISNUMBER({cell}))", f"“{column}”不是数"), (f"{cell}<0", f"“{column}”是负数")]
        if indicator.has_parts:
            steps.append((f"{self._cell(code, FormColumn.DENOMINATOR)}=0", "分母是 0"))
        return [*steps, *self._value_steps(row), *self._part_steps(indicator), *self._relation_steps(indicator)]

    def _value_steps(self, row: FormRow) -> Steps:
        indicator, steps = row.indicator, Steps()
        value = self._cell(indicator.code, FormColumn.VALUE)
        unexplained = self._unexplained([indicator.code])
        scale, base = split_unit(indicator.asked_unit)
        if not indicator.has_parts and is_indivisible(indicator.asked_unit):
            times = f"{value}*{plain(scale)}"
            steps.append((f"ROUND({times},6)<>ROUND({times},0)", f"{base}没有小数"))
        if indicator.is_percent:
            steps.append((f"{value}>={plain(SURELY_PERCENT)}", "百分数写法不对，如 98% 不要填成 98"))
            steps.append((f"AND({value}>1,{unexplained})", "超过100%，属实的请写“说明”"))
        if indicator.kind is Kind.AMOUNT and row.target and indicator.direction is Direction.HIGHER:
            if scale > 1:
                far = plain(row.target * TEN_THOUSANDFOLD)
                steps.append((f"{value}>={far}", f"比目标大得多，请按{indicator.asked_unit}填"))
            above = plain(row.target * FAR_ABOVE)
            steps.append((f"AND({value}>={above},{unexplained})", "远超目标，属实的请写“说明”"))
        if indicator.accrual is Accrual.CUMULATIVE and row.previous is not None:
            previous = self._cell(indicator.code, FormColumn.PREVIOUS)
            falls = f"ROUND({value},{QUOTIENT_DIGITS})<ROUND({previous},{QUOTIENT_DIGITS})"
            steps.append((f"AND({falls},{unexplained})", "比上期少，属实的请写“说明”"))
        return steps

    def _unexplained(self, codes: list[str]) -> str:
        """Whether 说明 is blank in the rows of all `codes`."""
        return "+".join(f"LEN({self._cell(code, FormColumn.EXPLANATION)})" for code in codes) + "=0"

    def _part_steps(self, part: Indicator) -> Steps:
        """其中于: the part is no more than the whole, both brought to one unit."""
        whole = self._indicators.get(part.part_of)
        if whole is None:
            return []
        cells = {one.code: self._cell(one.code, FormColumn.VALUE) for one in (part, whole)}
        part_side, whole_side = (
            cell if (scale := split_unit(self._indicators[code].asked_unit)[0]) == 1 else f"ROUND({cell}*{scale},6)"
            for code, cell in cells.items()
        )
        return [(f"AND(ISNUMBER({cells[whole.code]}),{part_side}>{whole_side})", f"大于它所在的 {whole.code}")]

    # 审核关系

    def _relation_steps(self, indicator: Indicator) -> Steps:
        return [
            self._relation_step(one)
            for one in self._form.relations
            if indicator.code in one.codes and self._can_hold(one)
        ]

    def _can_hold(self, relation: Relation) -> bool:
        """Whether every operand stands on the form as a number; a division could only end in #DIV/0! there."""
        return not _divides(relation.left) and not _divides(relation.right)

    def _relation_step(self, relation: Relation) -> tuple[str, str]:
        cells = ",".join(f"ISNUMBER({self._cell(one.code, _COLUMN_OF[one.operand])})" for one in relation.references)
        left, right = (f"ROUND({self._side(one)},9)" for one in (relation.left, relation.right))
        fails = f"NOT({left}{relation.comparison}{right})"
        if relation.severity is Severity.ERROR:
            return f"AND({cells},{fails})", f"不符合审核关系 {relation.number}"
        unexplained = self._unexplained(list(relation.codes))
        return f"AND({cells},{fails},{unexplained})", f"不符合审核关系 {relation.number}，属实的请写“说明”"

    def _side(self, expression: Expression) -> str:
        match expression:
            case Number(value):
                return plain(round_half_up(_decimal(value), 12))
            case Reference(operand, code):
                return self._operand(operand, code)
            case Operation(sign, left, right):
                return f"({self._side(left)}{sign}{self._side(right)})"

    def _operand(self, operand: Operand, code: str) -> str:
        """A cell brought from the form's unit to the indicator's 单位, in which relations are stated."""
        cell, factor = self._cell(code, _COLUMN_OF[operand]), self._indicators[code].form_factor
        is_amount = operand not in (Operand.NUMERATOR, Operand.DENOMINATOR)
        return f"{cell}/{plain(factor)}" if is_amount and factor != 1 else cell


def _divides(expression: Expression) -> bool:
    match expression:
        case Operation("/", _, _):
            return True
        case Operation(_, left, right):
            return _divides(left) or _divides(right)
        case _:
            return False


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
