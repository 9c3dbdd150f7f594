"""The sheet 总览 of 汇总表.xlsx: what a busy person reads in a minute, each number by formula from the other sheets."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from generators.sheet import lines_of
from generators.summary.book import Book, Formula, address, fill, quoted, text_in_formula, write_title
from generators.summary.counts import Counts, verdict_counts
from generators.summary.data import Column as Data
from generators.summary.data import DataSheet
from generators.summary.standing import GroupRange, StandingSheet
from generators.summary.style import (
    LINE_HEIGHT,
    RANK_FORMAT,
    percent_format,
    row_height,
    set_page,
)
from generators.summary.telling import reporting_words, rules_words
from generators.summary.total import Column as Total
from generators.summary.total import TotalSheet
from model.figure import Verdict
from model.quantity import plain, shown_percent

SHOWN_VERDICTS = (
    Verdict.DONE, Verdict.MET, Verdict.ON_PACE, Verdict.UNDER_WAY, Verdict.LAGGING, Verdict.NOT_STARTED,
    Verdict.NOT_MET, Verdict.NOT_REPORTED,
)  # fmt: skip
INCOMPLETE = "未报齐"
"""How totals name 未报: some units may have reported."""
NAME_COLUMN, COUNT_COLUMN, FIRST_VERDICT = 0, 1, 2
COUNT_FORMAT = "0;-0;–"
"""A count of none is a dash, so that the others stand out."""
LAST_COLUMN = FIRST_VERDICT + len(SHOWN_VERDICTS) + 2
NAME_WIDTH, NUMBER_WIDTH = 48.0, 8.5
SHEET_WIDTH = NAME_WIDTH + NUMBER_WIDTH * LAST_COLUMN
_TOTAL_LABELS = tuple(INCOMPLETE if one is Verdict.NOT_REPORTED else one.value for one in SHOWN_VERDICTS)


class Overview:
    """The front sheet, written from the top down."""

    def __init__(self, book: Book, data: DataSheet, totals: TotalSheet, standings: StandingSheet) -> None:
        self._book, self._data, self._totals, self._standings = book, data, totals, standings
        self._results = book.results
        self._row = 2

    def write(self, sheet: Worksheet) -> None:
        """Fills the sheet."""
        self._sheet = sheet
        basics, elapsed = self._results.breakdown.basics, self._results.period.elapsed
        share = plain(shown_percent(elapsed, basics.completion_digits))
        subtitle = f"{self._results.period.title}　{self._book.as_of}　月均序时进度{share}%"
        write_title(self._book, sheet, f"{self._book.title}推进情况总览", subtitle, LAST_COLUMN)
        sheet.set_column(NAME_COLUMN, NAME_COLUMN, NAME_WIDTH)
        sheet.set_column(COUNT_COLUMN, LAST_COLUMN, NUMBER_WIDTH)
        self._indicators()
        self._leaders()
        self._reporting()
        self._projects()
        self._units()
        self._rules()
        set_page(sheet)

    # What stands where

    def _section(self, words: str) -> None:
        self._sheet.write_string(self._row, 0, words, self._book.styles.section())
        self._sheet.set_row(self._row, 24)
        self._row += 1

    def _paragraph(self, words: str | Formula) -> None:
        shown = str(words.stored) if isinstance(words, Formula) else words
        style = self._book.styles.paragraph()
        self._sheet.merge_range(self._row, 0, self._row, LAST_COLUMN, "", style)
        fill(self._sheet, self._row, 0, words, style)
        self._sheet.set_row(self._row, LINE_HEIGHT * lines_of(shown, SHEET_WIDTH) + 2)
        self._row += 1

    def _head(self, labels: Iterable[str]) -> None:
        for column, label in enumerate(labels):
            self._sheet.write_string(self._row, column, label, self._book.styles.head())
        self._sheet.set_row(self._row, 20)
        self._row += 1

    # Sections

    def _indicators(self) -> None:
        """All indicators of this level by verdict."""
        totals = self._totals
        self._section("一、总体进展")
        self._head(("", "指标数", *_TOTAL_LABELS))
        pairs = [("", totals.verdict(one)) for one in totals.totals]
        count = f"=ROWS({totals.range(Total.CODE)})"
        stored = verdict_counts(pairs, [""])[""]
        name = f"{self._book.total_sheet}指标"
        self._verdict_row(name, Formula(count, len(pairs)), stored, [totals.range(Total.VERDICT)])
        self._row += 1

    def _projects(self) -> None:
        """The same by project, under its category where there are several."""
        totals, projects = self._totals.totals, self._results.breakdown.projects
        self._section("四、各项目进展")
        self._head(("项目", "指标数", *_TOTAL_LABELS))
        counts = verdict_counts([(one.indicator.project_key, self._totals.verdict(one)) for one in totals], projects)
        runs = self._runs()
        names = {one.indicator.project_key: one.indicator.project for one in totals}
        categories = {one.indicator.project_key: one.indicator.category for one in totals}
        for category, members in groupby(projects, key=lambda one: categories[one]):
            if len(set(categories.values())) > 1:
                last = FIRST_VERDICT + len(SHOWN_VERDICTS) - 1
                self._sheet.merge_range(self._row, 0, self._row, last, category, self._book.styles.band())
                self._row += 1
            for project in members:
                spans = [self._span(run) for run in runs[project]]
                count = "=" + "+".join(f"ROWS({span})" for span in spans)
                number = sum(len(run) for run in runs[project])
                self._verdict_row(names[project], Formula(count, number), counts[project], spans)
        self._row += 1

    def _runs(self) -> Mapping[str, list[list[str]]]:
        """The codes of each project as they follow one another on the sheet of totals."""
        runs: dict[str, list[list[str]]] = {}
        for project, group in groupby(self._totals.totals, key=lambda one: one.indicator.project_key):
            runs.setdefault(project, []).append([one.code for one in group])
        return runs

    def _span(self, codes: list[str]) -> str:
        first, last = (self._totals.cell(code, Total.VERDICT) for code in (codes[0], codes[-1]))
        return f"{first}:{last.rpartition('!')[2]}"

    def _verdict_row(self, name: str, count: Formula, stored: Mapping[str, int], spans: list[str]) -> None:
        styles = self._book.styles
        fill(self._sheet, self._row, NAME_COLUMN, name, styles.text())
        fill(self._sheet, self._row, COUNT_COLUMN, count, styles.number(COUNT_FORMAT))
        for column, verdict in enumerate(SHOWN_VERDICTS, FIRST_VERDICT):
            text = "=" + "+".join(f'COUNTIF({span},"{verdict.value}")' for span in spans)
            fill(self._sheet, self._row, column, Formula(text, stored[verdict]), styles.number(COUNT_FORMAT))
        self._sheet.set_row(self._row, row_height([(name, NAME_WIDTH)]))
        self._row += 1

    def _leaders(self) -> None:
        """First and last overall of each 排名组, named only where they differ."""
        groups = self._standings.rank_ranges()
        if not groups:
            return
        self._section("二、综合名次")
        for group in groups:
            self._paragraph(self._leader_words(group))
        self._row += 1

    def _leader_words(self, ranks: GroupRange) -> str | Formula:
        standing = self._standings
        if len(ranks.units) == 1:
            return f"{ranks.group}：只有{ranks.units[0]}一个单位，不作比较。"
        places, names = standing.overall_ranks(ranks), standing.unit_names(ranks)
        stored = {unit: standing.overall_rank(unit)[1] or 0 for unit in ranks.units}
        first, last = f"MIN({places})", f"MAX({places})"
        text = (
            f'={text_in_formula(f"{ranks.group}：")}&IF({first}={last},"各单位得分相同，并列第1位。",'
            f'"第1位"&{_named(names, places, first)}&"；末位第"&{last}&"位"&{_named(names, places, last)}&"。")'
        )
        best, worst = min(stored.values()), max(stored.values())
        words = f"第1位{_named_now(stored, best)}；末位第{worst}位{_named_now(stored, worst)}。"
        return Formula(text, f"{ranks.group}：" + ("各单位得分相同，并列第1位。" if best == worst else words))

    def _reporting(self) -> None:
        """Who reported, who did not, what was sent back."""
        self._section("三、报送情况")
        for words in reporting_words(self._results):
            self._paragraph(words)
        self._row += 1

    def _units(self) -> None:
        """Each unit's figures by verdict, its score and place; the name leads to its sheet."""
        labels = ("填报单位", "应报项", *SHOWN_VERDICTS, "综合得分", "组内名次", "上期名次")
        self._section("五、各单位完成情况（点单位名看明细）")
        self._head(labels)
        figures = self._results.rollup.figures
        verdicts = [(one.unit, str(one.judgement.verdict)) for one in figures]
        counts = verdict_counts(verdicts, self._book.unit_sheets)
        first_row = self._row
        last = FIRST_VERDICT + len(SHOWN_VERDICTS) + 2
        for group, members in self._grouped_units():
            if group:
                self._sheet.merge_range(self._row, 0, self._row, last, group, self._book.styles.band())
                self._row += 1
            for unit in members:
                self._unit_row(unit, counts)
        rows = (first_row, self._row - 1)
        missing = FIRST_VERDICT + SHOWN_VERDICTS.index(Verdict.NOT_REPORTED)
        for column in (FIRST_VERDICT + SHOWN_VERDICTS.index(Verdict.LAGGING), missing):
            place = (rows[0], column, rows[1], column)
            self._book.styles.mark_where(self._sheet, place, f"={address(rows[0], column)}>0")
        self._row += 1

    def _grouped_units(self) -> list[tuple[str, list[str]]]:
        """The units by 排名组, in the order of the breakdown; the group's name is empty where there is only one."""
        groups: dict[str, list[str]] = {}
        for unit in self._results.breakdown.units:
            if unit.name in self._book.unit_sheets:
                groups.setdefault(unit.rank_group, []).append(unit.name)
        return [(group if len(groups) > 1 else "", members) for group, members in groups.items()]

    def _unit_row(self, unit: str, counts: Counts) -> None:
        styles, sheet, row = self._book.styles, self._sheet, self._row
        place = f"internal:{quoted(self._book.unit_sheets[unit])}!A1"
        sheet.write_url(row, NAME_COLUMN, place, styles.link(), unit)
        units, name = self._data.range(Data.UNIT), f"${address(row, NAME_COLUMN)}"
        asked = sum(counts[unit].values())
        number = styles.number(COUNT_FORMAT)
        fill(sheet, row, COUNT_COLUMN, Formula(f"=COUNTIF({units},{name})", asked), number)
        for column, verdict in enumerate(SHOWN_VERDICTS, FIRST_VERDICT):
            text = f'=COUNTIFS({units},{name},{self._data.range(Data.VERDICT)},"{verdict.value}")'
            fill(sheet, row, column, Formula(text, counts[unit][verdict]), number)
        (score_cell, score), (rank_cell, rank) = (
            self._standings.overall_score(unit),
            self._standings.overall_rank(unit),
        )
        digits = self._results.breakdown.basics.completion_digits
        column = FIRST_VERDICT + len(SHOWN_VERDICTS)
        shown = styles.number(percent_format(digits))
        fill(sheet, row, column, Formula(f"={score_cell}", score) if score_cell else None, shown)
        place_style = styles.number(RANK_FORMAT)
        fill(sheet, row, column + 1, Formula(f"={rank_cell}", rank) if rank_cell else None, place_style)
        fill(sheet, row, column + 2, self._standings.previous_overall_rank(unit), place_style)
        sheet.set_row(row, 18)
        self._row += 1

    def _rules(self) -> None:
        self._section("六、怎么看")
        for words in rules_words(self._results):
            self._paragraph(words)


def _named(names: str, places: str, place: str) -> str:
    """Who has this place, as a formula: the first one's name, and how many share it."""
    several = f"COUNTIF({places},{place})"
    return f'INDEX({names},MATCH({place},{places},0))&IF({several}>1,"等"&{several}&"个单位并列","")'


def _named_now(places: Mapping[str, int], place: int) -> str:
    names = [unit for unit, own in places.items() if own == place]
    return names[0] + (f"等{len(names)}个单位并列" if len(names) > 1 else "")
