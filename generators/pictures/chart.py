"""What a picture shows, apart from how it is drawn: bars with their words, marks of the calendar, a legend."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Look(Enum):
    """How a bar is filled; told apart without colours as well."""

    FULL = "full"
    STRIPED = "striped"
    OPEN = "open"


@dataclass(frozen=True)
class Bar:
    """One row. `share` is the length as a fraction, None where words stand instead of a bar.

    `place` stands before the name, `words` behind the bar; `due` is the share that the calendar asks, None without one.
    """

    name: str
    words: str
    share: Decimal | None = None
    place: str = ""
    look: Look = Look.FULL
    due: Decimal | None = None


@dataclass(frozen=True)
class Group:
    """Rows under one heading; the heading is empty where there is one group only."""

    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """A picture's contents. `description` is what is read aloud to those who do not see it.

    `longest` is the share at which the scale ends, a longer bar is drawn broken off; `unit` stands behind the numbers
    of the scale. `mark` is the share that the calendar asks of most bars, with its words; without it there is no such
    line. `legend` says what each way to fill a bar means.
    """

    name: str
    title: str
    subtitle: str
    groups: tuple[Group, ...]
    longest: Decimal
    unit: str
    description: str
    legend: tuple[tuple[Look, str], ...] = ()
    mark: Decimal | None = None
    mark_words: str = ""
    note: str = ""

    @property
    def bars(self) -> tuple[Bar, ...]:
        """All rows from top to bottom."""
        return tuple(bar for group in self.groups for bar in group.bars)


UPRIGHT = 156
"""How wide the text of an official page is, in millimetres (GB/T 9704, section 5.2); what is wider stands turned."""
MOST_ROWS = 45
"""So many rows, headings among them, fill a page."""


_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def one_line(words: str) -> str:
    """A name as it stands in a picture: line breaks and runs of spaces are one space, no control characters."""
    return _CONTROL.sub("", " ".join(words.split()))
