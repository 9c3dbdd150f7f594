"""How a fault of a template is told: the template, the paragraph quoted, the nearest right word."""

import difflib
import html
import re
from collections.abc import Collection

_SHOWN_TEXT = 40
"""How many characters of a paragraph a fault quotes."""


def text_at(source: str, line: int | None) -> str:
    """The words of one line of the source as a fault quotes them; empty where it cannot be told."""
    return shortened(line_at(source, line))


def line_at(source: str, line: int | None) -> str:
    """The words of one line of the source, as they stand in the document; empty where it cannot be told."""
    lines = source.splitlines()
    if line is None or not 0 < line <= len(lines):
        return ""
    return html.unescape(re.sub(r"<[/?\w][^>]*>", "", lines[line - 1]))


def shortened(text: str) -> str:
    """A paragraph as a fault quotes it."""
    bare = " ".join(text.split())
    return bare if len(bare) <= _SHOWN_TEXT else f"{bare[:_SHOWN_TEXT]}……"


def at(name: str, text: str) -> str:
    """The beginning of a fault: which template, which paragraph."""
    return f"模板“{name}”里“{text}”一段：" if text else f"模板“{name}”："


def broken(name: str) -> str:
    """What is said of a template whose XML cannot be read."""
    return f"模板“{name}”已损坏，请用 Word 打开另存一次，或换成原来的模板。"


def no_document(name: str) -> str:
    """What is said of a package that is not Word's: a workbook that was renamed."""
    return f"模板“{name}”不是 Word 文档，请换成原来的模板。"


def untagged(name: str) -> str:
    """What is said of a paper without any tag: it would be printed anew each period, with the figures of an old one."""
    return f"模板“{name}”里没有一个花括号标签，像是印好的文件，不是模板，请从工具自带的模板改起。"


def revised(name: str) -> str:
    """What is said of a template with tracked changes: what was struck out would be printed too."""
    return f"模板“{name}”里有没有接受的修订，请在 Word 的“审阅”里全部接受（或拒绝）后存盘。"


def outside_loop(word: str, group: str) -> str:
    """What is said of a loop's own word where its loop does not run."""
    return f"“{word}”只能用在 {{% for {word} in {group} %}} 里面。"


def nearest(word: str, words: Collection[str]) -> str:
    """The end of a fault: the known word that looks most like the one that is not; empty where none does."""
    close = difflib.get_close_matches(word, sorted(words), 1, 0.5)
    return f"，是不是“{close[0]}”" if close else ""
