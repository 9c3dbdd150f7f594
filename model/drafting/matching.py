"""Lines of a new draft known again in the last one: by their keys, or where a paper's wording changed, by likeness."""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from model.drafting.tables import DraftTable, Line
from model.labels import IndicatorColumn, ProjectColumn, Sheet, StandardColumn

LIKE_ENOUGH = 0.6
"""From which likeness on two wordings are one sentence that a paper changed."""

_GROUPS: Mapping[str, tuple[str, ...]] = {
    Sheet.INDICATORS: (IndicatorColumn.CATEGORY, IndicatorColumn.PROJECT),
    Sheet.PROJECTS: (ProjectColumn.CATEGORY, ProjectColumn.PROJECT),
    Sheet.STANDARDS: (StandardColumn.CODE,),
}
"""What two lines must share to be the same one in other words; lines of other sheets are known by their keys alone."""
_WORDINGS: Mapping[str, tuple[str, ...]] = {
    Sheet.INDICATORS: (IndicatorColumn.TASK, IndicatorColumn.NAME),
    Sheet.PROJECTS: (ProjectColumn.DEPARTMENT,),
    Sheet.STANDARDS: (StandardColumn.STANDARD,),
}
"""The paper's own words in a line; where the first is alike the others tell which of several lines it is."""

_Group = tuple[str, ...]
_One = TypeVar("_One")


def keys_in_last(new: DraftTable, last: DraftTable) -> dict[str, str]:
    """The key that a line had in the last draft, by its key in the new one; lines that are not known are left out."""
    new_keys, last_keys = ({line.key for line in table.lines} for table in (new, last))
    known = {key: key for key in new_keys & last_keys}
    if new.sheet not in _GROUPS:
        return known
    appeared = [line for line in new.lines if line.key not in last_keys]
    vanished = [line for line in last.lines if line.key not in new_keys]
    renamed = _renamed_groups(new, last)

    def likeness(line: Line, other: Line) -> float:
        group = _group(new.sheet, line)
        return _line_likeness(new.sheet, line, other) if renamed.get(group, group) == _group(new.sheet, other) else 0

    return known | {line.key: other.key for line, other in _best_pairs(appeared, vanished, likeness)}


def _renamed_groups(new: DraftTable, last: DraftTable) -> dict[_Group, _Group]:
    """Projects that a paper calls otherwise than the last one did: the old name by the new. A code is no name."""
    if new.sheet == Sheet.STANDARDS:
        return {}
    now, before = (dict.fromkeys(_group(new.sheet, line) for line in table.lines) for table in (new, last))
    appeared, vanished = [one for one in now if one not in before], [one for one in before if one not in now]
    return dict(_best_pairs(appeared, vanished, lambda one, other: _likeness("".join(one), "".join(other))))


def _group(sheet: str, line: Line) -> _Group:
    return tuple(line.cells.get(label, "") for label in _GROUPS[sheet])


def _line_likeness(sheet: str, line: Line, other: Line) -> float:
    """Likeness of the first wording, and by a little of all; 0 where the first is too little alike."""
    shares = [_likeness(line.cells.get(label, ""), other.cells.get(label, "")) for label in _WORDINGS[sheet]]
    return sum(shares) / len(shares) + 1 if shares[0] >= LIKE_ENOUGH else 0


@lru_cache(maxsize=1 << 12)
def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0


def _best_pairs(
    news: Sequence[_One], lasts: Sequence[_One], likeness: Callable[[_One, _One], float]
) -> Iterable[tuple[_One, _One]]:
    """Pairs that are alike enough, the most alike first; each stands in one pair at most."""
    scored = [
        (score, first, second)
        for first, one in enumerate(news)
        for second, other in enumerate(lasts)
        if (score := likeness(one, other)) >= LIKE_ENOUGH
    ]
    taken_new: set[int] = set()
    taken_last: set[int] = set()
    for _, first, second in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if first not in taken_new and second not in taken_last:
            taken_new.add(first)
            taken_last.add(second)
            yield news[first], lasts[second]
