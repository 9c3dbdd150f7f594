"""A checkout's own Python environment, made from the lock with what an index holds."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from delivery.fault import SetUpFault


def python_of(environment: Path) -> Path:
    """The environment's interpreter."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def set_up(environment: Path, lock: Path) -> bool:
    """Makes `environment` from `lock` unless it stands already; whether it had to.

    Beside it lies the digest of the lock that it was made from, so that a new lock makes it anew.
    """
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    marker = environment / "lock.sha256"
    if marker.is_file() and marker.read_text(encoding="utf-8") == digest and python_of(environment).is_file():
        return False
    print("第一次使用，正在准备运行环境，大约需要一两分钟……", flush=True)
    _make_environment(environment)
    print("  正在安装所需的组件……", flush=True)
    command = [
        str(python_of(environment)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--require-hashes", "--only-binary=:all:", "-r", str(lock),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        last = next((line for line in reversed(done.stderr.splitlines()) if line.strip()), "")
        raise SetUpFault(f"组件没有装上（{last}）。请检查网络后再试一次；内网机器请用离线安装包。")
    marker.write_text(digest, encoding="utf-8")
    print("  准备好了。", flush=True)
    return True


def _make_environment(environment: Path) -> None:
    try:
        # Python's embeddable package for Windows has no venv, and what it sets up needs none.
        import venv

        shutil.rmtree(environment, ignore_errors=True)
        _install_debian_venv()
        venv.create(environment, with_pip=True)
    except (ImportError, OSError, subprocess.CalledProcessError) as fault:
        raise SetUpFault(f"运行环境建不起来（{fault}），请检查“{environment.parent}”的写权限和磁盘空间。") from fault


def _install_debian_venv() -> None:
    """Debian's Python comes without pip for new environments; the administrator can have it installed here."""
    try:
        import ensurepip  # noqa: F401 - only whether it is there matters
    except ImportError:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if shutil.which("apt-get") is None or os.geteuid() != 0:
            raise SetUpFault(f"这台机器的 Python 缺少 venv 组件，请管理员运行：apt-get install {package}") from None
        print(f"  正在安装系统组件 {package}……", flush=True)
        for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-qy", "--no-install-recommends", package]):
            subprocess.run(
                command, check=True, capture_output=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            )
