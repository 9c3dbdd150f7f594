"""Cell styles with another fill, each a copy of the cell's own, all else of its look as it was; and back again.

A solid fill has a second colour that no program shows. There we keep what fill the cell had, so that it can get that
back even where a program has dropped the style as unused.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape

from generators.marking.xml_bytes import MAIN, Element, UnmarkableError, edited, tag_at, tree, with_attribute
from generators.sheet import INPUT_FILL, SEVERITY_FILLS

NO_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill'
    ' patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/>'
    '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()
"""The styles of a workbook that has none."""
_MAX_LOOKS = 64_000

_Colour = tuple[tuple[str, str], ...]
"""The attributes of a colour: its rgb, its place in a palette, or its place in the theme and a tint."""
_OF_COLOURS = ("auto", "indexed", "rgb", "theme", "tint")
_NO_FILL: _Colour = (("indexed", "65"),)
"""The background of the window, as a second colour: there was no fill."""
_UNKNOWN: _Colour = (("indexed", "64"),)
"""What Excel writes as the second colour: it tells nothing."""
_TELLING_NOTHING = ((), _UNKNOWN, (("rgb", "00000000"),))
"""What other programs write; yet others write the first colour once more."""


@dataclass(frozen=True)
class _Solid:
    """A fill of one colour, and the colour behind it that is not shown."""

    colour: _Colour
    behind: _Colour = _UNKNOWN

    def is_of(self, colour: str) -> bool:
        """Whether it has this colour (#RRGGBB)."""
        return dict(self.colour).get("rgb", "")[-6:].upper() == colour.removeprefix("#")

    @property
    def tells(self) -> bool:
        """Whether the colour behind it is one that we put there."""
        return self.behind not in (*_TELLING_NOTHING, self.colour)


class Looks:
    """The styles of a workbook, and those that are added."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        root, _ = tree(xml, MAIN)
        self._prefix = root.tag.prefix
        self._fills, self._looks = root.first("fills"), root.first("cellXfs")
        self._own = self._looks.all("xf")
        self._own_fills = self._fills.all("fill")
        self._new_fills: dict[_Solid, int] = {}
        self._new_looks: dict[tuple[int, int], int] = {}

    @property
    def is_changed(self) -> bool:
        """Whether styles were added."""
        return bool(self._new_looks)

    def filled(self, style: int, colour: str) -> int:
        """The index of `style` with a solid fill of `colour` (#RRGGBB) in place of its own."""
        source, fill = self._made_of(style)
        rgb, shown = colour.removeprefix("#"), self._shown(fill)
        # The first colour itself would tell nothing: with nought for its opacity, which no program heeds, it does.
        behind = (("rgb", f"00{rgb}"),) if shown == (("rgb", f"FF{rgb}"),) else shown
        return self._copied(source, self._added(_Solid((("rgb", f"FF{rgb}"),), behind)))

    def marked_as(self, style: int) -> str | None:
        """The severity (错误, 核实, 提示) whose colour the style has as its fill, by us or by whomever."""
        solid = self._solid(self._made_of(style)[1])
        return None if solid is None else self._severity(solid)

    @cached_property
    def of_marks(self) -> frozenset[int]:
        """The file's own styles whose fill is one of our colours and tells what was there before."""
        fills = {index for index, solid in self._solids() if solid.tells and self._severity(solid) is not None}
        own = range(len(self._own)) if fills else ()
        return frozenset(index for index in own if self._made_of(index)[1] in fills)

    def restored(self, style: int, near: Iterable[int], *, remembers: bool) -> int:
        """The index of the style that a marked cell had: `style` in all but the fill.

        What it was tells the fill's second colour, where the file still `remembers` it. Else it is the first such style
        among those `near` it, else anywhere, an unlocked cell's with the fill of our forms' inputs before others; else
        one is made.
        """
        source, fill = self._made_of(style)
        solid = self._solid(fill)
        twins = self._alike.get(_likeness(self._own[source]), [])
        if remembers and solid is not None and solid.tells:
            same = [one for one in twins if _is_same(self._shown(self._made_of(one)[1]), solid.behind)]
            return same[0] if same else self._copied(source, self._shown_as(solid.behind))
        free = [one for one in twins if self.marked_as(one) is None]
        usual = self._input_fill if _is_unlocked(self._own[source]) else 0
        ordered = [one for one in near if one in free]
        ordered += [one for one in free if self._made_of(one)[1] == usual] + free
        return ordered[0] if ordered else self._copied(source, usual)

    def finished(self) -> bytes:
        """The part with the new styles behind its own."""
        fills = b"".join(self._fill_xml(solid) for solid in self._new_fills)
        looks = b"".join(self._look_xml(source, fill) for source, fill in self._new_looks)
        return edited(
            self._xml,
            [
                with_attribute(self._fills.tag, b"count", len(self._own_fills) + len(self._new_fills)),
                self._fills.appended(fills),
                with_attribute(self._looks.tag, b"count", len(self._own) + len(self._new_looks)),
                self._looks.appended(looks),
            ],
        )

    # Styles

    def _made_of(self, style: int) -> tuple[int, int]:
        """The style of the file's own of which this one is made, and the index of its fill."""
        if 0 <= style < len(self._own):
            return style, int(self._own[style].attributes.get("fillId", 0))
        if 0 <= style - len(self._own) < len(self._new_looks):
            return list(self._new_looks)[style - len(self._own)]
        raise UnmarkableError(f"there is no style {style}")

    def _copied(self, source: int, fill: int) -> int:
        index = self._new_looks.setdefault((source, fill), len(self._own) + len(self._new_looks))
        if index >= _MAX_LOOKS:
            raise UnmarkableError("the workbook has as many styles as Excel takes")
        return index

    @cached_property
    def _alike(self) -> Mapping[Hashable, list[int]]:
        """The file's own styles that are one in all but the fill."""
        alike: dict[Hashable, list[int]] = {}
        for index, look in enumerate(self._own):
            alike.setdefault(_likeness(look), []).append(index)
        return alike

    def _look_xml(self, source: int, fill: int) -> bytes:
        own = self._own[source]
        raw = self._xml[own.start : own.end]
        tag = tag_at(raw, 0)
        return edited(raw, [with_attribute(tag, b"fillId", fill), with_attribute(tag, b"applyFill", 1)])

    # Fills

    def _solid(self, fill: int) -> _Solid | None:
        """The fill of this index, where it is a solid one."""
        if not 0 <= fill < len(self._own_fills):
            return next((solid for solid, index in self._new_fills.items() if index == fill), None)
        pattern = next(iter(self._own_fills[fill].all("patternFill")), None)
        if pattern is None or pattern.attributes.get("patternType") != "solid":
            return None
        return _Solid(_colour(pattern, "fgColor"), _colour(pattern, "bgColor"))

    def _solids(self) -> list[tuple[int, _Solid]]:
        """The file's own solid fills, with their indices."""
        solids = ((index, self._solid(index)) for index in range(len(self._own_fills)))
        return [(index, solid) for index, solid in solids if solid is not None]

    @staticmethod
    def _severity(solid: _Solid) -> str | None:
        return next((label for label, colour in SEVERITY_FILLS.items() if solid.is_of(colour)), None)

    def _shown(self, fill: int) -> _Colour:
        """What is seen of a fill, as a second colour keeps it; a pattern or a gradient cannot be kept."""
        if (solid := self._solid(fill)) is not None:
            return solid.colour or _UNKNOWN
        patterns = self._own_fills[fill].all("patternFill") if 0 <= fill < len(self._own_fills) else []
        is_none = any(one.attributes.get("patternType", "none") == "none" for one in patterns)
        return _NO_FILL if is_none else _UNKNOWN

    def _shown_as(self, colour: _Colour) -> int:
        """The index of a fill that is seen so."""
        own = (index for index in range(len(self._own_fills)) if _is_same(self._shown(index), colour))
        known = next(own, None)
        if known is not None:
            return known
        return 0 if colour == _NO_FILL else self._added(_Solid(colour))

    def _added(self, solid: _Solid) -> int:
        return self._new_fills.setdefault(solid, len(self._own_fills) + len(self._new_fills))

    @cached_property
    def _input_fill(self) -> int:
        """The fill of the inputs of our forms, where the file has it, else none."""
        return next((index for index, solid in self._solids() if solid.is_of(INPUT_FILL)), 0)

    def _fill_xml(self, solid: _Solid) -> bytes:
        front, behind = (
            "".join(f' {name}="{escape(value)}"' for name, value in colour) for colour in (solid.colour, solid.behind)
        )
        colours = f"<{self._prefix}fgColor{front}/><{self._prefix}bgColor{behind}/>"
        pattern = f'<{self._prefix}patternFill patternType="solid">{colours}</{self._prefix}patternFill>'
        return f"<{self._prefix}fill>{pattern}</{self._prefix}fill>".encode()


def _colour(pattern: Element, name: str) -> _Colour:
    attributes = (attribute for one in pattern.all(name) for attribute in one.attributes.items())
    return tuple(sorted(one for one in attributes if one[0] in _OF_COLOURS))


def _is_same(one: _Colour, other: _Colour) -> bool:
    """Whether two colours are one but for their opacity."""
    return _opaque(one) == _opaque(other)


def _opaque(colour: _Colour) -> _Colour:
    return tuple((name, value[-6:] if name == "rgb" else value) for name, value in colour)


def _likeness(look: Element) -> Hashable:
    """All of a style but its fill."""
    rest = frozenset(item for item in look.attributes.items() if item[0] not in ("fillId", "applyFill"))
    return rest, tuple(_whole(child) for child in look.children)


def _whole(element: Element) -> Hashable:
    return element.name, frozenset(element.attributes.items()), tuple(_whole(child) for child in element.children)


def _is_unlocked(look: Element) -> bool:
    return any(one.attributes.get("locked") in ("0", "false") for one in look.all("protection"))
