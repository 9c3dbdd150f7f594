"""The sheet 总览 of 汇总表.xlsx: what a busy person reads in a minute, each number by formula from the other sheets."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from generators.rows import Formula
from generators.sheet import lines_of, share_format
from generators.summary.book import OVERVIEW_SHEET, Book, address, fill, quoted, text_in_formula, write_title
from generators.summary.counts import STAGES, Counts, verdict_counts
from generators.summary.data import Column as Data
from generators.summary.data import DataSheet
from generators.summary.standing import GroupRange, StandingSheet
from generators.summary.style import LINE_HEIGHT, RANK_FORMAT, arrows, row_height, set_page
from generators.summary.telling import checking_words, movement_words, reporting_words, rules_words
from generators.summary.total import Column as Total
from generators.summary.total import TotalSheet
from model.figure import Verdict
from model.movement import Movement, movement_of
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
LAST_VERDICT = FIRST_VERDICT + len(SHOWN_VERDICTS) - 1
SCORE_COLUMN, RANK_COLUMN, PREVIOUS_COLUMN, CLIMBED_COLUMN = range(LAST_VERDICT + 1, LAST_VERDICT + 5)
LAST_COLUMN = CLIMBED_COLUMN
CHANGE_FORMAT = "+0;-0;–"
NAME_WIDTH, NUMBER_WIDTH = 48.0, 8.5
SHEET_WIDTH = NAME_WIDTH + NUMBER_WIDTH * LAST_COLUMN
_TOTAL_LABELS = tuple(INCOMPLETE if one is Verdict.NOT_REPORTED else one.value for one in SHOWN_VERDICTS)


class Overview:
    """The front sheet, written from the top down."""

    def __init__(self, book: Book, data: DataSheet, totals: TotalSheet, standings: StandingSheet) -> None:
        self._book, self._data, self._totals, self._standings = book, data, totals, standings
        self._results = book.results
        self._row = 2
        figures = self._results.rollup.figures
        self._heard = {one.unit for one in figures if one.judgement.verdict is not Verdict.NOT_REPORTED}
        self.project_rows: dict[str, int] = {}
        self.unit_rows: dict[str, int] = {}

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
        self._movement()
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

    def _gap(self) -> None:
        """A narrow row between two sections: the first page is to hold what matters."""
        self._sheet.set_row(self._row, 6)
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

    def stage_cells(self, row: int, stage: str) -> list[str]:
        """The cells of a row of verdicts that make up a stage, as formulas of any sheet write them."""
        columns = [FIRST_VERDICT + SHOWN_VERDICTS.index(one) for one in STAGES[stage]]
        return [f"{quoted(OVERVIEW_SHEET)}!{address(row, column, fixed=True)}" for column in columns]

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
        self._counts_row = self._row
        self._verdict_row(name, Formula(count, len(pairs)), stored, [totals.range(Total.VERDICT)])
        self._paragraph(self._summing_up(stored))
        self._gap()

    def _summing_up(self, stored: Mapping[str, int]) -> Formula:
        """The row above in one sentence."""
        row = self._counts_row
        cell = {one: address(row, FIRST_VERDICT + place) for place, one in enumerate(SHOWN_VERDICTS)}
        parts = (
            ("已完成或达标", (Verdict.DONE, Verdict.MET)),
            ("项，进度达到序时", (Verdict.ON_PACE,)),
            ("项，滞后或未达标", (Verdict.LAGGING, Verdict.NOT_MET)),
            ("项，未启动", (Verdict.NOT_STARTED,)),
            ("项，推进中（不比序时）", (Verdict.UNDER_WAY,)),
            ("项；有单位未报、暂不评定", (Verdict.NOT_REPORTED,)),
        )
        text = "=" + "&".join(f'"{words}"&{"+".join(cell[one] for one in which)}' for words, which in parts)
        now = "".join(f"{words}{sum(stored[one] for one in which)}" for words, which in parts)
        gap = self._totals.range(Total.GAP_SO_FAR)
        level = plain(-self._results.breakdown.basics.pace_tolerance)
        good, bad = (f'SUMPRODUCT(({gap}<>"")*({gap}{sign}{level}))' for sign in (">=", "<"))
        gaps = [one for total in self._totals.totals if (one := self._totals.gap_so_far(total)) is not None]
        ahead = sum(one >= Decimal(level) for one in gaps)
        so_far = f'IF({good}+{bad}=0,"","，其中已报单位的完成率达到序时"&{good}&"项、慢于序时"&{bad}&"项")'
        words = f"，其中已报单位的完成率达到序时{ahead}项、慢于序时{len(gaps) - ahead}项" if gaps else ""
        return Formula(f'{text}&"项"&{so_far}&"。"', f"{now}项{words}。")

    def _movement(self) -> None:
        """What changed since the previous period: verdicts as a table, the rest in sentences."""
        movement = movement_of(self._results)
        if movement is None:
            self._section("二、与上期相比")
        else:
            self._section(f"二、与{self._book.previous_title}相比（文字按汇总时的数）")
            self._head(("", "指标数", *_TOTAL_LABELS))
            self._movement_rows(movement)
        for words in movement_words(self._results, movement):
            self._paragraph(words)
        self._gap()

    def _movement_rows(self, movement: Movement) -> None:
        sheet, styles = self._sheet, self._book.styles
        then = verdict_counts([("", one.value) for one in movement.verdicts_before.values()], [""])[""]
        now = verdict_counts([("", self._totals.verdict(one)) for one in self._totals.totals], [""])[""]
        number, change = styles.number(COUNT_FORMAT), styles.number(CHANGE_FORMAT)
        whole = len(self._results.previous.outcome.totals) if self._results.previous.outcome else 0
        fill(sheet, self._row, NAME_COLUMN, self._book.previous_title, styles.text())
        fill(sheet, self._row, COUNT_COLUMN, whole, number)
        fill(sheet, self._row + 1, NAME_COLUMN, "本期比上期增减", styles.text())
        text = f"={address(self._counts_row, COUNT_COLUMN)}-{address(self._row, COUNT_COLUMN)}"
        fill(sheet, self._row + 1, COUNT_COLUMN, Formula(text, len(self._totals.totals) - whole), change)
        for column, verdict in enumerate(SHOWN_VERDICTS, FIRST_VERDICT):
            fill(sheet, self._row, column, then[verdict], number)
            text = f"={address(self._counts_row, column)}-{address(self._row, column)}"
            fill(sheet, self._row + 1, column, Formula(text, now[verdict] - then[verdict]), change)
        for row in (self._row, self._row + 1):
            sheet.set_row(row, 18)
        self._row += 2

    def _projects(self) -> None:
        """The same by project, under its category where there are several."""
        totals, projects = self._totals.totals, self._results.breakdown.projects
        self._section("五、各项目进展")
        self._head(("项目", "指标数", *_TOTAL_LABELS))
        counts = verdict_counts([(one.indicator.project_key, self._totals.verdict(one)) for one in totals], projects)
        runs = self._runs()
        names = {one.indicator.project_key: one.indicator.project for one in totals}
        categories = {one.indicator.project_key: one.indicator.category for one in totals}
        for category, members in groupby(projects, key=lambda one: categories[one]):
            if len(set(categories.values())) > 1:
                self._sheet.merge_range(self._row, 0, self._row, LAST_VERDICT, category, self._book.styles.band())
                self._row += 1
            for project in members:
                spans = [self._span(run) for run in runs[project]]
                count = "=" + "+".join(f"ROWS({span})" for span in spans)
                number = sum(len(run) for run in runs[project])
                self.project_rows[project] = self._row
                self._verdict_row(names[project], Formula(count, number), counts[project], spans)
        self._gap()

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
        self._section("三、综合名次")
        for group in groups:
            self._paragraph(self._leader_words(group))
        self._gap()

    def _leader_words(self, ranks: GroupRange) -> str | Formula:
        standing = self._standings
        if len(ranks.units) == 1:
            return f"{ranks.group}：只有{ranks.units[0]}一个单位，不作比较。"
        places, names = standing.overall_ranks(ranks), standing.unit_names(ranks)
        stored = {unit: standing.overall_rank(unit)[1] or 0 for unit in ranks.units}
        first, last = f"MIN({places})", f"MAX({places})"
        text = (
            f'={text_in_formula(f"{ranks.group}：")}&IF({first}={last},"各单位得分相同，并列第1位。",'
            f'"第1位"&{self._named(names, places, first)}'
            f'&"；末位第"&{last}&"位"&{self._named(names, places, last)}&"。")'
        )
        best, worst = min(stored.values()), max(stored.values())
        words = f"第1位{self._named_now(stored, best)}；末位第{worst}位{self._named_now(stored, worst)}。"
        return Formula(text, f"{ranks.group}：" + ("各单位得分相同，并列第1位。" if best == worst else words))

    def _named(self, names: str, places: str, place: str) -> str:
        """Who has this place, as a formula: the first one's name, whether nothing came from it, how many share it."""
        first, several = f"INDEX({names},MATCH({place},{places},0))", f"COUNTIF({places},{place})"
        units, verdicts = self._data.range(Data.UNIT), self._data.range(Data.VERDICT)
        silent = f'IF(COUNTIFS({units},{first},{verdicts},"<>{Verdict.NOT_REPORTED}")=0,"（未报）","")'
        return f'{first}&{silent}&IF({several}>1,"等"&{several}&"个单位并列","")'

    def _named_now(self, places: Mapping[str, int], place: int) -> str:
        names = [unit for unit, own in places.items() if own == place]
        silent = "" if names[0] in self._heard else "（未报）"
        return f"{names[0]}{silent}" + (f"等{len(names)}个单位并列" if len(names) > 1 else "")

    def _reporting(self) -> None:
        """Who reported, who did not, what was sent back."""
        self._section("四、报送情况")
        for words in (*reporting_words(self._results), *checking_words(self._results)):
            self._paragraph(words)
        self._gap()

    def _units(self) -> None:
        """Each unit's figures by verdict, its score and place; the name leads to its sheet."""
        labels = ("填报单位", "应报项", *SHOWN_VERDICTS, "综合得分", "组内名次", "上期名次", "升降")
        self._section("六、各单位完成情况（点单位名看明细）")
        self._head(labels)
        figures = self._results.rollup.figures
        verdicts = [(one.unit, str(one.judgement.verdict)) for one in figures]
        counts = verdict_counts(verdicts, self._book.unit_sheets)
        first_row = self._row
        for group, members in self._grouped_units():
            if group:
                self._sheet.merge_range(self._row, 0, self._row, LAST_COLUMN, group, self._book.styles.band())
                self._row += 1
            for unit in members:
                self._unit_row(unit, counts)
        rows = (first_row, self._row - 1)
        missing = FIRST_VERDICT + SHOWN_VERDICTS.index(Verdict.NOT_REPORTED)
        for column in (FIRST_VERDICT + SHOWN_VERDICTS.index(Verdict.LAGGING), missing):
            place = (rows[0], column, rows[1], column)
            self._book.styles.mark_where(self._sheet, place, f"={address(rows[0], column)}>0")
        self._sheet.conditional_format(rows[0], CLIMBED_COLUMN, rows[1], CLIMBED_COLUMN, arrows(Decimal(1)))
        self._gap()

    def _grouped_units(self) -> list[tuple[str, list[str]]]:
        """The units by 排名组, in the order of the breakdown; the group's name is empty where there is only one."""
        groups: dict[str, list[str]] = {}
        for unit in self._results.breakdown.units:
            if unit.name in self._book.unit_sheets:
                groups.setdefault(unit.rank_group, []).append(unit.name)
        return [(group if len(groups) > 1 else "", members) for group, members in groups.items()]

    def _unit_row(self, unit: str, counts: Counts) -> None:
        styles, sheet, row = self._book.styles, self._sheet, self._row
        self.unit_rows[unit] = row
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
        shown = styles.number(share_format(digits))
        fill(sheet, row, SCORE_COLUMN, Formula(f"={score_cell}", score) if score_cell else None, shown)
        place_style, previous = styles.number(RANK_FORMAT), self._standings.previous_overall_rank(unit)
        fill(sheet, row, RANK_COLUMN, Formula(f"={rank_cell}", rank) if rank_cell else None, place_style)
        fill(sheet, row, PREVIOUS_COLUMN, previous, place_style)
        then, now = address(row, PREVIOUS_COLUMN), address(row, RANK_COLUMN)
        climbed = None if previous is None or rank is None else previous - rank
        climb = None if climbed is None else Formula(f'=IF(OR({then}="",{now}=""),"",{then}-{now})', climbed)
        fill(sheet, row, CLIMBED_COLUMN, climb, styles.number(CHANGE_FORMAT))
        sheet.set_row(row, 18)
        self._row += 1

    def _rules(self) -> None:
        self._section("七、怎么看")
        for words in rules_words(self._results):
            self._paragraph(words)
