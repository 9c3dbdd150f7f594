"""draft at the command line: what it writes, what it says, and that a person's work is safe from a second draft.

Papers are read and proposed from by stand-ins: a line of a text file is an indicator, `名称 目标 宝丰县的目标`, behind
a ? with a doubt. What the real readers find is told by their own tests.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from make_reports import main
from model.drafting.building import FEW_COUNTIES, NO_REGION, NO_YEAR
from model.drafting.draft import Draft, DraftedIndicator, DraftedUnit, Source, Unadopted
from model.drafting.paper import Entry, Passage, PublishedPaper
from model.indicator import Accrual, Direction, Kind, Rollup
from tests.months import refused
from tests.test_published_keys import DOCUMENTS


def read_lines(path: Path) -> PublishedPaper:
    """The stand-in for the reader of papers."""
    content = path.read_bytes()
    passages = [
        Passage(path.name, f"第{number}段", line)
        for number, line in enumerate(content.decode("utf-8").splitlines(), start=1)
    ]
    entries = tuple(Entry("市重点民生实事", "1", "技能培训", one) for one in passages if not one.text.startswith("#"))
    loose = tuple(one for one in passages if one.text.startswith("#"))
    digest = hashlib.sha256(content).hexdigest()
    return PublishedPaper(path.name, digest, path.stem, "平顶山市", 2023, entries, loose=loose)


def proposed(papers: Sequence[PublishedPaper]) -> Draft:
    """The stand-in for what proposes rows."""
    entries = [entry.task for paper in papers for entry in paper.entries if entry.task]
    return Draft(
        "平顶山市",
        papers[0].year,
        "市",
        tuple((paper.file, paper.sha256) for paper in papers),
        tuple(indicator(f"1.{number}", passage) for number, passage in enumerate(entries, start=1)),
        (),
        (DraftedUnit("宝丰县", "县区"), DraftedUnit("市人社局", "市直")),
        (),
        tuple(Unadopted(Source(one, 1, 3), one.text[1:3], "是附注") for paper in papers for one in paper.loose),
    )


def indicator(code: str, passage: Passage) -> DraftedIndicator:
    name, target, county = passage.text.rstrip("?").split()
    return DraftedIndicator(
        code, "市重点民生实事", "技能培训", name, f"{name}{target}", "人", Kind.AMOUNT, Rollup.SUM, Accrual.CUMULATIVE,
        "月均", Direction.HIGHER, ">=", 0, "", (), (), (), (), target, {"宝丰县": county},
        (Source(passage, 0, len(passage.text)),), {}, ("请核对",) if passage.text.endswith("?") else (),
    )  # fmt: skip


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("commands.draft.read_paper", read_lines)
    monkeypatch.setattr("commands.draft.draft_of", proposed)
    return published(tmp_path / "通知.docx", "培训人数 1000 1000", "技能人才 800 800", "实训基地 5 5")


def published(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def written(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def rows_of(path: Path, sheet: str = "指标") -> list[dict[str, object]]:
    """The rows of a sheet by label, hidden columns too."""
    labels, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    named = (dict(zip(map(str, labels), row, strict=True)) for row in rows if any(row))
    return [{label: cell for label, cell in row.items() if cell not in (None, "")} for row in named]


def column_of(path: Path, label: str, sheet: str = "指标") -> list[object]:
    return [row.get(label) for row in rows_of(path, sheet)]


def corrects(path: Path, name: str, **cells: str | int) -> None:
    """A person's work: cells of the row of this indicator, saved by another program."""
    book = openpyxl.load_workbook(path)
    sheet = book["指标"]
    columns = {cell.value: number for number, cell in enumerate(sheet[1], start=1)}
    (row,) = (row for row in range(2, sheet.max_row + 1) if sheet.cell(row, columns["指标"]).value == name)
    for label, content in cells.items():
        sheet.cell(row, columns[label]).value = content
    book.save(path)


# A first draft


def test_a_draft_stands_where_it_was_asked_for_and_is_checked_at_once(paper: Path, capsys) -> None:
    target = paper.parent / "平顶山市2023" / "目标分解表.xlsx"
    assert main(["draft", str(paper), "-o", str(target)]) == 0
    assert column_of(target, "指标") == ["培训人数", "技能人才", "实训基地"]
    said = capsys.readouterr().out
    assert str(target) in said
    assert "指标 3 行" in said
    assert "来自 1 份文件" in said
    assert "检查过了" in said
    assert "下一步" in said


def test_without_a_place_it_stands_beside_the_first_document(paper: Path, capsys) -> None:
    assert main(["draft", str(paper)]) == 0
    assert written(paper.parent) == {"通知.docx", "目标分解表.xlsx"}
    assert str(paper.parent / "目标分解表.xlsx") in capsys.readouterr().out


def test_a_folder_as_place_gets_the_workbook_by_its_name(paper: Path) -> None:
    (paper.parent / "2023年").mkdir()
    assert main(["draft", str(paper), "--output", str(paper.parent / "2023年"), "--quiet"]) == 0
    assert written(paper.parent / "2023年") == {"目标分解表.xlsx"}


def test_what_is_doubtful_and_what_was_not_adopted_is_counted_and_wants_a_person(paper: Path, capsys) -> None:
    published(paper, "培训人数 1000 1000?", "# 12月底前完成")
    assert main(["draft", str(paper)]) == 1
    said = capsys.readouterr().out
    assert "有疑点的 1 行，在“核对”里" in said
    assert "没有采用的数 1 个，在“未采用”里" in said
    assert "先看“核对”" in said


def test_what_lint_says_is_shown_to_the_fifth_and_ends_with_1(paper: Path, capsys) -> None:
    published(paper, *(f"指标{letter} 多 {number}户" for number, letter in enumerate("甲乙丙丁戊己庚", 1)))
    assert main(["draft", str(paper)]) == 1
    said = capsys.readouterr().out
    assert said.count("【错误】") + said.count("【核实】") <= 5
    assert "错误" in said.partition("检查过了")[2]


def test_json_tells_the_counts_the_findings_and_the_changes(paper: Path, capsys) -> None:
    main(["draft", str(paper), "--quiet"])
    published(paper, "培训人数 1200 1200?", "技能人才 800 800", "实训基地 5 5", "# 12月底")
    assert main(["draft", str(paper), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"output", "indicators", "doubtful", "unadopted", "findings", "changes"}
    assert (told["indicators"], told["doubtful"], told["unadopted"]) == (3, 1, 1)
    assert {(one["kind"], one["code"], one["column"], one["old"], one["new"]) for one in told["changes"]} >= {
        ("new_value", "1.1", "目标", "1000", "1200"),
        ("new_value", "1.1", "宝丰县", "1000", "1200"),
    }


# A second draft


def test_the_same_papers_again_write_nothing(paper: Path, capsys) -> None:
    target = paper.parent / "目标分解表.xlsx"
    main(["draft", str(paper), "--quiet"])
    before = target.stat().st_mtime_ns, target.read_bytes()
    assert main(["draft", str(paper)]) == 0
    assert (target.stat().st_mtime_ns, target.read_bytes()) == before
    assert "表没有动" in capsys.readouterr().out
    corrects(target, "技能人才", 目标=900)
    before = target.stat().st_mtime_ns, target.read_bytes()
    main(["draft", str(paper), "--quiet"])
    assert (target.stat().st_mtime_ns, target.read_bytes()) == before
    assert written(paper.parent) == {"通知.docx", "目标分解表.xlsx"}


def test_a_changed_paper_changes_what_nobody_touched_and_keeps_what_a_person_corrected(paper: Path, capsys) -> None:
    target = paper.parent / "目标分解表.xlsx"
    main(["draft", str(paper), "--quiet"])
    corrects(target, "培训人数", 目标="不少于1100人", 牵头单位="市人社局")
    published(paper, "培训人数 1200 1200", "技能人才 900 900", "创业带动 20 20", "实训基地 5 5")
    assert main(["draft", str(paper)]) == 1
    assert column_of(target, "指标") == ["培训人数", "技能人才", "创业带动", "实训基地"]
    assert column_of(target, "编码") == ["1.1", "1.2", "1.4", "1.3"]
    assert column_of(target, "目标") == ["不少于1100人", 900, 20, 5]
    assert column_of(target, "宝丰县") == [1200, 900, 20, 5]
    assert column_of(target, "牵头单位") == ["市人社局", None, None, None]
    said = capsys.readouterr().out
    assert "保留您的" in said
    assert "您写的是“不少于1100人”，文件里现在是“1200”" in said
    assert "文件里新增的行：1 处\n    指标 1.4：技能培训·创业带动" in said
    assert "变化" in openpyxl.load_workbook(target).sheetnames


def test_a_person_s_version_is_kept_beside_under_a_name_that_is_no_breakdown_s(paper: Path, capsys) -> None:
    target = paper.parent / "目标分解表.xlsx"
    main(["draft", str(paper), "--quiet"])
    published(paper, "培训人数 1200 1200")
    main(["draft", str(paper), "--quiet"])
    assert written(paper.parent) == {"通知.docx", "目标分解表.xlsx"}, "nobody had changed it"
    for number, name in enumerate(("上一稿_目标分解表.xlsx", "上一稿_目标分解表_2.xlsx"), start=1):
        corrects(target, "培训人数", 目标=number)
        standing = target.read_bytes()
        published(paper, f"培训人数 {number}300 1300")
        main(["draft", str(paper)])
        assert (paper.parent / name).read_bytes() == standing
        assert f"“{name}”" in capsys.readouterr().out


def test_rows_sorted_inserted_copied_and_emptied_are_known_again(paper: Path) -> None:
    target = paper.parent / "目标分解表.xlsx"
    main(["draft", str(paper), "--quiet"])
    book = openpyxl.load_workbook(target)
    sheet = book["指标"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(2)]
    sheet.delete_rows(2, 9)
    copied = ["9.9", *rows[2][1:]]
    emptied = [*[None] * (len(rows[1]) - 1), rows[1][-1]]
    for row in (rows[2], copied, emptied, rows[0]):
        sheet.append(row)
    sheet.insert_cols(3)
    sheet["C1"], sheet["C2"] = "经办", "甲"
    book.save(target)
    published(paper, "培训人数 1200 1200", "技能人才 900 900", "实训基地 6 6")
    main(["draft", str(paper), "--quiet"])
    assert column_of(target, "编码") == ["1.3", "9.9", "1.1"]
    assert column_of(target, "目标") == [6, 5, 1200]
    assert column_of(target, "经办") == ["甲", None, None]
    assert list(rows_of(target)[0])[:4] == ["编码", "类别", "经办", "项目"]


def test_sheets_of_a_person_s_own_are_carried_over_with_numbers_dates_and_formulas(paper: Path) -> None:
    target = paper.parent / "目标分解表.xlsx"
    main(["draft", str(paper), "--quiet"])
    book = openpyxl.load_workbook(target)
    sheet = book.create_sheet("期次")
    sheet.append(["期次", "数据截止", "文号", "评价权重"])
    sheet.append(["2023-09", datetime(2023, 9, 25), None, 0.5])
    sheet["D2"].number_format = "0%"
    book.save(target)
    published(paper, "培训人数 1200 1200")
    main(["draft", str(paper), "--quiet"])
    kept = openpyxl.load_workbook(target)["期次"]
    assert [[cell.value for cell in row] for row in kept.iter_rows()] == [
        ["期次", "数据截止", "文号", "评价权重"],
        ["2023-09", datetime(2023, 9, 25), None, 0.5],
    ]
    assert kept["D2"].number_format == "0%"


def test_a_workbook_whose_column_of_keys_was_lost_is_known_by_codes_and_names(paper: Path) -> None:
    target = paper.parent / "目标分解表.xlsx"
    main(["draft", str(paper), "--quiet"])
    book = openpyxl.load_workbook(target)
    book["指标"].delete_cols(book["指标"].max_column)
    book.save(target)
    published(paper, "培训人数 1200 1200", "技能人才 800 800", "实训基地 5 5")
    assert main(["draft", str(paper), "--quiet"]) == 0
    assert column_of(target, "目标") == [1200, 800, 5]


def test_papers_that_are_no_longer_given_are_named(paper: Path, capsys) -> None:
    other = published(paper.parent / "验收.docx", "就业人数 10 10")
    main(["draft", str(paper), str(other), "--quiet"])
    main(["draft", str(paper)])
    said = capsys.readouterr().out
    assert "上次还用了：验收.docx" in said
    assert "文件里已经没有的行，已删去：1 处" in said


def test_another_breakdown_beside_it_is_told(paper: Path, capsys) -> None:
    (paper.parent / "目标分解表（旧）.xlsx").write_bytes(b"")
    main(["draft", str(paper)])
    assert "旁边还有“目标分解表（旧）.xlsx”" in capsys.readouterr().out


def test_standards_without_tasks_ask_for_the_paper_with_the_tasks(paper: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr("commands.draft.draft_of", lambda papers: replace(proposed(papers), indicators=()))
    assert main(["draft", str(paper)]) == 1
    assert "请连同任务分解的文件一起给" in capsys.readouterr().out


def test_a_long_text_that_changed_is_shown_where_it_parts(paper: Path, capsys) -> None:
    long = "在城区范围内依法依规组织实施的重点群体就业创业能力提升和技能人才培养培训行动覆盖人数"
    published(paper, f"{long} 1000 1000")
    main(["draft", str(paper), "--quiet"])
    published(paper, f"{long} 1200 1000")
    main(["draft", str(paper)])
    said = capsys.readouterr().out
    assert re.search("原来是“….{9}1000”，文件里现在是“….{9}1200”", said), said


def test_what_a_person_filled_into_the_basics_is_not_asked_again(paper: Path, capsys, monkeypatch) -> None:
    def unnamed(papers: Sequence[PublishedPaper]) -> Draft:
        return replace(proposed(papers), region="", year=None, doubts=(NO_REGION, NO_YEAR))

    monkeypatch.setattr("commands.draft.draft_of", unnamed)
    target = paper.parent / "目标分解表.xlsx"
    assert main(["draft", str(paper)]) == 1
    assert NO_REGION in capsys.readouterr().out
    book = openpyxl.load_workbook(target)
    book["基本信息"]["B2"], book["基本信息"]["B3"] = "平顶山市", 2023
    book.save(target)
    assert main(["draft", str(paper)]) == 0
    assert "请先看" not in capsys.readouterr().out
    published(paper, "培训人数 1200 1200")
    assert main(["draft", str(paper), "--quiet"]) == 0
    assert column_of(target, "值", "基本信息")[:2] == ["平顶山市", "2023"]


def test_who_has_added_units_is_not_asked_again_for_the_others(paper: Path, capsys, monkeypatch) -> None:
    doubt = FEW_COUNTIES.format(regions="宝丰县")
    monkeypatch.setattr("commands.draft.draft_of", lambda papers: replace(proposed(papers), doubts=(doubt,)))
    target = paper.parent / "目标分解表.xlsx"
    for added, is_asked in ((), True), (("郏县",), True), (("叶县",), False):
        if added:
            book = openpyxl.load_workbook(target)
            book["填报单位"].append([*added, "县区"])
            book.save(target)
        main(["draft", str(paper)])
        assert (doubt in capsys.readouterr().out) is is_asked


def test_many_findings_of_one_rule_are_one_line(paper: Path, capsys) -> None:
    published(paper, *(f"指标{letter} {number}00 {number}" for number, letter in enumerate("甲乙丙丁戊己庚辛壬", 1)))
    main(["draft", str(paper)])
    said = capsys.readouterr().out
    codes = "、".join(f"1.{number}" for number in range(1, 9))
    assert f"【核实】各单位目标合计与总目标不等的 9 项：{codes} ……；单位还没有列全的，列全后再看。" in said


def test_a_fault_in_many_columns_is_one_line_with_an_example(paper: Path, capsys, monkeypatch) -> None:
    counties = [f"{letter}县" for letter in "甲乙丙丁"]

    def unreadable(papers: Sequence[PublishedPaper]) -> Draft:
        draft = proposed(papers)
        rows = (replace(one, unit_targets=dict.fromkeys(counties, "若干1")) for one in draft.indicators)
        units = tuple(DraftedUnit(name, "县区") for name in counties)
        return replace(draft, indicators=tuple(rows), units=units)

    monkeypatch.setattr("commands.draft.draft_of", unreadable)
    assert main(["draft", str(paper)]) == 1
    (line,) = [one for one in capsys.readouterr().out.splitlines() if "【错误】" in one]
    assert re.search("目标读不懂，共 12 处。例如 [A-Z]+2：.*若干1", line), line


def test_lint_counts_the_doubts_that_were_not_wiped_yet_and_judges_as_before(paper: Path, capsys) -> None:
    published(paper, "培训人数 1000 1000?", "技能人才 800 800?")
    target = paper.parent / "目标分解表.xlsx"
    main(["draft", str(paper), "--quiet"])
    capsys.readouterr()
    assert main(["lint", str(target)]) == 0
    assert "还有2处疑点没有清空：先看这几处，看过的请清空。" in capsys.readouterr().out
    for name in ("培训人数", "技能人才"):
        corrects(target, name, 疑点="")
    assert main(["lint", str(target)]) == 0
    assert "没有清空" not in capsys.readouterr().out


def test_one_paper_given_twice_counts_once(paper: Path, capsys) -> None:
    main(["draft", str(paper), str(paper)])
    assert "来自 1 份文件" in capsys.readouterr().out


# What cannot be done


def test_a_paper_without_tasks_or_standards_is_named_and_nothing_is_written(paper: Path, capsys) -> None:
    empty = published(paper.parent / "讲话.docx", "# 2023年")
    assert "讲话.docx" in refused(capsys, "draft", str(paper), str(empty))
    assert written(paper.parent) == {"通知.docx", "讲话.docx"}


def test_a_paper_that_is_not_there_or_is_a_folder_is_one_sentence(paper: Path, capsys) -> None:
    assert "没有找到" in refused(capsys, "draft", str(paper.parent / "没有.docx"))
    assert "是文件夹" in refused(capsys, "draft", str(paper.parent))


def test_a_breakdown_is_no_paper_to_draft_from(paper: Path, capsys) -> None:
    main(["draft", str(paper), "--quiet"])
    target = paper.parent / "目标分解表.xlsx"
    assert "前面加 -o" in refused(capsys, "draft", str(paper), str(target), "-o", str(paper.parent / "新.xlsx"))
    target.unlink()
    assert "前面加 -o" in refused(capsys, "draft", str(paper), str(target), "-o", str(paper.parent / "新.xlsx"))


def test_a_compulsory_sheet_under_another_name_is_one_sentence(paper: Path, capsys) -> None:
    main(["draft", str(paper), "--quiet"])
    target = paper.parent / "目标分解表.xlsx"
    book = openpyxl.load_workbook(target)
    book["指标"].title = "指标（改）"
    book.save(target)
    assert "没有工作表“指标”了" in refused(capsys, "draft", str(paper))


def test_a_workbook_that_draft_did_not_make_is_left_alone(paper: Path, capsys) -> None:
    target = paper.parent / "目标分解表.xlsx"
    book = openpyxl.Workbook()
    book.save(target)
    for content in (target.read_bytes(), b"", b"hello"):
        target.write_bytes(content)
        assert "移走" in refused(capsys, "draft", str(paper))
        assert target.read_bytes() == content


def test_another_year_s_draft_is_not_mixed_in(paper: Path, capsys, monkeypatch) -> None:
    main(["draft", str(paper), "--quiet"])
    monkeypatch.setattr("commands.draft.draft_of", lambda papers: replace(proposed(papers), year=2024))
    assert "是照2023年的文件起草的，这次给的是2024年的" in refused(capsys, "draft", str(paper))


def test_an_open_workbook_is_named_and_nothing_is_replaced(paper: Path, capsys) -> None:
    target = paper.parent / "目标分解表.xlsx"
    main(["draft", str(paper), "--quiet"])
    corrects(target, "培训人数", 目标=7)
    before = target.read_bytes()
    published(paper, "培训人数 1200 1200")
    lock = paper.parent / "~$目标分解表.xlsx"
    lock.write_bytes(b"")
    assert "目标分解表.xlsx" in refused(capsys, "draft", str(paper))
    assert target.read_bytes() == before
    assert written(paper.parent) == {"通知.docx", "目标分解表.xlsx", lock.name}


@pytest.mark.parametrize("name", ["目标分解表.docx", "目标分解表"])
def test_a_name_that_is_no_workbook_s_is_one_sentence(paper: Path, capsys, name: str) -> None:
    assert ".xlsx" in refused(capsys, "draft", str(paper), "-o", str(paper.parent / name))


def test_a_paper_is_never_written_over(paper: Path, capsys) -> None:
    table = published(paper.parent / "任务表.xlsx", "培训人数 1 1")
    assert "是要读的文件" in refused(capsys, "draft", str(table), "-o", str(table))


def test_a_formula_that_no_program_has_worked_out_is_one_sentence(paper: Path, capsys) -> None:
    target = paper.parent / "目标分解表.xlsx"
    main(["draft", str(paper), "--quiet"])
    corrects(target, "培训人数", 目标="=1+1")
    assert "公式还没有算出数" in refused(capsys, "draft", str(paper))


# From a Word file to the workbook, nothing stood in for


TASKS = [
    ["类别", "序号", "项目", "平顶山市目标任务", "宝丰县", "郏县", "牵头单位"],
    ["市重点民生实事", "1", "开展技能培训", "完成职业技能培训16万人次", "1.72万人次", "2万人次", "市人社局"],
    ["市重点民生实事", "2", "改造老旧小区", "改造老旧小区100个", "由市住建局统一安排实施", "20个", "市住建局"],
]


def word_paper(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    document = docx.Document()
    document.add_paragraph("平顶山市2023年重点民生实事任务分解表")
    table = document.add_table(len(rows), len(rows[0]))
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def test_a_word_table_becomes_rows_and_a_changed_one_keeps_a_person_s_corrections(tmp_path: Path, capsys) -> None:
    paper = word_paper(tmp_path / "通知.docx", TASKS)
    target = tmp_path / "目标分解表.xlsx"
    main(["draft", str(paper), "--quiet"])
    assert column_of(target, "目标") == ["16万人次", "100个"]
    assert column_of(target, "宝丰县") == ["1.72万人次", "由市住建局统一安排实施"]
    corrects(target, "职业技能培训", 郏县="2.2万人次", 责任单位="市财政局")
    changed = [list(row) for row in TASKS]
    changed[1][4], changed[1][5], changed[2][3] = "1.8万人次", "2.1万人次", "改造城镇老旧小区100个"
    changed.insert(2, ["市重点民生实事", "1", "开展技能培训", "新增技能人才10万人", "1.1万人", "1.3万人", "市人社局"])
    word_paper(paper, changed)
    assert main(["draft", str(paper)]) == 1
    assert column_of(target, "指标") == ["职业技能培训", "新增技能人才", "改造城镇老旧小区"]
    assert column_of(target, "编码") == ["1.1", "1.2", "2.1"]
    assert column_of(target, "宝丰县") == ["1.8万人次", "1.1万人", "由市住建局统一安排实施"]
    assert column_of(target, "郏县") == ["2.2万人次", "1.3万人", "20个"]
    assert column_of(target, "责任单位")[0] == "市财政局"
    assert "您写的是“2.2万人次”，文件里现在是“2.1万人次”" in capsys.readouterr().out
    assert written(tmp_path) == {"通知.docx", "目标分解表.xlsx", "上一稿_目标分解表.xlsx"}


@pytest.mark.slow
@pytest.mark.parametrize("document", sorted(DOCUMENTS.glob("*.*")), ids=lambda path: path.stem)
def test_a_published_paper_drafted_again_changes_nothing(document: Path, tmp_path: Path) -> None:
    target = tmp_path / "目标分解表.xlsx"
    assert main(["draft", str(document), "-o", str(target), "--quiet"]) == 1, "each has something to be looked at"
    book = openpyxl.load_workbook(target)
    book.save(target)
    before = target.read_bytes()
    assert main(["draft", str(document), "-o", str(target), "--quiet"]) == 1
    assert target.read_bytes() == before
    assert written(tmp_path) == {target.name}


def test_a_paper_that_writes_persons_for_ten_thousands_leaves_the_figure_that_a_person_put(
    paper: Path, monkeypatch
) -> None:
    def measured(papers: Sequence[PublishedPaper]) -> Draft:
        draft = proposed(papers)
        unit = "万人" if "万" in draft.indicators[0].target else "人"
        return replace(draft, indicators=tuple(replace(one, unit=unit, digits=1) for one in draft.indicators))

    monkeypatch.setattr("commands.draft.draft_of", measured)
    target = paper.parent / "目标分解表.xlsx"
    published(paper, "技能人才 1.5万人 1.5万人")
    main(["draft", str(paper), "--quiet"])
    book = openpyxl.load_workbook(target)
    sheet = book["指标"]
    sheet.cell(1, sheet.max_column + 1).value = "郏县"
    sheet.cell(2, sheet.max_column).value = 3
    book["填报单位"].append(["郏县", "县区"])
    book.save(target)
    for _ in range(2):
        published(paper, "技能人才 16000人 16000人")
        main(["draft", str(paper), "--quiet"])
        assert [column_of(target, label) for label in ("单位", "目标", "郏县")] == [["万人"], ["16000人"], [3]]
