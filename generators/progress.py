"""The attachment 推进情况表: every project, indicator and asked unit with target, value, completion and rank."""

from collections.abc import Iterator
from decimal import Decimal

from generators import wording
from generators.telling import Known, Phrases, Teller
from generators.tracing import Tracer
from model.breakdown import Duty
from model.figure import Figure, Judgement, Pace, Total, Verdict
from model.indicator import Indicator, Kind, Rollup
from model.labels import FormColumn
from model.quantity import plain, shown_percent

NOTHING = "—"
"""What a cell shows where there is nothing to tell."""

ROW_WORDS = ("种类", "项目", "编码", "指标", "填报单位", "单位", "目标", "完成情况", "完成率", "快慢", "评定", "名次")
DUTY_WORDS = ("编号", "任务", "责任单位", "责任人", "分管领导", "进度")

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


class ProgressTable:
    """Rows of the table, in the order in which they are printed, their figures noted by the tracer."""

    def __init__(self, known: Known, tracer: Tracer) -> None:
        self._known, self._tracer = known, tracer
        self._breakdown = known.results.breakdown
        self._realm = realm_of(self._breakdown.basics.level)

    def rows(self) -> list[Phrases]:
        """A row for each project (种类 项目), each indicator (汇总) and each unit asked (单位)."""
        found: list[Phrases] = []
        project = None
        for indicator in self._breakdown.indicators:
            if indicator.project_key != project:
                project = indicator.project_key
                found.append(
                    self._row("项目", 项目=f"【{indicator.category}】{indicator.project}".removeprefix("【】"))
                )
            found.extend(self._indicator_rows(indicator))
        return found

    def _row(self, kind: str, **words: str) -> Phrases:
        return {**dict.fromkeys(ROW_WORDS, ""), "种类": kind, **words}

    def _indicator_rows(self, indicator: Indicator) -> Iterator[Phrases]:
        figures = self._known.figures[indicator.code]
        total = self._known.totals[indicator.code]
        is_single = len(figures) == 1 and indicator.rollup is Rollup.OWN_LEVEL and _is_asked_the_same(total, figures[0])
        self._tracer.place = f"附件 {indicator.code}"
        row = self._total_row(total, figures[0].unit if is_single else self._realm)
        yield {**row, "名次": self._place(figures[0])} if is_single else row
        if not is_single:
            for figure in figures:
                yield self._unit_row(figure)

    def _total_row(self, total: Total, name: str) -> Phrases:
        indicator, counted = total.indicator, self._known.counted(total.indicator)
        target = wording.target(indicator, total.target)
        self._tracer.note(target, f"{name}年度目标", self._tracer.target(total.code), total.code)
        value = self._tracer.note(self._total_value(total), f"{name}累计完成", self._tracer.total(counted), total.code)
        judged = self._judged(indicator, total.judgement, self._tracer.completion(counted, total.code), name)
        is_open = indicator.rollup is Rollup.EACH and total.judgement.verdict is None
        if total.judgement.verdict is Verdict.NOT_REPORTED or (is_open and total.units_reported < total.units_asked):
            judged["评定"] = "未报齐" if total.units_reported and total.units_asked > 1 else Verdict.NOT_REPORTED.value
        words = {"目标": target or NOTHING, "完成情况": value, "名次": NOTHING, "单位": indicator.unit or NOTHING}
        return self._row("汇总", 编码=indicator.code, 指标=indicator.name, 填报单位=name) | words | judged

    def _total_value(self, total: Total) -> str:
        indicator = total.indicator
        if indicator.rollup is Rollup.NONE:
            return "不汇总"
        if total.text is not None:
            return total.text
        if indicator.rollup is Rollup.EACH and (total.value is None or indicator.kind is Kind.AMOUNT):
            return f"{total.units_asked}个单位中{total.units_done}个达到目标"
        if total.value is not None:
            return self._number(indicator, total.value)
        if total.reported_value is None:
            return NOTHING
        present = sum(one.is_present for one in self._known.counted(indicator))
        return f"已报{present}个单位：{self._number(indicator, total.reported_value)}"

    def _unit_row(self, figure: Figure) -> Phrases:
        indicator, code, unit = figure.indicator, figure.code, figure.unit
        target = wording.target(indicator, figure.target)
        self._tracer.note(target, f"{unit}年度目标", self._tracer.target(code, unit), code)
        value = self._tracer.note(self._unit_value(figure), f"{unit}累计完成", self._tracer.figure(figure), code)
        judged = self._judged(indicator, figure.judgement, self._tracer.completion((figure,), code, unit), unit)
        words = {
            "目标": target or NOTHING,
            "完成情况": value,
            "名次": self._place(figure),
            "单位": indicator.unit or NOTHING,
        }
        return self._row("单位", 编码=code, 指标=indicator.name, 填报单位=unit) | words | judged

    def _place(self, figure: Figure) -> str:
        place = wording.rank(figure.rank, figure.tied).replace("第", "").replace("位", "")
        self._tracer.note(place, f"{figure.unit}名次", "按完成率或完成情况在同组单位中排列", figure.code)
        return place or NOTHING

    def _number(self, indicator: Indicator, value: Decimal) -> str:
        """The amount; work in progress is its own completion, and is shown like one."""
        is_progress = indicator.kind is Kind.PROGRESS
        return wording.percent(value, self._known.digits) if is_progress else wording.amount_number(indicator, value)

    def _unit_value(self, figure: Figure) -> str:
        if figure.value is None:
            words = figure.text or Verdict.NOT_REPORTED.value
        else:
            words = self._number(figure.indicator, figure.value)
        return f"{words}（沿用{figure.carried}）" if figure.carried else words

    def _judged(self, indicator: Indicator, judged: Judgement, source: str, name: str) -> dict[str, str]:
        """完成率, 快慢 and 评定 of a total or a unit; percentages of one table keep one number of decimals."""
        share = self._share(judged.completion)
        self._tracer.note(share, f"{name}完成率", source, indicator.code)
        pace = {Pace.AHEAD: "快", Pace.BEHIND: "慢", Pace.LEVEL: "平", Pace.NONE: NOTHING}[judged.pace]
        if judged.gap and judged.pace is not Pace.NONE:
            pace = f"{'快' if judged.gap > 0 else '慢'}{plain(abs(judged.gap))}"
        self._tracer.note(pace, f"{name}与序时进度之差", source, indicator.code)
        return {"完成率": share, "快慢": pace, "评定": judged.verdict.value if judged.verdict else NOTHING}

    def _share(self, completion: Decimal | None) -> str:
        if completion is None:
            return NOTHING
        if not completion:
            return "尚未完成"
        shown = shown_percent(completion, self._known.digits)
        return f"{shown:f}%" if shown else wording.percent(completion, self._known.digits)

    # the county's table: a line for each department

    def duties(self, teller: Teller) -> list[Phrases]:
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
        source = self._tracer.figure(figure)
        done = wording.completion(judged, figure.target, self._known.digits) or wording.level(indicator, judged)
        if not figure.value and judged.completion is not None:
            return f"{name}{done}"
        amount = self._tracer.note(wording.amount(indicator, figure.value), f"{name}累计完成", source, figure.code)
        self._tracer.note(
            done, f"{name}完成率", self._tracer.completion((figure,), figure.code, figure.unit), figure.code
        )
        return f"{name}{amount}，{done}" if done else f"{name}{amount}"


def _is_asked_the_same(total: Total, figure: Figure) -> bool:
    """Whether the one unit that answers for this level is asked just what this level is."""
    return total.target is not None and total.target.value == figure.target.value
