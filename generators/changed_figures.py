"""What differs between a notice that a person has changed and the figures as they are now."""

from dataclasses import dataclass
from enum import StrEnum

from generators.notice import Notice
from generators.telling.tracing import TracedFigure
from generators.word.bookmarks import Bookmarks
from model.paper_figure import PaperFigure, PaperFigures


class Change(StrEnum):
    """What has come about since the notice was made."""

    OTHER = "数据变了，通报里还是旧数"
    FOLLOWED = "数据变了，通报里已改成新数"
    BOTH = "数据变了，通报里也改过，两数不同"
    BY_HAND = "数据没有变，通报里改成了别的数"
    EMPTIED = "书签还在，里面的数没有了，请看这一段改写得对不对"
    UNKNOWN = "通报里的数和现在的数据不同"
    NEW = "现在的数据要写这个数，通报里没有"
    GONE = "现在的数据里不再写这个数"

    @property
    def wants_a_person(self) -> bool:
        """Whether the notice says something else than the figures do."""
        return self is not Change.FOLLOWED


@dataclass(frozen=True)
class ChangedFigure:
    """One figure of the notice. `figure` tells what it is, None where the figures do not have it any more.

    `made` is what the notice was made with, `in_notice` what stands there now, `now` what the figures are; empty where
    there is none.
    """

    bookmark: str
    change: Change
    figure: TracedFigure | None
    made: str
    in_notice: str
    now: str


@dataclass(frozen=True)
class Comparison:
    """A notice that a person has changed beside the figures as they are now.

    `compared` is how many of its figures were found again; with none of them nothing can be told.
    """

    changes: tuple[ChangedFigure, ...]
    compared: int


def compared_with(edited: PaperFigures, told: Notice, printed: Bookmarks) -> Comparison:
    """Every figure of a changed notice that is not what the figures now are, in the order of the new text.

    What a person took out of the notice is not missed. Where the notice does not hold the list of its figures any more,
    only those are compared that it still prints in bookmarks of our names.
    """
    names = printed.identities() if edited.is_listed else (name for name, _ in printed.printed())
    changes, seen, compared = [], set(), 0
    for (bookmark, number), name in zip(printed.printed(), names, strict=True):
        seen.add(name)
        old, one = edited.by_name.get(name), told.figure(number)
        compared += old is not None and old.now is not None
        if old is None:
            if edited.is_listed:
                changes.append(ChangedFigure(bookmark, Change.NEW, one, "", "", one.words))
        elif change := _change(old, one.words):
            changes.append(ChangedFigure(old.bookmark, change, one, old.made or "", old.now or "", one.words))
    for name, old in edited.by_name.items():
        if edited.is_listed and name not in seen and old.now is not None:
            changes.append(ChangedFigure(old.bookmark, Change.GONE, None, old.made or "", old.now, ""))
    return Comparison(tuple(changes), compared)


def _change(old: PaperFigure, now: str) -> Change | None:
    if old.now is None:
        return None
    if not old.now:
        return Change.EMPTIED
    if old.made is None:
        return Change.UNKNOWN if old.now != now else None
    if old.made == now:
        return Change.BY_HAND if old.now != now else None
    if old.now == now:
        return Change.FOLLOWED
    return Change.OTHER if old.now == old.made else Change.BOTH
