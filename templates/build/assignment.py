"""任务分解通知.docx, 责任清单.docx and 填报说明.docx: the papers of the breakdown itself."""

from collections.abc import Iterable, Sequence
from itertools import chain

from templates.build.layout import TYPE_HEIGHT, TYPE_WIDTH, Cell, Paper, cell_xml, grid_table, row_xml, tag_row
from templates.build.official import add_head, add_imprint, add_signature

_FIRST, _SECOND = "附件{% if 验收标准 %}1{% endif %}", "附件2"


def _when(paper: Paper, condition: str, words: str, style: str = "公文正文", lead: str = "") -> None:
    paper.tag(f"{{%p if {condition} %}}")
    paper.add(words, style, lead)
    paper.tag("{%p endif %}")


# 任务分解通知


def _assigned(paper: Paper) -> None:
    paper.add(
        "为确保{{ 地区 }}{{ 年度 }}年重点民生实事按期完成，现将指标任务分解表{% if 验收标准 %}和验收标准{% endif %}"
        "印发给你们，并就有关事项通知如下，请认真贯彻落实。"
    )
    paper.add("一、任务分解", "一级标题")
    paper.add(
        "{{ 年度 }}年{{ 范围 }}重点民生实事共{{ 项目数 }}件"
        "{% if 类别小计 %}（{{ 类别小计 }}）{% endif %}，分解为{{ 指标数 }}项指标。"
        "{% if 下级指标数 and 本级指标数 %}其中，{{ 下级指标数 }}项分解到{{ 下级单位 }}，"
        "{{ 本级指标数 }}项由{{ 本级单位 }}统一组织实施。"
        "{% elif 下级指标数 %}各项指标均分解到{{ 下级单位 }}。"
        "{% elif 本级指标数 %}各项指标由{{ 本级单位 }}分别组织实施。{% endif %}"
        f"具体目标、责任单位见{_FIRST}。"
    )


def _answering(paper: Paper) -> None:
    paper.tag("{%p if 责任序号 %}")
    paper.add("{{ 责任序号 }}、责任分工", "一级标题")
    _when(
        paper, "有牵头",
        "各牵头单位对所牵头的指标负总责，要制定实施方案，明确时间节点和具体责任人，加强统筹协调和督促指导，"
        "及时研究解决推进中的问题。",
        lead="牵头单位抓总。",
    )  # fmt: skip
    _when(paper, "有责任", "各责任单位按照职责分工抓好落实，主动配合牵头单位开展工作。", lead="责任单位配合。")
    _when(
        paper, "下级称谓",
        f"承担任务的{{{{ 下级称谓 }}}}要对照{_FIRST}逐项分解任务、落实责任，倒排工期，确保完成本单位目标。",
        lead="属地抓好落实。",
    )  # fmt: skip
    _when(
        paper, "有初核 or 有认定",
        "{% if 有初核 %}各初核单位对报送的完成情况"
        "{% if 验收标准 %}对照验收标准（见附件2）{% endif %}逐项初核，初核不实的予以核减。{% endif %}"
        "{% if 有认定 %}认定单位负责{% if 有初核 %}在初核的基础上作出{% endif %}认定，完成数以认定结果为准"
        "{% if 有未认定 %}；没有明确认定单位的指标，以初核结果为准{% endif %}。"
        "{% else %}完成数以初核结果为准。{% endif %}",
        lead="完成数从严核定。",
    )  # fmt: skip
    paper.tag("{%p endif %}")


def _reported(paper: Paper) -> None:
    paper.add("{{ 报送序号 }}、进展报送", "一级标题")
    paper.add(
        "{% if 填报单位 %}{{ 填报单位 }}为填报单位，{% else %}各填报单位{% endif %}"
        "{{ 上报时限 }}向{{ 发文机关 }}报送所承担指标的进展情况"
        "{% if 其他时限 %}（其中{{ 其他时限 }}）{% endif %}。",
        lead="按期报送。",
    )
    paper.add(
        "统一使用下发的电子填报表，不改动表样；数据要有佐证材料，经审核人审核、单位负责人签章后报出，做到数出有据。"
        "填报要求见随表下发的填报说明。",
        lead="规范填报。",
    )
    paper.add(
        "{{ 发文机关 }}对报送的数据逐项审核。"
        "{% if 整表退回 %}有误或待核实的，整表退回；{% else %}有误或待核实的数据，退回填报单位；{% endif %}"
        "填报单位要及时更正或说明原因，重新报送。逾期未报的，予以催报，"
        "{% if 沿用上期 %}暂以上期数代替{% else %}本期不计入汇总{% endif %}。推进情况定期通报。",
        "公文正文（与下段同页）",
        "严格审核。",
    )
    paper.tag("{%p if 评价序号 %}")
    paper.add("{{ 评价序号 }}、评价", "一级标题")
    paper.add(
        "{{ 评价 }}开展评价，依据{% if 有初核 or 有认定 %}核定的{% endif %}完成情况"
        "{% if 验收标准 %}和验收结论{% endif %}，"
        "{% if 下级称谓 %}对各{{ 下级称谓 }}分项目从高到低排名，{% endif %}评价结果予以通报。",
        "公文正文（与下段同页）",
    )
    paper.tag("{%p endif %}")


def _attachments_named(paper: Paper) -> None:
    paper.blank(is_with_next=True)
    paper.tag("{%p if 验收标准 %}")
    paper.add("附件：1.{{ 附件一名称 }}", "附件说明（首项）")
    paper.add("2.{{ 附件二名称 }}", "附件说明（后项）")
    paper.tag("{%p else %}")
    paper.add("附件：{{ 附件一名称 }}", "附件说明")
    paper.tag("{%p endif %}")


_Column = tuple[str, str, int]
"""Title, words and width of a column."""

_TAG = 620
"""Width of a cell that holds nothing but a {%tc %} tag and vanishes when the paper is made: the tag can be read."""

_LEFT, _MIDDLE = "表格文字", "表格居中"
_OWN_TARGET = "本单位目标"


def _optional(condition: str, cell: str) -> list[str]:
    """A cell that is there only where the condition holds."""
    tags = [cell_xml(tag, "模板标签", _TAG) for tag in (f"{{%tc if {condition} %}}", "{%tc endif %}")]
    return [tags[0], cell, tags[1]]


def _narrowed(columns: Sequence[_Column], tags: int) -> tuple[_Column, ...]:
    """The columns with room beside them for so many tags; in the paper they are as wide again, in proportion."""
    whole, room = sum(width for *_, width in columns), TYPE_HEIGHT - tags * _TAG
    ends = [sum(width for *_, width in columns[: number + 1]) * room // whole for number in range(len(columns))]
    return tuple(
        (title, words, end - begin)
        for (title, words, _), begin, end in zip(columns, [0, *ends[:-1]], ends, strict=True)
    )


def _head_cells(columns: Iterable[_Column]) -> list[str]:
    return [cell_xml(title, "表头", width) for title, _, width in columns]


def _section_row(words: str, style: str, widths: Sequence[int]) -> str:
    return row_xml([cell_xml(words, style, sum(widths), len(widths))])


def _group_row(condition: str, words: str, widths: Sequence[int]) -> list[str]:
    """A line over the rows that it holds for; in a column of its own a dozen names would fill the page."""
    return [
        tag_row(f"{{%tr if {condition} %}}", widths),
        _section_row(words, "表格说明", widths),
        tag_row("{%tr endif %}", widths),
    ]


def _ends(widths: Sequence[int], count: int) -> list[str]:
    return [tag_row("{%tr endfor %}", widths)] * count


def _project_rows(categories: str, widths: Sequence[int]) -> list[str]:
    """The loops over 类别, told where there are several, over projects and over their rows."""
    return [
        tag_row(f"{{%tr for 类 in {categories} %}}", widths),
        tag_row(f"{{%tr if {categories}|length > 1 and 类.名称 %}}", widths),
        _section_row("{{ 类.序号 }}、{{ 类.名称 }}", "表格类别", widths),
        tag_row("{%tr endif %}", widths),
        tag_row("{%tr for 项 in 类.项目 %}", widths),
        _section_row("{{ 项.序号 }}．{{ 项.名称 }}", "表格项目", widths),
        tag_row("{%tr for 行 in 项.行 %}", widths),
    ]


def _assignment_table() -> str:
    all_columns: tuple[_Column, ...] = (
        ("编码", "编码", 700), ("指标和任务", "内容", 2796), ("计量单位", "单位", 800),
        ("{{ 范围 }}目标", "目标", 1460), ("填报单位", "填报", 1800), ("牵头单位", "牵头", 1900),
        ("初核单位", "初核", 1900), ("认定单位", "认定", 1400),
    )  # fmt: skip
    narrowed = _narrowed(all_columns, 6)
    columns, departments = narrowed[:5], narrowed[5:]
    widths = [width for *_, width in columns] + [one for *_, width in departments for one in (_TAG, width, _TAG)]
    titles = zip(departments, _head_cells(departments), strict=True)
    head = [*_head_cells(columns), *chain.from_iterable(_optional(f"有{word}", cell) for (_, word, _), cell in titles)]

    cells = [
        cell_xml(f"{{{{ 行.{word} }}}}", _LEFT if word in ("内容", "填报") else _MIDDLE, width)
        for _, word, width in columns
    ]
    for _, word, width in departments:
        cells += _optional(f"有{word}", cell_xml(f"{{{{ 行.{word} }}}}", _LEFT, width))
    rows = [
        row_xml(head, is_head=True),
        *_project_rows("分解", widths),
        *_group_row("行.首行 and 有责任", "责任单位：{{ 行.责任 }}", widths),
        row_xml(cells),
        *_ends(widths, 3),
    ]
    return grid_table(widths, rows)


def _targets_table() -> str:
    """The targets of the units below, side by side: one column in the template, as many as there are units."""
    columns: tuple[_Column, ...] = (
        ("编码", "编码", 700), ("指标", "指标", 2300), ("计量单位", "单位", 800), ("{{ 范围 }}", "目标", 1000),
    )  # fmt: skip
    fixed = [width for *_, width in columns]
    looped = TYPE_HEIGHT - sum(fixed) - 2 * _TAG
    widths = [*fixed, _TAG, looped, _TAG]

    def line(cells: Iterable[str], loop: str, words: str, style: str, *, is_head: bool = False) -> str:
        tags = [cell_xml(tag, "模板标签", _TAG) for tag in (f"{{%tc for {loop} %}}", "{%tc endfor %}")]
        return row_xml([*cells, tags[0], cell_xml(words, style, looped), tags[1]], is_head=is_head)

    own = [cell_xml(f"{{{{ 行.{word} }}}}", _LEFT if word == "指标" else _MIDDLE, width) for _, word, width in columns]
    rows = [
        line(_head_cells(columns), "单位 in 块.单位", "{{ 单位 }}", "表头", is_head=True),
        *_project_rows("块.类别", widths),
        line(own, "目标 in 行.各单位", "{{ 目标 }}", _MIDDLE),
        *_ends(widths, 3),
    ]
    return grid_table(widths, rows)


def _standards_table() -> str:
    columns: tuple[_Column, ...] = (
        ("指标", "指标", 2600), ("序号", "序号", 700), ("验收标准", "标准", 4645), ("一票\f否决", "一票否决", 900),
    )  # fmt: skip
    widths = [width for *_, width in columns]

    def line(merge: str) -> str:
        cells = []
        for _, word, width in columns:
            own_merge = merge if word == "指标" else ""
            words = "" if own_merge == "next" else f"{{{{ 行.{word} }}}}"
            cells.append(cell_xml(words, _LEFT if word in ("指标", "标准") else _MIDDLE, width, merge=own_merge))
        return row_xml(cells)

    rows = [
        row_xml(_head_cells(columns), is_head=True),
        tag_row("{%tr for 项 in 验收标准 %}", widths),
        tag_row("{%tr if 项.名称 %}", widths),
        _section_row("{{ 项.名称 }}", "表格项目", widths),
        tag_row("{%tr endif %}", widths),
        tag_row("{%tr for 行 in 项.行 %}", widths),
        tag_row("{%tr if 行.首行 %}", widths),
        line("first"),
        tag_row("{%tr else %}", widths),
        line("next"),
        tag_row("{%tr endif %}", widths),
        *_ends(widths, 2),
    ]
    return grid_table(widths, rows)


def make_assignment_notice() -> bytes:
    """任务分解通知.docx: 版头, text, 附件1 on turned pages, 附件2 where there are standards, 版记."""
    paper = Paper("任务分解通知")
    add_head(
        paper,
        "{{ 发文机关 }}\n关于下达{{ 年度 }}年{{ 范围 }}重点民生实事\n指标任务的通知",
    )
    for part in (_assigned, _answering, _reported, _attachments_named, add_signature):
        part(paper)
    paper.end_section(is_landscape=False)
    paper.add(_FIRST, "附件序号")
    paper.blank()
    paper.add("{{ 附件一名称 }}", "附件标题")
    paper.tag("{%p if 目标表 %}")
    paper.add("一、指标任务和责任单位", "附件小标题")
    paper.tag("{%p else %}")
    paper.add("", "附件题注")
    paper.tag("{%p endif %}")
    paper.table(_assignment_table())
    paper.tag("{%p for 块 in 目标表 %}")
    number = "{% if 目标表|length > 1 %}（{{ loop.index }}）{% endif %}"
    paper.add(f"二、{{{{ 下级称谓 }}}}目标{number}", "附件小标题（另页）")
    _when(paper, "有不承担", "（“—”为不承担的任务）", "附件题注")
    paper.table(_targets_table())
    paper.add("", "节末")
    paper.tag("{%p endfor %}")
    paper.end_section(is_landscape=True)
    paper.tag("{%p if 验收标准 %}")
    paper.add(_SECOND, "附件序号")
    paper.blank()
    paper.add("{{ 附件二名称 }}", "附件标题")
    paper.add("{% if 有一票否决 %}（“一票否决”的标准未通过的，该项目验收不予通过）{% endif %}", "附件题注")
    paper.table(_standards_table())
    paper.end_section(is_landscape=False)
    paper.tag("{%p endif %}")
    add_imprint(paper)
    return paper.finished(is_landscape=False)


# 责任清单


def make_duty_list() -> bytes:
    """责任清单.docx: what one department or unit has to do in the year."""
    paper = Paper("责任清单")
    paper.add("{{ 单位 }}\n{{ 地区 }}{{ 年度 }}年重点民生实事责任清单", "附件标题")
    paper.add("{% if 小计 %}（{{ 小计 }}）{% endif %}", "附件题注")
    paper.table(_duty_table())
    paper.blank()
    _sender(paper)
    return paper.finished(is_landscape=True)


def _duty_table() -> str:
    all_columns: tuple[_Column, ...] = (
        ("编码", "{{ 行.编码 }}", 800),
        ("指标和任务", "{{ 行.内容 }}{% if 行.口径 %}\n口径：{{ 行.口径 }}{% endif %}", 5756),
        ("{{ 范围 }}目标", "{{ 行.目标 }}", 2000),
        (_OWN_TARGET, "{{ 行.本单位目标 }}", 2000),
        ("本单位职责", "{{ 行.职责 }}", 2200),
    )
    columns = _narrowed(all_columns, 2)
    widths = [one for title, _, width in columns for one in ([_TAG, width, _TAG] if title == _OWN_TARGET else [width])]

    def line(cells: Iterable[str]) -> list[str]:
        titled = zip(columns, cells, strict=True)
        return [
            part
            for (title, *_), cell in titled
            for part in (_optional("有填报", cell) if title == _OWN_TARGET else [cell])
        ]

    own = [cell_xml(words, _LEFT if title == "指标和任务" else _MIDDLE, width) for title, words, width in columns]
    rows = [
        row_xml(line(_head_cells(columns)), is_head=True),
        tag_row("{%tr for 项 in 项目 %}", widths),
        _section_row("{{ 项.名称 }}", "表格项目", widths),
        tag_row("{%tr for 任务 in 项.工作任务 %}", widths),
        _section_row("工作任务：{{ 任务 }}", "表格说明", widths),
        tag_row("{%tr endfor %}", widths),
        tag_row("{%tr for 行 in 项.行 %}", widths),
        *_group_row("行.首行 and 行.有关单位", "{{ 行.有关单位 }}", widths),
        row_xml(line(own)),
        *_ends(widths, 2),
    ]
    return grid_table(widths, rows)


def _sender(paper: Paper) -> None:
    paper.add("{{ 发文机关 }}", "发文机关署名（较长）")
    paper.add("{{ 落款日期 }}", "发文机关署名（较长）")


# 填报说明


_INSTRUCTIONS: tuple[tuple[str, str, str], ...] = (
    ("", "发什么", "每期发给各填报单位一份“填报表”（Excel工作簿，文件名是本单位名称），只列本单位承担的指标。"
     "{% if 验收 %}评价期的填报表里另有工作表“验收”。{% endif %}"),
    ("", "填哪些格", "只填浅黄色的格，其余的格已锁定，不要改动。每一行必填"
     "{% if 数值 %}“本期累计”{% endif %}"
     "{% if 比率 %}{% if 数值 %}，比率类指标填{% endif %}“分子”“分母”{% endif %}"
     "{% if 状态 %}{% if 数值 or 比率 %}，工作类指标选{% endif %}“状态”{% endif %}；"
     "“进展情况”“存在问题及下步措施”“佐证材料”“说明”据实填写。"
     "不要增删行、列，不要改表头。确为零的填0，不要空着。"),
    ("数值", "计量单位", "按“单位”一栏的单位填数，只填数字，不带单位；人、户、个等填整数。"
     "{% if 换算 %}下列指标填报用的计量单位和目标的计量单位不同，不要填错：{{ 换算 }}。{% endif %}"),
    ("累计", "累计数", "除另有说明的外，填1月1日以来的累计数，不填当期新增数；比上期少的，在“说明”里写明原因。"
     "{% if 其中 %}“其中”项不能大于所属的总项。{% endif %}"),
    ("时点", "时点数", "{{ 时点 }}，填截止日当天的实有数，可以比上期少。"),
    ("比率", "分子、分母", "{{ 比率 }}，只填分子、分母，比率由表自动算出。"
     "分子、分母的口径见本单位的责任清单，分母不能是0。"),
    ("百分数", "百分数", "{{ 百分数 }}，直接填百分数，如65%。"),
    ("状态", "状态", "{{ 状态 }}，从下拉框中选“未启动”“推进中”“已完成”，并在“进展情况”里写明做到哪一步。"),
    ("验收", "验收", "评价期逐条对照验收标准，在工作表“验收”里选“达标”“不达标”“不适用”，并写明佐证材料。"),
    ("", "自检", "填完看最后一栏“自检”：不是“通过”的，按提示改正；"
     "经核对数据属实的，在“说明”里写明原因，供审核时采用。"),
    ("", "报送", "{{ 上报时限 }}报送{% if 其他时限 %}（其中{{ 其他时限 }}）{% endif %}。"
     "经审核人审核、单位负责人签章，报原Excel文件；签章件扫描后一并报送，不能代替Excel文件。"
     "逾期未报的，{% if 沿用上期 %}本期以上期数代替{% else %}本期不计入汇总{% endif %}。"),
    ("", "分几份报", "内设机构分头填的，可以报几份，各填各的行，同一行在各份里要一致。"
     "报后要改的，改好后整份重报，填报日期写新的日期，以后报的为准。"),
    ("", "退回和更正", "审核有误或待核实的，{% if 整表退回 %}整份{% else %}有误的数据{% endif %}退回："
     "发回原表和反馈单，有误的格标了颜色，加了批注。按反馈单改正或写明原因，连同原表各行一并重报。"),
    ("", "问谁", "{{ 发文机关 }}，联系人：　　　　，联系电话：　　　　　　　　。"),
)  # fmt: skip


def make_instruction() -> bytes:
    """填报说明.docx: one page for those who fill in the forms."""
    paper = Paper("填报说明")
    paper.add("{{ 地区 }}{{ 年度 }}年重点民生实事\n进展情况填报说明", "附件标题")
    paper.blank()
    widths = (1500, TYPE_WIDTH - 1500)
    titles = zip(("事项", "要求"), widths, strict=True)
    rows = [row_xml([cell_xml(title, "表头", width) for title, width in titles], is_head=True)]
    for condition, label, words in _INSTRUCTIONS:
        cells: tuple[Cell, ...] = ((label, "表头"), (words, "表格文字"))
        line = row_xml([cell_xml(*cell, width) for cell, width in zip(cells, widths, strict=True)])
        guard = (f"{{%tr if {condition} %}}", "{%tr endif %}") if condition else ()
        rows += [tag_row(guard[0], widths), line, tag_row(guard[1], widths)] if guard else [line]
    paper.table(grid_table(widths, rows))
    paper.add("", "节末")
    return paper.finished(is_landscape=False)
