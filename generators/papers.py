"""Word papers from templates: an ordinary .docx with docxtpl's tags is filled in, and its faults are named in Chinese.

The tags are those of docxtpl ({{ }}, {%p %}, {%tr %}). Around them stands a stricter engine: sandboxed, escaped, an
unknown word or an absent value is a fault, and the compiled template is kept.
"""

import difflib
import html
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, Undefined, UndefinedError, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import escape

from generators import wording
from generators.packing import BROKEN_ZIP, CORE, Deflated, deflated, package, plain_core
from generators.table_columns import with_fitted_tables
from model.fault import TemplateFault
from model.quantity import from_cell, plain

_PART = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_MAIN_PART = "word/document.xml"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_SHOWN_TEXT = 40
"""How many characters of a paragraph a fault quotes."""


class _Unprintable(ValueError):
    """A value that must not be printed; the message says in Chinese what it is."""


# The language of the templates


class _Environment(SandboxedEnvironment):
    """Sandboxed jinja2 in which a dot reads an entry of a mapping and never one of its methods."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict or isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def _printed(value: object) -> str:
    """What `{{ value }}` puts into the XML: its text escaped, line breaks and tabs as Word has them.

    Raises `_Unprintable` for None, NaN, yes/no and whole lists or groups.
    """
    match value:
        case str():
            return _as_xml(value)
        case Undefined():
            str(value)  # raises with the name that is not known
        case None:
            raise _Unprintable("没有值")
        case bool():
            raise _Unprintable("是“是否”，只能用在条件里")
        case float() | Decimal() | int():
            number = Decimal(value) if isinstance(value, int) else from_cell(value)
            if not number.is_finite():
                raise _Unprintable("不是一个数")
            return plain(number)
    raise _Unprintable("是一组内容，不能直接印出来，请写明其中哪一项")


_TEXTS_KEPT = 4096


@lru_cache(_TEXTS_KEPT)
def _as_xml(text: str) -> str:
    """A text as XML; most words of a long table come again and again."""
    escaped = str(escape(_ILLEGAL.sub("", text)))
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", _BREAK).replace("\t", _TAB)


def _unchanged(value: object) -> object:
    return value


def _environment() -> _Environment:
    # Whatever is printed goes through `_printed`, which escapes; jinja2's own escaping would do it all once more.
    environment = _Environment(undefined=StrictUndefined, autoescape=False, finalize=_printed)
    filters: dict[str, Any] = {
        "百分比": lambda share, digits=1: wording.percent(Decimal(share), digits),
        "列举": lambda names: wording.listing(list(names)),
        "汉字数": wording.numeral,
        "日期": lambda when: wording.day(when) if isinstance(when, date) else when,
        "整句": wording.sentence,
        # Templates written after docxtpl's manual escape by hand: once is enough.
        **dict.fromkeys(("e", "escape", "forceescape"), _unchanged),
    }
    environment.filters.update(filters)
    return environment


_ENVIRONMENT = _environment()


# Compiled templates


@dataclass(frozen=True)
class _Part:
    """One XML part as jinja2 source, a line for each paragraph and each tag between paragraphs."""

    name: str
    source: str
    template: Template
    has_looped_columns: bool = False

    def filled(self, context: Mapping[str, object], name: str) -> Iterable[bytes]:
        """The part's XML; tables whose columns a tag decides get the grid that Word wants."""
        pieces = _filled(self, context, name)
        return [with_fitted_tables(b"".join(pieces))] if self.has_looped_columns else pieces


@dataclass(frozen=True)
class _Compiled:
    """A template's members: those without tags are packed once for all papers, the others filled in."""

    members: tuple[tuple[str, Deflated | _Part], ...]


def _jinja_source(xml: str) -> str:
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
        raise TemplateFault(f"模板“{name}”已损坏，请用 Word 打开另存一次，或换成原来的模板。") from fault
    return content


@lru_cache(maxsize=32)
def _compiled(blob: bytes, name: str) -> _Compiled:
    members: list[tuple[str, Deflated | _Part]] = []
    for member, content in _members(blob, name):
        if not _PART.fullmatch(member) or (b"{" not in content and member != _MAIN_PART):
            members.append((member, deflated([plain_core(_checked_xml(content, name)) if member == CORE else content])))
            continue
        xml = _checked_xml(content, name).decode("utf-8")
        source = _jinja_source(xml)
        has_looped_columns = "{%tc" in re.sub("<[^>]+>", "", xml)
        members.append((member, _Part(member, source, _ENVIRONMENT.from_string(source), has_looped_columns)))
    if not any(member == _MAIN_PART for member, _ in members):
        raise TemplateFault(f"模板“{name}”不是 Word 文档，请换成原来的模板。")
    return _Compiled(tuple(members))


def _opened(template: bytes | Path) -> tuple[bytes, str]:
    """The template's bytes and the name by which faults call it."""
    if isinstance(template, bytes):
        return template, "模板"
    try:
        return template.read_bytes(), template.name
    except OSError as fault:
        raise TemplateFault(f"模板“{template.name}”打不开，请看它是否还在模板文件夹里。") from fault


def render(template: bytes | Path, context: Mapping[str, object]) -> bytes:
    """The finished .docx, sealed. Texts of `context` come through unchanged, line breaks and tabs as Word has them.

    Raises `TemplateFault` where the template cannot be read, has a tag that is wrong, or uses a word that `context`
    does not hold. The same template and context give the same bytes.
    """
    blob, name = _opened(template)
    try:
        compiled = _compiled(blob, name)
    except TemplateSyntaxError as fault:
        raise TemplateFault(next(iter(template_findings(template, ())), f"模板“{name}”里有标签写法不对。")) from fault
    parts = [
        (member, deflated(content.filled(context, name)) if isinstance(content, _Part) else content)
        for member, content in compiled.members
    ]
    return package(parts)


_PIECES = 4096
"""How many pieces of text are written at a time: long tables never stand in memory as a whole."""


def _filled(part: _Part, context: Mapping[str, object], name: str) -> Iterator[bytes]:
    try:
        pieces = part.template.generate(context)
        while some := tuple(islice(pieces, _PIECES)):
            yield "".join(some).replace("\n", "").encode("utf-8")
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
        raise TemplateFault(_runtime_sentence(part, fault, name, context)) from fault


# What is said of a fault


def _line_of(trace: TracebackType | None) -> int | None:
    """The line of the template at which rendering stopped."""
    line = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _text_at(source: str, line: int | None) -> str:
    """The words of one line of the source, as they stand in the document; empty where it cannot be told."""
    lines = source.splitlines()
    if line is None or not 0 < line <= len(lines):
        return ""
    return _shortened(html.unescape(re.sub(r"<[^>]+>", "", lines[line - 1])))


def _shortened(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= _SHOWN_TEXT else f"{bare[:_SHOWN_TEXT]}……"


def _at(name: str, text: str) -> str:
    return f"模板“{name}”里“{text}”一段：" if text else f"模板“{name}”："


def _nearest(word: str, words: Collection[str]) -> str:
    close = difflib.get_close_matches(word, sorted(words), 1, 0.5)
    return f"，是不是“{close[0]}”" if close else ""


def _words_in(value: object) -> Iterator[str]:
    """Every word that a context knows, at any depth."""
    if isinstance(value, Mapping):
        for word, inner in value.items():
            yield str(word)
            yield from _words_in(inner)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for inner in islice(value, 20):
            yield from _words_in(inner)


def _runtime_sentence(part: _Part, fault: Exception, name: str, context: Mapping[str, object]) -> str:
    place = _at(name, _text_at(part.source, _line_of(fault.__traceback__)))
    match fault:
        case UndefinedError():
            named = re.search(r"'([^']+)' is undefined|has no attribute '([^']+)'", str(fault))
            word = next((one for one in named.groups() if one), "") if named else ""
            return f"{place}不认识“{word}”{_nearest(word, set(_words_in(context)) - {word})}。"
        case _Unprintable():
            return f"{place}要印的内容{fault}。"
        case _:
            return f"{place}标签里的算法用不上，请对照原来的模板改正。"


# Findings of a template, before it is used


@dataclass(frozen=True)
class _Tag:
    """One tag as it stands in a paragraph. `prefix` is empty, p, tr, tc or r; `word` is for, endif …"""

    prefix: str
    word: str
    text: str
    paragraph: Any

    @property
    def place(self) -> str:
        return _shortened(_paragraph_text(self.paragraph))


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{%-?(?P<prefix>p|tr|tc|r)?\s+(?P<word>\w+).*?%\}")
_ANY_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}")
_FULL_WIDTH = re.compile("[｛｝]|[{]％|％[}]")
_SPACED_PREFIX = re.compile(r"\{%\s+(p|tr|tc|r)\s")
_CLOSERS = {"endfor": "for", "endif": "if"}
_MIDDLE = ("elif", "else")


def template_findings(template: bytes | Path, known_words: Collection[str]) -> list[str]:
    """What is wrong with a template, each a Chinese sentence that names the paragraph; empty when it is fit for use.

    `known_words` are the words that may be used, those inside a group with a dot (项目.名称); without any, words are
    not looked at. Raises `TemplateFault` for a file that is no .docx.
    """
    blob, name = _opened(template)
    findings: list[str] = []
    for member, content in _members(blob, name):
        if not _PART.fullmatch(member) or (b"{" not in content and "｛".encode() not in content):
            continue
        found = list(_tag_findings(content, name)) or list(_syntax_findings(content, name, known_words))
        findings.extend(found)
    return findings


def _paragraph_text(paragraph: Any) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{_W}t"))


def _tag_findings(content: bytes, name: str) -> Iterator[str]:
    """Faults that are seen in the document itself: tags half written, out of place, not in pairs."""
    opened: list[_Tag] = []
    for paragraph in etree.fromstring(_checked_xml(content, name)).iter(f"{_W}p"):
        text = _paragraph_text(paragraph)
        place = _at(name, _shortened(text))
        if _FULL_WIDTH.search(text):
            yield f"{place}标签用了全角的括号或百分号，请改成半角的 {{{{ }}}} 或 {{% %}}。"
        if spaced := _SPACED_PREFIX.search(text):
            yield f"{place}“{{%”和“{spaced[1]}”之间不能有空格，请写成“{{%{spaced[1]} ”。"
            continue
        if re.search(r"\{\{|\}\}|\{%|%\}", _ANY_TAG.sub("", text)):
            yield f"{place}标签没有写完，“{{{{”要有“}}}}”，“{{%”要有“%}}”。"
            continue
        for match in _TAG.finditer(text):
            tag = _Tag(match["prefix"] or "", match["word"], match.group(), paragraph)
            yield from _alone_findings(tag, name)
            yield from _pair_findings(tag, opened, name)
    for tag in opened:
        yield f"{_at(name, tag.place)}“{tag.text}”没有对应的“end{tag.word}”。"


def _alone_findings(tag: _Tag, name: str) -> Iterator[str]:
    """A paragraph or row that holds a {%p or {%tr tag vanishes, with all else that stands in it."""
    holder = {"p": tag.paragraph, "tr": _ancestor(tag.paragraph, "tr")}.get(tag.prefix)
    if holder is None:
        if tag.prefix == "tr":
            yield f"{_at(name, tag.place)}“{tag.text}”只能用在表格里。"
        return
    rest = _ANY_TAG.sub("", _paragraph_text(holder)).strip()
    printed = re.search(r"\{\{.*?\}\}", _paragraph_text(holder))
    if rest or printed:
        what = "一段" if tag.prefix == "p" else "一行"
        lost = _shortened(rest or (printed.group() if printed else ""))
        yield f"{_at(name, tag.place)}“{tag.text}”要单独占{what}，同{what}里的“{lost}”会印不出来。"


def _pair_findings(tag: _Tag, opened: list[_Tag], name: str) -> Iterator[str]:
    if tag.word in _CLOSERS.values():
        opened.append(tag)
    elif tag.word in _CLOSERS or tag.word in _MIDDLE:
        place = _at(name, tag.place)
        if not opened or (tag.word in _CLOSERS and opened[-1].word != _CLOSERS[tag.word]):
            yield f"{place}“{tag.text}”没有对应的开头。"
            return
        start = opened.pop() if tag.word in _CLOSERS else opened[-1]
        if start.prefix != tag.prefix:
            yield f"{place}“{tag.text}”和开头的“{start.text}”写法不同，“{{%”后的字母要一样。"
        elif not _is_level(start, tag):
            yield f"{place}“{tag.text}”和开头的“{start.text}”不在同一{_SCOPES[tag.prefix][1]}里。"


_SCOPES = {"": ("p", "段"), "r": ("p", "段"), "p": ("", "个单元格或正文"), "tc": ("tr", "行"), "tr": ("tbl", "张表")}


def _is_level(start: _Tag, end: _Tag) -> bool:
    """Whether two tags stand in one scope: a plain pair in one paragraph, {%p in one cell, {%tr in one table."""
    scope = _SCOPES[start.prefix][0]
    if not scope:
        return bool(start.paragraph.getparent() is end.paragraph.getparent())
    return _ancestor(start.paragraph, scope) is _ancestor(end.paragraph, scope)


def _ancestor(element: Any, tag: str) -> Any:
    if element.tag == f"{_W}{tag}":
        return element
    return next(element.iterancestors(f"{_W}{tag}"), None)


def _syntax_findings(content: bytes, name: str, known_words: Collection[str]) -> Iterator[str]:
    source = _jinja_source(content.decode("utf-8"))
    try:
        tree = _ENVIRONMENT.parse(source)
        _ENVIRONMENT.compile(tree)
        tree = _ENVIRONMENT.parse(source)
    except TemplateSyntaxError as fault:
        place = _at(name, _text_at(source, fault.lineno))
        unknown = re.search(r"No (?:filter|test) named '([^']+)'", str(fault))
        if unknown:
            yield f"{place}不认识“{unknown[1]}”{_nearest(unknown[1], set(_ENVIRONMENT.filters))}。"
        else:
            yield f"{place}标签写法不对，请对照原来的模板改正。"
        return
    if known_words:
        seen: set[str] = set()
        for path, line in _unknown_paths(tree, frozenset(known_words), {}):
            if path not in seen:
                seen.add(path)
                parent, _, word = path.rpartition(".")
                siblings = {one.rpartition(".")[2] for one in known_words if one.rpartition(".")[0] == parent}
                yield f"{_at(name, _text_at(source, line))}不认识“{path}”{_nearest(word, siblings)}。"


_Scope = Mapping[str, str | None]
"""What a loop's word stands for, as a path of known words (项 in 项目 is 项目); None where that is not told."""


def _unknown_paths(node: nodes.Node, known: frozenset[str], scope: _Scope) -> Iterator[tuple[str, int]]:
    """Words that are used and not known, each with its line."""
    match node:
        case nodes.For():
            yield from _unknown_paths(node.iter, known, scope)
            inner = {**scope, "loop": None}
            targets = [node.target] if isinstance(node.target, nodes.Name) else list(node.target.find_all(nodes.Name))
            for target in targets:
                inner[target.name] = _path_of(node.iter, scope) if target is node.target else None
            for child in (*([node.test] if node.test else []), *node.body, *node.else_):
                yield from _unknown_paths(child, known, inner)
            return
        case nodes.Name(ctx="load") if node.name not in scope and node.name not in _ENVIRONMENT.globals:
            if node.name not in known:
                yield node.name, node.lineno
        case nodes.Getattr():
            path, parent = _path_of(node, scope), _path_of(node.node, scope)
            is_told = parent is not None and any(one.startswith(f"{parent}.") for one in known)
            if path is not None and is_told and path not in known:
                yield path, node.lineno
    inner_scope = dict(scope)
    for child in node.iter_child_nodes():
        yield from _unknown_paths(child, known, inner_scope)
        if isinstance(child, nodes.Assign) and isinstance(child.target, nodes.Name):
            inner_scope[child.target.name] = _path_of(child.node, scope)


def _path_of(node: nodes.Node, scope: _Scope) -> str | None:
    match node:
        case nodes.Name():
            return scope.get(node.name, node.name)
        case nodes.Getattr():
            parent = _path_of(node.node, scope)
            return None if parent is None else f"{parent}.{node.attr}"
        case _:
            return None
