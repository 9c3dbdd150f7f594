"""The table 推进情况表, in the notice and alone."""

from collections.abc import Iterable, Sequence

from templates.build.layout import Paper, cell_xml, grid_table, looped, row_xml, tag_row

_COLUMNS = (
    ("编码", 750), ("指标", 2326), ("填报单位", 1800), ("计量单位", 1000), ("年度目标", 1400), ("完成情况", 1800),
    ("完成率", 1000), ("较序时\f百分点", 900), ("评定", 1000), ("名次", 780),
)  # fmt: skip
_ROW_TAGS = ("单位", "目标", "完成情况", "完成率", "快慢", "评定", "名次")
_STAGE, _STAGE_WIDTH = "环节", 760
_NARROWER = {"指标": 360, "填报单位": 200, "完成情况": 200}
"""What the other columns leave to 环节, which the table has once figures were checked."""
_STAGED = (*((label, width - _NARROWER.get(label, 0)) for label, width in _COLUMNS), (_STAGE, _STAGE_WIDTH))


def _progress_rows(columns: Sequence[tuple[str, int]], tags: Sequence[str]) -> Iterable[str]:
    widths = [width for _, width in columns]
    yield row_xml([cell_xml(label, "表头", width) for label, width in columns], is_head=True)
    yield tag_row("{%tr for 行 in 表 %}", widths)
    yield tag_row('{%tr if 行.种类 == "项目" %}', widths)
    yield row_xml([cell_xml("{{ 行.项目 }}", "表格项目", sum(widths), len(widths))])
    for tag, merge, text, middle in (
        ('{%tr elif 行.种类 == "汇总" %}', "first", "表格汇总", "表格汇总居中"),
        ("{%tr else %}", "next", "表格文字", "表格居中"),
    ):
        yield tag_row(tag, widths)
        cells = [
            cell_xml("{{ 行.编码 }}", middle, widths[0]),
            cell_xml("{{ 行.指标 }}" if merge == "first" else "", text, widths[1], merge=merge),
            cell_xml("{{ 行.填报单位 }}", text, widths[2]),
        ]
        cells += [cell_xml(f"{{{{ 行.{word} }}}}", middle, width) for word, width in zip(tags, widths[3:], strict=True)]
        yield row_xml(cells)
    yield tag_row("{%tr endif %}", widths)
    yield tag_row("{%tr endfor %}", widths)


def attachment(paper: Paper) -> None:
    """The title with its tables."""
    paper.add("{{ 附件名称 }}", "附件标题")
    paper.add("（数据截至{{ 截至 }}，{{ 期 }}末序时进度{{ 序时 }}）", "附件题注")
    paper.tag("{%p if 责任表 %}")
    middle = ("编号", "责任单位", "责任人", "分管领导")
    duty_cells = [
        (f"{{{{ 项.{word} }}}}", "表格居中" if word in middle else "表格文字")
        for word in ("编号", "任务", "责任单位", "责任人", "分管领导", "进度")
    ]
    paper.table(
        looped(
            (700, 3000, 1500, 1150, 1250, 5156), "项 in 责任表",
            ("编号", "工作任务", "责任单位", "责任人", "分管领导", "工作进度"),
            duty_cells,
        )
    )  # fmt: skip
    paper.add("各项指标完成情况", "附件小标题")
    paper.tag("{%p endif %}")
    paper.tag("{%p if 核验小计 %}")
    _progress_table(paper, _STAGED, (*_ROW_TAGS, _STAGE))
    paper.add(
        "注：“环节”栏中，“认定”“初核”是经有关部门核验后计入的数，“自报”是填报单位所报、尚未核验的数。", "表格文字"
    )
    paper.tag("{%p else %}")
    _progress_table(paper, _COLUMNS, _ROW_TAGS)
    paper.tag("{%p endif %}")


def _progress_table(paper: Paper, columns: Sequence[tuple[str, int]], tags: Sequence[str]) -> None:
    paper.table(grid_table([width for _, width in columns], _progress_rows(columns, tags)))


def make_progress_table() -> bytes:
    """推进情况表.docx: the attachment alone."""
    paper = Paper("推进情况表")
    attachment(paper)
    paper.add("", "节末")
    return paper.finished(is_landscape=True)
