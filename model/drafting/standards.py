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
_SAME_PROJECT, _SAME_NAME, _LONGEST_MEASURED = 0.6, 0.4, 12


def drafted_standard(criterion: Criterion, indicators: Sequence[DraftedIndicator]) -> DraftedStandard:
    """A row for an item of a standard; its codes are those of the indicators that its heading names."""
    mine = _of_project(criterion, indicators)
    named = [one for one in mine if criterion.heading and _names(criterion.heading, one.name)]
    doubts: tuple[str, ...] = ()
    if not mine and indicators:
        doubts = (NO_PROJECT,)
    elif criterion.heading and mine and not named:
        doubts = (WHICH_INDICATORS,)
    text = criterion.passage.text.strip()
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
        (Source(criterion.passage, 0, 0),),
        doubts,
    )


def thresholds_of(text: str) -> tuple[str, ...]:
    """The thresholds in a standard's text, each with what it is of: 嵌入式养老床位不少于50张."""
    found = []
    for one in thresholds_in(text):
        written = halfwidth(text[one.start : one.end])
        measured = one.measured[-_LONGEST_MEASURED:]
        found.append(written if measured in written else f"{measured}{written}")
    return tuple(dict.fromkeys(found))


def _of_project(criterion: Criterion, indicators: Sequence[DraftedIndicator]) -> list[DraftedIndicator]:
    """The indicators of the criterion's project; the same name may stand in two 类别."""
    own = [one for one in indicators if one.category == criterion.category] or list(indicators)
    names = {one.project for one in own}
    best = max(names, key=lambda name: (_likeness(name, criterion.project), name), default="")
    if _likeness(best, criterion.project) < _SAME_PROJECT:
        return []
    return [one for one in own if one.project == best]


def _names(heading: str, name: str) -> bool:
    """Whether a standard's heading speaks of an indicator: what both say is most of the shorter one."""
    one, other = halfwidth(heading), halfwidth(name)
    match = difflib.SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return match.size >= 4 and match.size / min(len(one), len(other)) >= _SAME_NAME


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, halfwidth(one), halfwidth(other), autojunk=False).ratio()
