"""The sheet 名次 of 汇总表.xlsx: ranks, previous ranks and scores by 排名组, overall and by project."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from generators.rows import Formula
from generators.sheet import lines_of, share_format
from generators.summary.book import STANDING_SHEET, Book, address, fill, quoted, write_title
from generators.summary.data import Column as Data
from generators.summary.data import DataSheet
from generators.summary.formula import rank, shown_share
from generators.summary.style import ANY_FORMAT, LINE_HEIGHT, RANK_FORMAT, SCORE_SCALE, set_page
from generators.summary.telling import standing_words
from model.quantity import HUNDRED
from model.results import Results
from model.rollup import shown_score

OVERALL = "综合"
GROUP_COLUMN, UNIT_COLUMN, OVERALL_COLUMN = 0, 1, 2
CATEGORY_ROW, HEAD_ROW, WEIGHT_ROW = 2, 3, 4
_PROJECT_WIDTH = 11
CellOf = Callable[[Worksheet, int, int, str, str | None], None]
"""Writes one cell of a block: sheet, row, column, unit, project (None: overall)."""


@dataclass(frozen=True)
class GroupRange:
    """The rows (from 0) of one 排名组 within a block of the sheet."""

    group: str
    units: tuple[str, ...]
    first_row: int

    @property
    def last_row(self) -> int:
        return self.first_row + len(self.units) - 1


class StandingOrder:
    """In which order the units stand on the sheet, and where its blocks begin (rows from 0)."""

    def __init__(self, results: Results) -> None:
        self.standings = {(one.unit, one.project): one for one in results.rollup.standings}
        self._groups = {unit.name: unit.rank_group for unit in results.breakdown.units}
        self.units = self._ordered()
        self.places = {unit: place for place, unit in enumerate(self.units)}
        self.has_previous = any(one.previous_rank is not None for one in results.rollup.standings)
        block = len(self.units) + 1
        self.ranks_at = WEIGHT_ROW + 2
        self.previous_at = self.ranks_at + block
        self.scores_at = self.previous_at + (block if self.has_previous else 0)

    def _ordered(self) -> list[str]:
        """Units that have a score, by 排名组 in the order of the breakdown, the best first."""
        names = [name for name in self._groups if (name, None) in self.standings]
        groups = list(dict.fromkeys(self._groups[name] for name in names))
        return sorted(names, key=lambda name: (groups.index(self._groups[name]), self.standings[name, None].rank))

    def group_of(self, unit: str) -> str:
        return self._groups[unit]


class StandingSheet(StandingOrder):
    """Where each unit's rank and score stand. Three blocks have the same columns: ranks, previous ranks, scores."""

    def __init__(self, book: Book, data: DataSheet) -> None:
        super().__init__(book.results)
        self._book, self._data = book, data
        scored = {one.project for one in book.results.rollup.standings}
        self._projects = [one for one in book.results.breakdown.projects if one in scored]
        self._last_row = self.scores_at + max(1, len(self.units)) - 1
        self._columns = {project: OVERALL_COLUMN + 1 + place for place, project in enumerate(self._projects)}
        # The title needs some columns even where there are hardly any projects.
        self._last_column = OVERALL_COLUMN + max(4, len(self._projects))
        self._shown_offset = self._last_column

    def overall_rank(self, unit: str) -> tuple[str, int | None]:
        """The cell of the unit's overall rank with its value; an empty address for a unit without a score."""
        if unit not in self.places:
            return "", None
        cell = address(self.ranks_at + self.places[unit], OVERALL_COLUMN, fixed=True)
        return f"{quoted(STANDING_SHEET)}!{cell}", self.standings[unit, None].rank

    def overall_score(self, unit: str) -> tuple[str, Decimal | None]:
        """The cell of the unit's overall score with its value, likewise."""
        if unit not in self.places:
            return "", None
        cell = address(self.scores_at + self.places[unit], OVERALL_COLUMN, fixed=True)
        return f"{quoted(STANDING_SHEET)}!{cell}", self.standings[unit, None].score

    def rank_ranges(self) -> list[GroupRange]:
        """The rows of each 排名组 in the block of ranks."""
        return self._ranges(self.ranks_at)

    def overall_ranks(self, ranks: GroupRange) -> str:
        """The overall ranks of a 排名组, as formulas of any sheet write them."""
        return self._span(ranks, OVERALL_COLUMN)

    def unit_names(self, ranks: GroupRange) -> str:
        """The names beside `overall_ranks`."""
        return self._span(ranks, UNIT_COLUMN)

    def overall_scores(self, group: str, start: int, end: int) -> tuple[str, str]:
        """The names and the overall scores of a 排名组 from `start` up to but without `end`, for a chart."""
        whole = next(one for one in self._ranges(self.scores_at) if one.group == group)
        some = GroupRange(group, whole.units[start:end], whole.first_row + start)
        return self._span(some, UNIT_COLUMN), self._span(some, OVERALL_COLUMN)

    def previous_overall_rank(self, unit: str) -> int | None:
        standing = self.standings.get((unit, None))
        return standing.previous_rank if standing else None

    def _span(self, rows: GroupRange, column: int) -> str:
        first, last = (address(row, column, fixed=True) for row in (rows.first_row, rows.last_row))
        return f"{quoted(STANDING_SHEET)}!{first}:{last}"

    def _ranges(self, first_row: int) -> list[GroupRange]:
        ranges = []
        for group, members in groupby(self.units, key=self.group_of):
            units = tuple(members)
            ranges.append(GroupRange(group, units, first_row))
            first_row += len(units)
        return ranges

    def write(self, sheet: Worksheet) -> None:
        """Fills the sheet."""
        book, last_column = self._book, self._last_column
        subtitle = f"{book.as_of}　名次在同一排名组内按所示得分排列，得分相同的并列，其后空出相应位次"
        write_title(book, sheet, f"{book.title}名次", subtitle, last_column)
        self._head(sheet)
        self._block(sheet, self.ranks_at, "名次", self._rank)
        if self.has_previous:
            self._block(sheet, self.previous_at, f"{book.previous_title}名次", self._previous_rank)
        self._block(sheet, self.scores_at, "得分（折算成百分数）", self._score)
        self._shown(sheet)
        self._scale(sheet)
        last_row = self._rules(sheet)
        sheet.freeze_panes(WEIGHT_ROW + 1, OVERALL_COLUMN)
        set_page(sheet, repeat=(CATEGORY_ROW, WEIGHT_ROW))
        sheet.print_area(0, 0, last_row, last_column)

    def _scale(self, sheet: Worksheet) -> None:
        """Scores from low to high within each column of each 排名组, since only these are compared."""
        for group in self._ranges(self.scores_at):
            for _, column in self._all_columns():
                if len(group.units) > 2:
                    sheet.conditional_format(group.first_row, column, group.last_row, column, SCORE_SCALE)

    def _rules(self, sheet: Worksheet) -> int:
        """The rule in words below the tables; returns the last row."""
        row, style = self._last_row + 2, self._book.styles
        sheet.write_string(row, 0, "说明", style.section())
        width = 38 + _PROJECT_WIDTH * (self._last_column - OVERALL_COLUMN)
        for words in standing_words(self._book.results):
            row += 1
            sheet.merge_range(row, 0, row, self._last_column, words, style.paragraph())
            sheet.set_row(row, LINE_HEIGHT * lines_of(words, width) + 2)
        return row

    def _head(self, sheet: Worksheet) -> None:
        styles, breakdown = self._book.styles, self._book.results.breakdown
        for column, label in ((GROUP_COLUMN, "排名组"), (UNIT_COLUMN, "填报单位"), (OVERALL_COLUMN, OVERALL)):
            sheet.merge_range(CATEGORY_ROW, column, HEAD_ROW, column, label, styles.head())
            sheet.write_blank(WEIGHT_ROW, column, None, styles.band())
        sheet.write_string(WEIGHT_ROW, UNIT_COLUMN, "项目权重", styles.band())
        names = {one.project_key: one.project for one in breakdown.indicators}
        categories = {one.project_key: one.category for one in breakdown.indicators}
        for category, members in groupby(self._projects, key=lambda one: categories[one]):
            columns = [self._columns[one] for one in members]
            if len(columns) > 1:
                sheet.merge_range(CATEGORY_ROW, columns[0], CATEGORY_ROW, columns[-1], category, styles.head())
            else:
                sheet.write_string(CATEGORY_ROW, columns[0], category, styles.head())
        for project, column in self._columns.items():
            sheet.write_string(HEAD_ROW, column, names[project], styles.head())
            sheet.write_number(WEIGHT_ROW, column, float(breakdown.project_weight(project)), styles.number(ANY_FORMAT))
        sheet.set_row(CATEGORY_ROW, 2 * LINE_HEIGHT + 2)
        lines = max((lines_of(names[one], _PROJECT_WIDTH) for one in self._projects), default=2)
        sheet.set_row(HEAD_ROW, (lines + 0.5) * LINE_HEIGHT)
        sheet.set_column(GROUP_COLUMN, GROUP_COLUMN, 9)
        sheet.set_column(UNIT_COLUMN, UNIT_COLUMN, 20)
        sheet.set_column(OVERALL_COLUMN, OVERALL_COLUMN, 9)
        if self._projects:
            sheet.set_column(OVERALL_COLUMN + 1, OVERALL_COLUMN + len(self._projects), _PROJECT_WIDTH)

    def _block(self, sheet: Worksheet, first_row: int, label: str, cell_of: CellOf) -> None:
        styles = self._book.styles
        sheet.merge_range(first_row - 1, 0, first_row - 1, self._last_column, label, styles.band())
        for row, unit in enumerate(self.units, first_row):
            sheet.write_string(row, GROUP_COLUMN, self._groups[unit], styles.text(align="center"))
            sheet.write_string(row, UNIT_COLUMN, unit, styles.text())
            for project, column in self._all_columns():
                cell_of(sheet, row, column, unit, project)

    def _all_columns(self) -> list[tuple[str | None, int]]:
        return [(None, OVERALL_COLUMN), *self._columns.items()]

    def _blank(self, sheet: Worksheet, row: int, column: int) -> None:
        sheet.write_blank(row, column, None, self._book.styles.text())

    def _rank(self, sheet: Worksheet, row: int, column: int, unit: str, project: str | None) -> None:
        standing = self.standings.get((unit, project))
        if standing is None:
            self._blank(sheet, row, column)
            return
        shown, last = column + self._shown_offset, self.scores_at + len(self.units) - 1
        basis = address(self.scores_at + self.places[unit], shown)
        among = f"{address(self.scores_at, shown, fixed=True)}:{address(last, shown, fixed=True)}"
        groups = f"{address(self.ranks_at, GROUP_COLUMN, fixed=True)}:" + address(
            self.ranks_at + len(self.units) - 1, GROUP_COLUMN, fixed=True
        )
        text = rank(basis, among, f"${address(row, GROUP_COLUMN)}", groups)
        fill(sheet, row, column, Formula(text, standing.rank), self._book.styles.number(RANK_FORMAT))

    def _previous_rank(self, sheet: Worksheet, row: int, column: int, unit: str, project: str | None) -> None:
        standing = self.standings.get((unit, project))
        style = self._book.styles.number(RANK_FORMAT)
        fill(sheet, row, column, standing.previous_rank if standing else None, style)

    def _score(self, sheet: Worksheet, row: int, column: int, unit: str, project: str | None) -> None:
        standing = self.standings.get((unit, project))
        style = self._book.styles.number(share_format(self._book.results.breakdown.basics.completion_digits))
        if standing is None:
            self._blank(sheet, row, column)
            return
        text = self._overall_formula(row) if project is None else self._project_formula(row, project)
        fill(sheet, row, column, Formula(text, standing.score), style)

    def _project_formula(self, row: int, project: str) -> str:
        """The mean by 权重 of the unit's rows of 数据 in this project."""
        keys, number = self._data.range(Data.SCORE_KEY), self._data.project_number(project)
        own = f'{keys},${address(row, UNIT_COLUMN)}&"|{number}"'
        scores, weights = (f"SUMIFS({self._data.range(one)},{own})" for one in (Data.SCORE, Data.WEIGHT))
        return f'=IF({weights}=0,"",{scores}/{weights})'

    def _overall_formula(self, row: int) -> str:
        """The mean of the unit's projects by the weights above."""
        first, last = OVERALL_COLUMN + 1, OVERALL_COLUMN + len(self._projects)
        own = f"{address(row, first)}:{address(row, last)}"
        weights = f"{address(WEIGHT_ROW, first, fixed=True)}:{address(WEIGHT_ROW, last, fixed=True)}"
        whole = f"SUMPRODUCT(ISNUMBER({own})*{weights})"
        return f'=IF({whole}=0,"",SUMPRODUCT({own},{weights})/{whole})'

    def _shown(self, sheet: Worksheet) -> None:
        """Hidden columns beside the scores hold them as shown: ranks and ties go by these."""
        digits = self._book.results.breakdown.basics.completion_digits
        style = self._book.styles.number(ANY_FORMAT)
        for project, column in self._all_columns():
            for row, unit in enumerate(self.units, self.scores_at):
                standing = self.standings.get((unit, project))
                if standing is not None:
                    score = address(row, column)
                    text = f'=IF({score}="","",{shown_share(score, digits)})'
                    shown = shown_score(standing.score, digits) / HUNDRED
                    fill(sheet, row, column + self._shown_offset, Formula(text, shown), style)
        first = OVERALL_COLUMN + self._shown_offset
        sheet.set_column(first, first + len(self._projects), None, None, {"level": 1, "hidden": True})
        sheet.set_column(
            first + len(self._projects) + 1, first + len(self._projects) + 1, None, None, {"collapsed": True}
        )
