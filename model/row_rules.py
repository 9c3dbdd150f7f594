"""What a row of the form must satisfy, told once.

The form's cells refuse it at the keyboard, 自检 shows it, the validators find it; the sentences stand in the catalogue
under the rule's code. Rules of the breakdown's own (审核关系) come from `relation`, not from here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache

from model.catalogue import CATALOGUE, SHORT
from model.condition import (
    At,
    Compared,
    Condition,
    Either,
    Every,
    Is,
    Judge,
    Less,
    Not,
    NotWhole,
    Numbers,
    Rounded,
    Says,
    Texts,
    Times,
    Unreadable,
    judge_of,
)
from model.finding import Severity
from model.form import FormRow, asked_columns
from model.indicator import Accrual, Indicator, Kind
from model.labels import FormColumn
from model.limits import (
    ABOVE_LARGE,
    FAR_ABOVE,
    HUNDREDFOLD,
    JUMP,
    JUMP_SHARE,
    LARGE,
    SURELY_PERCENT,
    TEN_THOUSAND,
    TEN_THOUSANDFOLD,
)
from model.quantity import HUNDRED, QUOTIENT_DIGITS, Comparator, is_indivisible, split_unit
from model.target import DONE_WORD, NOT_STARTED_WORD, STATES, UNDER_WAY_WORD

SHORTEST_EXPLANATION = 2
"""Characters that 说明 must have to explain anything: 无, —, / and 0 do not."""
NOT_BEGUN_WORDS = ("尚未启动", "尚未开工", "尚未开始", "未启动", "未开工")
NOT_FINISHED_WORDS = (*NOT_BEGUN_WORDS, "尚未完成")
BEGUN_WORDS = ("已启动", "已开工", "已全部完成", "已建成")
"""What a sentence says when a work has not begun, is not finished, has begun."""
_ZERO, _ONE = Decimal(0), Decimal(1)
_LESS, _AT_MOST, _MORE, _AT_LEAST = Comparator.LESS, Comparator.AT_MOST, Comparator.MORE, Comparator.AT_LEAST


@dataclass(frozen=True)
class RowRule:
    """A rule of a row: `fails` is the fault, `code` its entry in the catalogue, `column` the cell it speaks of.

    `codes` are the rows that it compares. Of the rules with one `subject` the first fault stands for all: the others
    would only say it again.
    """

    code: str
    column: FormColumn
    fails: Condition
    codes: tuple[str, ...]
    subject: str = ""
    words: Mapping[str, str] = field(default_factory=dict, hash=False)

    @cached_property
    def _judge(self) -> Judge:
        return judge_of(self.fails)

    def is_broken(self, numbers: Numbers, texts: Texts) -> bool:
        """Whether the cells commit the fault; not where that cannot be told."""
        return self._judge(numbers, texts) is True

    @cached_property
    def severity(self) -> Severity:
        """Its level in the catalogue."""
        return CATALOGUE[self.code].severity

    @property
    def short(self) -> str:
        """What 自检 and a refused keystroke say."""
        return SHORT[self.code].format_map({"column": self.column, **self.words})


@dataclass(frozen=True)
class Known:
    """What is known of a unit's row before it is filled in, as far as rules depend on it.

    `comparator` is the target's, None where there is no target; `is_compared` tells whether last period holds a figure
    above zero (of a 状态: a word).
    """

    comparator: Comparator | None = None
    has_positive_target: bool = False
    is_compared: bool = False


def known_of(row: FormRow) -> Known:
    """What `rules_of` needs to know of a row."""
    before = row.previous_text in STATES if row.indicator.kind is Kind.STATE else bool(row.previous)
    return Known(None if row.target is None else row.target_of_unit.comparator, bool(row.target), before)


def rules_of(indicator: Indicator, known: Known) -> tuple[RowRule, ...]:
    """The rules of one row, in the order in which a person would mend them."""
    return (*reading_rules_of(indicator), *input_rules_of(indicator), *figure_rules_of(indicator, known))


@lru_cache(maxsize=4096)
def reading_rules_of(indicator: Indicator) -> tuple[RowRule, ...]:
    """What keeps a figure from being read at all; whoever reads the cells tells it."""
    return tuple(_reading_rules(indicator))


@lru_cache(maxsize=4096)
def input_rules_of(indicator: Indicator) -> tuple[RowRule, ...]:
    """What is wrong with a number by itself."""
    return tuple(_input_rules(indicator))


@lru_cache(maxsize=8192)
def figure_rules_of(indicator: Indicator, known: Known) -> tuple[RowRule, ...]:
    """What is wrong with a figure beside its target, last period's, the row's words."""
    return tuple(_figure_rules(indicator, known))


def _rule(
    indicator: Indicator, code: str, column: FormColumn, fails: Condition, subject: str = "", **words: str
) -> RowRule:
    return RowRule(code, column, fails, (indicator.code,), subject, words=words)


def _reading_rules(indicator: Indicator) -> Iterator[RowRule]:
    for column in asked_columns(indicator):
        cell, states = At(indicator.code, column), "、".join(STATES)
        is_state = column is FormColumn.STATE
        yield _rule(indicator, "C09" if is_state else "C06", column, Unreadable(cell, "error"), column, states=states)
        yield _rule(indicator, "R01", column, Unreadable(cell, "blank"), column)
        if is_state:
            yield _rule(indicator, "C09", column, Not(Is(cell, STATES)), column, states=states)
        else:
            yield _rule(indicator, "C01", column, Unreadable(cell, "text"), column)


def _input_rules(indicator: Indicator) -> Iterator[RowRule]:
    if indicator.kind is Kind.STATE:
        return
    for column in asked_columns(indicator):
        cell = At(indicator.code, column)
        yield _rule(indicator, "C02", column, Compared(cell, _LESS, _ZERO), column)
        scale, base = split_unit(unit_of_column(indicator, column))
        if is_indivisible(base):
            yield _rule(indicator, "C03", column, NotWhole(Times(scale, cell)), column, base=base)
        if column is FormColumn.DENOMINATOR:
            yield _rule(indicator, "C07", column, Compared(cell, _AT_MOST, _ZERO), column)
        if column is FormColumn.VALUE and indicator.is_percent:
            yield _rule(indicator, "C04", column, Compared(cell, _AT_LEAST, SURELY_PERCENT), column)


_UNIT_IN_BRACKETS = re.compile(r"[（(]([^（）()]+)[）)]$")


def unit_of_column(indicator: Indicator, column: FormColumn) -> str:
    """The unit of an input: of 分子 and 分母 what stands in brackets at the end of their 口径, or nothing."""
    if column is FormColumn.VALUE:
        return indicator.asked_unit
    text = {FormColumn.NUMERATOR: indicator.numerator, FormColumn.DENOMINATOR: indicator.denominator}.get(column, "")
    match = _UNIT_IN_BRACKETS.search(text)
    return match[1] if match else ""


def _figure_rules(indicator: Indicator, known: Known) -> Iterator[RowRule]:
    if indicator.kind is Kind.STATE:
        yield from _state_rules(indicator, known)
        return
    if indicator.kind in (Kind.AMOUNT, Kind.STANDARD) and known.has_positive_target:
        yield from _far_above_target(indicator)
    if known.is_compared:
        yield from _beside_previous(indicator, known)
    if indicator.kind is Kind.RATE and known.has_positive_target:
        yield _lost_percent(indicator, FormColumn.TARGET)
    if indicator.is_percent:
        yield _rule(indicator, "C32", FormColumn.VALUE, Compared(_value(indicator), _MORE, _ONE))
    if known.comparator is not None:
        yield _rule(indicator, "C33", FormColumn.VALUE, _display_misleads(indicator, known.comparator))


def _value(indicator: Indicator) -> At:
    return At(indicator.code, FormColumn.VALUE)


def _far_above_target(indicator: Indicator) -> Iterator[RowRule]:
    value, target = _value(indicator), At(indicator.code, FormColumn.TARGET)
    scale = split_unit(indicator.asked_unit)[0]
    if scale > 1:
        fails = Compared(value, _AT_LEAST, Times(TEN_THOUSANDFOLD, target))
        yield _rule(indicator, "C10", FormColumn.VALUE, fails, "size", unit=indicator.asked_unit, base=target.column)
    far = Either((
        Compared(value, _AT_LEAST, Times(FAR_ABOVE, target)),
        Every((
            Compared(value, _AT_LEAST, Times(ABOVE_LARGE, target)),
            Compared(Times(scale, target), _AT_LEAST, LARGE),
        )),
    ))  # fmt: skip
    yield _rule(indicator, "C31", FormColumn.VALUE, far, "size")


def _beside_previous(indicator: Indicator, known: Known) -> Iterator[RowRule]:
    """Against last period's figure, which is above zero."""
    value, before = _value(indicator), At(indicator.code, FormColumn.PREVIOUS)
    is_amount = indicator.kind in (Kind.AMOUNT, Kind.STANDARD)
    is_cumulative, scale = indicator.accrual is Accrual.CUMULATIVE, split_unit(indicator.asked_unit)[0]
    if is_amount and scale > 1 and not known.has_positive_target:
        fails: Condition = Compared(value, _AT_LEAST, Times(TEN_THOUSANDFOLD, before))
        yield _rule(indicator, "C10", FormColumn.VALUE, fails, "size", unit=indicator.asked_unit, base=before.column)
    if is_amount and scale == 1:
        # What only grows is at least last period's when it is brought to its unit; a stock is about last period's.
        most, least = (TEN_THOUSANDFOLD, TEN_THOUSAND) if is_cumulative else (TEN_THOUSAND / 2, TEN_THOUSAND * 2)
        fails = Every((
            Compared(value, _MORE, _ZERO),
            Compared(Times(most, value), _AT_MOST, before),
            Compared(Times(least, value), _AT_LEAST, before),
        ))  # fmt: skip
        yield _rule(indicator, "C39", FormColumn.VALUE, fails, "size", unit=indicator.asked_unit)
    if indicator.is_percent:
        yield _lost_percent(indicator, FormColumn.PREVIOUS)
    if indicator.has_pace and not indicator.schedule.milestones and known.has_positive_target:
        target = At(indicator.code, FormColumn.TARGET)
        fails = Every((
            Compared(value, _AT_LEAST, Times(JUMP, before)),
            Compared(Less(value, before), _MORE, Times(JUMP_SHARE, target)),
        ))  # fmt: skip
        yield _rule(indicator, "P03", FormColumn.VALUE, fails, "size")
    if is_cumulative:
        falls = Compared(Rounded(value, QUOTIENT_DIGITS), _LESS, Rounded(before, QUOTIENT_DIGITS))
        yield _rule(indicator, "P01", FormColumn.VALUE, falls, "size")


def _lost_percent(indicator: Indicator, base: FormColumn) -> RowRule:
    """A fraction that fits its base a hundred times as large: 0.98 typed into a cell that shows %."""
    value, other = _value(indicator), At(indicator.code, base)
    fails = Every((
        Compared(value, _MORE, _ZERO),
        Compared(Times(HUNDREDFOLD, value), _AT_MOST, other),
        Compared(Times(HUNDRED, value), _AT_MOST, _ONE),
        Compared(Times(2 * HUNDRED, value), _AT_LEAST, other),
    ))  # fmt: skip
    return _rule(indicator, "C34", FormColumn.VALUE, fails, "size", base=base)


def _display_misleads(indicator: Indicator, comparator: Comparator) -> Condition:
    """The figure meets the target and its display does not, or the other way round (contract section 6).

    What falls short of 100% is never shown as 100%.
    """
    value, target = _value(indicator), At(indicator.code, FormColumn.TARGET)
    shown = Rounded(value, indicator.form_digits)
    differs = Either((
        Every((Compared(value, comparator, target), Not(Compared(shown, comparator, target)))),
        Every((Not(Compared(value, comparator, target)), Compared(shown, comparator, target))),
    ))  # fmt: skip
    if not indicator.is_percent:
        return differs
    return Every((differs, Not(Every((Compared(value, _LESS, _ONE), Compared(shown, _AT_LEAST, _ONE))))))


def _state_rules(indicator: Indicator, known: Known) -> Iterator[RowRule]:
    state, words = At(indicator.code, FormColumn.STATE), At(indicator.code, FormColumn.PROGRESS)
    if known.is_compared and indicator.accrual is Accrual.CUMULATIVE:
        before = At(indicator.code, FormColumn.PREVIOUS)
        falls = Either(tuple(
            Every((Is(state, STATES[:place]), Is(before, (STATES[place],)))) for place in range(1, len(STATES))
        ))  # fmt: skip
        yield _rule(indicator, "P02", FormColumn.STATE, falls)
    contradicts = Either((
        Every((Is(state, (DONE_WORD,)), Says(words, NOT_FINISHED_WORDS))),
        Every((Is(state, (UNDER_WAY_WORD,)), Says(words, NOT_BEGUN_WORDS), Not(Says(words, BEGUN_WORDS)))),
        Every((Is(state, (NOT_STARTED_WORD,)), Says(words, BEGUN_WORDS), Not(Says(words, NOT_BEGUN_WORDS)))),
    ))  # fmt: skip
    yield _rule(indicator, "C37", FormColumn.STATE, contradicts)


@lru_cache(maxsize=8192)
def part_rule(part: Indicator, whole: Indicator) -> RowRule | None:
    """其中于: a part is no more than its whole, both brought to one unit; None where their units do not fit."""
    (scale, base), (whole_scale, whole_base) = split_unit(part.asked_unit), split_unit(whole.asked_unit)
    if base != whole_base:
        return None
    fails = Compared(Times(scale, _value(part)), _MORE, Times(whole_scale, _value(whole)))
    return RowRule("X01", FormColumn.VALUE, fails, (part.code, whole.code), words={"whole": whole.code})
