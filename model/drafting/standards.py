"""Acceptance standards of papers as rows of 验收标准: for which indicators they hold, thresholds and vetoes."""

import difflib
import re
from collections.abc import Sequence

from model.drafting.draft import DraftedIndicator, DraftedStandard, Source
from model.drafting.naming import project_name
from model.drafting.paper import Criterion
from model.quantity import halfwidth
from model.quantity.sentence import thresholds_in

NO_PROJECT = "指标里没有这个项目，请核对"
WHICH_INDICATORS = "按项目的全部指标记，请核对是不是只管其中几项"
_VETO = re.compile("一票否决|验收不予通过|不予通过验收|不予验收|不得通过验收|验收不合格")
_SAME_PROJECT, _SAME_NAME = 0.6, 0.4
_LEAST_SHARED, _NEARLY_BEST = 4, 0.7
_LONGEST_MEASURED = 16
_PARTS = re.compile("[、，,：:]")


def drafted_standard(criterion: Criterion, indicators: Sequence[DraftedIndicator]) -> DraftedStandard:
    """A row for an item of a standard; its codes are those of the indicators that its heading names."""
    mine = _of_project(criterion, indicators)
    named = _named(criterion.heading, mine) if criterion.heading else []
    doubts: tuple[str, ...] = ()
    if not mine and indicators:
        doubts = (NO_PROJECT,)
    elif criterion.heading and len(mine) > 1 and not named and criterion.number == "1":
        # Said once for all items of a heading.
        doubts = (WHICH_INDICATORS,)
    text = criterion.passage.text.strip()
    places = [(one.start, one.end) for one in thresholds_in(criterion.passage.text)] or [(0, 0)]
    chosen = named or mine
    codes = tuple(one.code for one in chosen) or (project_name(criterion.project),)
    if not named and mine and "、" not in mine[0].project:
        codes = (mine[0].project,)
    return DraftedStandard(
        codes,
        project_name(criterion.project),
        criterion.number,
        f"{criterion.heading}：{text}" if criterion.heading else text,
        _VETO.search(text) is not None,
        thresholds_of(text),
        tuple(Source(criterion.passage, *place) for place in places),
        doubts,
    )


def thresholds_of(text: str) -> tuple[str, ...]:
    """The thresholds in a standard's text, each with what it is of: 嵌入式养老床位不少于50张."""
    found = []
    for one in thresholds_in(text):
        written = halfwidth(text[one.start : one.end])
        measured = one.measured
        if len(measured) > _LONGEST_MEASURED:
            measured = _PARTS.split(measured)[-1][-_LONGEST_MEASURED:]
        is_behind = halfwidth(text[one.end :]).startswith(measured)
        words = (written, measured) if is_behind else (measured, written)
        found.append(written if measured in written else "".join(words))
    return tuple(dict.fromkeys(found))


def _of_project(criterion: Criterion, indicators: Sequence[DraftedIndicator]) -> list[DraftedIndicator]:
    """The indicators of the criterion's project; the same name may stand in two 类别."""
    own = [one for one in indicators if one.category == criterion.category] or list(indicators)
    names = {one.project for one in own}
    best = max(names, key=lambda name: (_likeness(name, criterion.project), name), default="")
    if _likeness(best, criterion.project) < _SAME_PROJECT:
        return []
    return [one for one in own if one.project == best]


def _named(heading: str, indicators: Sequence[DraftedIndicator]) -> list[DraftedIndicator]:
    """The indicators that a standard's heading speaks of: those that share the longest words with it."""
    whole = [one for one in indicators if halfwidth(heading) in halfwidth(one.name)]
    if whole:
        return whole
    shared = {one.code: _shared(heading, one.name) for one in indicators}
    best = max(shared.values(), default=0)
    if best < _LEAST_SHARED:
        return []
    return [one for one in indicators if shared[one.code] >= _NEARLY_BEST * best]


def _shared(heading: str, name: str) -> int:
    """How many characters the longest words that both say have; 0 where they are less than half of the shorter."""
    one, other = halfwidth(heading), halfwidth(name)
    size = difflib.SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
    return size if size / min(len(one), len(other)) >= _SAME_NAME else 0


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, halfwidth(one), halfwidth(other), autojunk=False).ratio()
