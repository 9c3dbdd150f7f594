"""A month at the command line: a folder in which all is right, and what is said of one that is not."""

from pathlib import Path

import pytest

from make_reports import main
from tests.tables import issue_and_fill, year

RIGHT = {"1.1": {"本期累计": 1200}, "1.2": {"本期累计": 600}}


def a_month(tmp_path: Path, units: tuple[str, ...] = ("宝丰县", "郏县")) -> Path:
    """A period folder in which `units` have reported, all right."""
    folder = year(tmp_path)
    for unit in units:
        issue_and_fill(folder, "2023-09", unit, RIGHT)
    return folder / "2023-09"


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one sentence on standard error of a job that could not be done."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1, err
    return err
