"""The checks of one row: its inputs, its figure beside target and last period, its words, what was issued in it.

What is a fault is told by `model.row_rules`; here stand the words that its sentence needs.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from model.catalogue import found
from model.finding import Finding, Severity
from model.form import LOCKED_COLUMNS, amount_text, label_of, to_form_unit
from model.indicator import Indicator, Kind
from model.judgement import is_met, shown_value
from model.labels import NOT_ASKED_WORDS, FormColumn
from model.limits import TEN_THOUSAND
from model.quantity import (
    HUNDRED,
    halfwidth,
    plain,
    read_number,
    read_quantity,
    round_half_up,
    split_unit,
)
from model.row_rules import RowRule, figure_rules_of, input_rules_of
from model.target import DONE_WORD, NOT_STARTED_WORD, Target
from validators.cells import type_number
from validators.context import Context
from validators.credible import is_credible
from validators.entries import Entry
from validators.narrative import contradiction
from validators.rows import Look, Row, look_at, read_row
from validators.shown import shown_number, shown_text, shows_all

Words = Mapping[str, str]


def checked_row(entry: Entry, context: Context) -> Row:
    """A row with all that is wrong with it by itself, exempted where the office said so.

    A figure with an error of its own would only cause more faults: what compares it with others is left out then.
    """
    row = read_row(entry)
    findings = [context.exempted(one) for one in row.findings]
    look = look_at([row], context)
    findings += [context.exempted(one) for one in _input_faults(row, look, context, findings)]
    if not has_error(findings):
        findings += [context.exempted(one) for one in _typed_over(row)]
    if not has_error(findings):
        faults = list(_figure_faults(row, look, context))
        if not any(one.rule in ("C33", "C35") for one in (*faults, *findings)):
            faults += _display_misleads(row, context)
        faults += _state_beside_figure(row, context)
        faults += _words_beside_figure(row, context)
        faults += _swapped_with_previous(row, context)
        findings += [context.exempted(one) for one in faults]
    findings += [context.exempted(one) for one in _not_as_issued(row, context)]
    if not findings:
        return row
    if any(one.holds for one in findings):
        findings = [one for one in findings if one.rule not in _OF_WRITING]
    return replace(row, findings=tuple(findings))


_OF_WRITING = frozenset({"C21", "C22", "C23"})
"""Notes on how a figure is written, which are not worth a word where it goes back anyway."""


def has_error(findings: list[Finding] | tuple[Finding, ...]) -> bool:
    return any(one.severity is Severity.ERROR for one in findings)


# The rules of the row


def _input_faults(row: Row, look: Look, context: Context, known: list[Finding]) -> Iterator[Finding]:
    faulty = {column for one in known if one.severity is Severity.ERROR for column in (one.column or "").split("、")}
    for rule in input_rules_of(row.indicator):
        if rule.column not in faulty and rule.is_broken(*look):
            faulty.add(rule.column)
            yield _fault(rule, row, context)


def _figure_faults(row: Row, look: Look, context: Context) -> Iterator[Finding]:
    said: set[str] = set()
    for rule in figure_rules_of(row.indicator, context.known(row.indicator.code)):
        if rule.subject not in said and rule.is_broken(*look):
            said |= {rule.subject} - {""}
            fault = context.exempted(_fault(rule, row, context))
            yield fault
            if fault.severity is Severity.ERROR:
                return


def _fault(rule: RowRule, row: Row, context: Context) -> Finding:
    words = {"label": label_of(row.indicator), "column": str(rule.column), **rule.words}
    words |= _WORDS[rule.code](rule, row, context)
    return found(rule.code, row.entry.place(*row.place_columns(rule.column)), **words)


def _input_words(rule: RowRule, row: Row, context: Context) -> Words:
    number = row.typed[rule.column]
    shown = f"{plain(number * HUNDRED)}%" if rule.code == "C04" else plain(number)
    return {"value": shown, "percent": f"{plain(number)}%", "denominator": row.indicator.denominator or "分母"}


def _in_form_unit(row: Row) -> Decimal:
    """The row's figure as its form shows it."""
    return to_form_unit(row.indicator, row.value or Decimal(0))


def _origin_of(column: str, context: Context, code: str) -> str:
    return context.target_origin(code) if column == FormColumn.TARGET else context.previous_origin


def _beside_words(rule: RowRule, row: Row, context: Context) -> Words:
    """The words of rules that hold the figure against its target or last period's figure."""
    indicator, code = row.indicator, row.indicator.code
    form_row = context.form_rows[code]
    base_name = rule.words.get("base", FormColumn.TARGET if rule.code == "C31" else FormColumn.PREVIOUS)
    base = (form_row.target if base_name == FormColumn.TARGET else form_row.previous) or Decimal(1)
    value, scale = _in_form_unit(row), split_unit(indicator.asked_unit)[0]
    example = {
        "C10": plain(round_half_up(value / scale, 8)),
        "C39": plain(value * TEN_THOUSAND),
        "C34": amount_text(indicator, round_half_up(value * HUNDRED, 8)),
    }.get(rule.code, "")
    return {
        "value": amount_text(indicator, round_half_up(value, 8)),
        "unit": "" if indicator.is_percent else indicator.asked_unit,
        "base_name": base_name,
        "base": amount_text(indicator, round_half_up(base, 8)),
        "target": plain(base),
        "previous": amount_text(indicator, round_half_up(base, 8)),
        "times": plain(round_half_up(value / base, 0)),
        "small": split_unit(indicator.asked_unit)[1],
        "large": f"万{indicator.asked_unit}",
        "example": example,
        "origin": _origin_of(base_name, context, code),
    }


def _percent_words(rule: RowRule, row: Row, context: Context) -> Words:
    return {"value": amount_text(row.indicator, round_half_up(row.value or Decimal(0), row.indicator.form_digits))}


def _display_words(rule: RowRule, row: Row, context: Context) -> Words:
    indicator, value = row.indicator, row.value or Decimal(0)
    shown = shown_value(indicator, value) / (HUNDRED if indicator.is_percent else Decimal(1))
    return _misleading(row, context, shown, amount_text(indicator, shown))


def _misleading(row: Row, context: Context, shown: Decimal, shown_as: str) -> Words:
    """Both readings of a figure whose display hides digits that change a judgement (contract section 6)."""
    target, indicator, value = context.target(row.indicator.code), row.indicator, row.value or Decimal(0)
    assert target is not None, "the rule is one of rows with a target"
    assert target.value is not None, "the rule is one of rows with a target"
    reached = {True: "达到", False: "没有达到", None: ""}
    return {
        "value": amount_text(indicator, round_half_up(value, 8).normalize()),
        "shown": shown_as,
        "target": amount_text(indicator, target.value),
        "one": f"实际{reached[target.is_met(value)]}",
        "other": f"显示{reached[target.is_met(shown)]}",
    }


def _state_words(rule: RowRule, row: Row, context: Context) -> Words:
    text = row.entry.text(FormColumn.PROGRESS)
    return {
        "value": row.state or "",
        "previous": context.form_rows[row.indicator.code].previous_text or "",
        "origin": context.previous_origin,
        "words": text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…",
    }


LONGEST_QUOTE = 40
"""Characters of a unit's own sentence that a finding quotes."""
_WORDS: Mapping[str, Callable[[RowRule, Row, Context], Words]] = {
    **dict.fromkeys(("C02", "C03", "C04", "C07"), _input_words),
    **dict.fromkeys(("C10", "C39", "C31", "C34", "P01", "P03"), _beside_words),
    **dict.fromkeys(("C37", "P02"), _state_words),
    "C32": _percent_words,
    "C33": _display_words,
}


# What a formula on the form cannot tell


def _typed_over(row: Row) -> Iterator[Finding]:
    """A number typed over our formula that is not numerator ÷ denominator as far as it is shown."""
    cell = row.entry.cell(FormColumn.VALUE)
    if cell is None or not row.indicator.has_parts or row.value is None or cell.formula is not None:
        return
    typed = cell.content if isinstance(cell.content, Decimal) else read_number(cell.text)
    digits = row.indicator.form_digits
    if typed is not None and not is_credible(typed):
        yield from type_number(row.entry, FormColumn.VALUE).findings
    elif typed is not None and round_half_up(typed, digits) != round_half_up(row.value, digits):
        shown = amount_text(row.indicator, round_half_up(row.value, digits))
        cells = ",".join(filter(None, (row.entry.of(one).address for one in row.columns)))
        yield found(
            "C08", row.entry.place(FormColumn.VALUE), value=amount_text(row.indicator, typed),
            label=label_of(row.indicator), quotient=shown, cells=cells,
        )  # fmt: skip


def _display_misleads(row: Row, context: Context) -> Iterator[Finding]:
    """The county's own cell shows a number that would be judged otherwise than the stored one."""
    cell = row.entry.cell(FormColumn.VALUE)
    if row.indicator.has_parts or row.value is None or cell is None or cell.formula:
        return
    if shows_all(cell.content, cell.number_format):
        return
    target, shown = context.target(row.indicator.code), shown_number(cell.content, cell.number_format)
    if target is None or target.value is None or shown is None:
        return
    in_unit = shown / row.indicator.form_factor
    if target.is_met(in_unit) != target.is_met(row.value):
        text = shown_text(cell.content, cell.number_format) or plain(shown)
        words = {**_misleading(row, context, in_unit, text), **_as_the_cell_shows(row, context)}
        yield found("C33", row.entry.place(FormColumn.VALUE), label=label_of(row.indicator), **words)


def _as_the_cell_shows(row: Row, context: Context) -> Words:
    """Figure and target in the unit of the county's own cell."""
    indicator, target = row.indicator, context.form_rows[row.indicator.code].target
    value = row.typed[FormColumn.VALUE]
    return {"value": amount_text(indicator, value), "target": amount_text(indicator, target or Decimal(0))}


def _state_beside_figure(row: Row, context: Context) -> Iterator[Finding]:
    """A 状态 beside a figure (an office's own sheet may have both) that says otherwise than the figure."""
    word = halfwidth(row.entry.text(FormColumn.STATE))
    if word not in (DONE_WORD, NOT_STARTED_WORD) or row.indicator.kind is Kind.STATE or row.value is None:
        return
    target = context.target(row.indicator.code)
    has_met = is_met(row.indicator, row.value, None, target)
    if (word == DONE_WORD and has_met is False) or (word == NOT_STARTED_WORD and row.value > 0):
        stated = "无" if target is None or target.value is None else amount_text(row.indicator, target.value)
        yield found(
            "C36", row.entry.place(FormColumn.STATE, *row.columns), value=word, label=label_of(row.indicator),
            column="、".join(row.columns), target=stated,
            figure=amount_text(row.indicator, round_half_up(row.value, row.indicator.form_digits)),
        )  # fmt: skip


def _words_beside_figure(row: Row, context: Context) -> Iterator[Finding]:
    """进展情况 names another total than 本期累计."""
    indicator, typed = row.indicator, row.typed.get(FormColumn.VALUE)
    if indicator.kind is not Kind.AMOUNT or typed is None:
        return
    other = contradiction(row.entry.text(FormColumn.PROGRESS), typed, indicator.asked_unit, indicator.name)
    if other is not None:
        scale = split_unit(indicator.asked_unit)[0]
        yield found(
            "C38", row.entry.place(FormColumn.VALUE), value=f"{plain(typed)}{indicator.asked_unit}",
            label=label_of(indicator), words=other.words, read=f"{plain(other.number / scale)}{indicator.asked_unit}",
        )  # fmt: skip


def _swapped_with_previous(row: Row, context: Context) -> Iterator[Finding]:
    """本期累计 is what was issued as last period's figure, and 上期累计 is not: their labels changed places."""
    typed, issued = row.typed.get(FormColumn.VALUE), context.form_rows[row.indicator.code].previous
    if typed is None or typed != issued:
        return
    sent = row.entry.of(FormColumn.PREVIOUS)
    if sent.cell is not None and isinstance(sent.cell.content, Decimal) and sent.cell.content != issued:
        shown = amount_text(row.indicator, typed)
        yield found(
            "C40", row.entry.place(FormColumn.VALUE), value=shown, label=label_of(row.indicator),
            other=sent.shown, origin=context.previous_origin,
        )  # fmt: skip


def _not_as_issued(row: Row, context: Context) -> Iterator[Finding]:
    """A locked text or target that differs from the breakdown (contract section 3)."""
    entry, indicator = row.entry, row.indicator
    for column in LOCKED_COLUMNS:
        cell = entry.cell(column)
        if cell is None:
            continue
        sent, issued = entry.of(column), context.issued(indicator)[column]
        if cell.content == issued or sent.key is None:
            continue
        if column is FormColumn.TARGET:
            text, is_same = _target_as_issued(indicator, context.target(indicator.code), cell.content)
        else:
            text = str(issued)
            is_same = _bare(cell.text) == _bare(text)
        if not is_same:
            yield found(
                "R04", entry.place(column), value=sent.shown, label=label_of(indicator), column=column,
                issued=text, found=sent.shown,
            )  # fmt: skip


_NUMBERING = re.compile(r"^(?:[(]?[一二三四五六七八九十]+[)]?[、.]?|[(]?[0-9]+[)]?[、.])(?=[^0-9])")


def _bare(text: str) -> str:
    """A locked text without what an office's own sheet writes around it: 一、 or 1. in front, brackets about a unit."""
    plain_text = halfwidth(text)
    if plain_text.startswith("(") and plain_text.endswith(")"):
        return plain_text[1:-1]
    return _NUMBERING.sub("", plain_text)


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
