"""Writes the sample folders from their tables: `python -m samples.build [FOLDER]`.

Forms are made by the tool itself and filled in as a county would, but for the papers that are no form of ours; each
month is run before the next one's forms are made, so that last month's results stand where the contract wants them.
"""

import io
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from commands.period import open_period_folder, read_with_checking
from commands.run import run
from commands.screen import Screen
from generators.assessment.check_form import check_workbook
from generators.forms import form_workbook
from generators.packing import packed
from model.form import (
    ACCEPTANCE_SHEET,
    FIRST_HEAD_ROW,
    FIRST_ROW,
    FORM_SHEET,
    HEAD_COLUMNS,
    HEAD_ROWS,
    Form,
    column_number,
    form_of,
)
from model.labels import FINAL_CHECK_FOLDER, FIRST_CHECK_FOLDER, AcceptanceColumn, FormColumn, FormHead
from samples.build import pingdingshan, yexian
from samples.build.other_papers import own_sheet, stamped_page, word_table
from samples.build.returned_checks import final_check, first_check
from samples.build.tables import Assessment, Layout, Report, SampleYear, Sheets, write_workbook
from validators.period_folder import open_period

SAMPLES: dict[str, SampleYear] = {"平顶山2023": pingdingshan.YEAR, "叶县2022": yexian.YEAR}


def write_samples(folder: Path) -> None:
    """Writes every sample below `folder`; of the results only 结果.json of the periods to be kept stays."""
    for name, sample in SAMPLES.items():
        year = folder / name
        year.mkdir(parents=True, exist_ok=True)
        write_workbook(year / "目标分解表.xlsx", "目标分解表", sample.breakdown)
        periods = list(sample.reports)
        for period in periods:
            write_period(year / period, sample.reports[period], sample.corrections.get(period))
            if period != periods[-1]:
                run(year / period, Screen(is_quiet=True))
        for period in periods[:-1]:
            _clear(year / period, keeps_results=period in sample.kept_results)
        for period, answers in sample.assessments.items():
            write_answers(year / period, answers)


def write_period(folder: Path, reports: Sequence[Report], corrections: Sheets | None) -> None:
    """What came back in one period, and 更正.xlsx where the office wrote one."""
    opened = open_period(folder)
    shutil.rmtree(folder / "上报", ignore_errors=True)
    for report in reports:
        path = folder / "上报" / report.file
        path.parent.mkdir(parents=True, exist_ok=True)
        form = form_of(opened.breakdown, report.unit, opened.period, opened.previous)
        path.write_bytes(_WRITERS[report.layout](form, report))
    (folder / "更正.xlsx").unlink(missing_ok=True)
    if corrections is not None:
        write_workbook(folder / "更正.xlsx", "更正", corrections)


def write_answers(folder: Path, answers: Assessment) -> None:
    """What the departments sent back when the period was assessed: 初核/, then 认定/, which rests on it."""
    for name, fill in ((FIRST_CHECK_FOLDER, first_check), (FINAL_CHECK_FOLDER, final_check)):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir()
        _, checking = read_with_checking(open_period_folder(folder), Screen(is_quiet=True))
        assert checking is not None, f"{folder.name} is not assessed"
        for form in checking.first_forms if fill is first_check else checking.final_forms:
            if form.department not in answers.unanswered:
                content = fill(check_workbook(form), form.department, answers)
                (folder / name / f"{form.department}.xlsx").write_bytes(content)


def filled_form(form: Form, report: Report) -> bytes:
    """The unit's form with what it reports typed in, saved as another program would save it."""
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
    _fill_acceptance(book, form, report)
    saved = io.BytesIO()
    book.save(saved)
    return packed(saved.getvalue(), f"{report.filled_on}T08:00:00Z")


def _fill_acceptance(book: Workbook, form: Form, report: Report) -> None:
    """自查 and 佐证材料 of sheet 验收, whose rows are the form's standards below two rows of title and labels."""
    for at, row in enumerate(form.standards, start=3):
        sheet = book[ACCEPTANCE_SHEET]
        verdict, evidence = report.self_checks["、".join(row.standard.codes), row.standard.number]
        columns = list(AcceptanceColumn)
        sheet.cell(at, columns.index(AcceptanceColumn.SELF_VERDICT) + 1, verdict)
        sheet.cell(at, columns.index(AcceptanceColumn.EVIDENCE) + 1, evidence or None)


_WRITERS: dict[Layout, Callable[[Form, Report], bytes]] = {
    Layout.FORM: filled_form,
    Layout.OWN_SHEET: own_sheet,
    Layout.WORD_TABLE: word_table,
    Layout.STAMPED_PAGE: stamped_page,
}


def _clear(folder: Path, *, keeps_results: bool) -> None:
    """Removes what a run wrote, but for 结果.json where that is to be kept."""
    for path in sorted((folder / "结果").iterdir()):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "结果.json" or not keeps_results:
            path.unlink()
    if not keeps_results:
        (folder / "结果").rmdir()
    (folder / "填报表").rmdir()


if __name__ == "__main__":
    write_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
