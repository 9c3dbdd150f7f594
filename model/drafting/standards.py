"""Acceptance standards of papers as rows of 验收标准: for which indicators they hold, thresholds and vetoes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from model.drafting.draft import DraftedIndicator, DraftedStandard, Source
from model.drafting.likeness import likeness, longest_shared
from model.drafting.naming import project_name
from model.drafting.paper import Criterion
from model.quantity import halfwidth
from model.quantity.clause import cleaned, is_generic
from model.quantity.sentence import thresholds_in
from model.quantity.stated import Stated

NO_PROJECT = "指标里没有这个项目，请核对"
NO_INDICATOR = "指标里没有看到“{heading}”，先记在整个项目；只管其中几项的，把“编码”改成那几项的编码，这一组逐条改"
NOT_CERTAIN = "按“{heading}”的字面记在{codes}，请核对；不对的，这一组逐条改“编码”"
_VETO = re.compile("一票否决|验收不予通过|不予通过验收|不予验收|不得通过验收|验收不合格")
_SAME_PROJECT, _SURELY_NAMED = 0.6, 0.6
_LEAST_SHARED, _NEARLY_BEST = 4, 0.7
_BEFORE, _BEHIND = 16, 10
"""So many characters around an amount tell what it is of."""
_PARTING = re.compile("[、，,：:。；;（(）)\n]")


def drafted_standard(criterion: Criterion, indicators: Sequence[DraftedIndicator]) -> DraftedStandard:
    """A row for an item of a standard; its codes are those of the indicators that its heading names."""
    held = _holds_for(criterion, indicators)
    text = criterion.passage.text.strip()
    places = [(one.start, one.end) for one in thresholds_in(criterion.passage.text)] or [(0, 0)]
    return DraftedStandard(
        held.codes,
        project_name(criterion.project),
        criterion.number,
        f"{criterion.heading}：{text}" if criterion.heading else text,
        criterion.is_veto or _VETO.search(text) is not None,
        thresholds_of(text),
        tuple(Source(criterion.passage, *place) for place in places),
        # Said once for all items of a heading.
        (held.doubt,) if held.doubt and criterion.number in ("", "1") else (),
    )


def thresholds_of(text: str) -> tuple[str, ...]:
    """The thresholds in a standard's text, each with the words around it: 嵌入式养老床位不少于50张."""
    return tuple(dict.fromkeys(_in_words(text, one) for one in thresholds_in(text)))


def _in_words(text: str, amount: Stated) -> str:
    """An amount as it stands, with the words before it in its clause; where they say nothing, those behind it."""
    before = _PARTING.split(text[: amount.start])[-1]
    words = halfwidth(before)[-_BEFORE:] + halfwidth(text[amount.start : amount.end])
    if not is_generic(cleaned(before)):
        return words
    return words + halfwidth(_PARTING.split(text[amount.end :])[0])[:_BEHIND]


@dataclass(frozen=True)
class _Held:
    """For which rows a standard holds, as the cell 编码 has it, and what is doubtful of that."""

    codes: tuple[str, ...]
    doubt: str = ""


def _holds_for(criterion: Criterion, indicators: Sequence[DraftedIndicator]) -> _Held:
    mine, heading = _of_project(criterion, indicators), halfwidth(criterion.heading)
    if not mine:
        return _Held((project_name(criterion.project),), NO_PROJECT if indicators else "")
    named = _named(heading, mine) if heading else []
    if not named:
        return _Held(_whole_project(mine, indicators), NO_INDICATOR.format(heading=heading) if heading else "")
    codes = tuple(one.code for one in named)
    shared = max(longest_shared(heading, one.name) for one in named)
    is_certain = shared >= _SURELY_NAMED * min(len(heading), *(len(halfwidth(one.name)) for one in named))
    return _Held(codes, "" if is_certain else NOT_CERTAIN.format(heading=heading, codes="、".join(codes)))


def _whole_project(mine: Sequence[DraftedIndicator], indicators: Sequence[DraftedIndicator]) -> tuple[str, ...]:
    """The project's name, or the codes of its rows where the name would not do: it stands in two 类别, or is a list."""
    name = mine[0].project
    is_twice = len({one.category for one in indicators if one.project == name}) > 1
    return tuple(one.code for one in mine) if is_twice or "、" in name else (name,)


def _of_project(criterion: Criterion, indicators: Sequence[DraftedIndicator]) -> list[DraftedIndicator]:
    """The indicators of the criterion's project; the same name may stand in two 类别."""
    own = [one for one in indicators if one.category == criterion.category] or list(indicators)
    names = {one.project for one in own}
    best = max(names, key=lambda name: (likeness(name, criterion.project), name), default="")
    if likeness(best, criterion.project) < _SAME_PROJECT:
        return []
    return [one for one in own if one.project == best]


def _named(heading: str, indicators: Sequence[DraftedIndicator]) -> list[DraftedIndicator]:
    """The indicators that a standard's heading speaks of: those that share the longest words with it."""
    whole = [one for one in indicators if heading in halfwidth(one.name)]
    if whole:
        return whole
    shared = {one.code: longest_shared(heading, one.name) for one in indicators}
    best = max(shared.values(), default=0)
    if best < _LEAST_SHARED:
        return []
    return [one for one in indicators if shared[one.code] >= _NEARLY_BEST * best]
