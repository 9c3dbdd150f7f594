"""反馈单 and 催报单 as the unit reads them that gets them: which file, which cell, what to do, by when."""

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Twips

from generators.feedback import feedback, feedback_context, reminder
from model.catalogue import Place, found
from model.finding import Finding
from model.results import Results
from model.submission import Status, Submission
from tests.small_results import VALUES, small_results

FOLDER = Path(__file__).resolve().parent.parent / "templates"
FORM = "上报/县/甲县.xlsx"


def negative(cell: str = "G6", file: str = FORM, sheet: str | None = "填报") -> Finding:
    place = Place("甲县", file, sheet, cell, "1.1")
    return found("C02", place, value="-1", label="「1.1 职业技能培训」", column="本期累计")


def doubtful() -> Finding:
    place = Place("甲县", FORM, "填报", "G8", "2.1")
    return found("C32", place, value="120%", label="「2.1 托育机构」")


def sent(results: Results, *files: str, status: Status = Status.PARTIAL) -> Results:
    """The results with these files of 甲县."""
    others = tuple(one for one in results.intake.submissions if one.unit != "甲县")
    came = tuple(Submission("甲县", file, "0" * 64, status) for file in files)
    return replace(results, intake=replace(results.intake, submissions=(*came, *others)))


def places(results: Results) -> list[str]:
    lines = feedback_context(results, "甲县")["须改正"]
    assert isinstance(lines, list)
    return [line["位置"] for line in lines]


def said(results: Results) -> str:
    body = docx.Document(io.BytesIO(feedback(results, "甲县", FOLDER / "反馈单.docx"))).element.body
    return "\n".join("".join(node.text or "" for node in one.iter(qn("w:t"))) for one in body.iter(qn("w:p")))


def test_the_units_one_file_is_named_once_and_without_the_offices_folders() -> None:
    results = sent(small_results(findings=(negative(),)), FORM)
    assert "你单位报来的“甲县.xlsx”（部分退回），经审核" in said(results)
    assert places(results) == ["填报\nG6"]


def test_of_several_files_each_line_says_which() -> None:
    other = "上报/甲县（续）.xlsx"
    results = sent(small_results(findings=(negative(), negative("G9", other))), FORM, other)
    assert places(results) == ["“甲县.xlsx”\n填报\nG6", "“甲县（续）.xlsx”\n填报\nG9"]


def test_files_of_one_name_are_told_apart_by_their_folders() -> None:
    other = "上报/补报/甲县.xlsx"
    results = sent(small_results(findings=(negative(), negative("G9", other))), FORM, other)
    assert places(results) == ["“县/甲县.xlsx”\n填报\nG6", "“补报/甲县.xlsx”\n填报\nG9"]


def test_a_cell_of_a_word_table_is_told_as_one_counts_in_word() -> None:
    results = sent(small_results(findings=(negative("表1R5C7", "上报/甲县.docx", "表1"),)), "上报/甲县.docx")
    assert places(results) == ["第1张表第5行第7列"]


def test_what_the_office_took_down_is_called_so() -> None:
    results = sent(small_results(findings=(negative("E2", "更正.xlsx", "更正"), negative())), FORM, "更正.xlsx")
    assert places(results) == ["电话更正、代录的数\n更正\nE2", "“甲县.xlsx”\n填报\nG6"]
    assert "你单位报来的“甲县.xlsx”（部分退回）、电话更正、代录的数（部分退回），经审核" in said(results)


def test_faults_are_to_be_mended_and_doubts_mended_or_explained_by_the_deadline() -> None:
    deadline = "改好后将填报日期改为当天，于2023年9月26日前重报；已过截止日期的，接单后立即重报。"
    mend = "级别为“错误”的，请改正"
    explain = "级别为“核实”的，有误的请改正，属实的请在“说明”栏写明原因"
    for findings, words in (
        ((negative(),), mend),
        ((doubtful(),), explain),
        ((negative(), doubtful()), f"{mend}；{explain}"),
    ):
        assert f"逐处核对：{words}。{deadline}" in said(sent(small_results(findings=findings), FORM))


def test_what_is_explained_or_exempted_wants_nothing_more() -> None:
    findings = (doubtful().as_explained("上期口径有误，已核减。"), negative().as_exempted("一次性（批准人甲）"))
    results = sent(small_results(findings=findings), FORM, status=Status.ACCEPTED)
    lines = feedback_context(results, "甲县")["提示"]
    assert isinstance(lines, list)
    assert [(line["级别"], line["处理"]) for line in lines] == [
        ("核实（已说明）", "已说明，不用再处理。"), ("提示（已豁免）", "已豁免，不用再处理。"),
    ]  # fmt: skip
    assert lines[0]["问题"].endswith("单位说明：上期口径有误，已核减。")
    assert "重报" not in said(results)


@pytest.mark.parametrize("words", ["口径有误", "口径有误。", "请见附件！", "待查……"])
def test_an_explanation_ends_in_one_full_stop(words: str) -> None:
    explained = doubtful().as_explained(words)
    assert explained.message.endswith(words if words[-1] in "。！…" else f"{words}。")
    assert explained.fault == doubtful().message


def test_a_sheet_returned_whole_is_told_so() -> None:
    without = {code: {**line, **({"甲县": None} if "甲县" in line else {})} for code, line in VALUES.items()}
    whole = sent(small_results(without, findings=(negative(),)), FORM, status=Status.RETURNED)
    assert "有1处须改正或说明，全部数据暂不计入汇总。" in said(whole)
    assert "有1处须改正或说明，所涉数据暂不计入汇总。" in said(sent(small_results(findings=(negative(),)), FORM))


def test_the_tables_of_both_slips_repeat_their_heads_keep_their_rows_whole_and_fit_the_page() -> None:
    missing = {code: {unit: one for unit, one in line.items() if unit != "丁区"} for code, line in VALUES.items()}
    slips = (
        feedback(sent(small_results(findings=(negative(), doubtful())), FORM), "甲县", FOLDER / "反馈单.docx"),
        reminder(small_results(missing), FOLDER / "催报单.docx"),
    )
    for slip, width in zip(slips, (12756, 8845), strict=True):
        for table in docx.Document(io.BytesIO(slip)).tables:
            rows = [row._tr for row in table.rows]
            assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
            assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
            assert sum(column.width or 0 for column in table.columns) == Twips(width)
