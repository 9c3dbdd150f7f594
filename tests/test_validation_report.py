"""校验报告.xlsx and 数据来源.xlsx: what a clerk works from, with links that lead to the cell."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from generators.links import link_to
from make_reports import main
from tests.tables import issue_and_fill, workbook, year

RIGHT = {"1.1": {"本期累计": 1200}, "1.2": {"本期累计": 600}}


@pytest.fixture
def month(tmp_path) -> Path:
    """宝丰县 sent a negative figure and explained a jump, 郏县 sent nothing."""
    folder = year(tmp_path)
    filled: dict[str, dict[str, object]] = {
        "1.1": {"本期累计": -5},
        "1.2": {"本期累计": 30000, "说明": "新增一批企业评价人员"},
    }
    issue_and_fill(folder, "2023-09", "宝丰县", filled, filled_on="2023-09-27")
    (folder / "2023-09" / "上报" / "盖章件.pdf").write_bytes(b"%PDF-1.4")
    main(["run", str(folder / "2023-09"), "--quiet"])
    return folder / "2023-09"


def sheet_of(month: Path, name: str):
    return openpyxl.load_workbook(month / "结果" / "校验报告.xlsx")[name]


def rows_of(month: Path, name: str) -> list[dict[str, Any]]:
    """The rows below the labels, by label."""
    lines = list(sheet_of(month, name).iter_rows(min_row=2, values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_the_first_sheet_counts_and_names_who_is_missing_late_and_sent_back(month):
    counts = {row["项目"]: (row["数量"], row["名单"]) for row in rows_of(month, "概况")}
    assert counts["应报单位"][0] == 2
    assert counts["未报"] == (1, "郏县")
    assert counts["部分退回"] == (1, "宝丰县")
    assert counts["迟报"] == (1, "宝丰县")
    assert counts["附件"] == (1, "上报/盖章件.pdf")
    assert counts["错误"][0] == 1
    assert counts["核实"] == (1, "其中已说明或已豁免 1 条")


def test_every_file_is_listed_with_what_became_of_it_and_what_to_do(month):
    listed = {(row["单位"], row["文件"] or ""): (row["情况"], row["迟报"] or "") for row in rows_of(month, "报送情况")}
    assert listed == {
        ("宝丰县", "上报/宝丰县.xlsx"): ("部分退回", "迟报"),
        ("郏县", ""): ("未报", ""),
        ("（认不出）", "上报/盖章件.pdf"): ("附件", ""),
    }


def test_every_finding_says_place_fault_expectation_and_remedy_and_links_to_its_cell(month):
    first, second = rows_of(month, "问题清单")
    assert (first["单位"], first["编码"], first["栏"], first["级别"]) == ("宝丰县", "1.1", "本期累计", "错误")
    assert all(first[label] for label in ("问题", "应为", "怎样改", "规则"))
    assert (second["级别"], second["处理"]) == ("核实", "已说明")
    assert "新增一批企业评价人员" in second["问题"]
    cell = sheet_of(month, "问题清单")["I3"]
    # Backslashes, as Excel itself writes them; LibreOffice reads them right.
    assert cell.hyperlink.target == r"..\上报\宝丰县.xlsx"
    assert cell.hyperlink.location == "'填报'!G6"


def test_a_text_from_a_county_that_looks_like_a_formula_stays_a_text(tmp_path):
    folder = year(tmp_path)
    path = issue_and_fill(folder, "2023-09", "宝丰县", {**RIGHT, "1.1": {"本期累计": "'=1+1"}})
    book = openpyxl.load_workbook(path)
    book["填报"]["G6"].value = "=cmd|' /C calc'!A0"
    book["填报"]["G6"].data_type = "s"
    book.save(path)
    main(["run", str(folder / "2023-09"), "--quiet"])
    for name in ("校验报告.xlsx", "退回/宝丰县.xlsx"):
        book = openpyxl.load_workbook(folder / "2023-09" / "结果" / name)
        formulas = [cell.value for sheet in book for line in sheet for cell in line if cell.data_type == "f"]
        assert not [one for one in formulas if "cmd" in str(one)]


def test_every_figure_of_the_notice_is_listed_with_its_source_in_the_order_of_the_text(month):
    issue_and_fill(month.parent, "2023-09", "宝丰县", RIGHT)
    issue_and_fill(month.parent, "2023-09", "郏县", RIGHT)
    main(["run", str(month), "--quiet"])
    book = openpyxl.load_workbook(month / "结果" / "数据来源.xlsx")
    lines = list(book["数据来源"].iter_rows(min_row=3, values_only=True))
    assert [line[0] for line in lines] == list(range(1, len(lines) + 1))
    of_the_first = [line for line in lines if line[3] == "1.1"]
    assert any("上报/宝丰县.xlsx 填报!G6" in line[5] and "上报/郏县.xlsx 填报!G6" in line[5] for line in of_the_first)
    assert all(line[5] for line in lines), "a figure without a source has no place in a notice"
    links = [cell.hyperlink for line in book["数据来源"].iter_rows() for cell in line if cell.hyperlink]
    assert len(links) > 10
    for link in links:
        path = (month / "结果" / link.target.replace("\\", "/")).resolve()
        sheet, _, cell = link.location.partition("!")
        assert openpyxl.load_workbook(path)[sheet.strip("'")][cell].value is not None


@pytest.mark.parametrize(
    ("source", "link"),
    [
        (("上报/叶县.xlsx", "填报", "G12"), "external:../上报/叶县.xlsx#'填报'!G12"),
        (("上报/叶县.xlsx", "甲'乙", "H12,I12"), "external:../上报/叶县.xlsx#'甲''乙'!H12"),
        (("上报/a.zip/b.xlsx", "填报", "G12"), "external:../上报/a.zip"),
        (("上报/叶县.docx", "表1", "表1R5C7"), "external:../上报/叶县.docx"),
        (("../2023-08/上报/叶县.xlsx", "填报", "G12"), "external:../../2023-08/上报/叶县.xlsx#'填报'!G12"),
    ],
)
def test_a_link_leads_from_the_results_to_the_county_s_cell(source, link):
    assert link_to(*source) == link


def test_a_unit_with_a_name_that_no_file_may_have_gets_its_papers_all_the_same(tmp_path):
    table = '编码 | 单位 | 甲/乙 "示范" 区 | 丙县\n1.1 | 人 | 10 | 10'
    folder = year(tmp_path, table)
    issue_and_fill(folder, "2023-09", '甲/乙 "示范" 区', {"1.1": {"本期累计": -1}}, file="甲乙.xlsx")
    workbook(folder / "2023-09" / "上报" / "x.xlsx", {"S": "a | b"})
    assert main(["run", str(folder / "2023-09"), "--quiet"]) == 1
    assert (folder / "2023-09" / "结果" / "退回" / "甲／乙 ＂示范＂ 区.xlsx").is_file()
