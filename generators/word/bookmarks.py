"""Bookmarks of a paper: each figure that is printed stands in one, and its name tells the cell that it comes from.

While a paper's words are put together, a figure carries its number between signs that no document may hold. When it is
printed the signs become a bookmark of Word, which no print shows and which Word and WPS keep while a person edits.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from generators.packing import Deflated, Deflating
from generators.word.package_entries import NO_RELATIONS, with_entry
from model.labels import FIGURES_NAMESPACE

_LIST, _RELATIONS = "customXml/figures.xml", "word/_rels/document.xml.rels"
_RELATION = (
    f'<Relationship Id="rIdFigures" Target="../{_LIST}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"/>'
)
_RELATION_WITH_LIST = re.compile(rb'<Relationship [^>]*customXml/figures\.xml"[^>]*/>')
BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
"""A line break and a tab inside the text of a run."""

_OPEN, _BETWEEN, _CLOSE = "\x02", "\x03", "\x04"
MARK = _OPEN
"""What begins a marked figure: whoever prints a text looks for it."""

_MARKED = re.compile("\x02(\\d+)\x03([^\x02-\x04]*)\x04")
_SIGNS = re.compile("[\x02-\x04]")
_NOT_IN_NAMES = re.compile(r"\W+")
_PIECES_KEPT = 4096
_LONGEST_NAME = 34
"""Characters; Word takes 40, and a number may follow where a cell is printed several times."""

_RUN_START = re.compile(r"<w:r(?: [^>]*)?>(<w:rPr>.*?</w:rPr>|<w:rPr/>)?", re.DOTALL)
_TEXT_OPEN = re.compile(r"<w:t(?: [^>]*)?>[^<]*\Z")


class Marked(str):
    """A text with figures for a template: it reads, compares and is cut like any text, and prints with bookmarks.

    What a template makes of it (a part, a number, another text) is a plain text without bookmarks.
    """

    __slots__ = ("printed",)
    printed: str

    def __new__(cls, printed: str) -> "Marked":
        """`printed` holds marked figures, as `marked` makes them."""
        made = super().__new__(cls, bare(printed))
        made.printed = printed
        return made


def marked(words: str, number: int) -> str:
    """`words` as the figure number `number`, for putting phrases together; it must hold no marked figure itself."""
    return f"{_OPEN}{number}{_BETWEEN}{without_signs(words)}{_CLOSE}"


def without_signs(words: str) -> str:
    """A text that somebody else wrote, without the signs by which figures are marked."""
    return _SIGNS.sub("", words)


def for_template(words: Mapping[str, object]) -> dict[str, object]:
    """A context whose texts with marked figures are `Marked`."""
    return {word: _readable(value) for word, value in words.items()}


def _readable(value: object) -> object:
    if isinstance(value, str):
        return Marked(value) if MARK in value else value
    if type(value) is dict:
        return for_template(value)
    return [_readable(one) for one in value] if isinstance(value, list) else value


def is_one_figure(words: str) -> bool:
    """Whether a text is one marked figure and nothing else."""
    return words[0] == _OPEN and words[-1] == _CLOSE and words.count(_OPEN) == 1


def within(words: str, change: Callable[[str], str]) -> str:
    """One marked figure with its words changed."""
    number, inner = _parts(words)
    return f"{_OPEN}{number}{_BETWEEN}{change(inner)}{_CLOSE}"


def _parts(words: str) -> tuple[str, str]:
    number, _, inner = words[1:-1].partition(_BETWEEN)
    return number, inner


def bare(words: str) -> str:
    """The text as it is read, without marks."""
    return _SIGNS.sub("", _MARKED.sub(r"\2", words)) if _OPEN in words else words


@lru_cache(_PIECES_KEPT)
def bookmark_name(cell: str) -> str:
    """全市_G12 of the cell 全市!G12: letters, digits and underscores are all that Word takes."""
    return _NOT_IN_NAMES.sub("_", cell).strip("_")[:_LONGEST_NAME] or "数"


class Bookmarks:
    """The bookmarks of one paper in the order in which they are printed.

    `name_of` gives the name of the bookmark of a figure's number, after its cell (`bookmark_name`). Where a cell is
    printed again, its number of times stands behind. `identity_of` tells what a figure is, wherever it stands.
    """

    def __init__(self, name_of: Callable[[int], str], identity_of: Callable[[int], str] | None = None) -> None:
        self._name_of, self._identity_of = name_of, identity_of or name_of
        self.restart()

    def restart(self, numbers: Iterable[int] = ()) -> None:
        """Begins anew, with these figures as printed."""
        self._numbers, self._names = array("L"), list[str]()
        self._times: dict[str, int] = {}
        self._told: dict[str, int] = {}
        for number in numbers:
            self.add(number)

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, number: int) -> tuple[int, str]:
        """Takes note of a figure that is printed; the place and the name of its bookmark."""
        name = self._name_of(number)
        self._times[name] = time = self._times.get(name, 0) + 1
        self._numbers.append(number)
        self._names.append(name if time == 1 else f"{name}_{time}")
        return len(self._names), self._names[-1]

    def printed(self) -> Iterator[tuple[str, int]]:
        """The name of each bookmark with the number of its figure."""
        return zip(self._names, self._numbers, strict=True)

    def identity(self, number: int) -> str:
        """What the figure is, and which time it is told; to be asked once for each that is printed, in their order."""
        return _counted(self._identity_of(number), self._told)

    def identities(self) -> Iterator[str]:
        """`identity` of all that were printed, made again."""
        told: dict[str, int] = {}
        return (_counted(self._identity_of(number), told) for number in self._numbers)


def _counted(identity: str, told: dict[str, int]) -> str:
    told[identity] = time = told.get(identity, 0) + 1
    return f"{identity}·{time}"


def without_list(members: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The parts of a paper without the list of its figures."""
    for name, content in members:
        if name == _RELATIONS:
            yield name, _RELATION_WITH_LIST.sub(b"", content)
        elif name != _LIST:
            yield name, content


class Printing:
    """Turns the marks of a paper's XML into bookmarks, piece by piece as it is made.

    Each figure is listed as it is printed, so that what a person or newer figures change can be told later.
    """

    def __init__(self, bookmarks: Bookmarks) -> None:
        self._bookmarks = bookmarks
        self._run, self._is_in_text = "", False
        self._list, self._packed = [f'<figures xmlns="{FIGURES_NAMESPACE}">'], Deflating(_EFFORT)

    def with_list(self, parts: list[tuple[str, Deflated]]) -> list[tuple[str, Deflated]]:
        """The parts of the paper with the list of all figures that were printed."""
        members = dict(parts)
        members[_RELATIONS] = with_entry(members.get(_RELATIONS, NO_RELATIONS), _RELATION, _LIST)
        self._pack("</figures>")
        members[_LIST] = self._packed.ended()
        return list(members.items())

    def _pack(self, end: str = "") -> None:
        """Packs what was listed since: a long list never stands in memory as a whole."""
        self._packed.write(f"{''.join(self._list)}{end}".encode())
        self._list.clear()

    def printed(self, piece: str) -> str:
        """One piece of the XML: what stands between two tags of the template, or what one of them prints."""
        if MARK in piece:
            return self._marked(piece)
        if "<" in piece:
            run, self._is_in_text = _after(piece)
            self._run = self._run if run is None else run
        return piece

    def _marked(self, piece: str) -> str:
        if is_one_figure(piece):  # as the cells of a table are
            return self._bookmark(*_parts(piece))
        return _SIGNS.sub("", _MARKED.sub(lambda match: self._bookmark(*match.groups()), piece))

    def _bookmark(self, number: str, words: str) -> str:
        if not self._is_in_text:
            return words
        place, name = self._bookmarks.add(int(number))
        as_text = words.replace(BREAK, "\n").replace(TAB, "\t") if "<" in words else words
        identity = self._bookmarks.identity(int(number))
        quoted = quoteattr(identity) if _TO_QUOTE.search(identity) else f'"{identity}"'
        self._list.append(f'<figure bookmark="{name}" identity={quoted}>{as_text}</figure>')
        if len(self._list) == _LISTED_AT_A_TIME:
            self._pack()
        key, run = _FIRST_KEY + place, f'<w:r>{self._run}<w:t xml:space="preserve">'
        return (
            f'</w:t></w:r><w:bookmarkStart w:id="{key}" w:name="{name}"/>{run}{words}</w:t></w:r>'
            f'<w:bookmarkEnd w:id="{key}"/>{run}'
        )


_LISTED_AT_A_TIME, _EFFORT = 1000, 3
_TO_QUOTE = re.compile('[&<>"\\s]')
_FIRST_KEY = 100_000
"""Above the numbers of the bookmarks that a template may have itself."""


@lru_cache(_PIECES_KEPT)
def _after(piece: str) -> tuple[str | None, bool]:
    """Behind a piece of the template: the properties of the run that is open (None: no new one), and whether in w:t."""
    runs = _RUN_START.findall(piece)
    return runs[-1] if runs else None, _TEXT_OPEN.search(piece) is not None
