"""A year set up by hand, without a workbook: Breakdown, Indicator, Unit and Reported for tests of the model.

    breakdown = a_year(row("1.1", 宝丰县="1500", 郏县="800"))
    rollup = rolled_up(breakdown, {"1.1": {"宝丰县": "1200", "郏县": "800"}})
    assert rollup.total_of("1.1").value == Decimal(2000)

Targets are numbers as text (`98%` is a fraction), phrases, or `None` for a blank; a unit that a row does not name is
not asked. What a unit reported is a number as text, `("65", "100")` for numerator and denominator, or the word of a
状态; a unit that is not named has sent nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from model.breakdown import Adjustment, Basics, Breakdown, Duty
from model.figure import Figure, Previous, RollUp, Standing
from model.indicator import Direction, Indicator, Kind, Rollup, read_schedule
from model.period import Period, read_period
from model.quantity import PERCENT, Comparator, quotient, read_number
from model.results import Results, read_previous, results_text
from model.rollup import roll_up
from model.submission import Intake, Reported, Source
from model.target import STATES, Target, target_from_number, target_from_phrase
from model.unit import Unit

COUNTIES = ("宝丰县", "郏县", "叶县", "鲁山县")
DEPARTMENTS = ("市民政局", "市教育局")
UNITS = (
    *(Unit(name, "县区", "县区") for name in COUNTIES),
    *(Unit(name, "市直", "市直") for name in DEPARTMENTS),
)
BASICS = Basics("平顶山市", 2023, "市")

Sent = str | tuple[str, str]
"""What a unit reported for one indicator."""


@dataclass(frozen=True)
class Row:
    """An indicator with the targets of the units that are asked."""

    indicator: Indicator
    targets: Mapping[str, Target] = field(default_factory=dict)


def a_target(stated: str | None, indicator: Indicator) -> Target:
    """The target that a cell with `stated` holds."""
    if stated is None:
        return Target(None, indicator.comparator)
    number = read_number(stated)
    target = (
        target_from_phrase(stated, indicator.unit, indicator.comparator)
        if number is None
        else target_from_number(number, indicator.unit, indicator.comparator, PERCENT in stated)
    )
    assert target is not None, f"{stated} is no target in {indicator.unit}"
    return target


def row(
    code: str,
    kind: Kind = Kind.AMOUNT,
    rollup: Rollup = Rollup.SUM,
    *,
    city: str | None = None,
    schedule: str = "月均",
    asked: Mapping[str, str | None] | None = None,
    **rest: Any,
) -> Row:
    """A row of the sheet 指标. Names in Chinese in `rest` are units with their targets, all else is the indicator's."""
    targets = {**(asked or {}), **{key: rest.pop(key) for key in list(rest) if not key.isascii()}}
    known_schedule = read_schedule(schedule)
    assert known_schedule is not None
    lower = rest.get("direction") is Direction.LOWER
    standing: dict[str, Any] = {
        "category": "市",
        "project": "一",
        "name": f"指标{code}",
        "task": "",
        "unit": {Kind.AMOUNT: "人", Kind.STANDARD: "元/月", Kind.STATE: ""}.get(kind, PERCENT),
        "digits": 0,
        "schedule": known_schedule,
        "comparator": Comparator.AT_MOST if lower else Comparator.AT_LEAST,
    }
    indicator = Indicator(code=code, kind=kind, rollup=rollup, **(standing | rest))
    if city is not None or kind is Kind.STATE:
        indicator = replace(indicator, target=a_target(city, indicator))
    return Row(indicator, {unit: a_target(stated, indicator) for unit, stated in targets.items()})


def a_year(*rows: Row, units: tuple[Unit, ...] = UNITS, **rest: Any) -> Breakdown:
    """A breakdown of these rows; `rest` are items of 基本信息, or `duties` and `adjustments`."""
    sheets = {key: rest.pop(key) for key in ("duties", "adjustments") if key in rest}
    targets = {(one.indicator.code, unit): target for one in rows for unit, target in one.targets.items()}
    return Breakdown(replace(BASICS, **rest), tuple(one.indicator for one in rows), units, targets, **sheets)


def a_period(name: str = "2023-09") -> Period:
    """The period with this name."""
    period = read_period(name)
    assert period is not None, f"{name} is no period"
    return period


def an_adjustment(code: str, unit: str, new: str, since: str, indicator: Indicator) -> Adjustment:
    """A row of the sheet 目标调整."""
    return Adjustment(code, unit, a_target(new, indicator), a_period(since), "平政办〔2023〕1号")


def a_duty(project: str, weight: str) -> Duty:
    """A line of the sheet 项目."""
    return Duty("市", "1", project, "", Decimal(weight), "", "", "")


def reported(indicator: Indicator, unit: str, sent: Sent, place: int = 6) -> Reported:
    """What validation would yield for `sent`."""
    source = Source(f"上报/{unit}.xlsx", "填报", f"G{place}")
    if isinstance(sent, tuple):
        numerator, denominator = map(Decimal, sent)
        return Reported(unit, indicator.code, source, quotient(numerator, denominator), numerator, denominator)
    if sent in STATES:
        return Reported(unit, indicator.code, source, text=sent)
    return Reported(unit, indicator.code, source, read_number(sent))


def all_reported(breakdown: Breakdown, sent: Mapping[str, Mapping[str, Sent]]) -> dict[tuple[str, str], Reported]:
    """What was sent, by code and unit, as the roll-up takes it."""
    return {
        (code, unit): reported(breakdown.by_code[code], unit, one)
        for code, by_unit in sent.items()
        for unit, one in by_unit.items()
    }


def rolled_up(
    breakdown: Breakdown,
    sent: Mapping[str, Mapping[str, Sent]],
    period: str = "2023-09",
    previous: Previous | None = None,
) -> RollUp:
    """The roll-up of what was sent."""
    return roll_up(breakdown, a_period(period), all_reported(breakdown, sent), previous or Previous())


def results(
    breakdown: Breakdown,
    sent: Mapping[str, Mapping[str, Sent]],
    period: str = "2023-09",
    previous: Previous | None = None,
    intake: Intake | None = None,
) -> Results:
    """A run's results; `intake` adds submissions and findings."""
    accepted = all_reported(breakdown, sent)
    before = previous or Previous()
    return Results(
        breakdown,
        "../目标分解表.xlsx",
        "0" * 64,
        a_period(period),
        before,
        replace(intake or Intake((), (), {}, {}), reported=accepted),
        roll_up(breakdown, a_period(period), accepted, before),
    )


def as_previous(earlier: Results) -> Previous:
    """`earlier` by way of its 结果.json, as the next period sees it."""
    return read_previous(json.loads("".join(results_text(earlier, {}))), earlier.period.name)


def figure_of(rollup: RollUp, code: str, unit: str) -> Figure:
    """The figure of one unit."""
    return next(one for one in rollup.figures_of(code) if one.unit == unit)


def standing_of(rollup: RollUp, unit: str, project: str | None = None) -> Standing | None:
    """The place of one unit in a project (市/一), or overall; None where it has none."""
    return next((one for one in rollup.standings if (one.unit, one.project) == (unit, project)), None)
