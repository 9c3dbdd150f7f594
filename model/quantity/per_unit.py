"""What an amount of a sentence is counted by: 人·月 of 每人每月1100元, 千人口 of 每千人口4个."""

import re

from model.quantity.phrase import alternatives
from model.quantity.written import MEANS, PER_UNITS

EACH_COUNTY = re.compile("每个?(?:县|市|区|县[(（]?市、区[)）]?|县市区|乡镇|街道办)(?:[(（][^)）]*[)）])?")
ALL_COUNTIES = re.compile("各(?:县市区|乡镇|县|市|区|地)(?:[(（][^)）]*[)）])?")
_EACH = alternatives(one for one in PER_UNITS if one != "个")
_WORDS = re.compile(
    f"(?P<each>(?:每个?(?:[百千万][人户]口?|{_EACH}|行政村|自然村|工作日)+)+)|"
    "(?<![0-9.一二三四五六七八九十两数百千万亿近上])(?P<head>[百千万][人户]口?)(?!次)|(?P<mean>[年月]?["
    + MEANS
    + "]均|平均每[场次人户个])"
)
_OTHER_EACH = re.compile("每个?[\u4e00-\u9fff0-9]")
_HOLDING = frozenset(
    ("街道", "社区", "村", "行政村", "乡", "镇", "乡镇", "机构", "小区", "所", "处", "座", "校", "家", "县")
)
_OWN_TOTAL = re.compile("^[、和及与]?(?:全[年市县区省]|年底|[到至].*底|共|总|建成|新增|新建|当年)")


def carried_words(earlier: str, is_same_unit: bool) -> str:
    """What an amount is counted by as the words of the amount before it say.

    Places (每个街道有1处, 床位50张) and a whole people (每千人口) hold on; 每人每月 holds on for the same unit only.
    """
    words = per_words(earlier)
    return words if is_same_unit or words in _HOLDING or words[:1] in tuple("百千万") else ""


def per_words(lead: str) -> str:
    """What the last word of `lead` says that is counted by: 人·月; empty where nothing does."""
    matches = list(_WORDS.finditer(lead))
    if not matches:
        return ""
    match = matches[-1]
    if match["mean"]:
        return "·".join(sign for sign in reversed(match["mean"]) if sign not in "均平每")
    if match["head"]:
        return match["head"]
    parts = [part for part in re.split("每个?", match["each"]) if part]
    return "·".join(parts)


def without_per(words: str) -> str:
    """`words` without what they say of what is counted by."""
    return _WORDS.sub("", words)


def says_each(lead: str) -> bool:
    """Whether `lead` says 每 of something else that an amount is counted by (每个书屋)."""
    return _OTHER_EACH.search(EACH_COUNTY.sub("", lead)) is not None


def has_own_total(lead: str) -> bool:
    """Whether `lead` begins with what speaks of the whole, so that what was counted by before is over."""
    return _OWN_TOTAL.match(lead) is not None


def without_counties(words: str) -> str:
    """`words` without 各县（市、区） and 每个县."""
    return ALL_COUNTIES.sub("", EACH_COUNTY.sub("", words))
