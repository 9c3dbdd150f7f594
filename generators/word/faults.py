"""How a fault of a template is told: the template, the paragraph quoted, the nearest right word."""

import difflib
import html
import re
from collections.abc import Collection

_SHOWN_TEXT = 40
"""How many characters of a paragraph a fault quotes."""


def text_at(source: str, line: int | None) -> str:
    """The words of one line of the source, as they stand in the document; empty where it cannot be told."""
    lines = source.splitlines()
    if line is None or not 0 < line <= len(lines):
        return ""
    return shortened(html.unescape(re.sub(r"<[^>]+>", "", lines[line - 1])))


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


def nearest(word: str, words: Collection[str]) -> str:
    """The end of a fault: the known word that looks most like the one that is not; empty where none does."""
    close = difflib.get_close_matches(word, sorted(words), 1, 0.5)
    return f"，是不是“{close[0]}”" if close else ""
