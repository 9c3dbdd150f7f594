"""Pictures inside a Word paper: what a tag prints, the room around it, the parts of the package that hold it.

A `Placing` belongs to one paper. While its parts are filled in, `printed` puts pictures in the running text and notes
them; afterwards `with_pictures` adds them to the package. A paper without pictures goes through unchanged.
"""

import re
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from posixpath import basename, dirname
from xml.sax.saxutils import quoteattr

from generators.packing import Deflated, deflated
from generators.pictures.chart import UPRIGHT, Chart
from generators.word.package_entries import NO_RELATIONS, TYPES, with_entry

NARROWEST, WIDEST = 70, 250


class PictureFault(ValueError):
    """A picture that cannot be placed so; the message says in Chinese why, as the end of a sentence."""


@dataclass(frozen=True)
class Picture:
    """A chart that a template may print, `width` millimetres wide. It is drawn when it is printed."""

    chart: Chart
    width: int = UPRIGHT


def widened(picture: object, width: object) -> object:
    """The filter 宽: the picture so many millimetres wide; an empty text, where there is no picture, stays empty."""
    if picture == "":
        return picture
    if not isinstance(picture, Picture):
        raise PictureFault("不是图，“宽”只能用在图上")
    if isinstance(width, bool) or not isinstance(width, int) or not NARROWEST <= width <= WIDEST:
        raise PictureFault(f"的宽度要写{NARROWEST}到{WIDEST}之间的整毫米数")
    return replace(picture, width=width)


@dataclass(frozen=True)
class _File:
    """A drawn picture: its part, and its width and height in EMU, of which a millimetre has 36000."""

    part: Deflated
    width: int
    height: int

    @property
    def name(self) -> str:
        return f"picture-{self.part.digest.hex()[:16]}"


_EMU_A_PIXEL = 914400 // 600


@lru_cache(maxsize=8)
def _drawn(picture: Picture) -> _File:
    from generators.pictures.drawing import drawn  # loads Pillow, which a run without pictures does without

    made = drawn(picture.chart, picture.width)
    return _File(deflated([made.png]), made.width * _EMU_A_PIXEL, made.height * _EMU_A_PIXEL)


# What a tag prints

_CURRENT: ContextVar["Placing"] = ContextVar("paper being filled in")


def printed(picture: Picture) -> str:
    """What `{{ 图.名次 }}` puts into the XML of the paper that is being filled in."""
    return _CURRENT.get()._placed(picture)


class Placing:
    """The pictures of one paper. `sources` are its parts before they are filled in."""

    def __init__(self, sources: Iterable[str]) -> None:
        self._sources = sources
        self._taken: set[int] = set()
        self._files: dict[str, Deflated] = {}
        self._used: dict[str, set[str]] = {}
        self._member = ""

    def filling(self, member: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces of a part as they come; pictures printed meanwhile are this part's."""
        self._member = member
        before = _CURRENT.set(self)
        try:
            yield from pieces
        finally:
            _CURRENT.reset(before)

    def _placed(self, picture: Picture) -> str:
        file = _drawn(picture)
        self._files[file.name] = file.part
        self._used.setdefault(self._member, set()).add(file.name)
        return _INLINE.format(
            width=file.width,
            height=file.height,
            number=self._next_number(),
            name=quoteattr(f"图 {picture.chart.name}"),
            words=quoteattr(picture.chart.description),
            relation=_relation(file.name),
        ).replace("\n", "")

    def _next_number(self) -> int:
        """A number that no drawing of the paper has."""
        if not self._taken:
            found = (re.findall(r'<wp:docPr\b[^>]*?\bid="(\d+)"', source) for source in self._sources)
            self._taken = {0, *(int(number) for numbers in found for number in numbers)}
        number = max(self._taken) % _MOST_NUMBER + 1
        while number in self._taken:
            number += 1
        self._taken.add(number)
        return number

    # The package

    def with_pictures(self, parts: list[tuple[str, Deflated]]) -> list[tuple[str, Deflated]]:
        """The parts of the paper with the pictures that were printed, each once, and all that leads to them."""
        if not self._files:
            return parts
        members = dict(parts)
        members[TYPES] = with_entry(members[TYPES], _PNG_TYPE, 'Extension="png"')
        for member, names in self._used.items():
            path = f"{dirname(member)}/_rels/{basename(member)}.rels"
            relations = members.get(path, NO_RELATIONS)
            for name in sorted(names):
                entry = f'<Relationship Id="{_relation(name)}" Type="{_IMAGE}" Target="media/{name}.png"/>'
                relations = with_entry(relations, entry, f'"{_relation(name)}"')
            members[path] = relations
        return [*members.items(), *((path, part) for path, part in self._media() if path not in members)]

    def _media(self) -> Iterator[tuple[str, Deflated]]:
        return ((f"word/media/{name}.png", part) for name, part in sorted(self._files.items()))


_MOST_NUMBER = 0x7FFF0000
_PNG_TYPE = '<Default Extension="png" ContentType="image/png"/>'
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def _relation(name: str) -> str:
    return f"rId-{name}"


_INLINE = """</w:t><w:drawing>
<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>
<wp:docPr id="{number}" name={name} descr={words}/><wp:cNvGraphicFramePr>
<a:graphicFrameLocks xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" noChangeAspect="1"/>
</wp:cNvGraphicFramePr><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">
<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">
<pic:nvPicPr><pic:cNvPr id="{number}" name={name} descr={words}/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{relation}"/>
<a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>
</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing><w:t xml:space="preserve">"""


# The room around it

_GROUP = "图"
_PICTURE_TAG = re.compile(rf"\{{\{{-?\s*{_GROUP}\.[^{{}}]*\}}\}}")
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>(?:(?!<w:p[ >]).)*?</w:p>", re.DOTALL)
_LAID_OUT_ANEW = re.compile(
    r"<w:(?:snapToGrid|spacing|ind|contextualSpacing|mirrorIndents|suppressOverlap|jc)\b[^>]*/>"
)
_AFTER_ALIGNMENT = re.compile(
    r"<w:(?:textDirection|textAlignment|textboxTightWrap|outlineLvl|divId|cnfStyle|rPr|sectPr|pPrChange)\b|$"
)
_ROOM = (
    '<w:snapToGrid w:val="0"/><w:spacing w:before="120" w:after="120" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:leftChars="0" w:right="0" w:rightChars="0" w:firstLine="0" w:firstLineChars="0"/>'
    '<w:jc w:val="center"/>'
)


def is_picture(text: str) -> bool:
    """Whether a paragraph of a template holds a picture's tag."""
    return _PICTURE_TAG.search(text) is not None


def is_crowded(text: str) -> bool:
    """Whether a paragraph of a template holds a picture's tag and something beside it that is printed."""
    tag = _PICTURE_TAG.search(text)
    return tag is not None and re.sub(r"\{%.*?%\}", "", text).strip() != tag.group()


def with_room(source: str) -> str:
    """A template's part in which paragraphs of a picture are as high as it is.

    Lines of an official text are exactly 28.95 points high: all but a strip of the picture would be cut off.
    """
    return _PARAGRAPH.sub(_roomy, source) if _PICTURE_TAG.search(source) else source


def _roomy(found: re.Match[str]) -> str:
    paragraph = found.group()
    if not _PICTURE_TAG.search(paragraph):
        return paragraph
    begin, properties, rest = _divided(paragraph)
    kept = _LAID_OUT_ANEW.sub("", properties)
    place = _AFTER_ALIGNMENT.search(kept)
    assert place is not None, "the end always matches"
    return f"{begin}<w:pPr>{kept[: place.start()]}{_ROOM}{kept[place.start() :]}</w:pPr>{rest}"


def _divided(paragraph: str) -> tuple[str, str, str]:
    """A paragraph's opening tag, what stands in its properties, and the rest."""
    with_properties = re.fullmatch(r"(<w:p(?: [^>]*)?>)\s*<w:pPr>(.*?)</w:pPr>(.*)", paragraph, re.DOTALL)
    if with_properties:
        return with_properties[1], with_properties[2], with_properties[3]
    begin = paragraph.index(">") + 1
    return paragraph[:begin], "", paragraph[begin:].replace("<w:pPr/>", "", 1)
