"""From entries of papers to a draft: pairing, proposals, codes, joining, standards, what is left out.

Papers are tables here: 序号 | 项目 | the city's task | one county's | 牵头 | 初核.
"""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from model.drafting.building import draft_of
from model.drafting.draft import Draft, DraftedIndicator
from model.drafting.paper import Criterion, Entry, Passage, Person, PublishedPaper
from model.indicator import Accrual, Direction, Kind, Rollup
from model.quantity import Comparator
from model.target import target_from_phrase

CATEGORY = "市重点民生实事"


def passage(place: str, text: str) -> Passage:
    return Passage("通知.docx", place, text)


def entry(line: str, row: int, category: str = CATEGORY, county: str = "乙县") -> Entry:
    number, project, task, share, leads, checks = (one.strip() for one in line.split("|"))
    return Entry(
        category,
        number,
        project,
        passage(f"表1R{row}C3", task) if task else None,
        {county: passage(f"表1R{row}C4", share)} if share else {},
        tuple(filter(None, leads.split("、"))),
        (),
        tuple(filter(None, checks.split("、"))),
    )


def paper(table: str, region: str = "甲市", **more: object) -> PublishedPaper:
    lines = [line for line in table.strip().splitlines() if line.strip()]
    entries = tuple(entry(line, row) for row, line in enumerate(lines, start=2))
    base = PublishedPaper("通知.docx", "0" * 64, "", region, 2023, entries)
    return replace(base, **more)  # type: ignore[arg-type]  # keyword by keyword, as the tests need them


def drafted(table: str, region: str = "甲市") -> Draft:
    return draft_of([paper(table, region)])


def rows(table: str, region: str = "甲市") -> Mapping[str, DraftedIndicator]:
    return {one.code: one for one in drafted(table, region).indicators}


def test_a_countys_number_belongs_to_the_citys_amount_in_its_unit() -> None:
    row = rows("1 | 技能 | 完成技能培训16万人次。 | 2.72 万人次 | 市人社局 |")["1.1"]
    assert (row.name, row.unit, row.digits, row.target, row.unit_targets["乙县"]) == (
        "技能培训", "万人次", 2, "16万人次", "2.72万人次",
    )  # fmt: skip
    assert (row.kind, row.rollup, row.doubts) == (Kind.AMOUNT, Rollup.SUM, ())


def test_one_amount_said_of_two_things_makes_two_rows_for_city_and_county() -> None:
    found = rows("5 | 健康 | 免费开展一次宫颈癌、乳腺癌筛查，各完成42319人。 | 8649人 | 市卫健委 |")
    assert [(one.name, one.target, one.unit_targets["乙县"]) for one in found.values()] == [
        ("宫颈癌筛查", "42319人", "8649人"),
        ("乳腺癌筛查", "42319人", "8649人"),
    ]


def test_a_county_that_counts_what_the_city_holds_as_a_share_gets_a_row_of_its_own() -> None:
    share, count = rows("3 | 医疗 | 公办村卫生室占比达到80%以上。 | 354个 | 市卫健委 |").values()
    assert (share.rollup, share.unit_targets) == (Rollup.OWN_LEVEL, {"乙县": "—", "市卫健委": ""})
    assert (count.name, count.target, count.rollup) == ("公办村卫生室数", "", Rollup.NONE)
    assert count.unit_targets == {"乙县": "354个", "市卫健委": "—"}
    assert count.doubts


def test_counties_that_count_alike_share_the_row_of_their_own() -> None:
    one = entry("3 | 医疗 | 公办村卫生室占比达到80%以上。 | 354个 | 市卫健委 |", 2)
    both = replace(one, shares={**one.shares, "丙县": passage("表1R2C5", "240个")})
    share, count = draft_of([replace(paper(""), entries=(both,))]).indicators
    assert (share.unit_targets["乙县"], share.unit_targets["丙县"]) == ("—", "—")
    assert (count.unit_targets["乙县"], count.unit_targets["丙县"], count.rollup) == ("354个", "240个", Rollup.NONE)


def test_what_a_department_does_for_all_asks_that_department() -> None:
    row = rows("6 | 更新 | 疏通道路排水管道13条。 | 由甲市城市管理局统一安排实施 | 市住建局 | 市城市管理局")["6.1"]
    assert (row.leads, row.rollup) == (("市城市管理局",), Rollup.OWN_LEVEL)
    assert row.unit_targets == {"乙县": "由甲市城市管理局统一安排实施", "市城市管理局": ""}


def test_a_rate_that_each_county_has_to_reach_is_not_added() -> None:
    row = rows("5 | 健康 | 筛查覆盖率达到65%。 | 各县（市、区）筛查覆盖率达到65% | 市卫健委 |")["5.1"]
    assert (row.kind, row.rollup, row.accrual, row.schedule) == (Kind.RATE, Rollup.EACH, Accrual.STOCK, "不比")
    assert (row.unit, row.target, row.digits) == ("%", "达到65%", 1)


def test_rates_in_one_cell_are_paired_in_their_order() -> None:
    found = rows("10 | 食品 | 包保率达95%，抽检覆盖率达90%。 | 各县包保率达92%，抽检覆盖率达88%。 | 市监局 |")
    assert [one.unit_targets["乙县"] for one in found.values()] == ["达92%", "达88%"]


def test_work_without_a_number_is_a_state_that_its_lead_reports() -> None:
    row = rows("8 | 文体 | 体育设施节假日免费开放。 | 由甲市教育局、甲市机关中心统一安排实施 | 市教育局 |")["8.1"]
    assert (row.kind, row.unit, row.target) == (Kind.STATE, "", "")
    assert [name for name, cell in row.unit_targets.items() if cell == ""] == ["市教育局", "市机关中心"]


def test_a_county_alone_may_have_amounts_where_the_city_has_none() -> None:
    found = rows("10 | 食品 | 启动示范乡镇创建。 | 创建2—3个示范乡镇。 | 市监局 |")
    state, ranged = found.values()
    assert (state.kind, state.unit_targets["乙县"]) == (Kind.STATE, "—")
    assert (ranged.target, ranged.unit_targets["乙县"], ranged.rollup) == ("", "2—3个", Rollup.EACH)
    assert state.doubts
    assert ranged.doubts


def test_the_smaller_unit_is_taken_where_city_and_county_differ() -> None:
    row = rows("6 | 更新 | 改造老旧小区3万余户。 | 478户 | 市住建局 |")["6.1"]
    target = target_from_phrase(row.target, row.unit, Comparator(row.comparison))
    assert row.unit == "户"
    assert target is not None
    assert (str(target.value), target.comparator, row.target) == ("30000", Comparator.AT_LEAST, "3万余户")


def test_what_must_not_happen_is_nought_and_the_lower_the_better() -> None:
    row = rows("10 | 食品 | 不发生重大食品安全事故。 | | 市监局 |")["10.1"]
    assert (row.direction, row.comparison, row.target, row.unit) == (Direction.LOWER, "<=", "0起", "起")
    assert row.doubts


def test_a_ceiling_is_the_lower_the_better() -> None:
    row = rows("1 | 就业 | 城镇调查失业率控制在5.5%以内。 | | 市人社局 |")["1.1"]
    assert (row.direction, row.comparison, row.target) == (Direction.LOWER, "<=", "控制在5.5%以内")


def test_a_part_names_its_whole_and_a_day_in_the_sentence_is_a_milestone() -> None:
    found = rows("1 | 技能 | 新增技能人才2.28万人（含高技能人才9300人）。新建学校5所，8月25日前完成。 | | 市人社局 |")
    assert (found["1.2"].part_of, found["1.2"].target, found["1.2"].unit) == ("1.1", "9300人", "人")
    assert found["1.3"].schedule == "8月25日100%"


def test_numbers_that_start_again_in_another_part_give_other_codes() -> None:
    first = paper("1 | 技能 | 培训16人。 | | 市人社局 |\n2 | 教育 | 新建5所。 | | 市教育局 |")
    second = entry("1 | 医疗 | 培训65名。 | | 市卫健委 |", 9, category="省重点民生实事")
    draft = draft_of([replace(first, entries=(*first.entries, second))])
    assert [one.code for one in draft.indicators] == ["1.1", "2.1", "省1.1"]
    assert [one.number for one in draft.duties] == ["1", "2", "1"]


def test_a_countys_paper_with_the_citys_column_names_the_first_checker_as_lead() -> None:
    draft = drafted("1 | 技能 | 培训16人。 | 2人 | 市民政局 | 甲市人社局")
    [row] = draft.indicators
    assert (row.leads, row.first_check) == (("市人社局",), ("市人社局",))
    assert "市民政局" in row.reasons["牵头单位"]
    assert any("乙县自己的部门" in one for one in draft.doubts)


def test_every_unit_has_its_cell_in_every_row_and_a_kind_of_its_level() -> None:
    draft = drafted("1 | 技能 | 培训16人。 | 2人 | 市人社局 |\n2 | 教育 | 开放体育场馆。 | | 市教育局 |")
    assert [(one.name, one.kind) for one in draft.units] == [("乙县", "县区"), ("市教育局", "市直")]
    assert [one.unit_targets for one in draft.indicators] == [
        {"乙县": "2人", "市教育局": "—"},
        {"乙县": "—", "市教育局": ""},
    ]


@pytest.mark.parametrize(("region", "level"), [("甲市", "市"), ("乙县", "县"), ("丙区", "县"), ("丁省", "省")])
def test_the_level_is_told_by_the_region(region: str, level: str) -> None:
    assert drafted("1 | 技能 | 培训16人。 | | 人社局 |", region).level == level


def test_a_county_level_city_is_told_by_its_departments() -> None:
    assert drafted("1 | 技能 | 培训16人。 | | 县人社局 |", "甲市").level == "县"


def test_two_leads_are_asked_about() -> None:
    row = rows("3 | 更新 | 改造窨井478个。 | | 县城管局、县住建局 |", "乙县")["3.1"]
    assert row.leads == ("县城管局", "县住建局")
    assert [name for name, cell in row.unit_targets.items() if cell == ""] == ["县城管局"]
    assert row.doubts


def test_persons_stand_in_the_duties() -> None:
    base = paper("1 | 技能 | 培训16人。 | | 县人社局 |", "乙县")
    with_person = replace(base.entries[0], person=Person("责任人1", "分管领导1"))
    [duty] = draft_of([replace(base, entries=(with_person,))]).duties
    assert (duty.department, duty.person, duty.leader) == ("县人社局", "责任人1", "分管领导1")


# Several papers


def test_a_countys_own_paper_becomes_its_column() -> None:
    city = paper("1 | 技能培训 | 完成技能培训16万人次。 | | 市人社局 |")
    county = replace(paper("1 | 技能培训 | 完成技能培训2万人次。 | | 县人社局 |", "乙县"), file="乙县.docx")
    [row] = draft_of([city, county]).indicators
    assert (row.target, row.unit_targets, row.leads) == ("16万人次", {"乙县": "2万人次"}, ("市人社局",))


def test_papers_of_two_counties_stand_beside_each_other_and_the_city_is_asked_for() -> None:
    one = paper("1 | 技能培训 | 完成技能培训3万人次。 | | 县人社局 |", "乙县")
    other = replace(paper("1 | 技能培训 | 完成技能培训2万人次。 | | 县人社局 |", "丙县"), file="丙县.docx")
    draft = draft_of([one, other])
    [row] = draft.indicators
    assert (row.target, row.unit_targets, draft.region) == ("", {"乙县": "3万人次", "丙县": "2万人次"}, "")
    assert any("乙县、丙县" in doubt for doubt in draft.doubts)


def test_the_region_above_is_the_breakdowns_whatever_paper_comes_first() -> None:
    county = paper("1 | 技能培训 | 完成技能培训2万人次。 | | 县人社局 |", "乙县")
    city = replace(paper("1 | 技能培训 | 完成技能培训16万人次。 | | 市人社局 |"), file="甲市.docx")
    draft = draft_of([county, city])
    [row] = draft.indicators
    assert (draft.region, row.target, row.unit_targets) == ("甲市", "16万人次", {"乙县": "2万人次"})


def test_columns_of_several_counties_are_joined_by_task() -> None:
    city = paper("1 | 技能 | 培训16人。 | 2人 | 市人社局 |\n2 | 教育 | 新建学校5所。 | 1所 | 市教育局 |")
    lines = ["2 | 教育 | 新建学校5所。 | 3所 | 市教育局 |", "1 | 技能 | 培训16人。 | 4人 | 市人社局 |"]
    other = replace(city, file="丙县.docx", entries=tuple(entry(one, 2, county="丙县") for one in lines))
    assert [one.unit_targets for one in draft_of([city, other]).indicators] == [
        {"乙县": "2人", "丙县": "4人"},
        {"乙县": "1所", "丙县": "3所"},
    ]


def test_papers_that_contradict_each_other_are_asked_about() -> None:
    one = paper("1 | 技能 | 完成技能培训16万人次。 | | 市人社局 |")
    other = replace(paper("1 | 技能 | 完成技能培训17万人次。 | | 市人社局 |"), file="另一份.docx")
    [row] = draft_of([one, other]).indicators
    assert row.target == "16万人次"
    assert any("另一份.docx" in doubt and "17万人次" in doubt for doubt in row.doubts)


# Acceptance standards


def with_standards(*criteria: tuple[str, str, str]) -> Draft:
    table = "4 | 养老服务 | 完成20个街道综合养老服务中心提档升级。改造100个社区养老设施。 | | 市民政局 |"
    base = paper(table)
    items = tuple(
        Criterion(CATEGORY, "养老服务", heading, number, passage("表2R3C2", text)) for heading, number, text in criteria
    )
    return draft_of([replace(base, criteria=items)])


def test_a_standard_holds_for_what_its_heading_names_and_keeps_its_thresholds() -> None:
    draft = with_standards(("街道综合养老服务中心", "1", "建筑面积不低于2000平方米，床位不少于50张。"))
    [standard] = draft.standards
    read = [one.passage.text[one.start : one.end] for one in standard.sources]
    assert read == ["不低于2000平方米", "不少于50张"]
    assert (standard.codes, standard.is_veto) == (("4.1",), False)
    assert standard.thresholds == ("建筑面积不低于2000平方米", "床位不少于50张")


def test_a_standard_without_a_heading_holds_for_the_project() -> None:
    [standard] = with_standards(("", "2", "资金拨付及时。")).standards
    assert (standard.codes, standard.thresholds, standard.number) == (("养老服务",), (), "2")


def test_a_veto_is_recognised() -> None:
    [standard] = with_standards(("", "6", "全年出现1例以上重大安全事故的，验收不予通过。")).standards
    assert standard.is_veto


def test_standards_alone_name_their_project() -> None:
    only = replace(paper(""), criteria=(Criterion(CATEGORY, "养老服务", "", "1", passage("表1R2C6", "达标")),))
    [standard] = draft_of([only]).standards
    assert standard.codes == ("养老服务",)


# What stands in no row


def test_every_figure_that_is_no_target_is_listed_with_its_reason() -> None:
    draft = drafted("6 | 更新 | 新建10千伏线路220千米，服务60岁以上老人。 | 24小时供电，95.22千米 | 市供电公司 |")
    assert [(one.figure, one.reason[:2]) for one in draft.unadopted] == [
        ("10千伏", "规格"),
        ("60岁以上", "年龄"),
        ("24小时", "规格"),
    ]


def test_sentences_without_a_number_beside_amounts_are_listed_too() -> None:
    draft = drafted("4 | 交通 | 改造公路30公里。推进城乡客运一体发展；建成站点5个。 | | 市交通局 |")
    assert [(one.figure, one.reason) for one in draft.unadopted] == [
        ("推进城乡客运一体发展", "没有数的要求，需要考核的请自己加一行"),
    ]


def test_progress_and_the_notices_own_text_are_listed() -> None:
    base = paper("1 | 技能 | 培训16人。 | | 县人社局 |", "乙县")
    told = replace(
        base, progress=(passage("表1R2C6", "已培训9人。"),), loose=(passage("第3段", "全年培训16人，2022年5月印发。"),)
    )
    assert [(one.figure, one.reason) for one in draft_of([told]).unadopted] == [
        ("9人", "已完成数或进展数，不是任务数"),
        ("16人", "正文里的数，以附表为准"),
        ("2022年5月", "日期、年份或期限，不是任务数"),
    ]


def test_a_draft_without_region_or_year_says_so() -> None:
    draft = draft_of([paper("1 | 技能 | 培训16人。 | | 县人社局 |", "", year=None)])
    assert [one[:4] for one in draft.doubts] == ["没有看出", "没有看出"]
    assert (draft.region, draft.year, draft.level) == ("", None, "")


# What a person is asked about


def test_a_notice_whose_text_has_another_target_than_its_table_is_asked_about() -> None:
    base = paper("1 | 技能 | 新增技能人才2.28万人。 | | 县人社局 |", "乙县")
    told = replace(base, loose=(passage("第5段", "全年新增技能人才2.82万人。截至目前，新增技能人才3.21万人。"),))
    [row] = draft_of([told]).indicators
    assert row.doubts == ("第5段写作2.82万人，与这里的2.28万人不一样，请核对",)
    same = replace(base, loose=(passage("第5段", "全年新增技能人才22800人。"),))
    assert draft_of([same]).indicators[0].doubts == ()


def test_a_target_that_progress_quotes_otherwise_is_asked_about() -> None:
    base = paper("7 | 健康 | 新生儿“两病”筛查率达到98%、新生儿听力筛查率达到98%。 | | 县卫健委 |", "乙县")
    quoted = (
        "新生儿两病筛查2863人，筛查率98.59%（目标任务为90%以上）；新生儿听力筛查2877人，筛查率99.07%（目标任务为98%）。"
    )
    told = replace(base, progress=(passage("表1R8C6", quoted),))
    first, second = draft_of([told]).indicators
    assert first.doubts == ("表1R8C6写作90%以上，与这里的达到98%不一样，请核对",)
    assert second.doubts == ()


def test_what_sounds_like_part_of_an_earlier_row_is_asked_about() -> None:
    first, second, third = drafted(
        "1 | 技能 | 新增技能人才10万人。新增高技能人才3.5万人。新增培训基地3个。 | | 市人社局 |"
    ).indicators
    assert first.doubts == third.doubts == ()
    assert second.doubts == ("可能是“1.1 新增技能人才”的其中数，是的，请在“其中于”填1.1",)


def test_several_leads_are_all_units_and_asked_about_once() -> None:
    draft = drafted("3 | 更新 | 改造窨井478个。改造老旧小区9个。 | | 县城管局、县住建局 |", "乙县")
    assert [one.name for one in draft.units] == ["县城管局", "县住建局"]
    assert [one.unit_targets for one in draft.indicators] == [{"县城管局": "", "县住建局": "—"}] * 2
    assert [len(one.doubts) for one in draft.indicators] == [1, 0]


def test_papers_of_two_years_and_standards_of_another_place_are_asked_about() -> None:
    one = paper("1 | 技能 | 培训16人。 | | 市人社局 |")
    standards = PublishedPaper("标准.docx", "1" * 64, "", "丙市", 2022, criteria=(
        Criterion(CATEGORY, "技能", "", "1", passage("表1R2C2", "资金到位。")),
    ))  # fmt: skip
    doubts = draft_of([one, standards]).doubts
    assert any("年度不一样" in doubt and "2022" in doubt for doubt in doubts)
    assert any("丙市" in doubt for doubt in doubts)


def test_an_annex_that_is_named_but_not_there_is_asked_for() -> None:
    base = paper("1 | 技能 | 培训16人。 | | 县人社局 |", "乙县")
    prose = tuple(replace(one, task=replace(one.task, place="第3段")) for one in base.entries if one.task)
    told = replace(base, entries=prose, loose=(passage("第9段", "附件：乙县目标任务分解表"),))
    assert any("乙县目标任务分解表" in doubt for doubt in draft_of([told]).doubts)


def test_a_project_name_of_two_categories_is_told_by_codes() -> None:
    first = paper("3 | 城市更新 | 改造小区20个。新增停车位300个。 | | 市住建局 |")
    second = entry("1 | 城市更新 | 加装燃气装置500户。 | | 市城管局 |", 9, category="省重点民生实事")
    standard = Criterion("省重点民生实事", "城市更新", "", "1", passage("表2R3C2", "台账齐全。"))
    draft = draft_of([replace(first, entries=(*first.entries, second), criteria=(standard,))])
    assert draft.standards[0].codes == ("省1.1",)


def test_a_heading_that_no_row_bears_is_asked_about_once() -> None:
    draft = with_standards(("打通断头路", "1", "具备通车条件。"), ("打通断头路", "2", "验收合格。"))
    assert [len(one.doubts) for one in draft.standards] == [1, 0]
    assert "打通断头路" in draft.standards[0].doubts[0]


def test_a_threshold_is_quoted_as_it_stands() -> None:
    [standard] = with_standards(("", "1", "按照不低于已覆盖行政村数量1%的比例抽查；至少有1名心理咨询师。")).standards
    assert standard.thresholds == ("按照不低于已覆盖行政村数量1%", "至少有1名心理咨询师")


def test_amounts_in_ten_thousands_keep_decimals_in_which_progress_is_seen() -> None:
    row = rows("3 | 医疗 | 家庭医生签约服务380万人次以上。 | | 市卫健委 |")["3.1"]
    assert (row.unit, row.digits) == ("万人次", 2)
