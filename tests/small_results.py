"""A small city's results, built by hand: four counties and a department, one indicator of each kind."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from model.breakdown import Basics, Breakdown, Duty, PeriodNote
from model.figure import Previous
from model.finding import Finding
from model.indicator import Accrual, Direction, Indicator, Kind, Rollup, Schedule, read_schedule
from model.labels import FormColumn
from model.period import Period, read_period
from model.quantity import Comparator, quotient
from model.results import Results
from model.rollup import roll_up
from model.submission import Intake, Reported, Source, Status, Submission
from model.target import Target
from model.unit import Unit

COUNTIES = ("甲县", "乙县", "丙市", "丁区")
DEPARTMENT = "市城市管理局"
Value = str | None
"""What a unit reports: a number, `分子/分母`, a word of a 状态; None for a unit that has not reported the row."""


def period(name: str) -> Period:
    found = read_period(name)
    assert found is not None
    return found


def schedule(text: str) -> Schedule:
    found = read_schedule(text)
    assert found is not None
    return found


def indicator(code: str, name: str, unit: str = "人", **more: Any) -> Indicator:
    """An indicator of 项目 甲 unless told otherwise: 数量, 合计, no decimals."""
    base = Indicator(code, "市重点民生实事", "扩大就业", name, f"{name}任务", unit, Kind.AMOUNT, Rollup.SUM, 0)
    return replace(base, **more)


def target(value: str, phrase: str = "", comparator: Comparator = Comparator.AT_LEAST, high: str = "") -> Target:
    return Target(Decimal(value), comparator, phrase, Decimal(high) if high else None)


INDICATORS = (
    indicator("1.1", "职业技能培训", "万人次", digits=2, target=target("16", "16万人次")),
    indicator("1.2", "高技能人才", "万人次", digits=2, target=target("4"), part_of="1.1"),
    indicator("2.1", "幼儿园建设", "所", project="办好教育", schedule=schedule("8月25日100%"), target=target("8")),
    indicator(
        "2.2", "筛查率", "%", project="办好教育", kind=Kind.RATE, rollup=Rollup.EACH, digits=1,
        accrual=Accrual.STOCK, denominator="应筛人数", target=target("0.65", "达到65%"),
    ),
    indicator(
        "3.1", "供热普及率", "%", category="省重点民生实事", project="城市更新", kind=Kind.RATE, digits=2,
        rollup=Rollup.OWN_LEVEL, accrual=Accrual.STOCK, direction=Direction.LOWER,
        comparator=Comparator.AT_MOST, target=target("0.05", comparator=Comparator.AT_MOST), leads=(DEPARTMENT,),
    ),
    indicator(
        "3.2", "示范创建", "项", category="省重点民生实事", project="城市更新", kind=Kind.STATE,
        rollup=Rollup.OWN_LEVEL, schedule=schedule("不比"), leads=(DEPARTMENT,),
    ),
)  # fmt: skip

TARGETS: Mapping[str, Mapping[str, Target]] = {
    "1.1": dict.fromkeys(COUNTIES, target("4")),
    "1.2": dict.fromkeys(COUNTIES, target("1")),
    "2.1": dict.fromkeys(COUNTIES, target("2")),
    "2.2": dict.fromkeys(COUNTIES, target("0.65")),
    "3.1": {DEPARTMENT: Target(None, Comparator.AT_MOST)},
    "3.2": {DEPARTMENT: Target(None, Comparator.AT_LEAST)},
}

VALUES: Mapping[str, Mapping[str, Value]] = {
    "1.1": {"甲县": "3.5", "乙县": "3.1", "丙市": "3.1", "丁区": "2.66"},
    "1.2": {"甲县": "0.9", "乙县": "0.8", "丙市": "0.7", "丁区": "0.6"},
    "2.1": {"甲县": "2", "乙县": "2", "丙市": "1", "丁区": "0"},
    "2.2": {"甲县": "70/100", "乙县": "66/100", "丙市": "64/100", "丁区": "80/100"},
    "3.1": {DEPARTMENT: "487/10000"},
    "3.2": {DEPARTMENT: "推进中"},
}

NOTE = PeriodNote(
    period("2023-09"),
    date(2023, 9, 25),
    date(2023, 9, 26),
    "平政办〔2023〕64号",
    date(2023, 10, 9),
    date(2023, 10, 10),
)
BASICS = Basics(
    "平顶山市", 2023, "市", "平顶山市人民政府办公室", "平政办", "各县（市、区）人民政府，市政府各部门", "市委办公室",
    "平顶山市人民政府办公室",
)  # fmt: skip


def _reported(unit: str, code: str, value: str, row: int, words: Mapping[FormColumn, str]) -> Reported:
    source = Source(f"上报/{unit}.xlsx", "填报", f"G{row}")
    if "/" in value:
        numerator, denominator = (Decimal(part) for part in value.split("/"))
        return Reported(unit, code, source, quotient(numerator, denominator), numerator, denominator, words=dict(words))
    if value[0].isdigit():
        return Reported(unit, code, source, Decimal(value), words=dict(words))
    return Reported(unit, code, source, text=value, words=dict(words))


def small_results(
    values: Mapping[str, Mapping[str, Value]] = VALUES,
    *,
    indicators: tuple[Indicator, ...] = INDICATORS,
    targets: Mapping[str, Mapping[str, Target]] = TARGETS,
    basics: Basics = BASICS,
    note: PeriodNote | None = NOTE,
    duties: tuple[Duty, ...] = (),
    findings: tuple[Finding, ...] = (),
    progress: str = "设施改造分段推进。",
    previous: Mapping[str, str] | None = None,
) -> Results:
    """Results of 2023-09; `previous` holds last month's totals by code."""
    now = NOTE.period
    names = dict.fromkeys(name for asked in targets.values() for name in asked)
    units = tuple(Unit(name, "市直" if name.startswith("市") else "县区", "县区") for name in names)
    asked = {(code, unit): one for code, line in targets.items() for unit, one in line.items()}
    breakdown = Breakdown(
        basics, indicators, units, asked, duties, (note,) if note else (),
        target_cells={key: f"Y{row}" for row, key in enumerate(asked, 2)},
    )  # fmt: skip
    words = {FormColumn.PROGRESS: progress, FormColumn.PROBLEMS: "手续办理较慢；下步专班推进"}
    reported = {
        (code, unit): _reported(unit, code, value, row, words)
        for row, (code, line) in enumerate(values.items(), 6)
        for unit, value in line.items()
        if value is not None
    }
    came = {unit for _, unit in reported}
    submissions = tuple(
        Submission(one.name, f"上报/{one.name}.xlsx", "0" * 64, Status.ACCEPTED)
        if one.name in came
        else Submission(one.name, None, None, Status.MISSING)
        for one in units
    )
    before = (
        Previous(period("2023-08"), {}, {code: Decimal(one) for code, one in previous.items()})
        if previous
        else Previous()
    )
    intake = Intake(submissions, findings, reported, {})
    return Results(
        breakdown, "../目标分解表.xlsx", "0" * 64, now, before, intake, roll_up(breakdown, now, reported, before)
    )


def county_results(progress: str = "线路已经开通") -> Results:
    """A county's own office: two departments, a row each."""
    indicators = (
        indicator("1.1", "培训", rollup=Rollup.OWN_LEVEL, target=target("500", "不少于500人")),
        indicator("2.1", "公交开通", "条", rollup=Rollup.OWN_LEVEL, project="交通", target=target("2")),
    )
    duties = tuple(
        Duty("市重点民生实事", number, project, "抓好落实", Decimal(1), unit, f"责任人{number}", f"分管领导{number}")
        for number, project, unit in (("1", "扩大就业", "县人社局"), ("2", "交通", "县交通局"))
    )
    blank = Target(None, Comparator.AT_LEAST)
    results = small_results(
        {"1.1": {"县人社局": "560"}, "2.1": {"县交通局": "0"}},
        indicators=indicators,
        targets={"1.1": {"县人社局": blank}, "2.1": {"县交通局": blank}},
        basics=replace(BASICS, region="叶县", level="县"),
        duties=duties,
        progress=progress,
    )
    breakdown = replace(results.breakdown, units=tuple(replace(one, kind="县直") for one in results.breakdown.units))
    rolled = roll_up(breakdown, results.period, results.intake.reported, results.previous)
    return replace(results, breakdown=breakdown, rollup=rolled)
