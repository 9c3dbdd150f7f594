"""自检: what the validators would say of a row as a formula on the form, and what it says of inputs (section 3).

The rules are those of `model.row_rules` and of the sheet 审核关系; here they only become formulas.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xlsxwriter.utility import xl_rowcol_to_cell

from model.catalogue import SHORT
from model.condition import (
    At,
    Compared,
    Condition,
    Either,
    Every,
    Is,
    Less,
    Not,
    NotWhole,
    Rounded,
    Says,
    Term,
    Times,
    Unreadable,
)
from model.finding import Severity
from model.form import COLUMN_OF, Form, FormRow, column_number
from model.indicator import Indicator
from model.labels import FormColumn
from model.quantity import plain, quotient, round_half_up
from model.relation import Expression, Number, Operand, Operation, Reference, Relation, judge
from model.row_rules import SHORTEST_EXPLANATION, RowRule, known_of, part_rule, rules_of

PASSED = "通过"
LONGEST_REFUSAL = 255
"""Characters that a spreadsheet shows of why it refuses; XlsxWriter drops the whole rule over one more."""
Filled = Mapping[str, Mapping[FormColumn, Decimal | str]]
"""Inputs by code and column, in the form's unit."""

_PART_COLUMNS = (FormColumn.NUMERATOR, FormColumn.DENOMINATOR)


def cell_at(row: int, column: FormColumn) -> str:
    """The address of a cell of our own form; `row` counts from 1."""
    return str(xl_rowcol_to_cell(row - 1, column_number(column) - 1))


# Conditions as formulas


def _term(term: Term, address: Callable[[At], str]) -> str:
    match term:
        case Decimal():
            return plain(term)
        case At():
            return address(term)
        case Times(factor, cell):
            return address(cell) if factor == 1 else f"ROUND({address(cell)}*{plain(factor)},9)"
        case Less(one, other):
            return f"ROUND({address(one)}-{address(other)},9)"
        case Rounded(cell, digits):
            return f"ROUND({address(cell)},{digits})"


def formula_of(condition: Condition, address: Callable[[At], str]) -> str:
    """`condition` in the functions that Excel 2010, WPS and LibreOffice know."""
    match condition:
        case Compared(left, sign, right):
            return f"{_term(left, address)}{sign}{_term(right, address)}"
        case NotWhole(term):
            number = _term(term, address)
            return f"ROUND({number},9)<>ROUND({number},0)"
        case Says(cell, words):
            return _either(f'ISNUMBER(FIND("{word}",{address(cell)}))' for word in words)
        case Is(cell, words):
            return _either(f'{address(cell)}="{word}"' for word in words)
        case Unreadable(cell, "blank"):
            return f"LEN(TRIM({address(cell)}))=0"
        case Unreadable(cell, "error"):
            return f"ISERROR({address(cell)})"
        case Unreadable(cell, _):
            return f"NOT(ISNUMBER({address(cell)}))"
        case Not(one):
            return f"NOT({formula_of(one, address)})"
        case Every(ones):
            return f"AND({','.join(formula_of(one, address) for one in ones)})"
        case Either(ones):
            return _either(formula_of(one, address) for one in ones)


def _either(conditions: Iterator[str]) -> str:
    ones = tuple(conditions)
    return ones[0] if len(ones) == 1 else f"OR({','.join(ones)})"


def refused_at(form: Form, row: FormRow, column: FormColumn, at: int) -> tuple[str, str]:
    """What an input refuses at the keyboard: the formula that must hold of what is typed, and what is said if not.

    `at` is the row's place on the sheet. Refused is what would be an error of this row on return.
    """
    held: list[RowRule] = []
    let_off: list[RowRule] = []
    for rule in rules_of(row.indicator, known_of(row)):
        if rule.column is column and rule.severity is Severity.ERROR and not isinstance(rule.fails, Unreadable):
            (let_off if form.is_exempted(rule.codes, rule.code) else held).append(rule)
    conditions = [f"ISNUMBER({cell_at(at, column)})"]
    for rule in held:
        passing = [_fault_at(one, at) for one in let_off if one.subject and one.subject == rule.subject]
        conditions.append(_either(iter([f"NOT({_fault_at(rule, at)})", *passing])))
    words = "请只填数字。"
    if held:
        words += f"有下列情形的会被退回：{'；'.join(rule.short for rule in held)}。"
    return f"=AND({','.join(conditions)})", words[:LONGEST_REFUSAL]


def _fault_at(rule: RowRule, at: int) -> str:
    return formula_of(rule.fails, lambda one: cell_at(at, one.column))


# 自检

MOST_STEPS, LONGEST_FORMULA = 60, 7500
"""Excel takes 64 levels of IF and 8,192 characters: what a row has more relations for, the validators alone tell."""


@dataclass(frozen=True)
class _Step:
    """One thing that 自检 looks for: its formula, what is said, and whether inputs commit it."""

    formula: str
    words: str
    is_committed: Callable[[Filled], bool]


class SelfCheck:
    """Makes the formulas of one form; `places` tells in which row each code stands."""

    def __init__(self, form: Form, places: Mapping[str, int]) -> None:
        self._form, self._places = form, places
        self._rows = {row.indicator.code: row for row in form.rows}
        self._exempted = {one.code for one in form.exemptions}

    def formula(self, row: FormRow) -> str:
        """The formula of the row's 自检, without the equals sign: the first fault, else 通过."""
        formula = f'"{PASSED}"'
        for step in reversed(list(self._steps(row))):
            quoted = step.words.replace('"', '""')
            formula = f'IF({step.formula},"{quoted}",{formula})'
        return formula

    def said(self, row: FormRow, filled: Filled) -> str:
        """What the formula says of these inputs."""
        return next((step.words for step in self._steps(row) if step.is_committed(filled)), PASSED)

    def _address(self, one: At) -> str:
        return cell_at(self._places[one.code], one.column)

    def _steps(self, row: FormRow) -> Iterator[_Step]:
        length = 0
        for number, step in enumerate((*self._rule_steps(row), *self._relation_steps(row.indicator)), start=1):
            length += len(step.formula) + len(step.words)
            if number > MOST_STEPS or length > LONGEST_FORMULA:
                return
            yield step

    def _unexplained(self, codes: tuple[str, ...]) -> str:
        """Whether 说明 explains nothing in the rows of all `codes`."""
        cells = (self._address(At(code, FormColumn.EXPLANATION)) for code in codes)
        return f"MAX({','.join(f'LEN(TRIM({cell}))' for cell in cells)})<{SHORTEST_EXPLANATION}"

    # Rules of the row

    def _rule_steps(self, row: FormRow) -> Iterator[_Step]:
        let_off: list[RowRule] = []
        for rule in (*rules_of(row.indicator, known_of(row)), *self._part_rules(row.indicator)):
            if self._form.is_exempted(rule.codes, rule.code):
                let_off.append(rule)
            else:
                yield self._rule_step(rule, [one for one in let_off if one.subject and one.subject == rule.subject])

    def _rule_step(self, rule: RowRule, let_off: list[RowRule]) -> _Step:
        """`let_off` are exempted rules of the same subject: where one of them fails, no more is said of it."""
        is_query = rule.severity is Severity.QUERY
        conditions = [self._fails(rule), *(f"NOT({self._fails(one)})" for one in let_off)]
        conditions += [self._unexplained(rule.codes)] if is_query else []
        formula = conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"
        formula = f"IFERROR({formula},FALSE)" if let_off else formula
        words = f"{rule.short}，属实的请写“说明”" if is_query else rule.short

        def is_committed(filled: Filled) -> bool:
            is_open = not (is_query and _is_explained(filled, rule.codes))
            return is_open and self._is_found(rule, filled) and not any(self._is_found(one, filled) for one in let_off)

        return _Step(formula, words, is_committed)

    def _fails(self, rule: RowRule) -> str:
        """The fault as a formula; where a cell may hold no number that the rules before have let pass, it is none."""
        fails = formula_of(rule.fails, self._address)
        is_read = len(rule.codes) == 1 and rule.codes[0] not in self._exempted
        if is_read or isinstance(rule.fails, Unreadable):
            return fails
        cells = () if rule.column is FormColumn.STATE else (At(code, rule.column) for code in rule.codes)
        return f"IFERROR(AND({','.join((*self._numbers(cells), fails))}),FALSE)"

    def _numbers(self, cells: Iterable[At]) -> list[str]:
        return [f"ISNUMBER({self._address(cell)})" for cell in cells]

    def _part_rules(self, indicator: Indicator) -> Iterator[RowRule]:
        """其中于, beside the part and beside its whole."""
        for row in self._form.rows:
            part, whole = row.indicator, self._rows.get(row.indicator.part_of)
            if whole is not None and indicator.code in (part.code, whole.indicator.code):
                rule = part_rule(part, whole.indicator)
                if rule is not None:
                    yield rule

    def _is_found(self, rule: RowRule, filled: Filled) -> bool:
        if isinstance(rule.fails, Unreadable):
            content = filled.get(rule.fails.cell.code, {}).get(rule.fails.cell.column)
            # An error value never stands here: the form writes texts, and numbers.
            return {"blank": content is None, "text": isinstance(content, str), "error": False}[rule.fails.how]
        return rule.is_broken(lambda cell: self._number(filled, cell), lambda cell: self._text(filled, cell))

    def _number(self, filled: Filled, cell: At) -> Decimal | None:
        row = self._rows[cell.code]
        match cell.column:
            case FormColumn.TARGET:
                return row.target
            case FormColumn.PREVIOUS:
                return row.previous
            case FormColumn.VALUE:
                return value_of(filled.get(cell.code, {}))
            case _:
                content = filled.get(cell.code, {}).get(cell.column)
                return content if isinstance(content, Decimal) else None

    def _text(self, filled: Filled, cell: At) -> str:
        if cell.column is FormColumn.PREVIOUS:
            return self._rows[cell.code].previous_text or ""
        return str(filled.get(cell.code, {}).get(cell.column, ""))

    # 审核关系

    def _relation_steps(self, indicator: Indicator) -> Iterator[_Step]:
        for relation in self._form.relations:
            if indicator.code in relation.codes and not self._form.is_exempted(relation.codes, relation.number):
                yield self._relation_step(relation)

    def _relation_step(self, relation: Relation) -> _Step:
        cells = self._numbers(At(one.code, COLUMN_OF[one.operand]) for one in relation.references)
        left, right = (f"ROUND({self._side(one)},9)" for one in (relation.left, relation.right))
        conditions = [*cells, f"IFERROR(NOT({left}{relation.comparison}{right}),FALSE)"]
        is_query = relation.severity is Severity.QUERY
        words = SHORT["X03" if is_query else "X02"].format(number=relation.number)
        if is_query:
            conditions.append(self._unexplained(relation.codes))
            words += "，属实的请写“说明”"

        def is_committed(filled: Filled) -> bool:
            verdict = judge(relation, lambda one: self._figure(filled, one))
            is_open = not (is_query and _is_explained(filled, relation.codes))
            return is_open and verdict is not None and not verdict.holds

        return _Step(f"AND({','.join(conditions)})", words, is_committed)

    def _figure(self, filled: Filled, one: Reference) -> Decimal | Fraction | None:
        """An operand in the indicator's 单位; a rate as the fraction of its parts, since = is exact."""
        if one.operand is Operand.VALUE and self._rows[one.code].indicator.has_parts:
            over, under = (self._number(filled, At(one.code, column)) for column in _PART_COLUMNS)
            return Fraction(over) / Fraction(under) if over is not None and under else None
        number = self._number(filled, At(one.code, COLUMN_OF[one.operand]))
        factor = self._factor(one.operand, one.code)
        return number if number is None or factor == 1 else Fraction(number) / Fraction(factor)

    def _factor(self, operand: Operand, code: str) -> Decimal:
        is_amount = operand not in (Operand.NUMERATOR, Operand.DENOMINATOR)
        return self._rows[code].indicator.form_factor if is_amount else Decimal(1)

    def _side(self, expression: Expression) -> str:
        match expression:
            case Number(value):
                return plain(round_half_up(quotient(Decimal(value.numerator), Decimal(value.denominator)), 12))
            case Reference(operand, code):
                cell, factor = self._address(At(code, COLUMN_OF[operand])), self._factor(operand, code)
                return cell if factor == 1 else f"{cell}/{plain(factor)}"
            case Operation(sign, left, right):
                return f"({self._side(left)}{sign}{self._side(right)})"


def _is_explained(filled: Filled, codes: tuple[str, ...]) -> bool:
    said = (str(filled.get(code, {}).get(FormColumn.EXPLANATION, "")) for code in codes)
    return any(len(text.strip()) >= SHORTEST_EXPLANATION for text in said)


def value_of(filled: Mapping[FormColumn, Decimal | str]) -> Decimal | None:
    """本期累计 of a row as the form works it out from its inputs."""
    value = filled.get(FormColumn.VALUE)
    if isinstance(value, Decimal):
        return value
    over, under = filled.get(FormColumn.NUMERATOR), filled.get(FormColumn.DENOMINATOR)
    return quotient(over, under) if isinstance(over, Decimal) and isinstance(under, Decimal) and under > 0 else None
