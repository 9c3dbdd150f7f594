"""Small Word templates that a test writes: paragraphs, then a table."""

import io

import docx


def document(*paragraphs: str, rows: list[list[str]] | None = None) -> bytes:
    """A template with these paragraphs, then a table."""
    made = docx.Document()
    for words in paragraphs:
        made.add_paragraph(words)
    if rows:
        table = made.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()
