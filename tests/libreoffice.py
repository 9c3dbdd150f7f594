"""LibreOffice as an oracle: every formula of a workbook worked out anew, none of the stored values trusted."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed here: nothing can be recalculated"
)


def converted(files: Sequence[Path], folder: Path, target: str) -> dict[str, Path]:
    """The files converted by LibreOffice, by stem. Its exit status says nothing, so the results are looked for."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE, encoding="utf-8")
    out = folder / "out"
    command = [
        "soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", target,
        "--outdir", str(out), *map(str, files),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=False, timeout=300, env={**os.environ, "LC_ALL": "C.UTF-8"})
    suffix = target.partition(":")[0]
    made = {path.stem: out / f"{path.stem}.{suffix}" for path in files}
    missing = [stem for stem, path in made.items() if not path.is_file()]
    assert not missing, f"LibreOffice made nothing of {missing}"
    return made


def recalculated(file: Path, folder: Path) -> Path:
    """The workbook with every formula worked out anew; read it with `data_only=True`."""
    return converted([file], folder, "xlsx:Calc MS Excel 2007 XML")[file.stem]
