"""The samples as a test works on them: copied, so that the folders in git stay as they are."""

import json
import shutil
from pathlib import Path
from typing import Any

from make_reports import main

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def copy_of(name: str, folder: Path) -> Path:
    """A copy of a sample's year folder without results, but for last month's 结果.json."""
    target = folder / name
    shutil.copytree(SAMPLES / name, target, ignore=shutil.ignore_patterns("填报表", "结果"))
    for kept in sorted((SAMPLES / name).glob("*/结果/结果.json")):
        if name == "平顶山2023" and kept.parent.parent.name == "2023-08":
            (target / "2023-08" / "结果").mkdir()
            shutil.copy(kept, target / "2023-08" / "结果" / "结果.json")
    return target


def results_of(period_folder: Path) -> dict[str, Any]:
    """What stands in the period's 结果.json."""
    stored: dict[str, Any] = json.loads((period_folder / "结果" / "结果.json").read_text(encoding="utf-8"))
    return stored


def run_quietly(period_folder: Path) -> int:
    """`run` on a period, its exit status returned."""
    return main(["run", str(period_folder), "--quiet"])
