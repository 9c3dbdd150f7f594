"""The command line: what it does, what it says, its exit status; whatever is wrong, one sentence and no traceback."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

from commands.dropped import dropped_paths
from generators.template_lint import WORDS_OF
from make_reports import JOBS, main
from model.fault import MAY_BE_DROPPED, JobFault
from model.labels import TEMPLATES
from tests.months import RIGHT, a_month, refused
from tests.tables import issue_and_fill, workbook, year
from validators.dragged import called_for

HOME = Path(__file__).resolve().parent.parent

# What it does


def test_forms_writes_one_for_each_unit_and_makes_the_folders(tmp_path, capsys):
    folder = year(tmp_path)
    assert main(["forms", str(folder / "2023-09")]) == 0
    assert {path.name for path in (folder / "2023-09").iterdir()} == {"填报表", "上报", "结果"}
    assert {path.name for path in (folder / "2023-09" / "填报表").iterdir()} == {"宝丰县.xlsx", "郏县.xlsx"}
    assert "2 份" in capsys.readouterr().out


def test_all_right_ends_with_0_and_says_where_the_results_lie(tmp_path, capsys):
    folder = a_month(tmp_path)
    assert main(["run", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "各单位报送齐全" in said
    assert str(folder / "结果") in said
    assert "通报.docx" in said


def test_a_missing_unit_ends_with_1_and_is_named(tmp_path, capsys):
    assert main(["run", str(a_month(tmp_path, ("宝丰县",)))]) == 1
    assert "未报 1：郏县" in capsys.readouterr().out


def test_check_writes_the_papers_of_validation_only(tmp_path):
    folder = a_month(tmp_path, ("宝丰县",))
    issue_and_fill(folder.parent, "2023-09", "宝丰县", {"1.1": {"本期累计": -1}, "1.2": {"本期累计": 6}})
    assert main(["check", str(folder), "--quiet"]) == 1
    written = {path.relative_to(folder / "结果").as_posix() for path in (folder / "结果").rglob("*") if path.is_file()}
    assert written == {"校验报告.xlsx", "退回/宝丰县.xlsx", "反馈单/宝丰县.docx", "催报单.docx"}


def test_check_after_run_leaves_the_results_alone_and_run_after_check_finds_its_own_papers(tmp_path):
    folder = a_month(tmp_path, ("宝丰县",))
    main(["run", str(folder), "--quiet"])
    before = (folder / "结果" / "结果.json").read_bytes()
    issue_and_fill(folder.parent, "2023-09", "郏县", RIGHT)
    assert main(["check", str(folder), "--quiet"]) == 0
    assert (folder / "结果" / "结果.json").read_bytes() == before
    assert not (folder / "结果" / "催报单.docx").exists(), "nobody is missing any more"
    assert main(["run", str(folder), "--quiet"]) == 0
    assert not list((folder / "结果").glob("*_新*"))


def test_a_returned_form_filled_in_again_is_accepted(tmp_path):
    folder = a_month(tmp_path, ("郏县",))
    issue_and_fill(folder.parent, "2023-09", "宝丰县", {"1.1": {"本期累计": 1200}})
    main(["run", str(folder), "--quiet"])
    book = openpyxl.load_workbook(folder / "结果" / "退回" / "宝丰县.xlsx")
    assert book["填报"]["G6"].value == 1200, "what they sent stands in the form that goes back"
    assert "没有填" in book["填报"]["G7"].comment.text
    book["填报"]["G7"] = 700
    (folder / "上报" / "宝丰县.xlsx").unlink()
    book.save(folder / "上报" / "宝丰县改.xlsx")
    assert main(["run", str(folder), "--quiet"]) == 0
    assert not (folder / "结果" / "退回").exists(), "what no longer applies is removed"


# JSON


def test_with_json_nothing_but_json_stands_on_standard_output(tmp_path, capsys):
    folder = a_month(tmp_path, ("宝丰县",))
    main(["check", str(folder), "--json"])
    assert set(json.loads(capsys.readouterr().out)) == {"submissions", "findings"}
    main(["run", str(folder), "--json"])
    assert json.loads(capsys.readouterr().out)["schema"] == 1
    main(["lint", str(folder.parent / "目标分解表.xlsx"), "--json"])
    assert set(json.loads(capsys.readouterr().out)) == {"submissions", "findings"}
    main(["forms", str(folder), "--json"])
    assert "outputs" in json.loads(capsys.readouterr().out)


def test_quiet_says_nothing_when_all_is_well(tmp_path, capsys):
    assert main(["run", str(a_month(tmp_path)), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


# What cannot be done


def test_no_breakdown_is_one_sentence(tmp_path, capsys):
    (tmp_path / "2023-09" / "上报").mkdir(parents=True)
    for job in ("forms", "check", "run"):
        assert "目标分解表.xlsx" in refused(capsys, job, str(tmp_path / "2023-09"))


def test_two_breakdowns_are_one_sentence_but_a_lock_file_is_none(tmp_path, capsys):
    folder = a_month(tmp_path)
    (folder.parent / "~$目标分解表.xlsx").write_bytes(b"")
    assert main(["forms", str(folder), "--quiet"]) == 0
    (folder.parent / "目标分解表（旧）.xlsx").write_bytes((folder.parent / "目标分解表.xlsx").read_bytes())
    for job in ("forms", "check", "run"):
        assert "2份目标分解表" in refused(capsys, job, str(folder))


def test_a_faulty_breakdown_names_the_first_cell_how_many_more_and_that_lint_shows_all(tmp_path, capsys):
    table = "编码 | 单位 | 类型 | 目标 | 宝丰县\n1.1 | 人 | 数目 | | 1500\n1.2 | 人 | 数量 | | 15户"
    folder = year(tmp_path, table)
    said = refused(capsys, "forms", str(folder / "2023-09"))
    assert "另有1处" in said
    assert "lint" in said
    assert not (folder / "2023-09").exists(), "nothing was begun"
    assert main(["lint", str(folder / "目标分解表.xlsx")]) == 1
    shown = capsys.readouterr().out
    assert "数目" in shown
    assert "15户" in shown


def test_a_breakdown_that_is_no_workbook_is_one_sentence(tmp_path, capsys):
    (tmp_path / "2023-09").mkdir()
    for content in (b"", b"hello", b"PK\x03\x04broken", b"%PDF-1.4"):
        (tmp_path / "目标分解表.xlsx").write_bytes(content)
        assert "目标分解表" in refused(capsys, "forms", str(tmp_path / "2023-09"))


def test_targets_that_do_not_add_up_hold_nothing_back(tmp_path):
    table = "编码 | 单位 | 目标 | 宝丰县\n1.1 | 人 | 2000 | 1500"
    folder = year(tmp_path, table)
    issue_and_fill(folder, "2023-09", "宝丰县", {"1.1": {"本期累计": 1200}})
    assert main(["run", str(folder / "2023-09"), "--quiet"]) == 0
    stored = json.loads((folder / "2023-09" / "结果" / "结果.json").read_text(encoding="utf-8"))
    assert [(one["rule"], one["unit"], one["severity"]) for one in stored["findings"]] == [("B31", None, "query")]


@pytest.mark.parametrize("job", ["check", "run"])
def test_an_empty_folder_of_submissions_is_one_sentence(tmp_path, capsys, job):
    folder = year(tmp_path) / "2023-09"
    folder.mkdir()
    assert "还没有文件" in refused(capsys, job, str(folder))
    (folder / "上报" / "Thumbs.db").write_bytes(b"x")
    assert "还没有文件" in refused(capsys, job, str(folder))


@pytest.mark.parametrize("name", ["九月", "2023-13", "2023-9", "2023年13月", "上报"])
def test_a_period_folder_with_a_strange_name_is_one_sentence(tmp_path, capsys, name):
    folder = year(tmp_path) / name
    folder.mkdir()
    assert "2023-09" in refused(capsys, "run", str(folder))


def test_a_period_of_another_year_is_one_sentence(tmp_path, capsys):
    folder = year(tmp_path) / "2024-01"
    folder.mkdir()
    assert "2023年" in refused(capsys, "run", str(folder))


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path, capsys):
    assert "没有找到" in refused(capsys, "run", str(tmp_path / "2023-09"))


def test_a_read_only_results_folder_is_one_sentence(tmp_path, capsys):
    folder = a_month(tmp_path)
    (folder / "结果").mkdir()
    (folder / "结果").chmod(0o555)
    try:
        assert "只读" in refused(capsys, "run", str(folder))
    finally:
        (folder / "结果").chmod(0o755)


def test_a_result_open_elsewhere_is_named_and_nothing_is_replaced(tmp_path, capsys):
    folder = a_month(tmp_path)
    main(["run", str(folder), "--quiet"])
    before = {path: path.read_bytes() for path in (folder / "结果").rglob("*") if path.is_file()}
    (folder / "结果" / "~$汇总表.xlsx").write_bytes(b"")
    issue_and_fill(folder.parent, "2023-09", "宝丰县", {"1.1": {"本期累计": 1300}, "1.2": {"本期累计": 600}})
    assert "汇总表.xlsx" in refused(capsys, "run", str(folder))
    assert {path: path.read_bytes() for path in before} == before


def test_no_path_at_all_says_what_may_be_dropped(capsys):
    assert MAY_BE_DROPPED in refused(capsys)


@pytest.mark.parametrize("arguments", [["run"], ["run", "a", "b"], ["--nonsense"], ["run", "--nonsense", "x"]])
def test_a_command_line_that_is_wrong_is_one_chinese_sentence(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    err = capsys.readouterr().err
    assert len(err.strip().splitlines()) == 1
    assert "用法" in err


def test_an_error_of_the_tool_itself_is_told_apart_and_shows_no_traceback(tmp_path, capsys, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("commands.period.roll_up", broken)
    said = refused(capsys, "run", str(a_month(tmp_path)))
    assert "工具自身出错" in said
    assert "不是您的文件有误" in said


# Anything at all may lie in 上报/


def test_junk_is_listed_with_what_it_is_and_nothing_is_lost_or_changed(tmp_path):
    folder = a_month(tmp_path)
    junk = {
        "空.xlsx": b"",
        "坏.xlsx": b"PK\x03\x04" + b"\x00" * 40,
        "网页.xls": b"<html><table><tr><td>1</td></tr></table>",
        "说明.txt": "本月情况".encode("gbk"),
        "压缩.rar": b"Rar!\x1a\x07\x00",
        "旧表.xls": b"\xd0\xcf\x11\xe0" + b"\x00" * 600,
        "子文件夹/更深/空.zip": b"PK\x05\x06" + b"\x00" * 18,
        "盖章件.pdf": b"%PDF-1.4\n",
        "照片.jpg": b"\xff\xd8\xff\xe0",
        "~$宝丰县.xlsx": b"x",
        "Thumbs.db": b"x",
    }
    for name, content in junk.items():
        (folder / "上报" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "上报" / name).write_bytes(content)
    workbook(folder / "上报" / "别的表.xlsx", {"Sheet1": "姓名 | 年龄\n甲 | 30"})
    before = {path: path.read_bytes() for path in (folder / "上报").rglob("*") if path.is_file()}
    assert main(["run", str(folder), "--quiet"]) == 1
    assert {path: path.read_bytes() for path in before} == before
    stored = json.loads((folder / "结果" / "结果.json").read_text(encoding="utf-8"))
    listed = {one["file"]: one["status"] for one in stored["submissions"]}
    passed_over = {"~$宝丰县.xlsx", "Thumbs.db"}
    assert set(listed) == {path.relative_to(folder).as_posix() for path in before if path.name not in passed_over}
    assert {listed["上报/盖章件.pdf"], listed["上报/照片.jpg"]} == {"attachment"}
    told = {one["file"] for one in stored["findings"] if one["unit"] is None}
    unrecognised = {file for file, status in listed.items() if status == "unrecognised"}
    assert len(unrecognised) == 8
    assert unrecognised <= told, "each is said what it is and what to do"
    assert [one["status"] for one in stored["submissions"] if one["unit"]] == ["accepted", "accepted"]


# Dragged paths


def test_a_dragged_period_without_submissions_gets_forms_and_with_them_a_run(tmp_path):
    folder = year(tmp_path)
    (folder / "2023-09").mkdir()
    assert main([str(folder / "2023-09"), "--quiet"]) == 0
    assert (folder / "2023-09" / "填报表" / "宝丰县.xlsx").is_file()
    issue_and_fill(folder, "2023-09", "宝丰县", RIGHT)
    assert main([str(folder / "2023-09"), "--quiet"]) == 1
    assert (folder / "2023-09" / "结果" / "通报.docx").is_file()


def test_a_dragged_year_does_its_latest_period(tmp_path):
    folder = a_month(tmp_path).parent
    (folder / "2023-08").mkdir()
    assert main([str(folder), "--quiet"]) == 0
    assert (folder / "2023-09" / "结果" / "结果.json").is_file()
    assert not (folder / "2023-08" / "填报表").exists()


def test_dragged_submissions_check_their_period_once_however_many_they_are(tmp_path, capsys):
    folder = a_month(tmp_path)
    assert main([str(path) for path in sorted((folder / "上报").iterdir())]) == 0
    assert capsys.readouterr().out.count("结果在：") == 1
    assert (folder / "结果" / "校验报告.xlsx").is_file()
    assert not (folder / "结果" / "结果.json").exists()


def test_a_dragged_breakdown_and_a_dragged_template_are_linted(tmp_path, capsys):
    folder = year(tmp_path)
    assert main([str(folder / "目标分解表.xlsx")]) == 0
    assert main([str(HOME / "templates" / "进度通报.docx")]) == 0
    screen = capsys.readouterr().out
    assert "没有发现问题。" in screen
    assert "没有错误，可以用。" in screen, "of the template only words that it does not use are told"


@pytest.mark.parametrize(
    ("place", "is_template"),
    [
        ("桌面/进度通报（修改）.docx", True),
        ("模板/随便.docx", True),
        ("结果/推进情况表.docx", False),
        ("分解/责任清单/宝丰县.docx", False),
        ("桌面/工作报告.docx", False),
    ],
)
def test_a_document_is_a_template_by_its_name_or_its_folder(tmp_path, place, is_template):
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    if is_template:
        assert called_for(path) == ("lint", path.resolve())
    else:
        with pytest.raises(JobFault, match="不知道怎样处理"):
            called_for(path)


def test_the_templates_by_name_are_those_that_lint_knows():
    assert set(TEMPLATES) == set(WORDS_OF)


def test_a_template_in_another_format_of_word_is_to_be_saved_as_docx(tmp_path, capsys):
    (tmp_path / "进度通报.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    assert "另存为“Word 文档（*.docx）”" in refused(capsys, str(tmp_path / "进度通报.doc"))


def test_a_template_of_another_name_is_linted_and_told_the_name_to_be_used(tmp_path, capsys):
    template = tmp_path / "进度通报（修改）.docx"
    shutil.copy(HOME / "templates" / "进度通报.docx", template)
    assert main(["lint", str(template)]) == 0
    assert "名字要改成“进度通报.docx”" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("进度通报.docx", False),
        ("进度通报.docx.docx", True),
        ("进度通报（修改）.docx", True),
        ("通报.docx", True),
        ("进度通报.doc", True),
        ("可用词语.docx", False),
        ("~$度通报.docx", False),
    ],
)
def test_a_document_among_the_offices_templates_that_no_paper_is_made_from_is_told(tmp_path, capsys, name, is_told):
    folder = a_month(tmp_path)
    (folder.parent / "模板").mkdir()
    shutil.copy(HOME / "templates" / "进度通报.docx", folder.parent / "模板" / name)
    assert main(["run", str(folder)]) == 0
    assert (f"“模板”里的“{name}”没有用上" in capsys.readouterr().out) is is_told


def test_anything_else_dragged_is_one_sentence_that_says_what_may_be(tmp_path, capsys):
    (tmp_path / "照片.jpg").write_bytes(b"")
    assert MAY_BE_DROPPED in refused(capsys, str(tmp_path / "照片.jpg"))
    assert MAY_BE_DROPPED in refused(capsys, str(tmp_path / "没有"))


def test_of_several_dragged_paths_a_bad_one_does_not_keep_the_others_from_being_done(tmp_path):
    folder = a_month(tmp_path)
    other = tmp_path / "照片.jpg"
    other.write_bytes(b"")
    assert main([str(other), str(folder), "--quiet"]) == 2
    assert (folder / "结果" / "结果.json").is_file()


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        (r'C:\Windows\cmd.exe /c ""D:\工具\制作通报.bat" D:\平顶山2023\2023-09"', [r"D:\平顶山2023\2023-09"]),
        (
            r'cmd /c ""D:\制作通报.bat" "D:\有 空格\a b.xlsx" D:\a&b^c%.doc"',
            [r"D:\有 空格\a b.xlsx", r"D:\a&b^c%.doc"],
        ),
        (r'cmd /c ""D:\制作通报.bat" D:\惊!叹!,(一);b=c.xlsx"', [r"D:\惊!叹!,(一);b=c.xlsx"]),
        (r'cmd /c ""D:\制作通报.bat" "', []),
        ("", []),
    ],
)
def test_the_raw_line_of_a_drop_is_cut_at_blanks_outside_quotes_only(line, paths):
    assert [str(path) for path in dropped_paths(line)] == paths


# Help


def test_every_command_has_help_and_stands_in_the_manual(capsys):
    manual = (HOME / "使用手册.md").read_text(encoding="utf-8")
    for job, (_, words) in JOBS.items():
        with pytest.raises(SystemExit) as ended:
            main([job, "--help"])
        assert ended.value.code == 0
        assert words in "".join(capsys.readouterr().out.split())
        assert f"make_reports.py {job}" in manual


def test_it_runs_from_any_folder_on_a_console_that_knows_only_gbk(tmp_path):
    folder = a_month(tmp_path, ("宝丰县",))
    done = subprocess.run(
        [sys.executable, str(HOME / "make_reports.py"), str(folder)],
        capture_output=True,
        cwd=tmp_path,
        check=False,
        env={"PYTHONIOENCODING": "gbk", "PATH": ""},
    )
    assert done.returncode == 1, done.stderr.decode("gbk")
    assert "未报 1：郏县" in done.stdout.decode("gbk")


def test_a_year_s_folder_is_a_year_whatever_its_name_and_a_misnamed_period_is_told_so(tmp_path, capsys):
    folder = a_month(tmp_path).parent
    renamed = folder.rename(tmp_path / "2023")
    assert main([str(renamed), "--quiet"]) == 0
    assert (renamed / "2023-09" / "结果" / "结果.json").is_file()
    (renamed / "七月").mkdir()
    assert "期次文件夹的名字" in refused(capsys, str(renamed / "七月"))


def test_a_dragged_correction_checks_its_period(tmp_path):
    folder = a_month(tmp_path)
    workbook(folder / "更正.xlsx", {"更正": "单位 | 编码 | 栏 | 原值 | 更正值 | 依据 | 提供人 | 经办人 | 日期"})
    assert main([str(folder / "更正.xlsx"), "--quiet"]) == 0
    assert (folder / "结果" / "校验报告.xlsx").is_file()


def test_a_faulty_template_of_the_office_keeps_the_earlier_paper_and_the_others_are_written(tmp_path, capsys):
    folder = a_month(tmp_path)
    main(["run", str(folder), "--quiet"])
    before = (folder / "结果" / "通报.docx").read_bytes()
    own = folder.parent / "模板"
    own.mkdir()
    document = docx.Document(str(HOME / "templates" / "进度通报.docx"))
    document.paragraphs[0].insert_paragraph_before("{{ 地区名称 }}")
    document.save(str(own / "进度通报.docx"))
    issue_and_fill(folder.parent, "2023-09", "宝丰县", {"1.1": {"本期累计": 1300}, "1.2": {"本期累计": 600}})
    assert main(["run", str(folder), "--quiet"]) == 1
    said = capsys.readouterr().err
    assert "通报.docx" in said
    assert "地区名称" in said
    assert (folder / "结果" / "通报.docx").read_bytes() == before
    stored = json.loads((folder / "结果" / "结果.json").read_text(encoding="utf-8"))
    assert "1300" in {one["value"] for one in stored["figures"]}


def test_the_office_s_own_template_is_used_in_place_of_ours(tmp_path):
    folder = a_month(tmp_path)
    own = folder.parent / "模板"
    own.mkdir()
    document = docx.Document(str(HOME / "templates" / "进度通报.docx"))
    document.paragraphs[-1].insert_paragraph_before("本办自己的话，{{ 地区 }}")
    document.save(str(own / "进度通报.docx"))
    main(["run", str(folder), "--quiet"])
    notice = docx.Document(str(folder / "结果" / "通报.docx"))
    assert "本办自己的话，平顶山市" in [paragraph.text for paragraph in notice.paragraphs]


def test_a_correction_that_does_not_hold_falls_and_the_screen_says_so(tmp_path, capsys):
    folder = a_month(tmp_path)
    labels = "单位 | 编码 | 栏 | 原值 | 更正值 | 依据 | 提供人 | 经办人 | 日期"
    lines = "宝丰县 | 1.1 | 本期累计 | 999 | 1300 | 来电 | 张某 | 李某 | 2023-09-26"
    workbook(folder / "更正.xlsx", {"更正": f"{labels}\n{lines}"})
    assert main(["run", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "更正 1 处有误" in said
    assert "退回" not in said
    stored = json.loads((folder / "结果" / "结果.json").read_text(encoding="utf-8"))
    figure = next(one for one in stored["figures"] if one["unit"] == "宝丰县" and one["indicator"] == "1.1")
    assert figure["value"] == "1200", "what the unit sent stands"


def test_a_correction_workbook_that_cannot_be_read_wants_a_person(tmp_path):
    folder = a_month(tmp_path)
    (folder / "更正.xlsx").write_bytes(b"junk")
    assert main(["run", str(folder), "--quiet"]) == 1


def test_own_templates_are_named_and_a_bad_one_is_complained_of_once(tmp_path, capsys):
    folder = a_month(tmp_path)
    own = folder.parent / "模板"
    own.mkdir()
    (own / "进度通报.docx").write_bytes((HOME / "templates" / "进度通报.docx").read_bytes())
    faulty = docx.Document()
    faulty.add_paragraph("{{ 没有的词 }}")
    faulty.save(str(own / "反馈单.docx"))
    for unit in ("宝丰县", "郏县"):
        issue_and_fill(folder.parent, "2023-09", unit, {**RIGHT, "1.1": {"本期累计": -1}})
    assert main(["run", str(folder)]) == 1
    said = capsys.readouterr()
    assert said.err.count("没有写出") == 1
    assert "“反馈单”没有写出，原有的没有动：模板“反馈单.docx”里“{{ 没有的词 }}”一段：不认识“没有的词”" in said.err
    assert "用了您自己的模板：进度通报、反馈单。" in said.out
    assert (folder / "结果" / "通报.docx").is_file()
    assert not (folder / "结果" / "反馈单").exists()


def test_a_reader_who_has_seen_enough_does_not_stop_the_job(tmp_path):
    folder = shutil.copytree(HOME / "samples" / "平顶山2023", tmp_path / "平顶山2023") / "2023-09"
    command = f'"{sys.executable}" "{HOME / "make_reports.py"}" check "{folder}" | head -n 1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
    assert (folder / "结果" / "校验报告.xlsx").is_file()


def test_what_a_notice_has_gaps_for_is_said(tmp_path, capsys):
    folder = a_month(tmp_path)
    main(["run", str(folder)])
    assert "通报里还空着：主送机关、文号、成文日期。" in capsys.readouterr().out


def test_a_notice_without_gaps_is_not_spoken_of(tmp_path, capsys):
    folder = shutil.copytree(HOME / "samples" / "平顶山2023", tmp_path / "平顶山2023") / "2023-09"
    main(["run", str(folder)])
    assert "还空着" not in capsys.readouterr().out
