"""The items of a list in running text: 1. 2. 3., （1）, ①, each number one more than the last."""

import re
from collections.abc import Callable
from dataclasses import dataclass

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_IN_CHINESE = "一二三四五六七八九"
_LINE_START = r"(?:^|(?<=\n))[ \t\u3000]*"
_BOUNDARY = r"(?:^|(?<=[\s。；;：:！!）)”]))"


def _chinese(number: int) -> str:
    """一 for 1, 十二 for 12, 二十 for 20; up to 99."""
    tens, ones = divmod(number, 10)
    many = _IN_CHINESE[tens - 1] if tens > 1 else ""
    return many + ("十" if tens else "") + (_IN_CHINESE[ones - 1] if ones else "")


_NUMBERS = {_chinese(number): number for number in range(1, 100)}
_SERIAL = re.compile(rf"[（(]?(?P<number>\d{{1,3}}|[{_IN_CHINESE}十]{{1,3}})[）)]?[.．、]?")


def serial_number(text: str) -> int | None:
    """The number that a text is and nothing else: 3, 3. （三）, 三、; None for any other text."""
    match = _SERIAL.fullmatch(text)
    if match is None:
        return None
    return int(match["number"]) if match["number"].isdecimal() else _NUMBERS.get(match["number"])


def _dotted(number: int) -> str:
    return rf"{number}\s*[.．、](?!\d)"


def _dotted_at_line(number: int) -> str:
    return rf"{number}\s*[.．、]"  # 12.15分钟健身圈 is item 12: at the head of a line the sequence tells


def _bracketed(number: int) -> str:
    return rf"[（(]\s*{number}\s*[）)]|{number}[）)]"


def _circled(number: int) -> str:
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else r"(?!)"


_STYLES: tuple[tuple[str, Callable[[int], str]], ...] = (
    (_LINE_START, _dotted_at_line),
    (_BOUNDARY, _dotted),
    (_LINE_START, _bracketed),
    (_BOUNDARY, _bracketed),
    (_BOUNDARY, _circled),
)


@dataclass(frozen=True)
class Items:
    """A text taken apart: what stands before its first item, and each item's number and own words."""

    before: str
    items: tuple[tuple[str, str], ...] = ()


def items_in(text: str) -> Items:
    """The items of a text, on lines of their own or one behind the other; none where none is numbered 1.

    Of several ways of numbering that which begins first is the list's; a number out of sequence (1.辛店镇 inside item
    3, 7.5米, 2023年6月30日) is words. Items on lines of their own go before items within a line, unless there are
    more of these.
    """
    found = [(starts[0][0], -len(starts), starts) for gap, style in _STYLES if (starts := _starts(text, gap, style))]
    if not found:
        return Items(text)
    first = min(start for start, _, _ in found)
    starts = min((one for one in found if one[0] - first <= 1), key=lambda one: one[1])[2]
    ends = [*(start for start, _ in starts[1:]), len(text)]
    words = (text[begin:end].strip() for (_, begin), end in zip(starts, ends, strict=True))
    return Items(text[: starts[0][0]], tuple((str(number), one) for number, one in enumerate(words, start=1)))


def _starts(text: str, gap: str, style: Callable[[int], str]) -> list[tuple[int, int]]:
    """Where each item begins: its number, and its own words."""
    starts: list[tuple[int, int]] = []
    while match := re.compile(f"{gap}(?:{style(len(starts) + 1)})").search(text, starts[-1][1] if starts else 0):
        starts.append((match.start(), match.end()))
    return starts
