"""Which figures of a sentence are no targets, and why: dates, ages, document numbers, names, specifications."""

import re
from collections.abc import Mapping

from model.quantity.clause import Structure
from model.quantity.stated import NoTarget
from model.quantity.written import AGES, ELECTRIC, LENGTHS_OF_TIME, Written

_SPANS = (
    (NoTarget.DOCUMENT_NUMBER, re.compile(r"[〔\[(【][0-9]{4}[〕\])】]\s*[0-9]{0,9}号?|附件[0-9]{1,9}")),
    (NoTarget.DOCUMENT_NUMBER, re.compile("[0-9]{1,9}号(?!线)")),
    (NoTarget.DOCUMENT_NUMBER, re.compile(r"(?:GB|DB|JGJ?|JT|T/|建标|标准号)[A-Z/T—\- ]{0,9}[0-9][0-9.—\-]{0,20}")),
    (NoTarget.ORDINAL, re.compile("第[0-9一二三四五六七八九十百]{1,9}")),
    (NoTarget.ORDINAL, re.compile("前[0-9一二三四五六七八九十]{1,9}(?:名|位|强|列)")),
    (NoTarget.ORDINAL, re.compile(r"(?m)^[(（]?[0-9一二三四五六七八九十]{1,3}[)）.、．](?![0-9])")),
    (NoTarget.DATE, re.compile("(?:19|20)[0-9]{2}(?:[-—–至](?:19|20)?[0-9]{2})?年")),
    (NoTarget.DATE, re.compile("(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}")),
    (NoTarget.DATE, re.compile("[0-9]{1,2}月(?:份|底|末|上旬|中旬|下旬|[0-9]{1,2}日)?|[0-9]{1,2}[日号]前")),
    (NoTarget.UNCLEAR, re.compile("比[^，,。；;0-9]{0,8}[0-9.]{1,9}[:：][0-9.]{1,9}")),
    (NoTarget.UNCLEAR, re.compile("[二三四五六七八九十0-9]{1,9}分之[一二三四五六七八九十0-9]{1,9}")),
    (NoTarget.DATE, re.compile("[0-2]?[0-9][:：][0-5][0-9]")),
    (NoTarget.DATE, re.compile("(?:[至到从自早晚午前]|凌晨|每[日天])[0-2]?[0-9](?:点|时(?!段))半?")),
    (NoTarget.DATE, re.compile("[0-2]?[0-9][点时](?:半|整)?(?=[至到前后起\\-—–~])")),
    (NoTarget.NAME, re.compile("[0-9一二三四五六七八九十]{1,9}[项件个](?:重点)?(?:民生)?(?:实事|工程)")),
    (NoTarget.NAME, re.compile("一(?![^一]?[十百千万亿零点])[\u4e00-\u9fff]{1,2}一(?=[\u4e00-\u9fff])")),
    (NoTarget.NAME, re.compile("40[、]?50(?=人员)")),
    (NoTarget.NAME, re.compile("[0-9]{1,9}强(?=[企县市镇乡村校医])")),
    (NoTarget.NAME, re.compile("[0-9一二三四五六七八九十]{1,9}期(?=工程|项目|建设)")),
    (NoTarget.NAME, re.compile("[A-Za-z+][0-9]{1,9}|[0-9]{1,9}[A-Za-z+](?![mwW²2])")),
    (NoTarget.NAME, re.compile("十[一二三四五六]?五(?=规划|期间|时期)")),
)  # fmt: skip
"""Figures that lie in one of these are what it says, wherever they stand."""
_TIMES = frozenset(LENGTHS_OF_TIME)
_DATES = frozenset(("年", "月", "日", "天", "周", "个月", "工作日", "个工作日"))
_SPECIFIED = frozenset((*ELECTRIC, "路", "级", "层", "楼", "版", "届", "线", "度", "分钟", "小时", "个小时", "秒",
                        "号"))  # fmt: skip
_MADE = re.compile(
    "(?:建成|新建|建设|完成|改造|打造|培育|创建|开展|举办|组织|新增|设立|实现|选择|安排|培训|提升|实施|达到?|[各每共]|不少于|至少|有)$"
)
"""Words behind which a single character is a number: 建成两个, but not 三级体系."""
_CONDITION_BRACKET = re.compile("不含|除外|不包括|口径|不在")
_QUALIFIED = re.compile("^[^，,。；;、]{0,8}的")
_QUALIFYING = re.compile("(?:(?<!不)(?:大于|小于|高于|低于|多于|少于|超过)|不足|满)$")
_PROGRESS = re.compile(
    "截[至止]|目前|已经?(?:完成|成立|开通|实施|改造|建成|开工|发放|培训|更换|整改|录入|注册)|累计(?:完成|覆盖)"
)
_FROM = re.compile("[由从][^，,。；;、由从]{0,16}$")
_TO = re.compile(
    "^[^，,。；;、0-9]{0,6}(?:提高|提升|增加|增长|上升|上调|扩大|降低|下降|下调|减少|压缩|缩短|压减|调整|降|增|提|升|减)[到至为]"
)
"""由85%提高到90%: the first is where it starts from."""
_ENDS_HERE = re.compile("$|[，,。；;、：:)）]|以上|左右|以内")
_MANNERS = frozenset(("批", "种", "类", "期", "级", "点", "次", "线", "站", "口", "号", "班", "对", "组", "方", "度"))
"""Behind a single character these are a manner of speech even at the end of a clause: 一批, 三级, 最多跑一次."""
_PLANNED = re.compile(
    "[，,；;](?:今年(?!以来)|本年|年内|再|计划|力争|确保|[到至]?年底前?|(?:19|20)[0-9]{2}年(?![底末0-9]))"
)
"""Behind these a new task begins: 已建成36处，今年再新建12处."""
_SAYING = ("办好每", "做到", "坚持", "统")
_NEAR, _FAR = 24, 200
"""How many signs around an amount are looked at: more would take long in long texts."""
_WHOLE_STOCK = re.compile("^全[市县区省州旗](?:现有|共有|共)?$")


def spoken_for(text: str) -> dict[int, NoTarget]:
    """Every place of a compact text where a figure is no target wherever it stands (第3位, 2023年), with the reason."""
    found: dict[int, NoTarget] = {}
    for reason, pattern in reversed(_SPANS):
        for match in pattern.finditer(text):
            found.update(dict.fromkeys(range(*match.span()), reason))
    return found


def why_no_target(
    text: str, structure: Structure, one: Written, is_numbered: bool, taken: Mapping[int, NoTarget]
) -> NoTarget | None:
    """Why `one` is no target, None where it may be one. `is_numbered`: the text begins with its own number.

    `taken` is what `spoken_for` says of the text.
    """
    if one.number in taken:
        return taken[one.number]
    if is_numbered and one.number == 0:
        return NoTarget.ORDINAL
    if one.base in AGES:
        return NoTarget.AGE
    if one.base in _DATES and not _is_counted_in_days(text, structure, one):
        return NoTarget.DATE
    if structure.is_quoted(one.number):
        return NoTarget.NAME
    if one.base in _SPECIFIED and not _is_each(text, structure, one):
        return NoTarget.SPECIFICATION
    if one.base == "次" and one.value == 1 and one.comparator is None:
        return NoTarget.FREQUENCY
    if one.is_numeral and _is_manner(text, one):
        return NoTarget.FREQUENCY if one.value == 1 else NoTarget.NAME
    return _by_context(text, structure, one)


def _is_counted_in_days(text: str, structure: Structure, one: Written) -> bool:
    """Whether days are what is asked for: 优良天数达到250天."""
    clause = structure.clause_at(one.number)
    return one.base == "天" and "天数" in text[clause.start : one.start]


def _is_each(text: str, structure: Structure, one: Written) -> bool:
    """Whether a length of time is itself asked for: 每周开放不少于48小时."""
    clause = structure.clause_at(one.number)
    return one.comparator is not None and one.base in _TIMES and "每" in text[clause.start : one.start]


def is_single(text: str, one: Written) -> bool:
    """Whether an amount is a single character with its measure word: 两个."""
    number = text[one.number : one.end]
    return one.is_numeral and not one.is_rate and len(number) <= 2 + len(one.base) and len(number) - len(one.unit) <= 1


def _is_manner(text: str, one: Written) -> bool:
    """Whether characters are a manner of speech (三级体系, 一批), no number."""
    if not is_single(text, one) or one.comparator is not None:
        return False
    before = text[max(0, one.number - _NEAR) : one.number]
    if one.base not in _MANNERS and _ENDS_HERE.match(text, one.end) and "\u4e00" <= before[-1:] <= "\u9fff":
        return before.endswith(_SAYING)
    if one.value == 1:
        return one.base in _MANNERS or not before.endswith(
            ("各建成", "新建", "建成", "打造", "设立", "每个街道有", "每个社区有")
        )
    return _MADE.search(before) is None


def _by_context(text: str, structure: Structure, one: Written) -> NoTarget | None:
    bracket = structure.bracket_at(one.number)
    if bracket is not None and _CONDITION_BRACKET.search(text[bracket.start : bracket.end]):
        return NoTarget.CONDITION
    before, behind = text[max(0, one.number - _NEAR) : one.number], text[one.end : one.end + _NEAR]
    if before.endswith("每"):
        return NoTarget.CONDITION
    if _QUALIFYING.search(before) and _QUALIFIED.match(behind):
        return NoTarget.CONDITION
    if _FROM.search(before) and _TO.match(behind):
        return NoTarget.BASE
    sentence, clause = structure.sentence_at(one.number), structure.clause_at(one.number)
    done = _PROGRESS.search(text, max(sentence.start, one.start - _FAR), one.start)
    if done and not _PLANNED.search(text, done.end(), one.start):
        return NoTarget.PROGRESS
    if _WHOLE_STOCK.match(text[clause.start : one.start][:_NEAR]) and "%" in text[one.end : sentence.end]:
        return NoTarget.BASE
    return NoTarget.UNCLEAR if not one.unit and one.comparator is None else None
