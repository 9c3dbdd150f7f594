"""Reads a paper of ours that a person has changed: which figures it was made with, and what stands there now."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from model.labels import FIGURES_NAMESPACE
from model.paper_figure import PaperFigure, PaperFigures
from validators.broken_package import BROKEN_PACKAGE

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = {f"{_W}br": "\n", f"{_W}tab": "\t"}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def figures_of(path: Path) -> PaperFigures:
    """The figures of a .docx; none of a file that is no paper of ours any more, or cannot be read."""
    try:
        with zipfile.ZipFile(path) as package:
            document = etree.fromstring(package.read("word/document.xml"), _PARSER)
            lists = [name for name in package.namelist() if name.startswith("customXml/") and name.endswith(".xml")]
            listed = [entry for name in lists for entry in _listed(package.read(name))]
    except BROKEN_PACKAGE:
        return PaperFigures({}, is_listed=False)
    standing = dict(_bookmarked(document))
    if listed:
        made = {identity: PaperFigure(name, words, standing.get(name)) for identity, name, words in listed}
        return PaperFigures(made, is_listed=True)
    return PaperFigures({name: PaperFigure(name, None, words) for name, words in standing.items()}, is_listed=False)


def _listed(part: bytes) -> Iterator[tuple[str, str, str]]:
    """The figures that the paper was made with: what each is, its bookmark, its words.

    Programs that save the paper anew give the part another name.
    """
    try:
        root = etree.fromstring(part, _PARSER)
    except etree.XMLSyntaxError:
        return
    if root.tag == f"{{{FIGURES_NAMESPACE}}}figures":
        for figure in root:
            yield str(figure.get("identity")), str(figure.get("bookmark")), str(figure.text or "")


def _bookmarked(document: Any) -> Iterator[tuple[str, str]]:
    """Each bookmark with the text that stands in it."""
    opened: dict[str, tuple[str, list[str]]] = {}
    for element in document.iter():
        if element.tag == f"{_W}bookmarkStart":
            opened[element.get(f"{_W}id")] = (element.get(f"{_W}name") or "", [])
        elif element.tag == f"{_W}bookmarkEnd":
            name, words = opened.pop(element.get(f"{_W}id"), ("", []))
            if name:
                yield name, "".join(words)
        elif opened and (element.tag == f"{_W}t" or element.tag in _SIGNS):
            for _, words in opened.values():
                words.append(_SIGNS.get(element.tag) or element.text or "")
