"""The sheet 未采用: every figure of the papers that stands in no row, why, and the sentence that it stands in."""

from generators.drafting.told import Drafted
from generators.report.table import Cell, write_band, write_row
from generators.sheet import Workbook, titled_sheet
from model.drafting.quotation import places_of, quotation
from model.labels import DraftColumn, DraftSheet

_COLUMNS = (("序号", 6), ("数", 18), ("为什么没有采用", 34), (DraftColumn.QUOTED, 70), (DraftColumn.PLACE, 46))


def write_unadopted(workbook: Workbook, drafted: Drafted) -> None:
    """One row a figure, in the order of the papers."""
    title = "没有采用的数：文件里的数，不在“指标”“验收标准”的行里，就在这里"
    sheet = titled_sheet(workbook, DraftSheet.UNADOPTED, title, _COLUMNS)
    for row, one in enumerate(drafted.unadopted, start=2):
        quoted = quotation([one.source])
        sentence = Cell(quoted.text, marks=quoted.marks)
        cells: list[Cell | str | int] = [row - 1, Cell(one.figure, is_centred=True), one.reason, sentence]
        write_row(workbook, sheet, row, _COLUMNS, [*cells, places_of([one.source])])
    if drafted.unadopted:
        sheet.autofilter(1, 0, 1 + len(drafted.unadopted), len(_COLUMNS) - 1)
    else:
        write_band(workbook, sheet, 2, _COLUMNS, "文件里的数都在行里。")
