"""Faults of a template that are seen in its tags as they stand in Word: half written, out of place, not in pairs."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generators.pictures.placing import is_crowded, is_picture
from generators.word.faults import at, nearest, revised, shortened

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{%-?(?:(?P<prefix>p|tr|tc|r)(?=\s))?\s*(?P<word>\w+)(?P<rest>.*?)-?%\}")
_ANY_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}")
_HALF = re.compile(r"\{\{|\}\}|\{%|%\}")
_PRINTED = re.compile(r"\{\{.*?\}\}")
_FULL_WIDTH = re.compile("[｛｝]|[{]％|％[}]")
_SPACED_PREFIX = re.compile(r"\{%\s+(p|tr|tc|r)\s")
_SPACED_BRACES = re.compile(r"\{\s+[{%]|[%}]\s+\}")
_SINGLE = re.compile(r"(?<!\{)\{\s*[\w.]+\s*\}(?!\})")
_GLUED = re.compile(r"\{%-?\s*(?:p|tr|tc|r)(?:for|if|elif|else|endfor|endif)\b")
_SPOILT = re.compile(r"[{｛]\s*[%％]-?\s*(?:(?:p|tr|tc|r)\s+)?(?P<word>[A-Za-z]*)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|[“”\"][^“”\"]*[“”\"]|[‘’'][^‘’']*[‘’']")
_SIGNS = {
    "＂": '"', "＇": "'", "，": ",", "、": ",", "．": ".", "。": ".", "（": "(", "）": ")", "【": "[", "】": "]",
    "｜": "|", "＝": "=", "＜": "<", "＞": ">", "！": "!", "％": "%", "＋": "+", "－": "-",
}  # fmt: skip
"""Full-width signs that no tag may hold outside quotation marks, and what to write instead."""

_CLOSERS = {"endfor": "for", "endif": "if"}
_MIDDLE = ("elif", "else")
_KNOWN = ("for", "endfor", "if", "elif", "else", "endif", "set", "with", "endwith",
          "cellbg", "colspan", "vm", "hm", "raw", "endraw", "filter", "endfilter")  # fmt: skip
_LOOP = re.compile(r"\s+\w+(\s*,\s*\w+)*\s+in\s+\S")


@dataclass(frozen=True)
class _Tag:
    """One tag as it stands in a paragraph. `prefix` is empty, p, tr, tc or r; `word` is for, endif …

    `place` is how a fault of its paragraph begins.
    """

    prefix: str
    word: str
    rest: str
    text: str
    paragraph: Any
    place: str


def _text_of(holder: Any) -> str:
    return "".join(node.text or "" for node in holder.iter(f"{_W}t"))


def _ancestor(element: Any, tag: str) -> Any:
    if element.tag == f"{_W}{tag}":
        return element
    return next(element.iterancestors(f"{_W}{tag}"), None)


def has_tags(root: Any) -> bool:
    """Whether a part holds anything like a tag, well written or not."""
    return any(sign in (node.text or "") for node in root.iter(f"{_W}t") for sign in "{｛")


def has_revisions(root: Any) -> bool:
    """Whether a part holds tracked changes; that a paragraph's end was inserted or struck out does no harm."""
    marks = (f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo")
    return any(one.getparent().tag != f"{_W}rPr" for one in root.iter(*marks))


def tag_faults(root: Any, name: str) -> Iterator[str]:
    """Every fault of the tags of one part, each a Chinese sentence that names the template and the paragraph.

    Of a part with tracked changes that is all that is said: its tags are those of two versions at once.
    """
    if has_revisions(root):
        yield revised(name)
        return
    pairs = _Pairs()
    before = ""
    for paragraph in root.iter(f"{_W}p"):
        text = _text_of(paragraph)
        place = _place(name, text, before)
        before = shortened(text) if _ANY_TAG.sub("", text).strip() else before
        spelling = list(_spelling(text))
        yield from (f"{place}{words}" for words in spelling)
        if spelling:
            pairs.take_spoilt(text)
            continue
        yield from (f"{place}{words}" for words in _picture(paragraph, text))
        for match in _TAG.finditer(text):
            tag = _Tag(match["prefix"] or "", match["word"], match["rest"], match.group(), paragraph, place)
            form = list(_form(tag))
            yield from (f"{place}{words}" for words in (*form, *_alone(tag)))
            if form:
                pairs.take_spoilt(tag.text)
            else:
                yield from (f"{place}{words}" for words in pairs.faults(tag))
    yield from pairs.left_open()
    for table in root.iter(f"{_W}tbl"):
        yield from _merges(table, name)


def _place(name: str, text: str, before: str) -> str:
    """The beginning of a fault; a paragraph that is nothing but a tag is told with the text before it."""
    told = shortened(text)
    if before and _TAG.fullmatch(text.strip()):
        return f"模板“{name}”里“{before}”后面的“{told}”一段："
    return at(name, told)


def _picture(paragraph: Any, text: str) -> Iterator[str]:
    if is_crowded(text):
        yield "图要单独占一段，同一段里不能有别的内容。"
    if is_picture(text) and (_is_in_head(paragraph) or _is_in_repeated_row(paragraph)):
        yield "图不能放在页眉、页脚、表头和表格里重复的行里。"


def _is_in_head(paragraph: Any) -> bool:
    """Whether a paragraph stands at the head or the foot of each page, or in the head of a table."""
    row = _ancestor(paragraph, "tr")
    is_head_row = row is not None and row.find(f"{_W}trPr/{_W}tblHeader") is not None
    return is_head_row or any(_ancestor(paragraph, tag) is not None for tag in ("hdr", "ftr"))


def _is_in_repeated_row(paragraph: Any) -> bool:
    row = _ancestor(paragraph, "tr")
    if row is None:
        return False
    words = [one["word"] for above in row.itersiblings(f"{_W}tr", preceding=True)
             for one in _TAG.finditer(_text_of(above)) if one["prefix"] == "tr"]  # fmt: skip
    return words.count("for") > words.count("endfor")


# How a tag is written


def _spelling(text: str) -> Iterator[str]:
    """What is wrong with the braces and signs of the tags in one paragraph; the first kind of fault alone."""
    if _FULL_WIDTH.search(text):
        yield "标签用了全角的括号或百分号，请改成半角的 {{ }} 或 {% %}。"
    elif spaced := _SPACED_PREFIX.search(text):
        yield f"“{{%”和“{spaced[1]}”之间不能有空格，请写成“{{%{spaced[1]} ”。"
    elif braces := _SPACED_BRACES.search(text):
        yield f"“{braces[0]}”中间多了空格，请去掉。"
    elif _HALF.search(_ANY_TAG.sub("", text)) or any(_HALF.search(one[2:-2]) for one in _ANY_TAG.findall(text)):
        yield "标签没有写完，“{{”要有“}}”，“{%”要有“%}”。"
    elif single := _SINGLE.search(_ANY_TAG.sub("", text)):
        yield f"“{single[0]}”只有一层括号，要印出这个词请写成“{{{{ }}}}”两层。"
    else:
        for tag in _ANY_TAG.findall(text):
            if not tag.startswith("{#"):
                yield from _signs(tag)


def _signs(tag: str) -> Iterator[str]:
    bare = _QUOTED.sub("", tag)
    wrong = next((one for one in bare if one in _SIGNS), None)
    if wrong is not None:
        yield f"“{tag}”里的“{wrong}”是全角的，请改成半角的“{_SIGNS[wrong]}”。"


def _form(tag: _Tag) -> Iterator[str]:
    """What is wrong with the word of a {% %} tag."""
    if glued := _GLUED.match(tag.text):
        yield f"“{glued[0]}”连在一起了，“{{%p”“{{%tr”后面要有空格。"
    elif tag.word not in _KNOWN:
        start = next((one for one in ("endfor", "endif", "elif", "for", "if") if tag.word.startswith(one)), None)
        if start is not None:
            yield f"“{tag.text}”里“{start}”后面要有空格。"
        else:
            yield f"不认识“{tag.word}”{nearest(tag.word, _KNOWN)}。"
    elif tag.word == "set" and "=" not in tag.rest:
        yield f"“{tag.text}”写法不对，应写成“{{%{tag.prefix} set 词 = 内容 %}}”的样子。"
    elif tag.word == "for" and not _LOOP.match(tag.rest):
        yield f"“{tag.text}”写法不对，应写成“{{%{tag.prefix} for 项 in 项目 %}}”的样子，in 两边要有空格。"


# Where a tag stands


def _alone(tag: _Tag) -> Iterator[str]:
    """A paragraph or row that holds a {%p or {%tr tag vanishes, with all else that stands in it."""
    holder = {"p": tag.paragraph, "tr": _ancestor(tag.paragraph, "tr")}.get(tag.prefix)
    if holder is None:
        if tag.prefix == "tr":
            yield f"“{tag.text}”只能用在表格里。"
        return
    text = _text_of(holder)
    rest = _ANY_TAG.sub("", text).strip()
    printed = _PRINTED.search(text)
    others = [one for one in _ANY_TAG.findall(text.replace(tag.text, "", 1)) if not one.startswith("{#")]
    lost = rest or (printed.group() if printed else "") or "".join(others[:1])
    if lost:
        what = "段" if tag.prefix == "p" else "行"
        yield f"“{tag.text}”要单独占一{what}，同一{what}里的“{shortened(lost)}”会印不出来。"


class _Pairs:
    """The tags of a part that are open, in their order. After the first without a match nothing more is told."""

    def __init__(self) -> None:
        self._opened: list[_Tag | str] = []  # of a tag that is not well written its word alone
        self._is_lost = False

    def take_spoilt(self, text: str) -> None:
        """Takes tags that are not well written for what they were meant to be; their own fault is told already."""
        for spoilt in _SPOILT.finditer(text):
            word = _intended(spoilt["word"])
            if word is None:
                self._is_lost = True
            elif word in _CLOSERS.values():
                self._opened.append(word)
            elif word in _CLOSERS:
                self._is_lost |= not self._opened or _word(self._opened.pop()) != _CLOSERS[word]

    def faults(self, tag: _Tag) -> Iterator[str]:
        """What is wrong with a tag as the match of those before it."""
        if self._is_lost:
            return
        if tag.word in _CLOSERS.values():
            self._opened.append(tag)
        elif tag.word in _CLOSERS or tag.word in _MIDDLE:
            start = self._opened[-1] if self._opened else None
            if start is None or (tag.word in _CLOSERS and _word(start) != _CLOSERS[tag.word]):
                self._is_lost = True
                yield f"“{tag.text}”没有对应的开头{_still_open(start)}。"
                return
            if tag.word in _CLOSERS:
                self._opened.pop()
            if isinstance(start, _Tag):
                yield from _unlike(start, tag)

    def left_open(self) -> Iterator[str]:
        """The faults of what is still open at the end."""
        for tag in () if self._is_lost else self._opened:
            if isinstance(tag, _Tag):
                yield f"{tag.place}“{tag.text}”没有对应的“end{tag.word}”。"


def _intended(word: str) -> str | None:
    """The word of a tag that was meant by one glued or misspelt; None where it cannot be told."""
    glued = re.fullmatch(r"(?:p|tr|tc|r)?(endfor|endif|elif|else|for|if).*", word)
    close = [glued[1]] if glued else difflib.get_close_matches(word, _KNOWN, 1)
    return close[0] if close else None


def _word(start: _Tag | str) -> str:
    return start.word if isinstance(start, _Tag) else start


def _still_open(start: _Tag | str | None) -> str:
    return f"，前面的“{start.text}”还没有“end{start.word}”" if isinstance(start, _Tag) else ""


def _unlike(start: _Tag, end: _Tag) -> Iterator[str]:
    if start.prefix != end.prefix:
        yield f"“{end.text}”和开头的“{start.text}”写法不同，“{{%”后的字母要一样。"
    elif not _is_level(start, end):
        yield f"“{end.text}”和开头的“{start.text}”不在同一{_SCOPES[end.prefix][1]}里{_advice(start)}。"


_SCOPES = {"": ("p", "段"), "r": ("p", "段"), "p": ("", "个单元格或正文"), "tc": ("tr", "行"), "tr": ("tbl", "张表")}


def _is_level(start: _Tag, end: _Tag) -> bool:
    """Whether two tags stand in one scope: a plain pair in one paragraph, {%p in one cell, {%tr in one table."""
    scope = _SCOPES[start.prefix][0]
    if not scope:
        return bool(start.paragraph.getparent() is end.paragraph.getparent())
    return _ancestor(start.paragraph, scope) is _ancestor(end.paragraph, scope)


def _advice(start: _Tag) -> str:
    if start.prefix == "tr":
        return ""
    if _ancestor(start.paragraph, "tc") is not None:
        return "，要按行重复，请把 {%tr 开头的一对标签各放在单独的一行"
    return "" if start.prefix else "，要按段重复，请把 {%p 开头的一对标签各放在单独的一段"


# Merged cells


def _merges(table: Any, name: str) -> Iterator[str]:
    """A merge must not begin in a row that vanishes, nor join a row that is repeated with one that is not.

    A tag row that a merge passes over does no harm: it vanishes, and the merge goes on.
    """
    depth, starts = 0, dict[int, int | None]()
    for row in table.iterchildren(f"{_W}tr"):
        tags = [one for one in _TAG.finditer(_text_of(row)) if one["prefix"] == "tr"]
        place = at(name, shortened(_text_of(row)) or "表格")
        for column, kind in _merged(row).items():
            if kind == "restart":
                starts[column] = None if tags else depth
            elif not tags and starts.get(column, depth) is None:
                yield f"{place}这一行和上面标签所在的行合并了单元格，标签行不印，合并会乱，请先取消合并。"
            elif not tags and starts.get(column, depth) != depth:
                yield f"{place}循环里的行和循环外的行合并了单元格，印出来表格会乱，请先取消合并。"
        depth += sum({"for": 1, "endfor": -1}.get(one["word"], 0) for one in tags)


def _merged(row: Any) -> dict[int, str]:
    """The vertically merged cells of a row by column: where the merge begins (restart), and where it goes on."""
    found: dict[int, str] = {}
    column = 0
    for cell in row.iterchildren(f"{_W}tc"):
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        if merge is not None:
            found[column] = merge.get(f"{_W}val", "continue")
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        column += 1 if span is None else int(span.get(f"{_W}val", "1"))
    return found
