"""How one indicator is told in the notice: ready-made phrases for the sentence frames of the template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from generators import wording
from generators.stages import cut_rates, without_rate_words
from generators.summary.data import Column as DataColumn
from generators.summary.total import Column
from generators.telling.numbers import indicator_words
from generators.telling.tracing import RANK_SOURCE, Tracer, has_figure
from generators.telling.words import TEXT_WORDS
from model.figure import Figure, Pace, Standing, Total, Verdict
from model.indicator import Accrual, Direction, Indicator, Kind, Rollup
from model.judgement import is_level_judged
from model.labels import FormColumn
from model.quantity import plain
from model.results import Results
from model.rollup import shown_score
from model.so_far import adds_amounts, so_far
from model.target import STATES

Phrases = dict[str, object]


class Frame(StrEnum):
    """句式: which sentence frame of the template tells an indicator."""

    AMOUNT = "数量"
    STOCK = "时点"
    PROGRESS = "进度"
    LEVEL = "比率"
    BY_UNIT = "分单位"
    STATE = "状态"
    INCOMPLETE = "未报齐"
    UNREPORTED = "未报"


@dataclass(frozen=True)
class Known:
    """The results of one period, laid out for telling."""

    results: Results

    @cached_property
    def figures(self) -> dict[str, tuple[Figure, ...]]:
        """By code, of every indicator."""
        rollup = self.results.rollup
        return {one.code: rollup.figures_of(one.code) for one in self.results.breakdown.indicators}

    @cached_property
    def totals(self) -> dict[str, Total]:
        return {one.code: one for one in self.results.rollup.totals}

    @cached_property
    def own_level_names(self) -> frozenset[str]:
        return frozenset(one.name for one in self.results.breakdown.units if one.is_own_level)

    @cached_property
    def rank_group_of(self) -> dict[str, str]:
        return {one.name: one.rank_group for one in self.results.breakdown.units}

    @cached_property
    def parts(self) -> dict[str, tuple[Indicator, ...]]:
        """Rows with 其中于, by the code of the whole that they are told with; parts of parts with the outermost."""
        by_code = self.results.breakdown.by_code
        found: dict[str, list[Indicator]] = {}
        for indicator in self.results.breakdown.indicators:
            whole, seen = indicator, {indicator.code}
            while whole.part_of in by_code and whole.part_of not in seen:
                whole = by_code[whole.part_of]
                seen.add(whole.code)
            if whole is not indicator and whole.project_key == indicator.project_key:
                found.setdefault(whole.code, []).append(indicator)
        return {code: tuple(parts) for code, parts in found.items()}

    @property
    def digits(self) -> int:
        return self.results.breakdown.basics.completion_digits

    @cached_property
    def explained(self) -> frozenset[tuple[str, str]]:
        """编码 and unit of the figures of which a query was settled by the unit's own words."""
        settled = (one for one in self.results.intake.findings if one.settled and not one.is_exempted and one.unit)
        return frozenset((code, one.unit or "") for one in settled for code in one.codes)

    @cached_property
    def told_within(self) -> frozenset[str]:
        """Codes that are told in brackets with their whole."""
        return frozenset(part.code for parts in self.parts.values() for part in parts)

    def counted(self, indicator: Indicator) -> tuple[Figure, ...]:
        """The figures that make up the total (for 市级 those of this level alone)."""
        figures = self.figures[indicator.code]
        if indicator.rollup is not Rollup.OWN_LEVEL:
            return figures
        return tuple(one for one in figures if one.unit in self.own_level_names)

    def below(self, code: str) -> tuple[Figure, ...]:
        """The figures of units below this level."""
        return tuple(one for one in self.figures[code] if one.unit not in self.own_level_names)


def frame_of(known: Known, indicator: Indicator) -> Frame:
    """Which sentence frame fits what there is to say."""
    total, counted = known.totals[indicator.code], known.counted(indicator)
    if indicator.rollup in (Rollup.EACH, Rollup.NONE):
        return Frame.BY_UNIT if any(one.is_present for one in counted) else Frame.UNREPORTED
    if indicator.rollup is Rollup.WEIGHTED and total.value is None and cut_rates(counted):
        return Frame.BY_UNIT
    # A total may be open though all are there: a carried rate has no parts to weigh.
    is_open = indicator.kind is not Kind.STATE and total.value is None
    if is_open or not counted or not all(one.is_present for one in counted):
        several = len(counted) > 1 and any(one.is_present for one in counted)
        return Frame.INCOMPLETE if several and indicator.kind is not Kind.STATE else Frame.UNREPORTED
    if indicator.kind is Kind.STATE:
        return Frame.STATE
    if is_level_judged(indicator):
        return Frame.LEVEL
    if indicator.kind is Kind.PROGRESS:
        return Frame.PROGRESS
    return Frame.STOCK if indicator.accrual is Accrual.STOCK else Frame.AMOUNT


class Teller:
    """Makes the phrases of indicators in the order of the text, and has the tracer note their figures."""

    def __init__(self, known: Known, tracer: Tracer) -> None:
        self.known, self.tracer = known, tracer
        self._breakdown = known.results.breakdown

    def tell(self, indicator: Indicator, number: int) -> Phrases:
        """All words of one indicator; those that its frame does not use are empty."""
        frame = frame_of(self.known, indicator)
        phrases: Phrases = dict.fromkeys(TEXT_WORDS, "")
        phrases |= {"序号": number, "句式": frame.value, "编码": indicator.code, "名称": indicator.name}
        phrases |= {"全部达标": False, "先后": []}
        phrases["牵头"] = self._leads(indicator)
        phrases["目标"] = self._target(indicator)
        phrases["任务"] = "" if phrases["目标"] else indicator.task.strip().rstrip("。；")
        if indicator.rollup is Rollup.OWN_LEVEL:
            phrases["实施单位"] = wording.listing([one.unit for one in self.known.counted(indicator)])
        teller = {
            Frame.AMOUNT: self._amount, Frame.STOCK: self._amount, Frame.PROGRESS: self._amount,
            Frame.LEVEL: self._level, Frame.BY_UNIT: self._by_unit, Frame.STATE: self._state,
            Frame.INCOMPLETE: self._incomplete, Frame.UNREPORTED: self._unreported,
        }[frame]  # fmt: skip
        phrases |= teller(indicator)
        code = indicator.code
        phrases |= indicator_words(self.known.totals[code], self.known.below(code), self.known.rank_group_of)
        phrases["进展"] = self._progress(indicator)
        phrases["说明"] = self._explanations(indicator)
        return phrases

    def _leads(self, indicator: Indicator) -> str:
        """Who leads, where it is not those alone who answer for the figure."""
        answering = {one.unit for one in self.known.counted(indicator)}
        return "" if set(indicator.leads) <= answering else wording.listing(indicator.leads)

    def _explanations(self, indicator: Indicator) -> str:
        """What units wrote under 说明 and what settled a query by it."""
        figures = [one for one in self.known.figures[indicator.code] if (one.code, one.unit) in self.known.explained]
        told = []
        for figure in figures:
            words = wording.sentence(figure.reported.said(FormColumn.EXPLANATION)) if figure.reported else ""
            if words:
                told.append(f"{figure.unit}说明：{self._written(figure, FormColumn.EXPLANATION, words)}")
        return "".join(told)

    # what each frame says

    def _amount(self, indicator: Indicator) -> Phrases:
        total, counted = self.known.totals[indicator.code], self.known.counted(indicator)
        assert total.value is not None
        phrases: Phrases = {"沿用": self._carried(counted)}
        if total.value:
            phrases["累计"] = self._value(indicator, total.value, counted)
            phrases["其中"] = self._parts(indicator)
        phrases |= self.completion(indicator)
        if not total.value:
            phrases["完成"] = "尚未完成"
        phrases["较上期"] = self._change(total)
        phrases["完成单位"] = self._units_done(total)
        if total.units_done < total.units_asked:
            phrases["先后"] = self.order(self.known.below(indicator.code))
        return phrases

    def _completion(self, indicator: Indicator) -> str:
        """Completion of a total that is complete; a 进度 is its own completion and is not told twice."""
        total = self.known.totals[indicator.code]
        if indicator.kind is Kind.PROGRESS and not total.judgement.met:
            return ""
        words = wording.completion(total.judgement, total.target, self.known.digits)
        source = self.tracer.completion(self.known.counted(indicator), indicator.code)
        return self._of_total(total, Column.COMPLETION, words, "完成率", source)

    def completion(self, indicator: Indicator) -> Phrases:
        """Completion and pace of a total that is complete."""
        total = self.known.totals[indicator.code]
        judged = total.judgement
        phrases: Phrases = {"完成": self._completion(indicator)}
        if judged.met:
            return phrases
        if judged.due:  # before the first milestone nothing is due, and no one is ahead of that
            source = self.tracer.completion(self.known.counted(indicator), indicator.code)
            phrases["快慢"] = self._of_total(total, Column.GAP, wording.pace(judged), "与序时进度之差", source)
        phrases["节点"] = self._milestone(total)
        return phrases

    def _milestone(self, total: Total) -> str:
        """What the milestones ask by now, or when the first of them is."""
        schedule, due = total.indicator.schedule, total.judgement.due
        if due is None or not schedule.milestones:
            return ""
        words = wording.due(schedule, due, self.known.digits)
        cell = self.tracer.summary.total(total.code, Column.DUE) if due else ""
        return self.tracer.note(words, "节点要求", f"序时“{schedule.word}”", total.code, cell)

    def _level(self, indicator: Indicator) -> Phrases:
        total, counted = self.known.totals[indicator.code], self.known.counted(indicator)
        assert total.value is not None
        phrases: Phrases = {"沿用": self._carried(counted)}
        phrases["累计"] = self._value(indicator, total.value, counted)
        phrases["达标"] = self.level(indicator)
        phrases["较上期"] = self._change(total)
        if indicator.rollup is not Rollup.OWN_LEVEL:
            phrases["先后"] = self.order(self.known.below(indicator.code))
        return phrases

    def level(self, indicator: Indicator) -> str:
        """How a level stands against its target, with the verdict."""
        total = self.known.totals[indicator.code]
        verdict = total.judgement.verdict
        source = self.tracer.completion(self.known.counted(indicator), indicator.code)
        apart = self._of_total(total, Column.GAP, wording.level(indicator, total.judgement), "与目标之差", source)
        return f"{apart}，{verdict}" if apart and verdict else apart

    def _by_unit(self, indicator: Indicator) -> Phrases:
        figures = self.known.figures[indicator.code]
        present = [one for one in figures if one.is_present]
        judged = [one for one in present if one.judgement.met is not None]
        unmet = [one for one in judged if not one.judgement.met]
        phrases: Phrases = self._who_reported(figures)
        if not judged:
            return phrases
        phrases["达标词"] = "达标" if is_level_judged(indicator) else "完成本单位任务"
        phrases["全部达标"] = not unmet
        phrases["均"] = "均" if len(judged) > 1 else ""
        done = len(judged) - len(unmet)
        total = self.known.totals[indicator.code]
        phrases["达标数"] = self._count(total, done, "达到本单位目标的单位数", Column.DONE) if done else ""
        phrases["未达标单位"] = self.named(unmet)
        if total.value is not None:
            phrases["全域"] = self._value(indicator, total.value, figures)
        elif cut := cut_rates(self.known.counted(indicator)):
            phrases["无总数"] = without_rate_words(cut)
        order = self.order(self.known.below(indicator.code), are_unmet_told=not unmet)
        phrases["先后"] = order if indicator.kind is not Kind.STATE else []
        return phrases

    def _state(self, indicator: Indicator) -> Phrases:
        counted = self.known.counted(indicator)
        if len({one.text for one in counted}) == 1:
            before = {one.previous_text for one in counted}
            is_new = len(before) == 1 and None not in before and counted[0].text not in before
            phrases: Phrases = {"较上期": f"{self.previous_name}为{before.pop()}" if is_new else ""}
            return {**phrases, "状态": wording.state(counted[0].text or "", is_shared=len(counted) > 1)}
        groups = {word: [one.unit for one in counted if one.text == word] for word in reversed(STATES)}
        return {
            "实施单位": "",
            "状态": "，".join(
                f"{wording.listing(names)}{wording.state(word)}" for word, names in groups.items() if names
            ),
        }

    def _incomplete(self, indicator: Indicator) -> Phrases:
        total, counted = self.known.totals[indicator.code], self.known.counted(indicator)
        phrases: Phrases = {
            **self._who_reported(counted),
            "合计称": "合计" if adds_amounts(total) else "按已报单位计为",
        }
        if total.reported_value is not None:
            if total.reported_value:
                phrases["累计"] = self._value(indicator, total.reported_value, counted)
                phrases["其中"] = self._parts(indicator)
            phrases |= self._so_far(total, counted)
        phrases["先后"] = self.order(self.known.below(indicator.code))
        return phrases

    def _so_far(self, total: Total, counted: tuple[Figure, ...]) -> Phrases:
        """Completion, pace and increment of those that reported, against their own targets."""
        now = so_far(total, counted, self.known.digits, self._breakdown.basics.pace_tolerance)
        if now.completion is None:
            return {}
        targets = "；".join(self.tracer.target(total.code, one.unit) for one in counted if one.is_present)
        source = self.tracer.share(counted, targets)
        words = wording.percent(now.completion, self.known.digits) if now.completion else "尚未完成"
        phrases: Phrases = {
            "完成": self._of_total(total, Column.TARGET_SO_FAR, words, "已报单位完成率", source, is_exact=False)
        }
        if total.judgement.due:
            pace = wording.pace(now)
            phrases["快慢"] = self._of_total(total, Column.GAP_SO_FAR, pace, "已报单位与序时进度之差", source)
        phrases["节点"] = self._milestone(total) if now.pace is not Pace.NONE else ""
        if now.increment is not None:
            previous = self.tracer.previous(total)
            words = self._change_words(total.indicator, now.increment)
            phrases["较上期"] = self._of_total(
                total, Column.VALUE_SO_FAR, words, "已报单位比上期", previous, is_exact=False
            )
        return phrases

    def _unreported(self, indicator: Indicator) -> Phrases:
        missing = [one.unit for one in self.known.counted(indicator) if not one.is_present]
        return {"缺报单位": wording.listing(missing), "实施单位": ""}

    # phrases

    def _target(self, indicator: Indicator) -> str:
        total = self.known.totals[indicator.code]
        words = wording.target(indicator, total.target)
        told = self._of_total(total, Column.TARGET, words, "年度目标", self.tracer.target(indicator.code))
        return f"为{told}" if words.startswith(_REACHING) else told

    def _value(self, indicator: Indicator, value: Decimal, figures: tuple[Figure, ...]) -> str:
        # Work in progress is its own completion, and is shown like one.
        is_progress = indicator.kind is Kind.PROGRESS
        words = wording.percent(value, self.known.digits) if is_progress else wording.amount(indicator, value)
        total = self.known.totals[indicator.code]
        column = Column.VALUE_SO_FAR if total.value is None else Column.VALUE
        return self._of_total(total, column, words, "累计完成", self.tracer.total(figures))

    def _count(self, total: Total, number: int, what: str, column: Column) -> str:
        return self._of_total(total, column, str(number), what, "按各单位评定计数")

    def _of_total(
        self, total: Total, column: Column, words: str, what: str, source: str, *, is_exact: bool = True
    ) -> str:
        """Words for what 汇总表 shows of a total in `column`, or for what is worked out from it."""
        cell = self.tracer.summary.total(total.code, column)
        return self.tracer.note(words, what, source, total.code, cell, is_exact=is_exact)

    def _of_figure(self, figure: Figure, column: DataColumn, words: str, what: str, source: str) -> str:
        """Words that stand for what 汇总表 shows of a unit's figure in `column`."""
        cell = self.tracer.summary.figure(figure.code, figure.unit, column)
        return self.tracer.note(words, f"{figure.unit}{what}", source, figure.code, cell)

    def _carried(self, figures: Iterable[Figure]) -> str:
        carried = [one.unit for one in figures if one.carried]
        return f"{wording.listing(carried)}沿用上期数" if carried else ""

    def _who_reported(self, figures: Sequence[Figure]) -> Phrases:
        reported = sum(one.is_reported for one in figures)
        missing = [one.unit for one in figures if not one.is_present]
        total = self.known.totals[figures[0].code]
        if not missing:
            return {"沿用": self._carried(figures)}
        return {
            "沿用": self._carried(figures),
            "应报数": self._count(total, len(figures), "应报单位数", Column.REPORTED),
            "已报数": self._count(total, reported, "已报单位数", Column.REPORTED),
            "缺报单位": wording.listing(missing),
        }

    def _parts(self, indicator: Indicator) -> str:
        return "；".join(filter(None, (self._part(part) for part in self.known.parts.get(indicator.code, ()))))

    def _part(self, part: Indicator) -> str:
        """One row with 其中于: its value and, where its figures are all there, its completion."""
        total, counted = self.known.totals[part.code], self.known.counted(part)
        value = total.reported_value
        if value is None:
            return ""
        if not value:
            return f"{part.name}尚未完成"
        told = f"{part.name}{self._value(part, value, counted)}"
        if total.value is None:
            return told
        completion = self._completion(part)
        return f"{told}，{completion}" if completion else told

    def _change(self, total: Total) -> str:
        """What came since the previous period; only a cumulative figure has an increment (contract section 2)."""
        if total.increment is None:
            return ""
        told = self._change_words(total.indicator, total.increment)
        return self._of_total(total, Column.INCREMENT, told, "比上期", self.tracer.previous(total))

    def _change_words(self, indicator: Indicator, increment: Decimal) -> str:
        words = wording.change(indicator, increment)
        return f"与{self.previous_name}持平" if words == "持平" else f"比{self.previous_name}{words}"

    @property
    def previous_name(self) -> str:
        """上月, 8月, 上季度 or 上期: what the period is compared with."""
        now, before = self.known.results.period, self.known.results.previous.period
        if before is None or before.months != now.months:
            return "上期"
        if before.months == 1:
            return "上月" if before.last_month == now.last_month - 1 else f"{before.last_month}月"
        return "上季度" if before.months == 3 and before.last_month == now.last_month - 3 else "上期"

    def _units_done(self, total: Total) -> str:
        """How many units have met their own targets; while one has not, who it is once the whole is reached."""
        indicator = total.indicator
        figures = [one for one in self.known.figures[total.code] if one.judgement.met is not None]
        if indicator.rollup is not Rollup.SUM or total.units_asked < 2 or not figures:
            return ""
        done, source = total.units_done, "按各单位评定计数"
        if done == total.units_asked:
            words, what = f"{done}个单位均已完成本单位任务", "完成任务的单位数"
            return self._of_total(total, Column.DONE, words, what, source)
        if total.judgement.met:
            rest = [one.unit for one in figures if not one.judgement.met]
            if not rest:
                return ""
            words = f"{len(rest)}个单位尚未完成本单位任务：{wording.listing(rest)}"
            return self._of_total(total, Column.DONE, words, "未完成任务的单位数", source, is_exact=False)
        words = f"{total.units_asked}个单位中{done}个已完成本单位任务" if done else ""
        return self._of_total(total, Column.DONE, words, "完成任务的单位数", source)

    def _progress(self, indicator: Indicator) -> str:
        """What the units of this level wrote under 进展情况, theirs alone."""
        figures = [
            one
            for row in (indicator, *self.known.parts.get(indicator.code, ()))
            for one in self.known.figures[row.code]
            if one.unit in self.known.own_level_names
        ]
        return self.said(figures, FormColumn.PROGRESS)

    def said(self, figures: Sequence[Figure], column: FormColumn) -> str:
        """The sentences that units wrote in `column`, each once, with the units' names where there are several."""
        several = len({one.unit for one in figures}) > 1
        told: dict[str, list[Figure]] = {}
        for figure in figures:
            words = wording.sentence(figure.reported.said(column)) if figure.reported else ""
            if words:
                told.setdefault(words, []).append(figure)
        return "".join(
            (f"{wording.listing(list(dict.fromkeys(one.unit for one in own)))}：" if several else "")
            + self._written(own[0], column, words)
            for words, own in told.items()
        )

    def _written(self, figure: Figure, column: FormColumn, words: str) -> str:
        """What a unit wrote, noted as a figure where it holds one.

        The bookmark ends before the full stop: LibreOffice begins a new line for one that ends the paragraph where the
        stop hangs over the margin.
        """
        source = self.tracer.words_of(figure, column)
        return self._of_figure(figure, DataColumn.SOURCE, words[:-1], f"填报的{column}", source) + words[-1]

    # who leads, who lags

    def named(self, figures: Sequence[Figure]) -> str:
        """甲县（63.2%）和乙县（64.1%）: units with the figure that they are judged by.

        Of many only those furthest from what is due, with how many there are: 甲县（52%）、乙县（53%）等11个单位.
        """
        if len(figures) <= _MOST_NAMED:
            return wording.listing([self._with_figure(one) for one in figures])
        worst = "、".join(self._with_figure(one) for one in furthest_back(figures)[:_NAMED_OF_MANY])
        code, cell = figures[0].code, self.tracer.summary.figures(DataColumn.VERDICT)
        count = self.tracer.note(f"{len(figures)}个单位", "单位数", "按各单位评定计数", code, cell)
        return f"{worst}等{count}"

    def _with_figure(self, figure: Figure) -> str:
        return f"{figure.unit}（{self._shown(figure)}）"

    def _words(self, figure: Figure) -> str:
        """What a unit is judged by, in words: its completion, else its value, else its 状态."""
        completion = figure.judgement.completion
        if figure.value is None:
            return figure.text or ""
        if completion is None:
            return wording.amount(figure.indicator, figure.value)
        return wording.percent(completion, self.known.digits) if completion else "尚未完成"

    def _shown(self, figure: Figure) -> str:
        """The same, noted as a figure."""
        words = self._words(figure)
        if figure.judgement.completion is None:
            return self._of_figure(figure, DataColumn.VALUE, words, "完成情况", self.tracer.figure(figure))
        source = self.tracer.completion((figure,), figure.code, figure.unit)
        return self._of_figure(figure, DataColumn.COMPLETION, words, "完成率", source)

    def order(self, figures: Sequence[Figure], *, are_unmet_told: bool = True) -> list[Phrases]:
        """Who leads and who lags in each 排名组 of three units or more, where they differ.

        Where those that miss their targets are named already, they are neither: who has not met is no leader.
        """
        groups: dict[str, list[Figure]] = {}
        for figure in figures:
            if figure.rank is not None:
                groups.setdefault(self.known.rank_group_of[figure.unit], []).append(figure)
        told = []
        for group, members in groups.items():
            ranked = sorted(members, key=lambda one: one.rank or 0)
            first, last = first_and_last([one.rank or 0 for one in ranked])
            if first:
                leading = [one for one in ranked[:first] if are_unmet_told or one.judgement.met]
                front = self._placed(leading, _FIRST) if leading else ""
                back = self._placed(ranked[-last:], "末位") if last and are_unmet_told else ""
                if front or back:
                    told.append({"组": group, "前": front, "后": back})
        return [{**one, "组": one["组"] if len(told) > 1 else ""} for one in told]

    def _placed(self, figures: Sequence[Figure], place: str) -> str:
        """Names with figures; those who share the first or last place are told so. Empty where too many share it."""
        if len(figures) > _MOST_NAMED:
            return ""
        is_first = place == _FIRST
        if len(figures) > 1 and len({one.rank for one in figures}) == 1:
            place = self._of_figure(figures[0], DataColumn.RANK, place, "名次", RANK_SOURCE)
            shown = self._shown(figures[0])
            if len({self._words(one) for one in figures}) > 1:  # alike as shown, but one of them is a true zero
                return f"{self.named(figures)}并列{place}"
            all_are = f"均为{shown}" if has_figure(shown) else f"均{shown}"
            return f"{wording.listing([one.unit for one in figures])}（{all_are}）并列{place}"
        return f"{self.named(figures)}{'居前' if is_first else '居后'}"

    def standings(self) -> list[Phrases]:
        """Who leads and who lags over all projects, by 排名组; of those that have reported anything."""
        digits = self.known.digits
        reported = {one.unit for one in self.known.results.rollup.figures if one.is_present}
        groups: dict[str, list[Standing]] = {}
        for one in self.known.results.rollup.standings:
            if one.project is None and one.unit not in self.known.own_level_names and one.unit in reported:
                groups.setdefault(self.known.rank_group_of[one.unit], []).append(one)
        told: list[Phrases] = []
        for group, members in groups.items():
            ranked = sorted(members, key=lambda one: one.rank)
            first, last = first_and_last([one.rank for one in ranked])
            if first and last:
                front, back = (
                    wording.listing([self._scored(one, digits) for one in part])
                    for part in (ranked[:first], ranked[-last:])
                )
                told.append({"组": group, "前": front, "后": back})
        return [{**one, "组": one["组"] if len(told) > 1 else ""} for one in told]

    def _scored(self, standing: Standing, digits: int) -> str:
        points, what = f"{plain(shown_score(standing.score, digits))}分", f"{standing.unit}综合得分"
        cell = self.tracer.summary.overall_score(standing.unit)
        return f"{standing.unit}（{self.tracer.note(points, what, '各项目得分按权重平均', cell=cell)}）"


_FIRST = "第1位"
_MOST_NAMED = 6
"""Where more units share one place, none of them is named."""
_NAMED_OF_MANY = 3
"""So many are named where more than `_MOST_NAMED` lag or miss their targets; the table tells the others."""
_REACHING = "达到"
"""A target that begins so reads as if it were reached, unless 为 stands before it."""


def furthest_back(figures: Iterable[Figure]) -> list[Figure]:
    """Those furthest from what is due first; alike in the order given."""

    def distance(figure: Figure) -> Decimal:
        judged = figure.judgement
        apart = judged.gap if judged.gap is not None else (judged.completion or Decimal(0))
        return -apart if figure.indicator.direction is Direction.LOWER else apart

    return sorted(figures, key=distance)


def first_and_last(ranks: Sequence[int]) -> tuple[int, int]:
    """How many of the ranked are named as leading and as lagging; `ranks` in order.

    None of them where fewer than three are ranked or all share one place. No shared place is cut in two.
    """
    size = len(ranks)
    if size < 3 or ranks[0] == ranks[-1]:
        return 0, 0
    wanted = 3 if size >= 8 else 2 if size >= 5 else 1
    first = uncut(ranks, wanted)
    last = uncut([-rank for rank in reversed(ranks)], wanted)
    return (first, last) if first + last <= size else (first, 0)


def uncut(ranks: Sequence[int], wanted: int) -> int:
    """The largest number up to `wanted` that cuts no shared place in two, else all who share the first place."""
    size = len(ranks)
    numbers = range(1, min(wanted, size) + 1)
    fitting = [number for number in numbers if number == size or ranks[number - 1] != ranks[number]]
    return fitting[-1] if fitting else sum(rank == ranks[0] for rank in ranks)


def is_lagging(figure: Figure) -> bool:
    """Whether a unit's figure wants catching up: behind the calendar, below the target, or not begun though due."""
    verdict = figure.judgement.verdict
    return verdict in (Verdict.LAGGING, Verdict.NOT_MET) or (
        verdict is Verdict.NOT_STARTED and (figure.judgement.due is None or figure.judgement.due > 0)
    )


def is_behind(total: Total) -> bool:
    """Whether a total is behind the calendar, nothing done included."""
    return total.judgement.lags


def is_idle(total: Total) -> bool:
    """Whether nothing has begun where no calendar is compared."""
    return total.judgement.verdict is Verdict.NOT_STARTED and total.judgement.due is None


_WITH_PARTS = (Frame.AMOUNT, Frame.STOCK, Frame.INCOMPLETE)


def is_within(known: Known, indicator: Indicator) -> bool:
    """Whether it is told in brackets with its whole, whose frame has the room."""
    if indicator.code not in known.told_within or indicator.unit == "":
        return False
    whole = next(code for code, parts in known.parts.items() if indicator in parts)
    has_room = frame_of(known, known.results.breakdown.by_code[whole]) in _WITH_PARTS
    return has_room and bool(known.totals[whole].reported_value)


@dataclass
class Telling:
    """What the parts of the text share."""

    known: Known
    tracer: Tracer
    teller: Teller

    @classmethod
    def of(cls, results: Results) -> "Telling":
        known, tracer = Known(results), Tracer(results)
        return cls(known, tracer, Teller(known, tracer))

    @property
    def results(self) -> Results:
        return self.known.results
