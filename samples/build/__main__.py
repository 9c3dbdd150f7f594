"""Writes the sample folders from their tables: `python -m samples.build [FOLDER]`.

Forms are made by the tool itself and filled in as a county would; each month is run before the next one's forms are
made, so that last month's results stand where the contract wants them.
"""

import io
import shutil
import sys
from pathlib import Path

import openpyxl

from generators.forms import form_workbook
from generators.packing import packed
from make_reports import Screen, run
from model.form import FIRST_HEAD_ROW, FIRST_ROW, FORM_SHEET, HEAD_COLUMNS, HEAD_ROWS, column_number, form_of
from model.labels import FormColumn, FormHead
from samples.build import pingdingshan, yexian
from samples.build.tables import Report, Sheets, write_breakdown
from validators.period_folder import PeriodFolder, open_period

SAMPLES: dict[str, tuple[Sheets, dict[str, list[Report]]]] = {
    "平顶山2023": (pingdingshan.SHEETS, pingdingshan.REPORTS),
    "叶县2022": (yexian.SHEETS, yexian.REPORTS),
}


def write_samples(folder: Path) -> None:
    """Writes every sample below `folder`; of the results only 结果.json of a period that another one follows stays."""
    for name, (sheets, reports) in SAMPLES.items():
        year = folder / name
        year.mkdir(parents=True, exist_ok=True)
        write_breakdown(year / "目标分解表.xlsx", sheets)
        periods = list(reports)
        for period in periods:
            write_period(year / period, reports[period])
            if period != periods[-1]:
                run(year / period, Screen(is_quiet=True))
                _keep_results_only(year / period)


def write_period(folder: Path, reports: list[Report]) -> None:
    """The submissions of one period."""
    opened = open_period(folder)
    shutil.rmtree(folder / "上报", ignore_errors=True)
    for report in reports:
        path = folder / "上报" / report.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(filled_form(opened, report))


def filled_form(opened: PeriodFolder, report: Report) -> bytes:
    """The unit's form with what it reports typed in, saved as another program would save it."""
    form = form_of(opened.breakdown, report.unit, opened.period, opened.previous)
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(form)))
    sheet = book[FORM_SHEET]
    head = {
        FormHead.FILLED_ON: report.filled_on,
        FormHead.FILLED_BY: "填报人甲",
        FormHead.CHECKED_BY: "审核人乙",
        FormHead.SIGNED_BY: "负责人丙",
    }
    for offset, labels in enumerate(HEAD_ROWS):
        for place, label in zip(HEAD_COLUMNS, labels, strict=False):
            if label in head:
                sheet.cell(FIRST_HEAD_ROW + offset, place + 1, head[label])
    codes = {row.indicator.code: FIRST_ROW + index for index, row in enumerate(form.rows)}
    for code, cells in report.rows.items():
        for column, content in cells.items():
            typed = content if isinstance(content, int | str) else float(str(content))
            sheet.cell(codes[code], column_number(FormColumn(column)), typed)
    saved = io.BytesIO()
    book.save(saved)
    return packed(saved.getvalue(), f"{report.filled_on}T08:00:00Z")


def _keep_results_only(folder: Path) -> None:
    for path in sorted((folder / "结果").iterdir()):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "结果.json":
            path.unlink()
    (folder / "填报表").rmdir()


if __name__ == "__main__":
    write_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
