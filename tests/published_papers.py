"""Small published papers, Word and Excel, written out as the tables that they hold."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
import openpyxl

from model.drafting.paper import Entry, PublishedPaper

Row = Sequence[str | float]
Rows = Sequence[Row]
LEFT, ABOVE = "<", "^"
"""A cell that is one with the cell to its left, or with the one above."""
HOME = Path(__file__).resolve().parent.parent
REAL = HOME.parent / "shared" / "documents"


def word_paper(path: Path, *blocks: str | Rows) -> Path:
    """A .docx of paragraphs and tables, in their order."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), max(len(row) for row in block))
        for number, row in enumerate(block):
            for column, text in enumerate(row):
                if text not in (LEFT, ABOVE):
                    table.cell(number, column).text = str(text)
        for top, left, bottom, right in _areas(block):
            text = table.cell(top, left).text
            table.cell(top, left).merge(table.cell(bottom, right)).text = text
    document.save(str(path))
    return path


def excel_paper(path: Path, sheets: dict[str, Rows]) -> Path:
    """An .xlsx of sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value not in (LEFT, ABOVE, ""):
                    sheet.cell(number, column, value)
        for top, left, bottom, right in _areas(rows):
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    book.save(path)
    return path


def _areas(rows: Rows) -> Iterator[tuple[int, int, int, int]]:
    """Top, left, bottom and right of each merged area, counted from 0."""
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value in (LEFT, ABOVE):
                continue
            right = column
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            bottom = number
            while bottom + 1 < len(rows) and len(rows[bottom + 1]) > column and rows[bottom + 1][column] == ABOVE:
                bottom += 1
            if (bottom, right) != (number, column):
                yield number, column, bottom, right


def tasks(paper: PublishedPaper) -> list[str]:
    """What each entry asks of the paper's own level."""
    return [one.task.text if one.task else "" for one in paper.entries]


def shares(entry: Entry) -> dict[str, str]:
    """What an entry asks of other regions."""
    return {region: passage.text for region, passage in entry.shares.items()}


def words_of(paper: PublishedPaper) -> str:
    """All that a paper was read to say, one text behind the other."""
    asked = [passage for one in paper.entries for passage in (one.task, *one.shares.values()) if passage is not None]
    standards = [one.passage for one in paper.criteria]
    people = [text for one in paper.entries if one.person for text in vars(one.person).values()]
    passages = [one.text for one in (*asked, *standards, *paper.progress, *paper.loose)]
    return "\n".join((*passages, *(one.heading for one in paper.criteria), *people))
