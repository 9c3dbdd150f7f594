"""assess PERIOD_FOLDER by what lies there: forms, then the next forms, then the ranking (contract sections 4 and 7)."""

import hashlib
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from make_reports import main
from tests.sample_years import copy_of, results_of

pytestmark = pytest.mark.slow
RANKING = {"评价.xlsx", "评价通报.docx", "验收结论"}


@pytest.fixture
def december(tmp_path: Path) -> Path:
    return copy_of("平顶山2023", tmp_path) / "2023-12"


def set_aside(period: Path, *names: str) -> Path:
    """Takes what came back from departments out of the period; returns where it lies."""
    aside = period.parent / "另放"
    for name in names:
        shutil.move(period / name, aside / name)
    return aside


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def digests(period: Path) -> dict[str, str]:
    """All that the tool wrote into the period."""
    written = (path for name in ("初核表", "认定表", "结果") for path in (period / name).rglob("*") if path.is_file())
    return {path.relative_to(period).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in written}


def test_each_step_follows_from_what_has_come_back(december: Path, capsys: pytest.CaptureFixture[str]):
    aside = set_aside(december, "初核", "认定")
    assert main(["assess", str(december)]) == 1
    assert len(names_in(december / "初核表")) == 17
    assert not (december / "认定表").exists()
    assert not RANKING & names_in(december / "结果")
    assert all(one["score"] is None for one in results_of(december)["assessment"])
    assert "“初核表”里的17份表发给对应的部门" in capsys.readouterr().out

    shutil.copytree(aside / "初核", december / "初核", dirs_exist_ok=True)
    assert main(["assess", str(december)]) == 1
    said = capsys.readouterr().out
    assert "初核单位17个，交回16个，还差：市邮政管理局。" in said
    assert "认定单位1个，交回0个，还差：市统计局。" in said
    assert names_in(december / "认定表") == {"市统计局.xlsx"}
    assert names_in(december / "结果") >= RANKING
    stages = {one["stage"] for one in results_of(december)["figures"]}
    assert stages == {"reported", "checked"}

    shutil.copytree(aside / "认定", december / "认定", dirs_exist_ok=True)
    assert main(["assess", str(december)]) == 1
    assert "认定单位1个，交回1个。" in capsys.readouterr().out
    assert {one["stage"] for one in results_of(december)["figures"]} == {"reported", "checked", "confirmed"}


def test_the_same_again_changes_no_byte_and_run_keeps_the_ranking(december: Path):
    assert main(["assess", str(december), "--quiet"]) == 1
    before = digests(december)
    assert main(["assess", str(december), "--quiet"]) == 1
    assert digests(december) == before
    assert main(["run", str(december), "--quiet"]) == 1
    assert digests(december) == before
    outputs = {one["file"] for one in results_of(december)["outputs"]}
    assert {"结果/评价.xlsx", "结果/评价通报.docx", "结果/验收结论/石龙区.docx"} <= outputs


def test_a_faulty_workbook_of_a_department_goes_back_marked(december: Path, capsys: pytest.CaptureFixture[str]):
    set_aside(december, "认定")  # what rests on the faulty figure would go back too
    path = december / "初核" / "市民政局.xlsx"
    book = openpyxl.load_workbook(path)
    book["核数"]["G5"].value = 999
    book.save(path)
    assert main(["assess", str(december)]) == 1
    said = capsys.readouterr().out
    assert "初核表要改的：市民政局" in said
    assert {"市民政局（初核）.xlsx"} == names_in(december / "结果" / "退回")
    assert {"市民政局（初核）.docx"} == names_in(december / "结果" / "反馈单")
    marked = openpyxl.load_workbook(december / "结果" / "退回" / "市民政局（初核）.xlsx")["核数"]["G5"]
    assert "高于自报数" in marked.comment.text
    assert main(["check", str(december), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["cell"] for one in told["findings"] if one["unit"] == "市民政局"] == ["G5"]


def test_as_json_nothing_else_is_printed(december: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["assess", str(december), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["assessment"]


def test_a_period_without_an_assessment_is_refused_with_a_sentence(december: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["assess", str(december.with_name("2023-09"))]) == 2
    said = capsys.readouterr()
    assert "没有安排评价" in said.err
    assert said.err.count("\n") == 1
    assert not (december.with_name("2023-09") / "初核表").exists()
