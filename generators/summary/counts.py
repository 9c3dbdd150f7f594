"""How many figures came to which verdict, by unit and by project: the tables behind the front sheet."""

from collections.abc import Iterable, Mapping

import pandas as pd

from model.figure import Verdict

Counts = Mapping[str, Mapping[str, int]]
"""By row (a unit, a project), by verdict's word: how many."""


def verdict_counts(verdicts: Iterable[tuple[str, str]], rows: Iterable[str]) -> Counts:
    """`verdicts` are pairs of a row's name and a verdict's word; `rows` are all that must be there, in order.

    A word that nobody has stands with 0; words that are no verdict (不汇总) are left out.
    """
    table = pd.DataFrame(list(verdicts), columns=["row", "verdict"], dtype=object)
    counted = pd.crosstab(table["row"], table["verdict"])
    # reindex, since crosstab knows neither a verdict that nobody has nor a row without one.
    whole = counted.reindex(index=list(rows), columns=[one.value for one in Verdict], fill_value=0)
    return {str(row): {str(word): int(number) for word, number in line.items()} for row, line in whole.iterrows()}
