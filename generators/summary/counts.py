"""How many figures came to which verdict, by unit and by project: the tables behind the front sheet."""

from collections import Counter
from collections.abc import Iterable, Mapping

from model.figure import Verdict

Counts = Mapping[str, Mapping[str, int]]
"""By row (a unit, a project), by verdict's word: how many."""

STAGES: Mapping[str, tuple[Verdict, ...]] = {
    "已完成、达标": (Verdict.DONE, Verdict.MET),
    "达到序时、推进中": (Verdict.ON_PACE, Verdict.UNDER_WAY),
    "滞后、未达标": (Verdict.LAGGING, Verdict.NOT_MET),
    "未启动": (Verdict.NOT_STARTED,),
    "未报": (Verdict.NOT_REPORTED,),
}
"""The verdicts taken together, for charts and trends: how far a thing has come."""


def verdict_counts(verdicts: Iterable[tuple[str, str]], rows: Iterable[str]) -> Counts:
    """`verdicts` are pairs of a row's name and a verdict's word; `rows` are all that must be there, in order.

    A word that nobody has stands with 0; words that are no verdict (不汇总) are left out.
    """
    counted = Counter(verdicts)
    return {row: {word.value: counted[row, word.value] for word in Verdict} for row in rows}


def by_stage(verdicts: Iterable[str]) -> Mapping[str, int]:
    """How many of these words belong to each of `STAGES`."""
    counted = Counter(verdicts)
    return {stage: sum(counted[one.value] for one in words) for stage, words in STAGES.items()}
