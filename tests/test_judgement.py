"""One value against its target and the calendar: completion, met, verdict, pace, gap (contract section 6)."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.figure import Judgement, Pace, Verdict
from model.indicator import Accrual, Direction, Kind, Rollup
from model.judgement import judge_value, verdict_of
from model.quantity import Comparator, quotient
from model.target import STATES
from tests.years import a_period, a_target, row

LOWER: dict[str, Any] = {"direction": Direction.LOWER}


def judged(
    kind: Kind,
    value: str | None,
    target: str | None,
    *,
    period: str = "2023-09",
    tolerance: str = "0",
    completion_digits: int = 1,
    **rest: Any,
) -> Judgement:
    """The judgement of one value of an indicator with what is in `rest`."""
    indicator = row("1", kind, Rollup.NONE, **rest).indicator
    number = None if value is None or value in STATES else Decimal(value)
    text = value if value in STATES else None
    asked = a_target(target, indicator)
    return judge_value(indicator, number, text, asked, a_period(period), completion_digits, Decimal(tolerance))


# Completion


def test_completion_of_an_amount_is_value_over_target() -> None:
    assert judged(Kind.AMOUNT, "8406", "14000").completion == quotient(Decimal(8406), Decimal(14000))
    assert judged(Kind.AMOUNT, "1500", "1000").completion == Decimal("1.5")


def test_completion_of_a_progress_is_the_value_itself() -> None:
    assert judged(Kind.PROGRESS, "0.6", "80%").completion == Decimal("0.6")


@pytest.mark.parametrize("kind", [Kind.RATE, Kind.STANDARD, Kind.STATE])
def test_rates_standards_and_states_have_no_completion(kind: Kind) -> None:
    value, target = {Kind.RATE: ("0.5", "65%"), Kind.STANDARD: ("500", "530"), Kind.STATE: ("推进中", None)}[kind]
    assert judged(kind, value, target).completion is None


def test_what_shall_be_low_has_no_completion() -> None:
    assert judged(Kind.AMOUNT, "3", "5", **LOWER).completion is None


@pytest.mark.parametrize("target", [None, "0"])
def test_without_a_target_there_is_no_completion_no_gap_and_no_pace(target: str | None) -> None:
    for kind in (Kind.AMOUNT, Kind.PROGRESS):
        found = judged(kind, "0.5", target)
        assert (found.completion, found.gap, found.pace) == (None, None, Pace.NONE)


# Met


@pytest.mark.parametrize(
    ("phrase", "below", "equal", "above"),
    [
        ("45个", False, True, True),
        ("=45个", False, True, True),
        ("不少于45个", False, True, True),
        ("超45个", False, False, True),
        ("突破45个", False, False, True),
        ("45个以内", True, True, False),
        ("不超过45个", True, True, False),
        ("低于45个", True, False, False),
        ("45个左右", False, True, True),
        ("45—50个", False, True, True),
    ],
)
def test_met_is_the_targets_own_comparison(phrase: str, below: bool, equal: bool, above: bool) -> None:
    met = [judged(Kind.AMOUNT, value, phrase, unit="个").met for value in ("44.9", "45", "45.1")]
    assert met == [below, equal, above]


def test_met_is_judged_on_what_stands_there_not_on_what_is_shown() -> None:
    found = judged(Kind.RATE, "0.6496", "65%", digits=1)
    assert (found.met, found.verdict) == (False, Verdict.NOT_MET)


def test_a_target_of_zero_can_be_met() -> None:
    assert judged(Kind.AMOUNT, "0", "0", **LOWER).verdict is Verdict.MET
    assert judged(Kind.AMOUNT, "1", "0", **LOWER).verdict is Verdict.NOT_MET


def test_a_state_is_met_by_done_alone() -> None:
    assert [judged(Kind.STATE, word, None).met for word in STATES] == [False, False, True]


# Pace and gap


@pytest.mark.parametrize(
    ("value", "pace", "gap"),
    [("794", Pace.AHEAD, "4.4"), ("750", Pace.LEVEL, "0"), ("719", Pace.BEHIND, "-3.1"), ("0", Pace.BEHIND, "-75")],
)
def test_pace_is_completion_against_the_calendar(value: str, pace: Pace, gap: str) -> None:
    found = judged(Kind.AMOUNT, value, "1000")
    assert (found.pace, found.gap) == (pace, Decimal(gap))


def test_the_gap_is_the_difference_of_the_percentages_as_shown() -> None:
    # August: 66.666…% is shown as 66.7%; 71.04% as 71.0%.
    found = judged(Kind.AMOUNT, "7104", "10000", period="2023-08")
    assert found.gap == Decimal("4.3")
    whole = judged(Kind.AMOUNT, "7104", "10000", period="2023-08", completion_digits=0)
    assert whole.gap == Decimal(4)


def test_what_looks_level_on_paper_is_level() -> None:
    found = judged(Kind.AMOUNT, "7504", "10000")
    assert (found.gap, found.pace, found.verdict) == (Decimal(0), Pace.LEVEL, Verdict.ON_PACE)


def test_99_96_per_cent_is_not_level_with_a_year_that_is_over() -> None:
    found = judged(Kind.AMOUNT, "9996", "10000", period="2023-12")
    assert (found.gap, found.pace, found.verdict) == (Decimal("-0.1"), Pace.BEHIND, Verdict.LAGGING)


@pytest.mark.parametrize(
    ("value", "pace"), [("719", Pace.BEHIND), ("720", Pace.LEVEL), ("780", Pace.LEVEL), ("781", Pace.AHEAD)]
)
def test_level_is_within_the_tolerance_both_ways(value: str, pace: Pace) -> None:
    assert judged(Kind.AMOUNT, value, "1000", tolerance="3").pace is pace


@pytest.mark.parametrize(
    "rest", [{"accrual": Accrual.STOCK}, {"schedule": "不比"}], ids=["a stock", "not to be compared"]
)
def test_there_is_no_pace_for(rest: dict[str, Any]) -> None:
    found = judged(Kind.AMOUNT, "900", "1000", **rest)
    assert (found.pace, found.gap, found.due, found.verdict) == (Pace.NONE, None, None, Verdict.UNDER_WAY)
    assert found.completion == Decimal("0.9")


def test_a_kindergarten_of_25_august_is_not_started_in_june_and_lags_in_august() -> None:
    schedule = "8月25日100%"
    june = judged(Kind.AMOUNT, "0", "5所", unit="所", schedule=schedule, period="2023-06")
    assert (june.pace, june.gap, june.verdict) == (Pace.LEVEL, Decimal(0), Verdict.NOT_STARTED)
    august = judged(Kind.AMOUNT, "4", "5所", unit="所", schedule=schedule, period="2023-08")
    assert (august.pace, august.gap, august.verdict) == (Pace.BEHIND, Decimal(-20), Verdict.LAGGING)


def test_the_gap_of_a_rate_is_in_points_and_of_a_standard_in_its_unit() -> None:
    rate = judged(Kind.RATE, "0.719", "65%", digits=1)
    assert (rate.gap, rate.pace, rate.verdict) == (Decimal("6.9"), Pace.NONE, Verdict.MET)
    standard = judged(Kind.STANDARD, "500", "530")
    assert (standard.gap, standard.verdict) == (Decimal(-30), Verdict.NOT_MET)


def test_a_rate_short_of_all_is_not_level_with_all() -> None:
    found = judged(Kind.RATE, "0.9996", "100%", digits=1)
    assert (found.gap, found.met) == (Decimal("-0.1"), False)


def test_a_ceiling_kept_has_a_gap_below_zero() -> None:
    found = judged(Kind.RATE, "0.0537", "5.5%以内", digits=2, **LOWER)
    assert (found.gap, found.met, found.verdict) == (Decimal("-0.13"), True, Verdict.MET)


# Verdict


@pytest.mark.parametrize(
    ("kind", "value", "target", "rest", "verdict"),
    [
        (Kind.AMOUNT, None, "1000", {}, Verdict.NOT_REPORTED),
        (Kind.RATE, None, "65%", {}, Verdict.NOT_REPORTED),
        (Kind.STATE, None, None, {}, Verdict.NOT_REPORTED),
        (Kind.RATE, "0.7", "65%", {}, Verdict.MET),
        (Kind.RATE, "0", "65%", {}, Verdict.NOT_MET),
        (Kind.STANDARD, "530", "530", {}, Verdict.MET),
        (Kind.AMOUNT, "0", "5", LOWER, Verdict.MET),
        (Kind.AMOUNT, "6", "5", LOWER, Verdict.NOT_MET),
        (Kind.STATE, "未启动", None, {}, Verdict.NOT_STARTED),
        (Kind.STATE, "推进中", None, {}, Verdict.UNDER_WAY),
        (Kind.STATE, "已完成", None, {}, Verdict.DONE),
        (Kind.AMOUNT, "1000", "1000", {}, Verdict.DONE),
        (Kind.AMOUNT, "1000", "1000", {"accrual": Accrual.STOCK}, Verdict.DONE),
        (Kind.PROGRESS, "1", "100%", {}, Verdict.DONE),
        (Kind.AMOUNT, "0", "0", {}, Verdict.DONE),
        (Kind.AMOUNT, "0", "1000", {}, Verdict.NOT_STARTED),
        (Kind.AMOUNT, "0", "1000", {"schedule": "10月100%"}, Verdict.NOT_STARTED),
        (Kind.AMOUNT, "800", "1000", {}, Verdict.ON_PACE),
        (Kind.AMOUNT, "750", "1000", {}, Verdict.ON_PACE),
        (Kind.AMOUNT, "700", "1000", {}, Verdict.LAGGING),
        (Kind.AMOUNT, "700", None, {}, Verdict.UNDER_WAY),
        (Kind.AMOUNT, "0", None, {}, Verdict.NOT_STARTED),
        (Kind.RATE, "0.7", None, {}, Verdict.UNDER_WAY),
        (Kind.AMOUNT, "700", "1000", {"schedule": "不比"}, Verdict.UNDER_WAY),
        # As many as the target, which wants more: not done, but ahead of the calendar.
        (Kind.AMOUNT, "1000", "超1000人", {}, Verdict.ON_PACE),
    ],
)
def test_the_verdict_is_the_first_that_fits(
    kind: Kind, value: str | None, target: str | None, rest: dict[str, Any], verdict: Verdict
) -> None:
    assert judged(kind, value, target, **rest).verdict is verdict


@given(
    st.sampled_from([kind for kind in Kind if kind is not Kind.STATE]),
    st.sampled_from(Direction),
    st.none() | st.sampled_from([Decimal(0), Decimal("0.01"), Decimal(10)]),
    st.none() | st.booleans(),
    st.sampled_from(Pace),
)
def test_the_verdict_follows_the_order_of_the_contract(
    kind: Kind, direction: Direction, value: Decimal | None, met: bool | None, pace: Pace
) -> None:
    is_level = kind in (Kind.RATE, Kind.STANDARD) or direction is Direction.LOWER
    in_order = [
        (value is None, "未报"),
        (is_level and met is True, "达标"),
        (is_level and met is False, "未达标"),
        (met is True, "已完成"),
        (value == 0, "未启动"),
        (pace in (Pace.AHEAD, Pace.LEVEL), "达到序时"),
        (pace is Pace.BEHIND, "滞后"),
        (True, "推进中"),
    ]
    indicator = row("1", kind, Rollup.NONE, direction=direction).indicator
    expected = next(word for fits, word in in_order if fits)
    assert verdict_of(indicator, value, None, met, pace) == expected


@given(
    st.integers(0, 3000),
    st.integers(1, 2000),
    st.integers(1, 12),
    st.integers(0, 3),
    st.integers(0, 5),
    st.sampled_from(Comparator),
)
def test_an_amount_is_judged_as_plain_fractions_judge_it(
    value: int, target: int, month: int, digits: int, tolerance: int, comparator: Comparator
) -> None:
    def shown(share: Fraction) -> Fraction:
        percent = share * 100
        rounded = Fraction((2 * percent * 10**digits + 1) // 2, 10**digits)
        return 100 - Fraction(1, 10**digits) if percent < 100 <= rounded else rounded

    indicator = row("1", Kind.AMOUNT, Rollup.NONE, comparator=comparator).indicator
    asked = a_target(str(target), indicator)
    found = judge_value(
        indicator, Decimal(value), None, asked, a_period(f"2023-{month:02}"), digits, Decimal(tolerance)
    )
    gap = shown(Fraction(value, target)) - shown(Fraction(month, 12))
    level = abs(gap) <= tolerance
    assert found.gap is not None
    assert Fraction(found.gap) == gap
    assert found.pace is (Pace.LEVEL if level else Pace.AHEAD if gap > 0 else Pace.BEHIND)
    assert (
        found.met
        == {">=": value >= target, ">": value > target, "<=": value <= target, "<": value < target}[comparator]
    )
