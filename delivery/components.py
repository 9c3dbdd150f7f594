"""A bundle's components: its wheels, checked against the lock, are unpacked beside the tool; nothing is fetched.

A bundle's `wheels/` holds a folder `any`, and one for each platform and Python that it serves (win_amd64-cp311). They
are unpacked into `components/`; it is whole or it is not there, and it holds the digest of what it was made from.
"""

import hashlib
import os
import shutil
import sys
import sysconfig
import zipfile
from pathlib import Path

from delivery.fault import SetUpFault
from delivery.lock import allowed_hashes, read_lock

WHEELS, ANY, COMPONENTS, LOCK = "wheels", "any", "components", "requirements.lock"
DIGESTS = "SHA256SUMS"
_MADE_FROM = "made_from.sha256"


def own_kind() -> str:
    """The platform and version of the Python that runs, as the folders of wheels are named: win_amd64-cp311."""
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return f"{platform}-cp{sys.version_info.major}{sys.version_info.minor}"


def is_bundle(home: Path) -> bool:
    """Whether the tool in `home` brings its wheels along."""
    return (home / WHEELS).is_dir()


def suits(home: Path, kind: str | None = None) -> bool:
    """Whether a bundle has wheels for this kind of Python, the one that runs where none is given."""
    return (home / WHEELS / (kind or own_kind())).is_dir()


def set_up_components(home: Path) -> bool:
    """Unpacks what the running Python needs unless it is there; whether it had to. Raises `SetUpFault`."""
    if not suits(home):
        raise SetUpFault(_other_python(home))
    digest = _digest_of((home / LOCK).read_bytes() + own_kind().encode())
    components = home / COMPONENTS
    marker = components / _MADE_FROM
    is_there = marker.is_file() and marker.read_text(encoding="utf-8") == digest
    if not is_there:
        print("第一次使用，正在准备运行环境，不用连网，大约需要一两分钟……", flush=True)
        _refuse_incomplete(home)
        try:
            _unpack(home, digest)
        except (OSError, zipfile.BadZipFile) as fault:
            raise SetUpFault(f"运行环境建不起来（{fault}），请检查“{home}”的写权限和磁盘空间。") from fault
        print("  准备好了。", flush=True)
    _lead_to_components(home)
    return not is_there


def _other_python(home: Path) -> str:
    served = "、".join(_told(one.name) for one in sorted((home / WHEELS).iterdir()) if one.name != ANY)
    return f"这个安装包供 {served}使用，这台机器上的是 {_told(own_kind())}，请照使用手册第 1 节准备 Python。"


def _told(kind: str) -> str:
    """A kind of Python in words: win_amd64-cp311 is Python 3.11（win_amd64）."""
    platform, _, version = kind.rpartition("-cp")
    return f"Python {version[:1]}.{version[1:]}（{platform}）"


def _refuse_incomplete(home: Path) -> None:
    """A bundle that was copied in part says so before anything is made of it."""
    for line in (home / DIGESTS).read_text(encoding="utf-8").splitlines():
        name = line[66:]
        if not (home / name).is_file():
            raise SetUpFault(f"安装包不完整，缺少“{name}”，请重新解压或重新拷贝一次。")


def _unpack(home: Path, digest: str) -> None:
    hashes = allowed_hashes(read_lock((home / LOCK).read_text(encoding="utf-8")))
    wheels = sorted((home / WHEELS / ANY).glob("*.whl")) + sorted((home / WHEELS / own_kind()).glob("*.whl"))
    unfinished = home / f"{COMPONENTS}.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    for number, wheel in enumerate(wheels, start=1):
        print(f"  正在安装组件：第 {number} 个，共 {len(wheels)} 个（{wheel.name.partition('-')[0]}）", flush=True)
        if _digest_of(wheel.read_bytes()) not in hashes:
            raise SetUpFault(f"安装包里的“{wheel.name}”不是原来的那一份（校验值不对），请重新拷贝一次。")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(unfinished)
    (unfinished / _MADE_FROM).write_text(digest, encoding="utf-8")
    shutil.rmtree(home / COMPONENTS, ignore_errors=True)
    unfinished.rename(home / COMPONENTS)


def _lead_to_components(home: Path) -> None:
    """Python's embeddable package looks nowhere but where its ._pth file says; only one in the bundle is touched."""
    folder = Path(sys.executable).parent
    file = folder / f"python{sys.version_info.major}{sys.version_info.minor}._pth"
    if not file.is_file() or not os.path.samefile(folder.parent, home):
        return
    lines = f"{file.stem}.zip\n.\n../{COMPONENTS}\n..\n"
    if file.read_text(encoding="utf-8") != lines:
        try:
            file.write_text(lines, encoding="utf-8", newline="\n")
        except OSError as fault:
            raise SetUpFault(f"“{file}”写不进去（{fault.strerror}），请检查写权限。") from fault


def _digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
