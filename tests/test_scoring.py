"""Scores and ranks of an assessed period: by hand, and by an independent computation (contract sections 2, 6, 7)."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from model.assessment.assessment import Assessment, shown_points
from model.assessment.checked import CheckedFigure, CheckedStandard, CheckIntake, Checks, Conclusion, GivenScore
from model.assessment.lapses import counted_lapses, points_of_words
from model.assessment.scoring import assess
from model.assessment.scoring_rule import Lapse, Method, ScoreRule, read_terms
from model.breakdown import Breakdown, PeriodNote, Standard, codes_named
from model.figure import History, PeriodOutcome, Previous
from model.indicator import Direction, Kind, Rollup
from model.quantity import plain
from model.rollup import roll_up
from model.submission import Source, Stage, Status, Submission
from model.unit import Unit
from tests.years import Row, a_period, a_year, all_reported, row

DECEMBER = a_period("2023-12")
HERE = Source("初核/市教育局.xlsx", "核数", "G5")
UNITS = (*(Unit(name, "县区", "县区") for name in ("甲县", "乙县", "丙县")), Unit("丁区", "功能区", "功能区"))
ALL = tuple(unit.name for unit in UNITS)


def rule(breakdown: Breakdown, subject: str, points: str, method: str, terms: str = "") -> ScoreRule:
    """A row of 评分."""
    codes = codes_named(breakdown.indicators, (subject,))
    read = read_terms(Method(method), terms, Decimal(points))
    assert read is not None
    key = breakdown.by_code[codes[0]].project_key
    return ScoreRule(subject, key, codes, Decimal(points), Method(method), read)


def year_with(*rows: Row, rules: tuple[tuple[str, ...], ...] = (), standards: Any = (), **rest: Any) -> Breakdown:
    """A breakdown whose December is assessed."""
    breakdown = a_year(*rows, units=UNITS, **rest)
    return replace(
        breakdown,
        scoring=tuple(rule(breakdown, *one) for one in rules),
        standards=tuple(Standard((code,), str(n), f"标准{n}", veto) for n, (code, veto) in enumerate(standards, 1)),
        periods=(PeriodNote(DECEMBER, assessment="年末"),),
    )


def concluded(*verdicts: tuple[int, str, str]) -> dict[tuple[int, str], CheckedStandard]:
    return {
        (place, unit): CheckedStandard(place, unit, "市教育局", Stage.CHECKED, Conclusion(word), "", HERE)
        for place, unit, word in verdicts
    }


def checked(code: str, unit: str, value: str, stage: Stage = Stage.CHECKED) -> CheckedFigure:
    return CheckedFigure(code, unit, "市教育局", stage, Decimal(value), None, "重复", HERE)


def given_points(place: int, **points: str) -> dict[tuple[int, str], GivenScore]:
    return {
        (place, unit): GivenScore(place, unit, "市教育局", Decimal(one), "好", HERE) for unit, one in points.items()
    }


def assessed(
    breakdown: Breakdown, sent: Mapping[str, Mapping[str, Any]], checks: Checks | None = None, **rest: Any
) -> Assessment:
    """The assessment of December; `rest`: submissions, history."""
    reported, checks = all_reported(breakdown, sent), checks or Checks()
    history = rest.get("history", History())
    lapses = counted_lapses(breakdown, DECEMBER, history, rest.get("submissions", ()))
    rollup = roll_up(breakdown, DECEMBER, checks.laid_over(reported), Previous())
    return assess(breakdown, DECEMBER, rollup, reported, checks, lapses, history)


def scores(assessment: Assessment, project: str = "市/一") -> dict[str, str | None]:
    """Each unit's score in a project, as shown."""
    found = {unit: assessment.of(unit, project) for unit in ALL}
    return {unit: None if one.score is None else plain(shown_points(one.score)) for unit, one in found.items() if one}


def ranks(assessment: Assessment, project: str = "市/一") -> dict[str, int | None]:
    found = {unit: assessment.of(unit, project) for unit in ALL}
    return {unit: one.rank for unit, one in found.items() if one}


AMOUNT = row("1.1", 甲县="100", 乙县="200", 丙县="50", 丁区="10")


def test_without_a_rule_a_project_is_scored_by_completion_and_ranked_within_its_group() -> None:
    found = assessed(year_with(AMOUNT), {"1.1": {"甲县": "80", "乙县": "160", "丙县": "60", "丁区": "1"}})
    assert scores(found) == {"甲县": "80", "乙县": "80", "丙县": "100", "丁区": "10"}
    assert ranks(found) == {"甲县": 2, "乙县": 2, "丙县": 1, "丁区": 1}


def test_a_checked_figure_counts_over_the_reported_one_and_a_confirmed_one_over_both() -> None:
    sent = {"1.1": {"甲县": "80", "乙县": "160", "丙县": "40", "丁区": "1"}}
    first = {("1.1", "甲县"): checked("1.1", "甲县", "50"), ("1.1", "乙县"): checked("1.1", "乙县", "100")}
    final = {("1.1", "乙县"): checked("1.1", "乙县", "120", Stage.CONFIRMED)}
    checks = Checks(CheckIntake(Stage.CHECKED, figures=first), CheckIntake(Stage.CONFIRMED, figures=final))
    found = assessed(year_with(AMOUNT), sent, checks)
    assert scores(found) == {"甲县": "50", "乙县": "60", "丙县": "80", "丁区": "10"}
    assert [(one.unit, one.before, one.after, one.struck, one.stage) for one in found.deductions] == [
        ("甲县", Decimal(80), Decimal(50), Decimal(30), Stage.CHECKED),
        ("乙县", Decimal(160), Decimal(120), Decimal(40), Stage.CONFIRMED),
    ]


def test_a_failed_veto_leaves_the_project_without_points_and_without_a_rank() -> None:
    breakdown = year_with(AMOUNT, standards=[("1.1", True)])
    sent = {"1.1": {"甲县": "100", "乙县": "100", "丙县": "25", "丁区": "1"}}
    verdicts = concluded((0, "甲县", "不通过"), (0, "乙县", "通过"), (0, "丙县", "通过"), (0, "丁区", "通过"))
    found = assessed(breakdown, sent, Checks(CheckIntake(Stage.CHECKED, standards=verdicts)))
    assert scores(found) == {"甲县": "0", "乙县": "50", "丙县": "50", "丁区": "10"}
    assert ranks(found) == {"甲县": None, "乙县": 1, "丙县": 1, "丁区": 1}
    assert found.overall_of("甲县").score == 0
    assert found.overall_of("甲县").rank == 3


def test_rules_of_a_project_add_up_and_deductions_take_away() -> None:
    rules = (("一", "60", "完成率"), ("一", "30", "标准通过率"), ("一", "10", "人工"), ("一", "5", "扣分"))
    breakdown = year_with(AMOUNT, rules=rules, standards=[("1.1", False), ("1.1", False), ("1.1", False)])
    verdicts = concluded(
        *((place, unit, "通过") for place in range(3) for unit in ("乙县", "丙县", "丁区")),
        (0, "甲县", "通过"), (1, "甲县", "不通过"), (2, "甲县", "不适用"),
    )  # fmt: skip
    points = given_points(2, 甲县="8", 乙县="9", 丙县="10", 丁区="7")
    taken = given_points(3, 甲县="-2", 乙县="0", 丙县="0", 丁区="-5")
    checks = Checks(CheckIntake(Stage.CHECKED, standards=verdicts, scores={**points, **taken}))
    found = assessed(breakdown, {"1.1": {"甲县": "50", "乙县": "100", "丙县": "50", "丁区": "10"}}, checks)
    # 甲县 60×0.5 + 30×1/2 + 8 - 2 = 51; 乙县 60×0.5 + 30 + 9 = 69; 丙县 60 + 30 + 10 = 100; 丁区 60 + 30 + 7 - 5 = 92
    assert scores(found) == {"甲县": "51", "乙县": "69", "丙县": "100", "丁区": "92"}


def test_what_no_department_has_judged_is_unknown_and_left_out_for_all() -> None:
    other = row("2.1", project="二", 甲县="10", 乙县="10")
    breakdown = year_with(AMOUNT, other, rules=(("一", "100", "标准通过率"),), standards=[("1.1", False)])
    found = assessed(breakdown, {"2.1": {"甲县": "5", "乙县": "10"}})
    assert scores(found) == dict.fromkeys(ALL)
    assert found.left_out == ("市/一",)
    assert {unit: found.overall_of(unit).score for unit in ("甲县", "乙县")} == {
        "甲县": Decimal(50),
        "乙县": Decimal(100),
    }


def test_a_unit_that_alone_lacks_a_score_has_no_overall_score() -> None:
    breakdown = year_with(AMOUNT, rules=(("一", "100", "人工"),))
    points = given_points(0, 甲县="60", 乙县="70", 丁区="80")
    found = assessed(breakdown, {}, Checks(CheckIntake(Stage.CHECKED, scores=points)))
    assert found.left_out == ()
    assert [found.overall_of(unit).rank for unit in ALL] == [2, 1, None, 1]
    unscored = found.of("丙县", "市/一")
    assert unscored is not None
    assert unscored.unknown == "部门还没有打分"


def test_late_returned_and_missing_reports_since_the_last_assessment_are_counted() -> None:
    rules = (("一", "100", "完成率"), ("一", "3", "扣分", "迟报每次扣1分；未报每次扣2分"))
    breakdown = year_with(AMOUNT, rules=rules)
    june, november = a_period("2023-06"), a_period("2023-11")
    breakdown = replace(breakdown, periods=(*breakdown.periods, PeriodNote(june, assessment="年中")))
    history = History(
        (
            PeriodOutcome(june, lapses={"乙县": (Lapse.MISSING,)}),
            PeriodOutcome(november, lapses={"甲县": (Lapse.LATE,), "丙县": (Lapse.MISSING, Lapse.RETURNED)}),
        )
    )
    now = (
        Submission("甲县", "上报/甲县.xlsx", "0", Status.ACCEPTED, late=True),
        Submission("丙县", None, None, Status.MISSING),
    )
    sent = {"1.1": {"甲县": "100", "乙县": "200", "丙县": "50", "丁区": "10"}}
    found = assessed(breakdown, sent, submissions=now, history=history)
    assert scores(found) == {"甲县": "98", "乙县": "100", "丙县": "97", "丁区": "100"}  # 丙县: 2 × 2, but 3 at most


def test_the_year_is_both_assessments_by_their_weight() -> None:
    june = a_period("2023-06")
    breakdown = year_with(AMOUNT)
    notes = (PeriodNote(june, assessment="年中", assessment_weight=Decimal(1)),)
    december = PeriodNote(DECEMBER, assessment="年末", assessment_weight=Decimal(3))
    breakdown = replace(breakdown, periods=(*notes, december))
    scores_of_june = {"甲县": Decimal(100), "乙县": Decimal(60), "丁区": Decimal(50)}
    history = History((PeriodOutcome(june, scores=scores_of_june),))
    sent = {"1.1": {"甲县": "60", "乙县": "160", "丙县": "50", "丁区": "10"}}
    found = assessed(breakdown, sent, history=history)
    # 甲县 (100 + 3×60) ÷ 4 = 70; 乙县 (60 + 3×80) ÷ 4 = 75; 丙县 has no 年中
    told = {one.unit: (one.year_score, one.year_rank) for one in found.overall}
    assert told == {
        "甲县": (Decimal(70), 2), "乙县": (Decimal(75), 1), "丙县": (None, None), "丁区": (Decimal("87.5"), 1),
    }  # fmt: skip


def test_thresholds_floors_and_caps_hold_for_each_indicator_and_steps_for_their_mean() -> None:
    rows = (
        row("1.1", 甲县="100", 乙县="100", 丙县="100", 丁区="100"),
        row("1.2", 甲县="100", 乙县="100", 丙县="100", 丁区="100", weight=Decimal(3)),
        row("1.3", 甲县="100", 乙县="100", 丙县="100", 丁区="100", part_of="1.2"),
    )
    sent = {
        "1.1": {"甲县": "150", "乙县": "59", "丙县": "90", "丁区": "100"},
        "1.2": {"甲县": "100", "乙县": "100", "丙县": "90", "丁区": "30"},
        "1.3": dict.fromkeys(ALL, "0"),
    }
    terms = "封顶120%；低于60%不得分；保底20%"
    found = assessed(year_with(*rows, rules=(("一", "100", "完成率", terms),)), sent)
    # 甲县 (1.2 + 3) ÷ 4; 乙县 (0.2 + 3) ÷ 4; 丙县 0.9; 丁区 (1 + 3×0.2) ÷ 4
    assert scores(found) == {"甲县": "105", "乙县": "80", "丙县": "90", "丁区": "40"}
    found = assessed(year_with(*rows, rules=(("一", "50", "分档", "100%以上得50分；80%以上得30分"),)), sent)
    # means: 甲县 1 at most, 乙县 (0.59 + 3) ÷ 4 = 0.8975, 丙县 0.9, 丁区 (1 + 0.9) ÷ 4
    assert scores(found) == {"甲县": "100", "乙县": "60", "丙县": "60", "丁区": "0"}


# Against an independent computation


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Breakdown, dict[str, dict[str, str]], dict[tuple[str, str], str], dict[str, str]]:
    """A year of one rule, its reports, the figures that 初核 cut, and 人工 points."""
    kinds = draw(st.lists(st.sampled_from(["amount", "rate", "lower", "state"]), min_size=1, max_size=4))
    rows, sent, cut = [], {}, {}
    for number, kind in enumerate(kinds, 1):
        code, weight = f"1.{number}", Decimal(draw(st.integers(1, 3)))
        asked = draw(st.lists(st.sampled_from(ALL), min_size=1, unique=True))
        if kind == "state":
            rows.append(row(code, Kind.STATE, Rollup.EACH, asked=dict.fromkeys(asked), weight=weight))
            sent[code] = {unit: draw(st.sampled_from(["未启动", "推进中", "已完成"])) for unit in asked}
            continue
        more: dict[str, Any] = {"direction": Direction.LOWER} if kind == "lower" else {}
        if kind == "rate":
            targets = {unit: f"{draw(st.integers(1, 100))}%" for unit in asked}
            rows.append(row(code, Kind.RATE, Rollup.EACH, asked=targets, weight=weight, digits=1))
            sent[code] = {unit: f"{draw(st.integers(0, 100))}%" for unit in asked}
        else:
            targets = {unit: str(draw(st.integers(0, 40))) for unit in asked}
            rows.append(row(code, asked=targets, weight=weight, **more))
            sent[code] = {unit: str(draw(st.integers(0, 60))) for unit in asked}
            for unit in asked:
                if kind == "amount" and draw(st.booleans()):
                    cut[code, unit] = str(draw(st.integers(0, int(sent[code][unit]))))
    cap, floor = draw(st.integers(80, 130)), draw(st.integers(0, 50))
    threshold = draw(st.integers(0, 80))
    rules = (
        ("一", str(draw(st.integers(1, 90))), "完成率", f"封顶{cap}%；低于{threshold}%不得分；保底{floor}%"),
        ("一", "10", "人工", ""),
    )
    points = {unit: str(draw(st.integers(0, 10))) for unit in ALL}
    return year_with(*rows, rules=rules), sent, cut, points


def fraction(text: str) -> Fraction:
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def expected(
    breakdown: Breakdown, sent: dict[str, dict[str, str]], cut: dict[tuple[str, str], str], points: dict[str, str]
) -> dict[str, Fraction]:
    """The scores by fractions, from the decisions on paper alone."""
    full, terms = breakdown.scoring[0].points, breakdown.scoring[0].terms
    assert terms.cap is not None
    assert terms.threshold is not None
    assert terms.floor is not None
    found = {}
    for unit in ALL:
        parts: list[tuple[Fraction, Fraction]] = []
        is_asked = False
        for indicator in breakdown.indicators:
            if unit not in sent[indicator.code]:
                continue
            is_asked = True
            word = cut.get((indicator.code, unit), sent[indicator.code][unit])
            if indicator.kind is Kind.STATE:
                share = {"未启动": Fraction(0), "推进中": Fraction(1, 2), "已完成": Fraction(1)}[word]
            else:
                target_value = breakdown.targets[indicator.code, unit].value
                assert target_value is not None
                value, target = fraction(word), Fraction(target_value)
                if indicator.direction is Direction.LOWER:
                    share = Fraction(1) if value <= target else target / value
                elif indicator.kind is Kind.RATE:
                    share = Fraction(1) if value >= target else value / target
                elif target == 0:
                    continue
                else:
                    share = min(value / target, Fraction(terms.cap))
            share = Fraction(0) if share < Fraction(terms.threshold) else share
            parts.append((max(share, Fraction(terms.floor)), Fraction(indicator.weight)))
        if not is_asked:
            continue
        total, whole = Fraction(points[unit]), Fraction(10)
        if parts:
            total += Fraction(full) * sum(a * b for a, b in parts) / sum(b for _, b in parts)
            whole += Fraction(full)
        found[unit] = 100 * total / whole
    return found


@settings(deadline=None)
@given(drawn())
def test_scores_are_those_of_an_independent_computation(
    case: tuple[Breakdown, dict[str, dict[str, str]], dict[tuple[str, str], str], dict[str, str]],
) -> None:
    breakdown, sent, cut, points = case
    figures = {key: checked(*key, value) for key, value in cut.items()}
    checks = Checks(CheckIntake(Stage.CHECKED, figures=figures, scores=given_points(1, **points)))
    found = assessed(breakdown, sent, checks)
    wanted = expected(breakdown, sent, cut, points)
    told = {unit: one.score for unit in ALL if (one := found.of(unit, "市/一")) is not None}
    assert set(told) == set(wanted)
    for unit, score in told.items():
        assert score is not None
        assert abs(Fraction(score) - wanted[unit]) < Fraction(1, 10**30)


def test_a_failed_veto_does_not_make_a_project_scored_that_nobody_else_has_a_score_in() -> None:
    rules = (("一", "50", "完成率"), ("一", "50", "人工"))
    breakdown = year_with(
        AMOUNT, row("2.1", project="二", 甲县="10", 乙县="10"), rules=rules, standards=[("1.1", True)]
    )
    verdicts = concluded((0, "甲县", "不通过"), (0, "乙县", "通过"))
    sent = {"1.1": {"甲县": "100", "乙县": "200"}, "2.1": {"甲县": "5", "乙县": "10"}}
    found = assessed(breakdown, sent, Checks(CheckIntake(Stage.CHECKED, standards=verdicts)))
    assert found.left_out == ("市/一",)
    assert [found.overall_of(unit).rank for unit in ("甲县", "乙县")] == [2, 1]


def test_who_struck_off_is_the_first_who_came_to_what_counts() -> None:
    def of(unit: str, first: str, final: str) -> tuple[CheckedFigure, CheckedFigure]:
        one = checked("1.1", unit, first)
        return one, replace(checked("1.1", unit, final, Stage.CONFIRMED), department="市统计局", reason="补充凭证")

    pairs = {"甲县": of("甲县", "50", "50"), "乙县": of("乙县", "100", "120"), "丙县": of("丙县", "40", "30")}
    checks = Checks(
        CheckIntake(Stage.CHECKED, figures={("1.1", unit): one for unit, (one, _) in pairs.items()}),
        CheckIntake(Stage.CONFIRMED, figures={("1.1", unit): two for unit, (_, two) in pairs.items()}),
    )
    sent = {"1.1": {"甲县": "80", "乙县": "160", "丙县": "40"}}
    assert {one.unit: (one.department, one.reason) for one in assessed(year_with(AMOUNT), sent, checks).deductions} == {
        "甲县": ("市教育局", "重复"),
        "乙县": ("市统计局", "市教育局初核：重复；市统计局认定：补充凭证"),
        "丙县": ("市统计局", "补充凭证"),
    }


def test_the_tool_knows_its_own_count_again_and_no_other_words() -> None:
    breakdown = year_with(AMOUNT, rules=(("一", "100", "完成率"), ("一", "3", "扣分", "迟报每次扣1分；未报每次扣2分")))
    own = breakdown.scoring[1]
    assert points_of_words(own, "") == 0
    assert points_of_words(own, "迟报1次") == -1
    assert points_of_words(own, "迟报1次、未报2次") == -3
    assert points_of_words(own, "退回1次") is None
    assert points_of_words(own, "态度不好") is None
