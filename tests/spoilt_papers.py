"""A .docx that a test spoils: its XML is changed as a hand in Word would, and it is zipped again."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Draft:
    """The parts of a .docx as trees that may be changed; `content` is the file that comes of it."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self._parts = {name: package.read(name) for name in package.namelist()}
        named = re.compile(r"word/(document|styles|settings|footer\d*)\.xml")
        self._roots: dict[str, Any] = {
            name: etree.fromstring(blob) for name, blob in self._parts.items() if named.fullmatch(name)
        }
        self.document, self.styles, self.settings = (
            self._roots[f"word/{name}.xml"] for name in ("document", "styles", "settings")
        )
        relations: Any = etree.fromstring(self._parts["word/_rels/document.xml.rels"])
        self._targets = {one.get("Id"): f"word/{one.get('Target')}" for one in relations}
        self.body: Any = self.document[0]

    @property
    def content(self) -> bytes:
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as package:
            for name, blob in self._parts.items():
                package.writestr(
                    name, etree.tostring(self._roots[name], encoding="UTF-8") if name in self._roots else blob
                )
        return written.getvalue()

    @property
    def sections(self) -> list[Any]:
        return list(self.document.iter(f"{W}sectPr"))

    def footer(self, kind: str) -> Any:
        references = self.document.iter(f"{W}footerReference")
        return next(self._roots[self._targets[one.get(_ID)]] for one in references if one.get(f"{W}type") == kind)

    def style(self, name: str) -> Any:
        return next(one for one in self.styles.iter(f"{W}style") if one.find(f"{W}name").get(f"{W}val") == name)

    def style_name(self, paragraph: Any) -> str:
        key = paragraph.find(f"{W}pPr/{W}pStyle")
        named = (
            one
            for one in self.styles.iter(f"{W}style")
            if key is not None and one.get(f"{W}styleId") == key.get(f"{W}val")
        )
        return next((str(one.find(f"{W}name").get(f"{W}val")) for one in named), "")

    def styled(self, name: str) -> list[Any]:
        """Every paragraph of a style whose name begins so, those in tables counted in."""
        return [one for one in self.document.iter(f"{W}p") if self.style_name(one).startswith(name)]

    def one(self, name: str) -> Any:
        return self.styled(name)[0]


def with_part(content: bytes, name: str, blob: bytes) -> bytes:
    """The file with one member put in the place of another."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, blob)
    return written.getvalue()


def text_of(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def set_text(paragraph: Any, text: str) -> None:
    first, *rest = paragraph.iter(f"{W}t")
    first.text = text
    for one in rest:
        one.text = ""


# What spoils a paper

Spoil = Callable[[Draft], None]


def attribute(find: Callable[[Draft], Any], name: str, value: str) -> Spoil:
    """Sets one attribute of an element."""
    return lambda draft: find(draft).set(W + name, value)


def words(style: str, change: Callable[[str], str]) -> Spoil:
    """Changes the text of the first paragraph of a style."""

    def spoil(draft: Draft) -> None:
        paragraph = draft.one(style)
        set_text(paragraph, change(text_of(paragraph)))

    return spoil


def styled(style: str, path: str, name: str, value: str) -> Spoil:
    """Changes an attribute in a style, as a hand in Word would; the element is made where it is not there."""

    def spoil(draft: Draft) -> None:
        element = draft.style(style)
        for part in path.split("/"):
            inner = element.find(W + part)
            element = etree.SubElement(element, W + part) if inner is None else inner
        element.set(W + name, value)

    return spoil


def gone(find: Callable[[Draft], Any]) -> Spoil:
    """Takes an element out."""

    def spoil(draft: Draft) -> None:
        element = find(draft)
        element.getparent().remove(element)

    return spoil


def every(*spoils: Spoil) -> Spoil:
    """Does one after the other."""

    def spoil(draft: Draft) -> None:
        for one in spoils:
            one(draft)

    return spoil


def page(index: int, tag: str) -> Callable[[Draft], Any]:
    return lambda draft: draft.sections[index].find(W + tag)


def paragraph_xml(draft: Draft, style: str, text: str) -> Any:
    """A new paragraph in a style of the paper; without a style where there is none of that name."""
    paragraph = etree.Element(f"{W}p")
    if style:
        properties = etree.SubElement(paragraph, f"{W}pPr")
        key = draft.style(style).get(f"{W}styleId")
        etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", key)
    words = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
    words.text = text
    return paragraph


def added(style: str, text: str, above: str) -> Spoil:
    """Puts a new paragraph above the first one of the style `above`."""
    return lambda draft: draft.one(above).addprevious(paragraph_xml(draft, style, text))
