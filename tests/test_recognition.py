"""Whose form a file is, of which period, which cell of it is which: by what it holds, never by its file name."""

from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from model.finding import Severity
from model.form import STAMP_SHEET
from model.submission import Intake, Source, Status
from tests.tables import Rows, Table, issue_and_fill, rows_of, rules, take, workbook, year

PERIOD = "2023-09"
FILLED = {"1.1": {"本期累计": 900}, "1.2": {"本期累计": 300}}
COUNTIES = ("宝丰县", "郏县")


def figures(intake: Intake) -> dict[tuple[str, str], str]:
    """(unit, code) → value, for short comparisons."""
    return {(unit, code): str(one.value) for (code, unit), one in intake.reported.items()}


def statuses(intake: Intake) -> dict[str | None, tuple[str | None, Status]]:
    return {one.file: (one.unit, one.status) for one in intake.submissions}


def others_report(folder: Path, *but: str) -> None:
    """The counties that a test is not about send what is right."""
    for name in COUNTIES:
        if name not in but:
            issue_and_fill(folder, PERIOD, name, FILLED)


def send(folder: Path, file: str, table: Table, sheet: str = "Sheet1") -> Path:
    return workbook(folder / PERIOD / "上报" / file, {sheet: table})


def changed(path: Path, change: Any) -> Path:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


RIGHT = {("宝丰县", "1.1"): "900", ("宝丰县", "1.2"): "300", ("郏县", "1.1"): "900", ("郏县", "1.2"): "300"}
OLD_STYLE = "编码 | 指标 | 单位 | 本期累计\n1.1 | 培训人数 | 人 | 900\n1.2 | 新增技能人才 | 人 | 300"


def headed(table: str = OLD_STYLE, *, unit: str = "宝丰县", period: str = "2023-09") -> Rows:
    """A sheet of the office's own, with the fields of the head above it."""
    head = [["填报单位", unit or None, "期次", period or None]]
    return [*head, *rows_of(table)]


# The tool's own form


def test_a_form_filled_in_right_is_accepted_without_a_word(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder)
    intake = take(folder, PERIOD)
    assert rules(intake) == []
    assert figures(intake) == RIGHT
    assert set(statuses(intake).values()) == {("宝丰县", Status.ACCEPTED), ("郏县", Status.ACCEPTED)}


@pytest.mark.parametrize("file", ["1.xlsx", "县/郏/报表(1).XLSX", "无后缀", "表.xls", "表.et"])
def test_the_files_name_does_not_matter(tmp_path: Path, file: str) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    issue_and_fill(folder, PERIOD, "宝丰县", FILLED, file=file)
    intake = take(folder, PERIOD)
    assert rules(intake) == []
    assert figures(intake) == RIGHT


def test_the_stamp_goes_before_a_head_that_was_cleared(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    issue_and_fill(folder, PERIOD, "宝丰县", FILLED, head={"填报单位": None, "期次": None})
    assert (rules(take(folder, PERIOD)), figures(take(folder, PERIOD))) == ([], RIGHT)


def test_without_a_stamp_the_head_tells(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    changed(issue_and_fill(folder, PERIOD, "宝丰县", FILLED), lambda book: book.remove(book[STAMP_SHEET]))
    assert (rules(take(folder, PERIOD)), figures(take(folder, PERIOD))) == ([], RIGHT)


def test_another_units_form_is_returned_whole(tmp_path: Path) -> None:
    folder = year(tmp_path)
    issue_and_fill(folder, PERIOD, "郏县", FILLED)
    issue_and_fill(folder, PERIOD, "宝丰县", FILLED, file="甲.xlsx", head={"填报单位": "郏县"})
    intake = take(folder, PERIOD)
    (one,) = intake.findings
    assert (one.rule, one.unit, one.sheet, one.cell) == ("W05", "宝丰县", "填报", "B2")
    assert statuses(intake)["上报/甲.xlsx"] == ("宝丰县", Status.RETURNED)
    assert {unit for unit, _ in figures(intake)} == {"郏县"}


def test_last_months_form_is_returned_whole(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    issue_and_fill(folder, "2023-08", "宝丰县", FILLED).rename(folder / PERIOD / "上报" / "宝丰县.xlsx")
    intake = take(folder, PERIOD)
    (one,) = intake.findings
    assert (one.rule, one.unit, one.sheet, one.cell, one.expected) == ("W04", "宝丰县", "填报", "E2", "2023年9月")
    assert "2023年8月" in one.message
    assert statuses(intake)["上报/宝丰县.xlsx"] == ("宝丰县", Status.RETURNED)
    assert {unit for unit, _ in figures(intake)} == {"郏县"}


def test_a_form_of_an_older_breakdown_is_read_with_a_note(tmp_path: Path) -> None:
    table = "编码 | 指标 | 宝丰县 | 郏县\n1.1 | 培训人数 | 1500 | 800\n1.2 | 新增技能人才 | 900 | 500"
    folder = year(tmp_path, table)
    others_report(folder)
    year(tmp_path, f"{table}\n1.3 | 后加的 | — | 5", "名称 | 类型\n宝丰县 | 县区\n郏县 | 县区")
    intake = take(folder, PERIOD)
    assert [(one.unit, one.rule) for one in intake.findings] == [("郏县", "W22"), ("郏县", "R06")]
    assert figures(intake) == RIGHT


# The office's old sheet


def test_an_old_sheet_with_titles_other_order_and_inserted_columns_is_read_by_its_labels(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    table: Rows = [
        ["平顶山市2023年重点民生实事"], ["推进情况统计表"], ["填报单位：宝丰县　期次：2023年9月　填报人：张三"],
        ["序号", "本期累计（人）", "同比", "指标名称", "编码", "指标", "备注"],
        [1, 300, "5%", None, "1.2", "新增技能人才", "属实"],
        [],
        [2, 900, None, None, "1.1", "培训人数", None],
        ["合计", 1200, None, None, "合计", None, None],
        ["单位负责人（签章）：", None, None, "审核人", "李四"],
    ]  # fmt: skip
    send(folder, "甲.xlsx", table)
    intake = take(folder, PERIOD)
    assert rules(intake) == []
    assert figures(intake) == RIGHT
    assert intake.reported["1.1", "宝丰县"].source == Source("上报/甲.xlsx", "Sheet1", "B7")
    assert next(one.filled_by for one in intake.submissions if one.unit == "宝丰县") == "张三"


def test_labels_over_two_rows_and_merged_are_read(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    table: Rows = [
        ["填报单位", "宝丰县", "期次", "2023-09"],
        ["编码", "指标", "完成情况", None, "说明"],
        [None, None, "上期累计", "本期累计", None],
        ["1.1", "培训人数", 1, 900, None],
        ["1.2", "新增技能人才", 1, 300, None],
    ]

    def merge(book: Any) -> None:
        for area in ("A2:A3", "B2:B3", "C2:D2", "E2:E3"):
            book.active.merge_cells(area)

    changed(send(folder, "甲.xlsx", table), merge)
    assert (rules(take(folder, PERIOD)), figures(take(folder, PERIOD))) == ([], RIGHT)


def test_the_labels_may_come_again_in_the_middle(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    lines = OLD_STYLE.splitlines()
    send(folder, "甲.xlsx", headed("\n".join([lines[0], lines[1], lines[0], lines[2]])))
    assert (rules(take(folder, PERIOD)), figures(take(folder, PERIOD))) == ([], RIGHT)


def test_a_merged_unit_name_or_value_of_the_head_is_found_beside_its_label(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    table: Rows = [["填报单位：", None, "宝丰县（盖章）", None, "期次", date(2023, 9, 1)], *rows_of(OLD_STYLE)]
    changed(send(folder, "甲.xlsx", table), lambda book: book.active.merge_cells("A1:B1"))
    assert (rules(take(folder, PERIOD)), figures(take(folder, PERIOD))) == ([], RIGHT)


@pytest.mark.parametrize("title", ["宝丰县2023年民生实事情况", "平顶山市宝丰县民生实事"])
def test_a_title_tells_the_unit_where_the_head_does_not(tmp_path: Path, title: str) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    send(folder, "甲.xlsx", [[title], [None, None, "期次", "2023-09"], *rows_of(OLD_STYLE)])
    assert (rules(take(folder, PERIOD)), figures(take(folder, PERIOD))) == ([], RIGHT)


def test_a_county_inside_the_name_of_its_department_is_not_taken_for_it(tmp_path: Path) -> None:
    folder = year(tmp_path, "编码 | 指标 | 单位 | 叶县 | 叶县教育体育局\n1.1 | 培训人数 | 人 | 500 | 600")
    send(folder, "甲.xlsx", [["叶县教育体育局2023年9月情况", None, "期次", "2023-09"], *rows_of(OLD_STYLE)[:2]])
    assert figures(take(folder, PERIOD)) == {("叶县教育体育局", "1.1"): "900"}


def test_the_file_name_is_the_last_hint_and_is_said_to_be_one(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    send(folder, "宝丰县9月.xlsx", headed(unit=""))
    intake = take(folder, PERIOD)
    assert [(one.rule, one.unit, one.severity) for one in intake.findings] == [("W23", "宝丰县", Severity.NOTE)]
    assert figures(intake) == RIGHT


def test_a_file_named_for_another_unit_is_read_by_what_it_holds(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    issue_and_fill(folder, PERIOD, "宝丰县", FILLED, file="郏县2.xlsx")
    intake = take(folder, PERIOD)
    assert [(one.rule, one.unit) for one in intake.findings] == [("W24", "宝丰县")]
    assert figures(intake) == RIGHT


def test_a_unit_that_nobody_knows_makes_the_file_unrecognised(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    send(folder, "宝丰县.xlsx", headed(unit="某某局"))
    intake = take(folder, PERIOD)
    assert [(one.rule, one.cell) for one in intake.findings] == [("W03", "B1")]
    assert statuses(intake)["上报/宝丰县.xlsx"] == (None, Status.UNRECOGNISED)
    assert statuses(intake)[None] == ("宝丰县", Status.MISSING)


def test_a_sheet_that_names_nobody_is_unrecognised(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder)
    send(folder, "甲.xlsx", headed(unit=""))
    assert rules(take(folder, PERIOD)) == ["W03"]


def test_a_sheet_without_a_period_is_taken_for_this_one_with_a_note(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    send(folder, "甲.xlsx", headed(period=""))
    assert (rules(take(folder, PERIOD)), figures(take(folder, PERIOD))) == (["W25"], RIGHT)


@pytest.mark.parametrize("written", ["2023年8月", "2023-08", date(2023, 8, 1), "2023年三季度"])
def test_an_old_sheet_of_another_period_is_returned(tmp_path: Path, written: Any) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    send(folder, "甲.xlsx", headed(period=written))
    intake = take(folder, PERIOD)
    assert [(one.rule, one.sheet, one.cell) for one in intake.findings] == [("W04", "Sheet1", "D1")]
    assert statuses(intake)["上报/甲.xlsx"] == ("宝丰县", Status.RETURNED)


def test_a_workbook_without_our_columns_is_no_form(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder)
    send(folder, "通讯录.xlsx", "姓名 | 电话\n张三 | 123")
    intake = take(folder, PERIOD)
    assert [(one.rule, one.unit) for one in intake.findings] == [("W02", None)]
    assert statuses(intake)["上报/通讯录.xlsx"] == (None, Status.UNRECOGNISED)


@pytest.mark.parametrize(
    "labels",
    ["编码 | 指标 | 单位 | 本期累计 | 本期累计", "编码 | 指标 | 单位 | 分子", "编码 | 编码 | 指标 | 本期累计"],
    ids=["figures twice", "figures missing", "codes twice"],
)
def test_a_column_of_figures_in_doubt_returns_the_sheet(tmp_path: Path, labels: str) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    send(folder, "甲.xlsx", headed(f"{labels}\n1.1 | 1.1 | 培训人数 | 900 | 901"))
    intake = take(folder, PERIOD)
    assert [(one.rule, one.unit) for one in intake.findings] == [("W06", "宝丰县")]
    assert statuses(intake)["上报/甲.xlsx"] == ("宝丰县", Status.RETURNED)


def test_a_sheet_that_is_not_read_is_named(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    changed(
        issue_and_fill(folder, PERIOD, "宝丰县", FILLED),
        lambda book: book.create_sheet("备注").append(["另有情况说明"]),
    )
    intake = take(folder, PERIOD)
    assert [(one.rule, one.sheet) for one in intake.findings] == [("W26", "备注")]
    assert figures(intake) == RIGHT


def test_a_hidden_copy_of_last_month_is_not_read(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")

    def hide_a_copy(book: Any) -> None:
        copy = book.copy_worksheet(book["填报"])
        copy.sheet_state = "hidden"
        copy["G6"] = 1

    changed(issue_and_fill(folder, PERIOD, "宝丰县", FILLED), hide_a_copy)
    assert (rules(take(folder, PERIOD)), figures(take(folder, PERIOD))) == ([], RIGHT)


# Several units


SEVERAL = """
    编码 | 指标 | 填报单位 | 本期累计
    1.1 | 培训人数 | 宝丰县 | 900
    1.1 | 培训人数 | 郏县 | 900
    1.1 | 培训人数 | 合计 | 1800
    1.2 | 新增技能人才 | 宝丰 | 300
    1.2 | 新增技能人才 | 郏县 | 300
"""
WITH_ALIAS = "名称 | 类型 | 别名\n宝丰县 | 县区 | 宝丰\n郏县 | 县区 |"


def test_one_sheet_may_hold_the_rows_of_several_units(tmp_path: Path) -> None:
    folder = year(tmp_path, units=WITH_ALIAS)
    send(folder, "全部.xlsx", [["期次", "2023-09"], *rows_of(SEVERAL)])
    intake = take(folder, PERIOD)
    assert rules(intake) == []
    assert figures(intake) == RIGHT
    assert [(one.unit, one.file, one.status) for one in intake.submissions] == [
        ("宝丰县", "上报/全部.xlsx", Status.ACCEPTED),
        ("郏县", "上报/全部.xlsx", Status.ACCEPTED),
    ]
    assert intake.reported["1.2", "郏县"].source.cell == "D7"


def test_a_units_name_may_be_merged_over_its_rows(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    table: Rows = [
        ["期次", "2023-09"],
        ["填报单位", "编码", "指标", "本期累计"],
        ["宝丰县", "1.1", "培训人数", 900],
        [None, "1.2", "新增技能人才", 300],
    ]
    changed(send(folder, "全部.xlsx", table), lambda book: book.active.merge_cells("A3:A4"))
    assert (rules(take(folder, PERIOD)), figures(take(folder, PERIOD))) == ([], RIGHT)


def test_a_row_of_a_unit_that_nobody_knows_is_named_and_the_others_count(tmp_path: Path) -> None:
    folder = year(tmp_path, units=WITH_ALIAS)
    send(folder, "全部.xlsx", [["期次", "2023-09"], *rows_of(f"{SEVERAL.rstrip()}\n1.1 | 培训人数 | 某县 | 5")])
    intake = take(folder, PERIOD)
    assert [(one.rule, one.cell) for one in intake.findings] == [("W03", "C8")]
    assert figures(intake) == RIGHT


def test_each_sheet_of_a_workbook_is_its_own_units(tmp_path: Path) -> None:
    folder = year(tmp_path)
    sheets: dict[str, Table] = {"甲": headed(), "乙": headed(unit="郏县")}
    workbook(folder / PERIOD / "上报" / "全部.xlsx", sheets)
    intake = take(folder, PERIOD)
    assert (rules(intake), figures(intake)) == ([], RIGHT)
    assert intake.reported["1.1", "郏县"].source.sheet == "乙"


def test_sheets_named_for_their_units_are_theirs(tmp_path: Path) -> None:
    folder = year(tmp_path)
    head = [["期次", "2023-09"]]
    sheets: dict[str, Table] = {name: [*head, *rows_of(OLD_STYLE)] for name in COUNTIES}
    workbook(folder / PERIOD / "上报" / "全部.xlsx", sheets)
    assert (rules(take(folder, PERIOD)), figures(take(folder, PERIOD))) == ([], RIGHT)


# Word


def send_word(folder: Path, file: str, head: list[str], table: str) -> None:
    document = docx.Document()
    for line in head:
        document.add_paragraph(line)
    lines = [[field.strip() for field in line.split("|")] for line in table.strip().splitlines()]
    grid = document.add_table(len(lines), len(lines[0]))
    for row, texts in enumerate(lines):
        for column, text in enumerate(texts):
            grid.cell(row, column).text = text
    path = folder / PERIOD / "上报" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))


def test_a_word_table_of_our_columns_is_a_form(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    send_word(
        folder, "甲.docx", ["民生实事进展", "填报单位：宝丰县   期次：2023年9月", "填报日期：2023-09-20"], OLD_STYLE
    )
    intake = take(folder, PERIOD)
    assert rules(intake) == []
    assert figures(intake) == RIGHT
    assert intake.reported["1.2", "宝丰县"].source == Source("上报/甲.docx", "表1", "表1R3C4")
    assert next(one.filled_on for one in intake.submissions if one.unit == "宝丰县") == date(2023, 9, 20)


def test_the_head_of_a_word_form_may_be_a_table_of_its_own(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    document = docx.Document()
    head = document.add_table(1, 4)
    for column, text in enumerate(["填报单位", "宝丰县", "期次", "2023年9月"]):
        head.cell(0, column).text = text
    document.add_paragraph("")
    lines = [[field.strip() for field in line.split("|")] for line in OLD_STYLE.splitlines()]
    table = document.add_table(len(lines), 4)
    for row, texts in enumerate(lines):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.save(str(folder / PERIOD / "上报" / "甲.docx"))
    intake = take(folder, PERIOD)
    assert (rules(intake), figures(intake)) == ([], RIGHT)
    assert intake.reported["1.1", "宝丰县"].source.cell == "表2R2C4"


def test_a_word_file_with_other_tables_is_an_attachment_without_a_finding(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder)
    send_word(folder, "郏县情况.docx", [], "事项 | 情况\n培训 | 顺利")
    intake = take(folder, PERIOD)
    assert rules(intake) == []
    assert statuses(intake)["上报/郏县情况.docx"] == ("郏县", Status.ATTACHMENT)


# Rows


def test_a_row_without_a_code_is_found_by_its_name(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    send(folder, "甲.xlsx", headed("编码 | 指标 | 本期累计\n | 培训人数 | 900\n | 新增 技能人才 | 300"))
    assert (rules(take(folder, PERIOD)), figures(take(folder, PERIOD))) == ([], RIGHT)


def test_a_code_that_became_a_number_is_told_by_the_name(tmp_path: Path) -> None:
    table = "编码 | 指标 | 宝丰县\n1.1 | 培训 | 5\n1.10 | 就业 | 6"
    folder = year(tmp_path, table)
    rows: Rows = [["编码", "指标", "本期累计"], [1.1, "就业", 60], [1.1, "培训", 50]]
    send(folder, "甲.xlsx", [["填报单位", "宝丰县", "期次", "2023-09"], *rows])
    intake = take(folder, PERIOD)
    assert [one for one in intake.findings if one.rule != "C31"] == []
    assert figures(intake) == {("宝丰县", "1.1"): "50", ("宝丰县", "1.10"): "60"}


def test_a_code_that_became_a_number_and_could_be_two_is_not_guessed(tmp_path: Path) -> None:
    folder = year(tmp_path, "编码 | 指标 | 宝丰县\n1.1 | 培训 | 5\n1.10 | 就业 | 6")
    send(folder, "甲.xlsx", [["填报单位", "宝丰县", "期次", "2023-09"], ["编码", "本期累计"], [1.1, 5]])
    intake = take(folder, PERIOD)
    assert rules(intake) == ["R06", "R06", "R02"]
    assert figures(intake) == {}


# The period in the title; a sheet without rows


def titled(title: str, period: str | None = None) -> Rows:
    """A sheet of the office's own with a title and without a field for the period, unless `period` fills it."""
    field = ["期次", period] if period else []
    return [[title], ["填报单位", "宝丰县", "填报日期", "2023年9月", *field], *rows_of(OLD_STYLE)]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("重点民生实事2023年8月进展情况表", ["W04"]), ("2023年1—8月进展", ["W04"]), ("2023年二季度进展", ["W04"]),
        ("2023年9月进展", []), ("２０２３ 年 1-9 月进展", []), ("2023年三季度进展", []),
        ("2023年重点民生实事", ["W25"]), ("请于2023年8月25日前报送", ["W25"]), ("请于2023年10月底前报送", ["W25"]),
        ("2023年9月与2023年8月", []),
        ("2023年7月与2023年8月", ["W25"]),
    ],
)  # fmt: skip
def test_without_stamp_and_field_the_title_tells_the_period(tmp_path: Path, title: str, told: list[str]) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    send(folder, "宝丰县.xlsx", titled(title))
    intake = take(folder, PERIOD)
    assert rules(intake) == told
    returned = [(one.cell, one.unit) for one in intake.findings if one.rule == "W04"]
    assert returned == [("A1", "宝丰县")] * (told == ["W04"])
    assert (("宝丰县", "1.1") in figures(intake)) is (told != ["W04"])


def test_a_field_that_names_no_period_is_quoted(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder, "宝丰县")
    send(folder, "宝丰县.xlsx", titled("重点民生实事", "第九期"))
    intake = take(folder, PERIOD)
    assert [(one.rule, one.cell) for one in intake.findings] == [("W27", "F2")]
    assert "第九期" in intake.findings[0].message
    assert figures(intake) == RIGHT


def test_a_form_whose_rows_were_all_deleted_goes_back_to_its_unit(tmp_path: Path) -> None:
    folder = year(tmp_path)
    others_report(folder)
    changed(folder / PERIOD / "上报" / "宝丰县.xlsx", lambda book: book["填报"].delete_rows(6, 9))
    intake = take(folder, PERIOD)
    assert [(one.rule, one.unit) for one in intake.findings] == [("W08", "宝丰县")]
    assert statuses(intake)["上报/宝丰县.xlsx"] == ("宝丰县", Status.RETURNED)
    assert {unit for unit, _ in figures(intake)} == {"郏县"}


def test_a_stray_cell_in_the_last_corner_of_the_sheet_is_named_and_costs_nothing(tmp_path):
    folder = year(tmp_path)
    path = issue_and_fill(folder, PERIOD, "宝丰县", {"1.1": {"本期累计": 1}, "1.2": {"本期累计": 1}})
    book = openpyxl.load_workbook(path)
    book["填报"]["XFD1048576"] = "x"
    book.save(path)
    intake = take(folder, PERIOD)
    assert [(one.rule, one.sheet, one.cell) for one in intake.findings] == [("W30", "填报", "XFD1048576")]
    assert len(intake.reported) == 2
