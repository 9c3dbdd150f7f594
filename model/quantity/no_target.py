"""Which figures of a sentence are no targets, and why: dates, ages, document numbers, names, specifications."""

import re

from model.quantity.clause import Structure
from model.quantity.stated import NoTarget
from model.quantity.written import AGES, ELECTRIC, LENGTHS_OF_TIME, Written

_SPANS = (
    (NoTarget.DOCUMENT_NUMBER, re.compile(r"[〔\[(【][0-9]{4}[〕\])】]\s*[0-9]*号?|附件[0-9]+|[0-9]+号(?!线)")),
    (NoTarget.DOCUMENT_NUMBER, re.compile(r"(?:GB|DB|JGJ?|JT|T/|建标|标准号)[A-Z/T—\- ]*[0-9][0-9.—\-]*")),
    (NoTarget.ORDINAL, re.compile("第[0-9一二三四五六七八九十百]+")),
    (NoTarget.ORDINAL, re.compile(r"^[(（]?[0-9一二三四五六七八九十]{1,3}[)）.、．](?![0-9])")),
    (NoTarget.DATE, re.compile("(?:19|20)[0-9]{2}(?:[-—–至](?:19|20)?[0-9]{2})?年")),
    (NoTarget.DATE, re.compile("[0-9]{1,2}月(?:份|底|末|上旬|中旬|下旬|[0-9]{1,2}日)?|[0-9]{1,2}[日号]前")),
    (NoTarget.NAME, re.compile("[0-9一二三四五六七八九十]+[项件个](?:重点)?(?:民生)?(?:实事|工程)")),
    (NoTarget.NAME, re.compile("[A-Za-z+][0-9]+|[0-9]+[A-Za-z+](?!m|w|W)|十[一二三四五六]?五(?=规划|期间|时期)")),
)  # fmt: skip
"""Figures that lie in one of these are what it says, wherever they stand."""
_TIMES = frozenset(LENGTHS_OF_TIME)
_DATES = frozenset(("年", "月", "日", "天", "周", "个月", "工作日", "个工作日"))
_SPECIFIED = frozenset((*ELECTRIC, "路", "级", "层", "楼", "版", "届", "线", "度", "分钟", "小时", "个小时", "秒"))
_MADE = re.compile(
    "(?:建成|新建|建设|完成|改造|打造|培育|创建|开展|举办|组织|新增|设立|实现|选择|安排|培训|提升|实施|达到?|[各每共]|不少于|至少|有)$"
)
"""Words behind which a single character is a number: 建成两个, but not 三级体系."""
_CONDITION_BRACKET = re.compile("不含|除外|不包括|口径|不在")
_QUALIFIED = re.compile("^[^，,。；;、]{0,8}的")
_QUALIFYING = re.compile("(?:大于|小于|高于|低于|多于|少于|不足|满|超过)$")
_PROGRESS = re.compile(
    "截[至止]|目前|已经?(?:完成|成立|开通|实施|改造|建成|开工|发放|培训|更换|整改|录入|注册)|累计(?:完成|覆盖)"
)
_WHOLE_STOCK = re.compile("^全[市县区省州旗](?:现有|共有|共)?$")


def why_no_target(text: str, structure: Structure, one: Written, is_numbered: bool) -> NoTarget | None:
    """Why `one` is no target, None where it may be one. `is_numbered`: the text begins with its own number."""
    for reason, pattern in _SPANS:
        if any(match.start() <= one.number < match.end() for match in pattern.finditer(text)):
            return reason
    if is_numbered and one.number == 0:
        return NoTarget.ORDINAL
    if one.base in AGES:
        return NoTarget.AGE
    if one.base in _DATES:
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


def _is_each(text: str, structure: Structure, one: Written) -> bool:
    """Whether a length of time is itself asked for: 每周开放不少于48小时."""
    clause = structure.clause_at(one.number)
    return one.comparator is not None and one.base in _TIMES and "每" in text[clause.start : one.start]


def _is_manner(text: str, one: Written) -> bool:
    """Whether characters are a manner of speech (三级体系, 一批), no number."""
    if one.is_rate or one.end - one.number > 2 + len(one.base) or len(text[one.number : one.end]) - len(one.unit) > 1:
        return False
    if one.value == 1:
        return not text[: one.number].endswith(("各建成", "新建", "建成", "打造", "设立", "每个街道有", "每个社区有"))
    return one.start == one.number and _MADE.search(text[: one.number]) is None


def _by_context(text: str, structure: Structure, one: Written) -> NoTarget | None:
    bracket = structure.bracket_at(one.number)
    if bracket is not None and _CONDITION_BRACKET.search(text[bracket.start : bracket.end]):
        return NoTarget.CONDITION
    before = text[: one.number]
    if _QUALIFYING.search(before) and _QUALIFIED.match(text[one.end :]):
        return NoTarget.CONDITION
    sentence, clause = structure.sentence_at(one.number), structure.clause_at(one.number)
    if _PROGRESS.search(text[sentence.start : one.start]):
        return NoTarget.PROGRESS
    if _WHOLE_STOCK.match(text[clause.start : one.start]) and "%" in text[one.end : sentence.end]:
        return NoTarget.BASE
    return NoTarget.UNCLEAR if not one.unit and one.comparator is None else None
