"""The boxes of comments: shapes in the legacy (VML) drawing of a sheet, where form controls may stand as well."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generators.marking.cells import MAX_COLUMN, MAX_ROW, Place, SheetScan
from generators.marking.xml_bytes import Edit, Element, UnmarkableError, edited, tree, with_attribute
from generators.sheet import lines_of

_SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
NO_BOXES = (
    "<xml{}>"
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
).format("".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())).encode()  # fmt: skip
"""The legacy drawing of a sheet that has none."""
_KIND = (
    '<v:shapetype{} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape{spaces} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
    'margin-top:2pt;width:{width}pt;height:{height}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1"'
    ' o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_IN_BLOCK = 1024
"""Shape ids come in blocks that no two sheets share; the first id of a block stays free."""

_WIDTH, _LINE_HEIGHT, _MOST_LINES = 280, 17, 28
_FARTHEST = 200
"""Columns or rows: over hidden ones a box would have no end."""
_CHARACTERS = 42
"""Pixels and half-width characters of a line of 9 points in a box of this width."""


@dataclass(frozen=True)
class _Anchor:
    """The corners of a box: column or row from 0, and pixels into it."""

    left: tuple[int, int]
    top: tuple[int, int]
    right: tuple[int, int]
    bottom: tuple[int, int]

    def __str__(self) -> str:
        return ", ".join(map(str, (*self.left, *self.top, *self.right, *self.bottom)))


def used_blocks(xml: bytes) -> set[int]:
    """The blocks of shape ids that a drawing uses or has set aside."""
    root, _ = _drawing(xml)
    used: set[int] = set()
    for element in root.inside():
        if element.name == "idmap":
            used |= {int(one) for one in element.attributes.get("data", "").split(",") if one.strip().isdecimal()}
        for name in ("id", f"{_SPACES['o']} spid"):
            number = element.attributes.get(name, "").rpartition("_s")[2]
            if number.isdecimal():
                used.add(int(number) // _IN_BLOCK)
    return used


def _drawing(xml: bytes) -> tuple[Element, Mapping[str, str]]:
    """A drawing's elements. Excel leaves <br> open in the words of a control; blanks of its length stand in for it."""
    return tree(xml.replace(b"<br>", b"    "))


def with_boxes(xml: bytes, texts: Mapping[Place, str], scan: SheetScan, used: Iterable[int]) -> bytes:
    """The drawing with a box for each comment in `texts`, or a larger one where a comment had its box already.

    `used` are the blocks of shape ids taken anywhere in the workbook. Raises `UnmarkableError`, or `ValueError`
    where the drawing has no number but should.
    """
    root, spaces = _drawing(xml)
    known = _known_boxes(root)
    old = ((known[place], text) for place, text in texts.items() if place in known)
    edits = [_enlarged(anchor, text, scan) for anchor, text in old if anchor is not None]
    new = {place: text for place, text in texts.items() if place not in known}
    if not new:
        return edited(xml, edits)
    first = max(used, default=0) + 1
    blocks = range(first, first + 1 + len(new) // (_IN_BLOCK - 1))
    numbers = (block * _IN_BLOCK + offset for block in blocks for offset in range(1, _IN_BLOCK))
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items() if spaces.get(prefix) != uri)
    has_kind = any(one.name == "shapetype" and one.attributes.get("id") == "_x0000_t202" for one in root.children)
    shapes = "" if has_kind else _KIND.format(declared)
    for number, (place, text) in zip(numbers, new.items(), strict=False):
        height = _height(text)
        shapes += _BOX.format(
            spaces=declared,
            number=number,
            width=_WIDTH * 3 // 4,
            height=height * 3 // 4,
            anchor=_anchor(place, height, scan),
            row=place[0] - 1,
            column=place[1] - 1,
        )
    return edited(xml, [*edits, *_set_aside(root, blocks), root.appended(shapes.encode())])


def _set_aside(root: Element, blocks: Iterable[int]) -> list[Edit]:
    """Adds blocks of shape ids to those of the sheet."""
    for element in root.inside():
        if element.name == "idmap":
            own = [one for one in element.attributes.get("data", "").split(",") if one.strip()]
            return [with_attribute(element.tag, b"data", ",".join([*own, *map(str, blocks)]))]
    return []


def _known_boxes(root: Element) -> dict[Place, Element | None]:
    """Where the corners of each comment's box stand, by cell; openpyxl writes none."""
    return {place: anchor for _, place, anchor in _notes(root)}


def _notes(root: Element) -> Iterator[tuple[Element, Place, Element | None]]:
    """The box of each comment, its cell, and its corners if they are there."""
    for shape in root.children:
        for element in shape.inside():
            if element.name == "ClientData" and element.attributes.get("ObjectType") == "Note":
                said = {one.name: one for one in element.children}
                if {"Row", "Column"} <= said.keys():
                    place = (int(said["Row"].text) + 1, int(said["Column"].text) + 1)
                    yield shape, place, said.get("Anchor")


def without_boxes(
    xml: bytes, gone: Collection[Place], shortened: Mapping[Place, tuple[str, str]], scan: SheetScan
) -> bytes:
    """The drawing without the boxes of the comments that are `gone`, smaller ones where ours was a part of the words.

    `shortened` are the words that stay and those that are gone. Raises as `with_boxes` does.
    """
    edits = []
    for shape, place, anchor in _notes(_drawing(xml)[0]):
        if place in gone:
            edits.append(shape.removed())
        elif place in shortened and anchor is not None:
            edits.append(_reduced(anchor, *shortened[place], scan))
    return edited(xml, edits)


def _height(text: str) -> int:
    """Pixels that `text` takes in a box of the usual width."""
    return _LINE_HEIGHT * (min(lines_of(text, _CHARACTERS), _MOST_LINES) + 1)


def _anchor(place: Place, height: int, scan: SheetScan) -> _Anchor:
    """The box to the right of a cell, from the height of its upper edge."""
    left, top = (min(place[1], MAX_COLUMN - 1), 12), (place[0] - 1, 2)
    return _Anchor(left, top, _right_of(left, _WIDTH, scan), _below(top, height, scan))


def _enlarged(anchor: Element, ours: str, scan: SheetScan) -> Edit:
    """A box with room for our words below those that it has."""
    old = _corners(anchor)
    wider = max(old.right, _right_of(old.left, _WIDTH, scan))
    corners = replace(old, right=wider, bottom=_below(old.bottom, _height(ours), scan))
    return Edit(anchor.tag.end, anchor.inner_end, str(corners).encode())


def _reduced(anchor: Element, kept: str, ours: str, scan: SheetScan) -> Edit:
    """A box as high as before our words came in; it has room for those that stay, whoever wrote it anew since."""
    old = _corners(anchor)
    needed = _below(old.top, _height(kept), scan)
    corners = replace(old, bottom=min(old.bottom, max(needed, _above(old.bottom, _height(ours), scan))))
    return Edit(anchor.tag.end, anchor.inner_end, str(corners).encode())


def _corners(anchor: Element) -> _Anchor:
    numbers = [int(one) for one in anchor.text.split(",")]
    if len(numbers) != 8:
        raise UnmarkableError(f"a box has the corners {anchor.text!r}")
    return _Anchor(*zip(numbers[::2], numbers[1::2], strict=True))


def _right_of(start: tuple[int, int], length: int, scan: SheetScan) -> tuple[int, int]:
    return _walked(start, length, lambda column: round(scan.column_width(column + 1) * 7 + 5), MAX_COLUMN)


def _below(start: tuple[int, int], length: int, scan: SheetScan) -> tuple[int, int]:
    return _walked(start, length, lambda row: round(scan.row_height(row + 1) * 4 / 3), MAX_ROW)


def _above(start: tuple[int, int], length: int, scan: SheetScan) -> tuple[int, int]:
    at, into = start[0], start[1] - length
    while into < 0 < at:
        at -= 1
        into += round(scan.row_height(at + 1) * 4 / 3)
    return at, max(into, 0)


def _walked(start: tuple[int, int], length: int, size: Callable[[int], int], end: int) -> tuple[int, int]:
    """`length` pixels on from `start`, over columns or rows of these sizes; never beyond the last one, nor far."""
    at, into = start[0], start[1] + length
    last = min(end - 1, at + _FARTHEST)
    while into > size(at) and at < last:
        into -= size(at)
        at += 1
    return at, min(into, max(size(at) - 1, 0))
