"""What a cell of a form says, as a figure: numbers as they are, text only where it can be told for certain."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from model.catalogue import found
from model.finding import Finding
from model.form import amount_text, label_of
from model.labels import FormColumn
from model.limits import SURELY_PERCENT
from model.quantity import (
    HUNDRED,
    PERCENT,
    decimals_of,
    halfwidth,
    is_indivisible,
    plain,
    read_number,
    read_quantity,
    split_unit,
)  # fmt: skip
from model.target import STATES
from validators.credible import is_credible
from validators.entries import Entry, Sent
from validators.grid import CellError


@dataclass(frozen=True)
class Typed:
    """A figure cell read: the number in the unit of the form, None where it cannot be told.

    A number that a finding holds is kept: the finding may be exempted (contract section 2, 豁免).
    """

    number: Decimal | None
    findings: tuple[Finding, ...] = ()
    original: str | None = None

    @property
    def is_faulty(self) -> bool:
        return any(one.holds for one in self.findings)


def type_number(entry: Entry, column: FormColumn) -> Typed:
    """The number in a figure cell of `entry`, as typed (填报计量 where there is one); a blank has no findings."""
    sent = entry.of(column)
    is_value = column is FormColumn.VALUE
    unit = entry.indicator.asked_unit if is_value else ""
    if sent.cell is None:
        return Typed(None)
    if sent.cell.formula is not None and sent.cell.content in (None, ""):
        return _fault(entry, column, "C05", f"={sent.cell.formula}")
    match sent.cell.content:
        case CellError(name):
            return _fault(entry, column, "C06", name, unit=unit or "个")
        case bool() | date():
            return _fault(entry, column, "C01", sent.shown, unit=unit or "个")
        case Decimal() as number:
            return _checked(entry, column, number, None, sent.cell.is_percent)
        case str() as text if not text.strip():
            return Typed(None)
        case str() as text:
            return _from_text(entry, column, text.strip(), unit)
        case _:
            return Typed(None)


def _fault(entry: Entry, column: FormColumn, code: str, value: str, **words: str) -> Typed:
    label = label_of(entry.indicator)
    return Typed(None, (found(code, entry.place(column), value=value, label=label, column=column, **words),))


def _from_text(entry: Entry, column: FormColumn, text: str, unit: str) -> Typed:
    """A text that is a number and nothing else, or a number with the row's own unit behind it."""
    number = read_number(text)
    has_sign = PERCENT in halfwidth(text)
    if number is not None and has_sign and unit != PERCENT:
        number = None
    elif number is None and unit:
        quantity = read_quantity(text, unit)
        if quantity is not None and quantity.high is None and quantity.comparator is None:
            number, has_sign = quantity.value, unit == PERCENT
    if number is None:
        return _fault(entry, column, "C01", text, unit=unit or "个")
    typed = _checked(entry, column, number, text, has_sign)
    if typed.is_faulty:
        return typed
    if entry.of(column).is_word_cell and read_number(text) is not None:
        return typed  # in Word every number is a text: nothing was made of it
    read = amount_text(entry.indicator, number) if unit == PERCENT else plain(number)
    note = found("C21", entry.place(column), value=text, label=label_of(entry.indicator), column=column, read=read)
    return Typed(number, (note, *typed.findings), text)


def _checked(entry: Entry, column: FormColumn, number: Decimal, original: str | None, is_percent: bool) -> Typed:
    findings = tuple(_number_findings(entry, column, number, is_percent))
    return Typed(number if is_credible(number) else None, findings, original)


def _number_findings(entry: Entry, column: FormColumn, number: Decimal, is_percent: bool) -> Iterator[Finding]:
    indicator, place = entry.indicator, entry.place(column)
    label, shown = label_of(indicator), plain(number)
    if not is_credible(number):
        unit = indicator.asked_unit if column is FormColumn.VALUE else "个"
        yield found("C01", place, value=f"{number.normalize():E}", label=label, column=column, unit=unit)
        return
    if number < 0:
        yield found("C02", place, value=shown, label=label, column=column)
        return
    if column is not FormColumn.VALUE:
        if column is FormColumn.DENOMINATOR and number == 0:
            yield found("C07", place, value=shown, label=label, denominator=indicator.denominator or "分母")
        return
    if indicator.is_percent and number > 1 and (not is_percent or number >= SURELY_PERCENT):
        value = f"{plain(number * HUNDRED)}%" if is_percent else shown
        yield found("C04", place, value=value, label=label, column=column, percent=f"{shown}%")
        return
    scale, base = split_unit(indicator.asked_unit)
    if is_indivisible(indicator.asked_unit) and decimals_of(number * scale):
        yield found("C03", place, value=shown, label=label, column=column, base=base)
    elif decimals_of(number) > indicator.form_digits:
        yield found("C22", place, value=shown, label=label, column=column, digits=str(indicator.form_digits))


def type_state(entry: Entry) -> tuple[str | None, tuple[Finding, ...]]:
    """The word of a 状态 row; None for a blank or for a word that is none of the three."""
    sent: Sent = entry.of(FormColumn.STATE)
    if sent.key is None:
        return None, ()
    if sent.cell is not None and sent.cell.formula is not None and not sent.cell.text.strip():
        return None, _fault(entry, FormColumn.STATE, "C05", f"={sent.cell.formula}").findings
    word = halfwidth(str(sent.cell.text)) if sent.cell else ""
    if word in STATES:
        return word, ()
    states = "、".join(STATES)
    place = entry.place(FormColumn.STATE)
    return None, (found("C09", place, value=sent.shown, label=label_of(entry.indicator), states=states),)
