"""Numbers in the cells of a returned workbook: as they are, text only where it can be told for certain."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from model.assessment.checking import is_divided
from model.finding import Finding
from model.indicator import Direction, Indicator, Kind
from model.labels import FormColumn
from model.limits import SURELY_PERCENT
from model.quantity import PERCENT, halfwidth, plain, read_number, split_unit
from validators.assessment.lines import Line
from validators.credible import is_credible
from validators.entries import stated_amount
from validators.grid import CellError


@dataclass(frozen=True)
class Amount:
    """A cell read: its number in the form's unit, None where there is none or it cannot be told."""

    number: Decimal | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def is_faulty(self) -> bool:
        """Whether it must not count."""
        return any(one.holds for one in self.findings)


def read_amount(line: Line, label: str, indicator: Indicator | None = None) -> Amount:
    """The number in the cell of `label`: of `indicator` a figure, else points. A blank is no number and no fault."""
    cell = line.cell(label)
    unit = (indicator.asked_unit if indicator else "分") or "个"
    if cell is None:
        return Amount()
    if cell.formula is not None and cell.content in (None, ""):
        return Amount(None, (line.found("C05", label, value=f"={cell.formula}"),))
    match cell.content:
        case Decimal() as number:
            return _checked(line, label, number, cell.is_percent, indicator)
        case CellError(name):
            return Amount(None, (line.found("C06", label, value=name, unit=unit),))
        case bool() | date():
            return _no_number(line, label, line.sent(label).shown, unit)
        case str() as text if text.strip():
            return _from_text(line, label, text.strip(), indicator)
        case _:
            return Amount()


def _no_number(line: Line, label: str, value: str, unit: str) -> Amount:
    return Amount(None, (line.found("A31", label, value=value, unit=f"以{unit}计的一个数"),))


def _from_text(line: Line, label: str, text: str, indicator: Indicator | None) -> Amount:
    """A text that is a number and nothing else, or a number with the row's own unit behind it."""
    is_percent = indicator is not None and indicator.is_percent
    number, has_sign = read_number(text), PERCENT in halfwidth(text)
    if number is not None and has_sign and not is_percent:
        number = None
    elif number is None and indicator is not None:
        number, has_sign = stated_amount(text, indicator, FormColumn.VALUE), is_percent
    elif number is None:
        number = read_number(halfwidth(text).removesuffix("分"))
    if number is None:
        unit = (indicator.asked_unit if indicator else "分") or "个"
        return _no_number(line, label, text, unit)
    amount = _checked(line, label, number, has_sign, indicator)
    is_word_number = line.sent(label).is_word_cell and read_number(text) is not None
    if amount.is_faulty or is_word_number:
        return amount
    shown = f"{plain(number * 100)}%" if is_percent else plain(number)
    return Amount(number, (line.found("C21", label, value=text, read=shown), *amount.findings))


def _checked(line: Line, label: str, number: Decimal, has_sign: bool, indicator: Indicator | None) -> Amount:
    """A number with what is wrong with it by itself; points have bounds of their own."""
    if not is_credible(number):
        return _no_number(line, label, f"{number.normalize():E}", indicator.asked_unit if indicator else "分")
    if indicator is None:
        return Amount(number)
    shown = plain(number)
    if number < 0:
        return Amount(number, (line.found("C02", label, value=shown),))
    # 600% typed into a cell that is shown with %: of an 越低越好 no bound of 自报数 would stop it.
    is_beyond = number > 1 and indicator.kind is Kind.RATE and indicator.direction is Direction.LOWER
    if indicator.is_percent and ((number > 1 and not has_sign) or number >= SURELY_PERCENT or is_beyond):
        return Amount(number, (line.found("C04", label, value=shown, percent=f"{shown}%"),))
    if is_divided(indicator, number):
        return Amount(number, (line.found("C03", label, value=shown, base=split_unit(indicator.asked_unit)[1]),))
    return Amount(number)
