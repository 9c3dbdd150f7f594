"""Conditions over the cells of a form, told once: worked out here on what was reported, written as a formula elsewhere.

A condition is three-valued: None where a cell that it needs has no number.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from model.labels import FormColumn
from model.quantity import Comparator, round_half_up


@dataclass(frozen=True)
class At:
    """The cell of a column in the row of an indicator; its number is as typed, in the form's unit."""

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
Exact = Decimal | Fraction
Numbers = Callable[[At], Exact | None]
Texts = Callable[[At], str]


def _worked_out(term: Term, numbers: Numbers) -> Exact | None:
    match term:
        case Decimal():
            return term
        case At():
            return numbers(term)
        case Times(factor, cell):
            number = numbers(cell)
            return None if number is None else Fraction(number) * Fraction(factor)
        case Less(one, other):
            left, right = numbers(one), numbers(other)
            return None if left is None or right is None else Fraction(left) - Fraction(right)
        case Rounded(cell, digits):
            number = numbers(cell)
            return None if number is None else round_half_up(_as_decimal(number), digits)


def _as_decimal(number: Exact) -> Decimal:
    """A fraction to more places than any figure is shown with."""
    return number if isinstance(number, Decimal) else Decimal(round(number * 10**30)).scaleb(-30)


def _compared(left: Exact, sign: Comparator, right: Exact) -> bool:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return sign.holds(left, right)
    return sign.holds(Fraction(left), Fraction(right))


def holds(condition: Condition, numbers: Numbers, texts: Texts) -> bool | None:
    """Whether `condition` holds of what the cells say; None where it cannot be told."""
    match condition:
        case Compared(left, sign, right):
            one, other = _worked_out(left, numbers), _worked_out(right, numbers)
            return None if one is None or other is None else _compared(one, sign, other)
        case NotWhole(term):
            number = _worked_out(term, numbers)
            return None if number is None else number != int(number)
        case Says(cell, words):
            return any(word in texts(cell) for word in words)
        case Is(cell, words):
            return texts(cell) in words
        case Unreadable():
            return None
        case Not(one):
            verdict = holds(one, numbers, texts)
            return None if verdict is None else not verdict
        case Every(ones):
            return _joined((holds(one, numbers, texts) for one in ones), decisive=False)
        case Either(ones):
            return _joined((holds(one, numbers, texts) for one in ones), decisive=True)


def _joined(verdicts: Iterator[bool | None], *, decisive: bool) -> bool | None:
    """Verdicts joined by and (`decisive` False) or by or (True): one decisive verdict settles it."""
    is_open = False
    for verdict in verdicts:
        if verdict is decisive:
            return decisive
        is_open |= verdict is None
    return None if is_open else not decisive
