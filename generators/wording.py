"""Figures in the words of official papers: 2.72万人次, 快于序时进度4.4个百分点, 并列第3位, 2023年9月30日.

Every function takes exact figures (`Decimal`, percentages as fractions) and returns Chinese text; what does not exist
is an empty text, never None or 0.0.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from model.figure import Judgement, Pace
from model.indicator import Direction, Indicator, Kind, Schedule
from model.quantity import HUNDRED, decimals_of, plain, round_half_up, shown_percent, sum_of
from model.remark import target_words
from model.so_far import SoFar
from model.target import Target
from model.unit import Unit

GAP = "　　"
"""What is printed where a person fills in by hand."""

NOTHING = "—"
"""What a cell shows where there is nothing to tell."""

_DIGITS = "零一二三四五六七八九"
_SEEN = 3
"""So many digits are shown of a value that is too small for its 小数位."""


# Figures


def percent(share: Decimal, digits: int) -> str:
    """A share in per cent, at its own decimals up to `digits`: 0.719 is 71.9%, 0.75 is 75%.

    Never 100% for what falls short of it; what is above zero and would be shown as 0.0% is 不足0.1%.
    """
    shown = shown_percent(share, min(digits, decimals_of(share * HUNDRED)))
    if share and not shown:
        return f"不足{_smallest(digits)}%"
    return f"{shown:f}%"


def amount_number(indicator: Indicator, value: Decimal) -> str:
    """The value without its 单位, at its own decimals up to 小数位; percentages with the sign."""
    if indicator.is_percent:
        return percent(value, indicator.digits)
    shown = round_half_up(value, indicator.shown_digits_of(value))
    if shown or not value:
        return f"{shown:f}"
    # Too small for 小数位: what can be seen of it, and not the endless digits of a quotient.
    return plain(round_half_up(value, min(decimals_of(value), _SEEN - 1 - value.adjusted())))


def amount(indicator: Indicator, value: Decimal) -> str:
    """The value with its 单位: 2.72万人次, 71.9%."""
    number = amount_number(indicator, value)
    return number if indicator.is_percent else f"{number}{indicator.unit}"


def target(indicator: Indicator, asked: Target | None) -> str:
    """The target as written; empty without one."""
    return target_words(indicator, asked)


def change(indicator: Indicator, increment: Decimal) -> str:
    """What came since the previous period: 增加1.2万人次, 减少3户, 提高5个百分点, or 持平."""
    if not increment:
        return "持平"
    up = increment > 0
    if indicator.is_percent:
        points = plain(round_half_up(abs(increment) * HUNDRED, indicator.digits))
        return f"{'提高' if up else '下降'}{points}个百分点"
    return f"{'增加' if up else '减少'}{amount(indicator, abs(increment))}"


def _smallest(digits: int) -> str:
    return plain(Decimal(1).scaleb(-digits))


# Judgements


def completion(judged: Judgement, asked: Target | None, digits: int) -> str:
    """How much of the year's target is done; 尚未完成 for a true zero, empty without a completion."""
    share = judged.completion
    if share is None:
        return ""
    if not share:
        return "尚未完成"
    if judged.met:
        return excess(share, digits) if asked is None or asked.high is None else "已完成年度目标"
    if share >= 1:
        return "已到目标数，尚未超过"
    return f"完成年度目标的{percent(share, digits)}"


def excess(share: Decimal, digits: int) -> str:
    """超额完成12.5%: a completion above the whole, less 100%."""
    over = round_half_up(share * HUNDRED, digits) - HUNDRED
    return f"超额完成{plain(over)}%" if over > 0 else "已完成年度目标"


def pace(judged: Judgement | SoFar) -> str:
    """快于序时进度4.4个百分点, 慢于序时进度3个百分点, 与序时进度持平; empty where no pace is compared."""
    if judged.pace is Pace.NONE or judged.gap is None:
        return ""
    points = f"{plain(abs(judged.gap))}个百分点"
    if judged.pace is Pace.LEVEL:
        if not judged.gap:
            return "与序时进度持平"
        return f"与序时进度基本持平（{'快' if judged.gap > 0 else '慢'}{points}）"
    return f"{'快于' if judged.pace is Pace.AHEAD else '慢于'}序时进度{points}"


def due(schedule: Schedule, share: Decimal, digits: int) -> str:
    """按节点应完成30%; before the first milestone 计划8月25日完成100%，未到节点."""
    if share:
        return f"按节点应完成{percent(share, digits)}"
    first = schedule.milestones[0]
    by = f"{first.month}月{first.day}日" if first.day else f"{first.month}月底"
    return f"计划{by}完成{percent(first.share, digits)}，未到节点"


_STATES = {"推进中": "正在推进", "未启动": "尚未启动"}


def state(word: str, *, is_shared: bool = False) -> str:
    """A 状态 as a sentence says it: 正在推进, 尚未启动, 已完成; 均在推进 of several units."""
    told = _STATES.get(word, word)
    return f"均{told.removeprefix('正')}" if is_shared else told


def left(indicator: Indicator, value: Decimal, judged: Judgement, asked: Target) -> str:
    """What is still wanting to the target: 还差8个, 还差2.6个百分点, 还高0.4分钟; empty where nothing is."""
    if asked.value is None or judged.met is not False:
        return ""
    if indicator.kind is Kind.PROGRESS:
        points = HUNDRED - shown_percent(value, indicator.digits)
        return f"还差{plain(points)}个百分点" if points else ""
    if judged.completion is None:
        if not judged.gap:
            return ""
        apart = f"{plain(abs(judged.gap))}{'个百分点' if indicator.is_percent else indicator.unit}"
        return f"还{'高' if indicator.direction is Direction.LOWER else '差'}{apart}"
    missing = sum_of((asked.value, value.copy_negate()))
    return f"还差{amount(indicator, missing)}" if missing > 0 else ""


def level(indicator: Indicator, judged: Judgement) -> str:
    """How a 比率, a 标准 or a ceiling stands against its target: 高于目标6.9个百分点, 低于控制目标0.13个百分点."""
    if judged.gap is None:
        return ""
    is_ceiling = indicator.direction is Direction.LOWER
    name = "控制目标" if is_ceiling else "目标"
    if judged.gap:
        apart = plain(abs(judged.gap)) + ("个百分点" if indicator.is_percent else indicator.unit)
        return f"{'高于' if judged.gap > 0 else '低于'}{name}{apart}"
    if judged.met:
        return f"与{name}持平"
    return "略高于控制目标" if is_ceiling else "略低于目标"


def rank(place: int | None, tied: bool) -> str:
    """第3位, 并列第3位; empty without a rank."""
    if place is None:
        return ""
    return f"{'并列' if tied else ''}第{place}位"


# Lists, numerals, dates


def listing(names: Sequence[str]) -> str:
    """甲县, 甲县和乙县, 甲县、乙县和丙区."""
    if len(names) < 2:
        return "".join(names)
    return f"{'、'.join(names[:-1])}和{names[-1]}"


_KIND_NAMES = {"县区": "县（市、区）", "乡镇": "乡镇", "街道": "街道", "功能区": "功能区", "企业": "企业"}


def kind_name(kind: str, level: str = "市") -> str:
    """How the units of one 类型 are called: 县（市、区）, 市直单位."""
    if level == "省" and kind == "县区":
        return "市"  # what reports to a province
    return _KIND_NAMES.get(kind, f"{kind}单位")


def counted_units(units: Iterable[Unit], level: str) -> str:
    """10个县（市、区）、2个功能区和9个市直单位."""
    counts = Counter(unit.kind for unit in units)
    return listing([f"{count}个{kind_name(kind, level)}" for kind, count in counts.items()])


def numeral(number: int) -> str:
    """一, 十, 二十一: headings are counted in these; from 100 on in Arabic digits, which no office gets to."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"


def day(when: date) -> str:
    """2023年9月30日, without leading zeros."""
    return f"{when.year}年{when.month}月{when.day}日"


def day_or_gap(when: date | None, year: int) -> str:
    """The date, or 2023年　　月　　日 for a person to fill in."""
    return day(when) if when else f"{year}年{GAP}月{GAP}日"


def issuer_or_gap(issuer: str) -> str:
    """The 发文机关, or a gap for a person to fill in."""
    return issuer.strip() or GAP * 4


def number_or_gap(number: str, issuer_code: str, year: int) -> str:
    """The 发文字号, or 平政办〔2023〕　　号 for a person to fill in."""
    return number.strip() or f"{issuer_code or GAP}〔{year}〕{GAP}号"


def sentence(text: str) -> str:
    """What a unit wrote, as one line that ends in a full stop; empty stays empty."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    joined = "".join(line if line[-1] in "。！？；，、：…" else f"{line}；" for line in lines)
    if not joined:
        return ""
    return joined if joined[-1] in "。！？…" else f"{joined.rstrip('；，、：')}。"
