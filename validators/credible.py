"""Which numbers of a cell can be a figure at all."""

from decimal import Decimal

MOST_DIGITS = 15
"""As many digits as a spreadsheet stores: no figure of an office has more on either side of the point."""


def is_credible(number: Decimal | None) -> bool:
    """Whether a number has no more digits than a spreadsheet stores; None, for there is none, is no fault."""
    if not number:
        return True
    return number.is_finite() and -MOST_DIGITS <= number.adjusted() < MOST_DIGITS
