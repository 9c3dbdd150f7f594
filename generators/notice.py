"""The notice (通报) and the table 推进情况表: what they say. The sentences themselves stand in the templates."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from generators import wording
from generators.papers import render
from generators.progress import DUTY_WORDS, ROW_WORDS, DutyTable, ProgressTable, realm_of
from generators.telling import (
    INDICATOR_WORDS,
    Frame,
    Known,
    Phrases,
    Teller,
    frame_of,
    is_behind,
    is_idle,
    is_lagging,
)  # fmt: skip
from generators.tracing import TracedFigure, Tracer
from model.figure import Figure, Total, Verdict
from model.indicator import Indicator, Kind, Rollup
from model.labels import FormColumn
from model.results import Results
from model.submission import Status

__all__ = ["NOTICE_WORDS", "PROGRESS_WORDS", "Notice", "notice", "notice_of", "progress_table"]


def _dotted(group: str, words: Iterable[str]) -> tuple[str, ...]:
    return (group, *(f"{group}.{word}" for word in words))


PROGRESS_WORDS: frozenset[str] = frozenset(
    (
        "地区",
        "年度",
        "范围",
        "期",
        "截至",
        "序时",
        "附件名称",
        *_dotted("表", ROW_WORDS),
        *_dotted("责任表", DUTY_WORDS),
    )
)
"""Words that the template 推进情况表.docx may use."""

NOTICE_WORDS: frozenset[str] = PROGRESS_WORDS | frozenset(
    (
        "发文机关",
        "标志字数",
        "文号",
        "主送机关",
        "成文日期",
        "抄送",
        "印发机关",
        "印发日期",
        "称谓",
        "项目数",
        "指标数",
        "填报单位",
        "评定小计",
        "暂不评定",
        "应报数",
        "已报数",
        "未报单位",
        "问题序号",
        "下一步序号",
        *_dotted("退回", ("单位", "数", "指标")),
        *_dotted("综合", ("组", "前", "后")),
        *_dotted("类别", ("序号", "名称", "项目")),
        *_dotted("类别.项目", ("序号", "名称", "指标")),
        *_dotted("类别.项目.指标", INDICATOR_WORDS),
        *_dotted("滞后", ("名称", "完成", "快慢", "节点", "单位", "说明")),
        *_dotted("未达标", ("名称", "内容", "说明")),
        "未报齐滞后",
        "未启动",
        "问题单位",
        "各项完成",
        *_dotted("牵头", ("单位", "指标")),
        "督促单位",
        "补报单位",
        "有缺数",
    )
)
"""Words that the template 进度通报.docx may use; those inside a group with a dot."""


@dataclass
class _Telling:
    """What the parts of the text share."""

    known: Known
    tracer: Tracer
    teller: Teller

    @classmethod
    def of(cls, results: Results) -> "_Telling":
        known, tracer = Known(results), Tracer(results)
        return cls(known, tracer, Teller(known, tracer))

    @property
    def results(self) -> Results:
        return self.known.results


@dataclass(frozen=True)
class Notice:
    """What the notice tells, worked out once for all papers that tell it.

    `words` are those of its template, `table_words` those of 推进情况表.docx; `text_figures` are those of the text,
    which stands before `table`.
    """

    words: Phrases
    table_words: Phrases
    text_figures: Sequence[TracedFigure]
    table: ProgressTable

    def figures(self) -> Iterator[TracedFigure]:
        """Each figure that the notice prints, in the order of its text, with its source."""
        return chain(self.text_figures, self.table.figures())

    def figure_count(self) -> int:
        """How many `figures` there are."""
        return len(self.text_figures) + self.table.figure_count()


def notice_of(results: Results) -> Notice:
    """What the notice of this period tells."""
    telling = _Telling.of(results)
    text = _text(telling)
    duties = DutyTable(telling.known, telling.tracer).rows(telling.teller)
    table = ProgressTable(telling.known, telling.tracer)
    table_words = {**_frame(telling), "责任表": duties, "表": table}
    return Notice({**text, **table_words}, table_words, telling.tracer.figures, table)


def notice(told: Notice, template: Path) -> bytes:
    """通报.docx (contract section 5); raises `TemplateFault`."""
    return render(template, told.words)


def progress_table(told: Notice, template: Path) -> bytes:
    """推进情况表.docx: the notice's attachment alone (contract section 5); raises `TemplateFault`."""
    return render(template, told.table_words)


# The context, in the order of the text


def _text(telling: _Telling) -> Phrases:
    """The words of the notice up to its attachment."""
    context = {**_head(telling), **_overview(telling)}
    categories = _categories(telling)
    problems = _problems(telling, len(categories) + 2)
    steps = _next_steps(telling, len(categories) + (3 if problems["问题序号"] else 2))
    return {**context, "类别": categories, **problems, **steps}


def _head(telling: _Telling) -> Phrases:
    """What stands above and below the text; gaps where the office has not filled in the sheet 期次."""
    results, basics = telling.results, telling.results.breakdown.basics
    note, year = results.breakdown.note_of(results.period), results.period.year
    issuer = basics.issuer.strip() or wording.GAP * 4
    return {
        "发文机关": issuer,
        "标志字数": len(issuer) + 2,
        "文号": wording.number_or_gap(note.document_number, basics.issuer_code.strip(), year),
        "主送机关": basics.addressees.strip().rstrip("：:"),
        "成文日期": wording.day_or_gap(note.dated, year),
        "抄送": basics.copies.strip().rstrip("。"),
        "印发机关": basics.printer.strip() or issuer,
        "印发日期": wording.day_or_gap(note.printed, year),
        "称谓": "县（市、区）" if basics.level == "市" else "乡镇（街道）" if basics.level == "县" else "各市",
    }


def _frame(telling: _Telling) -> Phrases:
    """What both papers say of the year and the period."""
    results, basics = telling.results, telling.results.breakdown.basics
    as_of = results.breakdown.as_of(results.period)
    return {
        "地区": basics.region,
        "年度": str(basics.year),
        "范围": realm_of(basics.level),
        "期": results.period.title,
        "截至": wording.day(as_of),
        "序时": wording.percent(results.period.elapsed, basics.completion_digits),
        "附件名称": f"{results.period.title}{basics.region}重点民生实事推进情况表",
    }


# 总体情况


def _overview(telling: _Telling) -> Phrases:
    results, tracer = telling.results, telling.tracer
    breakdown = results.breakdown
    tracer.place = "一、总体情况"
    counted = f"{tracer.breakdown_file} 指标"
    context: Phrases = {
        "项目数": tracer.note(str(len(breakdown.projects)), "项目数", counted),
        "指标数": tracer.note(str(len(breakdown.indicators)), "指标数", counted),
        "填报单位": tracer.note(
            wording.counted_units(breakdown.units), "填报单位数", f"{tracer.breakdown_file} 填报单位"
        ),
    }
    tracer.note(
        wording.percent(results.period.elapsed, breakdown.basics.completion_digits),
        "序时进度", f"{results.period.last_month}个月 ÷ 12个月",
    )  # fmt: skip
    context |= _reporting(telling)
    context |= _verdicts(telling)
    is_short = any(not one.is_present for one in results.rollup.figures)
    return {**context, "综合": telling.teller.standings(), "有缺数": is_short}


def _reporting(telling: _Telling) -> Phrases:
    """Who reported, who did not, and which figures were sent back."""
    results = telling.results
    asked = [one.name for one in results.breakdown.units if results.breakdown.indicators_asked(one.name)]
    missing = missing_units(results)
    source = "上报/ 各填报单位报送情况"
    context: Phrases = {
        "应报数": telling.tracer.note(str(len(asked)), "应报单位数", source),
        "已报数": telling.tracer.note(str(len(asked) - len(missing)), "已报单位数", source) if missing else "",
        "未报单位": wording.listing(missing),
    }
    held = []
    for unit, codes in returned_codes(results).items():
        names = [results.breakdown.by_code[code].name for code in codes]
        count = telling.tracer.note(str(len(codes)), f"{unit}退回的数", "结果.json findings")
        held.append({"单位": unit, "数": count, "指标": "、".join(names)})
    return {**context, "退回": held}


def missing_units(results: Results) -> list[str]:
    """Units that are asked and of which no form has come, in the breakdown's order."""
    came = {Status.ACCEPTED, Status.PARTIAL, Status.RETURNED, Status.SUPERSEDED}
    reported = {one.unit for one in results.intake.submissions if one.status in came}
    reported |= {unit for _, unit in results.intake.reported}
    breakdown = results.breakdown
    return [one.name for one in breakdown.units if breakdown.indicators_asked(one.name) and one.name not in reported]


def returned_codes(results: Results) -> dict[str, list[str]]:
    """By unit that has reported, the codes of which no accepted figure is there."""
    missing = set(missing_units(results))
    found: dict[str, list[str]] = {}
    for unit in results.breakdown.units:
        codes = [
            one.code
            for one in results.breakdown.indicators_asked(unit.name)
            if (one.code, unit.name) not in results.intake.reported
        ]
        if codes and unit.name not in missing:
            found[unit.name] = codes
    return found


_VERDICT_ORDER = (
    Verdict.DONE, Verdict.MET, Verdict.ON_PACE, Verdict.UNDER_WAY, Verdict.LAGGING, Verdict.NOT_MET,
    Verdict.NOT_STARTED,
)  # fmt: skip


def _verdicts(telling: _Telling) -> Phrases:
    """How many indicators stand how; those that cannot be judged yet are told apart."""
    groups: dict[Verdict, list[str]] = {}
    incomplete: list[str] = []
    unjudged: list[str] = []
    for total in telling.results.rollup.totals:
        verdict = total.judgement.verdict
        if total.indicator.rollup is Rollup.NONE:
            unjudged.append(total.code)
        elif verdict is Verdict.NOT_REPORTED or verdict is None:
            (incomplete if total.units_reported < total.units_asked else unjudged).append(total.code)
        else:
            groups.setdefault(verdict, []).append(total.code)

    def counted(word: str, codes: list[str]) -> str:
        return telling.tracer.note(f"{word}{len(codes)}项", f"{word}的指标数", f"指标 {'、'.join(codes)}")

    judged = [counted(one.value, groups[one]) for one in _VERDICT_ORDER if one in groups]
    rest = [counted(word, codes) for word, codes in (("数据未报齐", incomplete), ("不作汇总", unjudged)) if codes]
    return {"评定小计": "、".join(judged), "暂不评定": "、".join(rest)}


# 各项目


def _categories(telling: _Telling) -> list[Phrases]:
    projects: dict[str, dict[str, list[Indicator]]] = {}
    for one in telling.results.breakdown.indicators:
        projects.setdefault(one.category, {}).setdefault(one.project, []).append(one)
    told: list[Phrases] = []
    for category, members in projects.items():
        number = wording.numeral(len(told) + 2)
        parts: list[Phrases] = []
        for project, indicators in members.items():
            ordinal = wording.numeral(len(parts) + 1)
            heading = f"{number}、{category}（{ordinal}）{project}"
            parts.append({"序号": ordinal, "名称": project, "指标": _indicators(telling, indicators, heading)})
        told.append({"序号": number, "名称": category or "各项目", "项目": parts})
    return told


def _indicators(telling: _Telling, indicators: list[Indicator], heading: str) -> list[Phrases]:
    own = [one for one in indicators if not _is_within(telling.known, one)]
    told = []
    for number, indicator in enumerate(own, 1):
        telling.tracer.place = f"{heading} {number}"
        told.append(telling.teller.tell(indicator, number))
    return told


_WITH_PARTS = (Frame.AMOUNT, Frame.STOCK, Frame.INCOMPLETE)


def _is_within(known: Known, indicator: Indicator) -> bool:
    """Whether it is told in brackets with its whole, whose frame has the room."""
    if indicator.code not in known.told_within or indicator.unit == "":
        return False
    whole = next(code for code, parts in known.parts.items() if indicator in parts)
    has_room = frame_of(known, known.results.breakdown.by_code[whole]) in _WITH_PARTS
    return has_room and bool(known.totals[whole].reported_value)


# 存在的主要问题


def _problems(telling: _Telling, number: int) -> Phrases:
    """What lags, what falls short, what has not begun, and which units have most of it."""
    known, tracer = telling.known, telling.tracer
    heading = f"{wording.numeral(number)}、存在的主要问题"
    totals = [one for one in telling.results.rollup.totals if not _is_within(known, one.indicator)]
    tracer.place = f"{heading}（进度滞后）"
    behind = [_behind(telling, one) for one in totals if is_behind(one)]
    tracer.place = f"{heading}（未达标）"
    unmet = [_unmet(telling, one) for one in totals if one.judgement.verdict is Verdict.NOT_MET]
    tracer.place = heading
    idle = [f"{one.indicator.name}{_in_brackets(_asked(telling, one))}" for one in totals if is_idle(one)]
    context: Phrases = {
        "滞后": behind,
        "未达标": unmet,
        "未启动": "、".join(idle),
        "未报齐滞后": _half_behind(telling, totals),
        "问题单位": _units_with_most(telling),
    }
    returned = returned_codes(telling.results) or missing_units(telling.results)
    return {**context, "问题序号": wording.numeral(number) if any(context.values()) or returned else ""}


def _in_brackets(names: list[str]) -> str:
    return f"（{wording.listing(names)}）" if names else ""


def _asked(telling: _Telling, total: Total) -> list[str]:
    """The units of this level that answer for a 市级 row; none for the others."""
    is_own = total.indicator.rollup is Rollup.OWN_LEVEL
    return [one.unit for one in telling.known.counted(total.indicator)] if is_own else []


def _behind(telling: _Telling, total: Total) -> Phrases:
    known, indicator = telling.known, total.indicator
    reached = ""
    if indicator.kind is Kind.PROGRESS and total.value:
        source = telling.tracer.total(known.counted(indicator))
        reached = telling.tracer.note(
            f"形象进度{wording.percent(total.value, known.digits)}", "形象进度", source, total.code
        )
    phrases = telling.teller.completion(indicator)
    # The units whose figures make up the total: in a 市级 row the counties never enter it.
    is_own = indicator.rollup is Rollup.OWN_LEVEL
    answering = known.counted(indicator) if is_own else known.below(total.code)
    units = [one for one in answering if is_lagging(one)]
    return {
        "名称": indicator.name,
        "完成": reached or phrases["完成"] or "尚未完成",
        "快慢": phrases.get("快慢", ""),
        "节点": phrases.get("节点", ""),
        "单位": wording.listing([one.unit for one in units]),
        "说明": _said_problems(telling, total),
    }


def _unmet(telling: _Telling, total: Total) -> Phrases:
    indicator, teller = total.indicator, telling.teller
    if indicator.rollup is Rollup.EACH:
        units = [one for one in telling.known.figures[total.code] if one.judgement.met is False]
        words = f"未达到目标的是{teller.named(units)}"
    else:
        words = teller.level(indicator).removesuffix(f"，{Verdict.NOT_MET}")
        words = f"{wording.listing(_asked(telling, total))}{words}"
    return {"名称": indicator.name, "内容": words, "说明": _said_problems(telling, total)}


def _said_problems(telling: _Telling, total: Total) -> str:
    """What the units of this level wrote under 存在问题及下步措施."""
    figures = [one for one in telling.known.counted(total.indicator) if one.unit in telling.known.own_level_names]
    return telling.teller.said(figures, FormColumn.PROBLEMS)


def _half_behind(telling: _Telling, totals: list[Total]) -> str:
    """Indicators not yet complete of which half or more of those that reported lag, with how many."""
    told = []
    for total in totals:
        if total.judgement.verdict is not Verdict.NOT_REPORTED:
            continue
        present = [one for one in telling.known.figures[total.code] if one.is_present]
        behind = [one for one in present if is_lagging(one)]
        if behind and 2 * len(behind) >= len(present):
            words = f"{len(present)}个中{len(behind)}个滞后"
            telling.tracer.note(words, "滞后单位数", "按各单位评定计数", total.code)
            told.append(f"{total.indicator.name}（{words}）")
    return "、".join(told)


def _lagging_by_unit(telling: _Telling) -> list[tuple[str, list[Figure]]]:
    """Units below this level with what they lag in, the most first."""
    own_level = telling.known.own_level_names
    found: dict[str, list[Figure]] = {}
    for figure in telling.results.rollup.figures:
        if figure.unit not in own_level and is_lagging(figure):
            found.setdefault(figure.unit, []).append(figure)
    return sorted(found.items(), key=lambda one: -len(one[1]))


def _most_lagging(telling: _Telling) -> list[tuple[str, list[Figure]]]:
    """The units named: up to three, those alike counted in, where not all are alike."""
    units = _lagging_by_unit(telling)
    counts = [len(figures) for _, figures in units]
    if len(counts) < 2 or counts[0] == counts[-1]:
        return []
    least = counts[min(2, len(counts) - 1)]
    named = [one for one in units if len(one[1]) >= least]
    return named if len(named) <= 4 else [one for one in units if len(one[1]) > least]


def _units_with_most(telling: _Telling) -> str:
    told = []
    for unit, figures in _most_lagging(telling):
        codes = "、".join(one.code for one in figures)
        words = telling.tracer.note(f"{len(figures)}项", f"{unit}滞后、未达标、未启动的指标数", f"指标 {codes}")
        told.append(f"{unit}（{words}）")
    return wording.listing(told)


# 下一步


def _next_steps(telling: _Telling, number: int) -> Phrases:
    """By rule: who leads the indicators in arrear catches up, units with most of them, those who owe figures."""
    leads: dict[str, list[str]] = {}
    for total in telling.results.rollup.totals:
        wants = is_behind(total) or is_idle(total) or total.judgement.verdict is Verdict.NOT_MET
        if wants and not _is_within(telling.known, total.indicator):
            names = total.indicator.leads or tuple(_asked(telling, total))
            leads.setdefault(wording.listing(names), []).append(total.indicator.name)
    owing = [*missing_units(telling.results), *returned_codes(telling.results)]
    done = [one for one in telling.results.rollup.totals if one.judgement.verdict in (Verdict.DONE, Verdict.MET)]
    return {
        "下一步序号": wording.numeral(number),
        "牵头": [{"单位": lead, "指标": "、".join(names)} for lead, names in leads.items()],
        "督促单位": wording.listing([unit for unit, _ in _most_lagging(telling)]),
        "补报单位": wording.listing(list(dict.fromkeys(owing))),
        "各项完成": bool(done),
    }
