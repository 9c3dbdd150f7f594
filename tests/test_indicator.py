"""Indicators and targets: schedules, units of the form, what has a completion, what a target cell says."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.indicator import Accrual, Direction, Kind, Rollup, read_schedule
from model.quantity import Comparator
from model.target import Target, target_from_number, target_from_phrase
from tests.years import a_period, row

# 序时


def due(schedule: str, period: str) -> Decimal | None:
    read = read_schedule(schedule)
    assert read is not None
    return read.elapsed(a_period(period))


def test_by_the_calendar_september_is_three_quarters() -> None:
    assert due("月均", "2023-09") == Decimal("0.75")
    assert due("", "2023-09") == Decimal("0.75")
    assert due("月均", "2023-Q3") == Decimal("0.75")
    assert due("月均", "2023-H1") == Decimal("0.5")
    assert due("月均", "2023") == 1


def test_what_is_not_compared_has_no_due_share() -> None:
    assert due("不比", "2023-09") is None


@pytest.mark.parametrize(
    ("period", "share"),
    [("2023-05", "0"), ("2023-06", "0.3"), ("2023-09", "0.3"), ("2023-Q3", "0.3"), ("2023-10", "1"), ("2023", "1")],
)
def test_the_last_milestone_at_or_before_the_end_counts(period: str, share: str) -> None:
    for schedule in ("6月30%;10月100%", "10月100%；6月30％", "6月30%、10月100%"):
        assert due(schedule, period) == Decimal(share)


@pytest.mark.parametrize(("period", "share"), [("2023-06", "0"), ("2023-07", "0"), ("2023-08", "1"), ("2023-12", "1")])
def test_a_kindergarten_due_on_25_august_does_not_lag_before(period: str, share: str) -> None:
    assert due("8月25日100%", period) == Decimal(share)


def test_a_milestone_on_the_last_day_of_the_period_is_due() -> None:
    assert due("8月31日100%", "2023-08") == 1
    assert due("9月1日100%", "2023-08") == 0


def test_the_29th_of_february_is_due_in_every_year() -> None:
    read = read_schedule("2月29日50%")
    assert read is not None
    assert read.milestones[0].falls_due(2023) == date(2023, 2, 28)
    assert read.milestones[0].falls_due(2024) == date(2024, 2, 29)
    assert read.elapsed(a_period("2023-02")) == Decimal("0.5")


@pytest.mark.parametrize("text", ["13月30%", "6月", "30%", "6月31日100%", "6月30", "每月", "0月5%", "6月0日5%", ";"])
def test_a_schedule_that_cannot_be_read_is_none(text: str) -> None:
    assert read_schedule(text) is None


def test_a_semicolon_at_the_end_of_a_schedule_means_nothing() -> None:
    assert due("6月30%;", "2023-06") == Decimal("0.3")


@given(st.dictionaries(st.integers(1, 12), st.integers(0, 100), min_size=1), st.integers(1, 12))
def test_milestones_by_month_are_what_plain_reckoning_gives(shares: dict[int, int], month: int) -> None:
    text = ";".join(f"{at}月{share}%" for at, share in shares.items())
    reached = [at for at in shares if at <= month]
    expected = Decimal(shares[max(reached)]) / 100 if reached else Decimal(0)
    assert due(text, f"2023-{month:02}") == expected


# What an indicator has


@pytest.mark.parametrize(
    ("kind", "rest", "has_completion", "has_pace"),
    [
        (Kind.AMOUNT, {}, True, True),
        (Kind.PROGRESS, {}, True, True),
        (Kind.RATE, {}, False, False),
        (Kind.STANDARD, {}, False, False),
        (Kind.STATE, {}, False, False),
        (Kind.AMOUNT, {"direction": Direction.LOWER}, False, False),
        (Kind.AMOUNT, {"accrual": Accrual.STOCK}, True, False),
        (Kind.AMOUNT, {"schedule": "不比"}, True, False),
    ],
)
def test_completion_and_pace_are_for_what_grows_over_the_year(
    kind: Kind, rest: dict[str, object], has_completion: bool, has_pace: bool
) -> None:
    indicator = row("1", kind, **rest).indicator  # type: ignore[arg-type]
    assert (indicator.has_completion, indicator.has_pace) == (has_completion, has_pace)


def test_parts_are_asked_where_the_rate_is_weighted_or_a_denominator_is_named() -> None:
    assert row("1", Kind.RATE, Rollup.WEIGHTED).indicator.has_parts
    assert row("1", Kind.RATE, Rollup.EACH, denominator="应筛人数").indicator.has_parts
    assert not row("1", Kind.RATE, Rollup.EACH).indicator.has_parts
    assert not row("1", Kind.STATE, Rollup.EACH, denominator="应筛人数").indicator.has_parts


@pytest.mark.parametrize(
    ("unit", "form_unit", "digits", "factor", "form_digits"),
    [
        ("万人", "人", 2, "10000", 0),
        ("万人", "人", 6, "10000", 2),
        ("万人", "", 2, "1", 2),
        ("人", "万人", 0, "0.0001", 4),
        ("亿元", "万元", 3, "10000", 0),
        ("亿元", "元", 2, "100000000", 0),
    ],
)
def test_the_form_asks_in_its_own_measure(
    unit: str, form_unit: str, digits: int, factor: str, form_digits: int
) -> None:
    indicator = row("1", unit=unit, form_unit=form_unit, digits=digits).indicator
    assert indicator.asked_unit == (form_unit or unit)
    assert indicator.fits_form_unit()
    assert indicator.form_factor == Decimal(factor)
    assert indicator.form_digits == form_digits


def test_persons_do_not_fit_households() -> None:
    assert not row("1", unit="万人", form_unit="户").indicator.fits_form_unit()


def test_percentages_have_two_more_digits_in_the_cell_than_on_paper() -> None:
    indicator = row("1", Kind.RATE, digits=1).indicator
    assert indicator.form_digits == 3
    assert indicator.shown_digits_of(Decimal("0.7195")) == 1
    assert indicator.shown_digits_of(Decimal("0.75")) == 0


def test_the_same_project_name_in_two_categories_is_two_projects() -> None:
    assert row("1", category="省", project="技能").indicator.project_key == "省/技能"
    assert row("1", category="市", project="技能").indicator.project_key == "市/技能"


# Targets


def test_the_own_word_of_a_phrase_wins_over_the_column() -> None:
    for phrase, comparator in (
        ("超45个", Comparator.MORE),
        ("45个", Comparator.LESS),
        ("不少于45个", Comparator.AT_LEAST),
    ):
        assert target_from_phrase(phrase, "个", Comparator.LESS) == Target(Decimal(45), comparator, phrase)


def test_a_range_is_judged_by_its_lower_end() -> None:
    target = target_from_phrase("2—3个", "个", Comparator.AT_LEAST)
    assert target is not None
    assert target.high == 3
    assert target.is_met(Decimal(2)) is True
    assert target.is_met(Decimal(1)) is False


def test_46_of_45_is_done_for_an_equals_sign() -> None:
    target = target_from_phrase("=45个", "个", Comparator.AT_LEAST)
    assert target is not None
    assert target.is_met(Decimal(46)) is True


def test_a_bare_number_above_one_is_no_percentage() -> None:
    assert target_from_number(Decimal(98), "%", Comparator.AT_LEAST, is_percent_shown=False) is None
    assert target_from_number(Decimal("1.2"), "%", Comparator.AT_LEAST, is_percent_shown=True) is not None
    assert target_from_number(Decimal("0.98"), "%", Comparator.AT_LEAST, is_percent_shown=False) is not None
    assert target_from_number(Decimal(98), "个", Comparator.AT_LEAST, is_percent_shown=False) is not None


def test_no_target_is_below_zero() -> None:
    assert target_from_number(Decimal(-1), "个", Comparator.AT_LEAST, is_percent_shown=False) is None
    assert target_from_phrase("-1个", "个", Comparator.AT_LEAST) is None


def test_a_blank_or_zero_target_ranks_nobody() -> None:
    assert not Target(None, Comparator.AT_LEAST).is_rankable
    assert not Target(Decimal(0), Comparator.AT_LEAST).is_rankable
    assert Target(Decimal(1), Comparator.AT_LEAST).is_rankable


def test_nothing_is_met_without_a_value_or_a_target() -> None:
    assert Target(None, Comparator.AT_LEAST).is_met(Decimal(5)) is None
    assert Target(Decimal(5), Comparator.AT_LEAST).is_met(None) is None
