"""反馈单.docx and 催报单.docx: what goes back to the units that report."""

from templates.build.layout import Paper, looped


def make_feedback() -> bytes:
    """反馈单.docx: what one unit has to mend."""
    paper = Paper("反馈单")
    paper.add("{{ 期 }}重点民生实事{% if 核验环节 %}{{ 核验环节 }}结果{% else %}填报数据{% endif %}反馈单", "附件标题")
    paper.blank()
    paper.add("{{ 单位 }}：", "主送机关")
    paper.add(
        "{% if 文件 %}你单位报来的{{ 文件 }}，经审核，{% else %}你单位本期填报情况，经审核，{% endif %}"
        "{% if 须改正 %}有{{ 须改正数 }}处须改正或说明，"
        "{% if 核验环节 %}改正前所涉各处按尚未{{ 核验环节 }}处理。{% else %}"
        "{% if 全部退回 %}全部{% else %}所涉{% endif %}数据"
        "{% if 沿用上期 %}改正前以上期数代替{% else %}暂不计入汇总{% endif %}。{% endif %}"
        "{% else %}没有须改正的内容。{% endif %}"
        "{% if 提示 %}另有{{ 提示数 }}处供了解，不影响采用。{% endif %}"
    )
    paper.tag("{%p if 须改正 %}")
    paper.add(
        "请在随本单退回的表上逐处核对："
        "{% if 错误数 > 0 %}级别为“错误”的，请改正{% endif %}"
        "{% if 错误数 > 0 and 核实数 > 0 %}；{% endif %}"
        "{% if 核实数 > 0 %}级别为“核实”的，有误的请改正，属实的请在“"
        "{% if 核验环节 %}意见{% else %}说明{% endif %}”栏写明原因{% endif %}。"
        "改好后将填报日期改为当天，"
        "{% if 核验环节 %}接单后尽快重报。{% else %}"
        "于{{ 上报截止 }}前重报；已过截止日期的，接单后立即重报。{% endif %}"
    )
    paper.tag("{%p endif %}")
    widths = (600, 800, 2050, 4106, 2600, 2600)
    for group, title in (
        ("须改正", "一、须改正或说明的内容"),
        ("提示", "{% if 须改正 %}二{% else %}一{% endif %}、供了解的内容"),
    ):
        paper.tag(f"{{%p if {group} %}}")
        paper.add(title, "一级标题")
        paper.table(
            looped(
                widths, f"项 in {group}", ("序号", "级别", "位置\f（工作表、单元格）", "问题", "应为", "怎样处理"),
                (("{{ loop.index }}", "表格居中"), ("{{ 项.级别 }}", "表格居中"), ("{{ 项.位置 }}", "表格文字"),
                 ("{{ 项.问题 }}", "表格文字"), ("{{ 项.应为 }}", "表格文字"), ("{{ 项.处理 }}", "表格文字")),
            )
        )  # fmt: skip
        paper.tag("{%p endif %}")
    _sender(paper)
    return paper.finished(is_landscape=True)


def _sender(paper: Paper) -> None:
    """Name and date of an internal slip."""
    paper.blank()
    paper.add("{{ 发文机关 }}", "发文机关署名（较长）")
    paper.add("{{ 落款日期 }}", "发文机关署名（较长）")


def make_reminder() -> bytes:
    """催报单.docx: who owes figures, which, by when."""
    paper = Paper("催报单")
    paper.add("关于报送{{ 期 }}重点民生实事\n进展数据的催报单", "附件标题")
    paper.blank()
    paper.add("各有关单位：", "主送机关")
    paper.add(
        "{{ 地区 }}重点民生实事{{ 期 }}进展数据上报截止日期为{{ 上报截止 }}。"
        "{% if 催报 %}经核对，{% if 未报数 > 0 %}{{ 未报数 }}个单位尚未报送{% endif %}"
        "{% if 未报数 > 0 and 重报数 > 0 %}，{% endif %}"
        "{% if 重报数 > 0 %}{{ 重报数 }}个单位部分或全部数据被退回{% endif %}。"
        "请下列单位按所列内容抓紧报送；已过截止日期的，接单后立即报送，并说明原因。"
        "{% else %}各单位均已报送，没有须催报的内容。{% endif %}"
    )
    paper.blank()
    paper.tag("{%p if 催报 %}")
    paper.table(
        looped(
            (600, 2200, 1600, 4445), "项 in 催报", ("序号", "单位", "情况", "应报内容"),
            (("{{ loop.index }}", "表格居中"), ("{{ 项.单位 }}", "表格文字"), ("{{ 项.情况 }}", "表格居中"),
             ("{{ 项.内容 }}", "表格文字")),
        )
    )  # fmt: skip
    paper.tag("{%p endif %}")
    _sender(paper)
    return paper.finished(is_landscape=False)
