"""Lines of a new draft known again in the last one: by their keys, or where a paper's wording changed, by likeness."""

import difflib
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
    """The key that a line had in the last draft, by its key in the new one; lines that are not known are left out.

    The same words are the same line even under another number; then the same key; then what is most alike. A key of an
    acceptance standard is but its number, which counts only where the words are alike; one that has the same words
    under other codes was hung onto other rows.
    """
    if new.sheet not in _GROUPS:
        last_keys = {line.key for line in last.lines}
        return {line.key: line.key for line in new.lines if line.key in last_keys}
    pairing = _Pairing(new.sheet, list(new.lines), list(last.lines), _renamed_groups(new, last))
    pairing.take_same_words()
    pairing.take_same_keys()
    pairing.take_likely()
    if new.sheet == Sheet.STANDARDS:
        pairing.take_rehung()
    return pairing.known


@dataclass
class _Pairing:
    """Lines of two drafts of a sheet that have no counterpart yet, and those that have: the last key by the new one."""

    sheet: str
    news: list[Line]
    lasts: list[Line]
    renamed: Mapping[_Group, _Group]
    known: dict[str, str] = field(default_factory=dict)

    def take_same_words(self) -> None:
        """Pairs that say the same of the same project, first those whose keys are the same too."""
        self._take(lambda line: (line.key, self._group(line), self._words(line)))
        self._take(lambda line: (self._group(line), self._words(line)))

    def take_same_keys(self) -> None:
        """Pairs with the same key."""
        lasts = {line.key: line for line in self.lasts}
        is_number = self.sheet == Sheet.STANDARDS
        self._pair(
            (line, lasts[line.key])
            for line in self.news
            if line.key in lasts and (not is_number or self._likeness(line, lasts[line.key]) > 0)
        )

    def take_likely(self) -> None:
        """Pairs of one project that are alike enough, the most alike first."""
        self._pair(_best_pairs(self.news, self.lasts, self._likeness))

    def take_rehung(self) -> None:
        """Pairs with the same words, whatever they belong to; first those that have kept their number."""
        self._take(lambda line: (line.cells.get(StandardColumn.NUMBER, ""), self._words(line)))
        self._take(self._words)

    def _take(self, sameness: Callable[[Line], Hashable]) -> None:
        lasts: dict[Hashable, list[Line]] = {}
        for line in self.lasts:
            lasts.setdefault(sameness(line), []).append(line)
        found = ((line, lasts.get(sameness(line), [])) for line in self.news)
        self._pair((line, same.pop(0)) for line, same in found if same)

    def _pair(self, pairs: Iterable[tuple[Line, Line]]) -> None:
        taken = [(line.key, other.key) for line, other in pairs]
        self.known.update(taken)
        news, lasts = {key for key, _ in taken}, {key for _, key in taken}
        self.news = [line for line in self.news if line.key not in news]
        self.lasts = [line for line in self.lasts if line.key not in lasts]

    def _group(self, line: Line) -> _Group:
        group = _group(self.sheet, line)
        return self.renamed.get(group, group)

    def _words(self, line: Line) -> tuple[str, ...]:
        return tuple(line.cells.get(label, "") for label in _WORDINGS[self.sheet])

    def _likeness(self, line: Line, other: Line) -> float:
        """Likeness of the first wording, and by a little of all; 0 where the first is too little alike."""
        if self._group(line) != _group(self.sheet, other):
            return 0
        shares = [_likeness(one, another) for one, another in zip(self._words(line), self._words(other), strict=True)]
        return sum(shares) / len(shares) + 1 if shares[0] >= LIKE_ENOUGH else 0


def _renamed_groups(new: DraftTable, last: DraftTable) -> dict[_Group, _Group]:
    """Projects that a paper calls otherwise than the last one did: the old name by the new. A code is no name."""
    if new.sheet == Sheet.STANDARDS:
        return {}
    now, before = (dict.fromkeys(_group(new.sheet, line) for line in table.lines) for table in (new, last))
    appeared, vanished = [one for one in now if one not in before], [one for one in before if one not in now]
    return dict(_best_pairs(appeared, vanished, lambda one, other: _likeness("".join(one), "".join(other))))


def _group(sheet: str, line: Line) -> _Group:
    return tuple(line.cells.get(label, "") for label in _GROUPS[sheet])


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
