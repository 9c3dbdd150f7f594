"""A small assessed year set up by hand: every 计分办法, vetoes, ties, two 排名组, a department that has not answered.

    results = assessed(BREAKDOWN, SENT, a_check())
    assert results.assessment.of("宝丰县", "市/养老").score == Decimal(100)

`assessed` takes any breakdown of `tests.years` with rules and standards added by `with_rules` and `with_standards`.
What departments say is given in short: `figure("1.1", "叶县", "18", "现场核实少2户")`, `standard(0, "叶县", "不通过")`,
`points(2, "叶县", "7.5")`, of the stage 初核 unless told otherwise, and gathered by `checks_of`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from model.assessment.assessment import Assessment
from model.assessment.check_form import Lapses
from model.assessment.checked import CheckedFigure, CheckedStandard, CheckIntake, Checks, Conclusion, GivenScore
from model.assessment.scoring import assess
from model.assessment.scoring_rule import Method, ScoreRule, read_terms
from model.breakdown import Breakdown, PeriodNote, Standard, codes_named
from model.figure import History, PeriodOutcome, Previous
from model.indicator import Direction, Kind, Rollup
from model.quantity import read_number
from model.results import Results
from model.rollup import roll_up
from model.submission import Intake, SelfCheck, SelfVerdict, Source, Stage
from model.target import STATES
from model.unit import Unit
from tests.years import Sent, a_duty, a_period, a_year, all_reported, row

COUNTIES, DISTRICTS = ("宝丰县", "郏县", "叶县", "鲁山县"), ("新华区", "卫东区")
UNITS = (
    *(Unit(name, "县区", "县") for name in COUNTIES),
    *(Unit(name, "县区", "区") for name in DISTRICTS),
    Unit("市民政局", "市直", "市直"),
)
CIVIL, LABOUR, SCHOOLS = "市民政局", "市人社局", "市教育局"
MIDYEAR, YEAR_END = "2023-H1", "2023"
Given = CheckedFigure | CheckedStandard | GivenScore


# Setting up


def targets(*stated: str | None) -> dict[str, str | None]:
    """A target for each county and district, in order; the last may be left out, and are not asked."""
    return dict(zip((*COUNTIES, *DISTRICTS), stated, strict=False))


def a_rule(
    breakdown: Breakdown, subject: str, points: str, method: Method, terms: str = "", note: str = ""
) -> ScoreRule:
    """A row of the sheet 评分; `subject` is a project or codes with 、."""
    codes = codes_named(breakdown.indicators, subject.split("、"))
    read = read_terms(method, terms, Decimal(points))
    assert read is not None, f"{terms} is no 参数 of {method}"
    return ScoreRule(subject, breakdown.by_code[codes[0]].project_key, codes, Decimal(points), method, read)


def with_rules(breakdown: Breakdown, *rules: tuple[str, str, Method, str]) -> Breakdown:
    """The breakdown with rows of 评分: subject, 分值, 计分办法, 参数."""
    return replace(breakdown, scoring=tuple(a_rule(breakdown, *one) for one in rules))


def with_standards(breakdown: Breakdown, *standards: tuple[str, str, bool]) -> Breakdown:
    """The breakdown with rows of 验收标准: 编码 or project, the standard, 一票否决."""
    return replace(
        breakdown,
        standards=tuple(
            Standard(tuple(subject.split("、")), str(number), words, is_veto)
            for number, (subject, words, is_veto) in enumerate(standards, 1)
        ),
    )


def a_breakdown(**basics: Any) -> Breakdown:
    """The year of these tests."""
    checked: dict[str, Any] = {"first_check": (CIVIL,), "final_check": ("市政府督查室",)}
    jobs: dict[str, Any] = {"project": "就业", "first_check": (LABOUR,)}
    schools: dict[str, Any] = {"project": "教育", "first_check": (SCHOOLS,)}
    breakdown = a_year(
        row("1.1", asked=targets("100", "50", "20", "20", "10", "3"), project="养老", unit="户", **checked),
        row("1.2", Kind.PROGRESS, Rollup.MEAN, asked=targets(*["100%"] * 6), project="养老", digits=1, **checked),
        row("1.3", asked=targets("10", "5", "2", "2", "1", "1"), project="养老", part_of="1.1", **checked),
        row("10.1", asked=targets("3", "3", "0.3", "0.3", "3", None), unit="万人", digits=2, **jobs),
        row("10.10", asked=targets("5", "5", "5", "5", "5", "5"), weight=Decimal(2), **jobs),
        row("10.2", Kind.RATE, Rollup.NONE, asked=targets(*["65%"] * 6), digits=1, denominator="应筛人数", **jobs),
        row("2.1", asked=targets("4", "4", "4", "4", "2—3所", "不少于2所"), unit="所", **schools),
        row("2.2", Kind.STATE, Rollup.NONE, asked=targets(*[None] * 6), schedule="不比", **schools),
        row(
            "3.1", Kind.STANDARD, Rollup.NONE, asked=targets("15", "15", "20", "20", "20", "20"), unit="分钟",
            digits=1, direction=Direction.LOWER, project="急救", **checked,
        ),
        row("3.2", Kind.STANDARD, Rollup.NONE, asked=targets(*["600"] * 6), project="急救", **checked),
        row("4.1", asked=targets("2", "2", None, "2", "2"), project="社区", unit="个", first_check=("市住建局",)),
        row("5.1", Kind.STATE, Rollup.OWN_LEVEL, asked={"市民政局": None}, project="平台", **checked),
        units=UNITS, duties=(a_duty("养老", "2"), a_duty("教育", "0.5")), **{"score_cap": Decimal("1.1"), **basics},
    )  # fmt: skip
    breakdown = with_rules(
        breakdown,
        ("10.1、10.10", "60", Method.COMPLETION, "封顶110%；低于60%不得分；保底20%"),
        ("就业", "30", Method.STEPS, "100%以上得30分；90%以上得24分；60%以上得12分"),
        ("就业", "10", Method.MANUAL, "2—10"),
        ("就业", "6", Method.DEDUCTION, "迟报每次扣1分；退回每次扣2分；未报每次扣5分"),
        ("教育", "50", Method.STANDARDS, ""),
        ("2.1、2.2", "50", Method.COMPLETION, ""),
        ("教育", "20", Method.DEDUCTION, ""),
        ("急救", "40", Method.STANDARDS, ""),
        ("急救", "60", Method.COMPLETION, ""),
        ("社区", "100", Method.MANUAL, ""),
    )
    breakdown = with_standards(
        breakdown,
        ("养老", "消防验收合格，没有发生责任事故", True),
        ("2.1", "校舍已投入使用，教师到岗", False),
        ("教育", "档案资料齐全", False),
        ("2.2", "与规划一致", False),
        ("3.1", "急救站24小时值守", True),
        ("急救", "救护车设备配齐", False),
    )
    notes = (
        PeriodNote(a_period(MIDYEAR), assessment="年中", assessment_weight=Decimal(4)),
        PeriodNote(a_period(YEAR_END), assessment="年末", assessment_weight=Decimal(6)),
    )
    return replace(breakdown, periods=notes)


BREAKDOWN = a_breakdown()
SENT: Mapping[str, Mapping[str, Sent]] = {
    "1.1": {"宝丰县": "100", "郏县": "50", "叶县": "20", "鲁山县": "13", "新华区": "9.9995", "卫东区": "2"},
    "1.2": {"宝丰县": "100%", "郏县": "100%", "叶县": "95%", "鲁山县": "33.3%", "新华区": "100%"},
    "1.3": {"宝丰县": "10"},
    "10.1": {"宝丰县": "3.3", "郏县": "3", "叶县": "0.18", "鲁山县": "0.1", "新华区": "4", "卫东区": "1"},
    "10.10": {"宝丰县": "5", "郏县": "5", "叶县": "3", "鲁山县": "1", "新华区": "5"},
    "10.2": {
        "宝丰县": ("70", "100"), "郏县": ("13", "20"), "叶县": ("1", "3"), "鲁山县": ("64", "100"),
        "新华区": ("65", "100"), "卫东区": ("66", "100"),
    },
    "2.1": {"宝丰县": "4", "郏县": "4", "叶县": "3", "鲁山县": "1", "新华区": "2", "卫东区": "2"},
    "2.2": {"宝丰县": "已完成", "郏县": "已完成", "叶县": "推进中", "鲁山县": "未启动", "新华区": "已完成"},
    "3.1": {"宝丰县": "14", "郏县": "15", "叶县": "24", "鲁山县": "20", "新华区": "20", "卫东区": "25"},
    "3.2": {"宝丰县": "620", "郏县": "600", "叶县": "599", "鲁山县": "450", "新华区": "600", "卫东区": "600"},
    "4.1": {"宝丰县": "2", "叶县": "1"},
    "5.1": {"市民政局": "推进中"},
}  # fmt: skip
"""鲁山县 does worst; 卫东区 has not reported 1.2, 10.10 and 2.2."""


# What departments say


def figure(
    code: str, unit: str, typed: str, reason: str = "", stage: Stage = Stage.CHECKED, department: str = CIVIL
) -> CheckedFigure:
    """A line of 核数."""
    text = typed if typed in STATES else None
    value = None if text else read_number(typed)
    return CheckedFigure(code, unit, department, stage, value, text, reason, _source(department, stage, "核数"))


def standard(
    place: int, unit: str, said: str, opinion: str = "", stage: Stage = Stage.CHECKED, department: str = CIVIL
) -> CheckedStandard:
    """A line of 验收."""
    source = _source(department, stage, "验收")
    return CheckedStandard(place, unit, department, stage, Conclusion(said), opinion, source)


def points(rule: int, unit: str, given: str, reason: str = "", department: str = LABOUR) -> GivenScore:
    """A line of 评分."""
    return GivenScore(rule, unit, department, Decimal(given), reason, _source(department, Stage.CHECKED, "评分"))


def _source(department: str, stage: Stage, sheet: str) -> Source:
    folder = "初核" if stage is Stage.CHECKED else "认定"
    return Source(f"{folder}/{department}.xlsx", sheet, "G7")


def checks_of(
    given: Iterable[Given],
    *,
    asked: tuple[tuple[str, ...], tuple[str, ...]] = ((CIVIL, LABOUR, SCHOOLS), ("市政府督查室",)),
    answered: tuple[tuple[str, ...], tuple[str, ...]] = ((CIVIL, LABOUR, SCHOOLS), ("市政府督查室",)),
    self_checks: Mapping[tuple[int, str], SelfCheck] | None = None,
    unchecked: Mapping[str, int] | None = None,
) -> Checks:
    """What came back of both stages; scores are of 初核."""
    every = tuple(given)

    def intake(stage: Stage, place: int) -> CheckIntake:
        own = [one for one in every if isinstance(one, GivenScore) or one.stage is stage]
        return CheckIntake(
            stage, asked[place], answered[place],
            {(one.code, one.unit): one for one in own if isinstance(one, CheckedFigure)},
            {(one.standard, one.unit): one for one in own if isinstance(one, CheckedStandard)},
            {(one.rule, one.unit): one for one in own if isinstance(one, GivenScore) and stage is Stage.CHECKED},
            (unchecked or {}) if stage is Stage.CHECKED else {},
        )  # fmt: skip

    return Checks(intake(Stage.CHECKED, 0), intake(Stage.CONFIRMED, 1), self_checks or {})


CONFIRMED = Stage.CONFIRMED
GIVEN: tuple[Given, ...] = (
    figure("1.1", "鲁山县", "12", "抽查发现1户不符合条件"),
    figure("1.1", "叶县", "20"),
    figure("1.1", "郏县", "50"),
    figure("1.1", "郏县", "48", "2户重复申报", CONFIRMED, "市政府督查室"),
    figure("10.10", "叶县", "2", "1项没有合同", department=LABOUR),
    figure("10.2", "新华区", "64.9%", "剔除重复筛查", department=LABOUR),
    figure("2.2", "宝丰县", "推进中", "尚有设备没有安装", department=SCHOOLS),
    figure("3.1", "宝丰县", "15.5", "按调度台记录核定"),
    *(standard(0, unit, "通过") for unit in (*COUNTIES[:3], *DISTRICTS)),
    standard(0, "鲁山县", "不通过", "消防验收没有通过，已下达整改通知"),
    *(standard(1, unit, "通过", department=SCHOOLS) for unit in (*COUNTIES, *DISTRICTS)),
    *(standard(2, unit, "通过", department=SCHOOLS) for unit in COUNTIES[:2]),
    standard(2, "叶县", "不通过", "缺验收档案", department=SCHOOLS),
    *(standard(2, unit, "不适用", department=SCHOOLS) for unit in ("鲁山县", *DISTRICTS)),
    *(standard(3, unit, "通过", department=SCHOOLS) for unit in ("宝丰县", "郏县", "叶县", "新华区")),
    *(standard(3, unit, "不通过", "与规划不符", department=SCHOOLS) for unit in ("鲁山县", "卫东区")),
    *(standard(4, unit, "不适用") for unit in COUNTIES),
    *(standard(4, unit, "通过") for unit in DISTRICTS),
    standard(4, "卫东区", "不通过", "夜间无人值守", CONFIRMED, "市政府督查室"),
    *(standard(5, unit, "不适用") for unit in COUNTIES[:2]),
    standard(5, "叶县", "通过"),
    standard(5, "鲁山县", "不通过", "缺2台除颤仪"),
    standard(5, "新华区", "通过"),
    *(points(2, unit, given, why) for unit, given, why in (
        ("宝丰县", "9.5", "工作扎实"), ("郏县", "8", ""), ("叶县", "6", "台账不全"), ("鲁山县", "2", "多次催办"),
        ("新华区", "8", ""), ("卫东区", "7.335", ""),
    )),
    *(points(6, unit, given, why, SCHOOLS) for unit, given, why in (
        ("宝丰县", "0", ""), ("郏县", "0", ""), ("叶县", "-3.5", "被通报1次"), ("鲁山县", "-20", "发生舆情"),
        ("新华区", "0", ""),
    )),
)  # fmt: skip
"""市住建局 has not answered, so that 社区 has no score for anyone; 卫东区 lacks one of 教育."""
LAPSES: Lapses = {
    (3, unit): (Decimal(taken), why)
    for unit, taken, why in (
        ("宝丰县", "0", ""), ("郏县", "0", ""), ("叶县", "-1", "迟报1次"), ("鲁山县", "-6", "迟报1次、未报1次"),
        ("新华区", "0", ""), ("卫东区", "-2", "退回1次"),
    )
}  # fmt: skip
SELF_CHECKS = {
    (place, unit): SelfCheck(place, unit, SelfVerdict.MET, "照片", Source(f"上报/{unit}.xlsx", "验收", "F4"))
    for place in (0, 2)
    for unit in COUNTIES
}


def a_check() -> Checks:
    """What the departments of `GIVEN` say, 市住建局 being still out."""
    return checks_of(
        GIVEN, asked=((CIVIL, LABOUR, SCHOOLS, "市住建局"), ("市政府督查室",)), self_checks=SELF_CHECKS,
        unchecked={CIVIL: 3},
    )  # fmt: skip


MIDYEAR_SCORES = {"宝丰县": "88.125", "郏县": "91", "叶县": "80.5", "鲁山县": "35", "新华区": "77.77"}


def a_history(scores: Mapping[str, str] = MIDYEAR_SCORES) -> History:
    """The year's 年中 with these overall scores."""
    known = {unit: Decimal(score) for unit, score in scores.items()}
    return History((PeriodOutcome(a_period(MIDYEAR), scores=known),))


# Assessing


def assessed(
    breakdown: Breakdown = BREAKDOWN,
    sent: Mapping[str, Mapping[str, Sent]] = SENT,
    checks: Checks | None = None,
    lapses: Lapses = LAPSES,
    history: History | None = None,
    period: str = YEAR_END,
    previous: Previous | None = None,
) -> Results:
    """The results of an assessed period as `assess` makes them."""
    checks, before, when = checks or a_check(), previous or Previous(), a_period(period)
    reported = all_reported(breakdown, sent)
    rollup = roll_up(breakdown, when, checks.laid_over(reported), before)
    earlier = a_history() if history is None else history
    return Results(
        breakdown, "../目标分解表.xlsx", "0" * 64, when, before, Intake((), (), reported, {}), rollup,
        history=earlier,
        assessment=assess(breakdown, when, rollup, reported, checks, lapses, earlier),
    )  # fmt: skip


def assessment_of(results: Results) -> Assessment:
    """The assessment of the results, which has to be there."""
    assert results.assessment is not None
    return results.assessment
