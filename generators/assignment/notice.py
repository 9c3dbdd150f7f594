"""任务分解通知.docx: what the year asks of whom, who answers for it, how it is reported."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path

from generators import wording
from generators.assignment.parties import Parties, Role, joined, named_in, project_number
from generators.assignment.reporting import REPORTING_WORDS, due_words, other_due_days
from generators.assignment.stated import own_target, unit_target
from generators.official_head import HEAD_WORDS, official_head
from generators.telling.indicators import Phrases
from generators.telling.progress import realm_of
from generators.word.papers import render
from generators.word.vocabulary import YES_OR_NO, Vocabulary, Word, within
from generators.wording import NOTHING
from model.breakdown import Breakdown, FaultPolicy, MissingPolicy, Standard
from model.indicator import Indicator
from model.quantity import halfwidth
from model.unit import Unit

_UNITS_ABREAST = ((5, 12), (8, 8), (11, 6))
"""How many units stand side by side in the table of targets whose longest number has so many signs: none is broken."""

_FEWEST_ABREAST = 4
_NUMBER = re.compile(r"[\d.%]+")

PAPER_WORDS: Vocabulary = {
    "地区": Word("哪个市、县", "平顶山市"),
    "年度": Word("年度", "2023"),
    "发文机关": Word("发文机关", "平顶山市人民政府办公室"),
}
"""What every paper of the breakdown may say of the year and of who sends it (`paper_head`)."""

_HEAD: Vocabulary = {**PAPER_WORDS, **HEAD_WORDS, "范围": Word("本级怎样称呼全部单位", "全市")}

_COUNTS: Vocabulary = {
    "项目数": Word("共有多少件实事", "14"),
    "指标数": Word("共有多少项指标", "59"),
    "类别小计": Word("各类别的件数，只有一类时空着", "市重点民生实事10件、省重点民生实事4件"),
    "下级指标数": Word("分解到下级单位的指标数，没有时空着", "43"),
    "下级单位": Word("承担任务的下级单位，按类型计数", "10个县（市、区）和2个功能区"),
    "下级称谓": Word("下级单位怎样称呼", "县（市、区）和功能区"),
    "本级指标数": Word("只由本级单位负责的指标数，没有时空着", "16"),
    "本级单位": Word("承担这些指标的本级单位，按类型计数", "8个市直单位"),
}

_DUTIES: Vocabulary = {
    "有牵头": Word(f"有没有牵头单位（{YES_OR_NO}）"),
    "有责任": Word(f"有没有责任单位（{YES_OR_NO}）"),
    "有初核": Word(f"有没有初核单位（{YES_OR_NO}）"),
    "有认定": Word(f"有没有认定单位（{YES_OR_NO}）"),
    "有未认定": Word(f"有没有不需认定、以初核为准的指标（{YES_OR_NO}）"),
    "责任序号": Word("“责任分工”的序号，没有这一部分时空着", "二"),
    "报送序号": Word("“进展报送”的序号", "三"),
    "评价序号": Word("“评价”的序号，“期次”表没有写评价时空着", "四"),
    "填报单位": Word("填报单位，按类型计数", "10个县（市、区）、2个功能区和9个市直单位"),
    **REPORTING_WORDS,
    "评价": Word("“期次”表里写了评价的期次", "2023年12月（年末）"),
    "附件一名称": Word("附件1的名称", "平顶山市2023年重点民生实事指标任务分解表"),
    "附件二名称": Word("附件2的名称", "平顶山市2023年重点民生实事验收标准"),
}

_CATEGORY: Vocabulary = {
    "序号": Word("类别的序号", "一"),
    "名称": Word("类别名称", "市重点民生实事"),
    "项目": Word("一组：这一类的各项目，用在表格里", item="项"),
    "项目.序号": Word("项目的序号", "1"),
    "项目.名称": Word("项目名称", "开展职业技能培训和评价取证，扩大重点群体就业"),
}

_ASSIGNED: Vocabulary = {
    "行": Word("一组：这个项目的各指标，用在表格里", item="行"),
    "行.首行": Word(f"责任单位是不是和上一行不同，要另起（{YES_OR_NO}）"),
    "行.编码": Word("指标编码", "1.1"),
    "行.内容": Word("指标名称和任务表述", "职业技能培训：完成技能培训16万人次"),
    "行.单位": Word("计量单位", "万人次"),
    "行.目标": Word("本级目标", "16万人次"),
    "行.填报": Word("由谁填报", "各县（市、区）和功能区"),
    "行.牵头": Word("牵头单位", "市人力资源和社会保障局"),
    "行.责任": Word("责任单位", "市民政局、市教育体育局、……"),
    "行.初核": Word("初核单位", "市人力资源和社会保障局"),
    "行.认定": Word("认定单位", "市统计局"),
}

_TARGETS: Vocabulary = {
    "行": Word("一组：这个项目分解到下级的各指标，用在表格里", item="行"),
    "行.编码": Word("指标编码", "1.1"),
    "行.指标": Word("指标名称", "职业技能培训"),
    "行.单位": Word("计量单位", "万人次"),
    "行.目标": Word("本级目标，不带计量单位", "16"),
    "行.各单位": Word("一组：各单位的目标，不带计量单位，一个单位一列", "1.72", item="目标"),
}

_TABLES: Vocabulary = {
    "分解": Word("一组：附件1的各类别，用在表格里", item="类"),
    **within("分解", {**_CATEGORY, **within("项目", _ASSIGNED)}),
    "目标表": Word("一组：下级单位的目标，一张表最多12个单位，数长的少些", item="块"),
    "目标表.单位": Word("一组：这张表里的单位，一个单位一列", "宝丰县", item="单位"),
    "目标表.类别": Word("一组：各类别，用在表格里", item="类"),
    **within("目标表.类别", {**_CATEGORY, **within("项目", _TARGETS)}),
    "有不承担": Word(f"目标表里有没有不承担的格子（{YES_OR_NO}）"),
    "验收标准": Word("一组：各项目的验收标准，用在表格里；没有时整个附件2不印", item="项"),
    "验收标准.名称": Word("项目名称，有几类时带类别", "【市重点民生实事】健全多元普惠的基本养老服务体系"),
    "验收标准.行": Word("一组：这个项目的各条标准，用在表格里", item="行"),
    "验收标准.行.首行": Word(f"指标是不是和上一行不同，要另起（{YES_OR_NO}）"),
    "验收标准.行.指标": Word("用于哪些指标", "街道综合养老服务中心"),
    "验收标准.行.序号": Word("序号", "1"),
    "验收标准.行.标准": Word("验收标准", "嵌入式床位不少于50张，建筑面积不低于2000平方米"),
    "验收标准.行.一票否决": Word("一票否决的写“是”", "是"),
    "有一票否决": Word(f"有没有一票否决的标准（{YES_OR_NO}）"),
}

ASSIGNMENT_WORDS: Vocabulary = {**_HEAD, **_COUNTS, **_DUTIES, **_TABLES}
"""Words that the template 任务分解通知.docx may use; those inside a group with a dot."""


def assignment_notice(breakdown: Breakdown, template: Path) -> bytes:
    """任务分解通知.docx (contract section 4); raises `TemplateFault`."""
    return render(template, assignment_context(breakdown))


def assignment_context(breakdown: Breakdown) -> Phrases:
    """What `ASSIGNMENT_WORDS` stand for in this breakdown."""
    parties = Parties(breakdown)
    # Behind a number a year would be read with it: 1.2023年.
    year = f"{breakdown.basics.region}{breakdown.basics.year}年重点民生实事"
    return {
        **_head(breakdown),
        **_counts(parties),
        **_duties(parties),
        **_reporting(parties),
        "附件一名称": f"{year}指标任务分解表",
        "附件二名称": f"{year}验收标准",
        "分解": _categories(parties, breakdown.indicators, partial(_assignment_rows, parties)),
        "目标表": _target_tables(parties),
        "有不承担": any(
            not breakdown.is_asked(one.code, unit.name)
            for one in _asked_of(parties, parties.units_below)
            for unit in parties.units_below
        ),
        "验收标准": list(_standards(breakdown)),
        "有一票否决": any(one.is_veto for one in breakdown.standards),
    }


# 正文


def paper_head(breakdown: Breakdown) -> Phrases:
    """What every paper of the breakdown says of the year and of who sends it."""
    basics = breakdown.basics
    return {
        "地区": basics.region,
        "年度": str(basics.year),
        "发文机关": wording.issuer_or_gap(basics.issuer),
    }


def _head(breakdown: Breakdown) -> Phrases:
    """What stands above and below the text; 文号 and dates are gaps, for no sheet tells them."""
    basics = breakdown.basics
    return {**paper_head(breakdown), **official_head(basics), "范围": realm_of(basics.level)}


def _asked_of(parties: Parties, units: Iterable[Unit]) -> list[Indicator]:
    """The indicators that one of `units` is asked."""
    names = [one.name for one in units]
    breakdown = parties.breakdown
    return [one for one in breakdown.indicators if any(breakdown.is_asked(one.code, name) for name in names)]


def _counts(parties: Parties) -> Phrases:
    breakdown = parties.breakdown
    below = _asked_of(parties, parties.units_below)
    own = [one for one in breakdown.indicators if one not in below and breakdown.units_asked(one.code)]
    units = [unit for unit in parties.own_units if any(breakdown.is_asked(one.code, unit.name) for one in own)]
    categories: dict[str, int] = {}
    for project in breakdown.projects:
        category = breakdown.category_of(project)
        categories[category] = categories.get(category, 0) + 1
    told = [f"{category}{count}件" for category, count in categories.items()]
    return {
        "项目数": str(len(breakdown.projects)),
        "指标数": str(len(breakdown.indicators)),
        "类别小计": "、".join(told) if len(categories) > 1 and all(categories) else "",
        "下级指标数": str(len(below)) if below else "",
        "下级单位": wording.counted_units(parties.units_below, parties.level),
        "下级称谓": parties.below_name,
        "本级指标数": str(len(own)) if own else "",
        "本级单位": wording.counted_units(units, parties.level),
    }


def _duties(parties: Parties) -> Phrases:
    indicators = parties.breakdown.indicators
    is_named = {role: any(named_in(one)[role] for one in indicators) for role in Role if role is not Role.REPORT}
    has_section = any(is_named.values()) or bool(parties.units_below)
    assessed = [one for one in parties.breakdown.periods if one.assessment]
    numbers = [wording.numeral(number) for number in range(2, 5)]
    return {
        "有牵头": is_named[Role.LEAD],
        "有责任": is_named[Role.SHARED],
        "有初核": is_named[Role.FIRST_CHECK],
        "有认定": is_named[Role.FINAL_CHECK],
        "有未认定": any(one.first_check and not one.final_check for one in indicators),
        "责任序号": numbers.pop(0) if has_section else "",
        "报送序号": numbers.pop(0),
        "评价序号": numbers.pop(0) if assessed else "",
        "评价": wording.listing([f"{one.period.title}（{one.assessment}）" for one in assessed]),
    }


def _reporting(parties: Parties) -> Phrases:
    breakdown = parties.breakdown
    return {
        "填报单位": wording.counted_units([*parties.units_below, *parties.own_units], parties.level),
        "上报时限": due_words(breakdown),
        "其他时限": other_due_days(breakdown),
        "整表退回": breakdown.basics.fault_policy is FaultPolicy.SHEET,
        "沿用上期": breakdown.basics.missing_policy is MissingPolicy.CARRY_OVER,
    }


# 附件1


def _categories(
    parties: Parties, indicators: Iterable[Indicator], rows_of: Callable[[list[Indicator]], Iterable[Phrases]]
) -> list[Phrases]:
    """The projects of some indicators with their rows, by 类别; the numbers are those of the whole breakdown."""
    breakdown = parties.breakdown
    by_key: dict[str, list[Indicator]] = {}
    for one in indicators:
        by_key.setdefault(one.project_key, []).append(one)
    categories: dict[str, list[Phrases]] = {}
    for key, own in by_key.items():
        project: Phrases = {"序号": project_number(breakdown, key), "名称": own[0].project, "行": list(rows_of(own))}
        categories.setdefault(own[0].category, []).append(project)
    order = list(dict.fromkeys(one.category for one in breakdown.indicators))
    return [
        {"序号": wording.numeral(order.index(name) + 1), "名称": name, "项目": projects}
        for name, projects in categories.items()
    ]


def _assignment_rows(parties: Parties, own: list[Indicator]) -> Iterator[Phrases]:
    """A row for each indicator; on end with the same 责任单位, often a dozen, these are told once (首行)."""
    for _, alike in groupby(own, key=lambda one: one.shared):
        for number, indicator in enumerate(alike):
            yield {
                "首行": number == 0,
                "编码": indicator.code,
                "内容": parties.content_of(indicator),
                "单位": indicator.unit or NOTHING,
                "目标": parties.own_targets[indicator.code],
                "填报": parties.reporters[indicator.code],
                **{role.value: joined(names) for role, names in named_in(indicator).items()},
            }


def heading_of(breakdown: Breakdown, key: str) -> str:
    """【市重点民生实事】深入推进城市更新; the 类别 is told where there are several."""
    category, project = breakdown.category_of(key), breakdown.project_of(key)
    has_several = len({one.category for one in breakdown.indicators}) > 1
    return f"【{category}】{project}" if has_several and category else project


def _target_tables(parties: Parties) -> list[Phrases]:
    """The units below this level side by side, in as few tables of alike width as hold them."""
    units = parties.units_below
    count = -(-len(units) // _abreast(parties))
    parts = [units[number * len(units) // count : (number + 1) * len(units) // count] for number in range(count)]
    return [
        {
            "单位": [one.name for one in part],
            "类别": _categories(parties, _asked_of(parties, part), partial(_target_rows, parties, part)),
        }
        for part in parts
    ]


def _abreast(parties: Parties) -> int:
    """How many units stand side by side at most."""
    figures = (
        unit_target(parties.breakdown, indicator, unit.name, is_bare=True)
        for unit in parties.units_below
        for indicator in parties.breakdown.indicators_asked(unit.name)
    )
    longest = max((len(number) for words in figures for number in _NUMBER.findall(words)), default=0)
    return next((count for signs, count in _UNITS_ABREAST if longest <= signs), _FEWEST_ABREAST)


def _target_rows(parties: Parties, units: Sequence[Unit], own: list[Indicator]) -> Iterator[Phrases]:
    for one in own:
        yield {
            "编码": one.code,
            "指标": parties.title_of(one),
            "单位": one.unit or NOTHING,
            "目标": own_target(parties.breakdown, one, is_bare=True),
            "各单位": [unit_target(parties.breakdown, one, unit.name, is_bare=True) for unit in units],
        }


# 附件2


def _standards(breakdown: Breakdown) -> Iterator[Phrases]:
    """The acceptance standards by project, in the order of the breakdown; those that name none of ours come last."""
    by_project: dict[str, list[Standard]] = {key: [] for key in breakdown.projects}
    for standard in breakdown.standards:
        by_project.setdefault(_project_of(breakdown, standard), []).append(standard)
    for key, standards in by_project.items():
        if standards:
            yield {"名称": heading_of(breakdown, key) if key else "", "行": list(_standard_rows(breakdown, standards))}


def _project_of(breakdown: Breakdown, standard: Standard) -> str:
    """The key of the project that a standard speaks of, by its first 编码 or by name."""
    for code in standard.codes:
        if code in breakdown.by_code:
            return breakdown.by_code[code].project_key
    named = {halfwidth(code) for code in standard.codes}
    found = (key for key in breakdown.projects if {halfwidth(key), halfwidth(breakdown.project_of(key))} & named)
    return next(found, "")


def _standard_rows(breakdown: Breakdown, standards: Iterable[Standard]) -> Iterator[Phrases]:
    for codes, alike in groupby(standards, key=lambda one: one.codes):
        names = [breakdown.by_code[code].name for code in codes if code in breakdown.by_code]
        for number, standard in enumerate(alike):
            yield {
                "首行": number == 0,
                "指标": "、".join(names) or "本项目各项指标",
                "序号": standard.number or str(number + 1),
                "标准": standard.standard.strip(),
                "一票否决": "是" if standard.is_veto else "",
            }
