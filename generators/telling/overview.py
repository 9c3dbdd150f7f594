"""What the notice says under 总体情况: how many projects, who reported, how the indicators and the units stand."""

from collections import Counter
from collections.abc import Sequence

from generators import wording
from generators.owing import missing_units, returned_codes
from generators.stages import is_checked, stage_counts
from generators.summary.data import Column as Data
from generators.summary.total import Column
from generators.telling.indicators import Phrases, Telling, uncut
from model.breakdown import MissingPolicy
from model.figure import Pace, Verdict
from model.indicator import Rollup
from model.labels import SUMMARY_FILE
from model.movement import Movement, VerdictChange, movement_of
from model.so_far import so_far


def overview(telling: Telling) -> Phrases:
    """The words of 一、总体情况."""
    results, tracer = telling.results, telling.tracer
    breakdown, summary = results.breakdown, tracer.summary
    tracer.place = "一、总体情况"
    counted = f"{tracer.breakdown_file} 指标"
    # A unit that no row asks reports nothing, and is not among those that 应报.
    asked = [unit for unit in breakdown.units if breakdown.indicators_asked(unit.name)]
    projects, codes = summary.totals(Column.PROJECT), summary.totals(Column.CODE)
    context: Phrases = {
        "项目数": tracer.note(str(len(breakdown.projects)), "项目数", counted, cell=projects),
        "指标数": tracer.note(str(len(breakdown.indicators)), "指标数", counted, cell=codes),
        "填报单位": tracer.note(
            wording.counted_units(asked, breakdown.basics.level),
            "填报单位数",
            f"{tracer.breakdown_file} 填报单位",
        ),
    }
    context |= _reporting(telling)
    context["核减"] = _cuts(telling)
    context |= _verdicts(telling)
    context |= _since_previous(telling)
    context["沿用上期"] = breakdown.basics.missing_policy is MissingPolicy.CARRY_OVER
    is_short = any(not one.is_present for one in results.rollup.figures)
    return {**context, "综合": telling.teller.standings(), "有缺数": is_short, "排名组": _rank_groups(telling)}


def _rank_groups(telling: Telling) -> str:
    """县区和功能区: the 排名组 of the units below this level, where there are several."""
    known = telling.known
    ranked = {one.unit for one in telling.results.rollup.figures if one.rank is not None}
    groups = dict.fromkeys(
        known.rank_group_of[one.name]
        for one in telling.results.breakdown.units
        if one.name in ranked and one.name not in known.own_level_names
    )
    return wording.listing(list(groups)) if len(groups) > 1 else ""


def _reporting(telling: Telling) -> Phrases:
    """Who reported, who did not, and which figures were sent back."""
    results = telling.results
    asked = [one.name for one in results.breakdown.units if results.breakdown.indicators_asked(one.name)]
    missing = missing_units(results)
    came, source = len(asked) - len(missing), "校验报告.xlsx 报送情况"
    context: Phrases = {
        "应报数": telling.tracer.note(str(len(asked)), "应报单位数", source),
        "已报数": telling.tracer.note(str(came), "已报单位数", source) if missing and came else "",
        "均": "均" if len(asked) > 1 else "",
        "未报单位": wording.listing(missing),
    }
    held = []
    for unit, codes in returned_codes(results).items():
        names = [results.breakdown.by_code[code].name for code in codes]
        count = telling.tracer.note(str(len(codes)), f"{unit}退回的数", "校验报告.xlsx 问题清单")
        held.append({"单位": unit, "数": count, "指标": "、".join(names)})
    return {**context, "退回": held}


def checking(telling: Telling) -> str:
    """认定41个、初核5个、自报3个: on whose word the figures of an assessed period rest; empty before any is checked."""
    results = telling.results
    if not is_checked(results):
        return ""
    telling.tracer.place = "一、总体情况"
    source, cell = f"{SUMMARY_FILE} 数据的“{Data.STAGE}”", telling.tracer.summary.figures(Data.STAGE)
    return "、".join(
        telling.tracer.note(f"{stage.label}{count}个", f"{stage.label}的数有几个", source, cell=cell)
        for stage, count in stage_counts(results.rollup.figures).items()
    )


def _cuts(telling: Telling) -> list[Phrases]:
    """Which departments struck off how many figures, in the order of the list."""
    assessment = telling.results.assessment
    counts = Counter(one.department for one in assessment.deductions) if assessment else Counter[str]()
    source = f"{SUMMARY_FILE} 核减清单"
    return [
        {"单位": name, "数": telling.tracer.note(str(count), f"{name}核减几个数", source)}
        for name, count in counts.items()
    ]


_VERDICT_ORDER = (
    Verdict.DONE, Verdict.MET, Verdict.ON_PACE, Verdict.UNDER_WAY, Verdict.LAGGING, Verdict.NOT_MET,
    Verdict.NOT_STARTED,
)  # fmt: skip


def _verdicts(telling: Telling) -> Phrases:
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
        source, cell = f"指标 {'、'.join(codes)}", telling.tracer.summary.totals(Column.VERDICT)
        return telling.tracer.note(f"{word}{len(codes)}项", f"{word}的指标数", source, cell=cell)

    judged = [counted(one.value, groups[one]) for one in _VERDICT_ORDER if one in groups]
    rest = [counted(word, codes) for word, codes in (("数据未报齐", incomplete), ("不作汇总", unjudged)) if codes]
    return {"评定小计": "、".join(judged), "暂不评定": "、".join(rest), "已报快慢": _so_far_words(telling)}


def _so_far_words(telling: Telling) -> str:
    """How the sums of the units that reported compare with the calendar, where others are missing."""
    basics = telling.results.breakdown.basics
    groups: dict[str, list[str]] = {}
    for total in telling.results.rollup.totals:
        now = so_far(total, telling.known.counted(total.indicator), basics.completion_digits, basics.pace_tolerance)
        if now.pace is not Pace.NONE and total.judgement.due:
            groups.setdefault(now.pace.label, []).append(total.code)
    cell = telling.tracer.summary.totals(Column.GAP_SO_FAR)
    told = []
    for word in (pace.label for pace in (Pace.AHEAD, Pace.LEVEL, Pace.BEHIND) if pace.label in groups):
        codes = groups[word]
        words, source = f"{word}{len(codes)}项", f"指标 {'、'.join(codes)}"
        told.append(telling.tracer.note(words, f"已报单位合计{word}的指标数", source, cell=cell))
    return "、".join(told)


# 与上期相比

_MOST_NAMED = 3
"""So many indicators or units of one kind are named, the rest are counted."""


def _since_previous(telling: Telling) -> Phrases:
    """Which indicators are judged otherwise than in the previous period, which units rose and fell."""
    movement = movement_of(telling.results)
    if movement is None:
        return {"上期称": "", "评定变化": "", "升位": "", "降位": ""}
    kinds = (
        ("新增已完成、达标", movement.newly_done),
        ("转为滞后、未达标", movement.newly_behind),
        ("不再滞后、未达标", movement.no_longer_behind),
    )
    return {
        "上期称": telling.teller.previous_name,
        "评定变化": "，".join(_changed(telling, word, changes) for word, changes in kinds if changes),
        "升位": _moved(telling, movement, is_up=True),
        "降位": _moved(telling, movement, is_up=False),
    }


def _changed(telling: Telling, word: str, changes: Sequence[VerdictChange]) -> str:
    """新增已完成、达标2项（职业技能培训和新增技能人才）."""
    names = [one.indicator.name for one in changes]
    told = wording.listing(names) if len(names) <= _MOST_NAMED else f"{'、'.join(names[:_MOST_NAMED])}等"
    codes = "、".join(one.indicator.code for one in changes)
    cell = telling.tracer.summary.totals(Column.VERDICT)
    count = telling.tracer.note(f"{len(changes)}项", word, f"指标 {codes}", cell=cell)
    return f"{word}{count}（{told}）"


def _moved(telling: Telling, movement: Movement, *, is_up: bool) -> str:
    """宝丰县由第3位升至第1位: the units below this level that rose or fell most.

    One that reported nothing is not blamed twice.
    """
    reported = {one.unit for one in telling.results.rollup.figures if one.is_present}
    below = [one for one in movement.moves if one.unit not in telling.known.own_level_names]
    groups = {one.group for one in below}
    moves = [one for one in below if one.unit in reported and (one.climbed > 0 if is_up else one.climbed < 0)]
    tied = {one.unit for one in telling.results.rollup.standings if one.project is None and one.tied}
    moves.sort(key=lambda one: (-abs(one.climbed), one.rank))
    # No praise for some of those who moved alike; where too many did, it says nothing.
    named = uncut([one.climbed for one in moves], _MOST_NAMED)
    told = []
    for move in moves[:named] if named <= 2 * _MOST_NAMED else []:
        place = wording.rank(move.rank, tied=move.unit in tied)
        words = f"由第{move.previous_rank}位{'升' if is_up else '降'}至{place}"
        cell = telling.tracer.summary.overall_rank(move.unit)
        noted = telling.tracer.note(words, f"{move.unit}综合名次", "各项目得分按权重平均后的名次", cell=cell)
        told.append(f"{move.unit}{f'（{move.group}）' if len(groups) > 1 else ''}{noted}")
    return "、".join(told)
