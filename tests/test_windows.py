"""The bundle for Windows on a Windows as far as there is one here (tests/wine.py says how far that is)."""

import hashlib
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from delivery.bundle import TARGETS, TOP, make_bundle
from make_reports import main
from tests.sample_years import SAMPLES, copy_of
from tests.wine import Wine, as_windows, embeddable_python, hand_over, missing

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

BATCH_FILE = "制作通报.bat"
YEAR = "平顶山2023"


@dataclass(frozen=True)
class Office:
    """An office's machine: the unpacked bundle, a folder for its years, the embeddable package of Python."""

    wine: Wine
    tool: Path
    years: Path
    python_zip: bytes

    def drop(self, *paths: Path | str, more: Mapping[str, str] | None = None, on: str = BATCH_FILE) -> tuple[int, str]:
        """Drops paths on a batch file as Explorer does, which quotes only what holds a blank."""
        words = [path if isinstance(path, str) else as_windows(path) for path in paths]
        dropped = " ".join(f'"{word}"' if " " in word else word for word in words)
        line = f'C:\\windows\\system32\\cmd.exe /c ""{as_windows(self.tool / on)}" {dropped}"'
        return self.batch_file(more={"CMDCMDLINE": line, **({"GW_NOPAUSE": "1"} if more is None else more)}, name=on)

    def batch_file(
        self, *arguments: str, more: Mapping[str, str] | None = None, name: str = BATCH_FILE
    ) -> tuple[int, str]:
        """Exit status and what the window shows, in the code page of a Chinese Windows."""
        done = self.wine.run("wine", "cmd", "/c", name, *arguments, more=more, folder=self.tool)
        return done.returncode, (done.stdout + done.stderr).decode("gbk", errors="strict")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_bundle(TARGETS["win_amd64"], tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def office(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The bundle unpacked into a folder with a Chinese name, blanks and worse; beside it a folder without."""
    # pytest's own folders may be entered by root alone.
    with tempfile.TemporaryDirectory(prefix="wine") as name:
        folder = Path(name)
        wine = Wine(folder)
        years = folder / "年度"
        years.mkdir()
        with zipfile.ZipFile(bundle) as archive:
            archive.extractall(folder / "我的 文件(1) & 夹")
        python = embeddable_python(tmp_path_factory.mktemp("python"))
        (folder / "stand in").mkdir()
        for part, content in python.items():
            (folder / "stand in" / part).write_bytes(content)
        packed = tmp_path_factory.mktemp("zip") / "python.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            for part, content in python.items():
                archive.writestr(part, content)
        wine.stand_in(folder / "stand in" / "python.exe")
        hand_over(folder)
        yield Office(wine, folder / "我的 文件(1) & 夹" / TOP, years, packed.read_bytes())
        wine.end()


def own_copy(office: Office, sample: str, name: str = "") -> Path:
    """A sample's year in the office's folder of years, under this name."""
    if not name:
        renamed = copy_of(sample, office.years)
    else:
        renamed = copy_of(sample, office.years.parent / "样本").rename(office.years / name)
    hand_over(renamed)
    return renamed


def python_set(office: Office, digest: str = "") -> str:
    """Puts the package of Python beside the batch file; `digest` takes the place of python.org's. Its name."""
    path = office.tool / BATCH_FILE
    text = path.read_bytes().decode("ascii")
    [name] = re.findall(r'"GW_ZIP=(.+)"', text)
    (office.tool / name).write_bytes(office.python_zip)
    if digest:
        path.write_bytes(re.sub(r'"GW_SHA=.+"', f'"GW_SHA={digest}"', text).encode("ascii"))
    hand_over(office.tool)
    return str(name)


def test_without_a_python_the_clerk_is_told(office: Office):
    status, said = office.batch_file()
    assert status == 2
    assert "[1] Python was not found." in said
    assert "[1] 没有找到 Python" in (office.tool / "第一次使用.txt").read_text(encoding="utf-8-sig")


def test_another_file_than_python_orgs_is_refused(office: Office):
    """The package here is zipped anew from the same files, so its hash is not python.org's."""
    name = python_set(office)
    status, said = office.batch_file()
    assert status == 2
    assert f"[2] {name} is not the file that python.org published" in said
    assert hashlib.sha256(office.python_zip).hexdigest() in said
    assert not (office.tool / "py").exists()


@pytest.fixture(scope="module")
def first_use(office: Office) -> tuple[int, str]:
    """The double click of the first day: no argument, no net, the package of Python beside the batch file."""
    python_set(office, hashlib.sha256(office.python_zip).hexdigest())
    return office.drop(more={})


def test_first_use_sets_itself_up_from_the_bundle_alone(office: Office, first_use: tuple[int, str]):
    status, said = first_use
    assert status == 2
    wheels = len(list((office.tool / "wheels").rglob("*.whl")))
    assert wheels > 15
    for number in range(1, wheels + 1):
        assert f"第 {number} 个，共 {wheels} 个" in said
    assert "准备好了" in said


def test_a_double_click_shows_what_may_be_dropped_and_waits(first_use: tuple[int, str]):
    assert "没有给出文件或文件夹。可以拖入：期次文件夹" in first_use[1]
    assert "请按任意键" in first_use[1]


@pytest.mark.usefixtures("first_use")
def test_the_python_is_that_of_a_chinese_windows(office: Office):
    code = "import sys, locale; print(sys.platform, locale.getpreferredencoding(), sys.stdout.encoding, *sys.path)"
    done = office.wine.run("wine", str(office.tool / "py" / "python.exe"), "-c", code)
    platform, preferred, output, *paths = done.stdout.decode("gbk").split(" ", 3)
    assert (platform, preferred, output) == ("win32", "cp936", "gbk")
    assert "components" in paths[0]


@pytest.fixture(scope="module")
def months(office: Office, first_use: tuple[int, str]) -> tuple[Path, int, str]:
    """Two periods dropped at once."""
    year = own_copy(office, YEAR)
    return year, *office.drop(year / "2023-08", year / "2023-09")


def test_a_run_says_what_was_done_where_the_results_are_and_what_wants_a_person(months: tuple[Path, int, str]):
    year, status, said = months
    assert status == 1
    for period in ("2023-08", "2023-09"):
        assert f"结果在：{as_windows(year / period / '结果')}" in said
    assert "2023年8月重点民生实事" in said
    assert "需要您处理：" in said
    assert "第一次使用" not in said


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def assert_alike(there: Path, here: Path) -> None:
    """The same files, with the same members; 结果.json the same bytes."""
    names = {path.relative_to(here) for path in here.rglob("*") if path.is_file()}
    assert names
    assert {path.relative_to(there) for path in there.rglob("*") if path.is_file()} == names
    for name in sorted(names):
        if name.suffix == ".json":
            assert (there / name).read_bytes() == (here / name).read_bytes()
        else:
            assert members(there / name) == members(here / name), name


def test_results_are_those_of_linux(months: tuple[Path, int, str], tmp_path: Path):
    year = copy_of(YEAR, tmp_path)
    for period, status in (("2023-08", 0), ("2023-09", 1)):
        assert main(["run", str(year / period), "--quiet"]) == status
        assert_alike(months[0] / period / "结果", year / period / "结果")


@pytest.mark.usefixtures("first_use")
def test_a_period_dropped_on_the_batch_file_of_the_assessment_is_assessed_as_on_linux(office: Office, tmp_path: Path):
    there, here = own_copy(office, YEAR, "要评价的年度") / "2023-12", copy_of(YEAR, tmp_path) / "2023-12"
    status, said = office.drop(there, on="评价.bat")
    assert status == main(["assess", str(here), "--quiet"]) == 1, said
    assert "年末评价：" in said
    for folder in ("初核表", "认定表", "结果"):
        assert_alike(there / folder, here / folder)


HAZARDS = (
    "a&b", "有 空格 & 号", "a^b", "括号(一)", "a,b;c=d", "百%分", "%PATH%", "单'引号", "【方】〔括〕号",
    pytest.param("惊!叹!", marks=pytest.mark.xfail(strict=True, reason="Wine expands a result again")),
)  # fmt: skip


@pytest.mark.usefixtures("first_use")
@pytest.mark.parametrize("name", HAZARDS)
def test_a_folder_of_any_name_may_be_dropped(office: Office, name: str):
    year = own_copy(office, "叶县2022", f"{name}2022")
    shutil.rmtree(year / "2022-H1" / "上报")
    status, said = office.drop(year)
    assert status == 0, said
    assert list((year / "2022-H1" / "填报表").glob("*.xlsx"))


@pytest.mark.usefixtures("first_use")
def test_many_files_of_any_name_arrive_as_they_are_called(office: Office):
    names = [f"{one}.文件" for one in HAZARDS if isinstance(one, str)] * 3
    status, said = office.drop(*(office.years / name for name in names))
    assert status == 2
    for name in names:
        assert said.count(f"没有找到“{as_windows(office.years / name)}”") == 3, said


@pytest.mark.usefixtures("first_use")
def test_what_follows_an_ampersand_in_a_dropped_name_is_never_run(office: Office):
    """Explorer does not quote such a name: cmd has the rest waiting as a command of its own."""
    line = f"{BATCH_FILE} {as_windows(office.years)}\\a&echo RUN"
    said = []
    for more in ({"CMDCMDLINE": f'cmd.exe /c ""{BATCH_FILE}" a&b"', "GW_NOPAUSE": "1"}, {}):
        said.append(office.wine.run("wine", "cmd", "/c", line, more=more, folder=office.tool).stdout.decode("gbk"))
    assert "RUN" not in said[0]
    assert "RUN" in said[1], "from a console the person wrote the command"


@pytest.mark.usefixtures("first_use")
def test_a_zip_among_the_submissions_may_be_dropped(office: Office):
    year = own_copy(office, "叶县2022", "压缩包")
    submissions = year / "2022-H1" / "上报"
    first = min(submissions.glob("*.xlsx"))
    with zipfile.ZipFile(submissions / "a&b (1).zip", "w") as archive:
        archive.write(first, first.name)
    first.unlink()
    hand_over(year)
    status, said = office.drop(submissions / "a&b (1).zip")
    assert status in (0, 1), said
    assert (year / "2022-H1" / "结果" / "校验报告.xlsx").is_file()


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


OPEN_LIKE_EXCEL = """
import ctypes, sys
open_file = ctypes.windll.kernel32.CreateFileW
handle = open_file(sys.argv[1], 0xC0000000, 1, None, 3, 0, None)
print('open' if handle not in (-1, 0xFFFFFFFF) else 'failed', flush=True)
sys.stdin.read()
"""


def test_a_result_that_excel_holds_open_is_named_and_nothing_is_changed(office: Office, months: tuple[Path, int, str]):
    results = months[0] / "2023-09" / "结果"
    before = digests(results)
    held = results / "汇总表.xlsx"
    python = str(office.tool / "py" / "python.exe")
    holder = office.wine.started("wine", python, "-c", OPEN_LIKE_EXCEL, as_windows(held))
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"open"
        status, said = office.drop(months[0] / "2023-09")
    finally:
        holder.communicate(timeout=60)
    assert status == 2
    assert "“汇总表.xlsx”正在别的程序里打开着，请先关闭它再重来" in said
    assert digests(results) == before


@pytest.mark.parametrize(
    ("kind", "told"), [("d", "请检查权限和磁盘空间后重来"), ("f", "是只读的，请取消只读属性后重来")]
)
def test_a_read_only_folder_or_file_is_named(office: Office, months: tuple[Path, int, str], kind: str, told: str):
    """A folder that the person may not write in, and results with the attribute of what comes from a disc."""
    period = months[0] / "2023-09"
    before = digests(period)
    change = ["find", str(period / "结果"), "-type", kind, "-exec", "chmod"]
    subprocess.run([*change, "a-w", "{}", "+"], check=True)
    try:
        # Where nothing would change, nothing is written.
        (period / "更正.xlsx").rename(period / "更正以前.xlsx")
        status, said = office.drop(period)
    finally:
        subprocess.run([*change, "u+w", "{}", "+"], check=True)
        (period / "更正以前.xlsx").rename(period / "更正.xlsx")
    assert status == 2
    assert as_windows(period / "结果") in said
    assert told in said
    assert digests(period) == before


@pytest.mark.usefixtures("first_use")
def test_from_a_console_the_batch_file_takes_arguments_and_does_not_wait(office: Office):
    status, said = office.batch_file("rules", as_windows(SAMPLES / YEAR / "目标分解表.xlsx"))
    assert status == 0, said
    assert "请按任意键" not in said
