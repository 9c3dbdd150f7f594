"""Periods: the ways to write one, how much of the year has gone, which one came before."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.period import Period, previous_of, read_period
from tests.years import a_period

periods = st.sampled_from(
    [Period(2023, last, months) for months in (1, 3, 6, 12) for last in range(months, 13, months)]
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2023-09", "2023-09"),
        ("2023-Q3", "2023-Q3"),
        ("2023-H1", "2023-H1"),
        ("2023", "2023"),
        ("2023年9月", "2023-09"),
        ("2023年09月", "2023-09"),
        ("2023年12月", "2023-12"),
        ("2023年三季度", "2023-Q3"),
        ("2023年第三季度", "2023-Q3"),
        ("2023年3季度", "2023-Q3"),
        ("2023年上半年", "2023-H1"),
        ("2023年下半年", "2023-H2"),
        ("2023年", "2023"),
        ("２０２３－０９", "2023-09"),
        (" 2023 年 9 月 ", "2023-09"),
    ],
)
def test_a_period_is_known_however_it_is_written(text: str, name: str) -> None:
    assert a_period(text).name == name


@pytest.mark.parametrize(
    "text", ["", "2023-13", "2023-00", "2023-Q5", "2023-H3", "2023-Q0", "9月", "上报", "2023年13月", "23-09", "202309"]
)
def test_what_names_no_period_is_none(text: str) -> None:
    assert read_period(text) is None


@given(periods)
def test_name_and_title_both_read_back(period: Period) -> None:
    assert read_period(period.name) == period
    assert read_period(period.title) == period


@given(periods)
def test_a_period_spans_whole_months(period: Period) -> None:
    assert period.first_day.day == 1
    assert (period.last_day + timedelta(days=1)).day == 1
    assert period.last_day.month - period.first_day.month + 1 == period.months


def test_february_ends_when_the_year_lets_it() -> None:
    assert a_period("2023-02").last_day == date(2023, 2, 28)
    assert a_period("2024-02").last_day == date(2024, 2, 29)


@given(periods)
def test_elapsed_is_whole_months_of_twelve(period: Period) -> None:
    assert abs(Fraction(period.elapsed) - Fraction(period.last_month, 12)) < Fraction(1, 10**40)
    assert a_period("2023-09").elapsed == Decimal("0.75")


def names_before(period: str, *candidates: str) -> str | None:
    found = previous_of(a_period(period), [a_period(one) for one in candidates])
    return found.name if found else None


def test_the_previous_period_is_the_latest_that_ends_before_this_one_begins() -> None:
    assert names_before("2023-09", "2023-06", "2023-08", "2023-07") == "2023-08"
    assert names_before("2023-09", "2023-06", "2023-03") == "2023-06"
    assert names_before("2023-Q3", "2023-07", "2023-08", "2023-Q1", "2023-04") == "2023-04"
    assert names_before("2023-H2", "2023-09", "2023-Q3", "2023-Q1") == "2023-Q1"


def test_neither_the_period_itself_nor_a_later_one_is_its_previous() -> None:
    assert names_before("2023-09", "2023-09", "2023-10", "2023-Q3", "2023") is None


def test_another_year_has_no_previous_to_give() -> None:
    assert names_before("2023-01", "2022-12", "2022", "2022-Q4") is None


def test_of_two_that_end_on_one_day_the_same_rhythm_goes_first() -> None:
    every_june = ("2023-06", "2023-Q2", "2023-H1")
    assert names_before("2023-07", *every_june) == "2023-06"
    assert names_before("2023-Q3", *every_june) == "2023-Q2"
    assert names_before("2023-H2", *every_june) == "2023-H1"
    assert names_before("2023-H2", *reversed(every_june)) == "2023-H1"


@given(periods, st.lists(periods, max_size=12))
def test_no_candidate_is_later_than_the_one_chosen(period: Period, candidates: list[Period]) -> None:
    chosen = previous_of(period, candidates)
    earlier = [one for one in candidates if one.last_day < period.first_day]
    assert (chosen is None) == (not earlier)
    if chosen is not None:
        assert chosen in earlier
        assert all(one.last_day <= chosen.last_day for one in earlier)
        assert chosen.months == period.months or not any(
            one.last_day == chosen.last_day and one.months == period.months for one in earlier
        )
