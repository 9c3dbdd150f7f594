"""Filters of the Word templates: 27200|万 is 2.72万, 0.719|百分比 is 71.9%; what they say of values they cannot take.

Figures are exact and rounded half up. A value that is absent (None, an empty text) prints nothing; only the comparisons
同比 and 环比 say that their base is absent. Each filter is told here once, for the engine and for 可用词语.docx.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from jinja2 import Environment, Undefined, nodes

from generators import wording
from generators.word.bookmarks import bare
from model.quantity import HUNDRED, SCALES, from_cell, plain, product, quotient, read_number, round_half_up, sum_of

_MOST_DIGITS = 12
_ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_WRITTEN_DAY = re.compile(r"\d{4}年.*月.*日")


class FilterFault(ValueError):
    """A filter cannot take its value: one Chinese clause that names the filter and the value, without a full stop."""


class Filter(NamedTuple):
    """`meaning` says in Chinese what a filter is for; `examples` are tags as they are written and what they print."""

    function: Callable[..., object]
    meaning: str
    examples: tuple[tuple[str, str], ...]


# What a filter is given


def _shown(value: object) -> str:
    match value:
        case Undefined() | str():
            return bare(str(value))  # an unknown word raises with its name
        case bool():
            return "是否类"
        case Decimal() | int() | float():
            return plain(from_cell(value))
        case date():
            return value.isoformat()
    return "一组内容"


def _is_absent(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _number(value: object, name: str) -> Decimal:
    """The number that `value` is; a text must be a number and nothing else. Raises `FilterFault`."""
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        number = from_cell(value)
        if number.is_finite():
            return number
        raise FilterFault(f"“{name}”要的是数，这里不是一个数")
    shown = _shown(value)
    if isinstance(value, str) and not shown.endswith(("%", "％")):
        written = read_number(shown)
        if written is not None:
            return written
    if isinstance(value, str) and any(map(str.isdigit, shown)):
        raise FilterFault(
            f"“{name}”要的是数，“{shown}”是写好的文字，直接印就可以；要算的，请用“可用词语.docx”里写着“可以计算”的词"
        )
    raise FilterFault(f"“{name}”要的是数，不能用在“{shown}”上")


def _count(value: object, name: str, least: int = 0, most: int | None = None) -> int:
    number = _number(value, name)
    if number != number.to_integral_value() or number < least or (most is not None and number > most):
        limit = f"{least}到{most}之间" if most is not None else f"不小于{least}"
        raise FilterFault(f"“{name}”要{limit}的整数，不能是“{_shown(value)}”")
    return int(number)


def _digits(value: object, name: str) -> int:
    return _count(value, name, 0, _MOST_DIGITS)


def _rounded(number: Decimal, digits: int) -> Decimal:
    """To `digits` decimal places; to more where these would show zero for what is none."""
    while number and not round_half_up(number, digits):
        digits += 1
    return round_half_up(number, digits)


# Amounts


def _scaled(number: Decimal, digits: int, scales: tuple[str, ...]) -> str:
    """In the first of `scales` in which, as rounded, it stays below the next."""
    for scale, following in zip(scales, (*scales[1:], None), strict=True):
        size = SCALES.get(scale, Decimal(1))
        shown = _rounded(quotient(number, size), digits)
        if following is None or product(abs(shown), size) < SCALES[following]:
            return f"{plain(shown)}{scale}"
    raise AssertionError("the last scale has no end")


def _in_ten_thousands(value: object, digits: object = 2) -> str:
    return "" if _is_absent(value) else _scaled(_number(value, "万"), _digits(digits, "万"), ("", "万"))


def _in_hundred_millions(value: object, digits: object = 2) -> str:
    return "" if _is_absent(value) else _scaled(_number(value, "亿"), _digits(digits, "亿"), ("", "万", "亿"))


def _decimals(value: object, digits: object = 2) -> str:
    return "" if _is_absent(value) else plain(_rounded(_number(value, "小数"), _digits(digits, "小数")))


def _half_up(value: object, digits: object = 0) -> Decimal:
    return round_half_up(_number(value, "round"), _digits(digits, "round"))


# Shares and what lies between them


def _percent(share: Decimal, digits: int) -> str:
    """`wording.percent`; below zero with its sign, and at more decimals where those asked for show nothing."""
    if share >= 0:
        return wording.percent(share, digits)
    while not round_half_up(product(share, HUNDRED), digits):
        digits += 1
    return f"-{wording.percent(-share, digits)}"


def _share(value: object, digits: object = 1) -> str:
    return "" if _is_absent(value) else _percent(_number(value, "百分比"), _digits(digits, "百分比"))


def _points_between(gap: Decimal, digits: int) -> str:
    shown = round_half_up(abs(gap), digits)
    if gap and not shown:
        return f"不足{plain(Decimal(1).scaleb(-digits))}个百分点"
    return f"{plain(shown)}个百分点"


def _points(value: object, digits: object = 1) -> str:
    return "" if _is_absent(value) else _points_between(_number(value, "百分点"), _digits(digits, "百分点"))


def _pace(value: object, digits: object = 1) -> str:
    if _is_absent(value):
        return ""
    gap, shown_digits = _number(value, "快慢"), _digits(digits, "快慢")
    if not gap:
        return "与序时进度持平"
    return f"{'快于' if gap > 0 else '慢于'}序时进度{_points_between(gap, shown_digits)}"


def _comparison(name: str, base_called: str) -> Callable[..., str]:
    """The filter that holds a figure against one before it, which an official paper calls `base_called`."""

    def compared(value: object, base: object = None, digits: object = 1) -> str:
        if _is_absent(value):
            return ""
        now, shown_digits = _number(value, name), _digits(digits, name)
        if _is_absent(base):
            return f"{base_called}无此数"
        before = _number(base, name)
        if now < 0 or before < 0:
            raise FilterFault(f"“{name}”的两个数都不能小于零")
        if now == before:
            return f"与{base_called}持平"
        if not before:
            return f"{base_called}为零"
        change = quotient(sum_of((now, -before)), before)
        return f"{name}{'增长' if change > 0 else '下降'}{wording.percent(abs(change), shown_digits)}"

    return compared


# Places, lists, numerals, dates, sentences


def _place(value: object, tied: object = False) -> str:
    return "" if _is_absent(value) else wording.rank(_count(value, "名次", 1), bool(tied))


def _listing(names: object, most: object = None, called: object = "单位") -> str:
    if _is_absent(names):
        return ""
    if isinstance(names, str | Mapping) or not isinstance(names, Iterable):
        raise FilterFault(f"“列举”要的是一组名称，不能用在“{_shown(names)}”上")
    told = list(names)
    if not all(isinstance(one, str) for one in told):
        raise FilterFault("“列举”要的是一组名称；一组里还分几项的，请先写明取哪一项，如 |map(attribute='单位')|列举")
    told = [one for one in told if one]
    if _is_absent(most) or len(told) <= (limit := _count(most, "列举", 1)):
        return wording.listing(told)
    return f"{'、'.join(told[:limit])}等{len(told)}个{called}"


def _numeral(value: object) -> str:
    return "" if _is_absent(value) else wording.numeral(_count(value, "汉字数"))


def _day(value: object) -> str:
    if _is_absent(value):
        return ""
    if isinstance(value, date):
        return wording.day(value)
    written = _shown(value).strip()
    if _WRITTEN_DAY.fullmatch(written):  # a gap for a person to fill in counts as written
        return written
    found = _ISO_DAY.fullmatch(written)
    try:
        return wording.day(date(*map(int, found.groups()))) if found else _no_day(written)
    except ValueError:
        return _no_day(written)


def _no_day(written: str) -> str:
    raise FilterFault(f"“日期”要的是 2023-09-20 这样的日期，不能用在“{written}”上") from None


def _sentence(value: object) -> str:
    if _is_absent(value):
        return ""
    if not isinstance(value, str):
        raise FilterFault(f"“整句”要的是文字，不能用在“{_shown(value)}”上")
    made = wording.sentence(bare(value))
    return value if made == bare(value) else made  # as it stands, a figure in it keeps its bookmark


FILTERS: Mapping[str, Filter] = {
    "万": Filter(
        _in_ten_thousands,
        "满一万的写成几万，不满的照原样；括号里写几位小数，不写是 2 位",
        (("{{ 27200|万 }}", "2.72万"), ("{{ 1620|万 }}", "1620"), ("{{ 27251|万(1) }}", "2.7万")),
    ),
    "亿": Filter(
        _in_hundred_millions,
        "满一亿的写成几亿，不满的和“万”一样",
        (("{{ 125000000|亿 }}", "1.25亿"), ("{{ 27200|亿 }}", "2.72万")),
    ),
    "小数": Filter(
        _decimals,
        "四舍五入到几位小数，末尾的零不印，不写是 2 位",
        (("{{ 10.6665|小数 }}", "10.67"), ("{{ 2.25|小数(1) }}", "2.3"), ("{{ 3|小数 }}", "3")),
    ),
    "百分比": Filter(
        _share,
        "写成百分之几，不写是 1 位小数；没到 100% 的，不会印成 100%",
        (("{{ 0.719|百分比 }}", "71.9%"), ("{{ 0.9999|百分比 }}", "99.9%"), ("{{ 0.7192|百分比(2) }}", "71.92%")),
    ),
    "百分点": Filter(
        _points,
        "写成几个百分点，不带正负号",
        (("{{ 4.4|百分点 }}", "4.4个百分点"), ("{{ -4.4|百分点 }}", "4.4个百分点")),
    ),
    "快慢": Filter(
        _pace,
        "快于还是慢于序时进度，按正负号自己选",
        (
            ("{{ 4.4|快慢 }}", "快于序时进度4.4个百分点"),
            ("{{ -4.4|快慢 }}", "慢于序时进度4.4个百分点"),
            ("{{ 0|快慢 }}", "与序时进度持平"),
        ),
    ),
    "同比": Filter(
        _comparison("同比", "上年同期"),
        "和上年同期比；工具里没有上年的数，要自己写在括号里",
        (
            ("{{ 12.36|同比(11.8) }}", "同比增长4.7%"),
            ("{{ 11|同比(11.8) }}", "同比下降6.8%"),
            ("{{ 12.36|同比(12.36) }}", "与上年同期持平"),
            ("{{ 12.36|同比('') }}", "上年同期无此数"),
            ("{{ 12.36|同比(0) }}", "上年同期为零"),
        ),
    ),
    "环比": Filter(
        _comparison("环比", "上期"),
        "和上期比；本年累计数逐期增加，比的是累计数时句子里要说明",
        (("{{ 17|环比(15) }}", "环比增长13.3%"), ("{{ 17|环比('') }}", "上期无此数")),
    ),
    "名次": Filter(
        _place,
        "写成第几位，并列的写明",
        (("{{ 3|名次 }}", "第3位"), ("{{ 3|名次(true) }}", "并列第3位")),
    ),
    "列举": Filter(
        _listing,
        "把一组名称连成一句；括号里写最多列几个、叫什么",
        (
            ("{{ ['甲县', '乙县', '丙区']|列举 }}", "甲县、乙县和丙区"),
            ("{{ ['甲县', '乙县', '丙区']|列举(2, '县区') }}", "甲县、乙县等3个县区"),
        ),
    ),
    "汉字数": Filter(
        _numeral,
        "写成汉字数，排序号用；满一百的仍用阿拉伯数字",
        (("{{ 3|汉字数 }}", "三"), ("{{ 21|汉字数 }}", "二十一")),
    ),
    "日期": Filter(_day, "写成某年某月某日", (("{{ '2023-09-20'|日期 }}", "2023年9月20日"),)),
    "整句": Filter(
        _sentence,
        "几行文字并成一句，末尾补上句号",
        (("{{ '正在施工'|整句 }}", "正在施工。"),),
    ),
}
"""By the name that stands behind the stroke: {{ 27200|万 }}."""

PRESENT = "有数"
"""The test that tells whether a word has a value: {% if 指标.累计数 is 有数 %}."""


def is_present(value: object) -> bool:
    """Whether there is a value; zero is one. An unknown word raises with its name."""
    if isinstance(value, Undefined):
        str(value)
    return not _is_absent(value)


# What stands in a template as it is written

_EXACT = "精确"
BARE = "不带标记"
"""The filter through which both sides of a comparison go."""

_COMPARISONS: Mapping[Callable[[Any, Any], bool], tuple[str, ...]] = {
    operator.eq: ("eq", "==", "equalto"),
    operator.ne: ("ne", "!="),
    operator.lt: ("lt", "<", "lessthan"),
    operator.le: ("le", "<="),
    operator.gt: ("gt", ">", "greaterthan"),
    operator.ge: ("ge", ">="),
    lambda value, values: value in values: ("in",),
}
"""Tests of jinja2 that hold a value against another, by all their names: {% if 行.评定 is eq('滞后') %}."""


def add_to(environment: Environment) -> None:
    """Gives an environment the filters and the test; `round` no longer rounds half to even, as jinja2's own does."""
    environment.filters.update({name: told.function for name, told in FILTERS.items()})
    environment.filters.update({"round": _half_up, _EXACT: Decimal, BARE: _without_marks})
    environment.tests[PRESENT] = is_present
    for holds, names in _COMPARISONS.items():
        environment.tests.update(dict.fromkeys(names, _on_bare_texts(holds)))


def _without_marks(value: object) -> object:
    """A text, or a list of them, as it is read: a figure in it carries marks (`bookmarks`), and equals nothing."""
    match value:
        case str():
            return bare(value)
        case list() | tuple():
            return [_without_marks(one) for one in value]
    return value


def _on_bare_texts(holds: Callable[[Any, Any], bool]) -> Callable[[object, object], bool]:
    return lambda value, other: holds(_without_marks(value), _without_marks(other))


_CHANGING = frozenset(("replace", "length", "count", "truncate", "upper", "lower", "title"))
"""Filters of jinja that look into a text: they see it as it is read, and what they make carries no bookmark."""


def prepared(tree: nodes.Template) -> nodes.Template:
    """A parsed template in which 0.7 is seven tenths and comparisons see texts as they are read.

    Held against a `Decimal`, the float would be less than seven tenths.
    """
    _prepare(tree)
    return tree


def _prepare(node: nodes.Node) -> None:
    for name, value in node.iter_fields():
        if isinstance(value, nodes.Node):
            setattr(node, name, _exact(value))
        elif isinstance(value, list):
            value[:] = [_exact(one) if isinstance(one, nodes.Node) else one for one in value]
    if isinstance(node, nodes.Compare | nodes.Operand):
        node.expr = _filtered(node.expr, BARE)
    elif isinstance(node, nodes.Filter) and node.name in _CHANGING and node.node is not None:
        node.node = _filtered(node.node, BARE)


def _exact(node: nodes.Node) -> nodes.Node:
    if isinstance(node, nodes.Const) and isinstance(node.value, float):
        return _filtered(nodes.Const(repr(node.value), lineno=node.lineno), _EXACT)
    _prepare(node)
    return node


def _filtered(node: nodes.Expr, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
