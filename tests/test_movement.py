"""From period to period: places, overtakings, verdicts and targets that changed."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from model.breakdown import Adjustment, Breakdown
from model.figure import Verdict
from model.indicator import Direction, Kind, Rollup
from model.movement import Move, adjusted_targets, movement_of
from model.results import Results
from tests.years import COUNTIES, Sent, a_period, a_year, an_adjustment, as_previous, results, row

FIRST, SECOND, THIRD, FOURTH = COUNTIES


def after(
    before: Mapping[str, Mapping[str, Sent]], now: Mapping[str, Mapping[str, Sent]], breakdown: Breakdown
) -> Results:
    """September's results after August's."""
    return results(breakdown, now, "2023-09", as_previous(results(breakdown, before, "2023-08")))


def scores(*values: str) -> dict[str, dict[str, Sent]]:
    """What the four counties report for the one indicator, in order; `-` has sent nothing."""
    return {"1": {unit: value for unit, value in zip(COUNTIES, values, strict=True) if value != "-"}}


def moves(before: tuple[str, ...], now: tuple[str, ...]) -> dict[str, Move]:
    breakdown = a_year(row("1", asked=dict.fromkeys(COUNTIES, "100")))
    movement = movement_of(after(scores(*before), scores(*now), breakdown))
    assert movement is not None
    return {one.unit: one for one in movement.moves}


def test_a_riser_overtakes_those_who_were_ahead_and_are_behind_now() -> None:
    found = moves(("40", "30", "20", "10"), ("40", "30", "20", "35"))
    assert found[FOURTH] == Move(FOURTH, "县区", 2, 4, (SECOND, THIRD))
    assert found[FOURTH].climbed == 2
    assert [(found[one].climbed, found[one].overtook) for one in (FIRST, SECOND, THIRD)] == [
        (0, ()),
        (-1, ()),
        (-1, ()),
    ]


def test_drawing_level_and_drawing_apart_are_no_overtaking() -> None:
    level = moves(("40", "30", "20", "10"), ("40", "40", "20", "10"))
    assert (level[SECOND].rank, level[SECOND].overtook) == (1, ())
    apart = moves(("40", "40", "20", "10"), ("40", "50", "20", "10"))
    assert (apart[SECOND].rank, apart[SECOND].previous_rank, apart[SECOND].overtook) == (1, 1, ())
    assert apart[FIRST].climbed == -1


def test_one_who_falls_may_still_overtake_one_who_falls_deeper() -> None:
    found = moves(("40", "30", "20", "10"), ("5", "21", "40", "30"))
    assert (found[SECOND].previous_rank, found[SECOND].rank) == (2, 3)
    assert found[SECOND].overtook == (FIRST,)


def test_a_unit_without_a_place_before_is_a_newcomer_and_overtakes_nobody() -> None:
    breakdown = a_year(row("1", asked=dict.fromkeys(COUNTIES[:3], "100")))
    wider = a_year(row("1", asked=dict.fromkeys(COUNTIES, "100")))
    earlier = as_previous(results(breakdown, scores("40", "30", "20", "-"), "2023-08"))
    movement = movement_of(results(wider, scores("40", "30", "20", "50"), "2023-09", earlier))
    assert movement is not None
    assert movement.newcomers == (FOURTH,)
    assert {one.unit: one.overtook for one in movement.moves} == {FIRST: (), SECOND: (), THIRD: ()}


def test_units_of_another_group_are_never_overtaken() -> None:
    breakdown = a_year(
        row("1", asked={FIRST: "100", SECOND: "100"}), row("2", Kind.AMOUNT, Rollup.OWN_LEVEL, 市民政局="100")
    )
    before = {"1": {FIRST: "10", SECOND: "5"}, "2": {"市民政局": "50"}}
    movement = movement_of(after(before, {"1": {FIRST: "60", SECOND: "5"}, "2": {"市民政局": "50"}}, breakdown))
    assert movement is not None
    assert {one.group for one in movement.moves} == {"县区", "市直"}
    assert not any(one.overtook for one in movement.moves)


def test_without_results_of_a_period_before_nothing_moved() -> None:
    assert movement_of(results(a_year(row("1", 宝丰县="10")), {"1": {"宝丰县": "5"}})) is None


CHANGING = a_year(
    row("1", 宝丰县="100"), row("2", 宝丰县="100"), row("3", 宝丰县="100"), row("4", 宝丰县="100"),
    row("5", Kind.RATE, Rollup.EACH, denominator="人", 宝丰县="90%", 郏县="90%"),
    row("6", Kind.AMOUNT, Rollup.NONE, 宝丰县="100"),
    row("7", Kind.STANDARD, Rollup.EACH, direction=Direction.LOWER, 宝丰县="15"),
)  # fmt: skip


def test_indicators_are_told_by_how_their_verdict_changed() -> None:
    before: dict[str, dict[str, Sent]] = {
        "1": {FIRST: "90"}, "2": {FIRST: "90"}, "3": {FIRST: "10"}, "4": {FIRST: "100"}, "6": {FIRST: "10"},
        "5": {FIRST: ("95", "100")}, "7": {FIRST: "14"},
    }  # fmt: skip
    now: dict[str, dict[str, Sent]] = {
        "1": {FIRST: "100"}, "2": {FIRST: "20"}, "3": {FIRST: "80"}, "4": {FIRST: "99"}, "6": {FIRST: "100"},
        "5": {FIRST: ("80", "100")}, "7": {FIRST: "16"},
    }  # fmt: skip
    movement = movement_of(after(before, now, CHANGING))
    assert movement is not None
    told = {
        "newly_done": movement.newly_done, "newly_behind": movement.newly_behind,
        "no_longer_behind": movement.no_longer_behind, "no_longer_done": movement.no_longer_done,
    }  # fmt: skip
    assert {key: [one.indicator.code for one in changes] for key, changes in told.items()} == {
        "newly_done": ["1"], "newly_behind": ["2", "5", "7"], "no_longer_behind": ["3"], "no_longer_done": ["4"],
    }  # fmt: skip
    assert movement.verdicts_before["5"] is Verdict.NOT_REPORTED, "郏县 was missing, and none failed"
    assert "6" not in movement.verdicts_before


def test_what_is_no_longer_reported_in_full_has_not_left_its_lag() -> None:
    movement = movement_of(after({"1": {FIRST: "10"}, "2": {FIRST: "100"}}, {}, CHANGING))
    assert movement is not None
    assert {one.indicator.code: one.after for one in movement.changes}["1"] is Verdict.NOT_REPORTED
    assert (movement.no_longer_behind, movement.no_longer_done) == ((), ())


def adjusted(*rows: tuple[str, str, str]) -> Breakdown:
    """One row with these adjustments: unit, new target, since."""
    one = row("1", 宝丰县="30", 郏县="20")
    adjustments = tuple(an_adjustment("1", unit, new, since, one.indicator) for unit, new, since in rows)
    return a_year(one, adjustments=adjustments)


def told(breakdown: Breakdown, period: str = "2023-09") -> list[tuple[str, str, str, bool]]:
    earlier = as_previous(results(breakdown, {}, "2023-08"))
    return [
        (one.unit, str(one.before and one.before.value), str(one.after.value), one.is_new)
        for one in adjusted_targets(results(breakdown, {}, period, earlier))
    ]


def test_an_adjusted_target_is_told_with_what_it_replaced() -> None:
    assert told(adjusted((FIRST, "35", "2023-07"))) == [(FIRST, "30", "35", False)]
    assert told(adjusted((FIRST, "35", "2023-09"))) == [(FIRST, "30", "35", True)]
    assert told(adjusted((FIRST, "35", "2023-10"))) == []


def test_of_two_adjustments_the_later_replaces_the_earlier() -> None:
    both = adjusted((FIRST, "40", "2023-08"), (FIRST, "35", "2023-05"))
    assert told(both) == [(FIRST, "30", "35", False), (FIRST, "35", "40", False)]


def test_the_citys_own_target_replaces_the_sum_of_the_units() -> None:
    assert told(adjusted(("", "60", "2023-07"))) == [("", "50", "60", False)]


def test_an_adjustment_of_a_unit_that_is_no_longer_there_is_passed_over() -> None:
    breakdown = adjusted((FIRST, "35", "2023-07"))
    gone = replace(breakdown, adjustments=(*breakdown.adjustments, replace(breakdown.adjustments[0], unit="某县")))
    assert len(told(gone)) == 1


@pytest.mark.parametrize("since", ["2023-07", "2023-Q3"])
def test_an_adjustment_holds_from_the_first_day_of_its_period(since: str) -> None:
    one = row("1", 宝丰县="30")
    stated = Adjustment("1", FIRST, one.targets[FIRST], a_period(since), "")
    breakdown = a_year(one, adjustments=(stated,))
    assert len(adjusted_targets(results(breakdown, {}, "2023-07"))) == 1
