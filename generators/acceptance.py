"""The sheet 验收 of a form: the acceptance standards that a unit checks itself by, in a period with 评价."""

from typing import Any

from generators.sheet import INPUT_FILL, Workbook, fit_row, titled_sheet
from model.form import ACCEPTANCE_SHEET, StandardRow
from model.labels import YES, AcceptanceColumn
from model.submission import SelfVerdict

_WIDTHS = (10, 26, 7, 60, 10, 12, 30)


def write_acceptance(workbook: Workbook, rows: tuple[StandardRow, ...]) -> None:
    """One row for each standard; 自查 is chosen from a list, 佐证材料 is free text, all else is locked."""
    columns = tuple(zip((str(label) for label in AcceptanceColumn), _WIDTHS, strict=True))
    sheet: Any = titled_sheet(workbook, ACCEPTANCE_SHEET, "验收标准自查表", columns)
    entry = workbook.look(locked=False, bg_color=INPUT_FILL)
    for at, row in enumerate(rows, start=2):
        texts = (row.codes, row.names, row.standard.number, row.standard.standard, YES if row.standard.is_veto else "")
        for column, text in enumerate(texts):
            sheet.write_string(at, column, text, workbook.look())
        for column in (len(texts), len(texts) + 1):
            sheet.write_blank(at, column, None, entry)
        fit_row(sheet, at, columns, dict(enumerate(texts)))
    verdict = list(AcceptanceColumn).index(AcceptanceColumn.SELF_VERDICT)
    sheet.data_validation(
        2, verdict, len(rows) + 1, verdict,
        {
            "validate": "list", "source": list(SelfVerdict), "error_title": "自查",
            "error_message": f"请从{'、'.join(SelfVerdict)}中选一个。",
        },
    )  # fmt: skip
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
