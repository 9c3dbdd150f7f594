"""The bundles: for each kind of machine one .zip with the tool, its wheels and its launchers, to be used without a net.

`python -m delivery.bundle [TARGET...] -o FOLDER`: wheels come from an index by the lock, each checked by its hash; the
same files give the same bytes. Run from a checkout with what requirements-dev.lock holds.
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

from delivery.components import ANY, DIGESTS, LOCK, WHEELS
from delivery.fault import SetUpFault
from delivery.first_use import FIRST_USE, first_use
from delivery.lock import Locked, read_lock
from delivery.manual_page import MANUAL_PAGE, manual_page

HOME = Path(__file__).resolve().parent.parent
TOP = "民生实事工具"
"""The folder inside the .zip, and what the .zip is called, with the target behind."""
PARTS = (
    "make_reports.py", "make_reports.sh", "制作通报.bat", "评价.bat", "requirements.lock", "CHANGELOG.md",
    "使用手册.md", "commands", "delivery", "docs", "generators", "model", "samples", "templates", "validators",
)  # fmt: skip
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_STORED = (".whl", ".png", ".xlsx", ".docx")
"""What is packed already."""
_MADE = frozenset({"__pycache__", "填报表"})


@dataclass(frozen=True)
class Target:
    """A kind of machine: what pip calls its platforms, what the lock's markers see, the Pythons that are served."""

    name: str
    platforms: tuple[str, ...]
    marker_environment: Mapping[str, str]
    pythons: tuple[str, ...]


def _linux(machine: str) -> Target:
    # glibc 2.28 is that of UOS 20 and 银河麒麟 V10.
    platforms = [f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1)]
    environment = {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": machine, "os_name": "posix"}
    return Target(f"linux_{machine}", (*platforms, f"manylinux2014_{machine}"), environment, ("3.11", "3.12", "3.13"))


_WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64", "os_name": "nt"}
TARGETS = {
    one.name: one
    for one in (
        # The one Python for which 制作通报.bat knows the hash of python.org's embeddable package.
        Target("win_amd64", ("win_amd64",), _WINDOWS, ("3.11",)),
        _linux("x86_64"),
        _linux("aarch64"),
    )
}


def make_bundle(target: Target, folder: Path, pythons: Sequence[str] = ()) -> Path:
    """Writes the bundle for `target` into `folder`, for other Pythons than its own where they are given."""
    with tempfile.TemporaryDirectory() as downloads:
        files = dict(own_files(HOME))
        for python in pythons or target.pythons:
            for wheel in _wheels(target, python, Path(downloads) / python):
                kind = ANY if wheel.name.endswith("-none-any.whl") else f"{target.name}-cp{python.replace('.', '')}"
                files[f"{WHEELS}/{kind}/{wheel.name}"] = wheel.read_bytes()
    files[FIRST_USE] = first_use(target.name, files["制作通报.bat"].decode("ascii"))
    files[MANUAL_PAGE] = manual_page(files["使用手册.md"].decode("utf-8"))
    files[DIGESTS] = _digests(files)
    path = folder / f"{TOP}_{target.name}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    _pack(path, files)
    return path


def own_files(home: Path) -> Iterator[tuple[str, bytes]]:
    """The tool's files that go to the office, by their names with /: what a run makes in the samples stays behind."""
    for part in PARTS:
        below = sorted((home / part).rglob("*")) if (home / part).is_dir() else [home / part]
        for path in below:
            name = path.relative_to(home)
            if path.is_file() and not _MADE & set(name.parts) and not _is_result(name):
                yield name.as_posix(), path.read_bytes()


def _is_result(name: Path) -> bool:
    """Of the samples' results only last month's 结果.json is kept, as in the repository."""
    return "结果" in name.parts and name.as_posix() != "samples/平顶山2023/2023-08/结果/结果.json"


def entries_for(entries: Iterable[Locked], target: Target, python: str) -> list[Locked]:
    """What of the lock applies to a target and a Python such as 3.11."""
    environment = {**target.marker_environment, "python_version": python, "python_full_version": f"{python}.0"}
    return [one for one in entries if not one.marker or Marker(one.marker).evaluate(environment)]


def _wheels(target: Target, python: str, downloads: Path) -> list[Path]:
    entries = entries_for(read_lock((HOME / LOCK).read_text(encoding="utf-8")), target, python)
    downloads.mkdir()
    wanted = downloads / "wanted.txt"
    lines = (
        f"{one.name}=={one.version} {' '.join(f'--hash=sha256:{digest}' for digest in one.hashes)}" for one in entries
    )
    wanted.write_text("\n".join(lines), encoding="utf-8")
    platforms = [word for one in target.platforms for word in ("--platform", one)]
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
        "--require-hashes", "--only-binary=:all:", "--implementation", "cp", "--python-version", python, *platforms,
        "-d", str(downloads), "-r", str(wanted),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    found = sorted(downloads.glob("*.whl"))
    if done.returncode or len(found) != len(entries):
        raise SetUpFault(f"{target.name} 的组件没有下载齐（Python {python}）：{done.stderr.strip()[-500:]}")
    return found


def _digests(files: Mapping[str, bytes]) -> bytes:
    """As `sha256sum` writes it, so that it can be checked with `sha256sum -c`."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode("utf-8")


def _pack(path: Path, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(f"{TOP}/{name}", _ZIP_TIME)
            member.create_system = 3
            member.external_attr = (0o100755 if name.endswith(".sh") else 0o100644) << 16
            member.compress_type = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
            archive.writestr(member, files[name])


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 when all bundles are written, 2 with a sentence when one cannot be made."""
    parser = argparse.ArgumentParser(prog="python -m delivery.bundle", description="制作离线安装包")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"不写的做全部：{'、'.join(TARGETS)}")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FOLDER", help="写到哪个文件夹")
    parser.add_argument(
        "--python", action="append", default=[], metavar="3.11", help="另给哪个 Python 版本，可以写几次"
    )
    asked = parser.parse_args(arguments)
    try:
        for name in asked.targets or TARGETS:
            if name not in TARGETS:
                raise SetUpFault(f"没有“{name}”这种安装包，可以做的有：{'、'.join(TARGETS)}。")
            path = make_bundle(TARGETS[name], asked.output, asked.python)
            print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path}", flush=True)
    except SetUpFault as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
