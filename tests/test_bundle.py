"""Bundles: what goes in, the lock that decides it, first use from a bundle alone, the launcher on a Linux desktop."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from delivery import components, desktop
from delivery.bundle import PARTS, TARGETS, TOP, entries_for, main, make_bundle, own_files
from delivery.components import own_kind, set_up_components, suits
from delivery.fault import SetUpFault
from delivery.first_use import first_use
from delivery.lock import Locked, allowed_hashes, read_lock
from tests.sample_years import copy_of
from tests.without_net import NO_PROXY_LEADS_OUT, cut_off

HOME = Path(__file__).resolve().parent.parent
LOCK = read_lock((HOME / "requirements.lock").read_text(encoding="utf-8"))
OWN_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


# The lock


def test_an_entry_of_the_lock_is_read_with_its_marker_and_hashes():
    text = f"""
one==1.0 ; sys_platform == 'win32' \\
    --hash=sha256:{"a" * 64} \\
    --hash=sha256:{"b" * 64}
    # via two
two-three==2.0 \\
    --hash=sha256:{"c" * 64}
"""
    assert read_lock(text) == [
        Locked("one", "1.0", "sys_platform == 'win32'", ("a" * 64, "b" * 64)),
        Locked("two-three", "2.0", "", ("c" * 64,)),
    ]


def test_markers_are_judged_for_the_target_not_for_the_machine_that_makes_the_bundle():
    def names(target: str, python: str) -> dict[str, str]:
        return {one.name: one.version for one in entries_for(LOCK, TARGETS[target], python)}

    assert "colorama" in names("win_amd64", "3.11")
    assert "colorama" not in names("linux_aarch64", "3.11")
    assert names("linux_x86_64", "3.11")["numpy"] != names("linux_x86_64", "3.12")["numpy"]


# What goes in


def test_the_tools_own_files_go_in_and_nothing_that_a_run_made(tmp_path):
    for part in PARTS:
        (shutil.copytree if (HOME / part).is_dir() else shutil.copy)(HOME / part, tmp_path / part)
    period = tmp_path / "samples" / "平顶山2023" / "2023-09"
    for made in ("结果/通报.docx", "填报表/叶县.xlsx"):
        (period / made).parent.mkdir(exist_ok=True)
        (period / made).write_bytes(b"")
    names = {name for name, _ in own_files(tmp_path)}
    assert {"make_reports.py", "commands/run.py", "templates/进度通报.docx", "使用手册.md", "制作通报.bat"} <= names
    assert "samples/平顶山2023/2023-08/结果/结果.json" in names
    assert not [one for one in names if "2023-09/结果" in one or "填报表/" in one or one.endswith(".pyc")]
    assert not [one for one in names if one.partition("/")[0] in ("tests", "bench")]


def test_the_text_of_the_first_day_names_the_file_of_python_that_the_batch_file_looks_for():
    batch_file = (HOME / "制作通报.bat").read_bytes().decode("ascii")
    text = first_use("win_amd64", batch_file)
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.count(b"\n") == text.count(b"\r\n")
    told = text.decode("utf-8-sig")
    name, digest = (re.findall(rf'"{one}=(.+)"', batch_file)[0].strip() for one in ("GW_ZIP", "GW_SHA"))
    assert name in told
    assert digest in told
    assert re.fullmatch(r"python-3\.11\.\d+-embed-amd64\.zip", name)
    assert re.fullmatch("[0-9a-f]{64}", digest)
    reasons = re.findall(r"echo (\[\d\])", batch_file)
    assert set(reasons) == {"[1]", "[2]", "[3]"}
    assert all(f"\n{one} " in told.replace("\r", "") for one in reasons)


def test_the_python_of_the_windows_bundle_is_the_one_that_the_batch_file_knows():
    name = re.findall(r'"GW_ZIP=python-(\d+\.\d+)', (HOME / "制作通报.bat").read_text(encoding="ascii"))[0]
    assert TARGETS["win_amd64"].pythons == (name,)


def test_a_bundle_for_an_unknown_machine_is_one_sentence(tmp_path, capsys):
    assert main(["loongarch64", "-o", str(tmp_path)]) == 2
    assert (
        "没有“loongarch64”这种安装包，可以做的有：win_amd64、linux_x86_64、linux_aarch64。" in capsys.readouterr().err
    )


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    """This machine's bundle, for the Python that runs, made twice."""
    target = TARGETS[f"linux_{os.uname().machine}"]
    return [make_bundle(target, tmp_path_factory.mktemp("bundle"), (OWN_PYTHON,)) for _ in range(2)]


@pytest.mark.slow
def test_a_bundle_made_twice_is_the_same(bundles):
    assert bundles[0].read_bytes() == bundles[1].read_bytes()


@pytest.mark.slow
def test_every_file_is_in_the_list_of_hashes_and_every_wheel_in_the_lock(bundles):
    with zipfile.ZipFile(bundles[0]) as archive:
        found = {name.removeprefix(f"{TOP}/"): archive.read(name) for name in archive.namelist()}
        assert all(one.flag_bits & 0x800 or one.filename.isascii() for one in archive.infolist()), "names are UTF-8"
    listed = dict(reversed(line.split("  ", 1)) for line in found.pop("SHA256SUMS").decode("utf-8").splitlines())
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}
    wheels = {name: digest for name, digest in listed.items() if name.startswith("wheels/")}
    assert len(wheels) == len(entries_for(LOCK, TARGETS[f"linux_{os.uname().machine}"], OWN_PYTHON))
    assert set(wheels.values()) <= allowed_hashes(LOCK)


@pytest.mark.slow
def test_the_bundle_for_arm_has_wheels_for_every_python_that_it_serves(tmp_path):
    path = make_bundle(TARGETS["linux_aarch64"], tmp_path)
    with zipfile.ZipFile(path) as archive:
        names = [name.removeprefix(f"{TOP}/wheels/") for name in archive.namelist() if name.endswith(".whl")]
    own = {kind: [name for name in names if name.startswith(kind)] for kind in ("any/", *(
        f"linux_aarch64-cp{python.replace('.', '')}/" for python in TARGETS["linux_aarch64"].pythons))}  # fmt: skip
    assert sum(map(len, own.values())) == len(names)
    assert len({len(wheels) for kind, wheels in own.items() if kind != "any/"}) == 1
    assert all("aarch64" in name for kind, wheels in own.items() if kind != "any/" for name in wheels)


# First use


def small_bundle(home: Path) -> Path:
    """A bundle of two wheels and its lock; the second wheel."""
    wheels = []
    for name, kind in (("one", "any"), ("two", own_kind())):
        path = home / "wheels" / kind / f"{name}-1.0-py3-none-any.whl"
        path.parent.mkdir(parents=True)
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(f"{name}.py", f"NAME = '{name}'\n")
        wheels.append(path)
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in wheels]
    lock = "".join(f"{path.name[:3]}==1.0 --hash=sha256:{one}\n" for path, one in zip(wheels, digests, strict=True))
    (home / "requirements.lock").write_text(lock, encoding="utf-8")
    lines = (f"{one}  {path.relative_to(home).as_posix()}\n" for path, one in zip(wheels, digests, strict=True))
    (home / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    return wheels[1]


def test_first_use_unpacks_the_wheels_and_says_how_far_it_is(tmp_path, capsys):
    small_bundle(tmp_path)
    assert set_up_components(tmp_path) is True
    said = capsys.readouterr().out
    assert "第 1 个，共 2 个（one）" in said
    assert "第 2 个，共 2 个（two）" in said
    assert "准备好了" in said
    assert {path.name for path in (tmp_path / "components").glob("*.py")} == {"one.py", "two.py"}
    assert set_up_components(tmp_path) is False
    assert capsys.readouterr().out == ""


def test_a_set_up_that_was_interrupted_starts_anew(tmp_path):
    small_bundle(tmp_path)
    (tmp_path / "components.new").mkdir()
    (tmp_path / "components.new" / "half.py").write_text("", encoding="utf-8")
    assert set_up_components(tmp_path) is True
    assert not (tmp_path / "components" / "half.py").exists()
    assert not (tmp_path / "components.new").exists()


def test_a_new_lock_makes_the_components_anew(tmp_path):
    small_bundle(tmp_path)
    set_up_components(tmp_path)
    lock = tmp_path / "requirements.lock"
    lock.write_text(lock.read_text(encoding="utf-8") + "# newer\n", encoding="utf-8")
    assert set_up_components(tmp_path) is True


def test_a_wheel_that_is_not_the_locks_is_refused(tmp_path):
    wheel = small_bundle(tmp_path)
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("three.py", "")
    with pytest.raises(SetUpFault, match=r"two-1\.0-py3-none-any\.whl”不是原来的那一份"):
        set_up_components(tmp_path)
    assert not (tmp_path / "components").exists()


def test_a_bundle_that_was_copied_in_part_names_what_is_missing(tmp_path):
    small_bundle(tmp_path).unlink()
    with pytest.raises(SetUpFault, match=r"安装包不完整，缺少“wheels/.*/two-1.0-py3-none-any.whl”"):
        set_up_components(tmp_path)


def test_a_python_without_wheels_is_told_which_will_do(tmp_path, monkeypatch):
    small_bundle(tmp_path)
    monkeypatch.setattr(components, "own_kind", lambda: "linux_loongarch64-cp399")
    assert not suits(tmp_path)
    with pytest.raises(
        SetUpFault, match=rf"供 Python {re.escape(OWN_PYTHON)}（.+）使用，这台机器上的是 Python .*loongarch64"
    ):
        set_up_components(tmp_path)


def test_the_embeddable_python_of_the_bundle_is_led_to_the_tool_and_no_other(tmp_path, monkeypatch):
    home = tmp_path / "tool"
    small_bundle(home)
    name = f"python{OWN_PYTHON.replace('.', '')}"
    for folder in (home / "py", tmp_path / "elsewhere"):
        folder.mkdir()
        (folder / f"{name}._pth").write_text(f"{name}.zip\n.\n", encoding="utf-8")
        monkeypatch.setattr(sys, "executable", str(folder / "python.exe"))
        set_up_components(home)
    told = (home / "py" / f"{name}._pth").read_text(encoding="utf-8")
    assert told == f"{name}.zip\n.\n../components\n..\n"
    assert (tmp_path / "elsewhere" / f"{name}._pth").read_text(encoding="utf-8") == f"{name}.zip\n.\n"


def test_an_older_python_can_read_the_file_that_tells_it_so():
    """Its words stand before anything that Python 3.7 (UOS) or 3.8 (银河麒麟) could not read."""
    import ast

    ast.parse((HOME / "delivery" / "set_up.py").read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.slow
def test_the_bundle_works_on_linux_without_a_net(bundles, tmp_path):
    with zipfile.ZipFile(bundles[0]) as archive:
        archive.extractall(tmp_path / "我的 文件 夹")
    home = tmp_path / "我的 文件 夹" / TOP
    launcher = home / "make_reports.sh"
    launcher.chmod(0o755)
    (home / "py" / "bin").mkdir(parents=True)
    (home / "py" / "bin" / "python3").symlink_to(Path(sys.base_prefix) / "bin" / f"python{OWN_PYTHON}")
    year = copy_of("叶县2022", tmp_path)
    environment = {**NO_PROXY_LEADS_OUT, "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [*cut_off(), str(launcher), str(year / "2022-H1")], capture_output=True, text=True, encoding="utf-8",
        stdin=subprocess.DEVNULL, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    assert "准备好了" in done.stdout
    assert "结果在：" in done.stdout
    assert (home / "components" / "openpyxl").is_dir()
    assert not (home / ".venv").exists()


# The desktop


@pytest.mark.parametrize("folder", ["民生 实事", "100%", 'a"b', "a$HOME`b", "a\\b", "a'b&c;(d)"])
def test_the_launcher_on_the_desktop_leads_to_a_folder_of_any_name(folder, tmp_path):
    script = tmp_path / folder / "make_reports.sh"
    [line] = [one for one in desktop.entry(script).splitlines() if one.startswith("Exec=")]
    value = re.sub(r"\\(.)", r"\1", line.removeprefix("Exec="))
    [quoted] = re.findall(r'^/bin/sh "((?:\\.|[^"\\])+)" --window %F$', value)
    assert re.sub(r"\\(.)", r"\1", quoted).replace("%%", "%") == str(script)


def test_the_launcher_is_written_to_the_desktop_and_may_be_started(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(desktop, "desktop_folder", lambda: tmp_path)
    assert desktop.main() == 0
    path = tmp_path / "制作通报.desktop"
    assert os.access(path, os.X_OK)
    assert f"写好了：{path}" in capsys.readouterr().out
    assert "Terminal=true" in path.read_text(encoding="utf-8")


def test_a_desktop_that_cannot_be_written_is_one_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(desktop, "desktop_folder", lambda: tmp_path / "none")
    assert desktop.main() == 2
    assert "写不进去" in capsys.readouterr().err


TERMINAL = """#!/bin/sh
while [ "$1" != -e ] && [ "$1" != -x ] && [ "$1" != -- ] && [ $# -gt 0 ]; do shift; done
shift
"$@" </dev/null >"$HOME/shown" 2>&1
"""


@pytest.mark.skipif(shutil.which("gio") is None, reason="GLib's gio is not installed here: no desktop to start from")
def test_a_desktop_starts_the_launcher_with_what_is_dropped(tmp_path):
    """GLib reads the launcher as the desktops do; a script takes the place of its terminal."""
    tool = tmp_path / "民生 实事$工具%"
    tool.mkdir()
    script = tool / "make_reports.sh"
    script.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    terminal = tmp_path / "bin" / "xterm"
    terminal.parent.mkdir()
    terminal.write_text(TERMINAL, encoding="utf-8")
    for one in (script, terminal):
        one.chmod(0o755)
    launcher = tmp_path / "制作通报.desktop"
    launcher.write_text(desktop.entry(script), encoding="utf-8")
    dropped = [tmp_path / "有 空格 2023-09", tmp_path / "a&b$c%d"]
    for one in dropped:
        one.mkdir()
    environment = {"PATH": f"{terminal.parent}:/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    subprocess.run(["gio", "launch", str(launcher), *map(str, dropped)], env=environment, check=True, timeout=30)
    shown = tmp_path / "shown"
    for _ in range(100):
        if shown.is_file() and shown.read_text(encoding="utf-8").count("\n") == 3:
            break
        subprocess.run(["sleep", "0.1"], check=True)
    assert shown.read_text(encoding="utf-8").splitlines() == ["--window", *map(str, dropped)]


@pytest.mark.slow
def test_every_command_finds_its_files_in_what_the_office_gets(tmp_path):
    for name, content in own_files(HOME):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for words in (["doctor", "--json"], ["new", "演练", "--示例"], ["--help"]):
        done = subprocess.run(
            [sys.executable, "make_reports.py", *words],
            cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stderr
        assert "工具自身出错" not in done.stderr
