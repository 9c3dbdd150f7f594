"""What a cell of a form says, as a figure: numbers as they are, text only where it can be told for certain."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from model.catalogue import found
from model.finding import Finding
from model.form import amount_text, label_of
from model.indicator import Indicator
from model.labels import FormColumn
from model.limits import SURELY_PERCENT
from model.quantity import (
    HUNDRED,
    PERCENT,
    SCALES,
    decimals_of,
    halfwidth,
    plain,
    read_number,
    round_half_up,
    shown_percent,
    split_unit,
)  # fmt: skip
from model.row_rules import input_rules_of, unit_of_column
from model.target import STATES
from validators.credible import MOST_DIGITS, is_credible
from validators.entries import Entry, Sent, stated_amount
from validators.grid import CellError
from validators.shown import shown_number, shown_text, shows_all

_EXTERNAL = re.compile(r"\[(?:\d+|[^\[\]]+\.xl\w+)\]")
"""A formula's reference to another workbook: by its number in the file, or by its name."""

_GAP = re.compile(r"[0-9.]\s+[0-9.]")
_GROUPED_BY_BLANKS = re.compile(r"[^0-9]*[0-9]{1,3}(?: [0-9]{3})+(?!\s*[0-9])[^\n]*$")


@dataclass(frozen=True, slots=True)
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


_BLANK = Typed(None)


def type_number(entry: Entry, column: FormColumn) -> Typed:
    """The number in a figure cell of `entry`, as typed (填报计量 where there is one); a blank has no findings."""
    cell = entry.cell(column)
    if cell is None:
        return _BLANK
    if isinstance(cell.content, Decimal):
        return _checked(entry, column, cell.content, None, cell.is_percent)
    if cell.formula is not None and cell.content in (None, ""):
        return _fault(entry, column, "C05", f"={cell.formula}")
    unit = unit_of_column(entry.indicator, column)
    match cell.content:
        case CellError(name):
            return _fault(entry, column, "C06", name, unit=unit or "个")
        case bool() | date():
            return _fault(entry, column, "C01", entry.of(column).shown, unit=unit or "个")
        case str() as text if text.strip():
            return _from_text(entry, column, text.strip(), unit)
        case _:
            return _BLANK


def _fault(entry: Entry, column: FormColumn, code: str, value: str, **words: str) -> Typed:
    return Typed(None, (_said(entry, column, code, value, **words),))


def _falls_apart(text: str) -> bool:
    """Whether blanks or line breaks stand between digits and do not group them by threes: 295 12 may be two numbers."""
    spaced = unicodedata.normalize("NFKC", text)
    return _GAP.search(spaced) is not None and _GROUPED_BY_BLANKS.match(spaced) is None


def _from_text(entry: Entry, column: FormColumn, text: str, unit: str) -> Typed:
    """A text that is a number and nothing else, or a number with the row's own unit behind it."""
    if _falls_apart(text):
        return _fault(entry, column, "C01", text, unit=unit or "个")
    number = read_number(text)
    has_sign = PERCENT in halfwidth(text)
    if number is not None and has_sign and unit != PERCENT:
        number = None
    elif number is None:
        number, has_sign = stated_amount(text, entry.indicator, column), unit == PERCENT
    if number is None:
        return _fault(entry, column, "C01", text, unit=unit or "个")
    typed = _checked(entry, column, number, text, has_sign)
    if typed.is_faulty or _is_faulty(entry.indicator, column, number):
        return typed
    if entry.of(column).is_word_cell and read_number(text) is not None:
        return replace(typed, original=None)  # in Word every number is a text: nothing was made of it
    read = amount_text(entry.indicator, number) if unit == PERCENT else plain(number)
    return Typed(number, (_said(entry, column, "C21", text, read=read), *typed.findings), text)


def _checked(entry: Entry, column: FormColumn, number: Decimal, original: str | None, is_percent: bool) -> Typed:
    findings = tuple(_number_findings(entry, column, number, is_percent))
    return Typed(number if is_credible(number) else None, findings, original)


def _number_findings(entry: Entry, column: FormColumn, number: Decimal, is_percent: bool) -> Iterator[Finding]:
    indicator = entry.indicator
    if not is_credible(number):
        unit = unit_of_column(indicator, column) or "个"
        yield _said(entry, column, "C01", f"{number.normalize():E}", unit=unit)
        return
    is_value = column is FormColumn.VALUE
    if is_value and indicator.is_percent and 1 < number < SURELY_PERCENT and not is_percent:
        shown = plain(number)
        yield _said(entry, column, "C04", shown, percent=f"{shown}%")
    elif is_value and decimals_of(number) > indicator.form_digits and not _is_faulty(indicator, column, number):
        digits = indicator.digits if indicator.is_percent else indicator.form_digits
        yield _said(entry, column, "C22", amount_text(indicator, number), digits=str(digits))
    yield from _as_shown(entry, column, number)
    cell = entry.cell(column)
    if cell is not None and cell.formula and _EXTERNAL.search(cell.formula):
        yield _said(entry, column, "C23", plain(number), formula=f"={cell.formula}")


def _said(entry: Entry, column: FormColumn, code: str, value: str, **words: str) -> Finding:
    return found(code, entry.place(column), value=value, label=label_of(entry.indicator), column=column, **words)


def _as_shown(entry: Entry, column: FormColumn, number: Decimal) -> Iterator[Finding]:
    """The cell shows another number than it stores, and not only fewer digits of it."""
    cell, indicator = entry.cell(column), entry.indicator
    if cell is None or not isinstance(cell.content, Decimal):
        return
    is_percent = indicator.is_percent and column is FormColumn.VALUE
    if cell.is_percent == is_percent and shows_all(cell.content, cell.number_format):
        return
    if _is_faulty(indicator, column, number):
        return
    read, text = shown_number(number, cell.number_format), shown_text(number, cell.number_format)
    if read is None or text is None:
        return
    is_rounded = read == number or any(read in _roundings(number, one) for one in range(-MOST_DIGITS, MOST_DIGITS))
    is_part = column is not FormColumn.VALUE
    is_strange_percent = cell.is_percent and (is_part or not indicator.is_percent)
    is_scaled_twice = not is_part and split_unit(indicator.asked_unit)[0] > 1 and any(one in text for one in SCALES)
    if not is_rounded or is_strange_percent or is_scaled_twice:
        yield _said(entry, column, "C35", plain(number), shown=text)


def _roundings(number: Decimal, digits: int) -> tuple[Decimal, Decimal]:
    """The number to `digits` places, and as a share that is not shown as 100% before it is."""
    return round_half_up(number, digits), shown_percent(number, digits - 2) / HUNDRED


def _is_faulty(indicator: Indicator, column: FormColumn, number: Decimal) -> bool:
    """Whether the rules of the row refuse the number by itself: how it is written is not worth a word then."""
    rules = (one for one in input_rules_of(indicator) if one.column is column)
    return any(one.is_broken(lambda _: number, lambda _: "") for one in rules)


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
