"""The year's end of 平顶山2023, worked out with pencil and paper: what counts, scores, ranks.

Nothing here asks the program how it scores: each number is written out from the tables of samples/build, in which all
that is not named below reached its target. Contract sections 2 (评分), 6 (Standings) and 7.
"""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from make_reports import main
from tests.sample_years import copy_of, results_of

pytestmark = pytest.mark.slow

CITY, PROVINCE = "市重点民生实事", "省重点民生实事"
SKILLS = f"{CITY}/开展职业技能培训和评价取证，扩大重点群体就业"
SCHOOLS = f"{CITY}/改善农村学校办学条件，扩大普惠性幼儿园覆盖面"
ELDERLY = f"{CITY}/健全多元普惠的基本养老服务体系"
CHILDREN = f"{CITY}/提高妇女儿童健康保障水平，实施残疾儿童康复救助"
ROADS = f"{CITY}/加强农村基础设施建设"
FOOD = f"{CITY}/推进食品安全放心工程"
CLINICS = f"{PROVINCE}/提升基层医疗卫生服务能力"
YOUTH = f"{PROVINCE}/开展青少年心理健康服务进村（社区）行动"
SAFETY = f"{PROVINCE}/深入推进城市更新"
ZONE = "城乡一体化示范区"
COUNTIES = (
    "宝丰县", "郏县", "鲁山县", "叶县", "舞钢市", "汝州市", "新华区", "卫东区", "湛河区", "石龙区", ZONE, "高新区",
)  # fmt: skip
WITHOUT_SCORE = None, None

Expected = dict[str, tuple[Fraction | None, int | None]]

# Ranks are within 排名组: ten 县区, and two 功能区 among themselves.

# 60 of completion, 30 of standards (five lines), 10 by the department, less 1 for a late report. 1.4 weighs twice as
# much as 1.1 and as 1.2; 1.3 is part of 1.2 and does not count again.
OF_SKILLS: Expected = {
    "宝丰县": (Fraction(60 + 30 + 9), 2),
    "郏县": (Fraction(60 + 30 + 9), 2),
    # 1.4: 6840 of 7200 is 0.95, mean (1 + 1 + 2 × 0.95) ÷ 4 = 0.975; 4 of 5 standards.
    "鲁山县": (60 * Fraction("0.975") + 30 * Fraction(4, 5) + 8, 10),
    "叶县": (Fraction(60 + 30 + 8), 4),
    "舞钢市": (Fraction(60 + 30 + 8), 4),
    "汝州市": (Fraction(60 + 30 + 10), 1),
    # One standard is 不适用: 4 of 4.
    "新华区": (Fraction(60 + 30 + 7), 6),
    # 1.2: 市统计局 leaves 5580 of the 6200 that were asked, reported and checked: (1 + 0.9 + 2 × 1) ÷ 4 = 0.975.
    "卫东区": (60 * Fraction("0.975") + 30 + 8, 8),
    # Late in December, with nothing held against it in August.
    "湛河区": (Fraction(60 + 30 + 8 - 1), 6),
    "石龙区": (Fraction(60 + 30 + 6), 9),
    # 1.2: 2430 of 2700.
    ZONE: (60 * Fraction("0.975") + 30 + 7, 1),
    "高新区": (60 + 30 * Fraction(4, 5) + 8, 2),
}

# 分档: 100 points from 100%, 80 from 90%, 50 from 75%, of the plain mean of 4.1 to 4.4 as far as they are asked.
OF_ELDERLY: Expected = {
    **dict.fromkeys(("宝丰县", "郏县", "舞钢市", "汝州市", "卫东区", "湛河区"), (Fraction(100), 1)),
    "鲁山县": (Fraction(80), 7),  # 4.3: 3 of 4: (1 + 1 + 0.75 + 1) ÷ 4 = 0.9375
    "叶县": (Fraction(80), 7),  # 4.4: 369 of 410 after the cut: (1 + 1 + 1 + 0.9) ÷ 4 = 0.975; before it 1
    "新华区": (Fraction(80), 7),  # 4.3 is not asked; 4.4: 207 of 230: (1 + 1 + 0.9) ÷ 3 = 0.9666…
    "石龙区": (Fraction(50), 10),  # 4.1: 1 of 1, 4.2: 1 of 2, 4.4: 45 of 60: (1 + 0.5 + 0.75) ÷ 3 = 0.75 exactly
    "高新区": (Fraction(100), 1),
    ZONE: (Fraction(80), 2),  # 4.4: 117 of 130: (1 + 1 + 0.9) ÷ 3
}

# 70 of completion, 30 of standards, less what the department takes. Eight indicators: 10.1 to 10.7 and 10.9; 功能区 are
# not asked 10.5 to 10.7, 高新区 not 10.9 either. Standards: 10.1、10.2 one, 10.3 two, one each of the others.
OF_FOOD: Expected = {
    **dict.fromkeys(("宝丰县", "郏县", "舞钢市", "汝州市"), (Fraction(100), 1)),
    # 10.3: 970 of 1000 batches, 97% of the 98% asked: seven shares of 1 and one of 97 ÷ 98.
    "新华区": (70 * (7 + Fraction(97, 98)) / 8 + 30, 5),
    "叶县": (70 * Fraction("7.9") / 8 + 30, 6),  # 10.6: 9 of 10: 99.125
    "卫东区": (Fraction(70 + 30 - 2), 7),
    "湛河区": (70 + 30 * Fraction(6, 7), 8),  # one of seven standards: 95.714…
    "鲁山县": (70 * Fraction("7.5") / 8 + 30, 9),  # 10.9: 1 of 2—3: 95.625, shown 95.63
    "石龙区": (Fraction(0), None),
    ZONE: (Fraction(100), 1),
    "高新区": (Fraction(100), 1),
}

OF_ROADS: Expected = dict.fromkeys(COUNTIES, WITHOUT_SCORE)
"""市邮政管理局 has not answered, whose verdicts on 7.2 give 30 of the points."""

# 70 of completion, at least half of each; 30 by the department, 27 for all but these two.
OF_YOUTH: Expected = {
    **{unit: (Fraction(70 + 27), 1) for unit in COUNTIES},
    "石龙区": (70 * Fraction("2.5") / 3 + 24, 10),  # 省2.4: none of 1 counts a half: 82.333…
    "高新区": (Fraction(70 + 24), 2),
}

# Weights: 2 for the first project, 1 for each other one. Project 7 is left out; 8 and 9 are the city's own. What is not
# in a sum's first terms scored 100: of the projects 2, 3, 4, 5, 6, 10, 省1, 省2, 省3, 省4 as far as the unit is asked.
OVERALL: Expected = {
    "汝州市": ((2 * 100 + 97 + 900) / Fraction(12), 1),  # 99.75
    "宝丰县": ((2 * 99 + 97 + 900) / Fraction(12), 2),  # 99.583…
    "郏县": ((2 * 99 + 97 + 900) / Fraction(12), 2),
    "舞钢市": ((2 * 98 + 97 + 900) / Fraction(12), 4),  # 99.416…
    "卫东区": ((2 * Fraction("96.5") + 98 + 97 + 800) / Fraction(12), 5),  # 99
    # 省3: 省3.1 is done, 省3.2 has 1197 of 1260, (1 + 0.95) ÷ 2 = 97.5.
    "湛河区": ((2 * 97 + 70 + Fraction(180, 7) + 97 + Fraction("97.5") + 700) / Fraction(12), 6),  # 98.684…
    # Not asked project 2.
    "新华区": ((2 * 97 + 80 + 70 * (7 + Fraction(97, 98)) / 8 + 30 + 97 + 600) / Fraction(11), 7),  # 97.355…
    # 省1: 省1.3 has 495 of 550, (1 + 1 + 0.9) ÷ 3 = 96.666…
    "鲁山县": (
        (2 * Fraction("90.5") + 80 + Fraction("95.625") + Fraction(290, 3) + 97 + 600) / Fraction(12),
        8,
    ),  # 95.857…
    # 2: 2.1 has 1 of 2, below 60%: none of 60; 2.2 has 440 of 400, as much as counts: 1.1 × 40 = 44.
    "叶县": ((2 * 98 + 44 + 80 + Fraction("99.125") + 97 + 600) / Fraction(12), 9),  # 93.010…
    # Not asked project 2; the veto leaves 0 of project 10.
    "石龙区": ((2 * 96 + 50 + 0 + Fraction(247, 3) + 600) / Fraction(11), 10),  # 84.030…
    # Not asked project 2. 5: 5.7 has 27 of 30, 5.9 ÷ 6.
    "高新区": ((2 * 92 + 100 * Fraction("5.9") / 6 + 94 + 700) / Fraction(11), 1),  # 97.848…
    # Not asked project 6.
    ZONE: ((2 * Fraction("95.5") + 80 + 97 + 700) / Fraction(11), 2),  # 97.090…
}


@pytest.fixture(scope="module")
def december(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """平顶山2023/2023-12 after `assess`: a department is still out, which wants a person."""
    folder = copy_of("平顶山2023", tmp_path_factory.mktemp("city")) / "2023-12"
    assert main(["assess", str(folder), "--quiet"]) == 1
    return folder


@pytest.fixture(scope="module")
def assessed(december: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = results_of(december)["assessment"]
    return found


def scores(assessed: list[dict[str, Any]], project: str | None) -> Expected:
    """Score, rounded to ten places, and rank of every unit in a project, or overall."""
    return {
        one["unit"]: (None if one["score"] is None else round(Fraction(one["score"]), 10), one["rank"])
        for one in assessed
        if one["indicator"] is None and one["project"] == project and one["unit"] in COUNTIES
    }


def rounded(expected: Expected) -> Expected:
    return {unit: (None if score is None else round(score, 10), rank) for unit, (score, rank) in expected.items()}


def figure(assessed: list[dict[str, Any]], unit: str, code: str) -> tuple[str | None, ...]:
    one = next(one for one in assessed if (one["unit"], one["indicator"]) == (unit, code))
    return one["reported"], one["checked"], one["confirmed"], one["struck"]


@pytest.mark.parametrize(
    ("project", "expected"),
    [(SKILLS, OF_SKILLS), (ELDERLY, OF_ELDERLY), (FOOD, OF_FOOD), (ROADS, OF_ROADS), (YOUTH, OF_YOUTH)],
)
def test_scores_and_ranks_of_a_project_are_those_worked_out_by_hand(assessed, project, expected):
    assert scores(assessed, project) == rounded(expected)


@pytest.mark.parametrize(
    ("project", "unit", "score"),
    [
        (SCHOOLS, "叶县", Fraction(44)),
        (SCHOOLS, "卫东区", Fraction(100)),  # asked 2.2 alone: 40 of 40
        (CHILDREN, "高新区", Fraction(590, 6)),
        (CLINICS, "鲁山县", Fraction(290, 3)),
        (SAFETY, "湛河区", Fraction("97.5")),
    ],
)
def test_scores_that_the_overall_ones_rest_on_are_those_worked_out_by_hand(assessed, project, unit, score):
    assert scores(assessed, project)[unit][0] == round(score, 10)


def test_overall_scores_and_ranks_are_those_worked_out_by_hand(assessed):
    assert scores(assessed, None) == rounded(OVERALL)


def test_a_veto_fails_the_project_of_one_county_and_of_no_other(assessed):
    vetoed = {(one["unit"], one["project"]) for one in assessed if one["indicator"] is None and one["veto"]}
    assert ("石龙区", FOOD) in vetoed
    assert not [one for one in vetoed if one[1] not in (FOOD, None)]
    assert {unit for unit, _ in vetoed} == {"石龙区"}


def test_a_figure_that_was_cut_stands_as_reported_checked_and_confirmed(assessed):
    # 410 of 410 as reported would have shared the first place; the cut of 41 leaves six there and makes the seventh.
    assert figure(assessed, "叶县", "4.4") == ("410", "369", "369", "41")
    assert OF_ELDERLY["叶县"] == (Fraction(80), 7)


def test_the_last_word_is_that_of_the_unit_that_confirms(assessed):
    # 6200 persons reported and checked, 5580 confirmed, in 万人.
    assert figure(assessed, "卫东区", "1.2") == ("0.62", "0.62", "0.558", "0.062")


def test_what_nobody_has_checked_is_no_as_reported(assessed):
    assert {figure(assessed, unit, "7.2")[1:] for unit in COUNTIES} == {(None, None, None)}
    assert all(figure(assessed, unit, "7.2")[0] for unit in COUNTIES)


def test_each_figure_says_how_far_it_has_come(december):
    stages = {(one["unit"], one["indicator"]): one["stage"] for one in results_of(december)["figures"]}
    assert stages["叶县", "4.4"] == "confirmed"
    assert stages["宝丰县", "省2.1"] == "checked", "the provincial projects have no 认定单位"
    assert {stages[unit, "7.2"] for unit in COUNTIES} == {"reported"}


def test_the_year_s_figure_is_the_one_that_counts(december):
    figures = {(one["unit"], one["indicator"]): one for one in results_of(december)["figures"]}
    assert (figures["叶县", "4.4"]["value"], figures["叶县", "4.4"]["completion"]) == ("369", "0.9")
    assert (figures["卫东区", "1.2"]["value"], figures["卫东区", "1.2"]["completion"]) == ("0.558", "0.9")
