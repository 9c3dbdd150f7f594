"""Acceptance standards as they stand in a cell: a heading before the items (街道综合养老服务中心：1. … 2. …)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from validators.published.numbering import items_in
from validators.published.wording import trimmed

MAX_HEADING = 40
_HEADED = re.compile(rf"^(?P<heading>[^：:。；;\n]{{2,{MAX_HEADING}}})[：:]\s*(?P<text>\S.*)$", re.DOTALL)
_ITEM = re.compile(r"[（(]?\d+\s*[.．、）)]")
_LINE = re.compile(r"\n\s*")


@dataclass(frozen=True)
class Item:
    """One item of a standard; `number` is empty for what stands before the items and is no heading."""

    heading: str
    number: str
    text: str


def items_of(cell: str) -> Iterator[Item]:
    """The items of a standard's cell, block by block; a cell without numbers is one item, its number 1.

    Words before the items that are more than a heading are an item of their own, without a number.
    """
    for block in _blocks(cell):
        found = items_in(block)
        if not found.items:
            match = _HEADED.match(block.strip())
            heading, text = (match["heading"], match["text"]) if match else ("", block)
            yield Item(trimmed(heading), "1", text.strip())
            continue
        before = found.before.strip()
        is_heading = len(before) <= MAX_HEADING and "。" not in before
        if before and not is_heading:
            yield Item("", "", before)
        heading = trimmed(before) if is_heading else ""
        yield from (Item(heading, number, text) for number, text in found.items)


def _blocks(cell: str) -> Iterator[str]:
    """The parts of a cell that each have a heading and items from 1 on."""
    lines = _LINE.split(cell.strip())
    starts = [
        index
        for index, line in enumerate(lines[:-1])
        if index and _is_heading(line) and items_in(lines[index + 1]).items and not items_in(lines[index + 1]).before
    ]
    for start, end in zip([0, *starts], [*starts, len(lines)], strict=True):
        yield "\n".join(lines[start:end])


def _is_heading(line: str) -> bool:
    return len(line) <= MAX_HEADING and not _ITEM.match(line) and line.rstrip().endswith(("：", ":"))
