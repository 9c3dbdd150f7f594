"""Arithmetic of figures: as the formula bar shows them, exact, rounded in one place, written out.

Figures are `Decimal` everywhere. Percentages are fractions (65% is 0.65).
"""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache, reduce

HUNDRED = Decimal(100)
QUOTIENT_DIGITS = 12
"""Quotients stand with this many decimal places in 结果.json (contract section 5)."""
SIGNIFICANT_DIGITS = 15
"""What the formula bar shows of a number (contract section 6)."""
_EXACT = Context(prec=120)
"""Sums and products are worked out to more digits than figures of 15 can fill. Made once: millions are asked for."""
_QUOTIENT = Context(prec=50)
_SETTLED = 40
"""Decimal places to which a mean is brought: quotients are off in the fiftieth, figures differ long before."""


def from_cell(number: int | float | Decimal) -> Decimal:
    """The number as the formula bar shows it, 15 significant digits (contract section 6: 2.72 is 2.72)."""
    if isinstance(number, Decimal):
        return number
    if isinstance(number, int):
        return Context(prec=SIGNIFICANT_DIGITS, rounding=ROUND_HALF_UP).create_decimal(number)
    return Decimal(format(number, f".{SIGNIFICANT_DIGITS}g"))


@lru_cache(maxsize=1 << 8)
def _step(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)


def round_half_up(value: Decimal, digits: int) -> Decimal:
    """`value` to `digits` decimal places, halves away from zero: the one place where the project rounds."""
    needed = value.adjusted() + digits + 2
    return value.quantize(_step(digits), ROUND_HALF_UP, _EXACT if needed <= _EXACT.prec else Context(prec=needed))


def round_up(value: Decimal, digits: int) -> Decimal:
    """The least amount of `digits` decimal places that suffices for `value`.

    A quotient of 50 digits is brought to fewer first: eleven twelfths of 1,200 are 1,100 and not one more.
    """
    return round_half_up(value, _SETTLED).quantize(_step(digits), ROUND_CEILING, _EXACT)


def product(one: Decimal, other: Decimal) -> Decimal:
    """`one` × `other`, exact."""
    return _EXACT.multiply(one, other)


def sum_of(values: Iterable[Decimal]) -> Decimal:
    """The sum of `values`, exact: nothing is rounded before it is compared or summed (contract section 6)."""
    return reduce(_EXACT.add, values, Decimal(0))


def mean_of(pairs: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """The mean of (value, weight) pairs, three thirds being one whole; None where there is no weight."""
    weighted = list(pairs)
    weights = sum_of(weight for _, weight in weighted)
    if not weights:
        return None
    whole = sum_of(product(value, weight) for value, weight in weighted)
    return quotient(round_half_up(whole, _SETTLED), weights)


def quotient(dividend: Decimal, divisor: Decimal) -> Decimal:
    """`dividend` ÷ `divisor` at 50 digits, to be computed on from; raises ZeroDivisionError for a divisor of zero."""
    return _QUOTIENT.divide(dividend, divisor)


def shown_percent(share: Decimal, digits: int) -> Decimal:
    """The percentage shown for a share of a whole: 0.719 is 71.9; what falls short of 100 % is never shown as 100."""
    percent = product(share, HUNDRED)
    shown = round_half_up(percent, digits)
    if percent < HUNDRED <= shown:
        return percent.quantize(_step(digits), ROUND_FLOOR)
    return shown


def decimals_of(value: Decimal) -> int:
    """How many decimal places `value` has, trailing zeros aside."""
    return len(plain(value).partition(".")[2])


def plain(value: Decimal) -> str:
    """`value` as a decimal string without exponent, separators or trailing zeros."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_quotient(value: Decimal) -> str:
    """`plain` of a quotient, to 12 decimal places (contract section 5)."""
    return plain(round_half_up(value, QUOTIENT_DIGITS)) if decimals_of(value) > QUOTIENT_DIGITS else plain(value)
