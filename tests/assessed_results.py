"""A small city's assessed period, built by hand: four counties and a zone, what departments checked, scored, ranked."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from model.assessment.assessment import Assessment
from model.assessment.check_form import Lapses
from model.assessment.checked import CheckedFigure, CheckedStandard, CheckIntake, Checks, Conclusion, GivenScore
from model.assessment.scoring import assess
from model.assessment.scoring_rule import Method, ScoreRule, read_terms
from model.breakdown import Breakdown, Duty, PeriodNote, Standard
from model.figure import History, PeriodOutcome
from model.indicator import Accrual, Direction, Indicator, Kind, Rollup
from model.quantity import Comparator
from model.results import Results
from model.rollup import roll_up
from model.submission import Source, Stage
from model.target import Target
from model.unit import Unit
from tests.small_results import BASICS, indicator, period, small_results, target

LABOUR, HOUSING, SCHOOLS, STATISTICS = "市人社局", "市住建局", "市教育局", "市统计局"
COUNTIES = ("甲县", "乙县", "丙市", "丁区")
ZONE = "高新区"
UNITS = (*COUNTIES, ZONE)
JOBS, LESSONS, CITY = "市重点民生实事/扩大就业", "市重点民生实事/办好教育", "省重点民生实事/城市更新"
MIDYEAR, YEAR_END = period("2023-H1"), period("2023")

INDICATORS = (
    indicator("1.1", "职业技能培训", "万人次", digits=2, first_check=(LABOUR,), final_check=(STATISTICS,)),
    indicator("1.2", "新增就业", "人", first_check=(LABOUR,)),
    indicator("2.1", "幼儿园建设", "所", project="办好教育", first_check=(SCHOOLS,)),
    indicator(
        "2.2", "筛查率", "%", project="办好教育", kind=Kind.RATE, rollup=Rollup.EACH, digits=1,
        accrual=Accrual.STOCK, first_check=(SCHOOLS,),
    ),
    indicator(
        "3.1", "超标排口占比", "%", category="省重点民生实事", project="城市更新", kind=Kind.RATE, digits=2,
        rollup=Rollup.EACH, accrual=Accrual.STOCK, direction=Direction.LOWER, comparator=Comparator.AT_MOST,
        first_check=(HOUSING,),
    ),
    indicator("3.2", "示范创建", "项", category="省重点民生实事", project="城市更新", kind=Kind.STATE,
              rollup=Rollup.NONE, first_check=(HOUSING,)),
)  # fmt: skip
TARGETS: Mapping[str, Target] = {
    "1.1": target("4", "4万人次"),
    "1.2": target("500", "500人"),
    "2.1": target("2", "2所"),
    "2.2": target("0.65", "达到65%"),
    "3.1": target("0.05", "5%以内", Comparator.AT_MOST),
    "3.2": Target(None, Comparator.AT_LEAST),
}
VALUES: Mapping[str, Mapping[str, str | None]] = {
    "1.1": {"甲县": "4.2", "乙县": "4", "丙市": "3.1", "丁区": "2.66", ZONE: "4"},
    "1.2": {"甲县": "500", "乙县": "480", "丙市": "500", "丁区": None, ZONE: "500"},
    "2.1": {"甲县": "2", "乙县": "2", "丙市": "1", "丁区": "2", ZONE: "2"},
    "2.2": {"甲县": "70/100", "乙县": "66/100", "丙市": "64/100", "丁区": "80/100", ZONE: "65/100"},
    "3.1": dict.fromkeys(UNITS, "4/100"),
    "3.2": {"甲县": "已完成", "乙县": "已完成", "丙市": "推进中", "丁区": "已完成", ZONE: "已完成"},
}
STANDARDS = (
    Standard(("2.1",), "1", "建筑面积不低于2000平方米", False),
    Standard(("2.1",), "2", "全年出现1例以上重大安全事故的，验收不予通过", True),
)


def rule(subject: str, codes: tuple[str, ...], points: str, method: Method, terms: str = "") -> ScoreRule:
    """A row of 评分; its project is that of its first code."""
    key = next(one.project_key for one in INDICATORS if one.code == codes[0])
    read = read_terms(method, terms, Decimal(points))
    assert read is not None
    return ScoreRule(subject, key, codes, Decimal(points), method, read)


SCORING = (
    rule("扩大就业", ("1.1", "1.2"), "90", Method.COMPLETION, "封顶110%"),
    rule("扩大就业", ("1.1", "1.2"), "10", Method.MANUAL),
    rule("扩大就业", ("1.1", "1.2"), "5", Method.DEDUCTION, "迟报每次扣1分；未报每次扣2分"),
    rule("2.1、2.2", ("2.1", "2.2"), "60", Method.STEPS, "100%以上得60分；90%以上得50分；75%以上得30分"),
    rule("办好教育", ("2.1", "2.2"), "40", Method.STANDARDS),
)
DUTIES = tuple(
    Duty("市重点民生实事", str(number), project, "抓好落实", Decimal(weight), "", "", "")
    for number, (project, weight) in enumerate((("扩大就业", 2), ("办好教育", 1)), 1)
)

Figures = Mapping[tuple[str, str], tuple[str, str]]
"""By (code, unit): 初核数 or 认定数 and 核减原因."""

CHECKED: Figures = {
    ("1.1", "丁区"): ("2", "重复计算"),
    ("1.1", "甲县"): ("4.1", "不属于本年度"),
    ("2.2", "乙县"): ("0.64", "2人没有档案"),
    ("3.1", "丙市"): ("0.06", "漏计2个排口"),
    ("3.2", "丁区"): ("推进中", "尚未通过复审"),
}
CONFIRMED: Figures = {("1.1", "丁区"): ("1.9", "抽查不符")}
FAILED: Mapping[tuple[int, str], str] = {(0, "丁区"): "实测1850平方米。", (1, "丁区"): "8月发生1例", (0, "丙市"): ""}
GIVEN: Mapping[str, tuple[str, str]] = {
    "甲县": ("9.5", "台账完整"), "乙县": ("9", "台账基本完整"), "丙市": ("8", "台账不全"),
    "丁区": ("7.5", "台账缺3个月"), ZONE: ("10", "台账完整"),
}  # fmt: skip
LATE: Mapping[str, tuple[str, str]] = {"丁区": ("-3", "迟报1次、未报1次")}


def _department(one: Indicator, stage: Stage) -> str:
    return (one.first_check if stage is Stage.CHECKED else one.final_check)[0]


def _intake(results: Results, stage: Stage, struck: Figures, silent: Iterable[str]) -> CheckIntake:
    """What came back of one stage: every figure as it came, but for `struck`."""
    by_code = results.breakdown.by_code
    file = "初核" if stage is Stage.CHECKED else "认定"
    figures = {}
    for row, ((code, unit), sent) in enumerate(results.intake.reported.items(), 5):
        one = by_code[code]
        names = one.first_check if stage is Stage.CHECKED else one.final_check
        if not names or names[0] in silent:
            continue
        value, reason = struck.get((code, unit), ("", ""))
        is_state = one.kind is Kind.STATE
        figures[code, unit] = CheckedFigure(
            code, unit, names[0], stage,
            None if is_state else Decimal(value) if value else sent.value,
            (value or sent.text) if is_state else None, reason,
            Source(f"{file}/{names[0]}.xlsx", "核数", f"G{row}"),
        )  # fmt: skip
    departments = tuple(
        dict.fromkeys(_department(one, stage) for one in INDICATORS if stage is Stage.CHECKED or one.final_check)
    )
    answered = tuple(name for name in departments if name not in silent)
    return CheckIntake(stage, departments, answered, figures)


def assessed_results(
    *,
    checked: Figures = CHECKED,
    confirmed: Figures = CONFIRMED,
    failed: Mapping[tuple[int, str], str] = FAILED,
    given: Mapping[str, tuple[str, str]] = GIVEN,
    late: Mapping[str, tuple[str, str]] = LATE,
    values: Mapping[str, Mapping[str, str | None]] = VALUES,
    silent: tuple[str, ...] = (),
    units: tuple[str, ...] = UNITS,
    zones: tuple[str, ...] = (ZONE,),
    midyear: Mapping[str, str] | None = None,
    scoring: tuple[ScoreRule, ...] = SCORING,
    duties: tuple[Duty, ...] = DUTIES,
) -> Results:
    """The year's end of 2023; departments in `silent` have not answered, `midyear` holds 年中 scores by unit."""
    note = PeriodNote(
        YEAR_END,
        date(2023, 12, 31),
        None,
        "平政办〔2024〕3号",
        date(2024, 1, 9),
        date(2024, 1, 10),
        "年末",
        Decimal("0.6"),
    )
    before = PeriodNote(MIDYEAR, assessment="年中", assessment_weight=Decimal("0.4"))
    plain = small_results(
        values,
        indicators=INDICATORS,
        targets={code: dict.fromkeys(units, asked) for code, asked in TARGETS.items()},
        duties=duties,
    )
    kinds = {name: "功能区" if name in zones else "县区" for name in units}
    breakdown: Breakdown = replace(
        plain.breakdown,
        basics=BASICS,
        units=tuple(Unit(name, kind, kind) for name, kind in kinds.items()),
        periods=(before, note),
        standards=STANDARDS,
        scoring=scoring,
    )
    results = replace(plain, breakdown=breakdown, period=YEAR_END)
    first = _intake(results, Stage.CHECKED, checked, silent)
    standards, scores = {}, {}
    for unit in units:
        for place in range(len(STANDARDS)) if SCHOOLS not in silent else ():
            opinion = failed.get((place, unit))
            verdict = Conclusion.PASSED if opinion is None else Conclusion.FAILED
            source = Source(f"初核/{SCHOOLS}.xlsx", "验收", "I5")
            standards[place, unit] = CheckedStandard(
                place, unit, SCHOOLS, Stage.CHECKED, verdict, opinion or "", source
            )
        if unit in given and LABOUR not in silent:
            points, reason = given[unit]
            source = Source(f"初核/{LABOUR}.xlsx", "评分", "D5")
            scores[1, unit] = GivenScore(1, unit, LABOUR, Decimal(points), reason, source)
    first = replace(first, standards=standards, scores=scores)
    final = _intake(results, Stage.CONFIRMED, confirmed, silent)
    if STATISTICS not in silent:
        # What was struck before and is not struck again is confirmed as it stands.
        kept = {
            key: replace(one, value=first.figures[key].value) if key not in confirmed and key in first.figures else one
            for key, one in final.figures.items()
        }
        final = replace(final, figures=kept)
    checks = Checks(first, final)
    return _rolled(results, checks, late, midyear)


def _rolled(
    results: Results, checks: Checks, late: Mapping[str, tuple[str, str]], midyear: Mapping[str, str] | None
) -> Results:
    breakdown, reported = results.breakdown, results.intake.reported
    lapses: Lapses = {
        (2, unit.name): (Decimal(late.get(unit.name, ("0", ""))[0]), late.get(unit.name, ("0", ""))[1])
        for unit in breakdown.units
    }
    scores = {unit: Decimal(score) for unit, score in (midyear or {}).items()}
    history = History((PeriodOutcome(MIDYEAR, scores=scores),))
    rollup = roll_up(breakdown, YEAR_END, checks.laid_over(reported), results.previous)
    assessment: Assessment = assess(breakdown, YEAR_END, rollup, reported, checks, lapses, history)
    return replace(results, rollup=rollup, assessment=assessment, history=history)
