"""The launchers: what can be told of them without a Windows, and the first use from the lock alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commands.dropped import do_what_is_called_for
from commands.screen import Screen
from delivery.environment import python_of, set_up
from delivery.fault import SetUpFault

HOME = Path(__file__).resolve().parent.parent


def test_the_batch_file_is_ascii_with_windows_line_ends():
    content = (HOME / "制作通报.bat").read_bytes()
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n") > 10


def test_the_batch_file_hands_the_raw_line_over_and_never_parses_a_dropped_name():
    text = (HOME / "制作通报.bat").read_text(encoding="ascii")
    assert 'set "GW_CMDLINE=!cmdcmdline!"' in text
    assert "--from-drop" in text
    assert "%~1" not in text
    assert "%~f1" not in text


def test_the_batch_file_of_the_assessment_is_the_same_under_another_name():
    assert (HOME / "评价.bat").read_bytes() == (HOME / "制作通报.bat").read_bytes()


@pytest.mark.parametrize(("launcher", "job"), [("制作通报.bat", "run"), ("评价.bat", "assess"), ("", "run")])
def test_the_name_of_the_batch_file_tells_what_is_done_with_a_period(tmp_path, launcher, job):
    period = tmp_path / "2023-12"
    (period / "上报").mkdir(parents=True)
    (period / "上报" / "甲县.xlsx").write_bytes(b"")
    (tmp_path / "目标分解表.xlsx").write_bytes(b"")
    done = []

    def do(name, paths, screen):
        done.append((name, paths))
        return 0

    for dropped in (period, period / "上报" / "甲县.xlsx"):
        do_what_is_called_for([dropped], Screen(), do, launcher)
    assert done == [(job, [period]), (job if job == "assess" else "check", [period])]


def test_a_breakdown_is_nothing_to_assess(tmp_path, capsys):
    breakdown = tmp_path / "目标分解表.xlsx"
    breakdown.write_bytes(b"")
    assert do_what_is_called_for([breakdown], Screen(), lambda *_: 0, "评价.bat") == 2
    assert "要评价的期次文件夹" in capsys.readouterr().err


def test_the_shell_launcher_may_be_started_and_is_sound():
    path = HOME / "make_reports.sh"
    assert os.access(path, os.X_OK)
    assert subprocess.run(["sh", "-n", str(path)], check=False).returncode == 0


def test_every_locked_package_has_its_hashes():
    for name in ("requirements.lock", "requirements-dev.lock"):
        entries = (HOME / name).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        pinned = [entry for entry in entries if "==" in entry and not entry.lstrip().startswith("#")]
        assert len(pinned) > 10
        assert all("--hash=sha256:" in entry for entry in pinned)


def test_the_lock_holds_every_dependency_of_the_project():
    import tomllib

    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (HOME / "requirements.lock").read_text(encoding="utf-8")
    for dependency in project["dependencies"]:
        name = dependency.partition(">")[0]
        assert f"\n{name}==" in f"\n{lock}", name


def test_an_environment_that_stands_is_not_made_again(tmp_path, capsys):
    import hashlib

    lock = tmp_path / "requirements.lock"
    lock.write_text("", encoding="utf-8")
    python = python_of(tmp_path / ".venv")
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    marker = tmp_path / ".venv" / "lock.sha256"
    marker.write_text(hashlib.sha256(b"").hexdigest(), encoding="utf-8")
    assert set_up(tmp_path / ".venv", lock) is False
    assert capsys.readouterr().out == ""


@pytest.mark.slow
def test_a_first_use_makes_the_environment_and_says_how_far_it_is(tmp_path, capsys):
    lock = tmp_path / "requirements.lock"
    lock.write_text("", encoding="utf-8")
    assert set_up(tmp_path / ".venv", lock) is True
    assert "准备好了" in capsys.readouterr().out
    assert subprocess.run([str(python_of(tmp_path / ".venv")), "-c", "import pip"], check=False).returncode == 0


@pytest.mark.slow
def test_a_first_use_that_fails_is_one_sentence(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("no-such-package==1 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    with pytest.raises(SetUpFault, match="组件没有装上"):
        set_up(tmp_path / ".venv", lock)
    assert not (tmp_path / ".venv" / "lock.sha256").exists()


def launched(*arguments: str, path: Path | str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """The shell launcher as it is started with this search path for programs."""
    return subprocess.run(
        ["/bin/sh", str(HOME / "make_reports.sh"), *arguments], capture_output=True, text=True, encoding="utf-8",
        input=typed, env={"PATH": f"{path}:/usr/bin:/bin", "HOME": "/nonexistent"}, check=False,
    )  # fmt: skip


@pytest.fixture
def old_pythons(tmp_path: Path) -> Path:
    """A folder of programs in which every Python is an old one."""
    for name in ("python3", *(f"python3.{minor}" for minor in range(11, 15))):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    return tmp_path


def test_without_a_python_that_will_do_the_launcher_says_so(old_pythons: Path):
    done = launched("2023-09", path=old_pythons)
    assert done.returncode == 2
    assert done.stderr == "需要 Python 3.11 或更新的版本，这台机器上没有找到，请照使用手册 1.2 准备。\n"
    assert done.stdout == ""


def test_started_from_the_desktop_the_window_waits_for_a_key(old_pythons: Path):
    done = launched("--window", "2023-09", path=old_pythons, typed="\n")
    assert done.returncode == 2
    assert done.stdout == "按回车键关闭窗口。"


def test_after_a_drop_the_batch_file_ends_cmd_itself():
    """`exit /b` would have cmd run what follows an ampersand in a dropped name: it is for a console alone."""
    lines = (HOME / "制作通报.bat").read_text(encoding="ascii").splitlines()
    assert lines[-3:] == [
        "if not defined GW_DROP exit /b %GW_RC%",
        "if not defined GW_NOPAUSE pause",
        "exit %GW_RC%",
    ]
    others = [number for number, line in enumerate(lines[:-3]) if line.startswith("exit")]
    assert [lines[number] for number in others] == ["exit /b %GW_RC%"]
    assert lines[others[0] - 3] == ":fromshell"
