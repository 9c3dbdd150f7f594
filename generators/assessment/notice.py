"""评价通报.docx: who was assessed by whom, scores and ranks, what was struck, what next (contract section 7)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from generators import wording
from generators.assessment.telling import (
    NOT_SCORED,
    VETOED,
    Assessed,
    Place,
    StruckFigure,
    no_full_stop,
    points,
    share_struck,
    some,
    struck_words,
)  # fmt: skip
from generators.assessment.words import BIGGEST_WORDS
from generators.official_head import official_head
from generators.telling.indicators import Phrases
from generators.telling.progress import realm_of
from generators.word.papers import render
from generators.wording import NOTHING
from model.assessment.assessment import ProjectScore
from model.assessment.checked import CheckIntake
from model.assessment.scoring_rule import Method, ScoreRule, rule_in_words
from model.quantity import plain, quotient, sum_of
from model.results import Results
from model.submission import Stage


def assessment_notice(results: Results, template: Path) -> bytes:
    """评价通报.docx of an assessed period; raises `TemplateFault`, and `ValueError` for a period not assessed."""
    return render(template, assessment_notice_context(results))


def assessment_notice_context(results: Results) -> Phrases:
    """What `ASSESSMENT_NOTICE_WORDS` stand for."""
    assessed = Assessed.of(results)
    categories = _categories(assessed)
    number = len(categories) + 2
    struck = _struck(assessed, number)
    number += bool(struck["核减序号"])
    wrong = _problems(assessed, number)
    number += bool(wrong["问题序号"])
    return {
        # The number in the sheet 期次 is that of the month's notice: this one's is filled in by a person.
        **official_head(
            assessed.breakdown.basics, replace(assessed.breakdown.note_of(results.period), document_number="")
        ),
        **frame(assessed),
        **_overview(assessed),
        "类别": categories,
        **struck,
        **wrong,
        **_steps(assessed, number),
        **_tables(assessed),
    }


def frame(assessed: Assessed) -> Phrases:
    """What `FRAME_WORDS` stand for."""
    results, basics = assessed.results, assessed.breakdown.basics
    return {
        "地区": basics.region,
        "年度": str(basics.year),
        "范围": realm_of(basics.level),
        "评价": assessed.assessment.word,
        "截至": wording.day(assessed.breakdown.as_of(results.period)),
    }


# 总体情况


def _overview(assessed: Assessed) -> Phrases:
    breakdown, checks = assessed.breakdown, assessed.assessment.checks
    figures = assessed.figures.values()
    groups = list(assessed.rank_groups)
    is_unfinished = any(
        intake.missing or intake.unchecked for intake in checks.stages
    ) or any(one.score is None for one in assessed.assessment.projects)  # fmt: skip
    return {
        "评价对象": wording.counted_units(assessed.units, breakdown.basics.level),
        "项目数": str(len({one.indicator.project_key for one in figures})),
        "指标数": str(len({one.code for one in figures})),
        "初核": _checking(checks.first),
        "认定": _checking(checks.final),
        "数据数": str(sum(one.is_reported for one in figures)),
        "数据小计": assessed.count_by_stage(figures),
        "缺报": _counted(_missing(assessed), "个"),
        "未完": is_unfinished,
        "未计项目": "、".join(
            f"{assessed.project_name(key)}（{_why_left_out(assessed, key)}）" for key in assessed.assessment.left_out
        ),
        "排名组": wording.listing(groups) if len(groups) > 1 else "",
        "综合": assessed.group_words(overall_places(assessed)),
        "无综合": "、".join(f"{unit}（{why}）" for unit, why in _without_overall(assessed)),
        **_year(assessed),
    }


def _checking(intake: CheckIntake) -> Phrases:
    blank = [f"{name}（{count}处）" for name, count in intake.unchecked.items() if count]
    return {
        "单位数": len(intake.departments),
        "未反馈": wording.listing(intake.missing),
        "已反馈数": len(intake.answered),
        "未核完": wording.listing(blank),
    }


def _missing(assessed: Assessed) -> Counter[str]:
    """How many figures each unit has not reported."""
    missing = Counter(one.unit for one in assessed.figures.values() if not one.is_reported)
    return Counter({one.name: missing[one.name] for one in assessed.units if missing[one.name]})


def _counted(counts: Mapping[str, int], measure: str) -> str:
    """鲁山县（3条）和叶县（1条）."""
    return some([f"{name}（{count}{measure}）" for name, count in counts.items()])


def _why_left_out(assessed: Assessed, key: str) -> str:
    """Why a project has no score for any unit."""
    own = [one.unknown for one in assessed.assessment.projects if one.project_key == key]
    return "；".join(dict.fromkeys(one for one in own if one))


def overall_places(assessed: Assessed) -> dict[str, Place]:
    """The units with an overall score and a rank, by name."""
    scored = assessed.assessment.overall
    return {
        one.unit: Place(one.unit, one.score, one.rank)
        for one in scored
        if one.score is not None and one.rank is not None
    }


def year_places(assessed: Assessed) -> dict[str, Place]:
    """The same of 年中 and 年末 together."""
    scored = assessed.assessment.overall
    return {
        one.unit: Place(one.unit, one.year_score, one.year_rank)
        for one in scored
        if one.year_score is not None and one.year_rank is not None
    }


def _without_overall(assessed: Assessed) -> Iterator[tuple[str, str]]:
    """The units without an overall score, with what it wants."""
    assessment = assessed.assessment
    for one in assessment.overall:
        if one.score is None:
            yield one.unit, why_no_overall(assessed, one.unit)


def why_no_overall(assessed: Assessed, unit: str) -> str:
    """The projects of a unit that have no score, with why; 没有可计分的项目 where none of its projects is scored."""
    own = [one for one in assessed.assessment.projects if one.unit == unit and one.score is None]
    own = [one for one in own if one.project_key not in assessed.assessment.left_out]
    return "；".join(f"{assessed.project_name(one.project_key)}：{one.unknown}" for one in own) or ("没有可计分的项目")


def _year(assessed: Assessed) -> Phrases:
    earlier = assessed.assessment.earlier
    places = year_places(assessed)
    if earlier is None or not places:
        return {"全年": [], "上次评价": "", "折算": ""}
    return {"全年": assessed.group_words(places), "上次评价": earlier.word, "折算": weights_words(assessed)}


def weights_words(assessed: Assessed) -> str:
    """年中占40%、年末占60%; empty without another assessment in the year."""
    assessment = assessed.assessment
    if assessment.earlier is None:
        return ""
    weights = ((assessment.earlier.word, assessment.earlier.weight), (assessment.word, assessment.weight))
    whole = sum_of(weight for _, weight in weights)
    return "、".join(f"{word}占{wording.percent(quotient(weight, whole), 1)}" for word, weight in weights if whole)


# 各项目


def _categories(assessed: Assessed) -> list[Phrases]:
    """The projects that are scored, by 类别; their headings count on from 一、总体情况."""
    breakdown = assessed.breakdown
    by_category: dict[str, list[Phrases]] = {}
    for key in _scored_projects(assessed):
        projects = by_category.setdefault(breakdown.category_of(key), [])
        projects.append({"序号": wording.numeral(len(projects) + 1), **_project(assessed, key)})
    return [
        {
            "序号": wording.numeral(number),
            "名称": category if category and len(by_category) > 1 else "各项目",
            "项目": projects,
        }
        for number, (category, projects) in enumerate(by_category.items(), 2)
    ]


def _scored_projects(assessed: Assessed) -> list[str]:
    keys = {one.project_key for one in assessed.assessment.projects}
    return [key for key in assessed.breakdown.projects if key in keys]


def _project(assessed: Assessed, key: str) -> Phrases:
    own = [one for one in assessed.assessment.projects if one.project_key == key]
    places = {
        one.unit: Place(one.unit, one.score, one.rank) for one in own if one.score is not None and one.rank is not None
    }
    is_left_out = key in assessed.assessment.left_out
    unknown = [] if is_left_out else [f"{one.unit}（{one.unknown}）" for one in own if one.score is None]
    return {
        "名称": assessed.breakdown.project_of(key),
        "排名": assessed.group_words(places),
        "不予通过": [{"单位": one.unit, "原因": veto_words(assessed, one)} for one in own if one.is_vetoed],
        "未计入": _why_left_out(assessed, key) if is_left_out else "",
        "无得分": wording.listing(unknown),
    }


def veto_words(assessed: Assessed, score: ProjectScore) -> str:
    """Which vetoes failed, by whose word: 标准（市民政局初核不通过：意见）."""
    told = []
    for one in assessed.vetoes(score):
        opinion = f"：{one.opinion}" if one.opinion else ""
        told.append(f"{one.standard}（{one.checked.department}{one.checked.stage.label}不通过{opinion}）")
    return "；".join(told)


# 核减情况


def _struck(assessed: Assessed, number: int) -> Phrases:
    struck = assessed.struck
    by_unit = Counter(one.deduction.unit for one in struck)
    by_stage = Counter(one.stages for one in struck)
    is_checked = any(one.stage is not Stage.REPORTED for one in assessed.figures.values())
    return {
        "核减序号": wording.numeral(number) if struck else "",
        "核减数": str(len(struck)),
        "核减单位数": str(len(by_unit)),
        "核减指标数": str(len({one.deduction.indicator.code for one in struck})),
        "核减小计": "、".join(f"{word}{by_stage[stages]}个" for stages, word in _STRUCK_BY.items() if by_stage[stages]),
        "核减单位": _counted(dict(by_unit.most_common()), "个"),
        "减幅最大": _biggest(struck),
        "均无核减": is_checked and not struck,
    }


_STRUCK_BY = {
    (Stage.CHECKED,): "初核核减",
    (Stage.CONFIRMED,): "认定核减",
    (Stage.CHECKED, Stage.CONFIRMED): "初核和认定均核减",
}


def _biggest(struck: Sequence[StruckFigure]) -> Phrases:
    """What lost the greatest part of itself; nothing where only one figure was struck, or none can be compared."""
    shares = [(share, one) for one in struck if (share := share_struck(one.deduction)) is not None]
    most = max((share for share, _ in shares), default=None)
    biggest = [one for share, one in shares if share == most]
    if most is None or len(struck) < 2 or len(biggest) > 1:
        return dict.fromkeys(BIGGEST_WORDS, "")
    one = biggest[0]
    counts = one.confirmed if one.deduction.stage is Stage.CONFIRMED else one.checked
    return {
        "单位": one.deduction.unit,
        "指标": one.deduction.indicator.name,
        "自报": one.reported,
        "核定": f"{one.deduction.stage.label}数{counts}",
        "核减": struck_words(one.deduction),
        "减幅": wording.percent(most, 1),
        "原因": one.reason,
    }


# 问题和下一步


def _problems(assessed: Assessed, number: int) -> Phrases:
    vetoed = Counter(one.unit for one in assessed.assessment.projects if one.is_vetoed)
    failed = {unit: len({one.checked.standard for one in own}) for unit, own in assessed.failed.items()}
    taken = "、".join(_points_taken(assessed))
    return {
        "问题序号": wording.numeral(number) if vetoed or failed or taken else "",
        "否决单位": _counted(vetoed, "个项目"),
        "未过标准数": str(sum(failed.values())) if failed else "",
        "未过单位": _counted(failed, "条"),
        "扣分单位": taken,
    }


def _points_taken(assessed: Assessed) -> Iterator[str]:
    """汝州市扣3分（迟报1次、未报1次）: a rule that spans projects is one rule, and is told once."""
    for unit in assessed.units:
        own = [one for one in assessed.assessment.projects if one.unit == unit.name]
        taken = [
            one
            for score in own
            for one in score.rules
            if one.rule.method is Method.DEDUCTION and one.points is not None and one.points < 0
        ]
        if taken:
            whole = sum_of(one.points for one in taken if one.points is not None)
            why = "；".join(dict.fromkeys(no_full_stop(one.why) for one in taken if one.why))
            yield f"{unit.name}扣{plain(abs(whole))}分{f'（{why}）' if why else ''}"


def _steps(assessed: Assessed, number: int) -> Phrases:
    checks = assessed.assessment.checks
    struck = dict.fromkeys(one.deduction.unit for one in assessed.struck)
    pressed = [name for intake in checks.stages for name in (*intake.missing, *_with_blanks(intake))]
    parties = {
        "整改单位": list(assessed.failed),
        "核对单位": list(struck),
        "补报单位": list(_missing(assessed)),
        "催办单位": list(dict.fromkeys(pressed)),
    }
    told = {word: some(names) for word, names in parties.items()}
    return {"下一步序号": wording.numeral(number) if any(told.values()) else "", **told}


def _with_blanks(intake: CheckIntake) -> Iterable[str]:
    return (name for name, count in intake.unchecked.items() if count)


# 附件

_PROJECTS_ABREAST = 8


def _tables(assessed: Assessed) -> Phrases:
    basics, breakdown = assessed.breakdown.basics, assessed.breakdown
    year = f"{basics.region}{basics.year}年重点民生实事"
    weights = {breakdown.project_weight(key) for key in _scored_projects(assessed)}
    rules = [rule for key in _scored_projects(assessed) for rule in breakdown.rules_of(key)]
    return {
        "附件一": f"{year}{assessed.assessment.word}评价得分排名表",
        "附件二": f"{year}{assessed.assessment.word}评价核减清单" if assessed.struck else "",
        "附件三": f"{year}评价办法",
        "办法序号": "3" if assessed.struck else "2",
        "得分表": list(_score_rows(assessed)),
        "项目表": list(_project_tables(assessed)),
        "核减清单": [struck_row(one) for one in assessed.struck],
        "办法": list(_rules(assessed, has_weights=len(weights) > 1)),
        "有权重": len(weights) > 1,
        "有扣分": any(rule.method is Method.DEDUCTION for rule in rules),
        "有否决": any(one.is_veto for one in breakdown.standards),
    }


def _in_order(assessed: Assessed) -> Iterator[tuple[str, str]]:
    """排名组, told once, and unit: the groups one after the other, in each from the first place to the last."""
    ranks = {one.unit: one.rank for one in assessed.assessment.overall if one.rank is not None}
    has_several = len(assessed.rank_groups) > 1
    for group, names in assessed.rank_groups.items():
        for number, name in enumerate(sorted(names, key=lambda one: ranks.get(one, len(names) + 1))):
            yield (group if has_several and not number else ""), name


def _score_rows(assessed: Assessed) -> Iterator[Phrases]:
    earlier = assessed.assessment.earlier
    for group, unit in _in_order(assessed):
        scored = assessed.assessment.overall_of(unit)
        before = earlier.overall.get(unit) if earlier else None
        vetoed = [one for one in assessed.assessment.projects if one.unit == unit and one.is_vetoed]
        remarks = [f"{assessed.project_name(one.project_key)}{VETOED}" for one in vetoed]
        remarks += [why_no_overall(assessed, unit)] if scored.score is None else []
        yield {
            "组": group,
            "单位": unit,
            "得分": _shown(scored.score),
            "名次": str(scored.rank or NOTHING),
            "上次得分": _shown(before),
            "全年得分": _shown(scored.year_score),
            "全年名次": str(scored.year_rank or NOTHING),
            "备注": "；".join(remarks),
        }


def _shown(score: Decimal | None) -> str:
    return NOTHING if score is None else points(score)


def _project_tables(assessed: Assessed) -> Iterator[Phrases]:
    """The projects side by side, in as few tables of alike width as hold them."""
    keys = _scored_projects(assessed)
    count = -(-len(keys) // _PROJECTS_ABREAST)
    for number in range(count):
        part = keys[number * len(keys) // count : (number + 1) * len(keys) // count]
        rows = [
            {"组": group, "单位": unit, "各项目": [_score_cell(assessed.assessment.of(unit, key)) for key in part]}
            for group, unit in _in_order(assessed)
        ]
        yield {"项目": [assessed.project_name(key) for key in part], "行": rows}


def _score_cell(one: ProjectScore | None) -> str:
    """98.20（2）."""
    if one is None:
        return NOTHING
    if one.is_vetoed:
        return VETOED
    if one.score is None:
        return NOT_SCORED
    return f"{points(one.score)}（{one.rank}）"


def struck_row(one: StruckFigure) -> Phrases:
    """A line of the 核减 list."""
    indicator = one.deduction.indicator
    return {
        "单位": one.deduction.unit,
        "指标": f"{indicator.code} {indicator.name}",
        "自报数": one.reported,
        "初核数": one.checked,
        "认定数": one.confirmed,
        "核减": struck_words(one.deduction),
        "部门": "、".join(one.departments),
        "原因": one.reason or NOTHING,
    }


def _rules(assessed: Assessed, *, has_weights: bool) -> Iterator[Phrases]:
    breakdown = assessed.breakdown
    for key in _scored_projects(assessed):
        weight = f"（权重{plain(breakdown.project_weight(key))}）" if has_weights else ""
        rows = [
            {"内容": rule_subject(assessed, rule), "办法": _rule_words(assessed, rule)}
            for rule in breakdown.rules_of(key)
        ]
        yield {"名称": f"{assessed.project_name(key)}{weight}", "行": rows}


def _rule_words(assessed: Assessed, rule: ScoreRule) -> str:
    note = no_full_stop(rule.note)
    return f"{rule_in_words(rule, assessed.breakdown.basics.score_cap)}{f'。{note}' if note else ''}"


def rule_subject(assessed: Assessed, rule: ScoreRule) -> str:
    """What a rule scores: 本项目各项指标, or the indicators by name, with their 权重 where these differ."""
    breakdown = assessed.breakdown
    own = [one for one in breakdown.indicators if one.project_key == rule.project_key and not one.part_of]
    named = [breakdown.by_code[code] for code in rule.codes if not breakdown.by_code[code].part_of]
    counts_shares = rule.method in (Method.COMPLETION, Method.STEPS)
    has_weights = counts_shares and len({one.weight for one in named}) > 1
    if len(named) == len(own) > 1 and not has_weights:
        return "本项目各项指标"
    return "、".join(f"{one.name}（权重{plain(one.weight)}）" if has_weights else one.name for one in named)
