"""校验报告.xlsx and 数据来源.xlsx: what a clerk works from, with links that lead to the cell."""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from generators.links import link_to
from generators.validation_report import validation_report
from make_reports import main
from model.breakdown import Exemption
from model.catalogue import Place, found
from model.finding import Finding
from model.labels import FormColumn
from model.results import Results
from model.submission import Change, Source, Status, Submission
from tests.small_results import COUNTIES, DEPARTMENT, period, small_results
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
    cell = sheet_of(month, "问题清单")["J3"]
    # Backslashes, as Excel itself writes them; LibreOffice reads them right.
    assert cell.hyperlink.target == r"..\上报\宝丰县.xlsx"
    assert cell.hyperlink.location == "'填报'!G6"


# The sheets, from results built by hand


def sheets_of(results: Results) -> dict[str, list[tuple[Any, ...]]]:
    """Every sheet of the report by name, its rows with empty cells at the end cut off."""
    book = openpyxl.load_workbook(io.BytesIO(validation_report(results)))
    return {sheet.title: [_cut(line) for line in sheet.iter_rows(values_only=True)] for sheet in book}


def _cut(line: Sequence[Any]) -> tuple[Any, ...]:
    filled = [number for number, content in enumerate(line, start=1) if content not in (None, "")]
    return tuple(line[: max(filled, default=0)])


def blank(row: int, code: str, unit: str = "甲县") -> Finding:
    place = Place(unit, f"上报/{unit}.xlsx", "填报", f"G{row}", code, "本期累计")
    return found("R01", place, label=f"「{code}」", column="本期累计", zero="；确为零的填 0")


def text_read(unit: str = "乙县") -> Finding:
    place = Place(unit, f"上报/{unit}.xlsx", "填报", "G6", "1.1", "本期累计")
    return found("C21", place, value="３", label="「1.1」", column="本期累计", read="3")


def far_above(said: str, unit: str = "丙市", code: str = "1.1") -> Finding:
    """A query that the unit explained."""
    place = Place(unit, f"上报/{unit}.xlsx", "填报", "G6", code, "本期累计")
    words = {"label": f"「{code}」", "unit": "人", "target": "10", "times": "20", "origin": "目标分解表"}
    one = found("C31", place, value="200", **words)
    return one.as_explained(said)


def test_the_same_fault_over_many_cells_is_one_row_with_its_count() -> None:
    findings = (blank(6, "1.1"), blank(7, "1.2"), blank(8, "2.1"), text_read())
    labels, *lines = sheets_of(small_results(findings=findings))["问题清单"][1:]
    first, second = (dict(zip(labels, line, strict=True)) for line in lines)
    assert (first["处数"], first["编码"], first["单元格"]) == (3, "1.1、1.2、2.1", "填报!G6—G8")
    assert first["问题"].startswith("必填项未填，共 3 处：1.1、1.2、2.1。例如 G6：")
    assert first["指标"] == "职业技能培训、高技能人才、幼儿园建设"
    assert (second["处数"], second["序号"]) == (1, 2)


def test_a_report_without_findings_says_so_and_leaves_out_the_sheets_without_rows() -> None:
    sheets = sheets_of(small_results())
    assert list(sheets) == ["概况", "报送情况", "问题清单", "分单位"]
    assert sheets["问题清单"][2] == ("没有发现问题。",)
    left_out = [line for line in sheets["概况"] if line and line[0] in ("豁免与说明", "更正与改报")]
    assert [(line[1], line[2].startswith("没有内容")) for line in left_out] == [(0, True), (0, True)]


def test_doubts_about_the_breakdown_come_first_and_are_mixed_into_no_unit() -> None:
    place = Place(file="../目标分解表.xlsx", sheet="审核关系", cell="B2")
    doubt = found("B33", place, subject="审核关系 G01", asked="4", failed="4", title="审核关系待核实", rule="G01")
    sheets = sheets_of(small_results(findings=(blank(6, "1.1"), doubt)))
    assert sheets["概况"][2] == ("目标分解表里需要核对的地方",)
    assert sheets["概况"][3][:2] == ("审核关系!B2", 1)
    assert sheets["概况"][3][2].startswith("【核实】审核关系 G01：报了这一项的4个单位里有4个")
    counted = {line[0]: line[1] for line in sheets["概况"] if len(line) > 1}
    assert (counted["错误"], counted["核实"]) == (1, 0)
    assert [line[1] for line in sheets["问题清单"][2:]] == ["甲县"]
    assert not any("G01" in str(line) for line in sheets["分单位"])


def test_each_unit_with_something_to_mend_has_a_page_and_the_others_are_listed_at_the_end() -> None:
    values = {"1.1": {"甲县": "1", "乙县": "1", "丙市": "1"}, "3.2": {DEPARTMENT: "推进中"}}
    findings = (blank(7, "1.2"), text_read("甲县"), text_read(), blank(7, "1.2", "丙市"))
    lines = sheets_of(small_results(values, findings=findings))["分单位"]
    assert [line[0] for line in lines if len(line) == 1] == [
        "平顶山市2023年9月重点民生实事校验情况（分单位）",
        "甲县", "上报/甲县.xlsx，全部采用。", "须改正或说明：1 处", "以下供了解，数照样采用：1 处",
        "丙市", "上报/丙市.xlsx，全部采用。", "须改正或说明：1 处",
        "没有须改正或说明的单位（2 个）", "乙县：上报/乙县.xlsx，全部采用。",
        f"{DEPARTMENT}：上报/{DEPARTMENT}.xlsx，全部采用。",
        "未报的单位（1 个）", "丁区。",
    ]  # fmt: skip
    below = lines[lines.index(("乙县：上报/乙县.xlsx，全部采用。",)) + 1]
    assert (below[1], below[2]) == ("提示", "1.1 职业技能培训")


def test_a_page_begins_at_each_unit_and_the_list_of_arrivals_leads_to_it() -> None:
    findings = tuple(blank(7, "1.2", unit) for unit in COUNTIES[:2])
    book = openpyxl.load_workbook(io.BytesIO(validation_report(small_results(findings=findings))))
    pages, arrivals = book["分单位"], book["报送情况"]
    row_of = {cell.value: cell.row for line in pages.iter_rows(max_col=1) for cell in line}
    # A break stands below the row that it names.
    assert [one.id + 1 for one in pages.row_breaks.brk] == [row_of["乙县"], row_of["没有须改正或说明的单位（3 个）"]]
    assert pages.print_title_rows == "$1:$2"
    assert (pages.page_setup.orientation, pages.page_setup.paperSize) == ("landscape", 9)
    assert not pages.sheet_properties.pageSetUpPr or not pages.sheet_properties.pageSetUpPr.fitToPage
    for line in arrivals.iter_rows(min_row=3, max_col=1):
        link = line[0].hyperlink
        assert link is not None
        target = pages[str(link.location).rpartition("!")[2]].value
        assert str(target).startswith(str(line[0].value))


def test_a_page_names_who_filled_in_when_how_late_and_counts_attachments() -> None:
    results = small_results(findings=(blank(6, "1.1"),))
    sent = Submission(
        "甲县", "上报/甲县.xlsx", "0" * 64, Status.PARTIAL, late=True,
        filled_on=period("2023-09").last_day, filled_by="张三",
    )  # fmt: skip
    picture = Submission("甲县", "上报/甲县.pdf", "0" * 64, Status.ATTACHMENT)
    results = replace(results, intake=replace(results.intake, submissions=(sent, picture)))
    lines = sheets_of(results)["分单位"]
    assert lines[3:5] == [
        ("上报/甲县.xlsx，部分退回，2023年9月30日填报，填报人张三，迟报。",), ("附件 1 份。",),
    ]  # fmt: skip


def test_files_of_no_known_unit_have_a_page_of_their_own() -> None:
    stray = found("W02", Place(file="上报/x.xlsx"))
    lines = sheets_of(small_results(findings=(stray,)))["分单位"]
    assert lines[2] == ("认不出单位的文件",)
    assert lines[4][3] == "x.xlsx"


def test_a_correction_that_was_not_taken_is_no_matter_of_the_unit() -> None:
    place = Place("甲县", "更正.xlsx", "更正", "E2", None, "本期累计")
    fallen = found("K01", place, value="1", label="「1.1」", column="本期累计", old="1", read="2")
    sheets = sheets_of(small_results(findings=(fallen,)))
    assert sheets["分单位"][2] == (f"没有须改正或说明的单位（{len(COUNTIES) + 1} 个）",)
    assert ("甲县", "没有采用") in [(line[0], line[-1]) for line in sheets["更正与改报"] if line]


def test_every_exemption_is_listed_with_whether_it_holds_and_what_it_settled() -> None:
    exemptions = (
        Exemption("甲县", "1.1", "R01", period("2023-12"), "王某", "名单未定", "A2"),
        Exemption("甲县", "1.2", "", None, "王某", "名单未定", "A3"),
        Exemption("乙县", "1.1", "G01", period("2023-03"), "李某", "=试点", "A4"),
    )
    settled = tuple(blank(row, code).as_exempted("名单未定，批准人：王某") for row, code in ((6, "1.1"), (7, "1.2")))
    results = small_results(findings=settled)
    results = replace(results, breakdown=replace(results.breakdown, exemptions=exemptions))
    lines = sheets_of(results)["豁免与说明"]
    assert lines[2:5] == [
        ("甲县", "1.1", "职业技能培训", "R01 必填项未填", "名单未定", "王某", "2023年12月", "有效", 1),
        ("甲县", "1.2", "高技能人才", "所有规则", "名单未定", "王某", "全年", "有效", 1),
        ("乙县", "1.1", "职业技能培训", "审核关系 G01", "=试点", "李某", "2023年3月", "已到期", 0),
    ]
    assert lines[-1] == ("没有。",)


def test_an_exemption_that_names_a_row_on_another_sheet_is_counted_with_the_fault_that_it_settled() -> None:
    words = {"relation": "[1.1] <= [1.2]", "left": "2", "right": "1", "note": ""}
    parts = [
        found("X02", Place("甲县", file, "填报", "G6", code), number="G01", **words).as_exempted("理由，批准人：王某")
        for file, code in (("上报/一.xlsx", "1.1"), ("上报/二.xlsx", "1.2"))
    ]
    results = small_results(findings=tuple(parts))
    exemption = Exemption("甲县", "1.2", "G01", None, "王某", "理由")
    results = replace(results, breakdown=replace(results.breakdown, exemptions=(exemption,)))
    assert sheets_of(results)["豁免与说明"][2][-1] == 2


def test_every_query_that_a_unit_explained_is_listed_with_its_words() -> None:
    findings = (far_above("@新增一批企业", code="1.1"), far_above("另有原因", code="1.2"))
    lines = sheets_of(small_results(findings=findings))["豁免与说明"]
    assert lines[2] == ("目标分解表里没有豁免。",)
    assert [(line[1], line[5], line[6], line[8]) for line in lines[-2:]] == [
        ("1.1", "@新增一批企业", "填报!G6", 1), ("1.2", "另有原因", "填报!G6", 1),
    ]  # fmt: skip
    assert "单位说明" not in lines[-1][4]


def test_what_a_corrected_file_says_differently_is_listed_cell_by_cell_with_both_places() -> None:
    results = small_results()
    before, after = Source("上报/甲县.xlsx", "填报", "G6"), Source("上报/甲县（更正）.xlsx", "填报", "H7,I7")
    changes = (
        Change("甲县", "1.1", FormColumn.VALUE, "8954", "8594", before, after),
        Change("甲县", "1.2", FormColumn.EXPLANATION, "空白", "=1+1", None, after),
    )
    results = replace(results, intake=replace(results.intake, changes=changes))
    content = validation_report(results)
    assert sheets_of(results)["更正与改报"][2:4] == [
        (
            "甲县",
            "1.1",
            "职业技能培训",
            "本期累计",
            "8954",
            "8594",
            "甲县.xlsx 填报!G6",
            "甲县（更正）.xlsx 填报!H7、I7",
        ),
        ("甲县", "1.2", "高技能人才", "说明", "空白", "=1+1", "—", "甲县（更正）.xlsx 填报!H7、I7"),
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(content))["更正与改报"]
    assert [sheet[cell].hyperlink.location for cell in ("G3", "H3")] == ["'填报'!G6", "'填报'!H7"]
    assert not [cell for line in sheet for cell in line if cell.data_type == "f"]


def test_lines_of_corrections_and_superseded_files_are_listed_one_by_one() -> None:
    taken = [
        found("K21", Place("甲县", "更正.xlsx", "更正", f"E{row}", "1.1", "本期累计"), value="2", label="「1.1」",
              column="本期累计", old="1", new="2", by="李", basis="电话")
        for row in (2, 3, 4)
    ]  # fmt: skip
    old = found("W21", Place("甲县", "上报/旧.xlsx"), newer="上报/甲县.xlsx")
    results = small_results(findings=(*taken, old))
    replaced = Submission("甲县", "上报/旧.xlsx", "0" * 64, Status.SUPERSEDED)
    submissions = (*results.intake.submissions, replaced)
    lines = sheets_of(replace(results, intake=replace(results.intake, submissions=submissions)))["更正与改报"]
    assert lines[2] == ("没有单位改报过数。",)
    assert [line[6] for line in lines if line[-1:] == ("采用",)] == ["更正!E2", "更正!E3", "更正!E4"]
    assert (lines[-1][0], lines[-1][2], lines[-1][3]) == ("甲县", "上报/旧.xlsx", "已被新表取代")
    assert "上报/甲县.xlsx" in lines[-1][4]


def test_the_same_results_give_the_same_report_byte_for_byte() -> None:
    results = small_results(findings=(blank(6, "1.1"), text_read(), far_above("属实")))
    assert validation_report(results) == validation_report(results)


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
    assert any("上报/宝丰县.xlsx 填报!G6" in line[7] and "上报/郏县.xlsx 填报!G6" in line[7] for line in of_the_first)
    assert all(line[7] for line in lines), "a figure without a source has no place in a notice"
    links = [cell.hyperlink for line in book["数据来源"].iter_rows() for cell in line if cell.hyperlink]
    assert len(links) > 10
    notice = docx.Document(str(month / "结果" / "通报.docx"))
    bookmarks = {one.get(qn("w:name")) for one in notice.element.body.iter(qn("w:bookmarkStart"))}
    for link in links:
        path = (month / "结果" / link.target.replace("\\", "/")).resolve()
        if path.suffix == ".docx":
            assert link.location in bookmarks
            continue
        sheet, _, cells = link.location.partition("!")
        first = cells.partition(":")[0]
        assert openpyxl.load_workbook(path)[sheet.strip("'")][first].value is not None


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
