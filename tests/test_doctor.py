"""doctor: each thing that can be wrong with an installation is found, and said in Chinese with what to do."""

import json
import tomllib
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN
from importlib import metadata
from pathlib import Path

import pytest

from commands import installation
from commands.doctor import doctor
from commands.installation import (
    FONTS,
    HOME,
    OLDEST_PYTHON,
    Check,
    State,
    clock,
    disk_space,
    font_names,
    fonts,
    own_files,
    packages,
    path_length,
    python_version,
    screen_encoding,
    writable,
)
from commands.screen import Screen
from delivery.set_up import NEEDED
from make_reports import main
from model.labels import TEMPLATES
from model.quantity import arithmetic
from templates.build import layout

NOON = datetime(2026, 5, 1, 12).astimezone()


def checks_of(capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, str]]:
    """Status and message of each check, by its name, as --json gives them."""
    told = json.loads(capsys.readouterr().out)["checks"]
    return {one["name"]: (one["status"], one["message"]) for one in told}


# The whole


def test_a_right_installation_is_told_to_be_so(capsys):
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "【正常】演练：示例月份做了一遍，结果和应当出来的一致。" in said
    assert said.endswith("检查完了，可以放心使用。\n")


def test_json_holds_every_check(capsys):
    assert main(["doctor", "--json"]) == 0
    found = checks_of(capsys)
    assert list(found) == [
        "Python", "组件", "组件能用", "自带模板", "工具文件夹", "临时文件夹", "磁盘空间", "日期", "屏幕文字",
        "路径长度", "字体", "演练",
    ]  # fmt: skip
    assert {status for status, _ in found.values()} <= {"ok", "note"}


def test_a_tool_that_rounds_otherwise_is_found_out(monkeypatch, capsys):
    monkeypatch.setattr(arithmetic, "ROUND_HALF_UP", ROUND_HALF_EVEN)
    assert main(["doctor", "--json"]) == 1
    status, message = checks_of(capsys)["演练"]
    assert status == "fault"
    assert "各单位的数：甲县 1.2的与序时的差距应为“1.3”，出来的是“1.2”" in message
    assert "不要用它出通报" in message


def test_many_differences_are_counted(monkeypatch, capsys):
    monkeypatch.setattr("commands.rehearsal.rehearse", lambda: tuple(f"第{one}处" for one in range(1, 9)))
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "第5处；另有 3 处。" in said
    assert "有 1 处有问题" in said


def test_a_rehearsal_that_breaks_off_is_a_fault_and_no_traceback(monkeypatch, capsys):
    def broken() -> tuple[str, ...]:
        raise RuntimeError("DLL load failed")

    monkeypatch.setattr("commands.rehearsal.rehearse", broken)
    assert main(["doctor"]) == 1
    assert "示例月份没有做成（RuntimeError：DLL load failed）" in capsys.readouterr().out


def test_a_job_that_cannot_be_done_tells_why(monkeypatch, capsys):
    monkeypatch.setattr("commands.installation.tempfile.gettempdir", lambda: "/没有这个文件夹")
    monkeypatch.setattr(installation, "disk_space", lambda _: Check("磁盘空间", State.WELL, ""))
    assert main(["doctor", "--json"]) == 1
    found = checks_of(capsys)
    assert found["临时文件夹"][0] == "fault"
    assert found["演练"] == ("fault", "没有做，先处理上面的问题。")


# One by one


def test_an_old_python_is_a_fault():
    assert python_version((3, 10, 4)).state is State.FAULT
    assert "3.10.4，要 3.11" in python_version((3, 10, 4)).message
    assert python_version((3, 11, 0)).state is State.WELL


def test_a_missing_package_is_a_fault_and_the_rehearsal_waits(monkeypatch, capsys):
    known = metadata.version

    def version(name: str) -> str:
        if name == "lxml":
            raise metadata.PackageNotFoundError(name)
        return str(known(name))

    monkeypatch.setattr("commands.installation.metadata.version", version)
    assert doctor(Screen(is_json=True)) == 1
    found = checks_of(capsys)
    assert found["组件"][0] == "fault"
    assert "没有装上：lxml" in found["组件"][1]
    assert found["演练"] == ("fault", "没有做，先处理上面的问题。")


def test_a_package_that_does_not_load_is_a_fault(monkeypatch, capsys):
    known = installation.importlib.import_module

    def load(name: str):
        if name == "python_calamine":
            raise ImportError("DLL load failed")
        return known(name)

    monkeypatch.setattr("commands.installation.importlib.import_module", load)
    assert main(["doctor", "--json"]) == 1
    found = checks_of(capsys)
    assert found["组件"][0] != "fault"
    assert found["组件能用"][0] == "fault"
    assert "用不起来：python_calamine。" in found["组件能用"][1]
    assert found["演练"][0] == "ok", "what is read seldom does not keep the rehearsal from being done"


def test_another_version_is_a_note(tmp_path):
    lock = tmp_path / "lock"
    lock.write_text(f"lxml=={metadata.version('lxml')} \\\n    --hash=x\nopenpyxl==0.1 \\\n    --hash=y\n", "utf-8")
    found = packages(lock)
    assert found.state is State.NOTE
    assert f"openpyxl {metadata.version('openpyxl')}（配套的是 0.1）" in found.message
    assert "lxml" not in found.message


def test_what_the_lock_has_for_other_computers_is_not_missed(tmp_path):
    lock = tmp_path / "lock"
    lock.write_text(
        "no-such==1 ; sys_platform == 'os2' \\\nnor-this==1 ; python_full_version < '3.0' \\\n"
        f"lxml=={metadata.version('lxml')} ; python_full_version >= '3.0' \\\n",
        "utf-8",
    )
    assert packages(lock).message == "1 个都在，版本配套。"


def test_a_missing_template_is_a_fault(tmp_path):
    (tmp_path / "templates").mkdir()
    for name in TEMPLATES[1:]:
        (tmp_path / "templates" / f"{name}.docx").write_bytes(b"")
    assert own_files(tmp_path) == Check(
        "自带模板", State.FAULT, "少了 进度通报.docx，请把工具重新拷一份，要整个文件夹一起拷。"
    )


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    assert writable("临时文件夹", tmp_path, State.FAULT).state is State.WELL
    found = writable("临时文件夹", tmp_path / "没有", State.FAULT)
    assert found.state is State.FAULT
    assert "写不进去" in found.message
    assert not list(tmp_path.iterdir()), "nothing is left behind"


def test_a_full_disk_is_a_fault(monkeypatch, tmp_path):
    class Usage:
        free = 20 * 2**20

    monkeypatch.setattr("commands.installation.shutil.disk_usage", lambda _: Usage)
    found = disk_space((tmp_path,))
    assert (found.state, "只剩 20 MB" in found.message) == (State.FAULT, True)


def test_a_clock_that_is_behind_the_tool_itself_is_a_fault():
    assert clock(NOON, NOON).state is State.WELL
    assert clock(NOON, NOON + timedelta(hours=3)).state is State.WELL, "a copy from another time zone"
    assert clock(NOON, NOON + timedelta(days=30)).state is State.FAULT
    assert clock(NOON.replace(year=2010), NOON.replace(year=2009)).state is State.FAULT


def test_a_screen_without_chinese_is_a_note():
    assert screen_encoding("utf-8").state is State.WELL
    assert screen_encoding("gbk").state is State.WELL
    assert screen_encoding("cp437").state is State.NOTE
    assert screen_encoding("没有").state is State.NOTE


def test_a_deep_folder_is_a_fault_where_paths_are_limited():
    assert path_length("D:\\" + "深" * 120, True).state is State.FAULT
    assert path_length("D:\\民生实事工具", True).state is State.WELL
    assert path_length("/" + "深" * 120, False).state is State.WELL


def test_missing_fonts_are_a_note_by_name():
    windows = font_names(["SimSun,NSimSun", "SimHei", "仿宋_GB2312", "楷体_GB2312"])
    found = fonts(windows)
    assert found.state is State.NOTE
    assert found.message.startswith("没有装：方正小标宋简体。")
    assert fonts(windows | {"方正小标宋简体"}).state is State.WELL
    assert fonts(None).state is State.NOTE


def test_the_fonts_looked_for_are_those_of_the_templates():
    assert set(FONTS) == {layout.FANG, layout.KAI, layout.HEI, layout.BIAO, layout.SONG}


def test_a_computer_without_fc_list_cannot_tell_its_fonts(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert installation.installed_fonts() is None


def test_the_newest_file_of_the_tool_is_not_of_the_future():
    assert installation.newest_file(Path(HOME)) <= datetime.now().astimezone() + timedelta(days=1)


def test_the_oldest_python_is_that_of_the_project_and_of_the_first_use():
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={'.'.join(map(str, OLDEST_PYTHON))}"
    assert OLDEST_PYTHON == NEEDED
