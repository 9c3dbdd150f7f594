"""The files of the synthetic month: the breakdown, last month's figures, the correction, the filled forms."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from generators.drafting.breakdown_sheets import write_breakdown_sheet
from generators.drafting.told import Drafted
from generators.forms import form_workbook
from generators.packing import ZIP_TIME, packed
from generators.rehearsal.month import REPORTS, Report, breakdown_tables, carried_rows, correction_rows
from generators.sheet import Workbook, text_width
from model.form import FIRST_HEAD_ROW, FIRST_ROW, FORM_SHEET, HEAD_COLUMNS, HEAD_ROWS, Form, column_number
from model.labels import FormColumn, FormHead, Sheet
from model.quantity import read_number

_HEAD = {FormHead.FILLED_BY: "填报人甲", FormHead.CHECKED_BY: "审核人乙", FormHead.SIGNED_BY: "负责人丙"}
_TEXT_LABELS = frozenset({FormColumn.CODE})
_WORD_COLUMNS = (
    FormColumn.CODE, FormColumn.PROJECT, FormColumn.NAME, FormColumn.UNIT, FormColumn.TARGET, FormColumn.VALUE,
    FormColumn.NUMERATOR, FormColumn.DENOMINATOR, FormColumn.PROGRESS, FormColumn.EXPLANATION,
)  # fmt: skip


def breakdown_workbook() -> bytes:
    """目标分解表.xlsx of the synthetic year."""
    workbook, drafted = Workbook(), Drafted(breakdown_tables(), (), (), ())
    for table in drafted.tables:
        write_breakdown_sheet(workbook, drafted, table)
    return workbook.finished()


def carry_over_workbook() -> bytes:
    """上期数.xlsx: August's figures."""
    return _list("上期数", list(carried_rows()))


def corrections_workbook() -> bytes:
    """更正.xlsx: one figure, corrected by telephone."""
    return _list(Sheet.CORRECTIONS, list(correction_rows()))


def _list(name: str, rows: Sequence[Sequence[str]]) -> bytes:
    workbook = Workbook()
    sheet: Any = workbook.book.add_worksheet(name)
    labels = rows[0]
    for column, label in enumerate(labels):
        width = max(text_width(row[column]) for row in rows) + 3
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, workbook.header())
    for number, row in enumerate(rows[1:], start=1):
        for column, (label, text) in enumerate(zip(labels, row, strict=True)):
            figure = None if label in _TEXT_LABELS else read_number(text)
            if figure is None:
                sheet.write_string(number, column, text, workbook.look(num_format="@"))
            else:
                sheet.write_number(number, column, float(figure), workbook.look())
    return workbook.finished()


def submissions(form_of: Callable[[str, str], Form]) -> dict[str, bytes]:
    """What comes back, by its path below 上报/; `form_of` gives the form of a unit for a period."""
    files: dict[str, bytes] = {}
    members: dict[str, dict[str, bytes]] = {}
    for report in REPORTS:
        form = form_of(report.unit, report.period)
        content = _word_table(form, report) if report.file.endswith(".docx") else _filled(form, report)
        archive, _, member = report.file.rpartition("/")
        (members.setdefault(archive, {}) if archive else files)[member] = content
    return files | {archive: _zipped(inside.items()) for archive, inside in members.items()}


def _zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), content)
    return buffer.getvalue()


def _filled(form: Form, report: Report) -> bytes:
    """The unit's form as another program saves it: our formulas have lost their results."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(form_workbook(form)))
    sheet = book[FORM_SHEET]
    head = {**_HEAD, FormHead.FILLED_ON: report.filled_on}
    for offset, labels in enumerate(HEAD_ROWS):
        for place, label in zip(HEAD_COLUMNS, labels, strict=False):
            if label in head:
                sheet.cell(FIRST_HEAD_ROW + offset, place + 1, head[label])
    places = {row.indicator.code: FIRST_ROW + index for index, row in enumerate(form.rows)}
    for code, cells in report.cells.items():
        for column, content in cells.items():
            typed = content if isinstance(content, str) else float(content)
            sheet.cell(places[code], column_number(column), typed)
    for code, column, content in report.changed:
        sheet.cell(places[code], column_number(column), float(content))
    return _saved(book.save, report)


def _word_table(form: Form, report: Report) -> bytes:
    """The same in Word: the head in lines of text, one table of our columns."""
    import docx

    document = docx.Document()
    document.add_paragraph(form.title)
    document.add_paragraph(f"填报单位：{form.unit}　期次：{form.period.name}　填报日期：{report.filled_on}")
    table = document.add_table(rows=1, cols=len(_WORD_COLUMNS), style="Table Grid")
    for cell, label in zip(table.rows[0].cells, _WORD_COLUMNS, strict=True):
        cell.text = label
    for row in form.rows:
        issued = {
            FormColumn.CODE: row.indicator.code,
            FormColumn.PROJECT: row.indicator.project,
            FormColumn.NAME: row.indicator.name,
            FormColumn.UNIT: row.indicator.asked_unit,
            FormColumn.TARGET: row.target_of_unit.phrase,
        }
        texts = {**issued, **report.cells[row.indicator.code]}
        for cell, column in zip(table.add_row().cells, _WORD_COLUMNS, strict=True):
            cell.text = str(texts.get(column, ""))
    return _saved(document.save, report)


def _saved(save: Callable[[Any], object], report: Report) -> bytes:
    buffer = io.BytesIO()
    save(buffer)
    return packed(buffer.getvalue(), f"{report.filled_on}T08:00:00Z")
