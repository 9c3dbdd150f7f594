"""数据来源.xlsx: each figure of the notice, in the order of its text, with the cell that it came from."""

from generators.links import link_to_source
from generators.notice import notice_figures
from generators.sheet import Workbook, fit_row, titled_sheet, write_link
from model.results import Results

_COLUMNS = (("序号", 6), ("所在部分", 30), ("通报中的写法", 40), ("编码", 9), ("是什么", 24), ("来源", 70))


def sources_workbook(results: Results) -> bytes:
    """One row for each figure; the source is a link to its first cell."""
    workbook = Workbook()
    title = f"{results.breakdown.basics.region}{results.period.title}通报数据来源"
    sheet = titled_sheet(workbook, "数据来源", title, _COLUMNS)
    text, centred = workbook.look(), workbook.look(align="center")
    figures = notice_figures(results)
    for row, one in enumerate(figures, start=2):
        sheet.write_number(row, 0, row - 1, centred)
        for column, words in enumerate((one.place, one.words, one.code, one.what), start=1):
            sheet.write_string(row, column, words, text)
        write_link(workbook, sheet, (row, 5), link_to_source(one.first), one.source)
        fit_row(sheet, row, _COLUMNS, {1: one.place, 2: one.words, 4: one.what, 5: one.source})
    sheet.autofilter(1, 0, 1 + max(1, len(figures)), len(_COLUMNS) - 1)
    return workbook.finished()
