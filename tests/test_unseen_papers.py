"""Papers in shapes that nobody here had seen: what is drafted from them, and what a person is asked about."""

from pathlib import Path

import pytest

from model.drafting.building import OTHER_YEAR, TWICE, draft_of
from model.drafting.draft import Draft, DraftedIndicator
from model.drafting.pairing import NO_OWN
from model.fault import JobFault
from model.indicator import Kind, Rollup
from tests.published_papers import ABOVE, LEFT, Rows, excel_paper, word_paper
from validators.published import read_paper


def drafted(tmp_path: Path, *blocks: str | Rows) -> Draft:
    return draft_of([read_paper(word_paper(tmp_path / "一.docx", *blocks))])


def drafted_sheets(tmp_path: Path, sheets: dict[str, Rows]) -> Draft:
    return draft_of([read_paper(excel_paper(tmp_path / "一.xlsx", sheets))])


def targets(draft: Draft) -> dict[str, str]:
    return {one.name: one.target for one in draft.indicators}


def row(draft: Draft, name: str) -> DraftedIndicator:
    return next(one for one in draft.indicators if one.name == name)


def below(draft: Draft, name: str) -> dict[str, str]:
    return {unit: text for unit, text in row(draft, name).unit_targets.items() if text != "—"}


def left_out(draft: Draft) -> list[str]:
    return [one.figure for one in draft.unadopted]


# Regions in lines, in sheets, in one cell


def test_lines_of_single_counties_make_one_row_with_a_column_for_each(tmp_path: Path) -> None:
    draft = drafted_sheets(tmp_path, {"目标": [
        ("2024年凤山市民生实事县区目标任务表", LEFT, LEFT, LEFT),
        ("县区", "指标名称", "计量单位", "年度目标"),
        ("城关区", "城镇新增就业", "人", 8200), (ABOVE, "新建幼儿园", "所", 4),
        ("永安县", "城镇新增就业", "人", 5100), (ABOVE, "新建幼儿园", "所", 3),
    ]})  # fmt: skip
    assert draft.region == "凤山市"
    assert below(draft, "城镇新增就业") == {"城关区": "8200人", "永安县": "5100人"}
    assert below(draft, "新建幼儿园") == {"城关区": "4所", "永安县": "3所"}
    assert all(one.rollup is Rollup.SUM and NO_OWN in one.doubts for one in draft.indicators)


def test_a_total_that_says_of_what_it_is_is_the_citys_target_and_others_are_told(tmp_path: Path) -> None:
    draft = drafted_sheets(tmp_path, {"小区": [
        ("2024年凤山市民生实事任务分解表", LEFT, LEFT, LEFT, LEFT),
        ("序号", "县区", "指标", "目标任务", "责任单位"),
        (1, "城关区", "改造小区（个）", 12, "城关区人民政府"), (2, "永安县", "改造小区（个）", 8, "永安县人民政府"),
        ("", "合计", "改造小区（个）", 20, ""), ("合计", "", "", 20, ""),
    ]})  # fmt: skip
    assert targets(draft) == {"改造小区": "20个"}
    assert below(draft, "改造小区") == {"城关区": "12个", "永安县": "8个"}
    assert row(draft, "改造小区").leads == ()
    assert "20" in left_out(draft)


def test_counties_below_the_citys_line_of_a_project_are_its_columns(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "2024年临山市民生实事项目任务分解表", [
        ("序号", "项目", "县（市、区）", "目标任务", "牵头单位"),
        ("1", "幼儿园", "全市", "新建公办幼儿园9所、新增学位2700个", "市教育局"),
        (ABOVE, ABOVE, "东湖区", "5所、1500个", ABOVE), (ABOVE, ABOVE, "南华县", "4所、1200个", ABOVE),
        (ABOVE, ABOVE, "北屯县", "新建小学3所", ABOVE),
    ])  # fmt: skip
    assert below(draft, "新建小学") == {"北屯县": "3所"}
    assert targets(draft) == {"新建公办幼儿园": "9所", "新增学位": "2700个", "新建小学": ""}
    assert below(draft, "新建公办幼儿园") == {"东湖区": "5所", "南华县": "4所"}
    assert below(draft, "新增学位") == {"东湖区": "1500个", "南华县": "1200个"}


def test_what_counties_have_done_is_no_target(tmp_path: Path) -> None:
    draft = drafted_sheets(tmp_path, {"县为行": [
        ("县区", "城镇新增就业（人）", LEFT, LEFT), (ABOVE, "目标", "完成", "完成率"),
        ("东湖区", 18000, 9000, "50%"), ("南华县", 14000, 8000, "57.1%"), ("合计", 32000, 17000, "53%"),
    ]})  # fmt: skip
    assert targets(draft) == {"城镇新增就业": "32000人"}
    assert below(draft, "城镇新增就业") == {"东湖区": "18000人", "南华县": "14000人"}
    assert {"9000", "8000", "17000", "50%", "57.1%", "53%"} <= set(left_out(draft))


def test_what_counties_have_done_stands_below_their_columns(tmp_path: Path) -> None:
    draft = drafted_sheets(tmp_path, {"县为列": [
        ("项目", "指标", "单位", "全市", LEFT, "东湖区", LEFT), (ABOVE, ABOVE, ABOVE, "目标", "完成", "目标", "完成"),
        ("就业", "城镇新增就业", "人", 32000, 17000, 18000, 9000),
    ]})  # fmt: skip
    assert targets(draft) == {"城镇新增就业": "32000人"}
    assert below(draft, "城镇新增就业") == {"东湖区": "18000人"}
    assert {"17000", "9000"} <= set(left_out(draft))


def test_a_sheet_for_each_county_makes_a_column_for_each(tmp_path: Path) -> None:
    draft = drafted_sheets(tmp_path, {
        county: [
            (f"{county}2024年民生实事目标任务清单", LEFT, LEFT, LEFT, LEFT),
            ("序号", "项目", "任务", "单位", "目标"),
            (1, "养老", "建设养老服务中心", "处", count),
        ]
        for county, count in (("兴隆县", 3), ("宁远县", 2))
    })  # fmt: skip
    assert draft.region == ""
    assert below(draft, "建设养老服务中心") == {"兴隆县": "3处", "宁远县": "2处"}


def test_counties_listed_in_one_cell_have_columns_of_their_own(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "青河市2024年度重点民生实事任务分解表", [
        ("项目", "年度目标任务", "县（市、区）任务分解", "市级牵头部门"),
        ("户厕", "改造农村户厕2.5万户", "南华县6000户、北屯县9000户，柳河县1万户", "市农业农村局"),
        ("社区", "新建社区30个、新建园区3个", "", "市民政局"),
    ])  # fmt: skip
    assert below(draft, "改造农村户厕") == {"南华县": "6000户", "北屯县": "9000户", "柳河县": "1万户"}
    assert row(draft, "改造农村户厕").target == "2.5万户"
    assert row(draft, "新建园区").target == "3个"
    assert [one.name for one in draft.units] == ["南华县", "北屯县", "柳河县", "市民政局"]


def test_a_plan_in_prose_gives_its_towns_and_leaves_money_and_days_out(tmp_path: Path) -> None:
    draft = drafted(
        tmp_path, "长乐县人民政府办公室", "关于印发2024年农村厕所改造民生实事实施方案的通知", "各乡镇人民政府：",
        "一、目标任务", "改造农村户厕6500户，新建公厕28座。其中城关镇1200户、河西镇900户。",
        "二、责任分工", "县财政局负责落实资金3250万元。", "三、时间安排", "6月底前完成50%。",
    )  # fmt: skip
    assert targets(draft) == {"改造农村户厕": "6500户", "新建公厕": "28座"}
    assert below(draft, "改造农村户厕") == {"城关镇": "1200户", "河西镇": "900户"}
    assert {"3250万元", "50%"} <= set(left_out(draft))


# Days, quarters, years


def test_quarters_become_milestones_of_the_years_target(tmp_path: Path) -> None:
    draft = drafted_sheets(tmp_path, {"表": [
        ("金城市2024年民生实事分季度目标任务表", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT, LEFT),
        ("序号", "项目", "指标", "单位", "目标值", LEFT, LEFT, LEFT),
        (ABOVE, ABOVE, ABOVE, ABOVE, "一季度", "上半年", "三季度", "全年"),
        (1, "就业", "城镇新增就业", "人", 9000, 20000, 28000, 36000),
        (2, "教育", "改扩建幼儿园", "所", 9, 5, 12, 15),
    ]})  # fmt: skip
    assert targets(draft) == {"城镇新增就业": "36000人", "改扩建幼儿园": "15所"}
    assert row(draft, "城镇新增就业").schedule == "3月25%;6月55.6%;9月77.8%;12月100%"
    falling = row(draft, "改扩建幼儿园")
    assert falling.schedule == "月均"
    assert any("3月9所、6月5所、9月12所" in doubt for doubt in falling.doubts)


def test_four_quarters_that_add_up_to_the_target_are_what_each_adds(tmp_path: Path) -> None:
    draft = drafted_sheets(tmp_path, {"表": [
        ("金城市2024年民生实事任务表", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT),
        ("项目", "指标", "年度目标（户）", "一季度", "二季度", "三季度", "四季度"),
        ("水", "新增用水户", 400, 100, 100, 150, 50),
    ]})  # fmt: skip
    assert row(draft, "新增用水户").schedule == "3月25%;6月50%;9月87.5%;12月100%"


@pytest.mark.parametrize(
    ("due", "schedule", "is_asked"),
    [
        ("10月底前", "10月100%", False),
        ("2025年8月20日前", "8月20日100%", False),
        ("12月底前", "月均", False),
        ("全年", "月均", False),
        ("2026年6月", "6月100%", True),
    ],
)
def test_the_day_of_a_column_is_the_schedule(tmp_path: Path, due: str, schedule: str, is_asked: bool) -> None:
    draft = drafted(tmp_path, "白水县2025年民生实事项目目标任务表", [
        ("项目名称", "指标名称", "计量单位", "目标值", "完成时限", "责任单位"),
        ("道路", "新改建农村公路", "公里", "45.6", due, "县交通运输局"),
    ])  # fmt: skip
    road = row(draft, "新改建农村公路")
    assert (road.target, road.schedule) == ("45.6公里", schedule)
    assert (OTHER_YEAR.format(due=due) in road.doubts) is is_asked


def test_last_years_target_is_not_this_years(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "2025年海宁新区民生实事目标任务表", [
        ("项目", "指标", "单位", "2024年目标", "2025年目标", "牵头单位"),
        ("托育", "新增托位", "个", "600", "650", "区卫健局"),
    ])  # fmt: skip
    assert targets(draft) == {"新增托位": "650个"}
    assert "600" in left_out(draft)


def test_a_goal_of_five_years_is_not_this_years(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "安平县2025年民生实事目标表", [
        ("项目", "指标", "十四五目标", "2025年目标", "责任单位"), ("养老", "养老床位", "3000张", "600张", "县民政局"),
    ])  # fmt: skip
    assert targets(draft) == {"养老床位": "600张"}
    assert "3000张" in left_out(draft)


# Units, and what is not read


def test_the_unit_above_a_table_is_that_of_its_bare_numbers(tmp_path: Path) -> None:
    draft = drafted_sheets(tmp_path, {"表": [
        ("2024年云岭市民生实事分解表", LEFT, LEFT), ("单位：人", LEFT, LEFT),
        ("县（市、区）", "城镇新增就业", "新建幼儿园（所）"),
        ("全市", 5600, 9), ("金山区", 1200, 4), ("银川县", 4400, 5),
    ]})  # fmt: skip
    assert (draft.region, draft.year) == ("云岭市", 2024)
    assert targets(draft) == {"城镇新增就业": "5600人", "新建幼儿园": "9所"}
    assert below(draft, "城镇新增就业") == {"金山区": "1200人", "银川县": "4400人"}


def test_several_units_above_a_table_go_to_no_number(tmp_path: Path) -> None:
    draft = drafted_sheets(tmp_path, {"表": [
        ("2024年云岭市民生实事分解表", LEFT, LEFT), ("单位：万人、所", LEFT, LEFT),
        ("县（市、区）", "城镇新增就业", "新建幼儿园"), ("金山区", 1.2, 4), ("银川县", 4.4, 5),
    ]})  # fmt: skip
    assert all(any("没有看懂" in doubt for doubt in one.doubts) for one in draft.indicators)
    assert {"1.2", "4.4", "4", "5"} <= set(left_out(draft))


def test_two_lines_of_one_county_do_not_hide_each_other(tmp_path: Path) -> None:
    draft = drafted_sheets(tmp_path, {"表": [
        ("2024年凤山市户厕改造任务分解表", LEFT, LEFT),
        ("县区", "乡镇", "改造户厕（户）"),
        ("城关区", "东街道", 120), (ABOVE, "西街道", 80), ("永安县", "河口镇", 300), (ABOVE, "石门镇", 260),
    ]})  # fmt: skip
    figures = [text for one in draft.indicators for text in one.unit_targets.values()]
    assert all(any(figure in text for text in (*figures, *left_out(draft))) for figure in ("120", "80", "300", "260"))


def test_the_tables_own_unit_is_believed_where_the_words_are_not_known(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "青河市2024年重点民生实事任务分解表", [
        ("项目", "工作任务", "单位", "全市目标", "东湖区", "经开区", "牵头单位"),
        ("空气", "细颗粒物年均浓度", "微克/立方米", "≤42", "≤44", "—", "市生态环境局"),
        ("监控", "新增监控", "路", "1000", "600", "400", "市公安局"),
    ])  # fmt: skip
    air, cameras = draft.indicators
    assert (air.unit, air.kind, air.target, air.rollup) == ("微克/立方米", Kind.STANDARD, "≤42微克/立方米", Rollup.EACH)
    assert below(draft, air.name) == {"东湖区": "≤44微克/立方米"}
    assert (cameras.target, below(draft, cameras.name)) == ("1000路", {"东湖区": "600路", "经开区": "400路"})
    assert [one.kind for one in draft.units] == ["县区", "功能区"]


def test_the_unit_behind_an_indicators_name_goes_with_every_number_of_its_line(tmp_path: Path) -> None:
    draft = drafted_sheets(tmp_path, {"乡镇": [
        ("白水县2025年民生实事乡镇任务分解表", LEFT, LEFT, LEFT, LEFT),
        ("项目", "指标", "全县任务", "河东镇", "县直牵头单位"),
        ("饮水", "农村自来水入户（户）", 3200, 1500, "县水利局"),
        ("医保", "居民医保参保率（%）", 98, 98, "县医保局"),
        ("助餐", "社区食堂（助餐点）", 15, 4, "县民政局"),
    ]})  # fmt: skip
    assert targets(draft)["农村自来水入户"] == "3200户"
    assert below(draft, "农村自来水入户") == {"河东镇": "1500户"}
    assert targets(draft)["居民医保参保率"] == "98%"
    unread = next(one for one in draft.indicators if one.project == "助餐")
    assert any("15" in doubt for doubt in unread.doubts)
    assert any("河东镇的数（4）" in doubt for doubt in unread.doubts)


def test_a_formula_that_no_program_has_calculated_is_no_task_without_a_number(tmp_path: Path) -> None:
    rows: Rows = [("项目", "指标", "单位", "全市目标", "城关区"), ("停车", "新增泊位", "个", "=E2", 5000)]
    with pytest.raises(JobFault, match="表的D2的公式还没有算出数"):
        drafted_sheets(tmp_path, {"表": rows})


def test_a_share_that_may_be_a_fraction_is_asked_about(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "兴宁市2024年民生实事指标表", [
        ("项目", "指标", "计量单位", "目标值", "牵头单位"), ("入学", "义务教育巩固率", "%", "0.96", "市教育局"),
    ])  # fmt: skip
    assert any("0.96即96%" in doubt for doubt in row(draft, "义务教育巩固率").doubts)


def test_a_county_that_writes_of_another_thing_in_the_same_unit_is_asked_about(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "青河市2024年民生实事任务分解表", [
        ("项目", "指标任务", "东湖区", "西岭区"), ("教育", "新建公办幼儿园9所", "改造小学3所", "幼儿园6所"),
    ])  # fmt: skip
    doubts = row(draft, "新建公办幼儿园").doubts
    assert any("东湖区写的是“改造小学”" in doubt for doubt in doubts)
    assert not any("西岭区" in doubt for doubt in doubts)


def test_an_amount_that_two_cells_of_a_line_write_is_asked_about(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "西陵区2023年民生实事目标任务表", [
        ("项目名称", "建设内容及规模", "年度目标任务", "责任单位"),
        ("公园", "新建口袋公园8处，绿化面积2.4万平方米", "6月底前开工，11月底前建成8处", "区住建局"),
    ])  # fmt: skip
    assert row(draft, "公园").schedule == "11月100%"
    assert TWICE.format(amount="8处") in row(draft, "新建口袋公园").doubts
    assert not row(draft, "绿化面积").doubts


# Levels, departments, standards


def test_a_countys_paper_keeps_the_citys_task_as_words_only(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "石桥县承担青河市2024年重点民生实事目标任务分解表", [
        ("序号", "项目", "青河市目标", "石桥县目标", "县牵头单位"),
        ("1", "就业", "城镇新增就业6.2万人", "5000人", "县人社局"),
    ])  # fmt: skip
    assert (draft.region, draft.level) == ("石桥县", "县")
    assert targets(draft) == {"城镇新增就业": "5000人"}
    assert [one.name for one in draft.units] == ["县人社局"]
    assert "6.2万人" in left_out(draft)


def test_departments_in_square_brackets_end_an_item(tmp_path: Path) -> None:
    draft = drafted(
        tmp_path, "2024年青河市政府工作报告（节选）", "四、民生实事", "（一）就业增收",
        "1.城镇新增就业6万人。【市人社局牵头，市财政局、各县（市、区）政府配合】",
        "2.开展职业技能培训3万人次。【市人社局】",
    )  # fmt: skip
    assert targets(draft) == {"城镇新增就业": "6万人", "职业技能培训": "3万人次"}
    assert [(one.leads, one.shared) for one in draft.indicators] == [
        (("市人社局",), ("市财政局", "各县（市、区）政府")),
        (("市人社局",), ()),
    ]


def test_a_column_of_vetoes_gives_standards_that_veto(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "2024年青河市重点民生实事验收标准", [
        ("序号", "项目", "验收标准", "一票否决事项"),
        ("1", "就业", "1.台账完整。", "弄虚作假"), ("2", "教育", "1.合格。", "无"),
    ])  # fmt: skip
    assert [(one.text, one.is_veto) for one in draft.standards] == [
        ("台账完整。", False), ("弄虚作假", True), ("合格。", False),
    ]  # fmt: skip
