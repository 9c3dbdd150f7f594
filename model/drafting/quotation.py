"""The sentences that a line rests on, as one text for a cell, with what was read in them marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from model.drafting.draft import Source
from model.drafting.paper import Passage

Mark = tuple[int, int]
"""Where in a text something stands: begin and end, as a slice takes them."""

_WHOLE_UP_TO = 200
"""A passage of no more signs is quoted whole: what stands around a figure helps to judge it."""
_LEFT_OUT = "……"
_WORD_CELL = re.compile("(表[0-9]+)R([0-9]+)C([0-9]+)")
_END_OF_SENTENCE = re.compile(r"[。！？\n]+")


@dataclass(frozen=True)
class Quotation:
    """A text for a cell; `marks` are where in it stands what was read, in order, apart from each other, none empty."""

    text: str
    marks: tuple[Mark, ...] = ()


def quotation(sources: Iterable[Source]) -> Quotation:
    """What `sources` quote, each passage once: the first as it is, further ones below it, 【place】 before them.

    Of a long passage only the sentences are quoted in which something was read.
    """
    marks: dict[Passage, list[Mark]] = {}
    for source in sources:
        marks.setdefault(source.passage, []).append((source.start, source.end))
    text, found = "", list[Mark]()
    for passage, stretches in marks.items():
        if text:
            text += f"\n【{place_told(passage.place)}】"
        quoted = _excerpt(passage.text, joined_marks(stretches, len(passage.text)))
        found += [(begin + len(text), end + len(text)) for begin, end in quoted.marks]
        text += quoted.text
    return Quotation(text, tuple(found))


def marked_in(text: str, sources: Iterable[Source]) -> Quotation:
    """`text` with the marks of those `sources` from whose passages it was cut, or that stand in it as a whole."""
    found: list[Mark] = []
    for source in sources:
        shift = _shift(text, source.passage.text)
        if shift is not None:
            found.append((source.start + shift, source.end + shift))
    return Quotation(text, joined_marks(found, len(text)))


def _shift(text: str, passage: str) -> int | None:
    """By how much a place in `passage` is further on in `text`; None where neither holds the other."""
    bare = passage.strip()
    if bare and bare in text:
        return text.index(bare) - passage.index(bare)
    return -passage.index(text) if text in passage else None


def joined_marks(marks: Iterable[Mark], length: int) -> tuple[Mark, ...]:
    """Marks in order within a text of this length; those that overlap or touch are one, empty ones are left out."""
    joined: list[Mark] = []
    for begin, end in sorted((max(0, begin), min(end, length)) for begin, end in marks):
        if begin >= end:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return tuple(joined)


def places_of(sources: Iterable[Source]) -> str:
    """Files and places of `sources`, a file a line: the file's name, then its places."""
    places: dict[str, dict[str, None]] = {}
    for source in sources:
        places.setdefault(source.passage.file, {})[place_told(source.passage.place)] = None
    return "\n".join(f"{file} {'、'.join(those)}".strip() for file, those in places.items())


def place_told(place: str) -> str:
    """A place as people count it: 表1R9C4 is 表1第9行第4列; one of another kind (Sheet1!C3, 第12段) is as it is."""
    return _WORD_CELL.sub(r"\1第\2行第\3列", place)


def _excerpt(text: str, marks: Sequence[Mark]) -> Quotation:
    if len(text) <= _WHOLE_UP_TO or not marks:
        return Quotation(text, tuple(marks))
    kept = joined_marks(_sentences_with(text, marks), len(text))
    quoted, found, after = "", list[Mark](), 0
    for begin, end in kept:
        quoted += _LEFT_OUT if begin > after else ""
        shift = len(quoted) - begin
        found += [(first + shift, last + shift) for first, last in marks if begin <= first < end]
        quoted, after = quoted + text[begin:end], end
    return Quotation(quoted + (_LEFT_OUT if after < len(text) else ""), tuple(found))


def _sentences_with(text: str, marks: Sequence[Mark]) -> Iterator[Mark]:
    """The sentences in which marks lie, from the beginning of the first to the end of the last that each touches."""
    ends = [0, *(match.end() for match in _END_OF_SENTENCE.finditer(text)), len(text)]
    for first, last in marks:
        touched = [(begin, end) for begin, end in pairwise(ends) if begin < last and first < end]
        yield touched[0][0], touched[-1][1]
