"""评价.xlsx: an assessed period as a workbook whose scores and ranks are live formulas (contract section 7)."""

import warnings

from generators.assessment.book_figures import write_figures
from generators.assessment.book_projects import write_projects
from generators.assessment.book_scores import write_scores
from generators.assessment.book_setting import (
    FIGURES_SHEET,
    PROJECTS_SHEET,
    SCORES_SHEET,
    STANDARDS_SHEET,
    STRUCK_SHEET,
    TOTAL_SHEET,
    WORDS_SHEET,
    Book,
)
from generators.assessment.book_standards import write_standards
from generators.assessment.book_struck import write_struck
from generators.assessment.book_total import TotalSheet
from generators.assessment.book_unit import UnitPages
from generators.assessment.book_words import write_words
from generators.sheet import Workbook
from generators.summary.book import PlainSheet
from model.results import Results


def assessment_workbook(results: Results) -> bytes:
    """评价.xlsx as bytes, the same for the same results, which are those of an assessed period.

    Sheets: 总表, 计分规则, 项目得分, 计分, 指标数, 验收, 核减清单, then one for each unit. Figures, conclusions and
    typed points stand once, on 指标数, 验收 and 计分; all else follows from them. Raises `UserWarning` for whatever
    xlsxwriter would leave out.
    """
    workbook = Workbook()
    workbook.book.set_properties({"title": "评价"})
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        _write(Book(results, workbook))
        return workbook.finished()


def _write(book: Book) -> None:
    sheets = {name: book.workbook.book.add_worksheet(name, PlainSheet) for name in book.sheets}
    total = TotalSheet(book)
    total.write(sheets[TOTAL_SHEET])
    write_words(book, sheets[WORDS_SHEET])
    write_projects(book, sheets[PROJECTS_SHEET])
    write_scores(book, sheets[SCORES_SHEET])
    write_figures(book, sheets[FIGURES_SHEET])
    if STANDARDS_SHEET in sheets:
        write_standards(book, sheets[STANDARDS_SHEET])
    write_struck(book, sheets[STRUCK_SHEET])
    pages = UnitPages(book, total)
    for unit, name in book.unit_sheets.items():
        pages.write(sheets[name], unit)
