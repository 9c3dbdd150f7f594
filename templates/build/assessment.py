"""评价通报.docx and 验收结论.docx: the papers of an assessed period (年中, 年末)."""

from collections.abc import Sequence

from templates.build.layout import TYPE_HEIGHT, Paper, cell_xml, grid_table, looped, row_xml, tag_row
from templates.build.official import add_head, add_imprint, add_signature

_LEFT, _MIDDLE = "表格文字", "表格居中"
_Column = tuple[str, str, int, str]
"""Title, words, width and style of a column."""

_TAG = 620
"""Width of a cell that holds nothing but a {%tc %} tag and vanishes when the paper is made: the tag can be read."""


def _when(paper: Paper, condition: str, words: str, style: str = "公文正文", lead: str = "") -> None:
    paper.tag(f"{{%p if {condition} %}}")
    paper.add(words, style, lead)
    paper.tag("{%p endif %}")


def _list_table(loop: str, columns: Sequence[_Column]) -> str:
    """A table with a row for each of a list."""
    titles, words, widths, styles = zip(*columns, strict=True)
    return looped(widths, loop, titles, tuple(zip(words, styles, strict=True)))


# 评价通报: text


def _checked(part: str) -> str:
    """How many of the departments of one stage have answered."""
    return (
        f"{{% if {part}.单位数 %}}{part}单位{{{{ {part}.单位数 }}}}个，"
        f"{{% if not {part}.未反馈 %}}{{% if {part}.单位数 > 1 %}}均{{% endif %}}已反馈"
        f"{{% elif {part}.已反馈数 %}}已反馈{{{{ {part}.已反馈数 }}}}个，{{{{ {part}.未反馈 }}}}尚未反馈"
        f"{{% else %}}尚未反馈{{% endif %}}"
        f"{{% if {part}.未核完 %}}；{{{{ {part}.未核完 }}}}尚未核完{{% endif %}}。{{% endif %}}"
    )


def _ranking(groups: str) -> str:
    """The rankings of a list of groups, one after the other."""
    return (
        f"{{% for 组 in {groups} %}}{{% if 组.组 %}}{{{{ 组.组 }}}}中，{{% endif %}}{{{{ 组.名次 }}}}"
        "{% if not loop.last %}。{% endif %}{% endfor %}。"
    )


def _overview(paper: Paper) -> None:
    paper.add(
        "依据评价办法，对{{ 评价对象 }}承担的{{ 地区 }}{{ 年度 }}年重点民生实事截至{{ 截至 }}的完成情况"
        "进行了{{ 评价 }}评价。现将评价情况通报如下。"
    )
    paper.add("一、总体情况", "一级标题")
    paper.add(
        "本次评价涉及{{ 项目数 }}个项目、{{ 指标数 }}项指标。"
        + _checked("初核")
        + _checked("认定")
        + "{% if 数据小计 %}计入评价的数共{{ 数据数 }}个，包括{{ 数据小计 }}。{% endif %}"
        "{% if 均无核减 %}已核的数与自报数一致，没有核减。{% endif %}"
        "{% if 缺报 %}缺报或被退回的数不得分，涉及{{ 缺报 }}。{% endif %}"
        "{% if 未完 %}尚未反馈、核完或打分的，待有结果后重新计分，名次以最终结果为准。{% endif %}"
    )
    _when(
        paper, "未计项目",
        "{{ 未计项目 }}各单位均暂无得分，未计入综合得分。",
    )  # fmt: skip
    paper.tag("{%p if 综合 %}")
    paper.add("按百分制计，从高到低依次为：" + _ranking("综合"), lead="综合得分。")
    paper.tag("{%p endif %}")
    _when(paper, "无综合", "{{ 无综合 }}暂无综合得分，不参加综合排名。")
    paper.tag("{%p if 全年 %}")
    paper.add("{{ 折算 }}，从高到低依次为：" + _ranking("全年"), lead="全年得分。")
    paper.tag("{%p endif %}")
    _when(paper, "排名组", "本通报所称名次，按{{ 排名组 }}分组排列。")


def _projects(paper: Paper) -> None:
    paper.tag("{%p for 类 in 类别 %}")
    paper.add("{{ 类.序号 }}、{{ 类.名称 }}评价排名", "一级标题")
    paper.tag("{%p for 项 in 类.项目 %}")
    paper.add("（{{ 项.序号 }}）{{ 项.名称 }}", "二级标题")
    paper.add(
        "{% if 项.未计入 %}{{ 项.未计入 }}，各单位均暂无得分。{% endif %}"
        "{% if 项.排名 %}" + _ranking("项.排名") + "{% endif %}"
        "{% for 否 in 项.不予通过 %}{{ 否.单位 }}不予通过，按一票否决得0分，列末位，不参加排名："
        "{{ 否.原因 }}。{% endfor %}"
        "{% if 项.无得分 %}{{ 项.无得分 }}暂无得分。{% endif %}"
    )
    paper.tag("{%p endfor %}")
    paper.tag("{%p endfor %}")


def _struck(paper: Paper) -> None:
    paper.tag("{%p if 核减序号 %}")
    paper.add("{{ 核减序号 }}、核减情况", "一级标题")
    paper.add(
        "本次评价共核减{{ 核减数 }}个数，涉及{{ 核减单位数 }}个单位、{{ 核减指标数 }}项指标，其中{{ 核减小计 }}。"
        "被核减的是{{ 核减单位 }}。"
        "{% if 减幅最大.单位 %}减幅最大的是{{ 减幅最大.单位 }}的{{ 减幅最大.指标 }}，自报数{{ 减幅最大.自报 }}，"
        "{{ 减幅最大.核定 }}，核减{{ 减幅最大.核减 }}，占自报数的{{ 减幅最大.减幅 }}"
        "{% if 减幅最大.原因 %}（{{ 减幅最大.原因 }}）{% endif %}。{% endif %}具体见附件2。"
    )
    paper.tag("{%p endif %}")


def _problems(paper: Paper) -> None:
    paper.tag("{%p if 问题序号 %}")
    paper.add("{{ 问题序号 }}、存在的主要问题", "一级标题")
    _when(paper, "否决单位", "因一票否决不予通过的是{{ 否决单位 }}。", lead="部分项目不予通过。")
    _when(
        paper, "未过标准数", "共有{{ 未过标准数 }}条次标准未通过，涉及{{ 未过单位 }}。", lead="部分验收标准未通过。",
    )  # fmt: skip
    _when(paper, "扣分单位", "按评价办法，{{ 扣分单位 }}。", lead="部分单位被扣分。")
    paper.tag("{%p endif %}")


def _steps(paper: Paper) -> None:
    paper.tag("{%p if 下一步序号 %}")
    paper.add("{{ 下一步序号 }}、下一步工作", "一级标题")
    _when(
        paper, "整改单位", "{{ 整改单位 }}要对照未通过的验收标准逐条整改，整改情况报初核单位。", lead="抓好整改。",
    )  # fmt: skip
    _when(
        paper, "核对单位", "{{ 核对单位 }}要对照核减清单逐项核对，完善佐证材料，做到数出有据。", lead="核实数据。",
    )  # fmt: skip
    _when(paper, "补报单位", "{{ 补报单位 }}要尽快补报。", lead="补齐数据。")
    _when(paper, "催办单位", "{{ 催办单位 }}要尽快反馈核验结果。", lead="完成核验。")
    paper.tag("{%p endif %}")


def _attachments_named(paper: Paper) -> None:
    paper.add("各单位的得分和名次见附件1，计分办法见附件{{ 办法序号 }}。", "公文正文（与下段同页）")
    paper.blank(is_with_next=True)
    paper.add("附件：1.{{ 附件一 }}", "附件说明（首项）")
    paper.tag("{%p if 附件二 %}")
    paper.add("2.{{ 附件二 }}", "附件说明（后项）")
    paper.add("3.{{ 附件三 }}", "附件说明（后项）")
    paper.tag("{%p else %}")
    paper.add("2.{{ 附件三 }}", "附件说明（后项）")
    paper.tag("{%p endif %}")


# 评价通报: attachments


def _attachment(paper: Paper, number: str, name: str) -> None:
    paper.add(f"附件{number}", "附件序号")
    paper.blank()
    paper.add(f"{{{{ {name} }}}}", "附件标题")


def _grouped_rows(loop: str, widths: Sequence[int], line: str) -> list[str]:
    """A row for each unit, above the first of a 排名组 its name."""
    return [
        tag_row(f"{{%tr for 行 in {loop} %}}", widths),
        tag_row("{%tr if 行.组 %}", widths),
        row_xml([cell_xml("{{ 行.组 }}", "表格项目", sum(widths), len(widths))]),
        tag_row("{%tr endif %}", widths),
        line,
        tag_row("{%tr endfor %}", widths),
    ]


_OVERALL: tuple[_Column, ...] = (
    ("单位", "{{ 行.单位 }}", 2600, _LEFT),
    ("综合得分", "{{ 行.得分 }}", 1700, _MIDDLE),
    ("名次", "{{ 行.名次 }}", 1100, _MIDDLE),
    ("备注", "{{ 行.备注 }}", 7356, _LEFT),
)
_YEAR: tuple[_Column, ...] = (
    ("单位", "{{ 行.单位 }}", 2600, _LEFT),
    ("{{ 上次评价 }}得分", "{{ 行.上次得分 }}", 1500, _MIDDLE),
    ("{{ 评价 }}得分", "{{ 行.得分 }}", 1500, _MIDDLE),
    ("{{ 评价 }}名次", "{{ 行.名次 }}", 1200, _MIDDLE),
    ("全年得分", "{{ 行.全年得分 }}", 1500, _MIDDLE),
    ("全年名次", "{{ 行.全年名次 }}", 1200, _MIDDLE),
    ("备注", "{{ 行.备注 }}", 3256, _LEFT),
)


def _overall_table(columns: Sequence[_Column]) -> str:
    widths = [width for *_, width, _ in columns]
    head = row_xml([cell_xml(title, "表头", width) for title, _, width, _ in columns], is_head=True)
    line = row_xml([cell_xml(words, style, width) for _, words, width, style in columns])
    return grid_table(widths, [head, *_grouped_rows("得分表", widths, line)])


def _projects_table() -> str:
    """The projects side by side: one column in the template, as many as there are projects."""
    named = 2000
    looped_width = TYPE_HEIGHT - named - 2 * _TAG
    widths = [named, _TAG, looped_width, _TAG]

    def line(first: str, loop: str, words: str, styles: tuple[str, str], *, is_head: bool = False) -> str:
        tags = [cell_xml(tag, "模板标签", _TAG) for tag in (f"{{%tc for {loop} %}}", "{%tc endfor %}")]
        cells = [cell_xml(first, styles[0], named), tags[0], cell_xml(words, styles[1], looped_width), tags[1]]
        return row_xml(cells, is_head=is_head)

    rows = [
        line("单位", "项目 in 块.项目", "{{ 项目 }}", ("表头", "表头"), is_head=True),
        *_grouped_rows("块.行", widths, line("{{ 行.单位 }}", "得分 in 行.各项目", "{{ 得分 }}", (_LEFT, _MIDDLE))),
    ]
    return grid_table(widths, rows)


def _scores(paper: Paper) -> None:
    _attachment(paper, "1", "附件一")
    paper.add("（得分为百分制）", "附件题注")
    paper.tag("{%p if 全年 %}")
    paper.table(_overall_table(_YEAR))
    paper.tag("{%p else %}")
    paper.table(_overall_table(_OVERALL))
    paper.tag("{%p endif %}")
    paper.tag("{%p for 块 in 项目表 %}")
    number = "{% if 项目表|length > 1 %}（{{ loop.index }}）{% endif %}"
    paper.add(f"各项目得分和名次{number}", "附件小标题（另页）")
    paper.add("（括号内为名次，“未评”为暂无得分，“—”为不承担该项目）", "附件题注")
    paper.table(_projects_table())
    paper.add("", "节末")
    paper.tag("{%p endfor %}")
    paper.end_section(is_landscape=True)


_STRUCK_FIGURES: tuple[_Column, ...] = (
    ("指标", "{{ 行.指标 }}", 2200, _LEFT),
    ("自报数", "{{ 行.自报数 }}", 1350, _MIDDLE),
    ("初核数", "{{ 行.初核数 }}", 1350, _MIDDLE),
    ("认定数", "{{ 行.认定数 }}", 1350, _MIDDLE),
    ("核减", "{{ 行.核减 }}", 1250, _MIDDLE),
    ("核减单位", "{{ 行.部门 }}", 1500, _LEFT),
)


def _struck_list(paper: Paper) -> None:
    paper.tag("{%p if 附件二 %}")
    _attachment(paper, "2", "附件二")
    paper.add("", "附件题注")
    columns = (
        ("单位", "{{ 行.单位 }}", 1300, _LEFT),
        *_STRUCK_FIGURES,
        ("核减原因", "{{ 行.原因 }}", 2456, _LEFT),
    )
    paper.table(_list_table("行 in 核减清单", columns))
    paper.end_section(is_landscape=True)
    paper.tag("{%p endif %}")


def _by_project_table(loop: str, project: str, columns: Sequence[_Column]) -> str:
    """The rows of each project below a line with its name."""
    widths = [width for *_, width, _ in columns]
    rows = [
        row_xml([cell_xml(title, "表头", width) for title, _, width, _ in columns], is_head=True),
        tag_row(f"{{%tr for {loop} %}}", widths),
        row_xml([cell_xml(project, "表格项目", sum(widths), len(widths))]),
        tag_row("{%tr for 行 in 项.行 %}", widths),
        row_xml([cell_xml(words, style, width) for _, words, width, style in columns]),
        *[tag_row("{%tr endfor %}", widths)] * 2,
    ]
    return grid_table(widths, rows)


def _rules(paper: Paper) -> None:
    _attachment(paper, "{{ 办法序号 }}", "附件三")
    paper.blank()
    paper.add("有认定数的按认定数，没有认定数的按初核数，都没有的按自报数。缺报或被退回的不得分。", lead="所用的数。")
    paper.add(
        "各条计分办法得分之和除以这些办法的分值之和，乘以100。只计单位承担的指标。"
        "{% if 有扣分 %}扣分只减得分，不计入分值之和，扣到0分为止。{% endif %}",
        lead="项目得分。",
    )
    _when(
        paper, "有否决", "一票否决的标准有一条未通过的，该项目不予通过，得0分，列末位，不参加排名。", lead="一票否决。"
    )
    paper.add("各项目得分{% if 有权重 %}按项目权重{% endif %}的平均数。", lead="综合得分。")
    _when(paper, "折算", "{{ 折算 }}，按综合得分折算。", lead="全年得分。")
    paper.add(
        "{% if 排名组 %}按{{ 排名组 }}分组，{% endif %}得分保留两位小数，从高到低排列；"
        "得分相同的并列，其后的名次按并列的单位数顺延。",
        lead="名次。",
    )
    paper.add("各项目计分办法", "附件小标题")
    columns = (
        ("评价内容", "{{ 行.内容 }}", 3845, _LEFT),
        ("计分办法", "{{ 行.办法 }}", 5000, _LEFT),
    )
    paper.table(_by_project_table("项 in 办法", "{{ 项.名称 }}", columns))
    paper.end_section(is_landscape=False)


def make_assessment_notice() -> bytes:
    """评价通报.docx: 版头, text, scores on turned pages, what was struck, the rules, 版记."""
    paper = Paper("评价通报")
    add_head(
        paper,
        "{{ 发文机关 }}\n关于{{ 年度 }}年{{ 范围 }}重点民生实事\n{{ 评价 }}评价情况的通报",
    )
    for part in (_overview, _projects, _struck, _problems, _steps, _attachments_named, add_signature):
        part(paper)
    paper.end_section(is_landscape=False)
    for part in (_scores, _struck_list, _rules, add_imprint):
        part(paper)
    return paper.finished(is_landscape=False)


# 验收结论


def _result(paper: Paper) -> None:
    paper.add("{{ 单位 }}：", "主送机关")
    paper.add(
        "依据评价办法，对你单位承担的{{ 地区 }}{{ 年度 }}年重点民生实事{{ 项目数 }}个项目、{{ 指标数 }}项指标"
        "截至{{ 截至 }}的完成情况进行了{{ 评价 }}评价，现将结论告知如下。"
    )
    paper.add("一、总体结果", "一级标题")
    paper.add(
        "{{ 项目数 }}个项目中，{{ 结论小计 }}。“通过”指已经核完，没有一票否决的标准未通过；完成情况见得分。"
        "{% if 得分 %}综合得分（百分制）{{ 得分 }}分{% if 组内数 > 1 %}，在{{ 组 }}{{ 组内数 }}个单位中"
        "居{{ 名次 }}{% endif %}。"
        "{% else %}暂无综合得分和名次（{{ 无得分 }}）。{% endif %}"
        "{% if 全年得分 %}{{ 折算 }}（{{ 上次评价 }}综合得分{{ 上次得分 }}分），"
        "全年得分{{ 全年得分 }}分{% if 组内数 > 1 %}，居{{ 全年名次 }}{% endif %}。{% endif %}"
        "{% if 未计项目 %}{{ 未计项目 }}各单位均暂无得分，未计入综合得分。{% endif %}"
    )
    paper.tag("{%p if 数据小计 or 缺报数 > 0 %}")
    paper.add(
        "{% if 数据小计 %}计入评价的数包括{{ 数据小计 }}。{% endif %}"
        "{% if 缺报数 > 0 %}{{ 缺报数 }}个数缺报或被退回，不得分。{% endif %}"
    )
    paper.tag("{%p endif %}")


_CONCLUSIONS: tuple[_Column, ...] = (
    ("序号", "{{ loop.index }}", 700, _MIDDLE),
    ("项目", "{{ 项.名称 }}", 3000, _LEFT),
    ("结论", "{{ 项.结论 }}", 1200, _MIDDLE),
    ("得分", "{{ 项.得分 }}", 1000, _MIDDLE),
    ("名次", "{{ 项.名次 }}", 1300, _MIDDLE),
    ("初核单位", "{{ 项.初核单位 }}", 2200, _LEFT),
    ("情况", "{{ 项.情况 }}", 3356, _LEFT),
)
_FAILED: tuple[_Column, ...] = (
    ("序号", "{{ loop.index }}", 700, _MIDDLE),
    ("项目", "{{ 项.项目 }}", 2300, _LEFT),
    ("对象", "{{ 项.内容 }}", 2000, _LEFT),
    ("验收标准", "{{ 项.标准 }}", 3000, _LEFT),
    ("一票\f否决", "{{ 项.一票否决 }}", 700, _MIDDLE),
    ("结论单位", "{{ 项.部门 }}", 1800, _LEFT),
    ("意见", "{{ 项.意见 }}", 2256, _LEFT),
)
_SCORED = "{{ 项.名称 }}{% if 项.不予通过 %}（不予通过，按0分计）{% elif 项.得分 %}（{{ 项.得分 }}分）{% endif %}"
_SCORING: tuple[_Column, ...] = (
    ("评价内容", "{{ 行.内容 }}", 2900, _LEFT),
    ("计分办法", "{{ 行.办法 }}", 3800, _LEFT),
    ("得分", "{{ 行.得分 }}", 1000, _MIDDLE),
    ("说明", "{{ 行.说明 }}", 5056, _LEFT),
)


def make_conclusion() -> bytes:
    """验收结论.docx: what one unit is told: conclusions, failed standards, struck figures, how it is scored."""
    paper = Paper("验收结论")
    paper.add("{{ 年度 }}年{{ 范围 }}重点民生实事\n{{ 评价 }}评价验收结论", "附件标题")
    paper.blank()
    _result(paper)
    paper.add("二、各项目结论", "一级标题")
    paper.table(_list_table("项 in 各项目", _CONCLUSIONS))
    paper.tag("{%p if 标准序号 %}")
    paper.add("{{ 标准序号 }}、未通过的验收标准", "一级标题")
    paper.table(_list_table("项 in 未过标准", _FAILED))
    paper.tag("{%p endif %}")
    paper.tag("{%p if 核减序号 %}")
    paper.add("{{ 核减序号 }}、核减的数", "一级标题")
    paper.table(_list_table("行 in 核减", (*_STRUCK_FIGURES, ("核减原因", "{{ 行.原因 }}", 3756, _LEFT))))
    paper.tag("{%p endif %}")
    paper.add("{{ 计分序号 }}、计分明细", "一级标题")
    paper.table(_by_project_table("项 in 计分", _SCORED, _SCORING))
    paper.blank(is_with_next=True)
    paper.add(
        "对各项目的结论和核减有疑问的，请向第二部分所列的初核单位了解；对得分和名次有疑问的，请向{{ 发文机关 }}了解。",
        "公文正文（与下段同页）",
    )
    paper.blank(is_with_next=True)
    paper.add("{{ 发文机关 }}", "发文机关署名（较长）")
    paper.add("{{ 落款日期 }}", "发文机关署名（较长）")
    return paper.finished(is_landscape=True)
