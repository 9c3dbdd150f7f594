"""LibreOffice as an oracle: every formula of a workbook worked out anew, none of the stored values trusted."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

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


def differences(
    formulas: Workbook, expected: Workbook, found: Workbook, passed_over: tuple[str, ...] = ()
) -> list[Any]:
    """Formula cells whose worked-out value is not the expected one."""
    return [
        (sheet.title, cell.coordinate, expected[sheet.title][cell.coordinate].value, value)
        for sheet in formulas
        if sheet.title not in passed_over
        for cell in formula_cells(sheet)
        if not _agree(expected[sheet.title][cell.coordinate].value, value := shown(found[sheet.title][cell.coordinate]))
    ]


def shown(cell: Any) -> Any:
    """What a cell shows. Where a link has no words openpyxl gives its target for a value."""
    return None if cell.hyperlink and cell.value == cell.hyperlink.target else cell.value


def formula_cells(sheet: Any) -> Iterator[Any]:
    """The cells of a sheet that hold formulas."""
    return (cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f")


def _agree(expected: Any, found: Any) -> bool:
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(expected - found) < 1e-9
    return ("" if expected is None else expected) == ("" if found is None else found)


def charted(book: Workbook) -> list[tuple[Any, ...]]:
    """What the charts draw: each name with the figures beside it, whatever order the day of writing put them in."""
    drawn: list[tuple[Any, ...]] = []
    for line in book["图表"].iter_rows(values_only=True):
        own: list[Any] = []
        for value in (*line, "end"):
            if isinstance(value, str) and value:
                drawn += [tuple(own)] if len(own) > 1 else []
                own = [value]
            elif isinstance(value, int | float) and own:
                own.append(round(value, 9))
    assert drawn, "the charts draw something"
    return sorted(drawn, key=str)


def standings(book: Workbook) -> dict[tuple[str, str], tuple[Any, ...]]:
    """The rows of 名次 by block and unit: their order is that of the day of writing."""
    found, block = {}, ""
    for line in book["名次"].iter_rows(min_row=6, values_only=True):
        if line[1] is None:
            block = str(line[0])
        else:
            shown = tuple(round(one, 9) if isinstance(one, float) else one for one in line[2:])
            found[block, str(line[1])] = shown
    return found
