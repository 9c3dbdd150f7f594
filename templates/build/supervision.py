"""督办单.docx: the slip to a unit about what it has lagged in, with the list of these on a turned page."""

from templates.build.layout import Paper, looped

_COLUMNS = (
    ("序号", 480, "{{ loop.index }}", "表格居中"),
    ("项目", 1450, "{{ 项.项目 }}", "表格文字"),
    ("指标", 1700, "{{ 项.指标 }}", "表格文字"),
    ("年度目标", 1050, "{{ 项.目标 }}", "表格居中"),
    ("累计完成", 1050, "{{ 项.累计 }}{% if 项.环节 %}\n（{{ 项.环节 }}）{% endif %}", "表格居中"),
    ("完成率", 800, "{{ 项.完成率 }}", "表格居中"),
    ("按序时\f应完成", 800, "{{ 项.应完成 }}", "表格居中"),
    ("慢于序时\f（百分点）", 1180, "{{ 项.各期 }}", "表格居中"),
    ("连续\f期数", 560, "{{ 项.期数 }}", "表格居中"),
    ("差距变化\f（百分点）", 1180, "{{ 项.变化 }}", "表格居中"),
    (
        "到{{ 应达日 }}\f应达到", 1306,
        "{{ 项.应达到 }}{% if 项.还需 %}\n还需{{ 项.还需 }}{% endif %}", "表格居中",
    ),
    ("牵头单位", 1200, "{{ 项.牵头单位 }}", "表格文字"),
)  # fmt: skip


def _text(paper: Paper) -> None:
    paper.add("关于{{ 期 }}重点民生实事\n滞后事项的督办单", "附件标题")
    paper.add("编号：督办〔{{ 年度 }}〕　　号", "附件题注")
    paper.blank()
    paper.add("{{ 单位 }}：", "主送机关")
    paper.add(
        "经对{{ 期 }}填报数据审核汇总，截至{{ 截至 }}，你单位承担的{{ 地区 }}{{ 年度 }}年重点民生实事"
        "有{{ 项数 }}项指标"
        "{% if 督办期数 > 1 %}连续{{ 督办期数 }}期{% if 最长期数 > 督办期数 %}及以上{% endif %}{% endif %}"
        "滞后于序时进度，"
        "{% if 项数 > 1 %}其中差距最大的是{% else %}即{% endif %}{{ 差距最大.指标 }}，"
        "慢{{ 差距最大.慢 }}个百分点。具体事项见附件，现予督办。"
    )
    paper.add(
        "请你单位对照附件逐项查明滞后原因，明确措施、责任人和完成时间，抓紧补上差距，到{{ 应达日 }}达到附件所列进度。",
        lead="一、加快推进。",
    )
    paper.add(
        "请于{{ 限期 }}前书面反馈整改情况{% if 下期 %}，并随{{ 下期 }}填报表报送最新进展{% endif %}。",
        lead="二、按时反馈。",
    )


def make_supervision() -> bytes:
    """督办单.docx: text and signature upright, the list of what lags on a turned page."""
    paper = Paper("督办单")
    _text(paper)
    paper.blank()
    paper.add("附件：督办事项清单", "附件说明")
    paper.blank(2)
    paper.add("{{ 发文机关 }}", "发文机关署名（较长）")
    paper.add("{{ 落款日期 }}", "发文机关署名（较长）")
    paper.end_section(is_landscape=False)
    paper.add("附件", "附件序号")
    paper.blank()
    paper.add("督办事项清单", "附件标题")
    paper.add("（{{ 单位 }}，数据截至{{ 截至 }}）", "附件题注")
    labels, widths, cells, styles = zip(*_COLUMNS, strict=True)
    paper.table(looped(widths, "项 in 各项", labels, tuple(zip(cells, styles, strict=True))))
    paper.tag("{%p if 反映 %}")
    paper.add("你单位填报的存在问题及下步措施", "附件小标题")
    paper.tag("{%p for 项 in 反映 %}")
    paper.add("{{ loop.index }}．{{ 项.指标 }}：{{ 项.内容 }}")
    paper.tag("{%p endfor %}")
    paper.tag("{%p endif %}")
    paper.tag("{%p if 抄送 %}")
    paper.blank()
    paper.add("抄送：{{ 抄送 }}。", "抄送")
    paper.tag("{%p endif %}")
    paper.add("", "节末")
    return paper.finished(is_landscape=True)
