"""By which day units report: what the notice and the page for those who report say of it."""

from dataclasses import replace
from datetime import date

import pytest

from generators.assignment.reporting import due_words, other_due_days
from model.breakdown import PeriodNote
from tests.years import a_period, a_year, row


@pytest.mark.parametrize(
    ("periods", "due_day", "words"),
    [
        (("2023-08", "2023-09"), 25, "每月25日前"),
        (("2023-Q1",), 20, "每季度末月20日前"),
        (("2023-H1",), 20, "6月20日、12月20日前"),
        (("2023",), 10, "12月10日前"),
        ((), 25, "每期末月25日前"),
        (("2023-Q1", "2023-05"), 25, "每期末月25日前"),
        (("2023-02",), 30, "每月30日前（当月没有这一天的，为月末前）"),
    ],
)
def test_the_rhythm_is_that_of_the_sheet_of_periods(periods, due_day, words):
    notes = tuple(PeriodNote(a_period(name)) for name in periods)
    assert due_words(replace(a_year(row("1.1"), due_day=due_day), periods=notes)) == words


def test_only_days_that_differ_from_the_rhythm_are_told():
    notes = (
        PeriodNote(a_period("2023-02"), due=date(2023, 2, 28)),
        PeriodNote(a_period("2023-03"), due=date(2023, 4, 3)),
        PeriodNote(a_period("2023-04")),
    )
    breakdown = replace(a_year(row("1.1"), due_day=31), periods=notes)
    assert other_due_days(breakdown) == "2023年3月为2023年4月3日"
