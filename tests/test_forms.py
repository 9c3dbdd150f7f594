"""The form: what it asks, what it refuses at the keyboard, how an edited one is told. 自检 is in test_self_check."""

import io
from pathlib import Path

import openpyxl

from generators.forms import form_workbook, is_form_as_issued
from make_reports import main
from model.form import FIRST_ROW, FORM_SHEET, LABEL_ROW, STAMP_SHEET, column_number, form_of
from model.labels import FormColumn
from tests.tables import issue_and_fill, year
from validators.period_folder import open_period

TABLE = """
编码 | 项目 | 指标 | 单位 | 填报计量 | 类型 | 汇总方式 | 小数位 | 其中于 | 分子口径 | 分母口径 | 目标 | 宝丰县 | 郏县
1.1 | 技能 | 培训人次 | 万人次 | | 数量 | 合计 | 2 | | | | | 2.72万人次 | 1.5
1.2 | 技能 | 技能人才 | 万人 | 人 | 数量 | 合计 | 4 | | | | | 1.6 | 0.9
1.3 | 技能 | 高技能人才 | 万人 | 人 | 数量 | 合计 | 4 | 1.2 | | | | 0.55 | 0.3
2.1 | 筛查 | 筛查率 | % | | 比率 | 加权 | 1 | | 筛查人数 | 应筛人数 | 65%以上 | 65%以上 | 65%以上
2.2 | 筛查 | 示范乡镇 | 个 | | 数量 | 各达标 | 0 | | | | | 2—3个 | —
2.3 | 筛查 | 创建 | | | 状态 | 各达标 | 0 | | | | | | —
"""
RIGHT = {
    "1.1": {"本期累计": 2.1},
    "1.2": {"本期累计": 12000},
    "1.3": {"本期累计": 4000},
    "2.1": {"分子": 70, "分母": 100},
    "2.2": {"本期累计": 2},
    "2.3": {"状态": "推进中"},
}


def form_sheet(folder: Path, unit: str, period: str = "2023-09"):
    opened = open_period(folder / period)
    form = form_of(opened.breakdown, unit, opened.period, opened.previous)
    return openpyxl.load_workbook(io.BytesIO(form_workbook(form)))


def cell(sheet, row: int, column: FormColumn):
    return sheet.cell(FIRST_ROW + row, column_number(column))


def test_a_form_has_the_columns_of_the_contract_and_a_row_for_each_indicator_asked(tmp_path):
    sheet = form_sheet(year(tmp_path, TABLE), "郏县")[FORM_SHEET]
    assert [one.value for one in sheet[LABEL_ROW]] == list(FormColumn)
    codes = [cell(sheet, row, FormColumn.CODE).value for row in range(5)]
    assert codes == ["1.1", "1.2", "1.3", "2.1", None]


def test_head_fields_stand_in_the_cell_to_the_right_of_their_label(tmp_path):
    sheet = form_sheet(year(tmp_path, TABLE), "郏县")[FORM_SHEET]
    head = {one.value: one.offset(0, 1).value for line in sheet["A2:M3"] for one in line if one.value}
    assert head["填报单位"] == "郏县"
    assert head["期次"] == "2023年9月"
    assert {"填报日期", "填报人", "联系电话", "审核人", "单位负责人（签章）"} <= set(head)


def test_a_form_asks_in_its_own_unit_and_shows_the_target_in_it(tmp_path):
    sheet = form_sheet(year(tmp_path, TABLE), "宝丰县")[FORM_SHEET]
    assert cell(sheet, 1, FormColumn.UNIT).value == "人"
    assert cell(sheet, 1, FormColumn.TARGET).value == 16000
    assert cell(sheet, 0, FormColumn.TARGET).value == 2.72


def test_a_range_is_judged_by_its_lower_end_and_shown_whole(tmp_path):
    target = cell(form_sheet(year(tmp_path, TABLE), "宝丰县")[FORM_SHEET], 4, FormColumn.TARGET)
    assert target.value == 2
    assert target.number_format == '0"—3"'


def test_only_what_is_to_be_filled_in_is_unlocked(tmp_path):
    sheet = form_sheet(year(tmp_path, TABLE), "宝丰县")[FORM_SHEET]
    assert sheet.protection.sheet
    words = {FormColumn.PROGRESS, FormColumn.PROBLEMS, FormColumn.EVIDENCE, FormColumn.EXPLANATION}
    asked = {0: {FormColumn.VALUE}, 3: {FormColumn.NUMERATOR, FormColumn.DENOMINATOR}, 5: {FormColumn.STATE}}
    for row, inputs in asked.items():
        unlocked = {column for column in FormColumn if not cell(sheet, row, column).protection.locked}
        assert unlocked == words | inputs


def test_a_form_carries_its_unit_and_period_on_a_hidden_sheet(tmp_path):
    book = form_sheet(year(tmp_path, TABLE), "宝丰县")
    stamp = book[STAMP_SHEET]
    assert stamp.sheet_state == "veryHidden"
    assert (stamp["B1"].value, stamp["B2"].value) == ("宝丰县", "2023-09")


def test_every_input_refuses_at_the_keyboard_in_words_that_a_spreadsheet_can_hold(tmp_path):
    """What is refused is worked out in test_self_check; a formula or words too long are dropped by XlsxWriter."""
    sheet = form_sheet(year(tmp_path, TABLE), "宝丰县")[FORM_SHEET]
    rules = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    assert set(rules) == {"G6", "G7", "G8", "H9", "I9", "G10", "J11"}
    assert rules["J11"].formula1 == '"未启动,推进中,已完成"'
    assert {one.type for cell, one in rules.items() if cell != "J11"} == {"custom"}
    assert all(one.errorTitle and len(one.errorTitle) <= 32 and len(one.formula1) <= 255 for one in rules.values())
    assert all(one.error and len(one.error) <= 255 for one in rules.values())
    assert "“本期累计”是负数" in rules["G6"].error
    assert "请按万人次填" in rules["G6"].error


def test_words_that_are_too_long_for_a_refusal_are_cut(tmp_path):
    unit = f"万{'人' * 250}"
    sheet = form_sheet(year(tmp_path, f"编码 | 单位 | 小数位 | 宝丰县\n1.1 | {unit} | 2 | 5"), "宝丰县")[FORM_SHEET]
    (one,) = sheet.data_validations.dataValidation
    assert len(one.error) == 255
    assert len(one.formula1) <= 255


def test_the_same_breakdown_gives_the_same_form_byte_for_byte(tmp_path):
    folder = year(tmp_path, TABLE)
    assert main(["forms", str(folder / "2023-09"), "--quiet"]) == 0
    first = {path.name: path.read_bytes() for path in (folder / "2023-09" / "填报表").iterdir()}
    assert main(["forms", str(folder / "2023-09"), "--quiet"]) == 0
    assert first == {path.name: path.read_bytes() for path in (folder / "2023-09" / "填报表").iterdir()}
    assert set(first) == {"宝丰县.xlsx", "郏县.xlsx"}


def test_a_form_saved_again_without_a_change_is_still_ours_and_a_filled_one_is_not(tmp_path):
    folder = year(tmp_path, TABLE)
    main(["forms", str(folder / "2023-09"), "--quiet"])
    path = folder / "2023-09" / "填报表" / "宝丰县.xlsx"
    book = openpyxl.load_workbook(path)
    book.save(path)
    assert is_form_as_issued(path)
    book[FORM_SHEET]["G6"] = 1
    book.save(path)
    assert not is_form_as_issued(path)


def test_a_form_that_a_person_changed_is_kept_and_the_new_one_stands_beside_it(tmp_path):
    folder = year(tmp_path, TABLE)
    main(["forms", str(folder / "2023-09"), "--quiet"])
    path = folder / "2023-09" / "填报表" / "宝丰县.xlsx"
    book = openpyxl.load_workbook(path)
    book[FORM_SHEET]["A4"] = "本月请于23日前报送"
    book.save(path)
    theirs = path.read_bytes()
    assert main(["forms", str(folder / "2023-09"), "--quiet"]) == 1
    assert path.read_bytes() == theirs
    assert path.with_name("宝丰县_新.xlsx").is_file()


def test_a_period_with_an_assessment_asks_for_the_standards_of_what_the_unit_is_asked(tmp_path):
    standards = """
        编码 | 序号 | 验收标准 | 一票否决
        1.1 | 1 | 培训合格率不低于90% |
        筛查 | 2 | 不发生事故 | 是
        2.2 | 3 | 无关 |
    """
    folder = year(tmp_path, TABLE, 验收标准=standards, 期次="期次 | 评价\n2023-09 | 年末")
    rows = list(form_sheet(folder, "郏县")["验收"].iter_rows(min_row=2, values_only=True))
    assert rows[0] == ("编码", "指标", "序号", "验收标准", "一票否决", "自查", "佐证材料")
    assert [tuple(cell or None for cell in row[:5]) for row in rows[1:]] == [
        ("1.1", "培训人次", "1", "培训合格率不低于90%", None),
        (None, "筛查", "2", "不发生事故", "是"),
    ]
    assert "验收" not in form_sheet(folder, "郏县", "2023-10").sheetnames


def test_a_form_returned_for_its_head_says_so_at_its_head(tmp_path):
    folder = year(tmp_path, TABLE)
    issue_and_fill(folder, "2023-09", "宝丰县", RIGHT, head={"填报单位": "郏县"})
    main(["run", str(folder / "2023-09"), "--quiet"])
    sheet = openpyxl.load_workbook(folder / "2023-09" / "结果" / "退回" / "宝丰县.xlsx")[FORM_SHEET]
    assert "郏县" in sheet["B2"].comment.text
