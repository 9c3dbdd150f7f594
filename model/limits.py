"""Limits of the rules of a row: from where on a figure is taken for a slip of the hand."""

from decimal import Decimal

TEN_THOUSAND = Decimal(10_000)
TEN_THOUSANDFOLD = Decimal(2000)
"""From this multiple of the target on, a figure asked in 万 is taken to have been typed in the unit itself."""
FAR_ABOVE = Decimal(20)
"""From this multiple of the target on, a figure wants an explanation."""
ABOVE_LARGE, LARGE = Decimal(5), Decimal(100)
"""So does a figure from this multiple on where the target is large: a digit too many, which small targets may allow."""
SURELY_PERCENT = Decimal(10)
"""A fraction from here on (1000 %) is a percentage typed without its sign."""
HUNDREDFOLD = Decimal(20)
"""A rate that is smaller than last time's by this factor, and fits it a hundred times as large, lost its percent."""
JUMP, JUMP_SHARE = Decimal(10), Decimal("0.5")
"""A figure this many times last period's, by an increment of more than this share of the target, wants explaining."""
