"""A .docx as paragraphs, tables and pages, with fonts, sizes and spacing as Word works them out.

A property comes from the run or paragraph itself, then its character style, its paragraph style and those that it is
based on, then the document's defaults; a theme font is looked up in the theme.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree

from validators.broken_package import BROKEN_PACKAGE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OFF = ("0", "false", "off", "none")
_SHOWN_TEXT = 20
BLANK_PLACE = "空行"
"""How a paragraph without words is called."""


Properties = Mapping[str, str]
"""What is set, by element and attribute: `sz` is w:sz/@w:val, `spacing/line`, `pBdr/bottom/color`."""

PRINTED, CONTROL = re.compile(r"\{\{.*?\}\}"), re.compile(r"\{%.*?%\}|\{#.*?#\}")
VANISHING = re.compile(r"\{%-?\s*(?:p|tr)\s")
"""Tags of a template: what they print, what only steers, and what takes its whole paragraph or row away."""


class UnreadableDocument(ValueError):
    """The bytes are no Word document."""


def is_on(value: str | None) -> bool:
    """Whether a switch such as w:keepNext is set; None is a switch that is not there."""
    return value is not None and value not in _OFF


def attribute(holder: Any, path: str, name: str = "val") -> str | None:
    """An attribute of the element at `path` below `holder`; None where there is none."""
    found = None if holder is None else holder.find("/".join(W + part for part in path.split("/")))
    return None if found is None else found.get(W + name)


@dataclass(frozen=True)
class Run:
    """Words of one look."""

    text: str
    properties: Properties


@dataclass(frozen=True, eq=False)
class Section:
    """Pages of one size: lengths in twips; `footers` by kind (default, even, first), linked ones counted in."""

    element: Any
    number: int
    footers: Mapping[str, Sequence["Paragraph"]]

    def length(self, name: str) -> int:
        """w, h, or a margin: top, right, bottom, left, gutter, footer; 0 where it is not told."""
        tag = "pgSz" if name in ("w", "h") else "pgMar"
        return whole(attribute(self.element, tag, name))

    @property
    def is_turned(self) -> bool:
        return attribute(self.element, "pgSz", "orient") == "landscape"

    @property
    def place(self) -> str:
        return f"第{self.number + 1}节"


@dataclass(frozen=True, eq=False)
class Paragraph:
    """One paragraph; `text` has its line breaks as \\n. `cell` is the innermost table that it stands in."""

    element: Any
    text: str
    runs: tuple[Run, ...]
    style: str
    properties: Properties
    mark: Properties
    section: int = 0
    table: Any = None
    is_boxed: bool = False

    @cached_property
    def is_steering(self) -> bool:
        """Whether it is a paragraph or row of a template that vanishes when the paper is made."""
        return VANISHING.search(self.text) is not None

    @cached_property
    def is_open(self) -> bool:
        """Whether a template fills in some of its words."""
        return PRINTED.search(self.text) is not None or CONTROL.search(self.text) is not None

    @cached_property
    def words(self) -> str:
        """The text with steering tags left out and one □ for each word that a template prints."""
        return PRINTED.sub("□", CONTROL.sub("", self.text))

    @property
    def is_blank(self) -> bool:
        return not self.text.strip() and self.element.find(f".//{W}drawing") is None

    @property
    def place(self) -> str:
        if self.is_blank:
            return BLANK_PLACE
        bare = " ".join(self.text.split())
        return f"“{bare[:_SHOWN_TEXT]}……”" if len(bare) > _SHOWN_TEXT else f"“{bare}”"

    def length(self, name: str) -> int:
        """A paragraph property as a number: `spacing/before`, `ind/left`; 0 where it is not set."""
        return whole(self.properties.get(name))

    @property
    def size(self) -> int:
        """Half points of its first words, or of its mark where it is blank."""
        return whole((self.runs[0].properties if self.runs else self.mark).get("sz")) or 20

    def is_split_at(self, kind: str) -> bool:
        """Whether a break of this kind (page) stands in it."""
        return any(one.get(f"{W}type") == kind for one in self.element.iter(f"{W}br"))


def whole(value: str | None) -> int:
    """A number of an attribute; 0 where there is none that can be read."""
    try:
        return round(float(value or 0))
    except ValueError:
        return 0


def flattened(holder: Any, fonts: Mapping[str, str]) -> dict[str, str]:
    """The properties in a pPr or rPr; theme fonts by their names."""
    found: dict[str, str] = {}
    for child in () if holder is None else holder:
        if not isinstance(child.tag, str) or child.tag in (f"{W}rPr", f"{W}sectPr", f"{W}pPrChange", f"{W}rPrChange"):
            continue
        name = child.tag.rpartition("}")[2]
        found |= _attributes(child, name)
        for inner in child:
            found |= _attributes(inner, f"{name}/{inner.tag.rpartition('}')[2]}")
        if name == "rFonts" and (themed := fonts.get(child.get(f"{W}eastAsiaTheme", ""))):
            found["rFonts/eastAsia"] = themed
    return found


def _attributes(element: Any, name: str) -> dict[str, str]:
    own = {name: element.get(f"{W}val", "1")}
    return own | {f"{name}/{key.rpartition('}')[2]}": value for key, value in element.attrib.items()}


@dataclass(frozen=True)
class Styles:
    """The look of every style, those that it is based on counted in."""

    by_id: Mapping[str, Any]
    default: str
    fonts: Mapping[str, str]
    run_defaults: Properties
    paragraph_defaults: Properties
    _known: dict[tuple[str, str], Properties] = field(default_factory=dict)

    @classmethod
    def of(cls, styles: Any, fonts: Mapping[str, str]) -> "Styles":
        every = () if styles is None else tuple(styles.iter(f"{W}style"))
        defaults = None if styles is None else styles.find(f"{W}docDefaults")
        plain = (one for one in every if one.get(f"{W}type") == "paragraph" and is_on(one.get(f"{W}default")))
        first = next(plain, None)
        run, paragraph = (
            None if defaults is None else defaults.find(f"{W}{kind}Default/{W}{kind}") for kind in ("rPr", "pPr")
        )
        return cls(
            {one.get(f"{W}styleId"): one for one in every},
            "" if first is None else first.get(f"{W}styleId", ""),
            fonts,
            flattened(run, fonts),
            flattened(paragraph, fonts),
        )

    def name(self, key: str) -> str:
        return attribute(self.by_id.get(key), "name") or ""

    def look(self, key: str, kind: str) -> Properties:
        """What style `key` sets in its `kind` (pPr, rPr), defaults left out."""
        known = self._known.get((key, kind))
        if known is None:
            chain, seen = [], set()
            at = key
            while at in self.by_id and at not in seen:
                seen.add(at)
                chain.append(flattened(self.by_id[at].find(f"{W}{kind}"), self.fonts))
                at = attribute(self.by_id[at], "basedOn") or ""
            known = {name: value for one in reversed(chain) for name, value in one.items()}
            self._known[key, kind] = known
        return known


class Document:
    """The parts of a .docx that tell its layout."""

    def __init__(self, content: bytes) -> None:
        """Raises `UnreadableDocument`."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                names = [
                    one for one in package.namelist() if one.startswith("word/") and one.endswith((".xml", ".rels"))
                ]
                self._parts = {one: package.read(one) for one in names}
        except BROKEN_PACKAGE as fault:
            raise UnreadableDocument(str(fault)) from fault
        root: Any = self._root("word/document.xml")
        self.settings: Any = self._root("word/settings.xml")
        self.styles = Styles.of(self._root("word/styles.xml"), _theme_fonts(self._root(self._theme())))
        self.body: Any = None if root is None else root.find(f"{W}body")
        if self.body is None:
            raise UnreadableDocument("no body")
        self.sections = tuple(self._sections()) or (Section(etree.Element(f"{W}sectPr"), 0, {}),)
        self.paragraphs = tuple(self._paragraphs(self.body))

    def _root(self, name: str) -> Any:
        """The XML of a part; None where there is no such part. Raises `UnreadableDocument`."""
        try:
            return etree.fromstring(self._parts[name]) if name in self._parts else None
        except BROKEN_PACKAGE as fault:
            raise UnreadableDocument(f"{name}: {fault}") from fault

    def _theme(self) -> str:
        return next((one for one in sorted(self._parts) if re.fullmatch(r"word/theme/theme\d*\.xml", one)), "")

    def _sections(self) -> Iterator[Section]:
        relations: Any = self._root("word/_rels/document.xml.rels")
        targets = {} if relations is None else {one.get("Id"): f"word/{one.get('Target')}" for one in relations}
        footers: dict[str, Sequence[Paragraph]] = {}
        for number, element in enumerate(self.body.iter(f"{W}sectPr")):
            for one in element.iter(f"{W}footerReference"):
                part = self._root(targets.get(one.get(f"{_R}id"), ""))
                lines = () if part is None else tuple(self._made(line) for line in part.iter(f"{W}p"))
                footers = {**footers, one.get(f"{W}type", "default"): lines}
            yield Section(element, number, footers)

    def _paragraphs(self, body: Any) -> Iterator[Paragraph]:
        number = 0
        for element in body.iter(f"{W}p"):
            if any(
                True
                for _ in element.iterancestors("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
            ):
                continue
            table = next(element.iterancestors(f"{W}tbl"), None)
            is_boxed = next(element.iterancestors(f"{W}txbxContent"), None) is not None
            yield self._made(element, number, table, is_boxed)
            if element.find(f"{W}pPr/{W}sectPr") is not None:
                number += 1

    def _made(self, element: Any, section: int = 0, table: Any = None, is_boxed: bool = False) -> Paragraph:
        styles, own = self.styles, element.find(f"{W}pPr")
        key = attribute(own, "pStyle") or styles.default
        look = {**styles.run_defaults, **styles.look(key, "rPr")}
        mark = None if own is None else own.find(f"{W}rPr")
        runs = tuple(self._runs(element, look))
        return Paragraph(
            element,
            "".join(one.text for one in runs),
            tuple(one for one in runs if one.text.strip()),
            styles.name(key),
            {**styles.paragraph_defaults, **styles.look(key, "pPr"), **flattened(own, styles.fonts)},
            {**look, **flattened(mark, styles.fonts)},
            section,
            table,
            is_boxed,
        )

    def _runs(self, holder: Any, look: Properties) -> Iterator[Run]:
        for child in holder:
            if child.tag == f"{W}r":
                own = child.find(f"{W}rPr")
                properties = look
                if own is not None:
                    styled = self.styles.look(attribute(own, "rStyle") or "", "rPr")
                    properties = {**look, **styled, **flattened(own, self.styles.fonts)}
                yield Run("".join(map(_written, child)), properties)
            elif isinstance(child.tag, str) and child.tag not in (f"{W}pPr", f"{W}del", f"{W}moveFrom"):
                yield from self._runs(child, look)


_SIGNS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}


def _written(element: Any) -> str:
    if element.tag == f"{W}t":
        return str(element.text or "")
    if element.tag == f"{W}br" and element.get(f"{W}type") in ("page", "column"):
        return ""
    return _SIGNS.get(element.tag, "")


def _theme_fonts(theme: Any) -> dict[str, str]:
    """The Chinese faces of a theme by the names under which styles ask for them."""
    found: dict[str, str] = {}
    for kind in () if theme is None else ("major", "minor"):
        holder = theme.find(f".//{_A}{kind}Font")
        if holder is None:
            continue
        asian = holder.find(f"{_A}ea")
        face = "" if asian is None else asian.get("typeface", "")
        chinese = (one.get("typeface") for one in holder.iter(f"{_A}font") if one.get("script") == "Hans")
        found[f"{kind}EastAsia"] = face or next(chinese, "") or ""
    return found


def rows_of(table: Any) -> list[Any]:
    """The rows of a table that will be printed; those that only hold a steering tag vanish."""
    return [one for one in table.iterchildren(f"{W}tr") if not VANISHING.search(text_within(one))]


def text_within(element: Any) -> str:
    """All words below an element."""
    return "".join(one.text or "" for one in element.iter(f"{W}t"))
