"""责任清单/DEPARTMENT.docx: what one department or reporting unit leads, shares, checks, confirms and reports."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from generators import wording
from generators.assignment.notice import PAPER_WORDS, heading_of, paper_head
from generators.assignment.parties import Parties, Role, named_in
from generators.assignment.stated import unit_target
from generators.telling.indicators import Phrases
from generators.telling.progress import realm_of
from generators.word.papers import render
from generators.word.vocabulary import YES_OR_NO, Vocabulary, Word
from generators.wording import NOTHING
from model.breakdown import Duty
from model.indicator import Indicator
from model.labels import ProjectColumn

DUTY_LIST_WORDS: Vocabulary = {
    **PAPER_WORDS,
    "范围": Word("本级怎样称呼全部单位", "全市"),
    "落款日期": Word("日期，月、日留空", "2023年　　月　　日"),
    "单位": Word("这份清单是哪个单位的", "市财政局"),
    "小计": Word("各种职责的指标数", "牵头4项、责任2项、初核4项"),
    "有填报": Word(f"这个单位要不要填报（{YES_OR_NO}）"),
    "项目": Word("一组：涉及的各项目，用在表格里", item="项"),
    "项目.名称": Word("项目名称，有几类时带类别", "【市重点民生实事】开展职业技能培训和评价取证，扩大重点群体就业"),
    "项目.工作任务": Word(
        "一组：“项目”表里写给这个单位的工作任务、责任人、分管领导、联系人、联系电话，用在表格里",
        "开工改造19个老旧小区（责任人：责任人3，分管领导：分管领导3）",
        item="任务",
    ),
    "项目.行": Word("一组：涉及的各指标，用在表格里", item="行"),
    "项目.行.首行": Word(f"有关单位是不是和上一行不同，要另起（{YES_OR_NO}）"),
    "项目.行.编码": Word("指标编码", "1.1"),
    "项目.行.内容": Word("指标名称和任务表述", "职业技能培训：完成技能培训16万人次"),
    "项目.行.口径": Word(
        "指标解释、分子口径、分母口径，填报的才有，没有时空着",
        "分子：已达标准化要求的行政村卫生室数（个）；分母：行政村卫生室应设数（个）",
    ),
    "项目.行.目标": Word("本级目标", "16万人次"),
    "项目.行.本单位目标": Word("这个单位的目标，不填报的是“—”", "80%以上"),
    "项目.行.职责": Word("这个单位的职责", "牵头、初核、填报"),
    "项目.行.有关单位": Word("还有哪些单位，各负什么责，没有时空着", "责任：市民政局、市教育体育局、……"),
}
"""Words that the template 责任清单.docx may use; those inside a group with a dot."""


def duty_list(parties: Parties, party: str, template: Path) -> bytes:
    """责任清单/DEPARTMENT.docx of one party (contract section 4); raises `TemplateFault`."""
    return render(template, duty_list_context(parties, party))


def duty_list_context(parties: Parties, party: str) -> Phrases:
    """What `DUTY_LIST_WORDS` stand for in the list of one party."""
    roles = parties.roles[party]
    counts = {role: sum(role in one for one in roles.values()) for role in Role}
    return {
        **paper_head(parties.breakdown),
        "范围": realm_of(parties.breakdown.basics.level),
        "落款日期": wording.day_or_gap(None, parties.breakdown.basics.year),
        "单位": party,
        "小计": "、".join(f"{role}{count}项" for role, count in counts.items() if count),
        "有填报": bool(counts[Role.REPORT]),
        "项目": list(_projects(parties, party, roles)),
    }


def _projects(parties: Parties, party: str, roles: Mapping[str, tuple[Role, ...]]) -> Iterator[Phrases]:
    """The projects that the party has a part in, in the order of the breakdown."""
    duties = parties.duties_of(party)
    for key in parties.breakdown.projects:
        own = [one for one in parties.breakdown.indicators if one.project_key == key and one.code in roles]
        tasks = [_task(one) for one in duties if one.project_key == key]
        if own or tasks:
            yield {
                "名称": heading_of(parties.breakdown, key),
                "工作任务": [one for one in tasks if one],
                "行": list(_rows(parties, party, own, roles)),
            }


def _task(duty: Duty) -> str:
    """抓好技能培训（责任人：责任人甲，分管领导：分管领导甲）; empty where the line says nothing of these."""
    named = (
        (ProjectColumn.PERSON, duty.person), (ProjectColumn.LEADER, duty.leader),
        (ProjectColumn.CONTACT, duty.contact), (ProjectColumn.TELEPHONE, duty.telephone),
    )  # fmt: skip
    people = [f"{label}：{words.strip()}" for label, words in named if words.strip()]
    task = duty.task.strip().rstrip("。；")
    return f"{task}（{'，'.join(people)}）" if task and people else task or "，".join(people)


def _rows(
    parties: Parties, party: str, own: list[Indicator], roles: Mapping[str, tuple[Role, ...]]
) -> Iterator[Phrases]:
    for others, alike in groupby(own, key=lambda one: _others(parties, party, one)):
        for number, indicator in enumerate(alike):
            is_reported = Role.REPORT in roles[indicator.code]
            yield {
                "首行": number == 0,
                "编码": indicator.code,
                "内容": parties.content_of(indicator),
                "口径": _meaning(indicator) if is_reported else "",
                "目标": parties.own_targets[indicator.code],
                "本单位目标": unit_target(parties.breakdown, indicator, party),
                "职责": "、".join(roles[indicator.code]),
                "有关单位": others,
            }


def _meaning(indicator: Indicator) -> str:
    """What is to be counted, as the sheet 指标 explains it."""
    parts = (("", indicator.explanation), ("分子：", indicator.numerator), ("分母：", indicator.denominator))
    return "；".join(f"{label}{words.strip().rstrip('。；')}" for label, words in parts if words.strip())


def _others(parties: Parties, party: str, indicator: Indicator) -> str:
    """Who else has which part in an indicator; other reporters only where the party is none of them."""
    parts = []
    for role, names in named_in(indicator).items():
        others = [name for name in names if parties.name_of(name) != party]
        if others:
            parts.append(f"{role}：{'、'.join(others)}")
    reporters = parties.reporters[indicator.code]
    if reporters != NOTHING and not parties.breakdown.is_asked(indicator.code, party):
        parts.append(f"{Role.REPORT}：{reporters}")
    return "；".join(parts)
