"""Lines of single regions (城关区 | 城镇新增就业 | 8200) as entries that all share, each with its own column."""

import re
from dataclasses import replace

from model.drafting.paper import Entry
from model.quantity import halfwidth

_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_AMOUNTS = re.compile(r"(?:[≥≤]?(?:不少于|不低于|达到)?\d[\d.]*[^\d、，,；;。]{1,5}(?:[、，,；;。]|$))+")
_Key = tuple[str, ...]


def words_of(entry: Entry) -> _Key:
    """By what lines of several regions are known to ask the same: their words without the figures."""
    words = entry.task.text if entry.task else ""
    return entry.category, entry.project, _FIGURES.sub("", halfwidth(words))


def has_only_amounts(entry: Entry) -> bool:
    """Whether a line says how much and not of what: 5所、1500个, or that behind the project's own name."""
    words = entry.task.text.removeprefix(f"{entry.project}：") if entry.task else ""
    return _AMOUNTS.fullmatch("".join(words.split())) is not None


def of_region(entry: Entry, region: str) -> Entry:
    """A line's entry as one of `region`; that of a total (empty) stays the paper's own.

    A region that answers for its own line (城关区人民政府) leads nothing. Numbers count the lines there, no projects.
    """
    if not region or entry.task is None:
        return replace(entry, number="")
    leads, shared = (tuple(one for one in names if not one.startswith(region)) for names in (entry.leads, entry.shared))
    return replace(entry, number="", task=None, shares={region: entry.task, **entry.shares}, leads=leads, shared=shared)


def with_region(known: Entry, more: Entry) -> Entry | None:
    """What stands already, with another line's; None where that says another thing of a region that stands there."""
    if known.shares.keys() & more.shares.keys() or (known.task and more.task):
        return None
    shares = {**known.shares, **more.shares}

    def others(names: tuple[str, ...]) -> tuple[str, ...]:
        """Departments that are not of one of the regions: a blank cell may have taken one from the line above."""
        return tuple(one for one in dict.fromkeys(names) if not one.startswith(tuple(shares)))

    return replace(
        known,
        task=known.task or more.task,
        shares=shares,
        leads=others((*known.leads, *more.leads)),
        shared=others((*known.shared, *more.shared)),
    )
