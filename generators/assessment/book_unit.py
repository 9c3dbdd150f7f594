"""The pages of 评价.xlsx for the units: what each one scored and what cost it points, to be printed and given."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from xlsxwriter.format import Format

from generators.assessment.book_figures import counted_content, counted_share, figure_remark, figures_given, stage_word
from generators.assessment.book_lines import FigureLine, ProjectLine, RuleLine, StandardLine
from generators.assessment.book_lists import (
    LOST_FORMAT,
    NOT_APPLICABLE,
    NOT_PASSED,
    SCORE_FORMAT,
    SCORED,
    if_known,
    points_format,
    shown_points_of,
    write_title,
)
from generators.assessment.book_projects import project_state
from generators.assessment.book_scores import (
    SHARE_DIGITS,
    conclusion_counts,
    rule_points,
    rule_state,
    subject_words,
    typed_points,
)
from generators.assessment.book_setting import TOTAL_SHEET, Book, Counted, Judged, Project, Score
from generators.assessment.book_standards import opinions
from generators.assessment.book_told import outstanding
from generators.assessment.book_total import IN, OVERALL_COLUMN, RANK_COLUMN, YEAR_COLUMN, YEAR_RANK_COLUMN, TotalSheet
from generators.rows import Formula, RowSheet
from generators.sheet import lines_of, share_format
from generators.summary.book import address, fill, quoted, text_in_formula
from generators.summary.formula import SUM_DIGITS
from generators.summary.remark import literal
from generators.summary.style import ANY_FORMAT, LINE_HEIGHT, RANK_FORMAT, row_height, set_page, value_format
from generators.wording import numeral
from model.assessment.assessment import shown_points
from model.assessment.checked import Conclusion, Deduction
from model.assessment.scoring_rule import FULL_MARK, Method, rule_in_words
from model.indicator import Kind
from model.labels import YES
from model.quantity import product, quotient, round_half_up, sum_of
from model.remark import target_words
from model.target import DONE_WORD
from model.unit import Unit

_WIDTHS = (18, 22, 32, 8, 14, 8, 8, 10, 8, 9, 28)
_LAST = len(_WIDTHS) - 1
_ONE_PAGE = 940.0
"""What is hardly longer than a page, in points, is printed a little smaller on one."""
_LOSS_COLUMN, _STATE_COLUMN = 9, 7
_PROJECT_LABELS = (
    "项目", "计分对象", "怎么计分", "分值", "依据", "得分", "失分", "项目得分", "项目名次", "综合失分", "说明",
)  # fmt: skip
_FIGURE_LABELS = (
    "项目", "指标", "年度目标", "计分办法", "自报数", "初核数", "认定数", "计入数", "以谁为准", "计分比例", "备注",
)  # fmt: skip
_STANDARD_LABELS = (
    "指标或项目",
    "验收标准",
    "",
    "",
    "一票否决",
    "自查",
    "初核结论",
    "认定结论",
    "计入结论",
    "意见",
    "",
)
_STRUCK_LABELS = ("项目", "指标", "核减部门", "单位", "自报数", "计入数", "核减", "核减原因", "", "", "")
_Cell = tuple[object, Format]


class UnitPages:
    """The pages of all assessed units; each is written from the top down."""

    def __init__(self, book: Book, total: TotalSheet) -> None:
        self._book, self._total = book, total
        self._row, self._height, self._sections = 0, 0.0, 0
        self._units = {one.name: one for one in book.breakdown.units_assessed}

    def write(self, sheet: RowSheet, unit: str) -> None:
        """Fills the page of `unit`."""
        book, own = self._book, self._units[unit]
        self._sheet, self._lines = sheet, book.lines.projects_of.get(unit, [])
        basics, word = book.breakdown.basics, book.assessment.word
        title = f"{unit}{basics.year}年重点民生实事{word}评价结果"
        write_title(book.styles, sheet, title, book.as_of, _LAST)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        self._row, self._height, self._sections = 2, 0.0, 0
        if outstanding(book):
            self._paragraph("还有部门没有交齐初核表或认定表，以下得分和名次不是最终结果。")
        for words in self._vetoed():
            self._paragraph(words)
        # Sentences above the tables speak of cells below them.
        sentences_at = self._row
        self._row += 1 + (book.assessment.earlier is not None)
        losses = self._projects()
        after, self._row = self._row, sentences_at
        self._told(own, losses)
        self._row = after
        self._standards(unit)
        self._struck(unit)
        self._figures(unit)
        self._closing()
        sheet.set_column(_LAST + 1, _LAST + 1, 10)
        sheet.write_url(
            0, _LAST + 1, f"internal:{quoted(TOTAL_SHEET)}!A1", book.styles.link(align="center"), "返回总表"
        )
        set_page(sheet)
        if self._height <= _ONE_PAGE:
            sheet.fit_to_pages(1, 1)
        sheet.print_area(0, 0, self._row - 1, _LAST)

    # What stands where

    def _paragraph(self, words: str | Formula) -> None:
        shown = str(words.stored) if isinstance(words, Formula) else words
        style = self._book.workbook.look(grid=False, font_size=12)
        self._sheet.merge_range(self._row, 0, self._row, _LAST, "", style)
        fill(self._sheet, self._row, 0, words, style)
        self._end_row((LINE_HEIGHT + 4) * lines_of(shown, sum(_WIDTHS) / 1.2) + 2)

    def _section(self, words: str) -> None:
        self._end_row(8)
        self._sections += 1
        words = f"{numeral(self._sections)}、{words}"
        self._sheet.write_string(self._row, 0, words, self._book.styles.section())
        self._end_row(22)

    def _end_row(self, height: float) -> None:
        """Gives the row its height and goes on to the next."""
        self._sheet.set_row(self._row, height)
        self._height += height
        self._row += 1

    def _head(self, labels: Sequence[str]) -> None:
        self._cells([(label, self._book.styles.head()) for label in labels], _spans(labels), LINE_HEIGHT + 8)

    def _cells(self, cells: Sequence[_Cell], spans: Iterable[tuple[int, int]] = (), least: float = 0) -> None:
        """A row of cells, high enough for its texts; `spans` are columns (first, last) that are one cell."""
        merged = dict(spans)
        texts = []
        for column, (content, look) in enumerate(cells):
            if column in merged:
                self._sheet.merge_range(self._row, column, self._row, merged[column], "", look)
            if not any(first < column <= last for first, last in merged.items()):
                fill(self._sheet, self._row, column, content, look)
            shown = content.stored if isinstance(content, Formula) else content
            if isinstance(shown, str):
                texts.append((shown, float(sum(_WIDTHS[column : merged.get(column, column) + 1]))))
        self._end_row(max(least, row_height(texts)))

    # Overall

    def _told(self, unit: Unit, losses: str) -> None:
        """The overall score and place with the project that cost most, and the year's."""
        total, scored = self._total, self._book.assessment.overall_of(unit.name)
        among = sum(one.rank_group == unit.rank_group for one in total.units)
        place = f"在“{unit.rank_group}”组{among}个单位中" if among > 1 else f"“{unit.rank_group}”组只有这一个单位，"
        ours = (total.cell(unit.name, OVERALL_COLUMN), total.cell(unit.name, RANK_COLUMN))
        overall = _place_words("综合得分", place, "还有项目没有评完，暂无综合得分。", ours, (scored.score, scored.rank))
        lost = self._most_lost(losses)
        self._paragraph(Formula(f"{overall.text}&{lost.text}", f"{overall.stored}{lost.stored or ''}"))
        if self._book.assessment.earlier:
            years = (total.cell(unit.name, YEAR_COLUMN), total.cell(unit.name, YEAR_RANK_COLUMN))
            stored = (scored.year_score, scored.year_rank)
            self._paragraph(_place_words("全年得分", place, "暂无全年得分。", years, stored))

    def _vetoed(self) -> Iterator[str]:
        """Which projects are 不予通过 and by which standard, as things stood when this was written."""
        for line in self._lines:
            if line.score is not None and line.score.is_vetoed:
                name = self._book.breakdown.project_title(line.project_key)
                failed = "”“".join(self._book.breakdown.standards[one.standard].standard for one in line.score.failed)
                yield f"“{name}”不予通过，得0分：一票否决的标准“{failed}”没有通过。"

    def _most_lost(self, losses: str) -> Formula:
        """The project that cost most of the overall score; nothing where there is no overall score."""
        names = losses.replace("$J$", "$A$")
        text = (
            f'IF(COUNT({losses})=0,"",IF(MAX({losses})<0.005,"没有失分的项目。","失分最多的项目是“"&'
            f'INDEX({names},MATCH(MAX({losses}),{losses},0))&"”，使综合得分少"&TEXT(MAX({losses}),"0.00")&"分。"))'
        )
        known = [(loss, one) for one in self._lines if (loss := self._loss(one)) is not None]
        if not known:
            return Formula(text, None)
        most = max(loss for loss, _ in known)
        if most < Decimal("0.005"):
            return Formula(text, "没有失分的项目。")
        line = next(one for loss, one in known if loss == most)
        name = self._book.breakdown.project_title(line.project_key)
        return Formula(text, f"失分最多的项目是“{name}”，使综合得分少{round_half_up(most, 2)}分。")

    def _loss(self, line: ProjectLine) -> Decimal | None:
        """What the project takes from the unit's overall score."""
        assessment, breakdown = self._book.assessment, self._book.breakdown
        if assessment.overall_of(line.unit.name).score is None or line.score is None or line.score.score is None:
            return None
        scored = (one.project_key for one in self._lines if one.score and one.score.score is not None)
        whole = sum_of(breakdown.project_weight(key) for key in scored)
        missing = sum_of((FULL_MARK, line.score.score.copy_negate()))
        lost = quotient(product(missing, breakdown.project_weight(line.project_key)), whole)
        return round_half_up(lost, SUM_DIGITS)

    # Projects and their rules

    def _projects(self) -> str:
        """The table of projects; returns the cells with what each takes from the overall score."""
        self._section("各项目得分（失分按分值算；综合失分是这个项目使综合得分少了多少）")
        self._head(_PROJECT_LABELS)
        first = self._row
        for line in self._lines:
            self._project(line)
        if not self._lines:
            self._nothing("没有参评的项目。")
        cells = (address(row, _LOSS_COLUMN, fixed=True) for row in (first, self._row - 1))
        place = (first, _STATE_COLUMN, self._row - 1, _STATE_COLUMN)
        self._book.mark_failed(self._sheet, place, f'={address(first, _STATE_COLUMN)}="{NOT_PASSED}"')
        return ":".join(cells)

    def _project(self, line: ProjectLine) -> None:
        book, styles, start = self._book, self._book.styles, self._row
        rules: Sequence[RuleLine | None] = book.lines.rules_of.get(line.number) or [None]
        own = self._project_cells(line)
        least = row_height([(book.breakdown.project_title(line.project_key), _WIDTHS[0])]) / len(rules)
        for rule in rules:
            blank: _Cell = (None, styles.text())
            cells = self._rule_cells(rule) if rule else [blank] * len(_WIDTHS)
            for column, cell in own.items():
                cells[column] = cell if len(rules) == 1 else (None, cell[1])
            self._cells(cells, least=least)
        if len(rules) == 1:
            return
        for column, (content, look) in own.items():
            self._sheet.merge_range(start, column, self._row - 1, column, "", look)
            fill(self._sheet, start, column, content, look)

    def _project_cells(self, line: ProjectLine) -> dict[int, _Cell]:
        """What is said once of a project: its name, score, rank, and what it takes from the overall score."""
        book, styles, total = self._book, self._book.styles, self._total
        found = book.projects.found
        state, score, rank = (found(one, line.number) for one in (Project.STATE, Project.SCORE, Project.RANK))
        words = project_state(line)
        stored = line.score.score if line.score and words == SCORED else words
        overall, weight = total.cell(line.unit.name, OVERALL_COLUMN), total.weight(line.project_key)
        loss = (
            f'=IF(AND(ISNUMBER({overall}),{total.counted(line.project_key)}="{IN}",ISNUMBER({score})),'
            f'ROUND((100-N({score}))*{weight}/{total.whole(line.unit.name)},{SUM_DIGITS}),"")'
        )
        look = book.workbook.look(align="right", num_format=SCORE_FORMAT)
        return {
            0: (book.breakdown.project_title(line.project_key), styles.text()),
            7: (Formula(f'=IF({state}="{SCORED}",{score},{state})', stored), look),
            8: (Formula(f"={rank}", line.score.rank if line.score else None), styles.number(RANK_FORMAT)),
            _LOSS_COLUMN: (Formula(loss, self._loss(line)), styles.number(LOST_FORMAT)),
        }

    def _rule_cells(self, line: RuleLine) -> list[_Cell]:
        book, styles, found = self._book, self._book.styles, self._book.scores.found
        rule, text = line.rule, styles.text()
        points, full = found(Score.SCORE, line.number), found(Score.FULL, line.number)
        given = rule_points(book, line)
        remark = typed_points(book, line)[1] or rule.note
        lost = None if given is None else sum_of((rule.full, given.copy_negate()))
        return [
            (None, text),
            (subject_words(book, rule), text),
            (rule_in_words(rule, book.breakdown.basics.score_cap), text),
            (rule.points, styles.number(ANY_FORMAT)),
            self._basis(line),
            (Formula(if_known(points), given), styles.number(points_format(rule.full))),
            (Formula(f'=IF({points}="","",ROUND({full}-{points},{SUM_DIGITS}))', lost), styles.number(LOST_FORMAT)),
            (None, text),
            (None, text),
            (None, text),
            (remark, text),
        ]

    def _basis(self, line: RuleLine) -> _Cell:
        """What the points rest on."""
        book, styles, found = self._book, self._book.styles, self._book.scores.found
        if line.rule.method.is_typed:
            given, _, source = typed_points(book, line)
            if line.rule.terms.lapses and source is None:
                return "按次数计", styles.text(align="center")
            words = f'=IF({found(Score.SCORE, line.number)}="","部门还没有打分","部门打分")'
            return Formula(words, "部门还没有打分" if given is None else "部门打分"), styles.text(align="center")
        if line.rule.method is not Method.STANDARDS:
            share = line.score.share if line.score else None
            words = f"={found(Score.SHARE, line.number)}"
            return Formula(words, share), styles.number(share_format(SHARE_DIGITS))
        passed, failed, still_open = (
            found(one, line.number) for one in (Score.PASSED, Score.FAILED, Score.OPEN)
        )  # fmt: skip
        told = f'"通过"&{passed}&"、不通过"&{failed}&IF({still_open}>0,"、未定"&{still_open},"")'
        words = f'=IF({found(Score.STATE, line.number)}="{NOT_APPLICABLE}","{NOT_APPLICABLE}",{told})'
        counts = conclusion_counts(book, line)
        stored = f"通过{counts[0]}、不通过{counts[1]}" + (f"、未定{counts[2]}" if counts[2] else "")
        if rule_state(book, line) == NOT_APPLICABLE:
            stored = NOT_APPLICABLE
        return Formula(words, stored), styles.text(align="center")

    # Figures, standards, what was cut

    def _figures(self, unit: str) -> None:
        lines = self._book.lines.figures_of.get(unit, [])
        if not lines:
            return
        self._section("计分的指标")
        self._head(_FIGURE_LABELS)
        for line in lines:
            self._cells(self._figure_cells(line))

    def _figure_cells(self, line: FigureLine) -> list[_Cell]:
        book, styles, figure = self._book, self._book.styles, line.figure
        indicator, is_state = figure.indicator, figure.indicator.kind is Kind.STATE
        text, centred = styles.text(), styles.text(align="center")
        amount = centred if is_state else styles.number(value_format(indicator))
        given = (*figures_given(book, figure), counted_content(figure))
        columns = (Counted.REPORTED, Counted.CHECKED, Counted.CONFIRMED, Counted.FIGURE)
        found = {one: book.figures.found(one, line.number) for one in Counted}
        share = counted_share(book, line)
        return [
            (book.breakdown.project_title(indicator.project_key), text),
            (f"{indicator.code} {indicator.name}", text),
            (target_words(indicator, figure.target) or (DONE_WORD if is_state else None), centred),
            (line.rule.method.value, centred),
            *((Formula(if_known(found[one]), stored), amount) for one, stored in zip(columns, given, strict=True)),
            (Formula(f"={found[Counted.STAGE]}", stage_word(figure)), centred),
            (
                Formula(f"={found[Counted.SHARE]}", share),
                styles.number(share_format(book.breakdown.basics.completion_digits)),
            ),
            (figure_remark(book, figure, with_phrase=False), text),
        ]

    def _standards(self, unit: str) -> None:
        """Standards that failed or have no conclusion yet, as things stood when this was written."""
        lines = self._book.lines.standards_of.get(unit, [])
        if not lines:
            return
        shown = [one for one in lines if one.counted is None or one.counted.conclusion is Conclusion.FAILED]
        self._section("没有通过和还没有结论的验收标准")
        if not shown:
            self._nothing("没有。")
            return
        self._head(_STANDARD_LABELS)
        for line in shown:
            self._cells(self._standard_cells(line), _spans(_STANDARD_LABELS))

    def _standard_cells(self, line: StandardLine) -> list[_Cell]:
        book, text, centred = self._book, self._book.styles.text(), self._book.styles.text(align="center")
        said = book.assessment.checks.self_checks.get((line.place, line.unit.name))
        counted = book.standards.found(Judged.COUNTED, line.number)
        words = line.counted.conclusion.value if line.counted else "还没有结论"
        return [
            (line.row.names, text),
            (line.row.standard.standard, text),
            (None, text),
            (None, text),
            (YES if line.row.standard.is_veto else None, centred),
            (said.verdict.value if said and said.verdict else None, centred),
            (line.first.conclusion.value if line.first else None, centred),
            (line.final.conclusion.value if line.final else None, centred),
            (Formula(f'=IF({counted}="","还没有结论",{counted})', words), centred),
            (opinions(line), text),
            (None, text),
        ]

    def _struck(self, unit: str) -> None:
        struck = [one for one in self._book.assessment.deductions if one.unit == unit]
        self._section("核减")
        if not struck:
            self._nothing("没有核减。")
            return
        self._head(_STRUCK_LABELS)
        for one in struck:
            self._cells(self._struck_cells(one), _spans(_STRUCK_LABELS))

    def _struck_cells(self, one: Deduction) -> list[_Cell]:
        styles, indicator = self._book.styles, one.indicator
        text, centred = styles.text(), styles.text(align="center")
        is_state = indicator.kind is Kind.STATE
        amount = centred if is_state else styles.number(value_format(indicator))
        before, after = (one.before_text, one.after_text) if is_state else (one.before, one.after)
        return [
            (self._book.breakdown.project_title(indicator.project_key), text),
            (f"{indicator.code} {indicator.name}", text),
            (f"{one.department}（{one.stage.label}）", text),
            (indicator.unit, centred),
            (before, amount),
            (after, amount),
            (one.struck, amount),
            (one.reason, text),
            *[(None, text)] * 3,
        ]

    def _nothing(self, words: str) -> None:
        style = self._book.styles.text(align="center")
        self._sheet.merge_range(self._row, 0, self._row, _LAST, words, style)
        self._end_row(LINE_HEIGHT + 3)

    def _closing(self) -> None:
        self._end_row(8)
        words = "怎么计分见“计分规则”。数和结论出自单位的填报表和部门的初核表、认定表，点“指标数”“验收”里的数可以打开。"
        self._sheet.merge_range(self._row, 0, self._row, _LAST, words, self._book.styles.paragraph())
        self._end_row(LINE_HEIGHT + 3)


def _place_words(
    label: str, place: str, otherwise: str, cells: tuple[str, str], stored: tuple[Decimal | None, int | None]
) -> Formula:
    """综合得分86.50分，在县区4个单位中排第2位。"""
    (score, rank), (points, now) = cells, stored
    shown = f'TEXT({shown_points_of(score)},"0.00")'
    text = (
        f"=IF(ISNUMBER({score}),{text_in_formula(label)}&{shown}&{literal(f'分，{place}排第')}&{rank}"
        f'&"位。",{literal(otherwise)})'
    )
    words = otherwise if points is None else f"{label}{shown_points(points)}分，{place}排第{now}位。"
    return Formula(text, words)


def _spans(labels: Sequence[str]) -> list[tuple[int, int]]:
    """The columns that a label goes over: those after it without one."""
    spans = []
    for column, label in enumerate(labels):
        last = column
        while label and last + 1 < len(labels) and not labels[last + 1]:
            last += 1
        if last > column:
            spans.append((column, last))
    return spans
