"""评价通报.docx and 验收结论.docx: what they say of an assessed period, to a city and to the unit that comes last."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from generators.assessment.conclusion import conclusion, conclusion_context
from generators.assessment.notice import assessment_notice, assessment_notice_context, rule_subject
from generators.assessment.telling import Assessed, Place, ranked_words
from generators.assessment.words import ASSESSMENT_NOTICE_WORDS, CONCLUSION_WORDS
from model.results import Results
from tests.assessed_results import (
    CHECKED,
    COUNTIES,
    GIVEN,
    JOBS,
    LESSONS,
    SCHOOLS,
    SCORING,
    STATISTICS,
    UNITS,
    VALUES,
    ZONE,
    assessed_results,
)  # fmt: skip
from tests.small_results import small_results
from tests.test_papers import opened, text_of, words_in
from validators.layout import breaches
from validators.layout.kinds import KINDS

FOLDER = Path(__file__).resolve().parent.parent / "templates"
NOTICE, CONCLUSION = FOLDER / "评价通报.docx", FOLDER / "验收结论.docx"
MIDYEAR = {"甲县": "97", "乙县": "93.5", "丙市": "90", "丁区": "70.25", ZONE: "99"}
MANY = tuple(f"{name}县" for name in "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏")


def all_done(units: tuple[str, ...] = UNITS) -> dict[str, Mapping[str, str | None]]:
    """Every target reached by every unit."""
    done = {"1.1": "4", "1.2": "500", "2.1": "2", "2.2": "70/100", "3.1": "4/100", "3.2": "已完成"}
    return {code: dict.fromkeys(units, value) for code, value in done.items()}


def in_order() -> Results:
    """A year with everything answered and nothing struck."""
    full = dict.fromkeys(UNITS, ("10", ""))
    return assessed_results(checked={}, confirmed={}, failed={}, given=full, late={}, values=all_done())


def many_units() -> Results:
    """Thirty units, no two of them alike in 1.1, with many figures struck."""
    values = {
        **all_done(MANY),
        "1.1": {unit: str(Decimal("1.1") + Decimal(place) / 10) for place, unit in enumerate(MANY)},
    }
    struck = {("1.1", unit): ("1", "重复计算") for unit in MANY[5:20]}
    return assessed_results(
        units=MANY, zones=(), values=values, checked=struck, confirmed={}, late={},
        failed={(0, unit): "面积不足" for unit in MANY[:9]}, given=dict.fromkeys(MANY, ("10", "")),
    )  # fmt: skip


YEARS = {
    "struck": assessed_results(midyear=MIDYEAR),
    "in order": in_order(),
    "still out": assessed_results(silent=(SCHOOLS, STATISTICS)),
    "many": many_units(),
}


def notice_text(results: Results) -> str:
    return text_of(assessment_notice(results, NOTICE))


def conclusion_text(results: Results, unit: str) -> str:
    return text_of(conclusion(results, unit, CONCLUSION))


def part(text: str, begin: str, end: str) -> str:
    """What stands between two headings."""
    return text.split(begin)[1].split(end)[0].strip()


# All papers


@pytest.mark.parametrize("results", YEARS.values(), ids=YEARS)
def test_every_paper_keeps_every_rule_of_layout_that_holds_for_it(results: Results) -> None:
    told = [one.sentence for one in breaches(assessment_notice(results, NOTICE), KINDS["评价通报"])]
    for unit in results.breakdown.units_assessed[:5]:
        paper = conclusion(results, unit.name, CONCLUSION)
        told += [one.sentence for one in breaches(paper, KINDS["验收结论"])]
    assert told == []


@pytest.mark.parametrize("results", YEARS.values(), ids=YEARS)
def test_no_paper_prints_what_nobody_would_write(results: Results) -> None:
    last = results.breakdown.units_assessed[-2].name
    for text in (notice_text(results), conclusion_text(results, last)):
        assert not re.search(r"None|\b0\.0+\b|[。；，、：]{2}|（）|[（、]。|\{\{|%\}", text)
        assert not re.search(r"\d\.\d{3}", text), "scores are shown with two decimals"


@pytest.mark.parametrize("results", YEARS.values(), ids=YEARS)
def test_every_word_of_the_contexts_is_a_known_one(results: Results) -> None:
    assert words_in(assessment_notice_context(results)) <= set(ASSESSMENT_NOTICE_WORDS)
    for unit in results.breakdown.units_assessed:
        assert words_in(conclusion_context(results, unit.name)) <= set(CONCLUSION_WORDS)


def test_the_words_of_a_full_year_are_all_known_and_all_there() -> None:
    results = YEARS["struck"]
    assert words_in(assessment_notice_context(results)) == set(ASSESSMENT_NOTICE_WORDS)
    assert words_in(conclusion_context(results, "丁区")) == set(CONCLUSION_WORDS)


def test_the_same_results_give_the_same_bytes() -> None:
    one, other = assessed_results(), assessed_results()
    assert assessment_notice(one, NOTICE) == assessment_notice(other, NOTICE)
    assert conclusion(one, "丁区", CONCLUSION) == conclusion(other, "丁区", CONCLUSION)


def test_a_period_that_is_not_assessed_has_no_such_papers() -> None:
    with pytest.raises(ValueError, match="2023-09 is not assessed"):
        assessment_notice(small_results(), NOTICE)


# The notice


def test_the_notice_ranks_each_group_from_high_to_low_with_ties_and_the_year() -> None:
    text = notice_text(YEARS["struck"])
    assert (
        "综合得分。按百分制计，从高到低依次为：县区中，甲县100.31分，乙县96.10分，丙市65.60分，丁区31.69分。"
        "功能区中，高新区100.00分。" in text
    )
    assert "全年得分。年中占40%、年末占60%，从高到低依次为：县区中，甲县98.99分，" in text
    assert "县区中，甲县和乙县均为100.00分（并列第1位），丁区75.00分，丙市66.67分。" in text


def test_a_veto_is_told_with_its_standard_and_the_department_that_said_so() -> None:
    assert (
        "丁区不予通过，按一票否决得0分，列末位，不参加排名：全年出现1例以上重大安全事故的，验收不予通过"
        "（市教育局初核不通过：8月发生1例）。" in notice_text(YEARS["struck"])
    )


def test_what_was_struck_is_counted_by_who_struck_it_and_the_biggest_is_named() -> None:
    told = part(notice_text(YEARS["struck"]), "四、核减情况", "五、")
    assert told == (
        "本次评价共核减5个数，涉及4个单位、4项指标，其中初核核减4个、初核和认定均核减1个。"
        "被核减的是丁区（2个）、甲县（1个）、乙县（1个）和丙市（1个）。"
        "减幅最大的是丁区的职业技能培训，自报数2.66万人次，认定数1.9万人次，核减0.76万人次，占自报数的28.6%"
        "（初核：重复计算；认定：抽查不符）。具体见附件2。"
    )


def test_the_list_of_struck_figures_tells_every_stage_of_each() -> None:
    table = next(
        one
        for one in opened(assessment_notice(YEARS["struck"], NOTICE)).tables
        if "核减原因" in one.rows[0].cells[-1].text
    )
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert rows == [
        ["甲县", "1.1 职业技能培训", "4.2万人次", "4.1万人次", "4.1万人次", "0.1万人次", "市人社局", "不属于本年度"],
        ["乙县", "2.2 筛查率", "66%", "64%", "—", "2个百分点", "市教育局", "2人没有档案"],
        ["丙市", "3.1 超标排口占比", "4%", "6%", "—", "调高2个百分点", "市住建局", "漏计2个排口"],
        ["丁区", "1.1 职业技能培训", "2.66万人次", "2万人次", "1.9万人次", "0.76万人次", "市人社局、市统计局",
         "初核：重复计算；认定：抽查不符"],
        ["丁区", "3.2 示范创建", "已完成", "推进中", "—", "—", "市住建局", "尚未通过复审"],
    ]  # fmt: skip


def test_who_is_still_out_is_named_and_what_the_figures_rest_on_is_said() -> None:
    told = part(notice_text(YEARS["still out"]), "一、总体情况", "二、")
    assert (
        "初核单位3个，已反馈2个，市教育局尚未反馈。认定单位1个，尚未反馈。"
        "计入评价的数共29个，包括初核数19个（其中5个尚待认定）、自报数10个（尚待核验）。" in told
    )
    assert "名次以最终结果为准" in told
    assert "办好教育（验收标准还没有结论）各单位均暂无得分，未计入综合得分。" in told


def test_sections_without_content_vanish_and_the_numbers_follow() -> None:
    text = notice_text(YEARS["in order"])
    assert re.findall("^([一二三四五六]、.*)$", text, re.MULTILINE) == [
        "一、总体情况", "二、市重点民生实事评价排名", "三、省重点民生实事评价排名",
    ]  # fmt: skip
    assert "已核的数与自报数一致，没有核减。" in text
    assert "核减清单" not in text
    assert "2.平顶山市2023年重点民生实事评价办法" in text
    assert "名次以最终结果为准" not in text


def test_a_unit_that_alone_lacks_a_score_is_told_apart_with_why() -> None:
    text = notice_text(assessed_results(given={unit: one for unit, one in GIVEN.items() if unit != "乙县"}))
    assert "乙县（扩大就业：部门还没有打分）暂无综合得分，不参加综合排名。" in text
    assert "乙县（部门还没有打分）暂无得分。" in text


def test_one_category_alone_is_not_named_in_the_heading() -> None:
    results = assessed_results()
    assert results.assessment is not None
    projects = tuple(one for one in results.assessment.projects if one.project_key.startswith("市"))
    alone = replace(results, assessment=replace(results.assessment, projects=projects))
    assert "二、各项目评价排名" in notice_text(alone)


def test_projects_of_one_name_are_told_apart_outside_their_category() -> None:
    results = assessed_results()
    renamed = tuple(
        replace(one, project="扩大就业") if one.project == "城市更新" else one for one in results.breakdown.indicators
    )
    assessed = Assessed.of(replace(results, breakdown=replace(results.breakdown, indicators=renamed)))
    assert assessed.project_name(JOBS) == "【市重点民生实事】扩大就业"
    assert assessed.project_name("省重点民生实事/扩大就业") == "【省重点民生实事】扩大就业"
    assert assessed.project_name(LESSONS) == "办好教育"


def test_a_rule_names_what_it_counts_and_no_part_of_another() -> None:
    results = assessed_results()
    parted = tuple(replace(one, part_of="1.1") if one.code == "1.2" else one for one in results.breakdown.indicators)
    assessed = Assessed.of(replace(results, breakdown=replace(results.breakdown, indicators=parted)))
    assert rule_subject(assessed, SCORING[0]) == "职业技能培训"
    assert rule_subject(assessed, SCORING[3]) == "本项目各项指标"


def test_of_many_units_the_text_names_the_first_and_the_last_and_the_table_tells_all() -> None:
    results = YEARS["many"]
    text = notice_text(results)
    named = part(text, "（一）扩大就业", "（二）")
    assert named.startswith("居前的是魏县")
    assert "；居后的是" in named
    assert sum(unit in named for unit in MANY) < 20
    scores = next(
        one for one in opened(assessment_notice(results, NOTICE)).tables if "综合得分" in one.rows[0].cells[1].text
    )
    assert {row.cells[0].text for row in scores.rows[1:]} == set(MANY)
    assert "等15个单位。" in text


def test_of_many_that_are_alike_the_number_is_told() -> None:
    alike = [Place(unit, Decimal(90), 1) for unit in MANY[:20]]
    assert ranked_words(alike) == "赵县、钱县、孙县等20个单位均为90.00分（并列第1位）"


def test_a_score_short_of_a_hundred_is_never_shown_as_one_and_a_true_zero_is_none() -> None:
    assert ranked_words([Place("甲县", Decimal("99.9999"), 1), Place("乙县", Decimal(0), 2)]) == "甲县99.99分，乙县0分"


def test_the_rules_are_told_by_project_with_weights_where_these_differ() -> None:
    text = notice_text(YEARS["struck"]).rsplit("各项目计分办法", 1)[1]
    assert "扩大就业（权重2）\n本项目各项指标\n按完成率计90分，封顶110%" in text
    assert "权重" not in notice_text(assessed_results(duties=())).rsplit("各项目计分办法", 1)[1]
    assert "城市更新（权重1）\n本项目各项指标\n按完成率计100分，封顶100%" in text


# One unit's conclusion


def test_the_unit_that_comes_last_is_told_everything_that_was_cut_and_why() -> None:
    text = conclusion_text(YEARS["struck"], "丁区")
    assert (
        "3个项目中，通过1个、不予通过1个、未报齐1个。“通过”指已经核完，没有一票否决的标准未通过；完成情况见得分。"
        "综合得分（百分制）31.69分，在县区4个单位中居第4位。"
        "年中占40%、年末占60%（年中综合得分70.25分），全年得分47.11分，居第4位。" in text
    )
    failed = part(text, "三、未通过的验收标准", "四、核减的数")
    assert failed.index("8月发生1例") < failed.index("实测1850平方米"), "vetoes first"
    struck = part(text, "四、核减的数", "五、计分明细")
    assert "2.66万人次\n2万人次\n1.9万人次\n0.76万人次\n市人社局、市统计局\n初核：重复计算；认定：抽查不符" in struck
    points = text.split("五、计分明细")[1]
    assert "职业技能培训目标4万人次，认定数1.9万人次，折算47.5%；新增就业缺报或被退回，不得分" in points
    assert "7.5\n台账缺3个月（市人社局）" in points
    assert "-3\n迟报1次、未报1次" in points
    assert "示范创建初核为推进中，折算50%" in points
    assert "请向第二部分所列的初核单位了解" in points


def test_a_unit_in_order_is_told_so_in_few_words() -> None:
    text = conclusion_text(YEARS["in order"], ZONE)
    assert (
        "3个项目中，通过3个。“通过”指已经核完，没有一票否决的标准未通过；完成情况见得分。"
        "综合得分（百分制）100.00分。\n" in text
    )
    assert re.findall("^([一二三四五]、.*)$", text, re.MULTILINE) == ["一、总体结果", "二、各项目结论", "三、计分明细"]
    assert "没有扣分" in text


@pytest.mark.parametrize(
    ("silent", "word", "why"),
    [((SCHOOLS,), "未评", "2个数尚待核验；2条标准还没有结论"), ((STATISTICS,), "未核完", "1个数尚待认定；核减1个数")],
)
def test_a_project_is_not_passed_before_everybody_has_spoken(silent: tuple[str, ...], word: str, why: str) -> None:
    projects = conclusion_context(assessed_results(silent=silent), "甲县")["各项目"]
    assert isinstance(projects, list)
    assert (word, why) in [(one["结论"], one["情况"]) for one in projects]


def test_what_falls_short_of_all_points_is_never_shown_as_all() -> None:
    values = {**VALUES, "1.1": {**VALUES["1.1"], "乙县": "3.9999"}, "1.2": dict.fromkeys(UNITS, "500")}
    told = conclusion_text(assessed_results(values=values, checked=CHECKED, confirmed={}), "乙县")
    assert "按完成率计90分，封顶110%\n89.99\n" in told


def test_points_are_printed_as_the_department_typed_them() -> None:
    given = {**GIVEN, "丙市": ("7.335", "")}
    assert "7.335\n由市人社局打分" in conclusion_text(assessed_results(given=given), "丙市")


@pytest.mark.parametrize("unit", COUNTIES)
def test_the_points_of_the_rules_add_up_to_the_score_that_is_told(unit: str) -> None:
    rows = conclusion_context(assessed_results(failed={}), unit)["计分"]
    assert isinstance(rows, list)
    for project, full in zip(rows, (100, 100, 100), strict=True):
        points = sum((Decimal(str(row["得分"])) for row in project["行"]), Decimal(0))
        assert abs(max(points, Decimal(0)) * 100 / full - Decimal(str(project["得分"]))) <= Decimal("0.01")
    assert sum(one.full for one in SCORING[:3]) == 100
