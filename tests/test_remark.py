"""The words that say why a figure or a total has no completion, gap, rank, increment or value."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from model.breakdown import MissingPolicy
from model.indicator import Accrual, Direction, Indicator, Kind, Rollup
from model.quantity import Comparator
from model.remark import (
    Remarks,
    both_targets_words,
    missing_words,
    named,
    target_words,
)
from model.results import Results
from model.target import Target
from tests.years import Row, Sent, a_year, an_adjustment, as_previous, results, row

SENT: Mapping[str, Mapping[str, Sent]] = {"1": {"宝丰县": "5"}}


def of_figure(
    one: Row, *, before: str | None = None, sent: Mapping[str, Mapping[str, Sent]] = SENT, **basics: Any
) -> tuple[str, ...]:
    """What is said of 宝丰县's figure; `before` is its figure of last month."""
    return _remarks(one, before, sent, **basics)[0]


def of_total(
    one: Row, *, before: str | None = None, sent: Mapping[str, Mapping[str, Sent]] = SENT, **basics: Any
) -> tuple[str, ...]:
    return _remarks(one, before, sent, **basics)[1]


def _remarks(
    one: Row, before: str | None, sent: Mapping[str, Mapping[str, Sent]], **basics: Any
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    breakdown = a_year(one, **basics)
    earlier = as_previous(results(breakdown, {"1": {"宝丰县": before}} if before else {}, "2023-08"))
    found = results(breakdown, sent, "2023-09", earlier)
    return said(found)


def said(found: Results) -> tuple[tuple[str, ...], tuple[str, ...]]:
    remarks, figures = Remarks(found), found.rollup.figures_of("1")
    return remarks.of_figure(figures[0]), remarks.of_total(found.rollup.total_of("1"), figures)


def test_of_a_plain_figure_nothing_is_said() -> None:
    assert of_figure(row("1", 宝丰县="10"), before="3") == ()
    assert of_total(row("1", 宝丰县="10"), before="3") == ()


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (row("1", 宝丰县="0"), ("目标为0，不计完成率", "不排名次")),
        (row("1", 宝丰县=None), ("未设目标，不计完成率", "不排名次")),
        (row("1", Kind.RATE, Rollup.WEIGHTED, 宝丰县=None), ("未设目标，不评达标", "不排名次")),
        (row("1", Kind.RATE, Rollup.WEIGHTED, 宝丰县="90%"), ("只评达标",)),
        (row("1", Kind.STATE, Rollup.OWN_LEVEL, 宝丰县=None), ("状态类不计完成率", "不排名次")),
        (row("1", 宝丰县="10", direction=Direction.LOWER), ("越低越好", "只评达标")),
        (row("1", 宝丰县="0", direction=Direction.LOWER), ("越低越好", "目标为0，只评达标", "不排名次")),
        (row("1", 宝丰县="10", accrual=Accrual.STOCK), ("时点数，不比序时、不计增量",)),
        (row("1", 宝丰县="10", schedule="不比"), ("不比序时",)),
    ],
)
def test_a_figure_says_what_it_goes_without(one: Row, words: tuple[str, ...]) -> None:
    is_state = one.indicator.kind is Kind.STATE
    assert (
        of_figure(one, before="推进中" if is_state else "3", sent={"1": {"宝丰县": "推进中" if is_state else "5"}})
        == words
    )


def test_a_figure_without_one_last_month_has_no_increment() -> None:
    breakdown = a_year(row("1", 宝丰县="10", 郏县="10"))
    earlier = as_previous(results(breakdown, {"1": {"郏县": "3"}}, "2023-08"))
    figure, total = said(results(breakdown, SENT, "2023-09", earlier))
    assert figure == ("上期无数，不计增量",)
    assert total == ("上期未出合计，不计增量",)


def test_in_the_first_period_nobody_misses_the_last() -> None:
    assert said(results(a_year(row("1", 宝丰县="10")), SENT)) == ((), ())


def test_a_carried_figure_names_its_period() -> None:
    one = row("1", 宝丰县="10")
    figure, total = _remarks(one, "3", {}, missing_policy=MissingPolicy.CARRY_OVER)
    assert figure == ("沿用2023年8月的数，不排名次",)
    assert total == ("宝丰县沿用上期数",)


def test_an_adjusted_target_is_said_with_both_values_and_its_ground() -> None:
    one = row("1", 宝丰县="30", 郏县="20")
    breakdown = a_year(one, adjustments=(an_adjustment("1", "宝丰县", "35", "2023-07", one.indicator),))
    figure, total = said(results(breakdown, SENT))
    assert figure == ("目标由30人调整为35人（自2023年7月，依据平政办〔2023〕1号）",)
    assert total == ("宝丰县的目标有调整",)


def test_the_citys_adjustment_is_said_of_the_unit_that_has_none_of_its_own() -> None:
    one = row("1", Kind.AMOUNT, Rollup.OWN_LEVEL, city="13", 市民政局=None, 宝丰县="4")
    breakdown = a_year(one, adjustments=(an_adjustment("1", "", "15", "2023-07", one.indicator),))
    found = results(breakdown, {})
    remarks = Remarks(found)
    by_unit = {one.unit: remarks.of_figure(one) for one in found.rollup.figures}
    assert by_unit == {
        "宝丰县": (),
        "市民政局": ("目标由13人调整为15人（自2023年7月，依据平政办〔2023〕1号）",),
    }
    assert said(found)[1] == (
        "只计市民政局所报，其他1个单位的数不计入",
        "目标由13人调整为15人（自2023年7月，依据平政办〔2023〕1号）",
    )


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (row("1", city="10", 宝丰县=None, 郏县=None), ("目标未分解到单位",)),
        (row("1", city="10", 宝丰县="10", 郏县=None), ("郏县未分到目标",)),
        (row("1", 宝丰县=None), ("未设目标，不计完成率",)),
        (row("1", city="0", 宝丰县="1"), ("目标为0，不计完成率",)),
        (row("1", Kind.AMOUNT, Rollup.NONE, 宝丰县="1"), ("不汇总，各单位分别评定",)),
        (row("1", Kind.AMOUNT, Rollup.EACH, 宝丰县="1"), ("各达标，不计完成率", "按各单位自己的目标评")),
        (row("1", Kind.AMOUNT, Rollup.EACH, 宝丰县=None), ("各达标，不计完成率", "各单位未设目标，不评达标")),
        (row("1", Kind.PROGRESS, Rollup.MEAN, city="100%", 宝丰县="100%"), ("各单位的平均数",)),
        (row("1", Kind.RATE, Rollup.WEIGHTED, 宝丰县="90%"), ("未设目标，不评达标",)),
        (row("1", city="10", direction=Direction.LOWER, 宝丰县="10"), ("越低越好", "只评达标")),
        (
            row("1", Kind.AMOUNT, Rollup.NONE, direction=Direction.LOWER, 宝丰县="1"),
            ("不汇总，各单位分别评定", "越低越好"),
        ),
        (
            row("1", Kind.STATE, Rollup.OWN_LEVEL, 市民政局=None, 市教育局=None),
            ("取进展最慢的单位", "状态类不计完成率"),
        ),
    ],
)
def test_a_total_says_how_it_comes_about_and_what_it_goes_without(one: Row, words: tuple[str, ...]) -> None:
    assert said(results(a_year(one), {}))[1] == words


def test_both_targets_are_named_where_they_differ() -> None:
    assert both_targets_words("市", Decimal(10), Decimal("9.5")) == "各单位目标之和9.5，全市目标10，少0.5"
    assert both_targets_words("省", Decimal("0.9"), Decimal(1)) == "各单位目标之和1，全省目标0.9，多0.1"


def test_missing_units_keep_a_total_back_only_where_there_is_one() -> None:
    assert missing_words(2, has_sum=True) == "有2个单位未报，不出合计"
    assert missing_words(1, has_sum=False) == "有1个单位未报"


def test_many_units_are_counted_after_the_first() -> None:
    assert named(["甲县", "乙县"]) == "甲县、乙县"
    assert named(["甲县", "乙县", "丙县", "丁县"]) == "甲县、乙县、丙县等4个单位"


def test_a_target_reads_as_the_office_wrote_it() -> None:
    people: Indicator = row("1", 宝丰县="1").indicator
    assert target_words(people, Target(Decimal(30), Comparator.AT_LEAST)) == "30人"
    assert target_words(people, Target(Decimal(30), Comparator.AT_LEAST, "不少于30人")) == "不少于30人"
    assert target_words(people, None) == ""
