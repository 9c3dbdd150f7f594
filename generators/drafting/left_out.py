"""The sheet 未采用: every figure of the papers that stands in no row, why, and the sentence that it stands in."""

from collections.abc import Iterator

from generators.drafting.told import DOUBTFUL, Drafted
from generators.report.table import Cell, write_band, write_row
from generators.sheet import Workbook, titled_sheet
from model.drafting.draft import Unadopted
from model.drafting.quotation import places_of, quotation
from model.labels import DraftColumn, DraftSheet

_COLUMNS = (("序号", 6), ("数", 18), ("为什么没有采用", 34), (DraftColumn.QUOTED, 70), (DraftColumn.PLACE, 46))
_TO_DECIDE, _PLAIN = "请看一看要不要考核（{count}）：要的，自己在“指标”里加一行", "不用看（{count}）"


def write_unadopted(workbook: Workbook, drafted: Drafted) -> None:
    """One row a figure: those that want a decision first and in colour, each kind in the order of the papers."""
    title = "没有采用的数：文件里的数，不在“指标”“验收标准”的行里，就在这里"
    sheet = titled_sheet(workbook, DraftSheet.UNADOPTED, title, _COLUMNS)
    if not drafted.unadopted:
        write_band(workbook, sheet, 2, _COLUMNS, "文件里的数都在行里。")
    for row, (number, one) in enumerate(_ordered(drafted), start=2):
        if isinstance(one, str):
            write_band(workbook, sheet, row, _COLUMNS, one, level=1)
        else:
            write_row(workbook, sheet, row, _COLUMNS, _cells(number, one))


def _ordered(drafted: Drafted) -> Iterator[tuple[int, Unadopted | str]]:
    """Headings, and the figures with their numbers from 1."""
    number = 0
    for heading, is_asked in ((_TO_DECIDE, True), (_PLAIN, False)):
        figures = [one for one in drafted.unadopted if one.wants_decision is is_asked]
        if figures:
            yield 0, heading.format(count=len(figures))
        for one in figures:
            number += 1
            yield number, one


def _cells(number: int, one: Unadopted) -> list[Cell | str | int]:
    quoted = quotation([one.source])
    fill = DOUBTFUL if one.wants_decision else None
    return [
        number,
        Cell(one.figure, fill=fill, is_centred=True),
        Cell(one.reason, fill=fill),
        Cell(quoted.text, marks=quoted.marks),
        places_of([one.source]),
    ]
