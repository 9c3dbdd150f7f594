"""Conditions over the cells of a form, told once: worked out here on what was reported, written as a formula elsewhere.

A condition is three-valued: None where a cell that it needs has no number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Literal, NamedTuple

from model.labels import FormColumn
from model.quantity import Comparator, round_half_up


class At(NamedTuple):
    """The cell of a column in the row of an indicator; its number is as typed, in the form's unit.

    A tuple, because rules look up their cells by it in every row.
    """

    code: str
    column: FormColumn


@dataclass(frozen=True)
class Times:
    """A cell's number, multiplied."""

    factor: Decimal
    cell: At


@dataclass(frozen=True)
class Less:
    """The first cell's number less the second's."""

    one: At
    other: At


@dataclass(frozen=True)
class Rounded:
    """A cell's number, rounded half up to so many decimal places."""

    cell: At
    digits: int


Term = At | Times | Less | Rounded | Decimal


@dataclass(frozen=True)
class Compared:
    """Two numbers held against each other."""

    left: Term
    sign: Comparator
    right: Term


@dataclass(frozen=True)
class NotWhole:
    """A number that is no whole one."""

    term: Term


@dataclass(frozen=True)
class Says:
    """A text that holds one of these words."""

    cell: At
    words: tuple[str, ...]


@dataclass(frozen=True)
class Is:
    """A text that is one of these words."""

    cell: At
    words: tuple[str, ...]


@dataclass(frozen=True)
class Unreadable:
    """A cell without a figure: blank, an error value, no number. Whoever reads the cell tells which."""

    cell: At
    how: Literal["blank", "error", "text"]


@dataclass(frozen=True)
class Not:
    """The opposite."""

    one: "Condition"


@dataclass(frozen=True)
class Every:
    """All of these."""

    ones: tuple["Condition", ...]


@dataclass(frozen=True)
class Either:
    """At least one of these."""

    ones: tuple["Condition", ...]


Condition = Compared | NotWhole | Says | Is | Unreadable | Not | Every | Either
Numbers = Callable[[At], Decimal | None]
Texts = Callable[[At], str]
Judge = Callable[[Numbers, Texts], bool | None]
_EXACT = Context(prec=120)
"""More digits than figures of 15 can fill when they are multiplied and subtracted."""


def judge_of(condition: Condition) -> Judge:
    """What tells whether `condition` holds of what the cells say; None where it cannot be told.

    Made once for a rule and asked of every row: a province has ten thousand rows of a dozen rules.
    """
    match condition:
        case Compared(left, sign, right):
            return _comparison(_worked_out(left), sign, _worked_out(right))
        case NotWhole(term):
            return _not_whole(_worked_out(term))
        case Says(cell, words):
            return lambda _, texts: any(word in texts(cell) for word in words)
        case Is(cell, words):
            return lambda _, texts: texts(cell) in words
        case Unreadable():
            return lambda *_: None
        case Not(one):
            return _opposite(judge_of(one))
        case Every(ones):
            return _joined(tuple(judge_of(one) for one in ones), decisive=False)
        case Either(ones):
            return _joined(tuple(judge_of(one) for one in ones), decisive=True)


Work = Callable[[Numbers], Decimal | None]


def _worked_out(term: Term) -> Work:
    match term:
        case Decimal():
            return lambda _: term
        case At():
            return lambda numbers: numbers(term)
        case Times(factor, cell):
            return lambda numbers: None if (one := numbers(cell)) is None else _EXACT.multiply(one, factor)
        case Less(one, other):
            return _difference(one, other)
        case Rounded(cell, digits):
            return lambda numbers: None if (one := numbers(cell)) is None else round_half_up(one, digits)


def _difference(one: At, other: At) -> Work:
    def difference(numbers: Numbers) -> Decimal | None:
        left, right = numbers(one), numbers(other)
        return None if left is None or right is None else _EXACT.subtract(left, right)

    return difference


def _comparison(left: Work, sign: Comparator, right: Work) -> Judge:
    holds = sign.holds

    def compared(numbers: Numbers, _: Texts) -> bool | None:
        one, other = left(numbers), right(numbers)
        return None if one is None or other is None else holds(one, other)

    return compared


def _not_whole(term: Work) -> Judge:
    def is_not_whole(numbers: Numbers, _: Texts) -> bool | None:
        number = term(numbers)
        return None if number is None else number != number.to_integral_value()

    return is_not_whole


def _opposite(judge: Judge) -> Judge:
    def opposite(numbers: Numbers, texts: Texts) -> bool | None:
        verdict = judge(numbers, texts)
        return None if verdict is None else not verdict

    return opposite


def _joined(judges: tuple[Judge, ...], *, decisive: bool) -> Judge:
    """Conditions joined by and (`decisive` False) or by or (True): one decisive verdict settles it."""

    def joined(numbers: Numbers, texts: Texts) -> bool | None:
        is_open = False
        for judge in judges:
            verdict = judge(numbers, texts)
            if verdict is decisive:
                return decisive
            is_open |= verdict is None
        return None if is_open else not decisive

    return joined
