"""From the units' figures to totals, ranks and standings: by hand for every 汇总方式, by fractions for the rest."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.breakdown import MissingPolicy
from model.figure import Pace, Previous, PreviousFigure, RollUp, Total, Verdict
from model.indicator import Accrual, Direction, Kind, Rollup
from model.quantity import quotient
from model.rollup import placed
from model.submission import Source
from model.unit import Unit
from tests.years import (
    COUNTIES,
    Row,
    Sent,
    a_duty,
    a_period,
    a_year,
    an_adjustment,
    as_previous,
    figure_of,
    results,
    rolled_up,
    row,
    standing_of,
)
from validators.breakdown_checks import ALLOWED_ROLLUPS

CARRY: dict[str, Any] = {"missing_policy": MissingPolicy.CARRY_OVER}
LOWER: dict[str, Any] = {"direction": Direction.LOWER}


def total_of(kind: Kind, rollup: Rollup, asked: dict[str, str | None], sent: dict[str, Sent], **rest: Any) -> Total:
    """The total of one indicator, code 1, in September."""
    basics = {key: rest.pop(key) for key in ("missing_policy", "pace_tolerance") if key in rest}
    breakdown = a_year(row("1", kind, rollup, asked=asked, **rest), **basics)
    return rolled_up(breakdown, {"1": sent}).total_of("1")


# Every 汇总方式 for every 类型 that may have it, worked by hand: asked, sent, city's target → value, completion, met,
# verdict, units_done

T, F, N = True, False, None
Asked = dict[str, str | None]
SAME_RATE: Asked = {"宝丰县": "65%", "郏县": "65%"}
PARTS: dict[str, Sent] = {"宝丰县": ("60", "100"), "郏县": ("230", "300")}
"""60% of 100 and 76.7% of 300 are 72.5% of 400; their plain average would be 68.3%."""

BY_HAND: list[tuple[Kind, Rollup, Asked, dict[str, Sent], str | None, tuple[Any, ...]]] = [
    (
        Kind.AMOUNT, Rollup.SUM,
        {"宝丰县": "1500", "郏县": "800", "叶县": None, "鲁山县": "0"},
        {"宝丰县": "1200", "郏县": "800", "叶县": "50", "鲁山县": "10"},
        None, ("2060", quotient(Decimal(2060), Decimal(2300)), F, "达到序时", 2),
    ),
    (
        Kind.AMOUNT, Rollup.SUM, {"宝丰县": "1500", "郏县": "800"}, {"宝丰县": "1500", "郏县": "600"},
        "2000", ("2100", Decimal("1.05"), T, "已完成", 1),
    ),
    (
        Kind.AMOUNT, Rollup.EACH, {"宝丰县": "2—3人", "郏县": "超2人"}, {"宝丰县": "2", "郏县": "2"},
        None, (N, N, F, "未达标", 1),
    ),
    (
        Kind.AMOUNT, Rollup.EACH, {"宝丰县": "2—3人", "郏县": "超2人"}, {"宝丰县": "2", "郏县": "3"},
        None, (N, N, T, "达标", 2),
    ),
    (
        Kind.AMOUNT, Rollup.OWN_LEVEL,
        {"市民政局": "600", "市教育局": "400", "宝丰县": "100"},
        {"市民政局": "500", "市教育局": "200", "宝丰县": "100"},
        "1000", ("700", Decimal("0.7"), F, "滞后", 1),
    ),
    (Kind.AMOUNT, Rollup.NONE, {"宝丰县": "45", "郏县": "40"}, {"宝丰县": "45", "郏县": "20"}, "87", (N, N, N, N, 1)),
    (Kind.RATE, Rollup.WEIGHTED, SAME_RATE, PARTS, "70%", ("0.725", N, T, "达标", 1)),
    (Kind.RATE, Rollup.EACH, SAME_RATE, PARTS, "65%", ("0.725", N, F, "未达标", 1)),
    (
        Kind.RATE, Rollup.OWN_LEVEL, {"市民政局": None, "宝丰县": "65%"}, {"市民政局": "0.64", "宝丰县": "0.9"},
        "65%", ("0.64", N, F, "未达标", 1),
    ),
    (Kind.RATE, Rollup.NONE, SAME_RATE, {"宝丰县": "0.6", "郏县": "0.7"}, "65%", (N, N, N, N, 1)),
    (
        Kind.STANDARD, Rollup.WEIGHTED, {"宝丰县": "530", "郏县": "530"},
        {"宝丰县": ("52000", "100"), "郏县": ("162000", "300")}, "530", ("535", N, T, "达标", 1),
    ),
    (
        Kind.STANDARD, Rollup.EACH, {"宝丰县": "530", "郏县": "530"}, {"宝丰县": "530", "郏县": "560"},
        "530", (N, N, T, "达标", 2),
    ),
    (Kind.STANDARD, Rollup.OWN_LEVEL, {"市民政局": None}, {"市民政局": "529"}, "530", ("529", N, F, "未达标", 0)),
    (Kind.STANDARD, Rollup.NONE, {"宝丰县": "530"}, {"宝丰县": "530"}, None, (N, N, N, N, 1)),
    (
        Kind.PROGRESS, Rollup.MEAN, {"宝丰县": "100%", "郏县": "100%"}, {"宝丰县": "1", "郏县": "0.7"},
        "100%", ("0.85", Decimal("0.85"), F, "达到序时", 1),
    ),
    (
        Kind.PROGRESS, Rollup.WEIGHTED, {"宝丰县": "100%", "郏县": "100%"},
        {"宝丰县": ("10", "10"), "郏县": ("15", "30")}, "100%", ("0.625", Decimal("0.625"), F, "滞后", 1),
    ),
    (
        Kind.PROGRESS, Rollup.EACH, {"宝丰县": "60%", "郏县": "100%"}, {"宝丰县": "0.6", "郏县": "1"},
        None, (N, N, T, "达标", 2),
    ),
    (
        Kind.PROGRESS, Rollup.OWN_LEVEL, {"市民政局": None, "宝丰县": "100%"}, {"市民政局": "0.8", "宝丰县": "0.1"},
        "100%", ("0.8", Decimal("0.8"), F, "达到序时", 0),
    ),
    (Kind.PROGRESS, Rollup.NONE, {"宝丰县": "100%"}, {"宝丰县": "1"}, "100%", (N, N, N, N, 1)),
    (
        Kind.STATE, Rollup.EACH, {"宝丰县": None, "郏县": None}, {"宝丰县": "已完成", "郏县": "推进中"},
        None, (N, N, F, "未达标", 1),
    ),
    (
        Kind.STATE, Rollup.EACH, {"宝丰县": None, "郏县": None}, {"宝丰县": "已完成", "郏县": "已完成"},
        None, (N, N, T, "达标", 2),
    ),
    (
        Kind.STATE, Rollup.OWN_LEVEL, {"市民政局": None, "市教育局": None, "宝丰县": None},
        {"市民政局": "已完成", "市教育局": "推进中", "宝丰县": "未启动"}, None, (N, N, F, "推进中", 1),
    ),
    (Kind.STATE, Rollup.NONE, {"宝丰县": None}, {"宝丰县": "已完成"}, None, (N, N, N, N, 1)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "rollup", "asked", "sent", "city", "expected"), BY_HAND, ids=[f"{one[0]} {one[1]}" for one in BY_HAND]
)
def test_a_total_is_what_it_comes_to_by_hand(
    kind: Kind, rollup: Rollup, asked: Asked, sent: dict[str, Sent], city: str | None, expected: tuple[Any, ...]
) -> None:
    has_parts = any(isinstance(one, tuple) for one in sent.values())
    total = total_of(kind, rollup, asked, sent, city=city, denominator="应办数" if has_parts else "")
    value, completion, met, verdict, units_done = expected
    assert total.value == (None if value is None else Decimal(value))
    assert total.judgement.completion == completion
    assert total.judgement.met is met
    assert total.judgement.verdict == verdict
    assert (total.units_done, total.units_reported, total.units_asked) == (units_done, len(asked), len(asked))


def test_every_way_to_roll_up_was_worked_by_hand() -> None:
    assert {(kind, rollup) for kind, rollup, *_ in BY_HAND} == {
        (kind, rollup) for kind, rollups in ALLOWED_ROLLUPS.items() for rollup in rollups
    }


def test_a_total_of_states_is_the_least_advanced_word() -> None:
    for words, least in (
        (("已完成", "未启动"), "未启动"),
        (("已完成", "推进中"), "推进中"),
        (("已完成", "已完成"), "已完成"),
    ):
        sent: dict[str, Sent] = dict(zip(("市民政局", "市教育局"), words, strict=True))
        total = total_of(Kind.STATE, Rollup.OWN_LEVEL, {"市民政局": None, "市教育局": None}, sent)
        assert (total.text, total.judgement.verdict) == (least, least)


def test_the_city_stands_against_its_own_target_where_the_units_are_asked_more() -> None:
    total = total_of(
        Kind.AMOUNT, Rollup.SUM, {"宝丰县": "1500", "郏县": "800"}, {"宝丰县": "1000", "郏县": "800"}, city="2000"
    )
    assert total.judgement.completion == Decimal("0.9")
    assert (total.unit_target_sum, total.reported_target) == (Decimal(2300), Decimal(2300))


def test_the_gap_of_a_weighted_rate_is_in_points() -> None:
    total = total_of(Kind.RATE, Rollup.WEIGHTED, SAME_RATE, PARTS, city="70%", digits=1)
    assert (total.judgement.gap, total.judgement.pace) == (Decimal("2.5"), Pace.NONE)


# Missing units

WHOLE = {"宝丰县": "1500", "郏县": "800", "叶县": "700"}


def test_with_a_unit_missing_there_is_no_total_only_a_sum_so_far() -> None:
    total = total_of(Kind.AMOUNT, Rollup.SUM, {**WHOLE}, {"宝丰县": "1200", "郏县": "800"})
    judged = total.judgement
    assert (total.value, judged.completion, judged.met, judged.gap, judged.pace) == (None, None, None, None, Pace.NONE)
    assert judged.verdict is Verdict.NOT_REPORTED
    assert (total.reported_value, total.reported_target) == (Decimal(2000), Decimal(2300))
    assert (total.units_reported, total.units_asked, total.units_done) == (2, 3, 1)


def test_where_nobody_reported_there_is_no_sum_so_far_either() -> None:
    total = total_of(Kind.AMOUNT, Rollup.SUM, {**WHOLE}, {})
    assert (total.reported_value, total.reported_target, total.units_reported) == (None, None, 0)


def test_a_unit_that_reports_zero_is_not_missing() -> None:
    total = total_of(Kind.AMOUNT, Rollup.SUM, {"宝丰县": "5", "郏县": "5"}, {"宝丰县": "0", "郏县": "0"})
    assert (total.value, total.judgement.completion) == (Decimal(0), Decimal(0))
    assert total.judgement.verdict is Verdict.NOT_STARTED


def test_a_weighted_rate_waits_for_the_missing_unit() -> None:
    total = total_of(Kind.RATE, Rollup.WEIGHTED, SAME_RATE, {"郏县": ("230", "300")}, city="65%")
    assert (total.value, total.numerator, total.denominator, total.judgement.gap) == (None, None, None, None)
    assert total.reported_value == quotient(Decimal(230), Decimal(300))


def test_each_fails_as_soon_as_one_does_and_is_open_while_one_is_missing() -> None:
    asked: Asked = {"宝丰县": "65%", "郏县": "65%"}
    failed = total_of(Kind.RATE, Rollup.EACH, asked, {"宝丰县": "0.6"}).judgement
    assert (failed.met, failed.verdict) == (False, Verdict.NOT_MET)
    still_open = total_of(Kind.RATE, Rollup.EACH, asked, {"宝丰县": "0.7"}).judgement
    assert (still_open.met, still_open.verdict, still_open.pace) == (None, None, Pace.NONE)


def test_a_unit_without_a_target_cannot_fail_but_must_report() -> None:
    asked: Asked = {"宝丰县": "65%", "郏县": None}
    assert total_of(Kind.RATE, Rollup.EACH, asked, {"宝丰县": "0.7", "郏县": "0.1"}).judgement.met is True
    assert total_of(Kind.RATE, Rollup.EACH, asked, {"宝丰县": "0.7"}).judgement.met is None


def test_the_rate_of_each_is_not_made_of_those_alone_that_gave_their_parts() -> None:
    total = total_of(Kind.RATE, Rollup.EACH, SAME_RATE, {"宝丰县": ("66", "100"), "郏县": "0.7"})
    assert (total.value, total.judgement.met) == (None, True)


def test_a_county_that_is_missing_does_not_hold_up_the_figure_of_a_department() -> None:
    asked: Asked = {"市民政局": None, "宝丰县": "40", "郏县": "60"}
    total = total_of(Kind.AMOUNT, Rollup.OWN_LEVEL, asked, {"市民政局": "87", "宝丰县": "45"}, city="87")
    assert (total.value, total.judgement.completion) == (Decimal(87), Decimal(1))
    assert (total.units_reported, total.units_asked, total.units_done) == (2, 3, 2)


def test_the_citys_target_stands_in_for_a_departments_blank() -> None:
    breakdown = a_year(row("1", rollup=Rollup.OWN_LEVEL, city="87", 市民政局=None, 宝丰县=None))
    rollup = rolled_up(breakdown, {"1": {"市民政局": "87", "宝丰县": "45"}})
    assert figure_of(rollup, "1", "市民政局").target.value == 87
    assert figure_of(rollup, "1", "宝丰县").target.value is None


# Carried over


def carried_through(months: dict[str, dict[str, Sent]], **rest: Any) -> RollUp:
    """The roll-up of the last of `months`, each by way of the one before; 宝丰县 and 郏县 are asked 1000 each."""
    breakdown = a_year(row("1", 宝丰县="1000", 郏县="1000"), **(CARRY | rest))
    previous, rollup = Previous(), None
    for month, sent in months.items():
        run = results(breakdown, {"1": sent}, month, previous)
        previous, rollup = as_previous(run), run.rollup
    assert rollup is not None
    return rollup


def test_a_carried_figure_counts_but_is_not_reported_and_not_ranked() -> None:
    rollup = carried_through({"2023-08": {"宝丰县": "600", "郏县": "500"}, "2023-09": {"宝丰县": "800"}})
    figure, total = figure_of(rollup, "1", "郏县"), rollup.total_of("1")
    assert (figure.value, figure.carried, figure.rank, figure.previous_rank) == (Decimal(500), "2023-08", None, 2)
    assert (figure.previous, figure.increment) == (Decimal(500), Decimal(0))
    assert figure.judgement.verdict is Verdict.LAGGING
    assert (total.value, total.units_reported, total.units_asked) == (Decimal(1300), 1, 2)
    assert total.judgement.completion == Decimal("0.65")
    assert figure_of(rollup, "1", "宝丰县").rank == 1


def test_a_figure_carried_twice_names_the_month_and_the_cell_it_first_came_from() -> None:
    rollup = carried_through(
        {"2023-07": {"宝丰县": "600", "郏县": "500"}, "2023-08": {"宝丰县": "700"}, "2023-09": {"宝丰县": "800"}}
    )
    figure = figure_of(rollup, "1", "郏县")
    assert figure.carried == "2023-07"
    assert figure.source == Source("../2023-07/上报/郏县.xlsx", "填报", "G6")


def test_nothing_is_carried_where_the_office_does_not_want_it() -> None:
    months: dict[str, dict[str, Sent]] = {"2023-08": {"宝丰县": "600", "郏县": "500"}, "2023-09": {"宝丰县": "800"}}
    rollup = carried_through(months, missing_policy=MissingPolicy.LEAVE_OUT)
    figure = figure_of(rollup, "1", "郏县")
    assert (figure.value, figure.carried, figure.source, figure.previous) == (None, None, None, Decimal(500))
    assert figure.judgement.verdict is Verdict.NOT_REPORTED
    assert rollup.total_of("1").value is None


def test_a_rate_is_carried_with_its_parts() -> None:
    breakdown = a_year(row("1", Kind.RATE, Rollup.WEIGHTED, 宝丰县="65%", 郏县="65%"), **CARRY)
    august = results(breakdown, {"1": {"宝丰县": ("1", "3"), "郏县": ("2", "3")}}, "2023-08")
    september = rolled_up(breakdown, {"1": {"宝丰县": ("2", "3")}}, "2023-09", as_previous(august))
    carried = figure_of(september, "1", "郏县")
    assert (carried.value, carried.increment) == (quotient(Decimal(2), Decimal(3)), Decimal(0))
    assert september.total_of("1").value == quotient(Decimal(4), Decimal(6))


def test_a_weighted_total_is_not_made_without_the_parts_of_a_carried_figure() -> None:
    breakdown = a_year(row("1", Kind.RATE, Rollup.WEIGHTED, 宝丰县="65%", 郏县="65%"), **CARRY)
    previous = Previous(a_period("2023-08"), {("1", "郏县"): PreviousFigure(Decimal("0.7"))})
    total = rolled_up(breakdown, {"1": {"宝丰县": ("2", "3")}}, previous=previous).total_of("1")
    assert (total.value, total.reported_value, total.judgement.met) == (None, None, None)


def test_a_word_is_not_carried_into_a_row_that_was_made_a_state_since() -> None:
    breakdown = a_year(row("1", Kind.STATE, Rollup.EACH, 宝丰县=None), **CARRY)
    for before in (PreviousFigure(Decimal(3), text="3个"), PreviousFigure(Decimal(3)), PreviousFigure(None, text="x")):
        rollup = rolled_up(breakdown, {}, previous=Previous(a_period("2023-08"), {("1", "宝丰县"): before}))
        assert figure_of(rollup, "1", "宝丰县").judgement.verdict is Verdict.NOT_REPORTED


def test_a_state_is_carried_by_its_word() -> None:
    breakdown = a_year(row("1", Kind.STATE, Rollup.OWN_LEVEL, 市民政局=None), **CARRY)
    previous = as_previous(results(breakdown, {"1": {"市民政局": "推进中"}}, "2023-08"))
    figure = figure_of(rolled_up(breakdown, {}, previous=previous), "1", "市民政局")
    assert (figure.text, figure.carried, figure.judgement.verdict) == ("推进中", "2023-08", Verdict.UNDER_WAY)


# What came since


def test_what_came_since_is_the_difference_to_the_previous_period() -> None:
    breakdown = a_year(row("1", 宝丰县="1000"), row("2", 宝丰县="1000", accrual=Accrual.STOCK), row("3", 宝丰县="1000"))
    august = as_previous(results(breakdown, {"1": {"宝丰县": "600"}, "2": {"宝丰县": "600"}}, "2023-08"))
    rollup = rolled_up(breakdown, {code: {"宝丰县": "750.5"} for code in "123"}, previous=august)
    assert [figure_of(rollup, code, "宝丰县").increment for code in "123"] == [Decimal("150.5"), None, None]
    assert [rollup.total_of(code).increment for code in "123"] == [Decimal("150.5"), None, None]


# Ranks


def ranks(kind: Kind, asked: Asked, sent: dict[str, Sent], **rest: Any) -> list[int | None]:
    """The ranks of those asked, in their order."""
    breakdown = a_year(row("1", kind, Rollup.NONE, asked=asked, **rest))
    return [figure.rank for figure in rolled_up(breakdown, {"1": sent}).figures_of("1")]


def test_ties_share_a_rank_and_the_next_is_skipped() -> None:
    asked: Asked = dict.fromkeys(COUNTIES, "1000")
    assert ranks(Kind.AMOUNT, asked, dict(zip(COUNTIES, ("900", "800", "800", "700"), strict=True))) == [1, 2, 2, 4]
    breakdown = a_year(row("1", asked=asked))
    rollup = rolled_up(breakdown, {"1": dict(zip(COUNTIES, ("900", "800", "800", "700"), strict=True))})
    assert [figure.tied for figure in rollup.figures] == [False, True, True, False]


def test_amounts_are_ranked_by_completion_as_shown() -> None:
    asked: Asked = {"宝丰县": "10000", "郏县": "100", "叶县": "10000"}
    # 80.04% and 80% are both shown as 80.0%.
    assert ranks(Kind.AMOUNT, asked, {"宝丰县": "8004", "郏县": "80", "叶县": "8005"}) == [2, 2, 1]


def test_what_falls_short_of_all_never_ties_with_all() -> None:
    asked: Asked = {"宝丰县": "10000", "郏县": "10000"}
    assert ranks(Kind.AMOUNT, asked, {"宝丰县": "9996", "郏县": "10000"}) == [2, 1]


def test_rates_are_ranked_by_value_and_by_the_gap_where_targets_differ() -> None:
    sent: dict[str, Sent] = {"宝丰县": "0.7", "郏县": "0.75", "叶县": "0.6"}
    assert ranks(Kind.RATE, {"宝丰县": "65%", "郏县": "65%", "叶县": "65%"}, sent) == [2, 1, 3]
    assert ranks(Kind.RATE, {"宝丰县": "65%", "郏县": "80%", "叶县": "50%"}, sent) == [2, 3, 1]


def test_where_lower_is_better_the_lowest_is_first() -> None:
    sent: dict[str, Sent] = {"宝丰县": "0.03", "郏县": "0.05", "叶县": "0.04"}
    assert ranks(Kind.RATE, {"宝丰县": "5%", "郏县": "5%", "叶县": "5%"}, sent, **LOWER) == [1, 3, 2]
    assert ranks(Kind.RATE, {"宝丰县": "3%", "郏县": "7%", "叶县": "5%"}, sent, **LOWER) == [3, 1, 2]


def test_no_rank_without_a_target_without_a_report_or_for_a_state() -> None:
    asked: Asked = {"宝丰县": "100", "郏县": None, "叶县": "0", "鲁山县": "100"}
    assert ranks(Kind.AMOUNT, asked, {"宝丰县": "50", "郏县": "90", "叶县": "90"}) == [1, None, None, None]
    assert ranks(Kind.STATE, {"宝丰县": None, "郏县": None}, {"宝丰县": "已完成", "郏县": "推进中"}) == [None, None]


def test_ranks_are_given_within_a_group() -> None:
    units = tuple(Unit(name, "县区", group) for name, group in zip(COUNTIES, ("县", "区", "县", "区"), strict=True))
    breakdown = a_year(row("1", asked=dict.fromkeys(COUNTIES, "100")), units=units)
    rollup = rolled_up(breakdown, {"1": dict(zip(COUNTIES, ("50", "40", "60", "40"), strict=True))})
    assert [figure.rank for figure in rollup.figures] == [2, 1, 1, 1]


def test_targets_that_differ_in_another_group_do_not_matter() -> None:
    units = (Unit("宝丰县", "县区", "县"), Unit("郏县", "县区", "县"), Unit("叶县", "县区", "区"))
    asked: Asked = {"宝丰县": "65%", "郏县": "65%", "叶县": "90%"}
    breakdown = a_year(row("1", Kind.RATE, Rollup.NONE, asked=asked), units=units)
    rollup = rolled_up(breakdown, {"1": {"宝丰县": "0.5", "郏县": "0.6", "叶县": "0.6"}})
    assert [figure.rank for figure in rollup.figures] == [2, 1, 1]


# Standings


def score_of_one(kind: Kind, target: str | None, sent: Sent | None, **rest: Any) -> Decimal | None:
    """The overall score of a county that is asked one figure."""
    basics = {key: rest.pop(key) for key in ("score_cap",) if key in rest}
    breakdown = a_year(row("1", kind, Rollup.NONE, 宝丰县=target, **rest), **basics)
    standing = standing_of(rolled_up(breakdown, {"1": {"宝丰县": sent}} if sent else {}), "宝丰县")
    return None if standing is None else standing.score


@pytest.mark.parametrize(
    ("kind", "target", "sent", "rest", "score"),
    [
        (Kind.AMOUNT, "1000", "800", {}, "0.8"),
        (Kind.AMOUNT, "1000", "1500", {}, "1"),
        (Kind.AMOUNT, "1000", "1500", {"score_cap": Decimal("1.2")}, "1.2"),
        (Kind.AMOUNT, "1000", "1100", {"score_cap": Decimal("1.2")}, "1.1"),
        (Kind.AMOUNT, "1000", None, {}, "0"),
        (Kind.PROGRESS, "100%", "0.6", {}, "0.6"),
        (Kind.RATE, "80%", "0.8", {}, "1"),
        (Kind.RATE, "80%", "0.95", {"score_cap": Decimal("1.2")}, "1"),
        (Kind.RATE, "80%", "0.6", {}, "0.75"),
        (Kind.STANDARD, "500", "450", {}, "0.9"),
        (Kind.AMOUNT, "4", "3", LOWER, "1"),
        (Kind.AMOUNT, "4", "5", LOWER, "0.8"),
        (Kind.RATE, "4%", "0.05", LOWER, "0.8"),
        (Kind.STATE, None, "未启动", {}, "0"),
        (Kind.STATE, None, "推进中", {}, "0.5"),
        (Kind.STATE, None, "已完成", {}, "1"),
        (Kind.STATE, None, None, {}, "0"),
    ],
)
def test_a_figure_scores(kind: Kind, target: str | None, sent: Sent | None, rest: dict[str, Any], score: str) -> None:
    assert score_of_one(kind, target, sent, **rest) == Decimal(score)


@pytest.mark.parametrize("target", [None, "0"])
def test_what_has_no_target_does_not_score(target: str | None) -> None:
    assert score_of_one(Kind.AMOUNT, target, "500") is None


def test_a_part_does_not_score_beside_its_whole() -> None:
    breakdown = a_year(row("1", 宝丰县="1000"), row("2", 宝丰县="100", part_of="1"))
    standing = standing_of(rolled_up(breakdown, {"1": {"宝丰县": "500"}, "2": {"宝丰县": "100"}}), "宝丰县")
    assert standing is not None
    assert standing.score == Decimal("0.5")


def test_indicators_and_projects_weigh_what_the_breakdown_says() -> None:
    breakdown = a_year(
        row("1", 宝丰县="100", weight=Decimal(3)),
        row("2", 宝丰县="100"),
        row("3", 宝丰县="100", project="二"),
        duties=(a_duty("二", "4"),),
    )
    rollup = rolled_up(breakdown, {code: {"宝丰县": value} for code, value in (("1", "80"), ("2", "40"), ("3", "50"))})
    scores = {one.project: one.score for one in rollup.standings if one.unit == "宝丰县"}
    assert scores == {"市/一": Decimal("0.7"), "市/二": Decimal("0.5"), None: Decimal("0.54")}


def test_a_unit_is_scored_over_what_it_is_asked_alone() -> None:
    breakdown = a_year(row("1", 宝丰县="100", 郏县="100"), row("2", 宝丰县="100", project="二"))
    rollup = rolled_up(breakdown, {"1": {"宝丰县": "50", "郏县": "80"}, "2": {"宝丰县": "100"}})
    assert standing_of(rollup, "郏县", "市/二") is None
    overall = [standing_of(rollup, unit) for unit in ("宝丰县", "郏县", "叶县")]
    assert [one and (one.score, one.rank) for one in overall] == [(Decimal("0.75"), 2), (Decimal("0.8"), 1), None]


def test_standings_are_given_within_a_group() -> None:
    units = tuple(Unit(name, "县区", group) for name, group in zip(COUNTIES, ("县", "区", "县", "区"), strict=True))
    breakdown = a_year(row("1", asked=dict.fromkeys(COUNTIES, "100")), units=units)
    rollup = rolled_up(breakdown, {"1": dict(zip(COUNTIES, ("50", "40", "60", "40"), strict=True))})
    found = [standing_of(rollup, unit) for unit in COUNTIES]
    assert [one and (one.rank, one.tied) for one in found] == [(2, False), (1, True), (1, False), (1, True)]


def test_standings_tie_as_shown_and_remember_their_last_place() -> None:
    breakdown = a_year(row("1", 宝丰县="10000", 郏县="10000", 叶县="10000"))
    august = as_previous(results(breakdown, {"1": {"宝丰县": "10", "郏县": "20", "叶县": "30"}}, "2023-08"))
    rollup = rolled_up(breakdown, {"1": {"宝丰县": "8004", "郏县": "8000", "叶县": "7000"}}, previous=august)
    found = [standing_of(rollup, unit) for unit in ("宝丰县", "郏县", "叶县")]
    assert [one and (one.rank, one.tied, one.previous_rank) for one in found] == [
        (1, True, 3),
        (1, True, 2),
        (3, False, 1),
    ]


# Targets in force


def test_an_adjusted_target_holds_from_its_period_on() -> None:
    first = row("1", 宝丰县="1000", 郏县="500")
    adjusted = (an_adjustment("1", "宝丰县", "800", "2023-09", first.indicator),)
    breakdown = a_year(first, adjustments=adjusted)
    sent: dict[str, dict[str, Sent]] = {"1": {"宝丰县": "800", "郏县": "500"}}
    completions = {
        month: figure_of(rolled_up(breakdown, sent, month), "1", "宝丰县").judgement.completion
        for month in ("2023-08", "2023-09", "2023-10", "2023-Q3", "2023-H1")
    }
    assert completions == {
        "2023-08": Decimal("0.8"), "2023-09": Decimal(1), "2023-10": Decimal(1), "2023-Q3": Decimal(1),
        "2023-H1": Decimal("0.8"),
    }  # fmt: skip
    targets = [rolled_up(breakdown, sent, month).total_of("1").target for month in ("2023-08", "2023-09")]
    assert [one and one.value for one in targets] == [Decimal(1500), Decimal(1300)]


def test_the_latest_adjustment_wins_and_the_citys_own_is_apart() -> None:
    first = row("1", city="1200", 宝丰县="1000")
    adjustments = tuple(
        an_adjustment("1", unit, new, since, first.indicator)
        for unit, new, since in (("宝丰县", "900", "2023-06"), ("宝丰县", "700", "2023-09"), ("", "2000", "2023-07"))
    )
    rollup = rolled_up(a_year(first, adjustments=adjustments), {"1": {"宝丰县": "700"}})
    assert figure_of(rollup, "1", "宝丰县").target.value == 700
    total = rollup.total_of("1")
    assert total.target is not None
    assert (total.target.value, total.judgement.completion) == (Decimal(2000), Decimal("0.35"))


# Against plain fractions


def half_up(value: Fraction, digits: int) -> Fraction:
    """`value` to `digits` places, worked out apart from the model."""
    return Fraction((2 * value * 10**digits + 1) // 2, 10**digits)


def shown(share: Fraction) -> Fraction:
    """The percentage shown at one digit."""
    rounded = half_up(share * 100, 1)
    return Fraction(999, 10) if share < 1 and rounded >= 100 else rounded


counts = st.dictionaries(
    st.sampled_from(COUNTIES), st.tuples(st.integers(0, 3000), st.integers(1, 2000), st.booleans()), min_size=1
)
"""By unit: value, target, whether it reported."""


@given(counts, st.none() | st.integers(1, 4000))
def test_sums_completions_and_ranks_are_those_of_fractions(
    by_unit: dict[str, tuple[int, int, bool]], city: int | None
) -> None:
    stated = None if city is None else str(city)
    breakdown = a_year(row("1", city=stated, asked={unit: str(target) for unit, (_, target, _) in by_unit.items()}))
    sent: dict[str, Sent] = {unit: str(value) for unit, (value, _, there) in by_unit.items() if there}
    rollup = rolled_up(breakdown, {"1": sent})
    there = {unit: Fraction(value, target) for unit, (value, target, is_there) in by_unit.items() if is_there}
    total = rollup.total_of("1")
    so_far = sum(by_unit[unit][0] for unit in there)
    if len(there) == len(by_unit):
        whole = city or sum(target for _, target, _ in by_unit.values())
        assert (total.value, total.judgement.completion) == (Decimal(so_far), quotient(Decimal(so_far), Decimal(whole)))
        assert total.judgement.met == (so_far >= whole)
        assert total.judgement.gap is not None
        assert Fraction(total.judgement.gap) == shown(Fraction(so_far, whole)) - 75
    else:
        assert (total.value, total.judgement.completion, total.judgement.met) == (None, None, None)
    assert total.reported_value == (so_far if there else None)
    assert total.units_done == sum(share >= 1 for share in there.values())
    for figure in rollup.figures:
        better = [other for other in there.values() if shown(other) > shown(there.get(figure.unit, Fraction(0)))]
        assert figure.rank == (len(better) + 1 if figure.unit in there else None)


parts = st.dictionaries(st.sampled_from(COUNTIES), st.tuples(st.integers(0, 400), st.integers(1, 400)), min_size=1)


@given(parts, st.integers(1, 100))
def test_weighted_rates_and_their_ranks_are_those_of_fractions(
    by_unit: dict[str, tuple[int, int]], target: int
) -> None:
    asked: Asked = dict.fromkeys(by_unit, f"{target}%")
    breakdown = a_year(row("1", Kind.RATE, Rollup.WEIGHTED, city=f"{target}%", asked=asked, digits=1))
    rollup = rolled_up(breakdown, {"1": {unit: (str(over), str(under)) for unit, (over, under) in by_unit.items()}})
    rates = {unit: Fraction(over, under) for unit, (over, under) in by_unit.items()}
    rate = Fraction(sum(over for over, _ in by_unit.values()), sum(under for _, under in by_unit.values()))
    total = rollup.total_of("1")
    assert total.value is not None
    assert abs(Fraction(total.value) - rate) < Fraction(1, 10**45)
    assert total.judgement.met == (rate >= Fraction(target, 100))
    for figure in rollup.figures:
        assert figure.judgement.met == (rates[figure.unit] >= Fraction(target, 100))
        assert figure.rank == 1 + sum(shown(other) > shown(rates[figure.unit]) for other in rates.values())


@given(st.lists(st.integers(0, 100), min_size=1, max_size=4))
def test_the_mean_of_progress_is_that_of_fractions(percents: list[int]) -> None:
    units = COUNTIES[: len(percents)]
    breakdown = a_year(row("1", Kind.PROGRESS, Rollup.MEAN, city="100%", asked=dict.fromkeys(units, "100%")))
    sent: dict[str, Sent] = {unit: f"{percent}%" for unit, percent in zip(units, percents, strict=True)}
    total = rolled_up(breakdown, {"1": sent}).total_of("1")
    assert total.value is not None
    assert abs(Fraction(total.value) - Fraction(sum(percents), 100 * len(percents))) < Fraction(1, 10**40)
    assert total.judgement.met == all(percent == 100 for percent in percents)


asked_figures = st.tuples(
    st.integers(0, 300), st.integers(1, 200), st.integers(1, 5), st.booleans(), st.sampled_from(["一", "二", "三"])
)
"""Value, target, weight, whether it is reported, project."""


@given(
    st.dictionaries(st.sampled_from(COUNTIES), st.lists(asked_figures, min_size=1, max_size=4), min_size=1, max_size=3),
    st.sampled_from(["1", "1.2"]),
)
def test_standings_are_those_of_fractions(asked: dict[str, list[tuple[int, int, int, bool, str]]], cap: str) -> None:
    rows: list[Row] = []
    sent: dict[str, dict[str, Sent]] = {}
    scores: dict[tuple[str, str], list[tuple[Fraction, int]]] = {}
    for unit, figures in asked.items():
        for number, (value, target, weight, there, project) in enumerate(figures):
            code = f"{COUNTIES.index(unit)}.{number}"
            rows.append(row(code, asked={unit: str(target)}, weight=Decimal(weight), project=project))
            share = min(Fraction(value, target), Fraction(cap)) if there else Fraction(0)
            scores.setdefault((unit, f"市/{project}"), []).append((share, weight))
            sent |= {code: {unit: str(value)}} if there else {}
    means: dict[tuple[str, str | None], Fraction] = {
        key: sum((share * weight for share, weight in found), Fraction(0)) / sum(weight for _, weight in found)
        for key, found in scores.items()
    }
    for unit in asked:
        own = [mean for (name, project), mean in means.items() if name == unit and project is not None]
        means[unit, None] = sum(own, Fraction(0)) / len(own)
    rollup = rolled_up(a_year(*rows, score_cap=Decimal(cap)), sent)
    assert {(one.unit, one.project) for one in rollup.standings} == set(means)
    for one in rollup.standings:
        mean = means[one.unit, one.project]
        rivals = [other for (_, project), other in means.items() if project == one.project]
        assert abs(Fraction(one.score) - mean) < Fraction(1, 10**35)
        assert one.rank == 1 + sum(shown(other) > shown(mean) for other in rivals)


@pytest.mark.parametrize(
    ("target", "sent", "score"), [("超0%", "0%", 0), ("不超过0%", "20%", 0), ("不超过0%", "0%", 1)]
)
def test_a_rate_with_a_target_of_zero_is_met_or_scores_nothing(target: str, sent: str, score: int) -> None:
    assert score_of_one(Kind.RATE, target, sent) == score


@given(shown=st.dictionaries(st.text(max_size=3), st.integers(-4, 4).map(lambda one: Decimal(one) / 2)))
@pytest.mark.parametrize("is_low_first", [False, True])
def test_a_place_is_one_more_than_how_many_are_better(shown: dict[str, Decimal], is_low_first: bool) -> None:
    for unit, (place, is_shared) in placed(shown, is_low_first=is_low_first).items():
        better = [one for one in shown.values() if (one < shown[unit] if is_low_first else one > shown[unit])]
        assert (place, is_shared) == (1 + len(better), list(shown.values()).count(shown[unit]) > 1)
