"""Templates as they are read: an ordinary .docx with docxtpl's tags, compiled for a strict engine.

The engine is sandboxed, escapes what it prints, and takes an unknown word or an absent value for a fault; a template is
compiled once and kept.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import escape

from generators.packing import BROKEN_ZIP, CORE, Deflated, deflated, plain_core
from generators.pictures.placing import Picture, printed, widened, with_room
from generators.word.bookmarks import BREAK, TAB, Marked, is_one_figure, within, without_list
from generators.word.faults import broken, no_document
from generators.word.filters import PRESENT, add_to, prepared
from generators.word.table_columns import with_own_widths
from model.fault import TemplateFault
from model.quantity import from_cell, plain

_PART = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_MAIN_PART = "word/document.xml"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ILLEGAL_BUT_MARKS = re.compile("[\x00\x01\x05-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Unprintable(ValueError):
    """A value that must not be printed; the message says in Chinese what it is."""


# The language of the templates


class _Environment(SandboxedEnvironment):
    """Sandboxed jinja2 in which a dot reads an entry of a mapping and never one of its methods."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict or isinstance(obj, Mapping):
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        captured = next(tree.find_all((nodes.Macro, nodes.CallBlock, nodes.AssignBlock)), None)
        if captured is not None:  # what they hold is XML already, and would be escaped once more
            raise TemplateSyntaxError("captures what is printed", captured.lineno, name, filename)
        return prepared(tree)


def _printed(value: object) -> str:
    """What `{{ value }}` puts into the XML: its text escaped, line breaks and tabs as Word has them.

    Raises `Unprintable` for None, NaN, yes/no and whole lists or groups.
    """
    if type(value) is Marked:  # what is printed most comes first
        return _marked_as_xml(value.printed)
    if isinstance(value, str):
        return _as_xml(value)
    match value:
        case Picture():
            return printed(value)
        case Undefined():
            str(value)  # raises with the name that is not known
        case None:
            raise Unprintable(f"没有值，请先用 {{% if … is {PRESENT} %}} 看有没有")
        case bool():
            raise Unprintable("是“是否”，只能用在条件里")
        case float() | Decimal() | int():
            number = Decimal(value) if isinstance(value, int) else from_cell(value)
            if not number.is_finite():
                raise Unprintable("不是一个数")
            return plain(number)
    raise Unprintable("是一组内容，不能直接印出来，请写明其中哪一项")


_TEXTS_KEPT = 4096


@lru_cache(_TEXTS_KEPT)
def _as_xml(text: str) -> str:
    """A text as XML; most words of a long table come again and again."""
    return _escaped(_ILLEGAL.sub("", text))


def _marked_as_xml(text: str) -> str:
    """A text with figures that are marked; no two of them are alike, but the words of the figures are."""
    if is_one_figure(text):
        return within(text, _as_xml)
    return _escaped(_ILLEGAL_BUT_MARKS.sub("", text))


def _escaped(text: str) -> str:
    plain_text = str(escape(text)).replace("\r\n", "\n").replace("\r", "\n")
    return plain_text.replace("\n", BREAK).replace("\t", TAB)


def _unchanged(value: object) -> object:
    return value


def _environment() -> _Environment:
    # Whatever is printed goes through `_printed`, which escapes; jinja2's own escaping would do it all once more.
    environment = _Environment(undefined=StrictUndefined, autoescape=False, finalize=_printed)
    add_to(environment)
    # Templates written after docxtpl's manual escape by hand: once is enough.
    environment.filters.update({"宽": widened, **dict.fromkeys(("e", "escape", "forceescape"), _unchanged)})
    return environment


ENVIRONMENT = _environment()


# Compiled templates


@dataclass(frozen=True)
class Part:
    """One XML part as jinja2 source, a line for each paragraph and each tag between paragraphs."""

    name: str
    source: str
    template: Template
    has_looped_columns: bool = False


@dataclass(frozen=True)
class Compiled:
    """A template's members: those without tags are packed once for all papers, the others filled in."""

    members: tuple[tuple[str, Deflated | Part], ...]


def jinja_source(xml: str) -> str:
    """docxtpl's reading of the tags; every paragraph and every tag that stands outside one begins a new line."""
    source: str = DocxTemplate(None).patch_xml(xml.replace("\r", "").replace("\n", ""))
    source = re.sub(r"(?<=>)\s*(?=\{[%#])(?=[^<]*<(?:w:p|w:tr|w:tbl|w:sectPr|/w:tbl|/w:tc|/w:body)\b)", "\n", source)
    return re.sub(r"(<w:(?:p|tr|tbl)[ >])", r"\n\1", source)


def _members(blob: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(blob)) as package:
            for info in package.infolist():
                yield info.filename, package.read(info)
    except BROKEN_ZIP as fault:
        advice = "请用 Word 打开，另存为 .docx。" if blob.startswith(b"\xd0\xcf\x11\xe0") else "请换成原来的模板。"
        raise TemplateFault(f"模板“{name}”不是 .docx 文件，{advice}") from fault


def _checked_xml(content: bytes, name: str) -> bytes:
    """`content` where it is the UTF-8 XML that Word writes."""
    try:
        etree.fromstring(content)
        content.decode("utf-8")
    except (etree.XMLSyntaxError, UnicodeDecodeError, ValueError) as fault:
        raise TemplateFault(broken(name)) from fault
    return content


@lru_cache(maxsize=32)
def compiled(blob: bytes, name: str) -> Compiled:
    """The template that a file holds; `name` is what faults call it.

    Raises `TemplateFault` for a file that is no .docx, `jinja2.TemplateSyntaxError` for tags that cannot be read.
    """
    members: list[tuple[str, Deflated | Part]] = []
    # A finished paper may serve as a template: the list of its figures is not the next one's.
    for member, content in without_list(_members(blob, name)):
        if not _PART.fullmatch(member) or (b"{" not in content and member != _MAIN_PART):
            members.append((member, deflated([plain_core(_checked_xml(content, name)) if member == CORE else content])))
            continue
        xml = _checked_xml(content, name).decode("utf-8")
        has_looped_columns = "{%tc" in re.sub("<[^>]+>", "", xml)
        source = with_room(jinja_source(with_own_widths(xml) if has_looped_columns else xml))
        members.append((member, Part(member, source, ENVIRONMENT.from_string(source), has_looped_columns)))
    if not any(member == _MAIN_PART for member, _ in members):
        raise TemplateFault(no_document(name))
    return Compiled(tuple(members))


def opened(template: bytes | Path) -> tuple[bytes, str]:
    """The template's bytes and the name by which faults call it. Raises `TemplateFault` where it cannot be read."""
    if isinstance(template, bytes):
        return template, "模板"
    try:
        return template.read_bytes(), template.name
    except OSError as fault:
        raise TemplateFault(f"模板“{template.name}”打不开，请看它是否还在模板文件夹里。") from fault


def text_parts(blob: bytes, name: str) -> tuple[bytes, ...]:
    """The XML of each part of a template that may hold tags. Raises `TemplateFault` for what is no Word document."""
    parts = {member: _checked_xml(content, name) for member, content in _members(blob, name) if _PART.fullmatch(member)}
    if _MAIN_PART not in parts:
        raise TemplateFault(no_document(name))
    return tuple(parts.values())
