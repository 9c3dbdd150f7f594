"""The hidden sheet 起草记录: what draft wrote, cell by cell, by which the next draft tells a person's corrections."""

from collections.abc import Iterator, Sequence

from generators.sheet import Workbook
from model.drafting.tables import DraftTable
from model.labels import DRAFTED_DIGEST, DRAFTED_FILE, DraftSheet, RecordColumn


def write_record(workbook: Workbook, record: Sequence[DraftTable], files: Sequence[tuple[str, str]]) -> None:
    """The papers first, then each cell of `record` that is not blank: sheet, key, label, text."""
    sheet = workbook.book.add_worksheet(DraftSheet.RECORD)
    sheet.hide()
    look = workbook.look(grid=False, text_wrap=False, num_format="@")
    for row, texts in enumerate(_rows(record, files)):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, look)


def _rows(record: Sequence[DraftTable], files: Sequence[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    yield tuple(RecordColumn)
    for name, digest in files:
        yield DRAFTED_FILE, name, DRAFTED_DIGEST, digest
    for table in record:
        for line in table.lines:
            for label, text in line.cells.items():
                yield table.sheet, line.key, label, text
