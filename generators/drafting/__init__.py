"""The workbook of a drafted breakdown, one module a kind of sheet; `draft_workbook` puts them together."""

from generators.drafting.workbook import draft_workbook

__all__ = ["draft_workbook"]
