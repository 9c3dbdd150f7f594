"""The sheet 总表 of 评价.xlsx: projects by units with scores and ranks, overall, the year, and what is still out."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from generators.assessment.book_lists import (
    ASIDE,
    NOT_PASSED,
    SCORE_FORMAT,
    SCORED,
    UNKNOWN,
    shown_points_of,
    write_title,
)
from generators.assessment.book_projects import SCORE_DIGITS, project_state
from generators.assessment.book_setting import TOTAL_SHEET, Book, Project
from generators.assessment.book_told import left_out, outstanding
from generators.rows import Formula, RowSheet
from generators.sheet import lines_of
from generators.summary.book import address, fill, quoted
from generators.summary.style import ANY_FORMAT, LINE_HEIGHT, RANK_FORMAT, set_page
from model.assessment.assessment import UnitScore, shown_points
from model.quantity import sum_of
from model.unit import Unit

WARNING_ROW, CATEGORY_ROW, HEAD_ROW, WEIGHT_ROW, COUNTED_ROW = 2, 3, 4, 5, 6
GROUP_COLUMN, UNIT_COLUMN, OVERALL_COLUMN, RANK_COLUMN = range(4)
EARLIER_COLUMN, YEAR_COLUMN, YEAR_RANK_COLUMN = 4, 5, 6
SCORES_AT = COUNTED_ROW + 2
IN, OUT = "计入", "不计入"
_WIDTHS = (9, 18, 9, 6, 9, 9, 6)
_PROJECT_WIDTH = 10.5


class TotalSheet:
    """Where scores and ranks stand on the sheet. Two blocks have the same columns: scores, then ranks."""

    def __init__(self, book: Book) -> None:
        self._book, self._assessment = book, book.assessment
        self.units = self._ordered()
        present = {one.project_key for one in book.lines.projects}
        self.projects = [key for key in book.breakdown.projects if key in present]
        self._first = YEAR_RANK_COLUMN + 1 if book.assessment.earlier else RANK_COLUMN + 1
        self._columns = {key: self._first + place for place, key in enumerate(self.projects)}
        # The title needs some columns even where there are hardly any projects.
        self._last_column = self._first + max(5, len(self.projects)) - 1
        self._shown, self._shown_year, self._whole = (self._last_column + one for one in (1, 2, 3))
        self._last_score = SCORES_AT + len(self.units) - 1
        self._ranks_at = self._last_score + 2
        self._lines = {(one.unit.name, one.project_key): one for one in book.lines.projects}
        self._rows = {unit.name: SCORES_AT + place for place, unit in enumerate(self.units)}

    def _ordered(self) -> list[Unit]:
        """Units by 排名组 in the order of the breakdown, the best first, those without a rank last."""
        units = self._book.breakdown.units_assessed
        groups = list(dict.fromkeys(one.rank_group for one in units))
        last = len(units) + 1
        return sorted(
            units,
            key=lambda one: (groups.index(one.rank_group), self._assessment.overall_of(one.name).rank or last),
        )

    # What other sheets ask for

    def cell(self, unit: str, column: int) -> str:
        """A unit's cell in the block of scores, as formulas of any sheet write it."""
        return f"{quoted(TOTAL_SHEET)}!{address(self._rows[unit], column, fixed=True)}"

    def weight(self, project_key: str) -> str:
        """The cell that holds a project's 权重."""
        return f"{quoted(TOTAL_SHEET)}!{address(WEIGHT_ROW, self._columns[project_key], fixed=True)}"

    def counted(self, project_key: str) -> str:
        """The cell that says whether a project counts in the overall score."""
        return f"{quoted(TOTAL_SHEET)}!{address(COUNTED_ROW, self._columns[project_key], fixed=True)}"

    def whole(self, unit: str) -> str:
        """The cell with the sum of the weights that make up a unit's overall score."""
        return self.cell(unit, self._whole)

    # Writing

    def write(self, sheet: RowSheet) -> None:
        """Fills the sheet."""
        book = self._book
        write_title(book.styles, sheet, f"{book.title}总表", book.as_of, self._last_column)
        self._warn(sheet)
        self._head(sheet)
        self._band(sheet, SCORES_AT - 1, "得分（百分制）")
        for row, unit in enumerate(self.units, SCORES_AT):
            self._score_row(sheet, row, unit)
        self._band(sheet, self._ranks_at - 1, "名次（在同一排名组内）")
        for row, unit in enumerate(self.units, self._ranks_at):
            self._rank_row(sheet, row, unit)
        self._mark(sheet)
        last_row = self._words(sheet)
        sheet.freeze_panes(COUNTED_ROW + 1, UNIT_COLUMN + 1)
        sheet.set_column(self._shown, self._whole, None, None, {"hidden": True})
        set_page(sheet, repeat=(CATEGORY_ROW, COUNTED_ROW))
        sheet.print_area(0, 0, last_row, self._last_column)

    @property
    def _width(self) -> float:
        return sum(_WIDTHS[: self._first]) + _PROJECT_WIDTH * (self._last_column - self._first + 1)

    def _warn(self, sheet: RowSheet) -> None:
        """That the scores are not final, above them; details stand below."""
        is_final = not outstanding(self._book) and not left_out(self._book)
        words = "各部门的初核、认定都已交齐。"
        if not is_final:
            words = "还有部门没有交齐，或者有项目没有评完，得分和名次不是最终结果，详见表后。"
        style = self._book.workbook.look(
            grid=False, align="center", font_color="#375623" if is_final else "#C00000", bold=not is_final
        )
        sheet.merge_range(WARNING_ROW, 0, WARNING_ROW, self._last_column, words, style)
        sheet.set_row(WARNING_ROW, 20)

    def _head(self, sheet: RowSheet) -> None:
        book, styles = self._book, self._book.styles
        labels = ["排名组", "填报单位", "综合得分", "综合名次"]
        if self._assessment.earlier:
            labels += [book.earlier_label, "全年得分", "全年名次"]
        for column, label in enumerate(labels):
            sheet.merge_range(CATEGORY_ROW, column, HEAD_ROW, column, label, styles.head())
            sheet.set_column(column, column, _WIDTHS[column])
            for row in (WEIGHT_ROW, COUNTED_ROW):
                sheet.write_blank(row, column, None, styles.band())
        sheet.write_string(WEIGHT_ROW, UNIT_COLUMN, "权重", styles.band())
        sheet.write_string(COUNTED_ROW, UNIT_COLUMN, "是否计入综合得分", styles.band())
        if earlier := self._assessment.earlier:
            for column, weight in ((OVERALL_COLUMN, self._assessment.weight), (EARLIER_COLUMN, earlier.weight)):
                sheet.write_number(WEIGHT_ROW, column, float(weight), styles.number(ANY_FORMAT))
        self._project_heads(sheet)

    def _project_heads(self, sheet: RowSheet) -> None:
        breakdown, styles = self._book.breakdown, self._book.styles
        for category, members in groupby(self.projects, key=breakdown.category_of):
            columns = [self._columns[one] for one in members]
            if len(columns) > 1:
                sheet.merge_range(CATEGORY_ROW, columns[0], CATEGORY_ROW, columns[-1], category, styles.head())
            else:
                sheet.write_string(CATEGORY_ROW, columns[0], category, styles.head())
        for key, column in self._columns.items():
            sheet.write_string(HEAD_ROW, column, breakdown.project_of(key), styles.head())
            sheet.write_number(WEIGHT_ROW, column, float(breakdown.project_weight(key)), styles.number(ANY_FORMAT))
            own = self._span(column)
            text = f'=IF(AND(SUMPRODUCT(--ISNUMBER({own}))=0,SUMPRODUCT(--({own}="{UNKNOWN}"))>0),"{OUT}","{IN}")'
            is_out = key in self._assessment.left_out
            fill(sheet, COUNTED_ROW, column, Formula(text, OUT if is_out else IN), styles.text(align="center"))
        sheet.set_column(self._first, self._last_column, _PROJECT_WIDTH)
        lines = max((lines_of(breakdown.project_of(one), _PROJECT_WIDTH) for one in self.projects), default=2)
        sheet.set_row(CATEGORY_ROW, 2 * LINE_HEIGHT + 2)
        sheet.set_row(HEAD_ROW, (lines + 0.5) * LINE_HEIGHT)

    def _span(self, column: int) -> str:
        """All units' cells of a column in the block of scores."""
        return f"{address(SCORES_AT, column, fixed=True)}:{address(self._last_score, column, fixed=True)}"

    def _band(self, sheet: RowSheet, row: int, label: str) -> None:
        sheet.merge_range(row, 0, row, self._last_column, label, self._book.styles.band())

    # Scores

    def _score_row(self, sheet: RowSheet, row: int, unit: Unit) -> None:
        styles = self._book.styles
        look = self._book.workbook.look(align="right", num_format=SCORE_FORMAT, text_wrap=False)
        self._name(sheet, row, unit)
        for key, column in self._columns.items():
            line = self._lines.get((unit.name, key))
            if line is None:
                fill(sheet, row, column, "—", styles.text(align="center", colour="#9AA5B1"))
                continue
            found = self._book.projects.found
            state, score = found(Project.STATE, line.number), found(Project.SCORE, line.number)
            words = project_state(line)
            stored = line.score.score if line.score and words == SCORED else words
            fill(sheet, row, column, Formula(f'=IF({state}="{SCORED}",{score},{state})', stored), look)
        self._overall(sheet, row, unit)

    def _overall(self, sheet: RowSheet, row: int, unit: Unit) -> None:
        styles, scored = self._book.styles, self._assessment.overall_of(unit.name)
        look = styles.number(SCORE_FORMAT)
        first, last = self._first, self._first + max(1, len(self.projects)) - 1
        own = f"{address(row, first)}:{address(row, last)}"
        counted, weights = (
            f"{address(at, first, fixed=True)}:{address(at, last, fixed=True)}" for at in (COUNTED_ROW, WEIGHT_ROW)
        )
        whole = address(row, self._whole)
        text = (
            f'=IF(SUMPRODUCT(({own}="{UNKNOWN}")*({counted}="{IN}"))>0,"{UNKNOWN}",'
            f'IF({whole}=0,"{ASIDE}",ROUND(SUMPRODUCT({own},{weights})/{whole},{SCORE_DIGITS})))'
        )
        fill(sheet, row, OVERALL_COLUMN, Formula(text, self._overall_stored(unit, scored)), look)
        text = f'=SUMPRODUCT((ISNUMBER({own})+({own}="{NOT_PASSED}"))*{weights})'
        fill(sheet, row, self._whole, Formula(text, self._whole_of(unit)), look)
        self._ranked(sheet, row, scored.score, scored.rank, (OVERALL_COLUMN, RANK_COLUMN, self._shown))
        if self._assessment.earlier:
            self._year(sheet, row, unit, scored)

    def _overall_stored(self, unit: Unit, scored: UnitScore) -> Decimal | str:
        if scored.score is not None:
            return scored.score
        own = [one for one in self._assessment.projects if one.unit == unit.name and one.score is None]
        return UNKNOWN if any(one.project_key not in self._assessment.left_out for one in own) else ASIDE

    def _whole_of(self, unit: Unit) -> Decimal:
        """The sum of the weights of the projects in which the unit has a score."""
        own = (one for one in self._assessment.projects if one.unit == unit.name and one.score is not None)
        return sum_of(self._book.breakdown.project_weight(one.project_key) for one in own)

    def _year(self, sheet: RowSheet, row: int, unit: Unit, scored: UnitScore) -> None:
        """This assessment and the earlier one by their 评价权重."""
        earlier = self._assessment.earlier
        assert earlier is not None, "there is a year only where there was an assessment before"
        look = self._book.styles.number(SCORE_FORMAT)
        fill(sheet, row, EARLIER_COLUMN, earlier.overall.get(unit.name), look)
        now, then = address(row, OVERALL_COLUMN), address(row, EARLIER_COLUMN)
        weight, weight_then = (address(WEIGHT_ROW, one, fixed=True) for one in (OVERALL_COLUMN, EARLIER_COLUMN))
        text = (
            f'=IF(OR(NOT(ISNUMBER({now})),{then}="",{weight}+{weight_then}=0),"",'
            f"ROUND(({then}*{weight_then}+{now}*{weight})/({weight}+{weight_then}),{SCORE_DIGITS}))"
        )
        fill(sheet, row, YEAR_COLUMN, Formula(text, scored.year_score), look)
        self._ranked(sheet, row, scored.year_score, scored.year_rank, (YEAR_COLUMN, YEAR_RANK_COLUMN, self._shown_year))

    def _ranked(
        self, sheet: RowSheet, row: int, score: Decimal | None, rank: int | None, columns: tuple[int, int, int]
    ) -> None:
        """The rank by the shown score; `columns` are those of score, rank and shown score."""
        styles, (scores, ranks, shown) = self._book.styles, columns
        cell, own, among = address(row, scores), address(row, shown), self._span(shown)
        text = f'=IF(ISNUMBER({cell}),{shown_points_of(cell)},"")'
        fill(
            sheet, row, shown, Formula(text, None if score is None else shown_points(score)), styles.number(ANY_FORMAT)
        )
        group = f"({self._span(GROUP_COLUMN)}={address(row, GROUP_COLUMN)})"
        text = f'=IF({own}="","",SUMPRODUCT({group}*ISNUMBER({among})*({among}>{own}))+1)'
        fill(sheet, row, ranks, Formula(text, rank), styles.number(RANK_FORMAT))

    # Ranks

    def _rank_row(self, sheet: RowSheet, row: int, unit: Unit) -> None:
        book, styles, number = self._book, self._book.styles, self._book.styles.number(RANK_FORMAT)
        self._name(sheet, row, unit)
        scored = self._assessment.overall_of(unit.name)
        given = {OVERALL_COLUMN: None, RANK_COLUMN: scored.rank}
        if self._assessment.earlier:
            given |= {EARLIER_COLUMN: None, YEAR_COLUMN: None, YEAR_RANK_COLUMN: scored.year_rank}
        for column, own in given.items():
            is_rank = column in (RANK_COLUMN, YEAR_RANK_COLUMN)
            content = Formula(f"={address(self._rows[unit.name], column)}", own) if is_rank else None
            fill(sheet, row, column, content, number)
        look = book.workbook.look(align="right", num_format=RANK_FORMAT, text_wrap=False)
        for key, column in self._columns.items():
            line = self._lines.get((unit.name, key))
            if line is None:
                fill(sheet, row, column, "—", styles.text(align="center", colour="#9AA5B1"))
                continue
            state, rank = (book.projects.found(one, line.number) for one in (Project.STATE, Project.RANK))
            words = project_state(line)
            place = line.score.rank if line.score and words == SCORED else words
            fill(sheet, row, column, Formula(f'=IF({state}="{SCORED}",{rank},{state})', place), look)

    def _name(self, sheet: RowSheet, row: int, unit: Unit) -> None:
        """排名组 and the unit's name, which leads to its page."""
        styles = self._book.styles
        sheet.write_string(row, GROUP_COLUMN, unit.rank_group, styles.text(align="center"))
        sheet.write_string(row, UNIT_COLUMN, unit.name, styles.link())
        sheet.link(row, UNIT_COLUMN, f"internal:{quoted(self._book.unit_sheets[unit.name])}!A1", "看这个单位的得分明细")
        sheet.set_row(row, 18)

    # Below

    def _mark(self, sheet: RowSheet) -> None:
        """不予通过 in red, 未评 in amber."""
        last = self._ranks_at + len(self.units) - 1
        place = (SCORES_AT, OVERALL_COLUMN, last, self._last_column)
        first = address(SCORES_AT, OVERALL_COLUMN)
        self._book.mark_failed(sheet, place, f'={first}="{NOT_PASSED}"')
        self._book.styles.mark_where(sheet, place, f'={first}="{UNKNOWN}"')
        counted = (COUNTED_ROW, self._first, COUNTED_ROW, self._last_column)
        self._book.styles.mark_where(sheet, counted, f'={address(COUNTED_ROW, self._first)}="{OUT}"')

    def _words(self, sheet: RowSheet) -> int:
        """What is still out, what is left out, how it is counted; returns the last row."""
        row = self._ranks_at + len(self.units) + 1
        sections = (
            ("还没有交齐的（按汇总时）", outstanding(self._book)),
            ("没有得分的（按汇总时）", left_out(self._book)),
            ("怎么计算", ["计分规则和计算方法见“计分规则”，各单位的明细点单位名称看。"]),
        )
        for label, sentences in sections:
            if sentences:
                row = self._section(sheet, row, label, sentences)
        return row - 1

    def _section(self, sheet: RowSheet, row: int, label: str, sentences: Iterable[str]) -> int:
        styles = self._book.styles
        sheet.write_string(row, 0, label, styles.section())
        sheet.set_row(row, 22)
        row += 1
        for words in sentences:
            sheet.merge_range(row, 0, row, self._last_column, words, styles.paragraph())
            sheet.set_row(row, LINE_HEIGHT * lines_of(words, self._width) + 2)
            row += 1
        return row
