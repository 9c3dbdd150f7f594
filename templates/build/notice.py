"""进度通报.docx: 版头, text, attachment on turned pages, 版记. The wording stands here as an office would write it."""

from templates.build.layout import Paper
from templates.build.official import add_head, add_imprint, add_room_for_head, add_signature
from templates.build.progress import attachment

_TARGET = "{% if 指标.目标 %}年度目标{{ 指标.目标 }}，{% elif 指标.任务 %}{{ 指标.任务 }}，{% endif %}"
_START = "{{ 指标.序号 }}．{{ 指标.名称 }}{% if 指标.牵头 %}（{{ 指标.牵头 }}牵头）{% endif %}。" + _TARGET
_CARRIED = "{% if 指标.沿用 %}{{ 指标.沿用 }}，{% endif %}"
_WHO = "{% if 指标.实施单位 %}{{ 指标.实施单位 }}{% else %}{{ 范围 }}{% endif %}"
_PARTS = "{% if 指标.其中 %}（其中{{ 指标.其中 }}）{% endif %}"
_PACE = (
    "{% if 指标.快慢 %}，{{ 指标.快慢 }}{% endif %}{% if 指标.节点 %}（{{ 指标.节点 }}）{% endif %}"
    "{% if 指标.较上期 %}，{{ 指标.较上期 }}{% endif %}。"
)
_ORDER_OF_UNITS = (
    "{% for 组 in 指标.先后 %}{% if 组.组 %}{{ 组.组 }}中，{% endif %}{{ 组.前 }}{% if 组.前 and 组.后 %}，{% endif %}"
    "{{ 组.后 }}{% if loop.last %}。{% else %}；{% endif %}{% endfor %}"
)
_END = _ORDER_OF_UNITS + "{{ 指标.进展 }}{{ 指标.说明 }}"


def _value(words: str) -> str:
    """The clause of value and completion; without a value (nothing done) the completion alone."""
    return (
        f"{{% if 指标.累计 %}}{words}{{{{ 指标.累计 }}}}{_PARTS}{{% if 指标.完成 %}}，{{{{ 指标.完成 }}}}{{% endif %}}"
        "{% else %}{{ 指标.完成 }}{% endif %}"
    )


_REPORTED = "应报{{ 指标.应报数 }}个单位，已报{{ 指标.已报数 }}个"
_FRAMES = {
    "数量": _START + _CARRIED + _WHO + _value("累计完成") + _PACE
    + "{% if 指标.完成单位 %}{{ 指标.完成单位 }}。{% endif %}" + _END,
    "时点": _START + _CARRIED + _WHO + _value("目前为")
    + "。{% if 指标.完成单位 %}{{ 指标.完成单位 }}。{% endif %}" + _END,
    "进度": _START + _CARRIED + _WHO + _value("形象进度") + _PACE + _END,
    "比率": _START + _CARRIED + _WHO + "目前为{{ 指标.累计 }}{% if 指标.达标 %}，{{ 指标.达标 }}{% endif %}"
    "{% if 指标.较上期 %}，{{ 指标.较上期 }}{% endif %}。" + _END,
    "分单位": _START + "{% if 指标.缺报单位 %}" + _REPORTED + "，{% endif %}" + _CARRIED
    + "{% if not 指标.达标词 %}各单位情况见附件"
    "{% elif 指标.全部达标 %}{% if 指标.缺报单位 %}已报的{% endif %}"
    "{{ 指标.达标数 }}个单位{{ 指标.均 }}{{ 指标.达标词 }}"
    "{% else %}{% if 指标.达标数 %}{{ 指标.达标数 }}个单位{{ 指标.达标词 }}，{% endif %}"
    "尚未{{ 指标.达标词 }}的是{{ 指标.未达标单位 }}{% endif %}"
    "{% if 指标.缺报单位 %}，尚缺{{ 指标.缺报单位 }}的数{% endif %}。"
    "{% if 指标.全域 %}{{ 范围 }}按分子、分母合计为{{ 指标.全域 }}。{% endif %}"
    "{% if 指标.无总数 %}{{ 指标.无总数 }}，不再计算{{ 范围 }}的比率。{% endif %}" + _END,
    "状态": _START + "{% if 指标.实施单位 %}由{{ 指标.实施单位 }}负责，目前{% endif %}{{ 指标.状态 }}"
    "{% if 指标.较上期 %}（{{ 指标.较上期 }}）{% endif %}。{{ 指标.进展 }}{{ 指标.说明 }}",
    "未报齐": _START + _REPORTED + "{% if 指标.沿用 %}，{{ 指标.沿用 }}{% endif %}"
    "{% if 指标.累计 %}，{{ 指标.合计称 }}{{ 指标.累计 }}" + _PARTS
    + "{% if 指标.完成 %}，为已报单位目标的{{ 指标.完成 }}{% endif %}"
    "{% elif 指标.完成 %}，{{ 指标.完成 }}{% endif %}"
    "{% if 指标.快慢 %}，{{ 指标.快慢 }}{% endif %}{% if 指标.节点 %}（{{ 指标.节点 }}）{% endif %}"
    "{% if 指标.较上期 %}，{{ 指标.较上期 }}{% endif %}；尚缺{{ 指标.缺报单位 }}的数。" + _END,
    "未报": _START + "{% if 指标.缺报单位 %}{{ 指标.缺报单位 }}尚未报送合格的数{% else %}尚未明确填报单位{% endif %}。",
}  # fmt: skip


def _overview(paper: Paper) -> None:
    paper.add("现将{{ 地区 }}{{ 年度 }}年重点民生实事截至{{ 截至 }}的推进情况通报如下。")
    paper.add("一、总体情况", "一级标题")
    paper.add(
        "{{ 年度 }}年{{ 范围 }}重点民生实事共{{ 项目数 }}件，分解为{{ 指标数 }}项指标，由{{ 填报单位 }}填报。"
        "{{ 期 }}末序时进度为{{ 序时 }}。"
    )
    paper.add(
        "本期应报{{ 应报数 }}个单位，"
        "{% if 未报单位 %}{% if 已报数 %}已报{{ 已报数 }}个，{{ 未报单位 }}未报{% else %}{{ 均 }}未报送{% endif %}"
        "{% else %}{{ 均 }}已报送{% endif %}。"
        "{% if 退回 %}经审核，{% for 项 in 退回 %}{{ 项.单位 }}有{{ 项.数 }}个数（{{ 项.指标 }}）"
        "{% if not loop.last %}、{% endif %}{% endfor %}有误或待核实，已退回，"
        "{% if 沿用上期 %}有上期数的暂以上期数代替{% else %}本期不计入{% endif %}。{% endif %}"
    )
    paper.tag("{%p if 核验小计 %}")
    paper.add(
        "本期数据经有关部门核验，计入的数中，{{ 核验小计 }}"
        "{% if 核减 %}；{% for 项 in 核减 %}{{ 项.单位 }}核减{{ 项.数 }}个"
        "{% if not loop.last %}、{% endif %}{% endfor %}{% endif %}。各数所处的环节见附件。"
    )
    paper.tag("{%p endif %}")
    paper.add(
        "{% if 评定小计 %}从{{ 范围 }}总数看，{{ 评定小计 }}"
        "{% if 暂不评定 %}；另有{{ 暂不评定 }}，暂不评定{% endif %}。"
        "{% else %}{{ 暂不评定 }}，暂不评定。{% endif %}"
        "{% if 已报快慢 %}数据未报齐的指标中，已报单位合计{{ 已报快慢 }}。{% endif %}"
    )
    paper.tag("{%p if 评定变化 or 升位 or 降位 %}")
    paper.add(
        "与{{ 上期称 }}相比，{{ 评定变化 }}{% if 评定变化 and (升位 or 降位) %}；{% endif %}"
        "{% if 升位 or 降位 %}综合名次上，{{ 升位 }}{% if 升位 and 降位 %}，{% endif %}{{ 降位 }}{% endif %}。"
    )
    paper.tag("{%p endif %}")
    paper.tag("{%p if 综合 %}")
    paper.add(
        "按各项目完成情况综合计分，{% for 组 in 综合 %}{% if 组.组 %}{{ 组.组 }}中，{% endif %}"
        "{{ 组.前 }}居前，{{ 组.后 }}居后{% if not loop.last %}；{% endif %}{% endfor %}"
        "{% if 有缺数 %}（缺报和退回的数暂按零分计）{% endif %}。"
    )
    paper.tag("{%p endif %}")
    paper.tag("{%p if 排名组 %}")
    paper.add("本通报所称名次和居前、居后，按{{ 排名组 }}分组比较。")
    paper.tag("{%p endif %}")


def _projects(paper: Paper) -> None:
    paper.tag("{%p for 类 in 类别 %}")
    paper.add("{{ 类.序号 }}、{{ 类.名称 }}进展情况", "一级标题")
    paper.tag("{%p for 项 in 类.项目 %}")
    paper.add("（{{ 项.序号 }}）{{ 项.名称 }}", "二级标题")
    paper.tag("{%p for 指标 in 项.指标 %}")
    for number, (frame, words) in enumerate(_FRAMES.items()):
        paper.tag(f'{{%p {"elif" if number else "if"} 指标.句式 == "{frame}" %}}')
        paper.add(words)
    for tag in ("{%p endif %}", "{%p endfor %}", "{%p endfor %}", "{%p endfor %}"):
        paper.tag(tag)


def _when(paper: Paper, condition: str, words: str, lead: str = "") -> None:
    paper.tag(f"{{%p if {condition} %}}")
    paper.add(words, lead=lead)
    paper.tag("{%p endif %}")


def _problems(paper: Paper) -> None:
    paper.tag("{%p if 问题序号 %}")
    paper.add("{{ 问题序号 }}、存在的主要问题", "一级标题")
    for group, lead, words in (
        (
            "滞后",
            "部分指标进度滞后。",
            "{{ loop.index }}．{{ 项.名称 }}。{{ 项.完成 }}{% if 项.快慢 %}，{{ 项.快慢 }}{% endif %}"
            "{% if 项.节点 %}（{{ 项.节点 }}）{% endif %}"
            "{% if 项.单位 %}，滞后单位：{{ 项.单位 }}{% endif %}。{{ 项.说明 }}",
        ),
        ("未达标", "部分指标未达标。", "{{ loop.index }}．{{ 项.名称 }}。{{ 项.内容 }}。{{ 项.说明 }}"),
    ):
        paper.tag(f"{{%p if {group} %}}")
        paper.add("具体如下：", lead=lead)
        paper.tag(f"{{%p for 项 in {group} %}}")
        paper.add(words)
        paper.tag("{%p endfor %}")
        paper.tag("{%p endif %}")
    _when(paper, "未启动", "具体是{{ 未启动 }}。", "部分工作尚未启动或尚无完成数。")
    _when(paper, "未报齐滞后", "下列指标数据尚未报齐，已报单位中半数以上滞后：{{ 未报齐滞后 }}。", "部分单位推进不快。")
    _when(paper, "问题单位", "滞后、未达标和未启动指标较多的是{{ 问题单位 }}。", "单位之间不够平衡。")
    _when(paper, "补报单位", "{{ 补报单位 }}的数据缺报或被退回，影响汇总。", "数据报送质量有待提高。")
    paper.tag("{%p endif %}")


def _steps(paper: Paper) -> None:
    paper.add("{{ 下一步序号 }}、下一步工作", "一级标题")
    _when(
        paper, "牵头",
        "{% for 组 in 牵头 %}{{ 组.单位 }}要抓好{{ 组.指标 }}；{% endfor %}要逐项查明原因，倒排工期，"
        "{% if 有下期 %}于{{ 限期 }}前随下期数据报送整改情况{% elif 限期 %}确保{{ 限期 }}前完成"
        "{% else %}抓紧补齐差距{% endif %}。",
        "加快补齐短板。",
    )  # fmt: skip
    _when(
        paper, "督促单位",
        "{{ 督促单位 }}要对照附件逐项制定赶进度措施，主要负责同志要靠前调度，"
        "{% if 有下期 %}力争下期有明显改观"
        "{% elif 限期 %}确保全年任务如期完成{% else %}抓紧完成剩余任务{% endif %}。",
        "压实单位责任。",
    )  # fmt: skip
    _when(
        paper, "补报单位",
        "{{ 补报单位 }}要核对更正、尽快补报，{% if 有下期 %}最迟{{ 限期 }}前随下期数据补齐，{% endif %}做到数出有据。",
        "及时补报数据。",
    )  # fmt: skip
    _when(paper, "各项完成", "已完成、已达标的指标，要整理归档佐证材料，做好后续管护，防止反弹。", "巩固已有成效。")
    paper.add(
        "请各责任单位对照附件抓好落实，{% if 限期 %}确保年度各项任务如期完成{% else %}抓紧完成剩余任务{% endif %}。",
        "公文正文（与下段同页）",
    )


_TITLE = "{{ 发文机关 }}\n关于{{ 期 }}{{ 范围 }}重点民生实事\n推进情况的通报"


def make_notice() -> bytes:
    """进度通报.docx: 版头, text, attachment on turned pages, 版记."""
    paper = Paper("进度通报")
    add_head(paper, _TITLE)
    return _finished(paper)


def make_notice_on_red_paper() -> bytes:
    """通报_无版头.docx: the same without a red head, for departments that print on their own red paper."""
    paper = Paper("通报_无版头")
    add_room_for_head(paper, _TITLE)
    return _finished(paper)


def _finished(paper: Paper) -> bytes:
    """What comes below the title."""
    for part in (_overview, _projects, _problems, _steps):
        part(paper)
    paper.blank(is_with_next=True)
    paper.add("附件：{{ 附件名称 }}", "附件说明")
    add_signature(paper)
    paper.end_section(is_landscape=False)
    paper.add("附件", "附件序号")
    paper.blank()
    attachment(paper)
    paper.end_section(is_landscape=True)
    add_imprint(paper)
    return paper.finished(is_landscape=False)
