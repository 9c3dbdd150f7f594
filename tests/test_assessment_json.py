"""The key `assessment` of 结果.json and what the next period reads of it (contract section 7)."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from model.assessment.checked import CheckIntake, Checks
from model.assessment.scoring import assess
from model.assessment.scoring_rule import Lapse
from model.figure import History, Previous
from model.indicator import Kind, Rollup
from model.results import Results, read_last_run, read_outcome, results_text
from model.rollup import roll_up
from model.submission import Intake, Stage, Status, Submission
from tests.test_scoring import ALL, AMOUNT, DECEMBER, checked, concluded, year_with
from tests.years import all_reported, row

KEYS = ["unit", "project", "indicator", "reported", "checked", "confirmed", "struck", "veto", "score", "rank"]
SENT: dict[str, Any] = {
    "1.1": {"甲县": "80", "乙县": "160", "丙县": "40"},
    "2.1": {"甲县": "推进中"},
    "2.2": {"甲县": ("1", "3")},
}


def a_run() -> Results:
    """甲县 is cut, 乙县 cut and restored in part, 丙县 as reported and vetoed, 丁区 has not reported."""
    breakdown = year_with(
        AMOUNT,
        row("2.1", Kind.STATE, Rollup.EACH, project="二", 甲县=None),
        row("2.2", Kind.RATE, Rollup.EACH, project="二", digits=1, denominator="总数", 甲县="50%"),
        standards=[("1.1", True)],
    )
    figures = {
        ("1.1", unit): checked("1.1", unit, value)
        for unit, value in (("甲县", "50.5"), ("乙县", "100"), ("丙县", "40"))
    }
    final = {("1.1", "乙县"): checked("1.1", "乙县", "120", Stage.CONFIRMED)}
    verdicts = concluded(*((0, unit, "不通过" if unit == "丙县" else "通过") for unit in ALL))
    late = Submission("市教育局", "初核/市教育局.xlsx", "b" * 64, Status.PARTIAL)
    checks = Checks(
        CheckIntake(Stage.CHECKED, ("市教育局",), ("市教育局",), figures, verdicts, submissions=(late,)),
        CheckIntake(Stage.CONFIRMED, figures=final),
    )
    reported = all_reported(breakdown, SENT)
    submissions = (
        Submission("甲县", "上报/甲县.xlsx", "a" * 64, Status.ACCEPTED, late=True),
        Submission("丁区", None, None, Status.MISSING),
    )
    rollup = roll_up(breakdown, DECEMBER, checks.laid_over(reported), Previous())
    assessment = assess(breakdown, DECEMBER, rollup, reported, checks, {}, History())
    intake = Intake(submissions, (), reported, {})
    return Results(
        breakdown, "../目标分解表.xlsx", "0" * 64, DECEMBER, Previous(), intake, rollup, assessment=assessment
    )


def stored() -> Any:
    return json.loads("".join(results_text(a_run(), {})))


def figures_told() -> dict[tuple[str, str], tuple[Any, ...]]:
    return {
        (one["indicator"], one["unit"]): tuple(one[key] for key in KEYS[3:8])
        for one in stored()["assessment"]
        if one["indicator"]
    }


def test_each_entry_has_the_keys_of_the_contract_in_their_order():
    entries = stored()["assessment"]
    assert all(list(one) == KEYS for one in entries)
    assert list(stored())[-4:] == ["standings", "assessment", "outputs", "seal"]


def test_figures_are_told_by_stage_with_what_was_struck():
    told = figures_told()
    assert told["1.1", "甲县"] == ("80", "50.5", None, "29.5", False)
    assert told["1.1", "乙县"] == ("160", "100", "120", "40", False)
    assert told["1.1", "丙县"] == ("40", "40", None, "0", True)
    assert told["1.1", "丁区"] == (None, None, None, None, False)
    assert told["2.1", "甲县"] == ("推进中", None, None, None, False)
    assert told["2.2", "甲县"] == ("0.333333333333", None, None, None, False)


def test_projects_and_units_are_told_with_score_and_rank():
    told = {
        (one["unit"], one["project"]): (one["score"], one["rank"], one["veto"])
        for one in stored()["assessment"]
        if one["indicator"] is None
    }
    assert told["甲县", "市/一"] == ("50.5", 2, False)
    assert told["乙县", "市/一"] == ("60", 1, False)
    assert told["丙县", "市/一"] == ("0", None, True)
    assert told["甲县", "市/二"] == ("58.333333333333", 1, False)  # 推进中 is one half, a third is two thirds of 50%
    assert told["甲县", None] == ("54.416666666667", 2, False)
    assert told["丙县", None] == ("0", 3, True)


def test_figures_carry_the_stage_that_counts_and_the_cell_where_it_stands():
    told = {(one["indicator"], one["unit"]): one for one in stored()["figures"]}
    assert [told["1.1", unit]["stage"] for unit in ALL] == ["checked", "confirmed", "checked", "reported"]
    assert [told["1.1", unit]["value"] for unit in ALL] == ["50.5", "120", "40", None]
    # What was found as it was reported still stands in the unit's own cell.
    assert told["1.1", "甲县"]["source"]["file"] == "初核/市教育局.xlsx"
    assert told["1.1", "丙县"]["source"]["file"] == "上报/丙县.xlsx"


def test_what_departments_sent_is_among_the_submissions():
    assert [(one["unit"], one["status"]) for one in stored()["submissions"]] == [
        ("甲县", "accepted"), ("丁区", "missing"), ("市教育局", "partial"),
    ]  # fmt: skip


def test_the_next_assessment_reads_scores_and_lapses():
    outcome = read_outcome(stored(), "2023-12")
    assert outcome.scores["甲县"] == Decimal("54.416666666667")
    assert outcome.lapses["甲县"] == (Lapse.LATE,)
    assert outcome.lapses["丁区"] == (Lapse.MISSING,)


def test_a_period_that_is_not_assessed_has_no_such_key():
    document = json.loads("".join(results_text(replace(a_run(), assessment=None), {})))
    assert "assessment" not in document
    assert read_outcome(document, "2023-12").scores == {}


def test_a_unit_that_sends_its_sheet_again_has_not_changed_what_a_department_struck_off():
    figures = read_last_run(stored(), "2023-12").figures
    assert {unit: figures["1.1", unit].value for unit in ALL if ("1.1", unit) in figures} == {
        "甲县": Decimal(80), "乙县": Decimal(160), "丙县": Decimal(40),
    }  # fmt: skip
    assert figures["2.1", "甲县"].text == "推进中"


def test_nobody_is_ranked_before_a_department_has_answered():
    run = a_run()
    assert run.assessment is not None
    unchecked = replace(run, assessment=replace(run.assessment, checks=Checks()))
    entries = json.loads("".join(results_text(unchecked, {})))["assessment"]
    assert all(one["score"] is None and one["indicator"] for one in entries)
