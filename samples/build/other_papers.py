"""Papers that come back and are not our form: a county's own sheet, a table in Word, a page with a stamp."""

import io
from collections.abc import Mapping

import docx
import openpyxl
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from generators.packing import packed
from model.form import Form, FormRow
from model.labels import FormColumn
from samples.build.tables import Report

_PERCENT = "0.0%"

# --- a county's own sheet ------------------------------------------------------------------------

_NUMBER = "序号"
_RATES = "比率类指标"
_OWN_COLUMNS: tuple[tuple[str, FormColumn | None, int], ...] = (
    (_NUMBER, None, 6),
    ("项目", FormColumn.PROJECT, 22),
    ("指标（工作内容）", FormColumn.NAME, 26),
    ("编码", FormColumn.CODE, 8),
    ("单位（计量）", FormColumn.UNIT, 9),
    ("年度目标（任务数）", FormColumn.TARGET, 12),
    ("分子", FormColumn.NUMERATOR, 10),
    ("分母", FormColumn.DENOMINATOR, 10),
    ("本期累计（完成数）", FormColumn.VALUE, 12),
    ("进展情况", FormColumn.PROGRESS, 34),
    ("存在问题及下步措施", FormColumn.PROBLEMS, 40),
    ("佐证材料", FormColumn.EVIDENCE, 20),
    ("说明（备注）", FormColumn.EXPLANATION, 20),
)
"""Label, what it is on our form (None: the county's own), width. The parts of a rate share a label above theirs."""
_OWN_PLACES = {column: place for place, (_, column, _) in enumerate(_OWN_COLUMNS, 1) if column is not None}
_TITLE_ROWS = 3
_OWN_LABEL_ROW = _TITLE_ROWS + 1
_OWN_FIRST_ROW = _OWN_LABEL_ROW + 2
_LINE = Side(style="thin")
_BOXED = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(vertical="center", wrap_text=True)


def own_sheet(form: Form, report: Report) -> bytes:
    """A sheet that the county made itself: three title rows, its own order of columns and rows, merged cells, no stamp.

    Rows of projects that share a name stand together. Codes are what Excel makes of them: 1.1 is a number there. A rate
    is a formula over its parts for which the file holds no value.
    """
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = f"{form.period.last_month}月"
    _own_head(sheet, form, report)
    by_project: dict[str, list[FormRow]] = {}
    for row in form.rows:
        by_project.setdefault(row.indicator.project, []).append(row)
    number = _OWN_FIRST_ROW
    for order, (project, rows) in enumerate(by_project.items(), 1):
        for offset, row in enumerate(rows):
            _own_row(sheet, number + offset, row, report.rows[row.indicator.code])
        sheet.cell(number, 1, order)
        sheet.cell(number, _OWN_PLACES[FormColumn.PROJECT], project)
        for column in (1, _OWN_PLACES[FormColumn.PROJECT]):
            sheet.merge_cells(start_row=number, end_row=number + len(rows) - 1, start_column=column, end_column=column)
        number += len(rows)
    _draw_lines(sheet, number - 1)
    sheet.cell(number, 1, "填报人：填报人甲　　审核人：审核人乙　　负责人：负责人丙")
    saved = io.BytesIO()
    book.save(saved)
    return packed(saved.getvalue(), f"{report.filled_on}T08:00:00Z")


def _own_head(sheet: Worksheet, form: Form, report: Report) -> None:
    """The title rows, and two rows of labels: those of 分子 and 分母 stand below a common one."""
    year, month, day = (int(part) for part in report.filled_on.split("-"))
    titles = (
        f"{form.period.year}年{form.unit}重点民生实事落实情况统计表",
        f"（{form.period.year}年1—{form.period.last_month}月）",
        f"填报单位：{form.unit}　填报日期：{year}年{month}月{day}日",
    )
    for number, title in enumerate(titles, 1):
        sheet.cell(number, 1, title)
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(_OWN_COLUMNS))
    sheet["A1"].font, sheet["A1"].alignment = Font("方正小标宋简体", 18), _CENTRED
    sheet["A2"].alignment = _CENTRED
    top, below = _OWN_LABEL_ROW, _OWN_LABEL_ROW + 1
    parts = (_OWN_PLACES[FormColumn.NUMERATOR], _OWN_PLACES[FormColumn.DENOMINATOR])
    for place, (label, _, width) in enumerate(_OWN_COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.cell(below if place in parts else top, place, label)
        if place not in parts:
            sheet.merge_cells(start_row=top, end_row=below, start_column=place, end_column=place)
    sheet.cell(top, parts[0], _RATES)
    sheet.merge_cells(start_row=top, end_row=top, start_column=parts[0], end_column=parts[1])
    sheet.freeze_panes = f"A{_OWN_FIRST_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _own_row(sheet: Worksheet, number: int, row: FormRow, typed: Mapping[str, object]) -> None:
    """One row: what was issued, what is `typed` (label of a form column -> value), the formula of a rate."""
    indicator = row.indicator
    is_number = indicator.code.replace(".", "", 1).isdecimal()
    cells: dict[FormColumn, object] = {
        FormColumn.CODE: float(indicator.code) if is_number else indicator.code,
        FormColumn.NAME: indicator.name,
        FormColumn.UNIT: indicator.asked_unit,
        FormColumn.TARGET: _target(row),
        **{FormColumn(label): content for label, content in typed.items()},
    }
    if indicator.has_parts:
        parts = (sheet.cell(number, _OWN_PLACES[one]) for one in (FormColumn.NUMERATOR, FormColumn.DENOMINATOR))
        cells[FormColumn.VALUE] = "={}/{}".format(*(part.coordinate for part in parts))
    for column, content in cells.items():
        kept = content if content is None or isinstance(content, int | str) else float(str(content))
        cell = sheet.cell(number, _OWN_PLACES[column], kept)
        if indicator.is_percent and column in (FormColumn.TARGET, FormColumn.VALUE):
            cell.number_format = _PERCENT


def _target(row: FormRow) -> object:
    """The target as a person writes it: a number, or the phrase where there is more than one in it."""
    return row.target_of_unit.phrase if "—" in row.target_of_unit.phrase else row.target


def _draw_lines(sheet: Worksheet, last_row: int) -> None:
    words = {_OWN_PLACES[one] for one in (FormColumn.PROGRESS, FormColumn.PROBLEMS, FormColumn.EVIDENCE)}
    for number in range(_OWN_LABEL_ROW, last_row + 1):
        for place in range(1, len(_OWN_COLUMNS) + 1):
            is_text = number >= _OWN_FIRST_ROW and place in words
            cell = sheet.cell(number, place)
            cell.border, cell.alignment = _BOXED, _LEFT if is_text else _CENTRED


# --- a table in Word -----------------------------------------------------------------------------

_WORD_COLUMNS = (
    FormColumn.CODE, FormColumn.PROJECT, FormColumn.NAME, FormColumn.UNIT, FormColumn.TARGET, FormColumn.PREVIOUS,
    FormColumn.VALUE, FormColumn.PROGRESS, FormColumn.PROBLEMS, FormColumn.EVIDENCE, FormColumn.EXPLANATION,
)  # fmt: skip
_FONT = "宋体"


def word_table(form: Form, report: Report) -> bytes:
    """A Word file with the head in lines of text and one table of our columns, those of the figures that are asked."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.core_properties.title, document.core_properties.comments = form.title, ""
    document.add_paragraph(form.title)
    document.add_paragraph(f"填报单位：{form.unit}　期次：{form.period.name}　填报日期：{report.filled_on}")
    table = document.add_table(rows=1, cols=len(_WORD_COLUMNS), style="Table Grid")
    for cell, label in zip(table.rows[0].cells, _WORD_COLUMNS, strict=True):
        cell.text = label
    for row in form.rows:
        issued: dict[str, object] = {
            FormColumn.CODE: row.indicator.code,
            FormColumn.PROJECT: row.indicator.project,
            FormColumn.NAME: row.indicator.name,
            FormColumn.UNIT: row.indicator.asked_unit,
            FormColumn.TARGET: row.target,
            FormColumn.PREVIOUS: row.previous,
        }
        texts = {**issued, **report.rows[row.indicator.code]}
        for cell, label in zip(table.add_row().cells, _WORD_COLUMNS, strict=True):
            cell.text = "" if texts.get(label) is None else str(texts[label])
    document.add_paragraph("填报人：填报人甲　审核人：审核人乙　负责人：负责人丙")
    saved = io.BytesIO()
    document.save(saved)
    return packed(saved.getvalue(), f"{report.filled_on}T08:00:00Z")


# --- a stamped page ------------------------------------------------------------------------------

_PAGE = (595, 842)
_CURVE = 0.5523
"""How far the handles of a quarter circle stand from its ends, by the radius."""


def stamped_page(form: Form, report: Report) -> bytes:
    """A PDF of one page that says what it belongs to and bears a ring where the stamp would be."""
    lines = (
        (20, 740, form.title),
        (14, 690, f"填报单位：{form.unit}"),
        (14, 664, f"填报日期：{report.filled_on}"),
        (14, 638, "各项数据以同时报送的电子表为准。"),
        (14, 528, "（盖章处，示例无印章）"),
    )
    shown = "\n".join(
        f"BT /F {_fitting(size, text)} Tf 60 {height} Td <{text.encode('utf-16-be').hex().upper()}> Tj ET"
        for size, height, text in lines
    )
    return _pdf(f"{shown}\n{_ring(430, 560, 60)}".encode("ascii"))


def _fitting(size: int, text: str) -> int:
    """`size`, or the largest one at which a line of Chinese letters stays on the page."""
    return min(size, (_PAGE[0] - 120) // len(text))


def _ring(x: float, y: float, radius: float) -> str:
    """A red circle as four curves."""
    r, h = radius, radius * _CURVE
    quarters = (
        ((r, h), (h, r), (0, r)),
        ((-h, r), (-r, h), (-r, 0)),
        ((-r, -h), (-h, -r), (0, -r)),
        ((h, -r), (r, -h), (r, 0)),
    )
    curves = (" ".join(f"{x + dx:.2f} {y + dy:.2f}" for dx, dy in quarter) + " c" for quarter in quarters)
    return f"1 0 0 RG 3 w {x + r:.2f} {y:.2f} m {' '.join(curves)} S"


def _pdf(content: bytes) -> bytes:
    """A page with one Chinese font that the reader's program supplies itself."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
        % _PAGE,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    )
    written, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content_of in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content_of)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return b"%sxref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        written, len(objects) + 1, table, len(objects) + 1, len(written),
    )  # fmt: skip
