"""Why one amount of a sentence may be read wrongly, as the words around it show."""

import re
from collections.abc import Iterator

from model.quantity.no_target import is_single
from model.quantity.per_unit import ALL_COUNTIES, says_each
from model.quantity.stated import Doubt
from model.quantity.written import POINTS, Written

_KINDS = frozenset(("种", "类"))
_CHANGE = "增长|增加|增收|提高|提升|上升|上浮|上涨|下降|降低|下浮|减少|压减|压缩|缩短|缩减|削减|减排|节约|递增"
_CHANGED = re.compile(f"(?:{_CHANGE})(?:了|率|幅度)?(?:不少于|不低于|约|近|超|超过|达到?|至少|为)?$")
_FALLEN = re.compile("(?:下降|减少|压减|压缩|缩短|缩减|削减|增收)(?:了|约|近|超|不少于|不低于|至少)?$")
_CHANGED_THING = re.compile("(?:减少|增加|压减|削减|降低|提高|提升|节约)[\u4e00-\u9fff]{1,8}(?<![到至达为])$")
_COMPARED = re.compile(
    "[比较](?:上年|去年|前年|上一年|同期|[0-9]{4}年|改造前|往年|年初)|同比|环比|在[^，,]{0,8}基础上|再(?:增|压|降|提)"
)
_BACKGROUND = re.compile(
    "(?:最高|最多|至多|总投资|概算|预算|占地|占地面积|用地|用地面积|每年全市|全[市县区省州旗]|现有|共有|原有)(?:约|近|共)?$"
)
_MILESTONE = re.compile(
    "(?:(?<![0-9])(?:[1-9]|1[01]|0[1-9])月(?:[0-9]{1,2}[日号]|底|末|份|[上中下]旬)?(?:之?前|完成|达到|实现|$)|上半年|前?[一二三]季度|"
    "第[一二三]季度|半年)"
)
_YEARS = re.compile(
    "[到至]20[0-9]{2}年|20[0-9]{2}[-—–至]{1,2}20[0-9]{2}年|十[四五]五|[两三四五]年(?:内|累计|共|行动)|[Nn]年"
)
_GRANTED = re.compile("^的?(?:补贴|补助|奖励|奖补|优惠|折扣)")
_EACH_TOWN = re.compile("每个?(?:乡镇|街道办)")
"""Of these a county has several, so that the amount is neither its own nor a total."""
_LONGER_UNIT = re.compile("[^的内外前后等，,。；;、：:)）（(]")
"""One sign behind a unit may belong to it: 55分贝 where only 分 is known."""
_SCOPE = re.compile("[^，,。；;0-9]{0,10}(?:[、和及与][0-9.]+万?[^，,。；;0-9]{1,10}){0,5}的[0-9]")
"""为6个社区、18个村的1.2万名居民: whom the last amount belongs to."""
_MADE = re.compile(
    "(?:建成|新建|改建|扩建|改造|建设|完成|打造|培育|创建|开展|举办|组织|新增|设立|提供|安置|实现|带动|帮扶|发放|招聘|引进|选派|培训|放映|配备|安装|筹集)$"
)
_BOUNDED_NOUN = re.compile("(?:以上|以下|以内)$")
_NEXT_OF_SAME = re.compile(
    "(?![^0-9]{0,12}[、和及与])[\u4e00-\u9fff“”]{2,12}[0-9][0-9.,]*[万亿千百]?[余多]?[\u4e00-\u9fff㎡]{1,2}(?:以上)?(?:$|[，,。；;、)）])"
)
"""100元消费券10万张: the second amount counts what stands between, so the first tells of what kind it is."""
_ROUNDED_IN_CHARACTERS = frozenset(("百", "千"))


def doubts_of(text: str, one: Written, lead: str, behind: str, earlier: str) -> Iterator[Doubt]:
    """What a person should look at in an amount with the words before and behind it that are its own.

    `earlier` is what the sentence says before it, as far back as it may bear on it.
    """
    if not one.base:
        yield Doubt.NO_UNIT
    if one.high is not None:
        yield Doubt.RANGE
    if _is_relative(one, lead):
        yield Doubt.RELATIVE
    if one.base in _KINDS or _may_be_base(text, one, lead, behind) or _YEARS.search(earlier):
        yield Doubt.BASE_OR_TARGET
    if is_single(text, one) or (not one.is_rate and text[one.number] in _ROUNDED_IN_CHARACTERS):
        yield Doubt.NUMERAL
    if one.base == "点" or _LONGER_UNIT.fullmatch(behind):
        yield Doubt.UNKNOWN_UNIT
    if not one.is_rate and (_EACH_TOWN.search(lead) or ALL_COUNTIES.search(lead) or says_each(lead)):
        yield Doubt.PER_UNIT


def _is_relative(one: Written, lead: str) -> bool:
    """Whether an amount says by how much something changes, not what it comes to."""
    if one.unit in POINTS or one.base == "倍" or _COMPARED.search(lead):
        return True
    if one.is_rate and one.start == one.number and _CHANGED_THING.search(lead):
        return True
    return (_CHANGED if one.is_rate else _FALLEN).search(lead) is not None


def _may_be_base(text: str, one: Written, lead: str, behind: str) -> bool:
    """Whether an amount may be what a task starts from, part of a name, or a step on the way."""
    if _BACKGROUND.search(lead) or _MILESTONE.search(lead):
        return True
    if behind.endswith("的") or (not behind and text[one.end : one.end + 1] == "的"):
        return True
    if one.is_rate:
        return _GRANTED.search(behind) is not None
    if _SCOPE.match(text, one.end) or behind.startswith("的") or _NEXT_OF_SAME.match(text, one.end):
        return True
    is_before_noun = "\u4e00" <= behind[:1] <= "\u9fff"
    return bool(is_before_noun and _BOUNDED_NOUN.search(text[one.number : one.end]) and not _MADE.search(lead))
