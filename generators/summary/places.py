"""Where each figure stands in 汇总表.xlsx, for papers that tell where theirs come from."""

from generators.summary.book import DATA_SHEET, LEVEL_SHEETS, STANDING_SHEET, address
from generators.summary.data import HEAD_ROW as DATA_HEAD
from generators.summary.data import Column as DataColumn
from generators.summary.data import layout_of
from generators.summary.standing import OVERALL_COLUMN, StandingOrder
from generators.summary.total import FIRST_ROW
from generators.summary.total import PLACES as TOTAL_PLACES
from generators.summary.total import Column as TotalColumn
from model.results import Results


class SummaryPlaces:
    """Addresses such as `全市!G12`: of totals on the sheet of this level, of units' figures on 数据."""

    def __init__(self, results: Results) -> None:
        level = results.breakdown.basics.level
        self._total_sheet = LEVEL_SHEETS.get(level, f"全{level}")
        self._data_places = layout_of(results).places
        totals, figures = results.rollup.totals, results.rollup.figures
        self._totals = {one.code: row for row, one in enumerate(totals, FIRST_ROW)}
        self._figures = {(one.code, one.unit): row for row, one in enumerate(figures, DATA_HEAD + 1)}
        self._order = StandingOrder(results)

    def total(self, code: str, column: TotalColumn) -> str:
        """The cell of a total."""
        return f"{self._total_sheet}!{address(self._totals[code], TOTAL_PLACES[column])}"

    def totals(self, column: TotalColumn) -> str:
        """The cells of all totals in one column: what is counted over the indicators is counted there."""
        first, last = FIRST_ROW, FIRST_ROW + max(1, len(self._totals)) - 1
        place = TOTAL_PLACES[column]
        return f"{self._total_sheet}!{address(first, place)}:{address(last, place)}"

    def figure(self, code: str, unit: str, column: DataColumn) -> str:
        """The cell of a unit's figure; its column 来源 leads on to the unit's own cell."""
        return f"{DATA_SHEET}!{address(self._figures[code, unit], self._data_places[column])}"

    def figures(self, column: DataColumn) -> str:
        """The cells of all figures in one column."""
        first, last = DATA_HEAD + 1, DATA_HEAD + max(1, len(self._figures))
        place = self._data_places[column]
        return f"{DATA_SHEET}!{address(first, place)}:{address(last, place)}"

    def overall_rank(self, unit: str) -> str:
        """The cell of a unit's overall rank, likewise."""
        if unit not in self._order.places:
            return ""
        return f"{STANDING_SHEET}!{address(self._order.ranks_at + self._order.places[unit], OVERALL_COLUMN)}"

    def overall_score(self, unit: str) -> str:
        """The cell of a unit's overall score; empty for a unit without one."""
        if unit not in self._order.places:
            return ""
        return f"{STANDING_SHEET}!{address(self._order.scores_at + self._order.places[unit], OVERALL_COLUMN)}"
