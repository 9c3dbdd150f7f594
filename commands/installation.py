"""What this computer must have for the tool to work: each check says in Chinese what is so and what to do.

Imports nothing but the standard library at the start: it must run where a package is missing.
"""

import importlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from model.labels import TEMPLATES, TEMPLATES_FOLDER

HOME = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
"""As in pyproject.toml, which a bundle does not hold."""
FONTS = {
    "方正小标宋简体": "FZXiaoBiaoSong-B05S",
    "仿宋_GB2312": "FangSong_GB2312",
    "楷体_GB2312": "KaiTi_GB2312",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
"""The fonts of the papers, and what programs in English call them."""
_MODULES = (
    "docx", "docxtpl", "jinja2", "lxml.etree", "openpyxl", "pandas", "PIL.Image", "python_calamine", "tqdm", "xlrd",
    "xlsxwriter",
)  # fmt: skip
"""What the packages are called where they are loaded: one may be there and yet not work on this system."""
_EARLIEST_YEAR = 2025
"""No tool of this version was there before."""
_LEAST_FREE = 500
"""Megabytes: a month of a large city with room for the temporary files."""
_LONGEST_HOME = 100
"""Characters of the tool's folder, that with what lies in it stay below the 260 that Windows takes."""
_SPOKEN = "重点民生实事：〔2023〕—≈＝，截至9月25日，快于序时进度4.4个百分点。"
"""Characters that the screen must be able to show."""


class State(StrEnum):
    """What came of a check; the value is what --json says."""

    WELL = "ok"
    NOTE = "note"
    FAULT = "fault"

    @property
    def label(self) -> str:
        """What people read."""
        return {"ok": "正常", "note": "提示", "fault": "有问题"}[self.value]


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. A note does not keep the tool from working."""

    name: str
    state: State
    message: str


def installation() -> Iterator[Check]:
    """All checks but the rehearsal, one after the other."""
    yield python_version(sys.version_info[:3])
    yield packages(HOME / "requirements.lock")
    yield working_packages()
    yield own_files(HOME)
    yield writable("工具文件夹", HOME, State.NOTE)
    yield writable("临时文件夹", Path(tempfile.gettempdir()), State.FAULT)
    yield disk_space((HOME, Path(tempfile.gettempdir())))
    yield clock(datetime.now().astimezone(), newest_file(HOME))
    yield screen_encoding(getattr(sys.stdout, "encoding", None) or "ascii")
    yield path_length(str(HOME), os.name == "nt" and not _takes_long_paths())
    yield fonts(installed_fonts())


# Python and packages


def python_version(version: tuple[int, ...]) -> Check:
    """Whether Python is as new as the tool asks."""
    shown, least = (".".join(map(str, one)) for one in (version, OLDEST_PYTHON))
    bits = 64 if sys.maxsize > 2**32 else 32
    if version < OLDEST_PYTHON:
        return Check("Python", State.FAULT, f"版本是 {shown}，要 {least} 或更新的，请照手册 1.1 重装。")
    return Check("Python", State.WELL, f"{shown}，{bits} 位，在 {sys.executable}")


def packages(lock: Path) -> Check:
    """Whether what the lock names is installed; another version is worth a note."""
    missing, other = [], []
    wanted = dict(_locked(lock.read_text(encoding="utf-8")))
    for name, version in wanted.items():
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
            continue
        if found != version:
            other.append(f"{name} {found}（配套的是 {version}）")
    if missing:
        told = f"没有装上：{'、'.join(missing)}。请把工具文件夹里的“.venv”删掉，连上网，再运行一次批处理文件重装。"
        return Check("组件", State.FAULT, told)
    if other:
        return Check("组件", State.NOTE, f"{len(wanted)} 个都在，版本不是配套的：{'、'.join(other)}。")
    return Check("组件", State.WELL, f"{len(wanted)} 个都在，版本配套。")


def working_packages() -> Check:
    """Whether the packages can be loaded: one may need a part of Windows that this computer lacks."""
    broken = [one for one in _MODULES if not _loads(one)]
    if broken:
        told = f"用不起来：{'、'.join(broken)}。请装齐系统更新，或删掉工具文件夹里的“.venv”重装，再检查一次。"
        return Check("组件能用", State.FAULT, told)
    return Check("组件能用", State.WELL, "都能用。")


_LOCKED = re.compile(r"(?m)^([A-Za-z0-9._-]+)==([^\s;\\]+)[ ]*(?:;([^\\\n]*))?")
_MARKER = re.compile(r"(sys_platform|python_full_version)\s*(==|!=|<|>=)\s*'([^']+)'")


def _locked(text: str) -> Iterator[tuple[str, str]]:
    """Name and version of each package of the lock that is meant for this computer."""
    return ((name, version) for name, version, marker in _LOCKED.findall(text) if _is_meant(marker))


def _is_meant(marker: str) -> bool:
    return all(_holds(*one) for one in _MARKER.findall(marker))


def _holds(what: str, comparison: str, wanted: str) -> bool:
    if what == "sys_platform":
        return (sys.platform == wanted) == (comparison == "==")
    version = tuple(int(one) for one in wanted.split("."))
    is_older = sys.version_info[: len(version)] < version
    return is_older == (comparison == "<")


def _loads(module: str) -> bool:
    try:
        importlib.import_module(module)
    except Exception:  # noqa: BLE001 - a package that is broken may raise anything at all
        return False
    return True


def own_files(home: Path) -> Check:
    """Whether the templates that come with the tool are there."""
    missing = [name for name in TEMPLATES if not (home / TEMPLATES_FOLDER / f"{name}.docx").is_file()]
    if missing:
        named = "、".join(f"{one}.docx" for one in missing)
        return Check("自带模板", State.FAULT, f"少了 {named}，请把工具重新拷一份，要整个文件夹一起拷。")
    return Check("自带模板", State.WELL, f"{len(TEMPLATES)} 份都在。")


# Disk and clock


def writable(name: str, folder: Path, otherwise: State) -> Check:
    """Whether a file with a Chinese name can be written there."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix="试写_"):
            pass
    except (OSError, UnicodeError) as fault:
        why = getattr(fault, "strerror", None) or "写不了中文名字的文件"
        return Check(name, otherwise, f"“{folder}”写不进去（{why}），请检查权限，或换一个位置。")
    return Check(name, State.WELL, f"“{folder}”可以写。")


def disk_space(folders: Iterable[Path]) -> Check:
    """Whether there is room where the tool and its temporary files lie."""
    free = {folder: shutil.disk_usage(folder).free // 2**20 for folder in folders}
    folder = min(free, key=lambda one: free[one])
    if free[folder] < _LEAST_FREE:
        told = f"“{folder}”所在的盘只剩 {free[folder]} MB，请清出 {_LEAST_FREE} MB 以上。"
        return Check("磁盘空间", State.FAULT, told)
    return Check("磁盘空间", State.WELL, f"还有 {free[folder]} MB。")


def newest_file(home: Path) -> datetime:
    """When the newest of the tool's own programs was written."""
    newest = max(path.stat().st_mtime for path in [home / "make_reports.py", *(home / "commands").glob("*.py")])
    return datetime.fromtimestamp(newest).astimezone()


def clock(now: datetime, newest: datetime) -> Check:
    """Whether the computer's date can be right."""
    today = f"{now.year}年{now.month}月{now.day}日"
    if now.year < _EARLIEST_YEAR or now < newest - timedelta(days=1):
        told = f"电脑的日期是{today}，比工具里最新的文件还早，请校准日期，不然文件的先后会乱。"
        return Check("日期", State.FAULT, told)
    return Check("日期", State.WELL, f"电脑的日期是{today}。")


# Screen, paths, fonts


def screen_encoding(encoding: str) -> Check:
    """Whether the screen can show Chinese."""
    try:
        _SPOKEN.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        told = f"这个窗口的编码（{encoding}）显示不全中文，有的字会变成问号；写出的文件不受影响。"
        return Check("屏幕文字", State.NOTE, told)
    return Check("屏幕文字", State.WELL, f"能显示中文（{encoding}）。")


def path_length(home: str, is_limited: bool) -> Check:
    """Whether the tool lies so deep that names of its files become too long for Windows."""
    if is_limited and len(home) > _LONGEST_HOME:
        told = f"工具放得太深，路径有 {len(home)} 个字，请移到浅一些的地方，如 D:\\民生实事工具。"
        return Check("路径长度", State.FAULT, told)
    return Check("路径长度", State.WELL, "不太长。" if is_limited else "这个系统不限制。")


def _takes_long_paths() -> bool:
    """Whether Windows has been told to take paths of more than 260 characters."""
    settings = _registry("SYSTEM\\CurrentControlSet\\Control\\FileSystem")
    return any((name, value) == ("LongPathsEnabled", 1) for name, value in settings)


def fonts(installed: frozenset[str] | None) -> Check:
    """Which of the papers' fonts are missing; the figures do not depend on them."""
    if installed is None:
        return Check("字体", State.NOTE, "看不出装了哪些字体，请打开一份通报看看字体对不对。")
    missing = [name for name, english in FONTS.items() if not {name.casefold(), english.casefold()} & installed]
    if missing:
        told = "数和文字不受影响，但打开、打印时会换成别的字体，页数可能变。请装上，或在装有这些字体的电脑上打印。"
        return Check("字体", State.NOTE, f"没有装：{'、'.join(missing)}。{told}")
    return Check("字体", State.WELL, f"{'、'.join(FONTS)}都装了。")


def installed_fonts() -> frozenset[str] | None:
    """The names of the installed fonts in small letters, None where they cannot be told."""
    if os.name == "nt":
        names = (name for name, _ in _registry("SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Fonts"))
        return font_names(name.partition(" (")[0].replace(" & ", ",") for name in names)
    try:
        listed = subprocess.run(
            ["fc-list", ":", "family"], capture_output=True, text=True, encoding="utf-8", check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError, UnicodeError):
        return None
    return font_names(listed.stdout.splitlines())


def font_names(lines: Iterable[str]) -> frozenset[str]:
    """The names of fonts in lines that hold one or several, parted by commas."""
    return frozenset(name.strip().casefold() for line in lines for name in line.split(","))


def _registry(key: str) -> Iterator[tuple[str, object]]:
    """Names and values below a key of the Windows registry, the computer's and the user's; none on other systems."""
    if sys.platform != "win32":
        return
    import winreg

    for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
        try:
            with winreg.OpenKey(root, key) as opened:
                for index in range(winreg.QueryInfoKey(opened)[1]):
                    name, value, _ = winreg.EnumValue(opened, index)
                    yield name, value
        except OSError:
            continue
