"""XML edited where it stands: elements found by their byte offsets, all bytes around an edit left as they were."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import escape
from xml.parsers import expat

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ENCODINGS = frozenset({None, "utf-8", "utf8", "us-ascii", "ascii"})
_TAG_NAME = re.compile(rb"<([^\s/>]+)")
_ATTRIBUTE = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_TAG_END = re.compile(rb"\s*/?>")
_DEEPEST = 100
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class UnmarkableError(Exception):
    """The file is no workbook in which cells can be edited while all else stays: it has no such part, sheet or cell, is
    damaged or encrypted, or holds XML that is not understood. Its text says which, for whoever looks after the tool."""


@dataclass(frozen=True)
class Edit:
    """`new` in the place of the bytes from `start` up to `end`; both are one where something is only put in."""

    start: int
    end: int
    new: bytes


def edited(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """`xml` with all edits, which do not overlap; of several at one place the first comes first."""
    pieces, done = [], 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        pieces += [xml[done : edit.start], edit.new]
        done = edit.end
    return b"".join([*pieces, xml[done:]])


@dataclass(frozen=True)
class Tag:
    """A start tag: from its `<` up to behind its `>`, and where the value of each attribute stands in its quotes."""

    start: int
    end: int
    name: bytes
    spans: Mapping[bytes, tuple[int, int]]
    is_empty: bool

    @property
    def prefix(self) -> str:
        """The namespace prefix with its colon, nothing where there is none."""
        before, colon, _ = self.name.decode("utf-8").rpartition(":")
        return before + colon


def tag_at(xml: bytes, start: int) -> Tag:
    """The start tag at `start`, in XML that expat has found well-formed."""
    name = _TAG_NAME.match(xml, start)
    assert name is not None, "expat says that a tag starts here"
    spans, at = {}, name.end()
    while attribute := _ATTRIBUTE.match(xml, at):
        spans[attribute[1]] = (attribute.start(2) + 1, attribute.end(2) - 1)
        at = attribute.end()
    end = _TAG_END.match(xml, at)
    assert end is not None, "expat says that the tag is whole"
    return Tag(start, end.end(), name[1], spans, xml[end.end() - 2 : end.end()] == b"/>")


def with_attribute(tag: Tag, name: bytes, value: object) -> Edit:
    """Gives the tag's attribute this value, which needs no escaping."""
    text = str(value).encode("utf-8")
    if name in tag.spans:
        return Edit(*tag.spans[name], text)
    behind_name = tag.start + 1 + len(tag.name)
    return Edit(behind_name, behind_name, b' %s="%s"' % (name, text))


def put_last(tag: Tag, inner_end: int, content: bytes) -> Edit:
    """Puts `content` behind all that stands in the element; `inner_end` is where its end tag starts, if it has one."""
    if tag.is_empty:
        return Edit(tag.end - 2, tag.end, b">%s</%s>" % (content, tag.name))
    return Edit(inner_end, inner_end, content)


def as_text(words: str) -> str:
    """Words as the text of an element: without what XML cannot hold, and so that Excel undoes no _x000D_ in them."""
    plain = _NO_XML.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    return escape(_LIKE_ESCAPE.sub("_x005F_", plain), quote=False)


def _refuse_doctype(*_: object) -> None:
    raise UnmarkableError("a part has a DOCTYPE")


def _refuse_other_encoding(_: str, encoding: str | None, __: int) -> None:
    if (encoding and encoding.lower()) not in _ENCODINGS:
        raise UnmarkableError(f"a part is written in {encoding}")


def careful_parser() -> expat.XMLParserType:
    """A parser that refuses a DOCTYPE and what is not UTF-8; names of elements and attributes are `namespace name`.

    In its handlers CurrentByteIndex is where a start tag starts, an end tag starts, or an empty element ends.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _refuse_other_encoding
    return parser


def run(parser: expat.XMLParserType, xml: bytes) -> None:
    """Sends `xml` through the parser; raises `UnmarkableError` for what is not well-formed or refused."""
    if not xml.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"<") or b"\0" in xml[:8]:
        raise UnmarkableError("a part is no XML in UTF-8")
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as fault:
        raise UnmarkableError(f"a part is not well-formed: {fault}") from fault


@dataclass
class Element:
    """An element with its place in `xml`: from `start` up to `end`, its content up to `inner_end`.

    `attributes` are known by their names without namespace where they have none, else by `namespace name`.
    """

    xml: bytes = field(repr=False)
    space: str
    name: str
    attributes: Mapping[str, str]
    start: int
    inner_end: int = 0
    end: int = 0
    children: list["Element"] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @cached_property
    def tag(self) -> Tag:
        """Its start tag."""
        return tag_at(self.xml, self.start)

    @property
    def text(self) -> str:
        """The text that stands in it, without what stands in its children."""
        return "".join(self.words)

    def all(self, name: str) -> list["Element"]:
        """The children of this name, in its own namespace or another."""
        return [one for one in self.children if one.name == name]

    def first(self, name: str) -> "Element":
        """The first child of this name; raises `UnmarkableError` where there is none."""
        for child in self.children:
            if child.name == name:
                return child
        raise UnmarkableError(f"there is no <{name}> in <{self.name}>")

    def inside(self) -> Iterator["Element"]:
        """All elements below, in the order in which they start."""
        for child in self.children:
            yield child
            yield from child.inside()

    def appended(self, content: bytes) -> Edit:
        """Puts `content` behind all that stands in it."""
        return put_last(self.tag, self.inner_end, content)

    def removed(self) -> Edit:
        """Takes the whole element away."""
        return Edit(self.start, self.end, b"")


class _TreeBuilder:
    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._parser = careful_parser()
        self.root: Element | None = None
        self.spaces: dict[str, str] = {}
        self._open: list[Element] = []
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartNamespaceDeclHandler = self._namespace
        run(self._parser, xml)

    def _namespace(self, prefix: str | None, uri: str) -> None:
        if self.root is None:
            self.spaces[prefix or ""] = uri

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        element = Element(self._xml, space, local, attributes, self._parser.CurrentByteIndex)
        if len(self._open) > _DEEPEST:
            raise UnmarkableError("a part is nested too deeply")
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        element, at = self._open.pop(), self._parser.CurrentByteIndex
        element.inner_end = at
        has_content = element.children or element.words or self._xml[at - 2 : at] != b"/>"
        element.end = self._xml.index(b">", at) + 1 if has_content else at

    def _text(self, words: str) -> None:
        self._open[-1].words.append(words)


def tree(xml: bytes, space: str | None = None) -> tuple[Element, Mapping[str, str]]:
    """The root of a part and the namespaces bound there by prefix; it is not to be changed.

    Raises `UnmarkableError` when the root is not of `space`, or as `run` does.
    """
    root, spaces = _known_tree(xml) if len(xml) <= _LONGEST_KNOWN else _tree(xml)
    if space is not None and root.space != space:
        raise UnmarkableError(f"a part is of the namespace {root.space}")
    return root, spaces


def _tree(xml: bytes) -> tuple[Element, Mapping[str, str]]:
    builder = _TreeBuilder(xml)
    assert builder.root is not None, "well-formed XML has a root"
    return builder.root, builder.spaces


_LONGEST_KNOWN = 1 << 16
_known_tree = lru_cache(maxsize=16)(_tree)
"""Forms of one period share their styles and relations to the byte: those trees are kept, long ones are not."""
