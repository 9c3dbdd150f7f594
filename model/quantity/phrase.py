"""An amount that stands alone: what a cell or a target says (不少于1500人, 65%以上, 2—3个), read in its unit."""

import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from model.quantity.arithmetic import HUNDRED, product

PERCENT = "%"

SCALES: dict[str, Decimal] = {
    "万亿": Decimal(10) ** 12,
    "亿": Decimal(10) ** 8,
    "千万": Decimal(10) ** 7,
    "百万": Decimal(10) ** 6,
    "十万": Decimal(10) ** 5,
    "万": Decimal(10) ** 4,
    "千": Decimal(10) ** 3,
    "百": Decimal(10) ** 2,
}
UNIT_SCALES = ("万亿", "亿", "万")
"""Words that scale a 单位 such as 万人次; 千 and 百 do not, since 千米 and 千瓦 are units of their own."""

INDIVISIBLE_UNITS = frozenset(
    [
        *("人", "名", "户", "个", "所", "家", "场", "项", "座", "处", "条", "套", "台", "辆", "件", "张", "支", "次"),
        *("人次", "户次", "场次", "例", "起", "栋", "份", "本", "册", "床", "村", "人家", "团队", "个团队", "间", "盏"),
        *("门", "部", "批", "期", "班", "课", "类", "种", "口", "眼", "头", "只", "株", "棵", "把", "块", "片", "组"),
        *("队", "宗", "单", "点"),
    ]
)
"""Units of which there is no half (所, 个, 人, 户 …)."""


class Comparator(StrEnum):
    """How a value is held against its target."""

    AT_LEAST = ">="
    MORE = ">"
    AT_MOST = "<="
    LESS = "<"

    @property
    def holds(self) -> Callable[[Decimal, Decimal], bool]:
        """What tells whether a value meets a target; both in the same unit, unrounded."""
        return _HOLDS[self]


_HOLDS: Mapping[Comparator, Callable[[Decimal, Decimal], bool]] = {
    Comparator.AT_LEAST: operator.ge,
    Comparator.MORE: operator.gt,
    Comparator.AT_MOST: operator.le,
    Comparator.LESS: operator.lt,
}


_BEFORE = {
    Comparator.AT_LEAST: ("不少于", "不低于", "不小于", "达到", "达", "至少", "大于等于", "力争", "约", "≥", ">=", "="),
    Comparator.AT_MOST: ("不超过", "不高于", "不多于", "不大于", "小于等于", "控制在", "≤", "<="),
    Comparator.MORE: ("超过", "突破", "高于", "大于", "超", ">"),
    Comparator.LESS: ("低于", "少于", "小于", "<"),
}
_AFTER = {
    Comparator.AT_LEAST: ("及以上", "以上", "左右"),
    Comparator.AT_MOST: ("及以下", "以内", "以下"),
}
_NUMBER = r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+"
_GROUPED = re.compile(r"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$")
_PLAIN = re.compile(rf"^[+-]?(?:{_NUMBER})$")
_GROUPS = re.compile(r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")
"""A number with separators inside a phrase: 1,500人. What 2,5万人 means nobody can tell for certain."""
_POWER = re.compile(r"[0-9０-９][⁰¹²³⁴-⁹]")
"""10⁴, which `halfwidth` would make 104."""


def _words(table: Mapping[Comparator, tuple[str, ...]]) -> dict[str, Comparator]:
    return {word: comparator for comparator, words in table.items() for word in words}


BEFORE_WORDS = _words(_BEFORE)
AFTER_WORDS = _words(_AFTER)
"""Words of comparison before a number and behind its unit."""


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_PHRASE = re.compile(
    rf"^(?P<before>{alternatives(BEFORE_WORDS)})?"
    rf"(?P<low>[+-]?(?:{_NUMBER}))"
    rf"(?:(?P<lowscale>%|万|亿)?(?:—|–|-|~|至|到)(?P<high>{_NUMBER}))?"
    rf"(?P<rest>.*?)"
    rf"(?P<after>{alternatives(AFTER_WORDS)})?$"
)
_ABOUT = re.compile("[余多]")


@dataclass(frozen=True)
class Quantity:
    """An amount as a paper states it.

    `value` is in `unit`; percentages are fractions with the unit ``%``. `high` is the upper end of a range such as
    2—3个. `comparator` is the phrase's own word, None where it has none.
    """

    value: Decimal
    unit: str
    high: Decimal | None = None
    comparator: Comparator | None = None


def halfwidth(text: str) -> str:
    """`text` with full-width digits, letters and signs made half-width and all white space removed."""
    return _short_halfwidth(text) if len(text) <= _SHORT else "".join(unicodedata.normalize("NFKC", text).split())


_SHORT = 64
"""Labels, names and codes come again in every sheet; a unit's sentences do not, and are not kept."""


@lru_cache(maxsize=1 << 14)
def _short_halfwidth(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_number(text: str) -> Decimal | None:
    """The number that `text` is and nothing else: 12, 1,234.5, １２３, 98%; None when it is not told for certain."""
    if _POWER.search(text):
        return None
    bare = halfwidth(text)
    percent = bare.endswith(PERCENT)
    if percent:
        bare = bare[:-1]
    if _GROUPED.match(bare):
        bare = bare.replace(",", "")
    if not _PLAIN.match(bare):
        return None
    return product(Decimal(bare), 1 / HUNDRED) if percent else Decimal(bare)


@lru_cache(maxsize=1 << 10)
def split_unit(unit: str) -> tuple[Decimal, str]:
    """Scale and base of a 单位: 万人次 is (10000, 人次), 千米 is (1, 千米)."""
    for word in UNIT_SCALES:
        if unit.startswith(word) and len(unit) > len(word):
            return SCALES[word], unit[len(word) :]
    return Decimal(1), unit


def _factor(rest: str, unit: str) -> Decimal | None:
    """What an amount followed by `rest` is multiplied by to stand in `unit`; None when the units do not fit."""
    if rest == "":
        return None if unit == PERCENT else Decimal(1)
    if PERCENT in (rest, unit):
        return 1 / HUNDRED if rest == unit else None
    unit_scale, base = split_unit(unit)
    for word in ("", *SCALES):
        if rest in (word + base, word):
            return SCALES.get(word, Decimal(1)) / unit_scale
    return None


def read_quantity(phrase: str, unit: str) -> Quantity | None:
    """The amount that `phrase` states, in `unit`.

    A phrase without a unit is in `unit` (不少于1500); one in another scale is converted (2.72万人次 in 人次 is 27200).
    None when the phrase is no amount, or is in a unit that cannot be brought to `unit`, or its range runs backwards.
    """
    bare = _GROUPS.sub(lambda group: group[0].replace(",", ""), halfwidth(phrase).rstrip("。;,"))
    match = None if _POWER.search(phrase) else _PHRASE.match(bare)
    if match is None:
        return None
    # The word of an amount goes first: a unit may hold 多 itself (个多功能厅).
    for rest in (match["rest"], _ABOUT.sub("", match["rest"], count=1)):
        factor = _factor(rest, halfwidth(unit))
        if factor is not None:
            break
    if factor is None or (match["lowscale"] and not rest.startswith(match["lowscale"])):
        return None
    comparator = BEFORE_WORDS.get(match["before"] or "") or AFTER_WORDS.get(match["after"] or "")
    if comparator is None and rest != match["rest"]:
        comparator = Comparator.AT_LEAST
    low, high = Decimal(match["low"]), Decimal(match["high"]) if match["high"] else None
    if high is not None and high < low:
        return None
    return Quantity(product(low, factor), unit, None if high is None else product(high, factor), comparator)


def is_indivisible(unit: str) -> bool:
    """Whether there is no half of `unit` (所, 个, 人次; 万人 counts 人)."""
    return split_unit(unit)[1] in INDIVISIBLE_UNITS
