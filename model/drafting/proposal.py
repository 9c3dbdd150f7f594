"""What is proposed for a row (类型, 汇总方式, 累计方式, 序时, 方向, 单位, 小数位), each with the reason why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from model.drafting.due import LAST_MONTH, Due, due_in, due_of_amount, milestones_of
from model.drafting.pairing import Item, Said
from model.drafting.paper import Entry
from model.indicator import MONTHLY, NO_PACE, Accrual, Direction, Kind, Rollup
from model.labels import IndicatorColumn
from model.quantity import (
    HUNDRED,
    PERCENT,
    SCALES,
    UNIT_SCALES,
    Comparator,
    decimals_of,
    halfwidth,
    plain,
    product,
    quotient,
    read_quantity,
)
from model.quantity.stated import Doubt, Nature, Stated

_STOCK = re.compile("入网|平台覆盖|注册用户|用户数|覆盖人数|参保人数|在册|保有量|床位数|托位数")
_LOWER = re.compile("失业率|发生率|死亡率|事故|投诉|下降|不发生|逾期|重复率")
_NOT_ADDED = frozenset(("项", "种", "类"))
_PEOPLE = re.compile("用户|人员|群众|学生|老人|老年人|妇女|儿童|职工|居民|人数")
_CLAUSE = re.compile("[^。；;\n]*[。；;\n]?")
_SCALED_DIGITS = 2
"""Decimal places of an amount in 万 or 亿: without any a month's work would not be seen."""
_ONE_PERCENT = Decimal("0.01")
_ADDED_MAY_DOUBLE = "按项、种、类数的任务各地可能重复，能不能相加请核对"
_BELOW_ONE = "不到1%，原文可能是小数（0.96即96%），请核对"
_MILESTONES_UNREAD = "原文的分期目标（{told}）没有写进“序时”，请核对"
_WORDS = {Comparator.AT_LEAST: "不少于", Comparator.MORE: "超过", Comparator.AT_MOST: "不超过", Comparator.LESS: "低于"}


@dataclass(frozen=True)
class Proposal:
    """The proposed cells of a row, the reasons by column, and what is doubtful of them."""

    unit: str
    kind: Kind
    rollup: Rollup
    accrual: Accrual
    schedule: str
    direction: Direction
    comparator: Comparator
    digits: int
    reasons: Mapping[str, str]
    doubts: tuple[str, ...] = ()


def proposal_for(item: Item, units_below: tuple[str, ...], entry: Entry) -> Proposal:
    """The proposal for an item of `entry`; `units_below` are the counties that are asked."""
    amounts = [said.amount for said in (item.own, *item.below.values()) if said and said.amount]
    first = amounts[0]
    kind, why_kind = _kind(first)
    unit, why_unit = _unit(amounts, kind)
    rollup, why_rollup = _rollup(item, kind, amounts, units_below)
    direction, why_direction = _direction(first)
    accrual, why_accrual = _accrual(item, kind, first)
    schedule, why_schedule = _schedule(item, kind, accrual, entry)
    digits, why_digits = _digits(amounts, kind, unit)
    reasons = {
        IndicatorColumn.KIND: why_kind,
        IndicatorColumn.ROLLUP: why_rollup,
        IndicatorColumn.ACCRUAL: why_accrual,
        IndicatorColumn.SCHEDULE: why_schedule,
        IndicatorColumn.DIRECTION: why_direction,
        IndicatorColumn.UNIT: why_unit,
        IndicatorColumn.DIGITS: why_digits,
    }
    # The words of a phrase win over the column, which is for those without any (contract section 2).
    comparator = Comparator.AT_MOST if direction is Direction.LOWER else Comparator.AT_LEAST
    doubts = [_ADDED_MAY_DOUBLE] if rollup is Rollup.SUM and unit in _NOT_ADDED else []
    if (
        kind is Kind.RATE
        and direction is Direction.HIGHER
        and any(0 < (one.value or 0) < _ONE_PERCENT for one in amounts)
    ):
        doubts.append(_BELOW_ONE)
    if entry.milestones and ";" not in schedule:
        told = "、".join(f"{month}月{one.text}" for month, one in sorted(entry.milestones.items()))
        doubts.append(_MILESTONES_UNREAD.format(told=told))
    return Proposal(
        unit, kind, rollup, accrual, schedule, direction, comparator, digits,
        {str(column): why for column, why in reasons.items() if why}, tuple(doubts),
    )  # fmt: skip


def _kind(amount: Stated) -> tuple[Kind, str]:
    match amount.nature:
        case Nature.RATE:
            return Kind.RATE, "原文是百分比"
        case Nature.LEVEL:
            return Kind.STANDARD, f"原文按每{amount.per}算，是标准，不是总数"
        case Nature.STATE:
            return Kind.STATE, "原文没有数，只能报未启动、推进中、已完成"
    return Kind.AMOUNT, "原文是数量"


def _unit(amounts: list[Stated], kind: Kind) -> tuple[str, str]:
    if kind is Kind.STATE:
        return "", ""
    if kind is Kind.RATE:
        return PERCENT, "百分比"
    units = [_with_base(one) for one in amounts]
    smallest = min(units, key=_scale)
    if smallest != units[0]:
        return smallest, f"市级用{units[0]}、下级用{smallest}，取小的一个"
    return units[0], "照原文" if amounts[0].unit == units[0] else "原文没有写单位，按所数的对象猜的"


def _with_base(amount: Stated) -> str:
    """The unit of an amount; 26万注册用户 counts 人 as far as can be guessed."""
    if Doubt.NO_UNIT not in amount.doubts:
        return amount.unit
    return amount.unit + ("人" if _PEOPLE.search(amount.measured) else "个")


def _rollup(item: Item, kind: Kind, amounts: list[Stated], below: tuple[str, ...]) -> tuple[Rollup, str]:
    if not below:
        return Rollup.OWN_LEVEL, "由本级单位直接报"
    if item.kindred is not None:
        return Rollup.NONE, "本级任务用另一种单位，这里的数不相加"
    if kind is Kind.AMOUNT:
        if any(Doubt.NOTHING_HAPPENS in one.doubts for one in amounts):
            return Rollup.EACH, "各单位都不发生才算达标"
        if item.own is None and amounts[0].high is not None:
            return Rollup.EACH, "目标是区间，各单位各自达标"
        return Rollup.SUM, "各单位的数相加就是总数"
    if kind is Kind.RATE:
        return Rollup.EACH, "比率不能相加，各单位都达到才算达标"
    return Rollup.EACH, "不能相加，各单位都达到才算达标"


def _direction(amount: Stated) -> tuple[Direction, str]:
    if Doubt.NOTHING_HAPPENS in amount.doubts:
        return Direction.LOWER, "不发生最好"
    if amount.comparator in (Comparator.AT_MOST, Comparator.LESS):
        return Direction.LOWER, "原文是上限"
    if _LOWER.search(amount.measured):
        return Direction.LOWER, "这类数越低越好"
    return Direction.HIGHER, "一般任务"


def _accrual(item: Item, kind: Kind, amount: Stated) -> tuple[Accrual, str]:
    if kind in (Kind.RATE, Kind.STANDARD):
        return Accrual.STOCK, "是某一天的水平，不从年初累加"
    if kind is Kind.AMOUNT and (item.kindred is not None or _STOCK.search(amount.measured)):
        return Accrual.STOCK, "是期末的总量，不是本年新增"
    return Accrual.CUMULATIVE, "从年初累计"


def _schedule(item: Item, kind: Kind, accrual: Accrual, entry: Entry) -> tuple[str, str]:
    due, words = _due(item, entry)
    is_told = f"原文写明{words}完成" if due else ""
    amounts = [said.amount for said in (item.own, *item.below.values()) if said and said.amount]
    is_none_wanted = any(Doubt.NOTHING_HAPPENS in one.doubts for one in amounts)
    if kind is not Kind.AMOUNT or accrual is Accrual.STOCK or is_none_wanted:
        return NO_PACE, "，".join(filter(None, (is_told, "不与时间进度比较")))
    amount = next(iter(amounts), None)
    if entry.milestones and amount is not None and amount.value:
        milestones = milestones_of(entry.milestones, amount.value, amount.unit)
        if milestones is not None:
            return milestones, "照原文的分期目标"
    if due is not None and due.month != LAST_MONTH:
        return due.milestone, is_told
    return MONTHLY, f"{is_told or '原文没有写完成日期'}，按月平均"


def _due(item: Item, entry: Entry) -> tuple[Due | None, str]:
    """The day in the amount's own sentence, else that of the line's column."""
    if item.own is not None and (found := due_of_amount(*_sentence(item.own))) is not None:
        return found
    due = due_in(entry.due.text) if entry.due else None
    return due, halfwidth(entry.due.text).removesuffix("完成") if entry.due else ""


def _sentence(said: Said) -> tuple[str, int]:
    """The sentence in which an amount stands, without white space, and where the amount stands in it."""
    if said.amount is None:
        return "", 0
    text, place = said.passage.text, said.amount.start
    span = next((one.span() for one in _CLAUSE.finditer(text) if one.start() <= place < one.end()), (0, len(text)))
    return halfwidth(text[slice(*span)]), len(halfwidth(text[span[0] : place]))


def _digits(amounts: list[Stated], kind: Kind, unit: str) -> tuple[int, str]:
    if kind is Kind.STATE:
        return 0, ""
    values = [value for one in amounts for value in _values(one, unit)]
    if kind is Kind.RATE:
        digits = max(1, *(decimals_of(product(value, HUNDRED)) for value in values))
        return digits, "百分比一般保留1位小数" if digits == 1 else "照原文的位数"
    stated = max(decimals_of(value) for value in values)
    if stated < _SCALED_DIGITS and _scale(unit) > 1 and kind is Kind.AMOUNT:
        return _SCALED_DIGITS, f"以{unit}计，进度要看得出来，保留{_SCALED_DIGITS}位小数"
    return stated, "照原文的位数"


def _values(amount: Stated, unit: str) -> list[Decimal]:
    return [in_unit(value, amount, unit) for value in (amount.value, amount.high) if value is not None]


def in_unit(value: Decimal, amount: Stated, unit: str) -> Decimal:
    """A value of `amount` in the row's unit: 3 in 万户 is 30000 in 户."""
    return value if unit == PERCENT else quotient(product(value, _scale(amount.unit)), _scale(unit))


def _scale(unit: str) -> Decimal:
    """万 of 万人, and of a number that has no other unit."""
    return next((SCALES[word] for word in UNIT_SCALES if unit.startswith(word)), Decimal(1))


def target_phrase(said: Said, unit: str, comparator: Comparator) -> str:
    """What stands in the target cell: the paper's words where the cell's reader takes them, else the amount anew.

    `unit` and `comparator` are the row's. Empty for a task without a number.
    """
    amount = said.amount
    if amount is None or amount.value is None:
        return said.words
    written = halfwidth(said.passage.text[amount.start : amount.end])
    low = in_unit(amount.value, amount, unit)
    high = None if amount.high is None else in_unit(amount.high, amount, unit)
    for phrase in (written, _anew(low, high, amount.comparator, unit, comparator)):
        read = read_quantity(phrase, unit)
        if read is not None and (read.value, read.high) == (low, high):
            if (read.comparator or comparator) == (amount.comparator or comparator):
                return phrase
    return _anew(low, high, amount.comparator, unit, comparator)


def _anew(low: Decimal, high: Decimal | None, stated: Comparator | None, unit: str, row: Comparator) -> str:
    factor = HUNDRED if unit == PERCENT else Decimal(1)
    ends = [plain(product(value, factor)) for value in (low, high) if value is not None]
    word = _WORDS[stated] if stated is not None and stated is not row else ""
    return f"{word}{'—'.join(ends)}{unit}"
