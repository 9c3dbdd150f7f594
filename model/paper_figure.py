"""The figures of a paper that was made earlier and that a person may have changed since."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PaperFigure:
    """A figure of the paper: `made` is what the tool printed, None where the paper does not tell any more.

    `now` is what stands there now, None where a person took it away.
    """

    bookmark: str
    made: str | None
    now: str | None


@dataclass(frozen=True)
class PaperFigures:
    """All figures of the paper: by what they are where it still lists them, else by the names of their bookmarks."""

    by_name: Mapping[str, PaperFigure]
    is_listed: bool
