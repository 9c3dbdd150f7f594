"""Rules of numbers and punctuation, by GB/T 15834 and 15835 (gongwen.md H)."""

import re
from collections.abc import Callable

from validators.layout.page import Breaches
from validators.layout.paper import Paper
from validators.layout.roles import Role

_HAN = "\u4e00-\u9fff"
_DATES = re.compile(r"年0\d月|月0\d日|(?<!\d)(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}(?!\d)")
_RANGES = re.compile(r"(?<![\d.%])\d+(?:\.\d+)?[-—~～]\d+(?:\.\d+)?[%％]|(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_SIGNS = re.compile(rf"[{_HAN}][,;:?!][{_HAN}]|[{_HAN}]\([^()（）]*[{_HAN}][^()（）]*\)")
_ZEROS = re.compile("[一二三四五六七八九][O○0]+[一二三四五六七八九年]")


def _each(paper: Paper, wrong: Callable[[str], str | None]) -> Breaches:
    """The breaches in what is told outside tables, 版头 left out."""
    for one in paper.printed:
        if one.table is None and paper.roles[one] not in (Role.NUMBER, Role.STEERING):
            if words := wrong(one.words):
                yield one.place, words


def _quoted(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    def wrong(text: str) -> str | None:
        found = list(dict.fromkeys(match.group() for match in pattern.finditer(text)))
        return f"写了{'、'.join(f'“{one}”' for one in found)}" if found else None

    return wrong


def dates(paper: Paper) -> Breaches:
    """H1."""
    return _each(paper, _quoted(_DATES))


def figures(paper: Paper) -> Breaches:
    """H3."""
    return _each(paper, _quoted(_RANGES))


def punctuation(paper: Paper) -> Breaches:
    """H4."""
    return _each(paper, _quoted(_SIGNS))


def zeros(paper: Paper) -> Breaches:
    """H5."""
    return _each(paper, _quoted(_ZEROS))
