"""The attachment 推进情况表: every project, indicator and asked unit with target, value, completion and rank."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generators import wording
from generators.stages import cut_rates, is_checked, stage_counts
from generators.summary.data import Column
from generators.summary.total import Column as TotalColumn
from generators.telling.indicators import Known, Phrases, Teller
from generators.telling.numbers import NumberedRow
from generators.telling.tracing import RANK_SOURCE, TracedFigure, Tracer, has_figure, traced
from generators.telling.words import ROW_WORDS
from generators.word.bookmarks import Marked, marked
from generators.wording import NOTHING
from model.breakdown import Duty
from model.figure import Figure, Judgement, Pace, Total, Verdict
from model.indicator import Indicator, Kind, Rollup
from model.labels import FormColumn
from model.period import read_period
from model.quantity import plain, shown_percent

_REALMS = {"省": "全省", "市": "全市", "县": "全县"}


def realm_of(level: str) -> str:
    """全市, by 层级."""
    return _REALMS.get(level, "合计")


def is_run_by_departments(known: Known) -> bool:
    """Whether every indicator is asked of one unit of this level alone, as in a county's own office."""
    return all(
        one.rollup is Rollup.OWN_LEVEL and len(known.figures[one.code]) == 1
        for one in known.results.breakdown.indicators
    )


_Told = Figure | Total


class ProgressTable:
    """Rows of the table, in the order in which they are printed: worked out once, however many papers print them."""

    def __init__(self, known: Known, tracer: Tracer) -> None:
        self._known, self._tracer = known, tracer
        self._breakdown = known.results.breakdown
        self._realm = realm_of(self._breakdown.basics.level)
        self._has_stages = is_checked(known.results)
        self._rows = list(self._made())
        self._first_number = len(tracer.figures)
        self._last_known: tuple[int, tuple[tuple[str, ...], str]] = (-1, ((), ""))
        self._last_sources: tuple[_Told | None, tuple[str, ...]] = (None, ())

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Phrases]:
        """The words of each row: a project (种类 项目), an indicator (汇总), a unit that is asked (单位)."""
        for number, (words, told) in enumerate(self._rows):
            row = NumberedRow(zip(ROW_WORDS, words, strict=True), told)
            if told is not None:
                first = self._first_number + number * len(_WITH_FIGURES)
                for place, (column, _) in enumerate(_WITH_FIGURES):
                    if has_figure(words[column]):
                        row[ROW_WORDS[column]] = Marked(marked(words[column], first + place))
            yield row

    def numbers(self) -> Iterator[int]:
        """The numbers of all figures of the table, which follow on those that the tracer has noted before."""
        for number, (words, told) in enumerate(self._rows):
            first = self._first_number + number * len(_WITH_FIGURES)
            for place, (column, _) in enumerate(_WITH_FIGURES):
                if told is not None and has_figure(words[column]):
                    yield first + place

    def _at(self, number: int) -> tuple[_Told, tuple[str, ...], int]:
        """The figure or total that the row of a figure's number tells, its words, and which of its columns is meant."""
        row, place = divmod(number - self._first_number, len(_WITH_FIGURES))
        words, told = self._rows[row]
        assert told is not None, "the row of a project has no figure"
        return told, words, place

    def figure(self, number: int) -> TracedFigure:
        """A figure of the table with its source."""
        told, words, place = self._at(number)
        column, what = _WITH_FIGURES[place]
        source = self._sources(told)[place]
        return traced(f"附件 {told.code}", words[column], f"{words[_NAME]}{what}", source, told.code, self.cell(number))

    def bookmark_name(self, number: int) -> str:
        """The name of the bookmark of a figure of the table: `bookmark_name` of its cell, in fewer steps, and 表.

        A figure that the text tells too keeps its name in the table, however often the text now tells it.
        """
        return f"{self.cell(number).replace('!', '_')}_表"

    def identity(self, number: int) -> str:
        """What a figure of the table is: the code, the unit, the column."""
        row, place = divmod(number - self._first_number, len(_WITH_FIGURES))
        return self._known_of(row)[1] + _IDENTITIES[place]

    def cell(self, number: int) -> str:
        """Where a figure of the table stands in 汇总表."""
        row, place = divmod(number - self._first_number, len(_WITH_FIGURES))
        return self._known_of(row)[0][place]

    def _known_of(self, row: int) -> tuple[tuple[str, ...], str]:
        """The cells of a row's figures and how their identities begin; those of the last row are kept."""
        if self._last_known[0] != row:
            words, told = self._rows[row]
            assert told is not None, "the row of a project has no figure"
            self._last_known = row, (self._cells_of(told), f"{told.code}·{words[_NAME]}")
        return self._last_known[1]

    def _cells_of(self, told: _Told) -> tuple[str, ...]:
        summary = self._tracer.summary
        if isinstance(told, Figure):
            return tuple(summary.figure(told.code, told.unit, column) for column in _FIGURE_COLUMNS)
        columns = list(_TOTAL_COLUMNS)
        if _is_counted(told):
            columns[_VALUE] = TotalColumn.DONE
        elif told.value is None:
            columns[_VALUE] = TotalColumn.VALUE_SO_FAR
        return tuple(summary.total(told.code, column) for column in columns)

    def _sources(self, told: _Told) -> tuple[str, ...]:
        """Where the columns with figures come from, in the order of `_WITH_FIGURES`; those of the last row are kept."""
        if self._last_sources[0] is not told:
            self._last_sources = (told, self._sources_of(told))
        return self._last_sources[1]

    def _sources_of(self, told: _Told) -> tuple[str, ...]:
        tracer = self._tracer
        if isinstance(told, Total):
            target, value = tracer.target(told.code), tracer.total(self._known.counted(told.indicator))
        else:
            target, value = tracer.target(told.code, told.unit), tracer.figure(told)
        share = tracer.against(value, target)
        return target, value, share, share, RANK_SOURCE

    def _made(self) -> Iterator[tuple[tuple[str, ...], _Told | None]]:
        """The words of each row in the order of `ROW_WORDS`, and the figure or total that it tells."""
        project = None
        for indicator in self._breakdown.indicators:
            if indicator.project_key != project:
                project = indicator.project_key
                heading = f"【{indicator.category}】{indicator.project}".removeprefix("【】")
                yield ("项目", heading, *[""] * (len(ROW_WORDS) - 2)), None
            yield from self._indicator_rows(indicator)

    def _indicator_rows(self, indicator: Indicator) -> Iterator[tuple[tuple[str, ...], _Told]]:
        figures = self._known.figures[indicator.code]
        total = self._known.totals[indicator.code]
        is_single = len(figures) == 1 and indicator.rollup is Rollup.OWN_LEVEL and _is_asked_the_same(total, figures[0])
        if is_single:
            carried = self._unit_value(figures[0]) if figures[0].carried else ""
            yield self._total_row(total, figures[0].unit, carried), total
            return
        yield self._total_row(total, self._realm), total
        groups = self._known.rank_group_of
        ranked = Counter(groups[one.unit] for one in figures if one.rank is not None)
        for figure in figures:
            yield self._unit_row(figure, _place(figure) if ranked[groups[figure.unit]] > 1 else NOTHING), figure

    def _total_row(self, total: Total, name: str, value: str = "") -> tuple[str, ...]:
        indicator = total.indicator
        target = wording.target(indicator, total.target) or NOTHING
        share, pace, verdict = self._judged(total.judgement)
        is_open = indicator.rollup is Rollup.EACH and total.judgement.verdict is None
        if total.judgement.verdict is Verdict.NOT_REPORTED or (is_open and total.units_reported < total.units_asked):
            verdict = "未报齐" if total.units_reported and total.units_asked > 1 else Verdict.NOT_REPORTED.value
        if indicator.rollup is Rollup.WEIGHTED and total.value is None and cut_rates(self._known.counted(indicator)):
            verdict = NOTHING  # all have reported
        return (
            "汇总", "", total.code, indicator.name, name, indicator.unit or NOTHING, target,
            value or self._total_value(total),
            share, pace, verdict, NOTHING, self._stages(self._known.counted(indicator)),
        )  # fmt: skip

    def _stages(self, figures: Sequence[Figure]) -> str:
        """On whose word figures rest: 认定, or 认定、自报 of several."""
        if not self._has_stages:
            return ""
        return "、".join(stage.label for stage in stage_counts(figures)) or NOTHING

    def _total_value(self, total: Total) -> str:
        indicator = total.indicator
        if indicator.rollup is Rollup.NONE:
            return "不汇总"
        if total.text is not None:
            return total.text
        if _is_counted(total):
            return f"{total.units_asked}个单位中{total.units_done}个达到目标"
        if total.value is not None:
            return self._number(indicator, total.value)
        if total.reported_value is None:
            return NOTHING
        counted = self._known.counted(indicator)
        carried = sum(one.carried is not None for one in counted)
        others = f"、沿用{carried}个单位" if carried else ""
        return f"已报{total.units_reported}个单位{others}：{self._number(indicator, total.reported_value)}"

    def _unit_row(self, figure: Figure, place: str) -> tuple[str, ...]:
        indicator = figure.indicator
        target = wording.target(indicator, figure.target) or NOTHING
        return (
            "单位", "", indicator.code, indicator.name, figure.unit, indicator.unit or NOTHING, target,
            self._unit_value(figure), *self._judged(figure.judgement), place, self._stages((figure,)),
        )  # fmt: skip

    def _number(self, indicator: Indicator, value: Decimal) -> str:
        """The amount; work in progress is its own completion, and is shown like one."""
        is_progress = indicator.kind is Kind.PROGRESS
        return wording.percent(value, self._known.digits) if is_progress else wording.amount_number(indicator, value)

    def _unit_value(self, figure: Figure) -> str:
        if figure.value is None:
            words = figure.text or Verdict.NOT_REPORTED.value
        else:
            words = self._number(figure.indicator, figure.value)
        return f"{words}（沿用{_carried_from(figure)}）" if figure.carried else words

    def _judged(self, judged: Judgement) -> tuple[str, str, str]:
        """完成率, 快慢 and 评定 of a total or a unit; percentages of one table keep one number of decimals."""
        pace = _PACES[judged.pace]
        if judged.gap and judged.pace is not Pace.NONE:
            pace = f"{'快' if judged.gap > 0 else '慢'}{plain(abs(judged.gap))}"
        return self._share(judged.completion), pace, judged.verdict.value if judged.verdict else NOTHING

    def _share(self, completion: Decimal | None) -> str:
        return NOTHING if completion is None else completion_words(completion, self._known.digits)


def completion_words(completion: Decimal, digits: int) -> str:
    """A completion among others: all with `digits` decimals, 尚未完成 for a true zero."""
    if not completion:
        return "尚未完成"
    shown = shown_percent(completion, digits)
    return f"{shown:f}%" if shown else wording.percent(completion, digits)


_PACES = {Pace.AHEAD: "快", Pace.BEHIND: "慢", Pace.LEVEL: "平", Pace.NONE: NOTHING}
_NAME = ROW_WORDS.index("填报单位")
_WITH_FIGURES = tuple(
    (ROW_WORDS.index(column), what)
    for column, what in (
        ("目标", "年度目标"), ("完成情况", "累计完成"), ("完成率", "完成率"), ("快慢", "与序时进度之差"),
        ("名次", "名次"),
    )
)  # fmt: skip
"""The columns that hold figures, by their places in `ROW_WORDS`, and what these are."""
_IDENTITIES = tuple(f"{what}·附件" for _, what in _WITH_FIGURES)
_VALUE = 1
_FIGURE_COLUMNS = (Column.TARGET, Column.VALUE, Column.COMPLETION, Column.GAP, Column.RANK)
_TOTAL_COLUMNS = (TotalColumn.TARGET, TotalColumn.VALUE, TotalColumn.COMPLETION, TotalColumn.GAP, TotalColumn.VERDICT)
"""Where these stand in 汇总表, for a unit's figure and for a total; a total has no rank."""


def _carried_from(figure: Figure) -> str:
    """2023年8月数; a 状态 has no figure, and its words hold none."""
    period = read_period(figure.carried or "")
    return f"{period.title}数" if period and figure.value is not None else "前期"


def _place(figure: Figure) -> str:
    return wording.rank(figure.rank, figure.tied).replace("第", "").replace("位", "") or NOTHING


def _is_counted(total: Total) -> bool:
    """Whether it is told by how many units have met their own targets."""
    indicator = total.indicator
    return indicator.rollup is Rollup.EACH and (total.value is None or indicator.kind is Kind.AMOUNT)


def _is_asked_the_same(total: Total, figure: Figure) -> bool:
    """Whether the one unit that answers for this level is asked just what this level is."""
    return total.target is not None and total.target.value == figure.target.value


class DutyTable:
    """The county's table: a line for each department, its figures noted by the tracer."""

    def __init__(self, known: Known, tracer: Tracer) -> None:
        self._known, self._tracer = known, tracer
        self._breakdown = known.results.breakdown

    def rows(self, teller: Teller) -> list[Phrases]:
        """编号, 任务, 责任单位, 责任人, 分管领导, 进度 from the sheet 项目; none where counties report."""
        if not is_run_by_departments(self._known):
            return []
        return [self._duty(duty, teller) for duty in self._breakdown.duties]

    def _duty(self, duty: Duty, teller: Teller) -> Phrases:
        unit = self._breakdown.unit_named(duty.department)
        figures = [
            figure
            for indicator in self._breakdown.indicators
            if indicator.project_key == duty.project_key
            for figure in self._known.figures[indicator.code]
            if unit is not None and figure.unit == unit.name
        ]
        self._tracer.place = f"附件 {duty.number} {duty.department}"
        progress = "；".join(self._short(figure) for figure in figures)
        said = teller.said(figures, FormColumn.PROGRESS)
        task = duty.task.strip().rstrip("。")
        return {
            "编号": duty.number,
            "任务": f"{duty.project}：{task}" if task else duty.project,
            "责任单位": duty.department,
            "责任人": duty.person,
            "分管领导": duty.leader,
            "进度": f"{progress}。{said}" if progress else said,
        }

    def _short(self, figure: Figure) -> str:
        """职业技能培训5.48万人次，超额完成95.7%: one figure in the fewest words."""
        indicator, judged, name = figure.indicator, figure.judgement, figure.indicator.name
        if figure.value is None:
            return f"{name}{figure.text or Verdict.NOT_REPORTED.value}"
        done = wording.completion(judged, figure.target, self._known.digits) or wording.level(indicator, judged)
        if not figure.value and judged.completion is not None:
            return f"{name}{done}"
        tracer = self._tracer
        value, share = (
            tracer.summary.figure(figure.code, figure.unit, column) for column in (Column.VALUE, Column.COMPLETION)
        )
        if indicator.kind is Kind.PROGRESS:  # its own completion, which is not told twice
            words, done, name = wording.percent(figure.value, self._known.digits), "", f"{name}形象进度"
        else:
            words = wording.amount(indicator, figure.value)
        amount = tracer.note(words, f"{indicator.name}累计完成", tracer.figure(figure), figure.code, value)
        if is_checked(self._known.results):
            amount += f"（{figure.stage.label}）" if figure.is_reported else ""
        source = tracer.completion((figure,), figure.code, figure.unit)
        done = tracer.note(done, f"{indicator.name}完成率", source, figure.code, share)
        return f"{name}{amount}，{done}" if done else f"{name}{amount}"
