"""Relations between figures (审核关系): reading a 关系式 and holding one unit's figures against it.

The grammar is that of contract section 2: codes in brackets, + - * / ( ), one comparison, and 上期[…], 目标[…],
分子[…], 分母[…]. Values are exact: they are worked out as fractions, so that = is exact.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal, cast

from model.finding import Severity
from model.quantity import halfwidth


class Operand(StrEnum):
    """Which figure of an indicator is meant."""

    VALUE = "本期"
    PREVIOUS = "上期"
    TARGET = "目标"
    NUMERATOR = "分子"
    DENOMINATOR = "分母"


@dataclass(frozen=True)
class Number:
    """A number as it stands in the 关系式."""

    value: Fraction


@dataclass(frozen=True)
class Reference:
    """A figure of the indicator `code`."""

    operand: Operand
    code: str


@dataclass(frozen=True)
class Operation:
    """Two expressions joined by a sign."""

    sign: Literal["+", "-", "*", "/"]
    left: "Expression"
    right: "Expression"


Expression = Number | Reference | Operation
Comparison = Literal["<=", ">=", "=", "<", ">"]
Lookup = Callable[[Reference], Decimal | Fraction | None]
"""Where a figure is found; a rate may be given as the fraction that it is, since its quotient is cut off."""
MOST_TOKENS = 300
"""No office writes a longer 关系式; each bracket is a level of the descent."""
MOST_DIGITS = 20
"""No figure has more; what is worked out of numbers without end could not be printed."""


class RelationError(ValueError):
    """The 关系式 cannot be read; the message says in Chinese what is wrong with it."""


@dataclass(frozen=True)
class Relation:
    """A row of the sheet 审核关系, its 关系式 in `cell`. `severity` is error for 强制, query for 核实."""

    number: str
    text: str
    comparison: Comparison
    left: Expression
    right: Expression
    severity: Severity
    note: str = ""
    cell: str | None = None

    @property
    def references(self) -> tuple[Reference, ...]:
        """The operands, each once, in the order of the text."""
        return tuple(dict.fromkeys(_references(self.left) + _references(self.right)))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the rows compared, each once, in the order of the text."""
        return tuple(dict.fromkeys(one.code for one in self.references))


@dataclass(frozen=True)
class Verdict:
    """Both sides of a relation as worked out for one unit, and whether it holds."""

    left: Fraction
    right: Fraction
    holds: bool


def _references(expression: Expression) -> list[Reference]:
    match expression:
        case Reference():
            return [expression]
        case Operation(_, left, right):
            return _references(left) + _references(right)
        case _:
            return []


_TOKEN = re.compile(
    r"(?P<reference>(?:本期|上期|目标|分子|分母)?\[[^\[\]]+\])"
    r"|(?P<number>\d+(?:\.\d+)?%?)"
    r"|(?P<comparison><=|>=|=|<|>)"
    r"|(?P<sign>[-+*/()])"
)


_SIGNS = str.maketrans({"≤": "<=", "≥": ">=", "×": "*", "÷": "/", "【": "[", "】": "]", "〔": "[", "〕": "]"})


def _tokens(text: str) -> list[tuple[str, str]]:
    bare = halfwidth(text).translate(_SIGNS)
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(bare):
        match = _TOKEN.match(bare, at)
        if match is None:
            raise RelationError(f"“{bare[at:]}”处读不懂")
        if match["number"] and len(match["number"]) > MOST_DIGITS:
            raise RelationError(f"“{match['number'][:MOST_DIGITS]}…”位数太多")
        tokens.append((str(match.lastgroup), match.group()))
        at = match.end()
    if len(tokens) > MOST_TOKENS:
        raise RelationError("关系式太长，请拆成几个")
    return tokens


class _Reader:
    """A descent over the tokens: sums of products of operands."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    def peek(self) -> tuple[str, str]:
        """Kind and text of the next token, which stays."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def take(self) -> tuple[str, str]:
        """Kind and text of the next token."""
        token = self.peek()
        self._at += 1
        return token

    def sum(self) -> Expression:
        """Products joined by + and -."""
        left = self.product()
        while self.peek()[1] in ("+", "-"):
            sign: Literal["+", "-"] = "+" if self.take()[1] == "+" else "-"
            left = Operation(sign, left, self.product())
        return left

    def product(self) -> Expression:
        """Operands joined by * and /."""
        left = self.operand()
        while self.peek()[1] in ("*", "/"):
            sign: Literal["*", "/"] = "*" if self.take()[1] == "*" else "/"
            left = Operation(sign, left, self.operand())
        return left

    def operand(self) -> Expression:
        """A number, a figure, or a sum in brackets."""
        kind, text = self.take()
        match kind, text:
            case "number", _:
                return Number(Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text))
            case "reference", _:
                word, _, code = text[:-1].partition("[")
                return Reference(Operand(word) if word else Operand.VALUE, code)
            case "sign", "(":
                inner = self.sum()
                if self.take()[1] != ")":
                    raise RelationError("括号不成对")
                return inner
            case "sign", "-":
                return Operation("-", Number(Fraction(0)), self.operand())
            case "end", _:
                raise RelationError("关系式不完整")
            case _:
                raise RelationError(f"“{text}”的位置不对")


def read_relation(number: str, text: str, severity: Severity, note: str = "", cell: str | None = None) -> Relation:
    """The relation that `text` states; raises `RelationError` with what is wrong where it cannot be read."""
    reader = _Reader(_tokens(text))
    left = reader.sum()
    kind, sign = reader.take()
    if kind != "comparison":
        raise RelationError("缺少比较符号（<=、>=、=、<、>）")
    right = reader.sum()
    if reader.peek()[0] != "end":
        raise RelationError(f"“{reader.peek()[1]}”多余：一个关系式只能有一个比较符号")
    return Relation(number, text.strip(), cast(Comparison, sign), left, right, severity, note, cell)


def _worked_out(expression: Expression, lookup: Lookup) -> Fraction | None:
    match expression:
        case Number(value):
            return value
        case Reference():
            found = lookup(expression)
            return None if found is None else Fraction(found)
        case Operation(sign, left, right):
            one, other = _worked_out(left, lookup), _worked_out(right, lookup)
            if one is None or other is None or (sign == "/" and other == 0):
                return None
            return {"+": one.__add__, "-": one.__sub__, "*": one.__mul__, "/": one.__truediv__}[sign](other)


def judge(relation: Relation, lookup: Lookup) -> Verdict | None:
    """Both sides and whether the relation holds; None unless every operand has a value (contract section 2)."""
    left, right = _worked_out(relation.left, lookup), _worked_out(relation.right, lookup)
    if left is None or right is None:
        return None
    holds = {
        "<=": left <= right,
        ">=": left >= right,
        "=": left == right,
        "<": left < right,
        ">": left > right,
    }[relation.comparison]
    return Verdict(left, right, holds)
