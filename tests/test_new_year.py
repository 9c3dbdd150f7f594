"""new FOLDER: a year started from options, questions, papers or last year's folder; nothing is overwritten."""

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from commands.given import Options, given_for
from commands.new import new
from commands.screen import Screen
from make_reports import main
from model.drafting.naming import reporting_kind
from model.drafting.new_year import blank_tables, likely_level, told_by_name
from model.fault import JobFault
from model.labels import IndicatorColumn
from model.quantity import halfwidth
from tests.tables import issue_and_fill, workbook, year
from validators.breakdown import read_breakdown

ROWS = (
    ("类别", "序号", "项目", "工作任务", "牵头单位", "甲县"),
    ("市重点民生实事", "1", "技能培训", "完成职业技能培训12万人次。", "市人社局", "完成职业技能培训2.72万人次。"),
    ("市重点民生实事", "2", "托育服务", "新增托位500个。", "市卫生健康委", "新增托位80个。"),
)


def paper(folder: Path, name: str = "通知.docx", title: str = "甲市2024年重点民生实事任务分解表") -> Path:
    """A published breakdown in Word with tasks for the city and one county."""
    document = docx.Document()
    document.add_paragraph(title)
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    folder.mkdir(parents=True, exist_ok=True)
    document.save(str(folder / name))
    return folder / name


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What is said of a command that is not done; a sentence, and nothing is written."""
    assert main(["new", *arguments]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert said.err.count("\n") == 1
    return said.err


def cells_of(folder: Path, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet of the year's breakdown, by label."""
    rows = list(openpyxl.load_workbook(folder / "目标分解表.xlsx")[sheet].iter_rows(values_only=True))
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


def basics_of(folder: Path) -> dict[str, Any]:
    return {one["项"]: one["值"] for one in cells_of(folder, "基本信息")}


@pytest.fixture
def asked(monkeypatch):
    """Has a person sit at the terminal who gives these answers; returns the questions that they were asked."""

    def answering(*answers: str) -> list[str]:
        questions: list[str] = []
        waiting = iter(answers)

        def ask(_: Screen, question: str) -> str:
            questions.append(question)
            return next(waiting)

        monkeypatch.setattr(Screen, "can_ask", True)
        monkeypatch.setattr(Screen, "ask", ask)
        return questions

    return answering


# From nothing


def test_a_year_from_nothing_holds_its_basics_units_and_columns(tmp_path, capsys):
    folder = tmp_path / "新的一年"
    options = ["--地区", "甲市", "--年度", "2024", "--单位", "甲县、乙区,市教育局 示范区、甲县"]
    assert main(["new", str(folder), *options]) == 0
    said = capsys.readouterr().out
    assert "甲市2024年的年度文件夹建好了" in said
    assert "县区 2：甲县、乙区" in said
    assert said.splitlines()[-1].startswith("下一步：打开 目标分解表.xlsx，照“填写说明”写“指标”")
    assert [path.name for path in folder.iterdir()] == ["目标分解表.xlsx"]
    basics = basics_of(folder)
    assert (basics["地区"], basics["年度"], basics["层级"]) == ("甲市", "2024", "市")
    units = [(one["名称"], one["类型"]) for one in cells_of(folder, "填报单位")]
    assert units == [("甲县", "县区"), ("乙区", "县区"), ("市教育局", "市直"), ("示范区", "功能区")]
    sheet = openpyxl.load_workbook(folder / "目标分解表.xlsx")["指标"]
    labels = [cell.value for cell in sheet[1] if cell.value]
    assert labels[: len(IndicatorColumn)] == [str(one) for one in IndicatorColumn]
    assert labels[len(IndicatorColumn) :][:4] == ["甲县", "乙区", "市教育局", "示范区"]
    assert sheet.max_row == 1, "no row that could be forgotten"


def test_the_only_fault_of_an_empty_year_is_that_it_has_no_indicator(tmp_path):
    folder = tmp_path / "甲市2024"
    assert main(["new", str(folder), "--单位", "甲县、市教育局", "--quiet"]) == 0
    findings = read_breakdown(folder / "目标分解表.xlsx")[1]
    assert [(one.rule, one.sheet) for one in findings] == [("B03", "指标")]


def test_a_row_typed_into_the_empty_year_can_be_worked_with(tmp_path, capsys):
    folder = tmp_path / "甲市2024"
    main(["new", str(folder), "--单位", "甲县、乙区", "--quiet"])
    path = folder / "目标分解表.xlsx"
    book = openpyxl.load_workbook(path)
    labels = {cell.value: cell.column for cell in book["指标"][1]}
    typed = {
        "编码": "1.1", "项目": "技能培训", "指标": "培训人次", "单位": "人次", "类型": "数量", "汇总方式": "合计",
        "甲县": 100, "乙区": 200,
    }  # fmt: skip
    for label, content in typed.items():
        book["指标"].cell(2, labels[label], content)
    assert book["指标"].column_dimensions["A"].number_format == "@", "1.10 stays what it is"
    assert book["期次"].column_dimensions["A"].number_format == "@", "2024-09 does not become a day"
    book.save(path)
    assert main(["lint", str(path)]) == 0
    assert "没有发现问题。" in capsys.readouterr().out
    assert main(["forms", str(folder / "2024-03"), "--quiet"]) == 0
    assert {one.stem for one in (folder / "2024-03" / "填报表").iterdir()} == {"甲县", "乙区"}


def test_the_sheets_of_later_use_are_there_with_their_columns(tmp_path):
    folder = tmp_path / "甲市2024"
    main(["new", str(folder), "--单位", "甲县", "--quiet"])
    book = openpyxl.load_workbook(folder / "目标分解表.xlsx")
    assert book.sheetnames[:4] == ["填写说明", "基本信息", "填报单位", "指标"]
    assert [cell.value for cell in book["豁免"][1]] == ["单位", "编码", "规则", "至", "批准人", "理由"]
    assert {book[name].max_row for name in ("期次", "审核关系", "目标调整", "豁免")} == {1}
    told = [cell.value for row in book["填写说明"].iter_rows() for cell in row if cell.value]
    assert "2.72万人次" in told


def test_the_examples_of_the_instruction_are_right_themselves(tmp_path):
    folder = tmp_path / "例"
    main(["new", str(folder), "--地区", "甲市", "--年度", "2024", "--单位", "甲县、市教育体育局", "--quiet"])
    path = folder / "目标分解表.xlsx"
    book = openpyxl.load_workbook(path)
    rows = list(book["填写说明"].iter_rows(values_only=True))
    start = next(index for index, row in enumerate(rows) if row[0] == "列") + 1
    labels = {cell.value: cell.column for cell in book["指标"][1]}
    for label, _, *examples in rows[start:]:
        for number, text in enumerate(examples, start=2):
            book["指标"].cell(number, labels[label], int(text) if label == "小数位" else text)
    book.save(path)
    findings = read_breakdown(path)[1]
    assert {one.rule for one in findings} <= {"B31"}, "a target that one county alone cannot make up"


def test_a_folder_named_for_its_region_and_year_tells_both(tmp_path):
    assert main(["new", str(tmp_path / "叶县2024"), "--单位", "昆阳街道、县教体局", "--quiet"]) == 0
    basics = basics_of(tmp_path / "叶县2024")
    assert (basics["地区"], basics["年度"], basics["层级"]) == ("叶县", "2024", "县")
    kinds = [one["类型"] for one in cells_of(tmp_path / "叶县2024", "填报单位")]
    assert kinds == ["街道", "县直"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("平顶山市2024", ("平顶山市", 2024)),
        ("叶县2024年", ("叶县", 2024)),
        ("民生实事", ("", None)),
        ("x2024", ("", None)),
    ],
)
def test_only_a_plain_name_of_a_folder_tells_anything(name, told):
    given = told_by_name(name)
    assert (given.region, given.year) == told


@pytest.mark.parametrize(
    ("name", "level", "kind"),
    [
        ("叶县", "市", "县区"), ("市中区", "市", "县区"), ("舞钢市", "市", "县区"), ("市教育局", "市", "市直"),
        ("高新区", "市", "功能区"), ("示范区管委会", "市", "功能区"), ("市燃气公司", "市", "企业"),
        ("发展改革委", "市", "市直"), ("昆阳街道", "县", "街道"), ("任店镇", "县", "乡镇"), ("县教体局", "县", "县直"),
        ("区住建局", "县", "县直"), ("平顶山市", "省", "县区"), ("省教育厅", "省", "省直"),
    ],
)  # fmt: skip
def test_the_kind_of_a_unit_is_told_by_its_name(name, level, kind):
    assert reporting_kind(name, level) == kind


def test_a_city_with_towns_below_it_is_a_county():
    assert likely_level("汝州市", ("钟楼街道", "市教体局")) == "县"
    assert likely_level("平顶山市", ("叶县", "市教育局")) == "市"
    assert likely_level("河南省", ("平顶山市",)) == "省"


# What is missing, what is wrong


def test_without_a_terminal_the_missing_option_is_named(tmp_path, capsys):
    folder = str(tmp_path / "新")
    assert "--地区" in refused(capsys, folder)
    assert "--年度" in refused(capsys, folder, "--地区", "甲市")
    assert "--单位" in refused(capsys, folder, "--地区", "甲市", "--年度", "2024")
    assert not (tmp_path / "新").exists()


def test_a_year_or_level_that_is_none_is_told(tmp_path, capsys):
    given = [str(tmp_path / "新"), "--地区", "甲市", "--单位", "甲县"]
    assert "四位的年份" in refused(capsys, *given, "--年度", "24")
    assert "省、市、县" in refused(capsys, *given, "--年度", "2024", "--层级", "乡")


def test_nothing_that_is_there_is_overwritten(tmp_path, capsys):
    folder = tmp_path / "甲市2024"
    main(["new", str(folder), "--单位", "甲县", "--quiet"])
    before = (folder / "目标分解表.xlsx").read_bytes()
    assert "不覆盖" in refused(capsys, str(folder), "--单位", "乙县")
    assert (folder / "目标分解表.xlsx").read_bytes() == before
    (tmp_path / "文件").write_text("x", "utf-8")
    assert "不是文件夹" in refused(capsys, str(tmp_path / "文件"), "--单位", "乙县")


def test_a_folder_with_other_files_in_it_is_taken(tmp_path):
    folder = tmp_path / "甲市2024"
    paper(folder)
    assert main(["new", str(folder), "--单位", "甲县", "--quiet"]) == 0
    assert {path.name for path in folder.iterdir()} == {"通知.docx", "目标分解表.xlsx"}


def test_a_year_s_folder_must_not_have_a_period_s_name(tmp_path, capsys):
    assert "期次文件夹的名字" in refused(capsys, str(tmp_path / "2024"), "--地区", "甲市", "--单位", "甲县")


def test_options_that_do_not_go_together_are_refused(tmp_path, capsys):
    folder = str(tmp_path / "新")
    assert "单独用" in refused(capsys, folder, "--示例", "--年度", "2024")
    assert "只能用一个" in refused(capsys, folder, "--上年", "旧", "--文件", "a.docx")
    assert "没有找到上年的文件夹" in refused(capsys, folder, "--上年", str(tmp_path / "没有"))
    assert "没有找到文件" in refused(capsys, folder, "--文件", str(tmp_path / "没有.docx"))
    (tmp_path / "有").mkdir()
    (tmp_path / "有" / "a").write_text("x", "utf-8")
    assert "请用一个新的文件夹" in refused(capsys, str(tmp_path / "有"), "--示例")


# Questions


def test_a_person_is_asked_one_thing_after_the_other(tmp_path, asked, capsys):
    questions = asked("", "甲市", "今年", "2024", "乙县、丙县", "")
    assert main(["new", str(tmp_path / "新")]) == 0
    assert [question.partition("，")[0].partition("（")[0] for question in questions] == [
        "任务分解的文件", "地区", "年度", "年度", "填报单位", "层级",
    ]  # fmt: skip
    assert "今年" in capsys.readouterr().err
    assert "直接回车就是 市" in questions[-1]
    assert [one["名称"] for one in cells_of(tmp_path / "新", "填报单位")] == ["乙县", "丙县"]


def test_a_blank_answer_is_not_taken_where_one_is_needed(tmp_path, asked, capsys):
    asked("", "", "甲市", "2024", "", "")
    assert main(["new", str(tmp_path / "新")]) == 0
    assert "地区不能空着" in capsys.readouterr().err
    assert cells_of(tmp_path / "新", "填报单位") == []


def test_papers_named_at_the_terminal_answer_what_they_tell(tmp_path, asked, capsys):
    file = paper(tmp_path / "文件")
    questions = asked("没有.docx", f'"{file}"', "", "")
    assert main(["new", str(tmp_path / "新"), "--quiet"]) == 1
    assert len(questions) == 4, "three for papers, one for units"
    assert "没有找到文件“没有.docx”" in capsys.readouterr().err
    assert basics_of(tmp_path / "新")["地区"] == "甲市"


def test_a_person_who_typed_the_units_is_asked_only_what_nothing_tells(tmp_path, asked):
    assert asked() == []
    assert main(["new", str(tmp_path / "甲市2024"), "--单位", "甲县", "--quiet"]) == 0
    questions = asked("乙市")
    assert main(["new", str(tmp_path / "新"), "--单位", "甲县", "--年度", "2024", "--quiet"]) == 0
    assert len(questions) == 1
    assert basics_of(tmp_path / "新")["地区"] == "乙市"


def test_a_terminal_that_is_closed_ends_the_job(tmp_path, monkeypatch, capsys):
    class Closed(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Closed(""))
    assert main(["new", str(tmp_path / "新")]) == 2
    assert "没有答完" in capsys.readouterr().err
    assert not (tmp_path / "新").exists()


def test_nobody_is_asked_where_json_is_wanted(tmp_path):
    with pytest.raises(JobFault, match="--地区"):
        given_for(tmp_path / "新", Options(), blank_tables(), Screen(is_json=True), has_last_year=False)


# From papers


def started_from_papers(tmp_path: Path, *more: str) -> Path:
    folder = tmp_path / "甲市2024"
    assert main(["new", str(folder), "--文件", str(paper(tmp_path / "文件")), *more, "--quiet"]) == 1
    return folder


def test_papers_give_rows_region_year_and_units(tmp_path):
    folder = started_from_papers(tmp_path)
    basics = basics_of(folder)
    assert (basics["地区"], basics["年度"], basics["层级"]) == ("甲市", "2024", "市")
    rows = cells_of(folder, "指标")
    assert [row["甲县"] for row in rows] == ["2.72万人次", "80个"]
    assert "核对" in openpyxl.load_workbook(folder / "目标分解表.xlsx").sheetnames


def test_a_unit_that_no_paper_names_is_asked_nothing_and_its_line_says_so(tmp_path):
    folder = started_from_papers(tmp_path, "--单位", "甲县、乙区、市教育局")
    rows = cells_of(folder, "指标")
    assert {row["乙区"] for row in rows} == {row["市教育局"] for row in rows} == {"—"}
    units = {one["名称"]: one for one in cells_of(folder, "填报单位")}
    assert list(units) == ["甲县", "乙区", "市教育局"]
    assert "先按不下达（“—”）填" in units["乙区"]["疑点"]
    assert not units["甲县"]["疑点"]
    findings = read_breakdown(folder / "目标分解表.xlsx")[1]
    assert {one.severity.label for one in findings} == {"核实"}
    assert {"乙区", "市教育局"} <= {one.value for one in findings if one.rule == "B32"}
    main(["forms", str(folder / "2024-01"), "--quiet"])
    assert [one.stem for one in (folder / "2024-01" / "填报表").iterdir()] == ["甲县"]


def test_a_later_draft_keeps_what_was_given(tmp_path):
    folder = started_from_papers(tmp_path, "--单位", "乙区", "--层级", "县")
    file = paper(tmp_path / "文件", title="甲市2024年重点民生实事任务分解表（修订）")
    main(["draft", str(file), "-o", str(folder / "目标分解表.xlsx"), "--quiet"])
    assert basics_of(folder)["层级"] == "县"
    assert [one["名称"] for one in cells_of(folder, "填报单位")] == ["甲县", "乙区"]
    assert {row["乙区"] for row in cells_of(folder, "指标")} == {"—"}


def test_papers_that_come_later_are_drafted_into_the_empty_year(tmp_path):
    folder = tmp_path / "甲市2024"
    main(["new", str(folder), "--单位", "乙区", "--quiet"])
    assert main(["draft", str(paper(tmp_path / "文件")), "-o", str(folder / "目标分解表.xlsx"), "--quiet"]) == 0
    rows = cells_of(folder, "指标")
    assert [(row["甲县"], row["乙区"]) for row in rows] == [("2.72万人次", "—"), ("80个", "—")]
    assert [one.severity.label for one in read_breakdown(folder / "目标分解表.xlsx")[1]] != ["错误"]


def test_papers_without_a_task_start_no_year(tmp_path, capsys):
    document = docx.Document()
    document.add_paragraph("甲市2024年重点民生实事验收标准")
    table = document.add_table(rows=2, cols=3)
    for row, texts in zip(
        table.rows, (("序号", "项目", "验收标准"), ("1", "托育服务", "托位不少于50个。")), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(tmp_path / "标准.docx"))
    assert "没有任务" in refused(capsys, str(tmp_path / "甲市2024"), "--文件", str(tmp_path / "标准.docx"))
    assert not (tmp_path / "甲市2024").exists()


def test_what_the_papers_say_otherwise_is_doubtful(tmp_path):
    folder = started_from_papers(tmp_path, "--地区", "丙市", "--年度", "2025")
    sheet = openpyxl.load_workbook(folder / "目标分解表.xlsx")["核对"]
    told = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "文件是甲市的，您写的地区是丙市，请核对" in told
    assert "文件是2024的，您写的年度是2025，请核对" in told
    assert basics_of(folder)["地区"] == "丙市"


# From last year


@pytest.fixture
def last_year(tmp_path) -> Path:
    folder = year(
        tmp_path,
        """
        编码 | 类别 | 项目 | 指标 | 任务表述 | 单位 | 类型 | 汇总方式 | 目标 | 宝丰县 | 郏县 | 市城管局 | 数据说明
        1.10 | 省实事 | 培训 | 人次 | 完成2300人次 | 人次 | 数量 | 合计 | 2300 | 1500 | 不少于800人次 | — | 去年的
        2.1 | 省实事 | 公厕 | 座数 | | 座 | 数量 | 市级 | 40座 | 由市城管局统一安排实施 | — | | 去年的
        """,
        units="名称 | 类型 | 别名\n宝丰县 | 县区 | 宝丰\n郏县 | 县区 |\n市城管局 | 市直 |",
        期次="期次 | 文号\n2023-09 | 平政办〔2023〕64号",
        审核关系="编号 | 关系式 | 级别 | 说明\nG01 | [1.10] >= 0.5 * 上期[1.10] | 核实 | 少了一半的请核对",
        项目="类别 | 项目 | 责任单位 | 责任人\n省实事 | 培训 | 市人社局 | 责任人甲",
        验收标准="编码 | 序号 | 验收标准 | 一票否决\n1.10 | 1 | 有签到 | 是",
    )
    own = folder / "模板"
    own.mkdir()
    (own / "催报单.docx").write_bytes(b"template")
    (own / "~$催报单.docx").write_bytes(b"")
    return folder


def started_from(last_year: Path, *more: str) -> Path:
    folder = last_year.parent / "平顶山市2024"
    assert main(["new", str(folder), "--上年", str(last_year), *more, "--quiet"]) == 1
    return folder


def test_last_year_s_units_projects_and_rows_come_along_without_figures(last_year):
    folder = started_from(last_year)
    basics = basics_of(folder)
    assert (basics["地区"], str(basics["年度"]), basics["上报日"]) == ("平顶山市", "2024", "25")
    rows = {row["编码"]: row for row in cells_of(folder, "指标")}
    assert list(rows) == ["1.10", "2.1"]
    first, second = rows.values()
    assert [first[label] for label in ("任务表述", "目标", "宝丰县", "郏县")] == [None] * 4
    assert first["市城管局"] == "—", "who was not asked is not asked"
    assert (second["宝丰县"], second["郏县"]) == ("由市城管局统一安排实施", "—")
    assert first["上年任务表述"] == "完成2300人次"
    assert first["上年目标"] == "目标：2300；宝丰县：1500；郏县：不少于800人次"
    assert "请填今年的任务表述和目标" in first["疑点"]
    assert "数据说明" not in first
    units = [(one["名称"], one["类型"], one["别名"]) for one in cells_of(folder, "填报单位")]
    assert units == [("宝丰县", "县区", "宝丰"), ("郏县", "县区", None), ("市城管局", "市直", None)]
    assert cells_of(folder, "项目")[0]["责任人"] == "责任人甲"
    assert cells_of(folder, "验收标准")[0]["一票否决"] == "是"
    assert cells_of(folder, "审核关系")[0]["关系式"] == "[1.10] >= 0.5 * 上期[1.10]"
    assert cells_of(folder, "期次") == []


def test_the_new_year_has_no_error_and_its_rows_want_targets(last_year):
    findings = read_breakdown(started_from(last_year) / "目标分解表.xlsx")[1]
    assert {one.rule for one in findings} == {"B34"}


def test_the_office_s_templates_come_along(last_year, capsys):
    folder = last_year.parent / "平顶山市2024"
    assert main(["new", str(folder), "--上年", str(last_year)]) == 1
    said = capsys.readouterr().out
    assert "上年的模板带过来了：催报单。" in said
    assert "没有带过来" in said
    assert [path.name for path in (folder / "模板").iterdir()] == ["催报单.docx"]


def test_last_year_stays_as_it_is(last_year):
    before = {path: path.read_bytes() for path in last_year.rglob("*.*")}
    started_from(last_year)
    assert {path: path.read_bytes() for path in last_year.rglob("*.*")} == before


def test_a_unit_that_is_new_this_year_is_asked_nothing_yet(last_year):
    folder = started_from(last_year, "--单位", "叶县、宝丰")
    assert [one["名称"] for one in cells_of(folder, "填报单位")] == ["宝丰县", "郏县", "市城管局", "叶县"]
    assert {row["叶县"] for row in cells_of(folder, "指标")} == {"—"}
    assert [one["疑点"] for one in cells_of(folder, "填报单位")][-1]


def test_the_year_may_be_said_and_last_year_s_folder_with_results_makes_no_difference(last_year):
    issue_and_fill(last_year, "2023-09", "宝丰县", {"1.10": {"本期累计": 900}})
    main(["run", str(last_year / "2023-09"), "--quiet"])
    folder = started_from(last_year, "--年度", "2025")
    assert basics_of(folder)["年度"] == "2025"
    assert {path.name for path in folder.iterdir()} == {"目标分解表.xlsx", "模板"}


def test_the_folder_s_name_may_say_the_year(last_year):
    for name, told in (("平顶山市2026", "2026"), ("新的一年", "2024")):
        folder = last_year.parent / name
        assert main(["new", str(folder), "--上年", str(last_year), "--quiet"]) == 1
        assert basics_of(folder)["年度"] == told


def test_a_last_year_without_the_sheets_that_count_is_refused(tmp_path, capsys):
    workbook(tmp_path / "旧" / "目标分解表.xlsx", {"基本信息": "项 | 值\n地区 | 甲市"})
    assert "没有工作表“指标”" in refused(capsys, str(tmp_path / "新"), "--上年", str(tmp_path / "旧"))
    (tmp_path / "坏").mkdir()
    (tmp_path / "坏" / "目标分解表.xlsx").write_bytes(b"junk")
    assert "打不开" in refused(capsys, str(tmp_path / "新"), "--上年", str(tmp_path / "坏"))


# The same bytes


def test_the_same_year_is_written_the_same(tmp_path):
    def written(name: str) -> bytes:
        options = Options(region="甲市", year="2024", units="甲县、乙区")
        assert new(tmp_path / name, Screen(is_quiet=True), options) == 0
        content: bytes = (tmp_path / name / "目标分解表.xlsx").read_bytes()
        return content

    assert written("一") == written("二")


def names(tables: Sequence[Any]) -> list[str]:
    return [halfwidth(table.sheet) for table in tables]


def test_an_empty_year_has_the_sheets_of_the_contract():
    assert names(blank_tables()) == ["基本信息", "填报单位", "指标", "项目", "验收标准"]


def test_a_unit_that_may_be_one_of_the_papers_by_a_short_name_is_asked_about(tmp_path):
    folder = tmp_path / "甲市2024"
    document = paper(tmp_path / "文件")
    main(["new", str(folder), "--文件", str(document), "--单位", "甲县、甲某县、乙区", "--quiet"])
    doubts = {row["名称"]: row.get("疑点") or "" for row in cells_of(folder, "填报单位")}
    assert "“甲县”是不是一家" in doubts["甲某县"]
    assert "是不是一家" not in doubts["乙区"]
