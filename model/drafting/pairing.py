"""Which amount of a county's column belongs to which of the city's own task (16万人次 and 2.72万人次)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from model.drafting.likeness import likeness
from model.drafting.paper import Entry, Passage
from model.labels import NOT_ASKED, NOT_ASKED_WORDS
from model.quantity import PERCENT, halfwidth, read_quantity, split_unit
from model.quantity.sentence import read_statement
from model.quantity.stated import Doubt, Nature, NoTarget, Stated, Statement

MIXED_UNITS = "两级任务的单位不同，{region}的数另列一行；它是什么的数，是照本级的任务猜的，请核对指标名称"
ONE_FOR_SEVERAL = "{region}只写了一个数，市级有几项，先记在第一项，请分清"
EACH_ROW = "原文是每个县（市、区）都要做到：其余县区填一样的数，本级的目标请补上"
NO_AMOUNT = "{region}的任务没有写数，按“有任务、没有目标”处理，请核对"
OWN_ROW = "只有{region}写了这项任务，本级没有目标，请核对"
UNREAD = "原文里的数（{figures}）没有看懂，先按没有数的任务记，请核对"
UNREAD_BELOW = "{region}的数（{figures}）没有看懂，先按“有任务、没有目标”处理，请核对"
NO_OWN = "文件没有写本级目标，只有各单位的，请核对"
OTHER_WORDS = "{region}写的是“{words}”，按这一项的数记，请核对是不是同一项"
ALSO_BELOW = "{region}另有数量任务（见下面的行），这一行要不要单独考核，请决定"


@dataclass(frozen=True)
class Said:
    """What one column says to an item: the amount as read, the words, and what stands in the target cell otherwise."""

    passage: Passage
    amount: Stated | None = None
    words: str = ""


@dataclass(frozen=True)
class Item:
    """What is to become a row: the own amount, None where only counties have one, and what each region's column says.

    `kindred` is the own amount beside which a county's stands in another unit (占比80%, 354个). `whole` is the place
    in the list of items of what this one is part of. `executed_by` are the units of 由…统一安排实施.
    """

    own: Said | None
    below: dict[str, Said] = field(default_factory=dict)
    executed_by: tuple[str, ...] = ()
    is_alike: bool = False
    is_each: bool = False
    whole: int | None = None
    kindred: Said | None = None
    doubts: tuple[str, ...] = ()


def statement_of(passage: Passage, number: str = "") -> Statement:
    """What a passage states; one that begins with the project's own `number` is read behind it.

    In a table 1.6万人 beside the number 1 is an amount; in prose 12.15分钟健身圈建设 is item 12.
    """
    more = "" if passage.place.startswith("第") else "(?![0-9])"
    is_numbered = bool(number) and re.match(rf"{re.escape(number)}[.、．]{more}", halfwidth(passage.text)) is not None
    return _with_tabled_unit(read_statement(passage.text, is_numbered), passage)


def unread_in(said: Statement) -> str:
    """The figures that nothing was made of, as written."""
    unclear = (one for one in said.passed if one.reason in (NoTarget.UNCLEAR, NoTarget.SPECIFICATION))
    return "、".join(halfwidth(said.text[one.start : one.end]) for one in unclear)


def _with_tabled_unit(said: Statement, passage: Passage) -> Statement:
    """The statement with the amount in the unit that the table itself has for it, where words were read otherwise."""
    unit = passage.unit
    if not unit or unit == PERCENT or any(one.unit == unit for one in said.stated):
        return said
    number, behind = r"[^：:，,。；;、\s]*?\d[\d.,—–~～-]*", "(?:以上|以下|以内|左右|余)?"
    match = re.search(f"{number}{re.escape(unit)}{behind}$", passage.text)
    read = read_quantity(match[0], unit) if match else None
    if match is None or read is None:
        return said
    per = unit.partition("/")[2]
    words = passage.text[: match.start()].rstrip("：: ")
    amount = Stated(
        read.value, unit, read.comparator, read.high, Nature.LEVEL if per else Nature.AMOUNT, halfwidth(words),
        match.start(), match.end(), per,
    )  # fmt: skip
    others = tuple(one for one in said.stated if one.nature is not Nature.STATE and one.end <= match.start())
    return replace(said, stated=(*others, amount), passed=tuple(one for one in said.passed if one.end <= match.start()))


def items_of(entry: Entry) -> list[Item]:
    """The items of one line of a paper, own amounts first, in the order of the text."""
    own = statement_of(entry.task, entry.number) if entry.task else None
    items = [Item(Said(entry.task, one), whole=one.whole) for one in own.stated] if own and entry.task else []
    if own and (unread := unread_in(own)) and all(one.nature is Nature.STATE for one in own.stated):
        items = [replace(one, doubts=(UNREAD.format(figures=unread),)) for one in items]
    for region, passage in entry.shares.items():
        items = _with_region(items, region, passage)
    if entry.task is None and len(entry.shares) > 1:
        only = OWN_ROW.format(region=next(iter(entry.shares)))
        items = [
            replace(one, doubts=tuple(NO_OWN if doubt == only else doubt for doubt in one.doubts)) for one in items
        ]
    return items


def _with_region(items: list[Item], region: str, passage: Passage) -> list[Item]:
    said = statement_of(passage)
    amounts = [one for one in said.stated if one.nature is not Nature.STATE]
    if halfwidth(passage.text) in NOT_ASKED_WORDS:
        return _all(items, region, Said(passage, None, NOT_ASKED))
    if said.executed_by and not amounts:
        words = halfwidth(passage.text).rstrip("。.")
        found = _all(items, region, Said(passage, None, words))
        return [replace(one, executed_by=_unique((*one.executed_by, *said.executed_by))) for one in found]
    if not amounts:
        found = _all(items, region, Said(passage))
        if unread := unread_in(said):
            doubt = UNREAD_BELOW.format(region=region, figures=unread)
            return [replace(one, doubts=(*one.doubts, doubt)) for one in found]
        is_asked = NO_AMOUNT.format(region=region)
        return [
            replace(one, doubts=(*one.doubts, is_asked)) if one.own and one.own.amount and one.own.amount.unit else one
            for one in found
        ]
    matched = _matched(items, amounts, region)
    found = [
        _joined(one, region, passage, matched.get(index), said) for index, one in enumerate(items)
    ]  # fmt: skip
    taken = {id(one) for one, _ in matched.values()}
    rest = [one for one in amounts if id(one) not in taken]
    return [*found, *(_own_row(one, region, passage, said, items) for one in rest)]


def _all(items: list[Item], region: str, said: Said) -> list[Item]:
    return [replace(one, below={**one.below, region: said}) for one in items]


def _joined(item: Item, region: str, passage: Passage, match: tuple[Stated, str] | None, said: Statement) -> Item:
    """The item with what a region's column says to it: its amount, or that it is not asked."""
    if match is None:
        below = {**item.below, region: Said(passage, None, NOT_ASKED)}
        is_state = item.own is not None and item.own.amount is not None and item.own.amount.nature is Nature.STATE
        doubts = (*item.doubts, ALSO_BELOW.format(region=region)) if is_state else item.doubts
        return replace(item, below=below, doubts=doubts)
    amount, doubt = match
    return replace(
        item,
        below={**item.below, region: Said(passage, amount)},
        is_alike=item.is_alike or said.is_alike,
        is_each=item.is_each or said.is_each,
        doubts=(*item.doubts, doubt) if doubt else item.doubts,
    )


def _own_row(amount: Stated, region: str, passage: Passage, said: Statement, items: Sequence[Item]) -> Item:
    """A row that only a county's column has."""
    kindred = next((one.own for one in reversed(items) if one.own and one.own.amount and one.own.amount.unit), None)
    is_bare = not amount.measured and kindred is not None
    doubt = MIXED_UNITS if is_bare else EACH_ROW if said.is_each else OWN_ROW
    return Item(
        None,
        {region: Said(passage, amount)},
        is_alike=said.is_alike,
        is_each=said.is_each,
        kindred=kindred if is_bare else None,
        doubts=(doubt.format(region=region),),
    )


def _matched(items: Sequence[Item], amounts: Sequence[Stated], region: str) -> dict[int, tuple[Stated, str]]:
    """Item by its place → the amount of the region that belongs to it, and what is doubtful of that."""
    known = [(index, amount) for index, one in enumerate(items) if (amount := _known_amount(one)) is not None]
    own = [(index, amount) for index, amount in known if items[index].own is not None]
    if len(amounts) == 1 and not amounts[0].measured:
        others = [(index, amount) for index, amount in known if items[index].own is None]
        return _bare_matched(own, amounts[0], region) or _bare_matched(others, amounts[0], region)
    for columns in (own, known):
        if len(columns) == len(amounts) and all(_fit(one, other) for (_, one), other in _pairs(columns, amounts)):
            return {
                index: (amount, _doubt_of_words(one, amount, region))
                for (index, one), amount in _pairs(columns, amounts)
            }
    found: dict[int, tuple[Stated, str]] = {}
    for amount in amounts:
        ranked = sorted(
            ((likeness(one.measured, amount.measured), -index) for index, one in known
             if index not in found and _fit(one, amount)),
            reverse=True,
        )  # fmt: skip
        if ranked and ranked[0][0] >= _ALIKE:
            found[-ranked[0][1]] = (amount, "")
    return found


def _doubt_of_words(one: Stated, other: Stated, region: str) -> str:
    """What is doubtful of two amounts that are paired by their unit and place, and say they are of other things."""
    is_alike = not (one.measured and other.measured) or likeness(one.measured, other.measured) >= _UNLIKE
    return "" if is_alike else OTHER_WORDS.format(region=region, words=other.measured)


def _known_amount(item: Item) -> Stated | None:
    """The amount by which an item is known to other columns: the own one, else the first region's that has one."""
    said = [item.own, *item.below.values()]
    return next((one.amount for one in said if one and one.amount and one.amount.unit), None)


def _pairs(
    columns: Sequence[tuple[int, Stated]], amounts: Sequence[Stated]
) -> Iterable[tuple[tuple[int, Stated], Stated]]:
    return zip(columns, amounts, strict=True)


_UNLIKE = 0.3
"""Below this two wordings say other things."""
_ALIKE = 0.5
"""From here on two wordings of a task are taken for the same one."""


def _bare_matched(own: Sequence[tuple[int, Stated]], amount: Stated, region: str) -> dict[int, tuple[Stated, str]]:
    """A mere number (8649人) belongs to the own amount in its unit, to all where one amount is said of several."""
    fitting = [(index, one) for index, one in own if _fit(one, amount) and one.whole is None]
    if not fitting:
        return {}
    if len({(one.start, one.end) for _, one in fitting}) == 1:
        return {index: (amount, "") for index, _ in fitting}
    return {fitting[0][0]: (amount, ONE_FOR_SEVERAL.format(region=region))}


def _fit(one: Stated, other: Stated) -> bool:
    """Whether two amounts are in the same unit, scales aside; a number without a unit fits any amount."""
    if PERCENT in (one.unit, other.unit):
        return one.unit == other.unit
    return not other.unit or split_unit(one.unit)[1] == split_unit(other.unit)[1]


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def doubts_of(said: Said, region: str = "") -> tuple[str, ...]:
    """What is doubtful of an amount as read; that a county's mere number names no subject is not."""
    if said.amount is None:
        return ()
    doubts = [one for one in said.amount.doubts if not (region and one is Doubt.NO_SUBJECT)]
    return tuple(f"{region}：{one}" if region else str(one) for one in doubts)
