"""How alike two wordings are: of projects, of tasks, of headings."""

import difflib

from model.quantity import halfwidth

_QUOTES = "“”‘’「」《》"


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, the same but for white space and width."""
    return difflib.SequenceMatcher(None, halfwidth(one), halfwidth(other), autojunk=False).ratio()


def longest_shared(one: str, other: str) -> int:
    """How many characters the longest words have that stand in both, quotation marks aside."""
    first, second = ("".join(sign for sign in halfwidth(text) if sign not in _QUOTES) for text in (one, other))
    return difflib.SequenceMatcher(None, first, second, autojunk=False).find_longest_match().size


def is_within(short: str, long: str) -> bool:
    """Whether all signs of one stand in the other in their order: 县教体局 in 县教育体育局."""
    signs = iter(long)
    return all(sign in signs for sign in short)
