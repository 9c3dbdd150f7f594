"""审核关系 that can never find a fault: what is said of them, and that nothing is said of what is not certain."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.finding import Severity
from model.indicator import Kind, Rollup
from model.relation import MOST_DIGITS, MOST_TOKENS, Number, Operand, Reference, RelationError, judge, read_relation
from model.relation_lint import MOST_TERMS, faults_of
from tests.years import a_year, row

BREAKDOWN = a_year(
    row("1.1", 宝丰县="5", 郏县="6"),
    row("1.2", 宝丰县="3", 郏县=None),
    row("1.3", 宝丰县=None, 郏县=None),
    row("7.1", Kind.RATE, Rollup.WEIGHTED, 宝丰县="90%", 郏县="90%"),
    row("7.2", Kind.RATE, Rollup.EACH, denominator="应查人数", 宝丰县="90%", 郏县="90%"),
    row("7.3", Kind.RATE, Rollup.EACH, 宝丰县="90%", 郏县="90%"),
    row("8.1", rollup=Rollup.OWN_LEVEL, city="9", 市民政局=None),
    row("9.1", Kind.STATE, Rollup.EACH, 宝丰县=None, 郏县=None),
    row("9.2"),
)


def faults(text: str) -> list[str]:
    return list(faults_of(read_relation("S1", text, Severity.ERROR), BREAKDOWN))


BY_ZERO = "有一个除数总是 0，算不出来"
SAME, NEVER_SAME = "两边相同，永远成立", "两边相同，永远不成立"
LEAST, BELOW_LEAST = "各数都不小于 0，永远成立", "各数都不小于 0，永远不成立"
APART, NEVER_APART = "两边总是差同一个数，永远成立", "两边总是差同一个数，永远不成立"


@pytest.mark.parametrize(
    "divisor", ["0", "0%", "(1 - 1)", "([1.2] - [1.2])", "(2 * [1.2] - [1.2] - [1.2])", "(0 * [1.2])", "(0 / [1.2])",
                "([1.1] * [1.2] - [1.2] * [1.1])", "([7.1] * 分母[7.1] - 分子[7.1])"],
)  # fmt: skip
def test_a_divisor_that_is_always_zero_is_found(divisor: str) -> None:
    assert faults(f"[1.1] / {divisor} <= [1.2]") == [BY_ZERO]
    assert faults(f"[1.2] >= 3 * ([1.1] + 1 / {divisor})") == [BY_ZERO]


@pytest.mark.parametrize("divisor", ["[1.2]", "([1.2] - [1.1])", "([1.2] - 上期[1.2])", "([1.2] - 1)", "分母[7.1]"])
def test_a_divisor_that_may_be_something_else_is_none_of_our_business(divisor: str) -> None:
    assert faults(f"[1.1] / {divisor} <= 2") == []


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("[1.1]", "[1.1]"),
        ("[1.1] + [1.2]", "[1.2] + [1.1]"),
        ("[1.1] - [1.2]", "-[1.2] + [1.1]"),
        ("2 * ([1.1] + [1.2])", "[1.1] + [1.2] + [1.2] + [1.1]"),
        ("50% * [1.1]", "[1.1] / 2"),
        ("[1.1] * [1.2]", "[1.2] * [1.1]"),
        ("[1.1] * ([1.2] + 上期[1.1])", "上期[1.1] * [1.1] + [1.2] * [1.1]"),
        ("[1.1] / ([1.1] + [1.2])", "0.5 * [1.1] / (0.5 * [1.2] + [1.1] / 2)"),
        ("([1.1] + [1.2]) / ([1.2] + [1.1])", "1"),
        ("[1.1] / [1.2] * [1.2]", "[1.1]"),
        ("[7.1]", "分子[7.1] / 分母[7.1]"),
        ("[7.2] * 分母[7.2]", "分子[7.2]"),
        ("3 - 2 * [1.1] / [1.1]", "1"),
    ],
)
def test_sides_that_are_the_same_are_found_however_they_are_written(left: str, right: str) -> None:
    assert [faults(f"{left} {sign} {right}") for sign in ("=", "<=", ">=")] == [[SAME]] * 3
    assert [faults(f"{left} {sign} {right}") for sign in ("<", ">")] == [[NEVER_SAME]] * 2


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[1.1] >= 0", LEAST), ("[1.1] < 0", BELOW_LEAST), ("0 <= [1.1]", LEAST), ("-[1.1] <= 0", LEAST),
        ("-[1.1] > 0", BELOW_LEAST), ("[1.1] + 1 > 0", LEAST), ("[1.1] + 1 = 0", BELOW_LEAST),
        ("[1.1] + [1.2] >= [1.1]", LEAST), ("[1.1] > [1.1] + [1.2]", BELOW_LEAST), ("[1.1] >= -5", LEAST),
        ("分母[7.1] > 0", LEAST), ("分母[7.1] = 0", BELOW_LEAST), ("分母[7.1] <= 0", BELOW_LEAST),
        ("[1.1] * [1.2] >= 0", LEAST), ("[1.1] / [1.2] >= 0", LEAST), ("[7.1] >= 0", LEAST),
        ("目标[1.1] >= 0", LEAST), ("上期[1.1] + [1.2] < 上期[1.1]", BELOW_LEAST),
        ("1 / ([1.1] + [1.2]) > 0", LEAST), ("-1 / [1.1] >= 0", BELOW_LEAST),
        ("[1.1] + 1 >= [1.1]", APART), ("[1.1] + 1 = [1.1]", NEVER_APART), ("0 * [1.1] = 1", NEVER_APART),
    ],
)  # fmt: skip
def test_what_no_figure_can_break_or_keep_is_found(text: str, what: str) -> None:
    assert faults(text) == [what]


@pytest.mark.parametrize(
    "text",
    [
        "[1.1] > 0", "[1.1] <= 0", "[1.1] = 0", "[1.1] >= [1.2]", "[1.1] + [1.2] > [1.1]", "[1.1] - [1.2] >= 0",
        "[1.1] >= 1", "[7.1] <= 1", "[7.1] <= 10", "分子[7.1] <= 分母[7.1]", "分子[7.1] > 0", "分母[7.1] >= 1",
        "[1.1] * [1.1] >= [1.1]", "([1.1] - [1.2]) * [1.1] >= 0", "[1.1] / ([1.1] - [1.2]) >= 0",
        "[7.3] >= 0.9", "目标[7.1] > 0", "[1.1] = 上期[1.1]", "[1.1] >= 目标[1.1]", "[7.1] = [7.2]",
    ],
)  # fmt: skip
def test_nothing_is_said_of_what_figures_may_break_and_may_keep(text: str) -> None:
    assert faults(text) == []


def test_a_relation_without_codes_is_found() -> None:
    assert faults("1 <= 2") == ["里面没有编码，永远成立或永远不成立"]
    assert faults("1 / 0 <= 2") == ["里面没有编码，永远成立或永远不成立"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[1.1] >= [9.1]", "「9.1 指标9.1」的类型是状态，没有数可比，永远用不上"),
        ("[1.1] >= 目标[9.1]", "「9.1 指标9.1」的类型是状态，没有数可比，永远用不上"),
        ("[1.1] >= 分子[1.2]", "「1.2 指标1.2」不填分子、分母，没有“分子[1.2]”这个数，永远用不上"),
        ("[1.1] <= 分母[7.3]", "「7.3 指标7.3」不填分子、分母，没有“分母[7.3]”这个数，永远用不上"),
        ("[1.1] <= 目标[1.3]", "「1.3 指标1.3」没有给任何单位定目标，没有“目标[1.3]”这个数，永远用不上"),
    ],
)
def test_an_operand_that_can_never_have_a_value_is_named(text: str, what: str) -> None:
    assert faults(text) == [what]


@pytest.mark.parametrize("text", ["[1.1] <= 目标[1.2]", "[1.1] <= 目标[8.1]", "[1.1] <= 目标[9.2]", "[1.1] <= [9.9]"])
def test_a_target_of_one_unit_or_of_the_city_is_enough_and_other_codes_are_not_judged(text: str) -> None:
    assert faults(text) == []


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert faults("[9.1] / 0 >= 分子[1.1]") == [
        "「9.1 指标9.1」的类型是状态，没有数可比，永远用不上",
        "「1.1 指标1.1」不填分子、分母，没有“分子[1.1]”这个数，永远用不上",
        BY_ZERO,
    ]


# Whatever is written

SIGNS = ("<=", ">=", "=", "<", ">")
FIGURES = [f"{operand}[{code}]" for operand in ("", "上期", "目标", "分子", "分母") for code in ("1.1", "1.2", "7.1")]
sides = st.recursive(
    st.sampled_from([*FIGURES, "0", "1", "2", "0.5", "1.5"]),
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
    max_leaves=8,
)
figures = st.integers(0, 3).map(Decimal) | st.decimals(0, 100, places=2)


@given(sides, st.sampled_from(SIGNS), sides, st.data())
def test_what_is_called_certain_is_so_for_every_figure(left: str, sign: str, right: str, data: st.DataObject) -> None:
    relation = read_relation("S1", f"{left} {sign} {right}", Severity.ERROR)
    said = [one for one in faults_of(relation, BREAKDOWN) if not one.endswith("用不上")]
    if not said or not relation.references:
        return
    operands = [Reference(word, code) for word in Operand for code in relation.codes]
    drawn = {one: Fraction(data.draw(figures)) for one in operands}
    for code in relation.codes:
        below = Reference(Operand.DENOMINATOR, code)
        drawn[below] += 1
        if code == "7.1":
            drawn[Reference(Operand.VALUE, code)] = drawn[Reference(Operand.NUMERATOR, code)] / drawn[below]
    verdict = judge(relation, drawn.get)
    assert verdict is None or (said != [BY_ZERO] and verdict.holds == said[0].endswith("永远成立"))


factors = st.tuples(st.integers(1, 9), st.sampled_from(FIGURES[:6]))


@given(
    st.lists(factors, min_size=1, max_size=6).flatmap(lambda terms: st.tuples(st.just(terms), st.permutations(terms)))
)
def test_a_sum_in_another_order_is_the_same_sum(orders: tuple[list[tuple[int, str]], list[tuple[int, str]]]) -> None:
    left, right = (" + ".join(f"{factor} * {figure}" for factor, figure in terms) for terms in orders)
    assert faults(f"{left} = {right}") == [SAME]


@pytest.mark.parametrize(
    "text",
    [
        " * ".join(f"([1.{one}] + {one})" for one in range(40)) + " = 1",
        "(" * 35 + "[1.1]" + "".join(f" / ([1.{one}] + 1))" for one in range(35)) + " >= 0.5",
        " * ".join(f"{'9' * (MOST_DIGITS)}" for _ in range(MOST_TOKENS // 2 - 3)) + " <= [1.1]",
    ],
)
def test_the_longest_that_may_be_written_is_worked_out(text: str) -> None:
    assert faults(text) == []


def test_a_long_sum_is_still_multiplied_by_a_number() -> None:
    long_sum = " + ".join(f"[1.{one}]" for one in range(MOST_TERMS + 6))
    assert faults(f"2 * ({long_sum}) >= {long_sum}") == [LEAST]


def test_a_number_without_end_is_refused_when_it_is_read() -> None:
    with pytest.raises(RelationError, match="位数太多"):
        read_relation("S1", "[1.1] <= " + "9" * 5000, Severity.ERROR)
    most = "9" * MOST_DIGITS
    assert read_relation("S1", f"[1.1] <= {most}", Severity.ERROR).right == Number(Fraction(most))
