"""Amounts that a unit writes in 进展情况, held against the figure that it typed (培训5.48万人次, typed 4.58)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from model.quantity import SCALES, decimals_of, halfwidth, plain, product, split_unit

_CLAUSE = re.compile(r"[,，。;；、!！\n()（）]")
_TOTAL_CUE = re.compile("累计|总计|合计|(?<!公)共|已经?")
_GENERIC = re.compile("完成|开展|实施|实现|建成|建设|新建|改造|达到?|今年以来|截[至止][0-9年月日底]*|[共计了]")
"""Words between a cue and its amount that do not say of what it is."""
_NO_MORE = re.compile("(?:以上)?$")
"""What may stand behind an amount of the indicator: a noun there says of what else it is."""
_OTHER_CUES = (
    "本月", "当月", "本期", "本季", "其中", "含", "任务", "目标", "计划", "比", "较", "增加", "还", "剩", "下月",
    "下步", "拟", "预计", "力争", "上期", "上月", "去年", "同期", "每", "平均", "各", "分别", "约", "近", "人均", "余",
)  # fmt: skip
"""Words beside an amount that is no total of the year, or no exact one."""
_DIGIT = re.compile(r"\d")
_SEPARATOR = re.compile(r"(?<=[0-9０-９])[,，](?=[0-9０-９]{3}(?![0-9０-９]))")
_NEW = "新增"
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))


@dataclass(frozen=True)
class Amount:
    """An amount in words: its number in the base unit, to what step it is written, and the words themselves."""

    number: Decimal
    step: Decimal
    words: str
    is_total: bool

    def agrees(self, number: Decimal, step: Decimal) -> bool:
        """Whether `number` (in the base unit, written to `step`) is this amount as far as both are written out."""
        return abs(number - self.number) < max(step, self.step)


def contradiction(text: str, value: Decimal, unit: str, name: str) -> Amount | None:
    """The amount in `text` that cannot be meant with `value` (in `unit`) of the indicator `name`; None where none is.

    A total (累计, 共, 已 …) must be the value; an amount without such a word only where it looks like a slip of it. The
    words before an amount must be of the indicator, or none. One amount that agrees settles all.
    """
    scale, base = split_unit(unit)
    if not _DIGIT.search(text) or halfwidth(base) not in halfwidth(text):
        return None
    number, step = product(value, scale), scale.scaleb(-decimals_of(value))
    amounts = list(_amounts(text, base, name))
    if any(one.agrees(number, step) for one in amounts):
        return None
    return next((one for one in amounts if one.is_total or _is_slip(one.number, number)), None)


@lru_cache(maxsize=1 << 8)
def _amount_of(base: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![0-9.])(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<scale>{_SCALE})?{re.escape(halfwidth(base))}(?!次)"
    )


def _amounts(text: str, base: str, name: str) -> Iterator[Amount]:
    """The amounts in the base unit that may be the year's total."""
    amount, own_name = _amount_of(base), halfwidth(name)
    cues = _OTHER_CUES if _NEW in name else (*_OTHER_CUES, _NEW)
    for clause in _CLAUSE.split(_without_separators(text)):
        start, bare = 0, halfwidth(clause)
        for match in amount.finditer(bare):
            before, start = bare[start : match.start()], match.end()
            *_, said = _TOTAL_CUE.split(before)
            is_other = any(cue in before.replace(own_name, "") for cue in cues)
            if not is_other and _NO_MORE.match(bare[match.end() :]) and _is_of(said, own_name):
                scale = SCALES.get(match["scale"] or "", Decimal(1))
                step = scale.scaleb(-len(match["number"].partition(".")[2]))
                yield Amount(product(Decimal(match["number"]), scale), step, match[0], said != before)


def _is_of(said: str, name: str) -> bool:
    """Whether the words before an amount say nothing else than what the indicator is: all of them stand in its name."""
    rest = _GENERIC.sub("", said)
    while len(rest) >= 2 and rest[:2] in name:
        longest = next(size for size in range(len(rest), 1, -1) if rest[:size] in name)
        rest = rest[longest:]
    return not rest


def _without_separators(text: str) -> str:
    """1,234人 is one number, not two clauses."""
    return _SEPARATOR.sub("", text)


def _is_slip(said: Decimal, typed: Decimal) -> bool:
    """Whether one number looks like the other mistyped: a power of ten off, digits swapped, one digit wrong."""
    one, other = (plain(number).replace(".", "").strip("0") for number in (said, typed))
    if one == other:
        return len(one) >= 2
    if len(one) != len(other) or len(one) < 3:
        return False
    return sorted(one) == sorted(other) or sum(a != b for a, b in zip(one, other, strict=True)) == 1
