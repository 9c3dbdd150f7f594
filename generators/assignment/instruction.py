"""填报说明.docx: one page for those who fill in the forms, which says only what this breakdown asks of them."""

from collections.abc import Callable
from pathlib import Path

from generators.assignment.notice import PAPER_WORDS, paper_head
from generators.assignment.reporting import REPORTING_WORDS, due_words, other_due_days
from generators.telling.indicators import Phrases
from generators.word.papers import render
from generators.word.vocabulary import YES_OR_NO, Vocabulary, Word
from model.breakdown import Breakdown, FaultPolicy, MissingPolicy
from model.indicator import Accrual, Indicator, Kind
from model.remark import NAMES_TOLD

INSTRUCTION_WORDS: Vocabulary = {
    **PAPER_WORDS,
    **REPORTING_WORDS,
    "换算": Word("目标和填报的单位不同的指标，没有时空着", "新增技能人才（目标以万人计，填报以人计）、……"),
    "累计": Word(f"有没有填累计数的指标（{YES_OR_NO}）"),
    "时点": Word("填时点数的指标，没有时空着", "公办村卫生室数、中心城区供热普及率、重点乡镇救援平均到达时间等4项"),
    "比率": Word(
        "填分子、分母的指标，没有时空着", "标准化村卫生室覆盖率、公办村卫生室占比、孕早中期产前筛查覆盖率等9项"
    ),
    "百分数": Word("直接填百分数的指标，没有时空着", "中心城区供热普及率、智慧型应急指挥平台建设"),
    "状态": Word(
        "填状态的指标，没有时空着", "3岁儿童颌骨发育早期干预、体育设施和停车场免费开放、启动食品安全示范乡镇创建等4项"
    ),
    "数值": Word(f"有没有直接填数的指标（{YES_OR_NO}）"),
    "其中": Word(f"有没有“其中”项（{YES_OR_NO}）"),
    "验收": Word(f"评价期要不要填“验收”表（{YES_OR_NO}）"),
}
"""Words that the template 填报说明.docx may use."""


def instruction(breakdown: Breakdown, template: Path) -> bytes:
    """填报说明.docx (contract section 4); raises `TemplateFault`."""
    return render(template, instruction_context(breakdown))


def instruction_context(breakdown: Breakdown) -> Phrases:
    """What `INSTRUCTION_WORDS` stand for in this breakdown."""
    asked = [one for one in breakdown.indicators if breakdown.units_asked(one.code)]
    amounts = [one for one in asked if one.kind is not Kind.STATE]
    basics = breakdown.basics
    return {
        **paper_head(breakdown),
        "上报时限": due_words(breakdown),
        "其他时限": other_due_days(breakdown),
        "换算": _told([one for one in amounts if one.asked_unit != one.unit], _scaled),
        "累计": any(one.accrual is Accrual.CUMULATIVE for one in amounts),
        "时点": _told([one for one in amounts if one.accrual is Accrual.STOCK and not one.has_parts], _name),
        "比率": _told([one for one in amounts if one.has_parts], _name),
        "百分数": _told([one for one in amounts if one.is_percent and not one.has_parts], _name),
        "状态": _told([one for one in asked if one.kind is Kind.STATE], _name),
        "数值": any(not one.has_parts for one in amounts),
        "其中": any(one.part_of for one in asked),
        "验收": bool(breakdown.standards) and any(one.assessment for one in breakdown.periods),
        "整表退回": basics.fault_policy is FaultPolicy.SHEET,
        "沿用上期": basics.missing_policy is MissingPolicy.CARRY_OVER,
    }


def _name(indicator: Indicator) -> str:
    return indicator.name


def _scaled(indicator: Indicator) -> str:
    return f"{indicator.name}（目标以{indicator.unit}计，填报以{indicator.asked_unit}计）"


def _told(indicators: list[Indicator], told: Callable[[Indicator], str]) -> str:
    """甲、乙; of more than a few the first of them and how many: the paper is one page."""
    names = [told(one) for one in indicators[:NAMES_TOLD]]
    more = f"等{len(indicators)}项" if len(indicators) > NAMES_TOLD else ""
    return f"{'、'.join(names)}{more}"
