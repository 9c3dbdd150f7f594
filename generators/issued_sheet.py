"""A sheet of a workbook that is sent out: remembers what it wrote, by which an edited one is told from ours."""

from decimal import Decimal
from typing import Any

from generators.sheet import Workbook
from model.quantity import from_cell, plain


class IssuedSheet:
    """A sheet under construction; `written` are its filled cells for the digest in the stamp. Rows, columns from 1."""

    def __init__(self, workbook: Workbook, name: str) -> None:
        self.workbook = workbook
        self.sheet: Any = workbook.book.add_worksheet(name)
        self.written: list[tuple[int, int, str]] = []

    def put(self, row: int, column: int, content: Decimal | str | None, look: Any) -> None:
        """Writes a number, a text or a blank."""
        if isinstance(content, Decimal):
            self.sheet.write_number(row - 1, column - 1, float(content), look)
            self.written.append((row, column, text_of(float(content))))
        elif content:
            self.sheet.write_string(row - 1, column - 1, content, look)
            self.written.append((row, column, content))
        else:
            self.sheet.write_blank(row - 1, column - 1, None, look)

    def formula(self, row: int, column: int, formula: str, value: Decimal | str, look: Any) -> None:
        """Writes a formula with its value."""
        stored = float(value) if isinstance(value, Decimal) else value
        self.sheet.write_formula(row - 1, column - 1, f"={formula}", look, stored)
        self.written.append((row, column, f"={formula}"))


def text_of(value: object) -> str:
    """A cell's content as the digest of a stamp takes it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return plain(from_cell(value))
    return str(value)
