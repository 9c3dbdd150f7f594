"""Units that a table says for its bare numbers: what counts as one, and the line 单位：万人 above a table."""

import re
from collections.abc import Iterable

from model.quantity import PERCENT, split_unit
from model.quantity.written import UNITS
from validators.published.wording import bare

_LINE = re.compile(r"[（(]?(?:计量|数量|统计)?单位[：:](?P<unit>[^、，,；;）)]{1,6})[）)]?")


def is_unit(word: str) -> bool:
    """Whether a word is a unit, with 万 before it or without."""
    return word == PERCENT or split_unit(word)[1] in UNITS


def unit_line(texts: Iterable[str]) -> str:
    """The one unit that a line says for a whole table; empty where none does, or several are named."""
    found = {match["unit"] for text in texts if (match := _LINE.fullmatch(bare(text)))}
    unit = next(iter(found), "")
    return unit if len(found) == 1 and is_unit(unit) else ""
