"""Last period's figures come from its results, and only as they were written."""

import json
from pathlib import Path

import pytest

from make_reports import main
from tests.months import refused
from tests.tables import issue_and_fill, year

AUGUST = {"1.1": {"本期累计": 1000}, "1.2": {"本期累计": 500}}
SEPTEMBER = {"1.1": {"本期累计": 1200}, "1.2": {"本期累计": 600}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A year in which August was run; September's forms are in."""
    made = year(tmp_path)
    for unit in ("宝丰县", "郏县"):
        issue_and_fill(made, "2023-08", unit, AUGUST)
    assert main(["run", str(made / "2023-08"), "--quiet"]) == 0
    for unit in ("宝丰县", "郏县"):
        issue_and_fill(made, "2023-09", unit, SEPTEMBER)
    return made


def results_file(folder: Path, period: str) -> Path:
    return folder / period / "结果" / "结果.json"


def test_what_august_came_to_is_what_september_is_compared_with(folder: Path) -> None:
    assert main(["run", str(folder / "2023-09"), "--quiet"]) == 0
    stored = json.loads(results_file(folder, "2023-09").read_text(encoding="utf-8"))
    assert [(one["previous"], one["increment"]) for one in stored["figures"][:1]] == [("1000", "200")]


@pytest.mark.parametrize("job", ["forms", "check", "run"])
def test_results_that_somebody_changed_are_refused(folder: Path, capsys: pytest.CaptureFixture[str], job: str) -> None:
    august = results_file(folder, "2023-08")
    august.write_text(august.read_text(encoding="utf-8").replace('"1000"', '"1100"', 1), encoding="utf-8")
    told = refused(capsys, job, str(folder / "2023-09"))
    assert "上期2023-08的结果.json 被改动过，请对2023-08重新运行一次" in told
    assert not results_file(folder, "2023-09").exists()


def test_results_saved_anew_by_another_program_are_refused_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    august = results_file(folder, "2023-08")
    august.write_text(json.dumps(json.loads(august.read_text(encoding="utf-8"))), encoding="utf-8")
    assert "被改动过" in refused(capsys, "run", str(folder / "2023-09"))


def test_results_without_a_seal_are_taken_and_it_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    august = results_file(folder, "2023-08")
    stored = json.loads(august.read_text(encoding="utf-8"))
    del stored["seal"]
    august.write_text(json.dumps(stored), encoding="utf-8")
    assert main(["run", str(folder / "2023-09")]) == 0
    assert "没有封记" in capsys.readouterr().out


def test_line_breaks_of_windows_change_nothing(folder: Path) -> None:
    august = results_file(folder, "2023-08")
    august.write_bytes(august.read_bytes().replace(b"\n", b"\r\n"))
    assert main(["run", str(folder / "2023-09"), "--quiet"]) == 0


def test_running_the_changed_month_again_mends_it(folder: Path) -> None:
    august = results_file(folder, "2023-08")
    was = august.read_bytes()
    august.write_bytes(was.replace(b'"1000"', b'"1100"', 1))
    assert main(["run", str(folder / "2023-08"), "--quiet"]) == 0
    assert august.read_bytes() == was


def test_when_august_is_run_again_with_another_figure_september_says_so_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    september = str(folder / "2023-09")
    main(["run", september])
    assert "上期的结果在上次运行之后重新写过" not in capsys.readouterr().out
    issue_and_fill(folder, "2023-08", "宝丰县", {**AUGUST, "1.1": {"本期累计": 1100}})
    assert main(["run", str(folder / "2023-08"), "--quiet"]) == 0
    main(["run", september])
    assert "上期的结果在上次运行之后重新写过" in capsys.readouterr().out
    first = results_file(folder, "2023-09").read_bytes()
    assert b'"increment": "100"' in first
    main(["run", september])
    assert "上期的结果在上次运行之后重新写过" not in capsys.readouterr().out
    assert results_file(folder, "2023-09").read_bytes() == first
