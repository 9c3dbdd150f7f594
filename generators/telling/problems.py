"""What the notice says under 存在的主要问题 and 下一步工作, by rule: which indicators, which units, by when."""

from collections.abc import Sequence

from generators import wording
from generators.owing import missing_units, returned_codes
from generators.summary.data import Column
from generators.summary.total import Column as TotalColumn
from generators.telling.indicators import (
    Known,
    Phrases,
    Telling,
    furthest_back,
    is_behind,
    is_idle,
    is_lagging,
    is_within,
)
from generators.telling.numbers import total_words
from model.figure import Figure, Total, Verdict
from model.indicator import Kind, Rollup
from model.labels import FormColumn
from model.period import following
from model.supervision import supervision_deadline


def problems(telling: Telling, number: int) -> Phrases:
    """What lags, what falls short, what has not begun, and which units have most of it."""
    known, tracer = telling.known, telling.tracer
    heading = f"{wording.numeral(number)}、存在的主要问题"
    totals = [one for one in telling.results.rollup.totals if not _is_told_with_whole(known, one)]
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


def _is_wanting(total: Total) -> bool:
    return is_behind(total) or is_idle(total) or total.judgement.verdict is Verdict.NOT_MET


def _is_told_with_whole(known: Known, total: Total) -> bool:
    """Whether it is part of a whole that is itself wanting: a part that alone lags is named by itself."""
    if not is_within(known, total.indicator):
        return False
    whole = next(code for code, parts in known.parts.items() if total.indicator in parts)
    return _is_wanting(known.totals[whole])


def _in_brackets(names: list[str]) -> str:
    return f"（{wording.listing(names)}）" if names else ""


def _asked(telling: Telling, total: Total) -> list[str]:
    """The units of this level that answer for a 市级 row; none for the others."""
    is_own = total.indicator.rollup is Rollup.OWN_LEVEL
    return [one.unit for one in telling.known.counted(total.indicator)] if is_own else []


def _behind(telling: Telling, total: Total) -> Phrases:
    known, indicator = telling.known, total.indicator
    reached = ""
    if indicator.kind is Kind.PROGRESS and total.value:
        source = telling.tracer.total(known.counted(indicator))
        words, cell = (
            wording.percent(total.value, known.digits),
            telling.tracer.summary.total(total.code, TotalColumn.VALUE),
        )
        reached = telling.tracer.note(f"形象进度{words}", "形象进度", source, total.code, cell)
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
        "单位": wording.listing([one.unit for one in units]) if is_own else telling.teller.named(units),
        "说明": _said_problems(telling, total, units),
        **total_words(total),
    }


def _unmet(telling: Telling, total: Total) -> Phrases:
    indicator, teller = total.indicator, telling.teller
    if indicator.rollup is Rollup.EACH:
        units = [one for one in telling.known.figures[total.code] if one.judgement.met is False]
        words = f"未达到目标的是{teller.named(units)}"
    else:
        units = []
        words = teller.level(indicator).removesuffix(f"，{Verdict.NOT_MET}")
        words = f"{wording.listing(_asked(telling, total))}{words}"
    return {"名称": indicator.name, "内容": words, "说明": _said_problems(telling, total, units)}


_MOST_HEARD = 3
"""So many units below this level are heard on one indicator, those furthest back first."""


def _said_problems(telling: Telling, total: Total, lagging: Sequence[Figure]) -> str:
    """What the units of this level and those that lag most wrote under 存在问题及下步措施."""
    own_level = telling.known.own_level_names
    own = [one for one in telling.known.counted(total.indicator) if one.unit in own_level]
    below = furthest_back(one for one in lagging if one.unit not in own_level)
    told = [one for one in below if one.reported and one.reported.said(FormColumn.PROBLEMS)]
    return telling.teller.said([*own, *told[:_MOST_HEARD]], FormColumn.PROBLEMS)


def _half_behind(telling: Telling, totals: list[Total]) -> str:
    """Indicators not yet complete of which half or more of those that reported lag, with how many."""
    told = []
    for total in totals:
        if total.judgement.verdict is not Verdict.NOT_REPORTED:
            continue
        present = [one for one in telling.known.figures[total.code] if one.is_present]
        behind = [one for one in present if one.judgement.lags]
        if behind and 2 * len(behind) >= len(present):
            words = f"{len(present)}个中{len(behind)}个滞后"
            cell = telling.tracer.summary.figures(Column.VERDICT)
            words = telling.tracer.note(words, "滞后单位数", "按各单位评定计数", total.code, cell)
            told.append(f"{total.indicator.name}（{words}）")
    return "、".join(told)


def _lagging_by_unit(telling: Telling) -> list[tuple[str, list[Figure]]]:
    """Units below this level with what they lag in, the most first."""
    own_level = telling.known.own_level_names
    found: dict[str, list[Figure]] = {}
    for figure in telling.results.rollup.figures:
        if figure.unit not in own_level and is_lagging(figure):
            found.setdefault(figure.unit, []).append(figure)
    return sorted(found.items(), key=lambda one: -len(one[1]))


def _most_lagging(telling: Telling) -> list[tuple[str, list[Figure]]]:
    """The units named: up to three, those alike counted in, where not all are alike."""
    units = _lagging_by_unit(telling)
    counts = [len(figures) for _, figures in units]
    if len(counts) < 2 or counts[0] == counts[-1]:
        return []
    least = counts[min(2, len(counts) - 1)]
    named = [one for one in units if len(one[1]) >= least]
    is_some = len(named) <= 4 and len(named) < len(units)
    return named if is_some else [one for one in units if len(one[1]) > least]


def _units_with_most(telling: Telling) -> str:
    told = []
    for unit, figures in _most_lagging(telling):
        codes = "、".join(one.code for one in figures)
        what, cell = f"{unit}滞后、未达标、未启动的指标数", telling.tracer.summary.figures(Column.VERDICT)
        words = telling.tracer.note(f"{len(figures)}项", what, f"指标 {codes}", cell=cell)
        told.append(f"{unit}（{words}）")
    return wording.listing(told)


# 下一步


def next_steps(telling: Telling, number: int) -> Phrases:
    """By rule: who leads the indicators in arrear catches up, units with most of them, those who owe figures."""
    results = telling.results
    deadline = supervision_deadline(results.breakdown, results.period)
    is_over = results.breakdown.as_of(results.period) >= deadline and following(results.period) is None
    telling.tracer.place = f"{wording.numeral(number)}、下一步工作"
    leads: dict[str, list[str]] = {}
    for total in results.rollup.totals:
        if _is_wanting(total) and not _is_told_with_whole(telling.known, total):
            names = total.indicator.leads or tuple(_asked(telling, total))
            left = _left(telling, total)
            told = f"{total.indicator.name}（{left}）" if left else total.indicator.name
            leads.setdefault(wording.listing(names) or "各有关单位", []).append(told)
    owing = [*missing_units(results), *returned_codes(results)]
    done = [one for one in results.rollup.totals if one.judgement.verdict in (Verdict.DONE, Verdict.MET)]
    return {
        "下一步序号": wording.numeral(number),
        "限期": "" if is_over else wording.day(deadline),
        "有下期": following(results.period) is not None,
        "牵头": [{"单位": lead, "指标": "、".join(names)} for lead, names in leads.items()],
        "督促单位": wording.listing([unit for unit, _ in _most_lagging(telling)]),
        "补报单位": wording.listing(list(dict.fromkeys(owing))),
        "各项完成": bool(done),
    }


def _left(telling: Telling, total: Total) -> str:
    """What an indicator in arrear still wants to its target."""
    indicator, summary = total.indicator, telling.tracer.summary
    if indicator.rollup is Rollup.EACH:
        count = sum(one.judgement.met is False for one in telling.known.figures[total.code])
        cell = summary.total(total.code, TotalColumn.DONE)
        words, source = f"{count}个单位未达标", "按各单位评定计数"
        return telling.tracer.note(words, "未达标的单位数", source, total.code, cell, is_exact=False)
    if total.value is None or total.target is None:
        return ""
    words = wording.left(indicator, total.value, total.judgement, total.target)
    source = telling.tracer.completion(telling.known.counted(indicator), total.code)
    is_gap = total.judgement.completion is None
    cell = summary.total(total.code, TotalColumn.GAP if is_gap else TotalColumn.VALUE)
    return telling.tracer.note(words, "距年度目标", source, total.code, cell, is_exact=is_gap)
