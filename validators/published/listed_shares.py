"""What regions are to do where one cell or sentence lists them: 南华县6000户、北屯县5000户."""

import re
from dataclasses import replace
from itertools import groupby

from model.drafting.paper import Entry, Passage
from model.quantity import halfwidth
from validators.published.columns import whole_region
from validators.published.regions import BELOW

MIN_LISTED = 2
_PARTED = r"[、，,；;。：:\s（(]"
_SHARE = re.compile(
    rf"(?:^|(?<={_PARTED}))(?:其中)?(?P<region>[\u4e00-\u9fff]{{1,8}}?{BELOW})\s*(?P<amount>\d[\d.]*(?P<unit>[^\d、，,；;。：:）)]{{1,5}}))"
    rf"(?=[、，,；;。）)\s]|$)"
)
_LED_IN = re.compile(r"[（(]?(?:其中|分别为|具体为|任务分解为)?[：:，,]?\s*$")


def with_listed_shares(entry: Entry) -> Entry:
    """The entry with the regions that its task lists as columns of their own; as it is where there are none.

    At least two different regions stand one behind the other, all in one unit but for 万. A task that is nothing but
    the list is none.
    """
    if entry.task is None:
        return entry
    found = [match for match in _SHARE.finditer(entry.task.text) if whole_region(match["region"])]
    listed = _first_list(found)
    names = [match["region"] for match in listed]
    if len(set(names)) < MIN_LISTED or len(set(names)) < len(names) or set(names) & entry.shares.keys():
        return entry
    if len({halfwidth(match["unit"]).removeprefix("万") for match in listed}) > 1:
        return entry
    shares = {match["region"]: replace(entry.task, text=match["amount"], unit="") for match in listed}
    return replace(entry, task=_without(entry.task, listed), shares={**entry.shares, **shares})


def _first_list(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """The first run of matches between which nothing but a sign stands."""
    ends = [0, *(match.end() for match in found)]
    runs = [
        sum(one.start() - end > 1 for one, end in zip(found[: at + 1], ends, strict=False)) for at in range(len(found))
    ]
    groups = [[found[at] for at in places] for _, places in groupby(range(len(found)), key=lambda at: runs[at])]
    return max(groups, key=len, default=[])


def _without(task: Passage, listed: list[re.Match[str]]) -> Passage | None:
    """The task without the list and the words that lead to it; None where nothing else stands there."""
    before = _LED_IN.sub("", task.text[: listed[0].start()])
    text = before + task.text[listed[-1].end() :].lstrip("）)")
    return replace(task, text=text) if text.strip("。；;，,、 \n") else None
