"""What is wrong with an 审核关系 before any unit has reported: it divides by nothing, or finds fault always or never.

Both sides are brought to sums of products over their figures. Whatever cannot be brought to one (a quotient by a sum,
a product of long sums, an operand that is new here) stands as a figure of its own, equal to what is written alike.
Nothing is said of what is not certain.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from enum import IntEnum
from fractions import Fraction

from model.breakdown import Breakdown
from model.form import label_of
from model.indicator import Kind
from model.period import Period
from model.relation import Comparison, Expression, Number, Operand, Operation, Reference, Relation

MOST_TERMS = 64
"""A product of sums with more terms than this is not multiplied out: fifty brackets would make 2 ** 50 of them."""

_Product = tuple[tuple[int, int], ...]
"""Figures by their numbers, each with its power; the empty product is 1."""
_Form = Mapping[_Product, Fraction]
"""A sum of products with their coefficients, none of them 0; the empty sum is 0."""
_ONE: _Product = ()


class _Sign(IntEnum):
    """What is certain of a figure."""

    UNKNOWN = 0
    NOT_NEGATIVE = 1
    POSITIVE = 2


class _DividedByZero(Exception):
    """A divisor is 0 whatever the figures are."""


def faults_of(relation: Relation, breakdown: Breakdown) -> Iterator[str]:
    """What is wrong with `relation`, each in Chinese words that follow its text; nothing of codes that are not there.

    What holds for every figure that a unit may report, or for none, checks nothing (contract section 2, 关系式).
    """
    known = [one for one in relation.references if one.code in breakdown.by_code]
    yield from filter(None, (_why_never_there(one, breakdown) for one in known))
    if not relation.references:
        yield "里面没有编码，永远成立或永远不成立"
        return
    forms = _Forms(lambda code: code in breakdown.by_code and breakdown.by_code[code].has_parts)
    try:
        difference = _sum(forms.of(relation.left), forms.of(relation.right), -1)
    except _DividedByZero:
        yield "有一个除数总是 0，算不出来"
        return
    outcome = _outcome(forms, difference, relation.comparison)
    if outcome is not None:
        yield f"{_reason(difference)}，{'永远成立' if outcome else '永远不成立'}"


def _why_never_there(reference: Reference, breakdown: Breakdown) -> str | None:
    """Why no unit can ever have this figure, so that the relation is never judged; None where one may."""
    indicator = breakdown.by_code[reference.code]
    label, operand = label_of(indicator), reference.operand
    if indicator.kind is Kind.STATE:
        return f"{label}的类型是状态，没有数可比，永远用不上"
    if operand in (Operand.NUMERATOR, Operand.DENOMINATOR) and not indicator.has_parts:
        return f"{label}不填分子、分母，没有“{operand}[{reference.code}]”这个数，永远用不上"
    if operand is Operand.TARGET and _is_without_targets(reference.code, breakdown):
        return f"{label}没有给任何单位定目标，没有“{operand}[{reference.code}]”这个数，永远用不上"
    return None


def _is_without_targets(code: str, breakdown: Breakdown) -> bool:
    """Whether units are asked and none of them has a target; one that could not be read may well be one."""
    year_end = Period(breakdown.basics.year, 12, 12)
    targets = [breakdown.target_of(code, unit.name, year_end) for unit in breakdown.units_asked(code)]
    return bool(targets) and all(one is not None and one.value is None and not one.phrase for one in targets)


class _Forms:
    """Brings expressions to sums of products, and keeps the figures that these are made of."""

    def __init__(self, has_parts: Callable[[str], bool]) -> None:
        self._has_parts = has_parts
        self._numbers: dict[Hashable, int] = {}
        self._signs: list[_Sign] = []

    def of(self, expression: Expression) -> _Form:
        """The sum of products that `expression` is; raises `_DividedByZero`."""
        match expression:
            case Number(value):
                return {_ONE: value} if value else {}
            case Reference(operand, code):
                return self._figure(operand, code)
            case Operation("+", left, right):
                return _sum(self.of(left), self.of(right))
            case Operation("-", left, right):
                return _sum(self.of(left), self.of(right), -1)
            case Operation("*", left, right):
                return self._times(self.of(left), self.of(right))
            case Operation("/", left, right):
                return self._over(self.of(left), self.of(right))
            case _:
                return self._single(expression, _Sign.UNKNOWN)

    def lowest(self, form: _Form) -> tuple[Fraction, bool] | None:
        """What `form` never falls below, and whether it never reaches that either; None where nothing is certain."""
        is_strict = False
        for product, coefficient in form.items():
            if product == _ONE:
                continue
            sign = self._sign(product)
            if sign is _Sign.UNKNOWN or coefficient < 0:
                return None
            is_strict |= sign is _Sign.POSITIVE
        return form.get(_ONE, Fraction(0)), is_strict

    def _figure(self, operand: Operand, code: str) -> _Form:
        """A figure is never negative (C02), a denominator never 0 (C07); a rate of parts is their quotient."""
        if operand is Operand.VALUE and self._has_parts(code):
            return self._over(self._figure(Operand.NUMERATOR, code), self._figure(Operand.DENOMINATOR, code))
        sign = _Sign.POSITIVE if operand is Operand.DENOMINATOR else _Sign.NOT_NEGATIVE
        return self._single((operand, code), sign)

    def _single(self, what: Hashable, sign: _Sign, power: int = 1) -> _Form:
        """The figure that `what` stands for; what is equal is one figure."""
        number = self._numbers.setdefault(what, len(self._numbers))
        if number == len(self._signs):
            self._signs.append(sign)
        return {((number, power),): Fraction(1)}

    def _sign(self, product: _Product) -> _Sign:
        """Of its factors the least certain; a divisor that may be 0 is not 0 where the quotient exists."""
        certain = (
            _Sign.POSITIVE if power < 0 and self._signs[number] is not _Sign.UNKNOWN else self._signs[number]
            for number, power in product
        )
        return min(certain, default=_Sign.POSITIVE)

    def _times(self, one: _Form, other: _Form) -> _Form:
        if min(len(one), len(other)) > 1 and len(one) * len(other) > MOST_TERMS:
            one, other = self._whole(one), self._whole(other)
        terms: dict[_Product, Fraction] = {}
        for left, by in one.items():
            for right, factor in other.items():
                product = _joined(left, right)
                terms[product] = terms.get(product, Fraction(0)) + by * factor
        return {product: coefficient for product, coefficient in terms.items() if coefficient}

    def _over(self, one: _Form, other: _Form) -> _Form:
        if not other:
            raise _DividedByZero
        scale, scaled = _scaled(other)
        if one and _scaled(one)[1] == scaled:
            return {_ONE: _scaled(one)[0] / scale}
        if len(other) > 1:
            return self._times(one, self._whole(other, -1))
        ((product, coefficient),) = other.items()
        inverse = tuple((number, -power) for number, power in product)
        return self._times(one, {inverse: 1 / coefficient})

    def _whole(self, form: _Form, power: int = 1) -> _Form:
        """`form` (or 1 ÷ `form`) as one figure with a coefficient, so that 2a + 2b is twice a + b."""
        if len(form) <= 1 and power == 1:
            return form
        scale, scaled = _scaled(form)
        lowest = self.lowest(scaled)
        sign = _Sign.UNKNOWN
        if lowest is not None and lowest[0] >= 0:
            sign = _Sign.POSITIVE if lowest[0] > 0 or lowest[1] else _Sign.NOT_NEGATIVE
        (product,) = self._single(frozenset(scaled.items()), sign, power)
        return {product: scale**power}


def _sum(one: _Form, other: _Form, factor: int = 1) -> _Form:
    """`one` + `factor` × `other`."""
    added = {product: one.get(product, Fraction(0)) + factor * by for product, by in other.items()}
    return {product: coefficient for product, coefficient in {**one, **added}.items() if coefficient}


def _scaled(form: _Form) -> tuple[Fraction, _Form]:
    """The coefficient of the first product, and the form divided by it: what is proportional is the same then."""
    first = form[min(form)]
    return first, {product: coefficient / first for product, coefficient in form.items()}


def _joined(one: _Product, other: _Product) -> _Product:
    powers = dict(one)
    for number, power in other:
        powers[number] = powers.get(number, 0) + power
    return tuple(sorted((number, power) for number, power in powers.items() if power))


def _outcome(forms: _Forms, difference: _Form, comparison: Comparison) -> bool | None:
    """Whether a difference of both sides always holds against 0, or never; None where it depends on the figures."""
    least = forms.lowest(difference)
    most = forms.lowest({product: -coefficient for product, coefficient in difference.items()})
    at_least, above = _reaches_zero(least)
    at_most, below = _reaches_zero(most)
    always, never = {
        ">=": (at_least, below),
        ">": (above, at_most),
        "<=": (at_most, above),
        "<": (below, at_least),
        "=": (at_least and at_most, above or below),
    }[comparison]
    return True if always else False if never else None


def _reason(difference: _Form) -> str:
    """Why a relation with this difference of its sides does not depend on the figures."""
    if not difference:
        return "两边相同"
    return "两边总是差同一个数" if difference.keys() == {_ONE} else "各数都不小于 0"


def _reaches_zero(lowest: tuple[Fraction, bool] | None) -> tuple[bool, bool]:
    """Whether what has this lowest value is surely at least 0, and surely above 0."""
    if lowest is None:
        return False, False
    value, is_strict = lowest
    return value >= 0, value > 0 or (value == 0 and is_strict)
