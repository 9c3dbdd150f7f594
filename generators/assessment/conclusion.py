"""验收结论/UNIT.docx: what an assessed period says of one unit, every cut explained (contract section 7)."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from generators import wording
from generators.assessment.notice import frame, rule_subject, struck_row, weights_words, why_no_overall
from generators.assessment.telling import (
    NOT_SCORED,
    VETOED,
    Assessed,
    content,
    is_still_out,
    no_full_stop,
    points,
)  # fmt: skip
from generators.telling.indicators import Phrases
from generators.word.papers import render
from generators.wording import NOTHING
from model.assessment.assessment import SCORE_DIGITS, ProjectScore, RuleScore
from model.assessment.scoring import NO_CONCLUSION, indicator_share
from model.assessment.scoring_rule import Method, rule_in_words
from model.figure import Figure
from model.indicator import Kind
from model.labels import YES
from model.quantity import plain, round_half_up
from model.results import Results
from model.rollup import score_of
from model.submission import Stage

PASSED, NOT_REPORTED, NOT_CHECKED, WITHOUT_POINTS = "通过", "未报齐", "未核完", "不计分"
_WORDS = (PASSED, VETOED, NOT_REPORTED, NOT_CHECKED, NOT_SCORED, WITHOUT_POINTS)


def conclusion(results: Results, unit: str, template: Path) -> bytes:
    """验收结论/UNIT.docx of a unit assessed; raises `TemplateFault`, and `ValueError` for a period not assessed."""
    return render(template, conclusion_context(results, unit))


def conclusion_context(results: Results, unit: str) -> Phrases:
    """What `CONCLUSION_WORDS` stand for."""
    assessed = Assessed.of(results)
    asked = assessed.breakdown.indicators_asked(unit)
    keys = list(dict.fromkeys(one.project_key for one in asked))
    own = [one for one in assessed.figures.values() if one.unit == unit]
    projects = [_project(assessed, unit, key) for key in keys]
    failed = [_failed_row(assessed, number, unit) for number in range(len(assessed.failed.get(unit, ())))]
    struck = [struck_row(one) for one in assessed.struck if one.deduction.unit == unit]
    counts = Counter(str(one["结论"]) for one in projects)
    numbers = iter("三四五")
    return {
        **frame(assessed),
        "单位": unit,
        "发文机关": wording.issuer_or_gap(assessed.breakdown.basics.issuer),
        "落款日期": wording.day_or_gap(assessed.breakdown.note_of(results.period).dated, results.period.year),
        "项目数": str(len(keys)),
        "指标数": str(len(asked)),
        **_overall(assessed, unit),
        "结论小计": "、".join(f"{kind}{counts[kind]}个" for kind in _WORDS if counts[kind]),
        "数据小计": assessed.count_by_stage(own),
        "缺报数": sum(not one.is_reported for one in own),
        "各项目": projects,
        "标准序号": next(numbers) if failed else "",
        "未过标准": failed,
        "核减序号": next(numbers) if struck else "",
        "核减": struck,
        "计分序号": next(numbers),
        "计分": [_scoring(assessed, one) for one in assessed.assessment.projects if one.unit == unit],
    }


# 总体结果


def _overall(assessed: Assessed, unit: str) -> Phrases:
    assessment = assessed.assessment
    scored, earlier = assessment.overall_of(unit), assessment.earlier
    group, names = next((group, names) for group, names in assessed.rank_groups.items() if unit in names)
    has_year = scored.year_score is not None and earlier is not None
    return {
        "得分": "" if scored.score is None else points(scored.score),
        "名次": wording.rank(scored.rank, scored.tied),
        "组": group if len(assessed.rank_groups) > 1 else "",
        "组内数": len(names),
        "无得分": why_no_overall(assessed, unit) if scored.score is None else "",
        "未计项目": wording.listing([assessed.project_name(key) for key in _left_out(assessed, unit)]),
        "全年得分": points(scored.year_score) if has_year and scored.year_score is not None else "",
        "全年名次": wording.rank(scored.year_rank, scored.year_tied),
        "上次评价": earlier.word if has_year and earlier else "",
        "上次得分": points(earlier.overall[unit]) if has_year and earlier else "",
        "折算": weights_words(assessed) if has_year else "",
    }


def _left_out(assessed: Assessed, unit: str) -> Iterator[str]:
    return (key for key in assessed.assessment.left_out if assessed.assessment.of(unit, key))


# 各项目


def _project(assessed: Assessed, unit: str, key: str) -> Phrases:
    scored, figures = assessed.assessment.of(unit, key), assessed.figures_of(unit, key)
    missing = sum(not one.is_reported for one in figures)
    unchecked = list(_unchecked(assessed, unit, key, figures))
    remarks = [f"{missing}个数缺报或被退回"] if missing else []
    remarks += unchecked
    word = PASSED
    if scored is None:
        word = WITHOUT_POINTS
    elif scored.is_vetoed:
        word = VETOED
        remarks.insert(0, "有一票否决的标准未通过，按0分计，列末位")
    elif scored.score is None:
        word = NOT_SCORED
    elif unchecked or missing:
        word = NOT_CHECKED if unchecked else NOT_REPORTED
    failed = [one for one in assessed.failed.get(unit, ()) if one.project_key == key and not one.is_veto]
    remarks += [f"{len(failed)}条标准未通过"] if failed else []
    struck = [
        one for one in assessed.struck if (one.deduction.unit, one.deduction.indicator.project_key) == (unit, key)
    ]
    remarks += [f"核减{len(struck)}个数"] if struck else []
    return {
        "名称": assessed.project_name(key),
        "结论": word,
        "得分": NOTHING if scored is None or scored.score is None else points(scored.score),
        "名次": (wording.rank(scored.rank, scored.tied) if scored else "") or NOTHING,
        "初核单位": assessed.department_words((one.indicator for one in figures), Stage.CHECKED) or NOTHING,
        "情况": "；".join(remarks),
    }


def _unchecked(assessed: Assessed, unit: str, key: str, figures: list[Figure]) -> Iterator[str]:
    """What departments have still to say of a project."""
    for stage, waiting in ((Stage.REPORTED, "核验"), (Stage.CHECKED, "认定")):
        out = sum(one.stage is stage and is_still_out(one) for one in figures)
        if out:
            yield f"{out}个数尚待{waiting}"
    if count := assessed.standards_without_conclusion(unit, key):
        yield f"{count}条标准还没有结论"
    scored = assessed.assessment.of(unit, key)
    if scored is not None and scored.score is None:
        wanting = (one.why for one in scored.rules if one.points is None)
        yield from (why for why in dict.fromkeys(wanting) if why != NO_CONCLUSION)


def _failed_row(assessed: Assessed, number: int, unit: str) -> Phrases:
    one = assessed.failed[unit][number]
    return {
        "项目": assessed.project_name(one.project_key),
        "内容": one.names,
        "标准": one.standard,
        "一票否决": YES if one.is_veto else "",
        "部门": one.judged_by,
        "意见": one.opinion or NOTHING,
    }


# 计分


def _scoring(assessed: Assessed, scored: ProjectScore) -> Phrases:
    return {
        "名称": assessed.project_name(scored.project_key),
        "得分": "" if scored.score is None else points(scored.score),
        "不予通过": scored.is_vetoed,
        "行": [
            {
                "内容": rule_subject(assessed, one.rule),
                "办法": rule_in_words(one.rule, assessed.breakdown.basics.score_cap),
                "得分": _rule_points(one),
                "说明": _explained(assessed, scored.unit, one) or NOTHING,
            }
            for one in scored.rules
        ],
    }


def _rule_points(one: RuleScore) -> str:
    """Points with at most as many decimals as a score; what falls short of 分值 is never shown as all of it."""
    if one.points is None:
        return NOT_SCORED
    if one.rule.method.is_typed:
        return plain(one.points)
    shown = round_half_up(one.points, SCORE_DIGITS)
    if one.points < one.rule.points <= shown:
        shown -= Decimal(1).scaleb(-SCORE_DIGITS)
    return plain(shown)


def _explained(assessed: Assessed, unit: str, one: RuleScore) -> str:
    """Where the points of a rule come from."""
    if one.rule.method.is_typed or one.points is None:
        place = next((at for at, rule in enumerate(assessed.breakdown.scoring) if rule is one.rule), None)
        given = None if place is None else assessed.assessment.checks.first.scores.get((place, unit))
        why = no_full_stop(one.why)
        if not why and not one.points and one.rule.method is Method.DEDUCTION:
            return "没有扣分"
        if given and not why:
            return f"由{given.department}{'扣分' if one.rule.method is Method.DEDUCTION else '打分'}"
        return f"{why}（{given.department}）" if given else why
    share = wording.percent(one.share, SCORE_DIGITS) if one.share else ""
    if one.rule.method is Method.STANDARDS:
        return f"标准通过率{share}" if share else "标准均未通过"
    below = list(_below(assessed, unit, one))
    counted = [assessed.breakdown.by_code[code] for code in _counted_codes(assessed, unit, one)]
    if len(counted) == 1 and below:
        return below[0]
    mean = "按权重平均" if len({each.weight for each in counted}) > 1 else "平均"
    whole = f"各项{mean}折算{share}" if share else "各项均不得分"
    return whole + (f"。其中：{'；'.join(below)}" if below else "")


def _counted_codes(assessed: Assessed, unit: str, one: RuleScore) -> list[str]:
    """The indicators that a rule of completion takes into its mean for a unit."""
    cap = one.rule.cap(assessed.breakdown.basics.score_cap)
    asked = ((code, assessed.figures.get((code, unit))) for code in one.rule.codes)
    return [code for code, figure in asked if figure is not None and score_of(figure, cap) is not None]


def _below(assessed: Assessed, unit: str, one: RuleScore) -> Iterator[str]:
    """The indicators that count less than whole, with target, figure and what they count; last those without one."""
    cap = one.rule.cap(assessed.breakdown.basics.score_cap)
    missing = []
    for code in _counted_codes(assessed, unit, one):
        figure = assessed.figures[code, unit]
        score = score_of(figure, cap)
        share = None if score is None else indicator_share(one.rule, figure, score)
        if not figure.is_reported:
            missing.append(figure.indicator.name)
        elif share is not None and share < 1:
            yield _share_words(figure, share)
    if missing:
        yield f"{'、'.join(missing)}缺报或被退回，不得分"


def _share_words(figure: Figure, share: Decimal) -> str:
    indicator = figure.indicator
    asked = wording.target(indicator, figure.target)
    shown = f"{figure.stage.label}{'为' if indicator.kind is Kind.STATE else '数'}"
    shown += content(indicator, figure.value, figure.text)
    counts = f"折算{wording.percent(share, SCORE_DIGITS)}" if share else "不得分"
    return f"{indicator.name}{f'目标{asked}，' if asked else ''}{shown}，{counts}"
