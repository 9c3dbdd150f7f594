"""The checks of one unit's rows: within a row, against target and last period, across rows (contract section 6).

Each check takes what it needs and yields findings; none of them raises for what a unit did.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from model.breakdown import Breakdown
from model.catalogue import Place, found
from model.figure import Previous, PreviousFigure
from model.finding import Finding, Severity
from model.form import LOCKED_COLUMNS, amount_text, asked_columns, from_form_unit, label_of, to_form_unit
from model.indicator import Accrual, Direction, Indicator, Kind
from model.judgement import shown_value
from model.labels import NOT_ASKED_WORDS, FormColumn, Sheet
from model.limits import FAR_ABOVE, TEN_THOUSANDFOLD
from model.period import Period
from model.quantity import (
    QUOTIENT_DIGITS,
    halfwidth,
    plain,
    quotient,
    read_number,
    read_quantity,
    round_half_up,
    split_unit,
)
from model.relation import Operand, Reference, Relation, judge
from model.submission import Reported, Source
from model.target import DONE_WORD, STATES, Target
from model.unit import Unit
from validators.cells import Typed, type_number, type_state
from validators.credible import is_credible
from validators.entries import Entry


@dataclass(frozen=True)
class Context:
    """What a check may look at beside the row itself."""

    breakdown: Breakdown
    period: Period
    previous: Previous
    unit: Unit

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
        return f"{self.previous.period.title}结果" if self.previous.period else "上期数.xlsx"

    def exempted(self, finding: Finding, codes: tuple[str, ...]) -> Finding:
        """`finding` as a settled note where an exemption covers one of `codes` (contract section 2, 豁免)."""
        exemption = self.breakdown.exemption_for(finding.unit, codes, finding.rule, self.period)
        if exemption is None or not finding.holds:
            return finding
        return finding.as_exempted(f"{exemption.reason}，批准人：{exemption.approved_by}")


@dataclass(frozen=True)
class Row:
    """A row with its figures read, in the indicator's 单位; None where there is none or it is faulty."""

    entry: Entry
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    state: str | None = None
    original: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def indicator(self) -> Indicator:
        return self.entry.indicator

    @property
    def columns(self) -> tuple[FormColumn, ...]:
        return asked_columns(self.indicator)

    @property
    def exact(self) -> Decimal | Fraction | None:
        """The value for comparisons that are exact: a rate as the fraction of its parts."""
        if self.numerator is not None and self.denominator:
            return Fraction(self.numerator) / Fraction(self.denominator)
        return self.value

    @property
    def is_complete(self) -> bool:
        return self.value is not None or self.state is not None


def read_row(entry: Entry) -> Row:
    """The figures of a row and what is wrong with its cells."""
    blanks = tuple(_blanks(entry))
    if entry.indicator.kind is Kind.STATE:
        state, findings = type_state(entry)
        return Row(entry, state=state, findings=(*blanks, *findings))
    typed = {column: type_number(entry, column) for column in asked_columns(entry.indicator)}
    findings = (*blanks, *(one for cell in typed.values() for one in cell.findings))
    if entry.indicator.has_parts:
        return _row_of_parts(entry, typed, findings)
    cell = typed[FormColumn.VALUE]
    value = None if cell.number is None else from_form_unit(entry.indicator, cell.number)
    return Row(entry, value, original=cell.original, findings=findings)


def _blanks(entry: Entry) -> Iterator[Finding]:
    columns = tuple(column for column in asked_columns(entry.indicator) if entry.of(column).key is None)
    columns = tuple(column for column in columns if not _is_uncalculated(entry, column))
    if columns:
        words = "、".join(columns)
        zero = zero_advice(entry.indicator)
        yield found("R01", entry.place(*columns), label=label_of(entry.indicator), column=words, zero=zero)


def zero_advice(indicator: Indicator) -> str:
    """How a blank is told from a zero; a 状态 has no zero."""
    return "" if indicator.kind is Kind.STATE else "；确为零的填 0"


def _is_uncalculated(entry: Entry, column: FormColumn) -> bool:
    cell = entry.of(column).cell
    return cell is not None and cell.formula is not None


def _row_of_parts(entry: Entry, typed: Mapping[FormColumn, Typed], findings: tuple[Finding, ...]) -> Row:
    numerator, denominator = typed[FormColumn.NUMERATOR].number, typed[FormColumn.DENOMINATOR].number
    if numerator is None or not denominator:
        return Row(entry, findings=findings)
    value = quotient(numerator, denominator)
    over = () if _has_error(findings) else _typed_over(entry, value)
    return Row(entry, value, numerator, denominator, findings=(*findings, *over))


def _typed_over(entry: Entry, value: Decimal) -> Iterator[Finding]:
    """A number typed over our formula that is not numerator ÷ denominator as far as it is shown."""
    cell = entry.of(FormColumn.VALUE).cell
    if cell is None or cell.formula is not None:
        return
    typed = cell.content if isinstance(cell.content, Decimal) else read_number(cell.text)
    digits = entry.indicator.form_digits
    if typed is not None and not is_credible(typed):
        yield from type_number(entry, FormColumn.VALUE).findings
    elif typed is not None and round_half_up(typed, digits) != round_half_up(value, digits):
        shown = amount_text(entry.indicator, round_half_up(value, digits))
        cells = ",".join(filter(None, (entry.of(one).address for one in asked_columns(entry.indicator))))
        yield found(
            "C08", entry.place(FormColumn.VALUE), value=amount_text(entry.indicator, typed),
            label=label_of(entry.indicator), quotient=shown, cells=cells,
        )  # fmt: skip


# Checks of one row


def _locked_cells_are_as_issued(row: Row, context: Context) -> Iterator[Finding]:
    entry, indicator = row.entry, row.indicator
    target = context.target(indicator.code)
    issued = {FormColumn.NAME: indicator.name, FormColumn.UNIT: indicator.asked_unit}
    for column in LOCKED_COLUMNS:
        sent = entry.of(column)
        if sent.key is None or sent.cell is None:
            continue
        if column is FormColumn.TARGET:
            text, is_same = _target_as_issued(indicator, target, sent.cell.content)
        else:
            text, is_same = issued[column], halfwidth(sent.cell.text) == halfwidth(issued[column])
        if not is_same:
            yield found(
                "R04", entry.place(column), value=sent.shown, label=label_of(indicator), column=column,
                issued=f"{text}", found=sent.shown,
            )  # fmt: skip


def _target_as_issued(indicator: Indicator, target: Target | None, content: object) -> tuple[str, bool]:
    """What was issued as text, and whether the cell still says it."""
    words = halfwidth(str(content))
    if indicator.kind is Kind.STATE:
        return DONE_WORD, words == DONE_WORD
    if target is None or target.value is None:
        return "空白", words in {halfwidth(word) for word in NOT_ASKED_WORDS}
    issued = to_form_unit(indicator, target.value)
    text = amount_text(indicator, issued)
    if isinstance(content, Decimal):
        return text, content == issued
    if words == halfwidth(target.phrase):
        return text, True
    number = read_number(str(content))
    if number is None:
        quantity = read_quantity(str(content), indicator.asked_unit)
        number = quantity.value if quantity else None
    return text, number == issued


def _is_not_off_by_ten_thousand(row: Row, context: Context) -> Iterator[Finding]:
    indicator, value = row.indicator, row.value
    if value is None or indicator.kind is not Kind.AMOUNT or indicator.direction is Direction.LOWER:
        return
    target, before = context.target(indicator.code), context.before(indicator.code)
    bases = (
        ("年度目标", target.value if target else None, context.target_origin(indicator.code)),
        ("上期累计", before.value if before else None, context.previous_origin),
    )
    scale, small = split_unit(indicator.asked_unit)
    for name, base, origin in bases:
        if scale > 1 and base is not None and base > 0 and value / base >= TEN_THOUSANDFOLD:
            typed = to_form_unit(indicator, value)
            yield found(
                "C10", row.entry.place(FormColumn.VALUE), value=plain(typed), label=label_of(indicator),
                unit=indicator.asked_unit, base_name=name, base=plain(to_form_unit(indicator, base)),
                times=plain(round_half_up(value / base, 0)), small=small, example=plain(typed / scale), origin=origin,
            )  # fmt: skip
            return
    if target is not None and target.value and value / target.value >= FAR_ABOVE:
        yield found(
            "C31", row.entry.place(FormColumn.VALUE), value=plain(to_form_unit(indicator, value)),
            label=label_of(indicator), unit=indicator.asked_unit, target=plain(to_form_unit(indicator, target.value)),
            times=plain(round_half_up(value / target.value, 0)), origin=context.target_origin(indicator.code),
        )  # fmt: skip


def _is_no_more_than_all(row: Row, context: Context) -> Iterator[Finding]:
    if row.indicator.is_percent and row.value is not None and row.value > 1:
        shown = amount_text(row.indicator, round_half_up(row.value, row.indicator.form_digits))
        yield found("C32", row.entry.place(*row.columns), value=shown, label=label_of(row.indicator))


def _shows_what_it_is_judged_by(row: Row, context: Context) -> Iterator[Finding]:
    """Where the display hides digits that change a judgement, both are named (contract section 6)."""
    target, indicator, value = context.target(row.indicator.code), row.indicator, row.value
    if value is None or target is None or target.value is None:
        return
    scale = Decimal(100) if indicator.is_percent else Decimal(1)
    shown = shown_value(indicator, value) / scale
    met, shown_met = target.is_met(value), target.is_met(shown)
    if met != shown_met:
        words = {True: "达到", False: "没有达到", None: ""}
        yield found(
            "C33", row.entry.place(*row.columns), value=amount_text(indicator, round_half_up(value, 8).normalize()),
            label=label_of(indicator), shown=amount_text(indicator, shown),
            target=amount_text(indicator, target.value), one=f"实际{words[met]}", other=f"显示{words[shown_met]}",
        )  # fmt: skip


def _is_less(value: Decimal, stored: Decimal) -> bool:
    """Whether a value falls below one of 结果.json, where quotients stand to 12 decimal places."""
    return round_half_up(value, QUOTIENT_DIGITS) < round_half_up(stored, QUOTIENT_DIGITS)


def _does_not_fall(row: Row, context: Context) -> Iterator[Finding]:
    indicator, before = row.indicator, context.before(row.indicator.code)
    if before is None or indicator.accrual is not Accrual.CUMULATIVE:
        return
    origin = context.previous_origin
    if indicator.kind is Kind.STATE and row.state and before.text in STATES:
        if STATES.index(row.state) < STATES.index(before.text):
            place = row.entry.place(FormColumn.STATE)
            label = label_of(indicator)
            yield found("P02", place, value=row.state, label=label, previous=before.text, origin=origin)
    elif indicator.kind is not Kind.STATE:
        if row.value is not None and before.value is not None and _is_less(row.value, before.value):
            unit = "" if indicator.is_percent else indicator.asked_unit
            now, then = (
                amount_text(indicator, round_half_up(to_form_unit(indicator, one), 8))
                for one in (row.value, before.value)
            )
            place = row.entry.place(*row.columns)
            yield found("P01", place, value=now, label=label_of(indicator), unit=unit, previous=then, origin=origin)


_FIGURE_CHECKS: tuple[Callable[[Row, Context], Iterator[Finding]], ...] = (
    _is_not_off_by_ten_thousand,
    _is_no_more_than_all,
    _shows_what_it_is_judged_by,
    _does_not_fall,
)


# Checks across rows

Rows = Mapping[str, Row]


def _lookup(rows: Rows, context: Context) -> Callable[[Reference], Decimal | Fraction | None]:
    def value_of(reference: Reference) -> Decimal | Fraction | None:
        row = rows.get(reference.code)
        match reference.operand:
            case Operand.TARGET:
                target = context.target(reference.code)
                return target.value if target else None
            case Operand.PREVIOUS:
                before = context.before(reference.code)
                return before.value if before else None
            case Operand.NUMERATOR:
                return row.numerator if row else None
            case Operand.DENOMINATOR:
                return row.denominator if row else None
            case Operand.VALUE:
                return row.exact if row else None

    return value_of


JointFault = tuple[Finding, ...]
"""One fault of several rows: a finding for each file and sheet in which they stand."""


def _joint_places(rows: list[Row], columns: list[FormColumn]) -> Iterator[Place]:
    """Where several rows are compared: for each sheet one cell and one code of each row, in the same order."""
    by_sheet: dict[tuple[str | None, str | None], list[Place]] = {}
    for row, column in zip(rows, columns, strict=True):
        place = row.entry.place(column)
        by_sheet.setdefault((place.file, place.sheet), []).append(place)
    for (file, sheet), places in by_sheet.items():
        cells = ",".join(place.cell or "" for place in places)
        codes = ",".join(place.indicator or "" for place in places)
        marked = "、".join(dict.fromkeys(place.column or "" for place in places))
        yield Place(places[0].unit, file, sheet, cells, codes, marked)


def _fraction_text(value: Fraction) -> str:
    """To six decimal places, half up: exact however large the fraction is."""
    whole, rest = divmod(math.floor(abs(value) * 10**6 + Fraction(1, 2)), 10**6)
    shown = f"{whole}.{rest:06}".rstrip("0").rstrip(".")
    return f"-{shown}" if value < 0 and shown != "0" else shown


def _relations_hold(rows: Rows, context: Context) -> Iterator[JointFault]:
    for relation in context.breakdown.relations:
        yield from _relation_holds(relation, rows, context)


_OPERAND_COLUMNS = {Operand.NUMERATOR: FormColumn.NUMERATOR, Operand.DENOMINATOR: FormColumn.DENOMINATOR}


def _relation_holds(relation: Relation, rows: Rows, context: Context) -> Iterator[JointFault]:
    compared = [rows[code] for code in relation.codes if code in rows]
    verdict = judge(relation, _lookup(rows, context)) if compared else None
    if verdict is None or verdict.holds:
        return
    note = f"（{relation.note}）" if relation.note else ""
    operands = {one.code: one.operand for one in reversed(relation.references)}
    columns = [_OPERAND_COLUMNS.get(operands[row.indicator.code], row.columns[0]) for row in compared]
    code = "X02" if relation.severity is Severity.ERROR else "X03"
    left, right = _fraction_text(verdict.left), _fraction_text(verdict.right)
    yield tuple(
        found(code, place, number=relation.number, relation=relation.text, left=left, right=right, note=note)
        for place in _joint_places(compared, columns)
    )


def _parts_fit_their_wholes(rows: Rows) -> Iterator[JointFault]:
    for code, part in rows.items():
        whole = rows.get(part.indicator.part_of) if part.indicator.part_of else None
        if whole is None or part.value is None or whole.value is None:
            continue
        scale, base = split_unit(part.indicator.unit)
        whole_scale, whole_base = split_unit(whole.indicator.unit)
        if base == whole_base and part.value * scale > whole.value * whole_scale:
            typed = {one.indicator.code: to_form_unit(one.indicator, one.value or Decimal(0)) for one in (part, whole)}
            words = {key: f"{plain(one)}{rows[key].indicator.asked_unit}" for key, one in typed.items()}
            stands = whole.entry.place(whole.columns[0])
            places = tuple(_joint_places([part, whole], [part.columns[0], whole.columns[0]]))
            whole_cell = " ".join(filter(None, (stands.file if len(places) > 1 else None, stands.cell)))
            yield tuple(
                found(
                    "X01", place, value=words[code], part_label=label_of(part.indicator), part=words[code],
                    whole_label=label_of(whole.indicator), whole=words[whole.indicator.code], whole_cell=whole_cell,
                )
                for place in places
            )  # fmt: skip


def check_rows(entries: Mapping[str, Entry], context: Context) -> dict[str, Row]:
    """Every row with its figures and all that the checks found, settled where it was explained or exempted."""
    rows = {code: _checked_row(read_row(entry), context) for code, entry in entries.items()}
    sound = {code: row for code, row in rows.items() if not _has_error(row.findings)}
    settled = {code: [_settled(one, one.codes, rows, context) for one in row.findings] for code, row in rows.items()}
    for fault in (*_parts_fit_their_wholes(sound), *_relations_hold(sound, context)):
        codes = tuple(code for one in fault for code in one.codes)
        for one in fault:
            settled[one.codes[0]].append(_settled(one, codes, rows, context))
    return {code: replace(row, findings=tuple(settled[code])) for code, row in rows.items()}


def _checked_row(row: Row, context: Context) -> Row:
    """A row with what the checks of one row found; a figure with an error of its own would only cause more faults."""
    findings = [context.exempted(one, one.codes) for one in row.findings]
    if not _has_error(findings):
        findings += [context.exempted(one, one.codes) for check in _FIGURE_CHECKS for one in check(row, context)]
    findings += [context.exempted(one, one.codes) for one in _locked_cells_are_as_issued(row, context)]
    return replace(row, findings=tuple(findings))


def _has_error(findings: Iterable[Finding]) -> bool:
    return any(one.severity is Severity.ERROR for one in findings)


def _settled(finding: Finding, codes: tuple[str, ...], rows: Rows, context: Context) -> Finding:
    """`finding` settled by an exemption, a query by the unit's words in 说明 of one of `codes` (contract section 2)."""
    finding = context.exempted(finding, codes)
    if finding.severity is not Severity.QUERY:
        return finding
    explained = next((text for code in codes if (text := rows[code].entry.text(FormColumn.EXPLANATION))), "")
    return replace(finding, settled=True, message=f"{finding.message}单位说明：{explained}。") if explained else finding


def reported_of(row: Row) -> Reported:
    """The accepted figure of a row that nothing holds back."""
    entry = row.entry
    source = Source(*entry.standing(row.columns))
    words = {
        column: entry.text(column)
        for column in (FormColumn.PROGRESS, FormColumn.PROBLEMS, FormColumn.EVIDENCE, FormColumn.EXPLANATION)
        if entry.text(column)
    }
    return Reported(
        entry.unit.name, row.indicator.code, source, row.value, row.numerator,
        row.denominator, row.state if row.state is not None else row.original, words,
    )  # fmt: skip
