"""The rehearsal: writes the synthetic month into a folder, and has it run in a folder of its own."""

import tempfile
from pathlib import Path

from commands.run import run
from commands.screen import Screen
from generators.output import write_single_files
from generators.rehearsal.expected import differences, expected_text, expected_workbook
from generators.rehearsal.month import PERIOD
from generators.rehearsal.papers import breakdown_workbook, carry_over_workbook, corrections_workbook, submissions
from model.form import Form, form_of
from model.labels import (
    BREAKDOWN_NAME,
    CARRY_OVER_FILE,
    CORRECTIONS_FILE,
    RESULTS_FILE,
    RESULTS_FOLDER,
    SUBMISSIONS_FOLDER,
)
from model.period import read_period
from validators.period_folder import open_period

EXPECTED_FOLDER, EXPECTED = "核对用", "应当出来的结果"
"""Where the results that must come out lie beside the month: a workbook for people and what stands in 结果.json."""


def write_rehearsal(folder: Path) -> Path:
    """The synthetic year below `folder` with the results that must come out; returns the period's folder."""
    period_folder = write_month(folder)
    expected = {f"{EXPECTED}.xlsx": expected_workbook(), f"{EXPECTED}.json": expected_text().encode("utf-8")}
    write_single_files(folder / EXPECTED_FOLDER, expected)
    return period_folder


def rehearse() -> tuple[str, ...]:
    """Has the synthetic month written, run and compared; a sentence for each difference, none where all is right."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        period_folder = write_month(Path(folder) / "演练")
        run(period_folder, Screen(is_quiet=True))
        text = (period_folder / RESULTS_FOLDER / RESULTS_FILE).read_text(encoding="utf-8")
        return differences(text)


def write_month(folder: Path) -> Path:
    """Writes the synthetic year with its one period below `folder` and returns the period's folder."""
    period_folder = folder / PERIOD
    write_single_files(folder, {f"{BREAKDOWN_NAME}.xlsx": breakdown_workbook()})
    write_single_files(
        period_folder, {CARRY_OVER_FILE: carry_over_workbook(), CORRECTIONS_FILE: corrections_workbook()}
    )
    opened = open_period(period_folder)

    def form(unit: str, name: str) -> Form:
        period = read_period(name)
        assert period is not None, "the month names periods as folders are named"
        return form_of(opened.breakdown, unit, period, opened.previous)

    write_single_files(period_folder / SUBMISSIONS_FOLDER, submissions(form))
    return period_folder
