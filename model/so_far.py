"""What the units that have reported come to while others are missing, against their own targets and the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from model.figure import Figure, Pace, Total
from model.indicator import Kind, Rollup
from model.judgement import pace_of
from model.quantity import quotient, sum_of


@dataclass(frozen=True)
class SoFar:
    """`completion` is a fraction of the targets of those that reported, `gap` in percentage points.

    `increment` is what came since the previous period from those that reported then too, None where one of them did
    not. All of it is None or `Pace.NONE` where amounts are not added, and where nothing is missing.
    """

    completion: Decimal | None = None
    pace: Pace = Pace.NONE
    gap: Decimal | None = None
    increment: Decimal | None = None


def has_pace_so_far(total: Total) -> bool:
    """Whether the units that reported are held against the calendar while others are missing.

    Only where the whole total would be (contract section 6: pace is that of a completion).
    """
    indicator, target = total.indicator, total.target
    is_judged = indicator.has_completion and target is not None and target.is_rankable
    return adds_amounts(total) and is_judged and indicator.has_pace


def adds_amounts(total: Total) -> bool:
    """Whether the total is a sum of amounts."""
    return total.indicator.kind is Kind.AMOUNT and total.indicator.rollup in (Rollup.SUM, Rollup.OWN_LEVEL)


def so_far(total: Total, counted: Sequence[Figure], digits: int, tolerance: Decimal) -> SoFar:
    """What a total that is not whole comes to so far; `counted` are the figures that make it up."""
    if not adds_amounts(total) or total.value is not None or total.reported_value is None:
        return SoFar()
    completion, pace, gap = None, Pace.NONE, None
    if total.reported_target and total.indicator.has_completion:
        completion = quotient(total.reported_value, total.reported_target)
        if has_pace_so_far(total) and total.judgement.due is not None:
            pace, gap = pace_of(completion, total.judgement.due, digits, tolerance)
    increments = [one.increment for one in counted if one.is_present]
    known = [one for one in increments if one is not None]
    return SoFar(completion, pace, gap, sum_of(known) if known and len(known) == len(increments) else None)
