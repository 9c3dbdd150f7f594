"""审核关系: what a 关系式 may say, what is wrong with one that says something else, and when it holds."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.finding import Severity
from model.quantity import plain, quotient
from model.relation import MOST_TOKENS, Operand, Reference, Relation, RelationError, Verdict, judge, read_relation

Figures = dict[str, str]
"""Figures by what stands in the 关系式: 1.1, 上期1.1, 目标2.1."""


def relation(text: str) -> Relation:
    return read_relation("S1", text, Severity.ERROR)


def verdict(text: str, **figures: str) -> Verdict | None:
    """The verdict over figures named a, b, 上期a …"""

    def found(reference: Reference) -> Decimal | None:
        word = "" if reference.operand is Operand.VALUE else reference.operand.value
        value = figures.get(f"{word}{reference.code}")
        return None if value is None else Decimal(value)

    return judge(relation(text), found)


def holds(text: str, **figures: str) -> bool | None:
    found = verdict(text, **figures)
    return None if found is None else found.holds


# Reading


@pytest.mark.parametrize(
    ("text", "operands"),
    [
        ("[1.3] <= [1.2]", ["本期1.3", "本期1.2"]),
        ("[4.1] = [4.1a] + [4.1b]", ["本期4.1", "本期4.1a", "本期4.1b"]),
        ("[1.1] >= 0.5 * 上期[1.1]", ["本期1.1", "上期1.1"]),
        ("[2.1] <= 2 * 目标[2.1]", ["本期2.1", "目标2.1"]),
        ("分母[7.1] = 分母[7.2]", ["分母7.1", "分母7.2"]),
        ("分子[7.1] <= 分母[7.1]", ["分子7.1", "分母7.1"]),
        ("[1.1] + [1.1] >= [1.1]", ["本期1.1"]),
    ],
)
def test_a_relation_names_its_operands_once_and_in_order(text: str, operands: list[str]) -> None:
    read = relation(text)
    assert [f"{one.operand.value}{one.code}" for one in read.references] == operands
    assert read.text == text


def test_the_rows_compared_are_named_once() -> None:
    assert relation("[1.1] >= 0.5 * 上期[1.1] + [1.10]").codes == ("1.1", "1.10")


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("[a] ≤ [b]", "[a]<=[b]"),
        ("[a] ≥ [b]", "[a]>=[b]"),
        ("［a］＝［b］", "[a]=[b]"),
        ("【a】＜【b】", "[a]<[b]"),
        ("〔a〕＞〔b〕", "[a]>[b]"),
        ("［ａ］≤２×（［b］－１）", "[a]<=2*([b]-1)"),
        ("[a] ÷ 2 = [b] ／ 2", "[a]/2=[b]/2"),
        ("[ a ]<=上期 [ b ]", "[a]<=上期[b]"),
        ("[a] <= 110％ * [b]", "[a]<=110%*[b]"),
    ],
)
def test_full_width_signs_say_the_same(wide: str, narrow: str) -> None:
    one, other = relation(wide), relation(narrow)
    assert (one.left, one.comparison, one.right) == (other.left, other.comparison, other.right)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "不完整"),
        ("[a]", "缺少比较符号"),
        ("[a] <=", "不完整"),
        ("<= [a]", "位置不对"),
        ("[a] <= [b] <= [c]", "只能有一个比较符号"),
        ("[a] <= [b] [c]", "多余"),
        ("([a] <= [b]", "括号不成对"),
        ("[a] <= ([b]", "括号不成对"),
        ("[a] <= [b])", "多余"),
        ("[a] + <= [b]", "位置不对"),
        ("[a] * / [b] = 1", "位置不对"),
        ("a <= b", "读不懂"),
        ("[] <= [b]", "读不懂"),
        ("[a <= b]", "缺少比较符号"),
        ("[a] ≠ [b]", "读不懂"),
        ("上年[a] <= [b]", "读不懂"),
        ("[a] <= 1e3", "读不懂"),
        ("(" * 5000 + "[a]" + ")" * 5000 + " = 1", "太长"),
        ("-" * 9000 + "[a] = 1", "太长"),
        ("[a]" + " + [a]" * 5000 + " = 1", "太长"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(text: str, what: str) -> None:
    with pytest.raises(RelationError, match=what):
        relation(text)


@given(st.text(alphabet="[]()+-*/<>=≤≥０１.5%ab上期目标分子母 ", max_size=40))
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        read = relation(text)
    except RelationError:
        return
    assert read.comparison in ("<=", ">=", "=", "<", ">")


def test_a_relation_as_long_as_may_be_is_worked_out() -> None:
    longest = "[a]" + " + [a]" * (MOST_TOKENS // 2 - 2) + " = 1"
    found = verdict(longest, a="1")
    assert found is not None
    assert found.left == MOST_TOKENS // 2 - 1
    deep = "(" * (MOST_TOKENS // 2 - 2) + "[a]" + ")" * (MOST_TOKENS // 2 - 2) + " = 1"
    assert holds(deep, a="1") is True


# Judging


@pytest.mark.parametrize(
    ("sign", "below", "equal", "above"),
    [
        ("<=", True, True, False),
        ("<", True, False, False),
        ("=", False, True, False),
        (">=", False, True, True),
        (">", False, False, True),
    ],
)
def test_each_comparison_holds_on_its_side(sign: str, below: bool, equal: bool, above: bool) -> None:
    assert [holds(f"[a] {sign} [b]", a=a, b="5") for a in ("4.99", "5.00", "5.01")] == [below, equal, above]


def test_signs_bind_as_in_school() -> None:
    found = verdict("[a] + [b] * 2 - [c] / 4 = -([a] - 1)", a="1", b="3", c="8")
    assert found is not None
    assert [found.left, found.right] == [5, 0]
    minus = verdict("[a] - [b] - [c] = [a] / [b] / [c]", a="8", b="2", c="1")
    assert minus is not None
    assert [minus.left, minus.right] == [5, 4]


def test_other_operands_than_the_value_are_their_own_figures() -> None:
    assert holds("[a] >= 0.5 * 上期[a]", a="50", 上期a="100") is True
    assert holds("[a] >= 0.5 * 上期[a]", a="49", 上期a="100") is False
    assert holds("分子[a] <= 分母[a]", 分子a="5", 分母a="4") is False
    assert holds("[a] <= 2 * 目标[a]", a="9", 目标a="5") is True


def test_without_a_value_for_every_operand_there_is_no_verdict() -> None:
    assert verdict("[a] <= [b]", a="1") is None
    assert verdict("[a] <= [b] * 0", a="1") is None
    assert verdict("[a] >= 上期[a]", a="1") is None


def test_division_by_zero_gives_no_verdict() -> None:
    assert verdict("[a] / [b] <= 1", a="1", b="0") is None
    assert verdict("[a] / ([b] - [c]) <= 1", a="1", b="2", c="2.0") is None


def test_equality_is_exact() -> None:
    assert holds("[a] = [b] + [c]", a="0.3", b="0.1", c="0.2") is True
    assert holds("[a] / 3 * 3 = [a]", a="1") is True
    assert holds("[a] = [b]", a="1", b="1.0000000000000000000000000000000001") is False


def test_a_rate_given_as_a_fraction_is_not_cut_off() -> None:
    rates = {"a": Fraction(1, 3), "b": Fraction(2, 3)}
    found = judge(relation("[a] = 0.5 * [b]"), lambda reference: rates[reference.code])
    assert found is not None
    assert found.holds
    # As quotients at fifty digits the same two are not quite half of each other.
    cut = {"a": quotient(Decimal(1), Decimal(3)), "b": quotient(Decimal(2), Decimal(3))}
    less = judge(relation("[a] = 0.5 * [b]"), lambda reference: cut[reference.code])
    assert less is not None
    assert not less.holds


numbers = st.decimals(-1000, 1000, places=3)


@st.composite
def expressions(draw: st.DrawFn, depth: int = 4) -> tuple[str, Fraction | None]:
    """A 关系式's side over a, b and c, and what fractions make of it with a=2.5, b=0.4, c=-3 (None: by zero)."""
    kind = draw(st.sampled_from(["number", "reference", "operation"])) if depth else "number"
    if kind == "number":
        value = draw(numbers.filter(lambda one: one >= 0))
        return plain(value), Fraction(value)
    if kind == "reference":
        code = draw(st.sampled_from("abc"))
        return f"[{code}]", Fraction({"a": "2.5", "b": "0.4", "c": "-3"}[code])
    (one_text, one), (other_text, other) = draw(expressions(depth - 1)), draw(expressions(depth - 1))
    sign = draw(st.sampled_from("+-*/"))
    text = f"({one_text}) {sign} ({other_text})"
    if one is None or other is None or (sign == "/" and other == 0):
        return text, None
    return text, {"+": one + other, "-": one - other, "*": one * other, "/": one / (other or 1)}[sign]


@given(expressions(), expressions(), st.sampled_from(["<=", ">=", "=", "<", ">"]))
def test_both_sides_are_what_fractions_make_of_them(
    left: tuple[str, Fraction | None], right: tuple[str, Fraction | None], sign: str
) -> None:
    found = verdict(f"{left[0]} {sign} {right[0]}", a="2.5", b="0.4", c="-3")
    if left[1] is None or right[1] is None:
        assert found is None
        return
    assert found is not None
    assert (found.left, found.right) == (left[1], right[1])
    assert found.holds == {
        "<=": left[1] <= right[1],
        ">=": left[1] >= right[1],
        "=": left[1] == right[1],
        "<": left[1] < right[1],
        ">": left[1] > right[1],
    }[sign]  # fmt: skip
