"""Limits that form and validators share: from where on a figure is taken for a slip of the hand."""

from decimal import Decimal

TEN_THOUSANDFOLD = Decimal(2000)
"""From this multiple of the target on, a figure asked in 万 is taken to have been typed in the unit itself."""
FAR_ABOVE = Decimal(20)
"""From this multiple of the target on, a figure wants an explanation."""
SURELY_PERCENT = Decimal(10)
"""A fraction from here on (1000 %) is a percentage typed without its sign."""
