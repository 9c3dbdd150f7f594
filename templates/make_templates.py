"""Makes the office's Word templates afresh, in the layout of GB/T 9704-2012: `python templates/make_templates.py`.

The .docx beside this file are what the tool uses and what the office edits in Word; this script made them once and
makes them again byte for byte. Fonts, sizes and spacing live in the styles, the wording in the paragraphs.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

FOLDER = Path(__file__).resolve().parent
if __name__ == "__main__":
    sys.path.insert(0, str(FOLDER.parent))

from generators.packing import packed  # noqa: E402 - the project's root is on the path only from here on

FANG, KAI, HEI, BIAO, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
TYPE_WIDTH = 8845
"""Width of the upright type area (156 mm) in twips."""

TYPE_HEIGHT = 12756
"""Height of the upright type area (225 mm), in twips."""

LINE, CHARACTER_SPACING = 579, -5
"""28.95 pt and -0.25 pt: 22 lines of 28 characters (gongwen A10, A11)."""

CHARACTER = 315
"""A 三号 character with its spacing, in twips: the indent of one 字."""

RED = "FF0000"


# Styles: (name, font, half points, alignment, line in twips, what else stands in pPr, what else stands in rPr)


def _indent(**places: int) -> str:
    return "<w:ind " + " ".join(f'w:{name}="{value}"' for name, value in places.items()) + "/>"


_FIRST_LINE = _indent(firstLineChars=200, firstLine=2 * CHARACTER)
_HEADING = "<w:keepNext/>"
_RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="{RED}"/></w:pBdr>'
_CELL = '<w:snapToGrid w:val="0"/>'
_RIGHT_TAB = '<w:tabs><w:tab w:val="right" w:pos="8565"/></w:tabs>'
_RED_RUN = f'<w:color w:val="{RED}"/>'


def _red_head(width: int, size: int) -> tuple[str, int, str, int, str, str]:
    """The 发文机关标志 with glyphs of `size` half points, narrowed to `width` per cent."""
    return (BIAO, size, "center", 1210, "", f'{_RED_RUN}<w:w w:val="{width}"/>')


_STYLES: dict[str, tuple[str, int, str, int, str, str]] = {
    "公文正文": (FANG, 32, "both", LINE, _FIRST_LINE, ""),
    "空行": (FANG, 32, "both", LINE, "", ""),
    "发文机关标志": _red_head(100, 96),
    "发文机关标志（较长）": _red_head(70, 96),
    "发文机关标志（很长）": _red_head(52, 84),
    "发文字号": (FANG, 32, "center", LINE, _RULE, ""),
    "公文标题": (BIAO, 44, "center", LINE, _HEADING, ""),
    "主送机关": (FANG, 32, "both", LINE, "", ""),
    "一级标题": (HEI, 32, "both", LINE, _HEADING + _FIRST_LINE + '<w:outlineLvl w:val="0"/>', ""),
    "二级标题": (KAI, 32, "both", LINE, _HEADING + _FIRST_LINE + '<w:outlineLvl w:val="1"/>', ""),
    "附件说明": (FANG, 32, "both", LINE, _indent(left=5 * CHARACTER, hanging=3 * CHARACTER), ""),
    "发文机关署名": (FANG, 32, "left", LINE, '<w:keepNext/><w:tabs><w:tab w:val="center" w:pos="6524"/></w:tabs>', ""),
    "发文机关署名（较长）": (FANG, 32, "right", LINE, "<w:keepNext/>", ""),
    "成文日期": (FANG, 32, "right", LINE, _indent(rightChars=400, right=4 * CHARACTER), ""),
    "附件序号": (HEI, 32, "left", LINE, _HEADING, ""),
    "附件标题": (BIAO, 44, "center", LINE, _HEADING, ""),
    "附件小标题": (HEI, 28, "left", 480, _HEADING, ""),
    "附件题注": (KAI, 24, "center", 400, _HEADING, ""),
    "表头": (HEI, 21, "center", 300, _CELL, ""),
    "表格文字": (FANG, 21, "left", 300, _CELL, ""),
    "表格居中": (FANG, 21, "center", 300, _CELL, ""),
    "表格汇总": (HEI, 21, "left", 300, _CELL, ""),
    "表格汇总居中": (HEI, 21, "center", 300, _CELL, ""),
    "表格项目": (KAI, 21, "left", 300, _CELL + "<w:keepNext/>", ""),
    "节末": (FANG, 2, "left", 20, _CELL, ""),
    "抄送": (FANG, 28, "both", 500, _indent(left=1120, right=280, hanging=840), ""),
    "印发": (FANG, 28, "left", 500, _indent(left=280, right=280) + _RIGHT_TAB, ""),
    "页码": (SONG, 28, "right", 0, _indent(rightChars=100, right=280), ""),
    "页码（双页）": (SONG, 28, "left", 0, _indent(leftChars=100, left=280), ""),
    "模板标签": (KAI, 18, "left", 240, "", '<w:color w:val="808080"/>'),
}  # fmt: skip
_LEAD_STYLE = "段首语"
_THREE = 32
"""Half points of 三号: text of this size is drawn together to 28 characters a line."""

_ORDER = (
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "widowControl",
    "pBdr",
    "tabs",
    "kinsoku",
    "overflowPunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
    "ind",
    "contextualSpacing",
    "jc",
    "outlineLvl",
)
"""The order that the schema asks of the elements of pPr."""


def _fonts(face: str) -> str:
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'


def _run_properties(face: str, size: int, more: str = "") -> str:
    color, narrow = (more[: more.index("<w:w ")], more[more.index("<w:w ") :]) if "<w:w " in more else (more, "")
    drawn = f'<w:spacing w:val="{CHARACTER_SPACING}"/>' if size == _THREE else ""
    return f'{_fonts(face)}{color}{drawn}{narrow}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _paragraph_properties(align: str, line: int, more: str) -> Any:
    spacing = f'w:line="{line}" w:lineRule="exact"' if line else 'w:line="240" w:lineRule="auto"'
    properties = parse_xml(
        f'<w:pPr {nsdecls("w")}><w:widowControl w:val="0"/><w:spacing w:before="0" w:after="0" {spacing}/>'
        f'<w:jc w:val="{align}"/>{more}</w:pPr>'
    )
    properties[:] = sorted(properties, key=lambda one: _ORDER.index(one.tag.partition("}")[2]))
    return properties


def _style(number: int, name: str) -> Any:
    face, size, align, line, paragraph, run = _STYLES[name]
    style = parse_xml(
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="GW{number:02}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:rPr>{_run_properties(face, size, run)}</w:rPr></w:style>"
    )
    style.insert(3, _paragraph_properties(align, line, paragraph))
    return style


def _styles() -> Any:
    """styles.xml with our styles alone: no theme fonts, no spacing from Word's own Normal."""
    normal = _run_properties(FANG, _THREE)
    root = parse_xml(
        f'<w:styles {nsdecls("w")}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANG)}<w:sz w:val="32"/>'
        '<w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f"<w:rPr>{normal}</w:rPr></w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        f'<w:style w:type="character" w:customStyle="1" w:styleId="GWLead"><w:name w:val="{_LEAD_STYLE}"/><w:qFormat/>'
        f"<w:rPr>{_fonts(KAI)}</w:rPr></w:style></w:styles>"
    )
    for number, name in enumerate(_STYLES, 1):
        root.append(_style(number, name))
    return root


_STYLE_IDS = {name: f"GW{number:02}" for number, name in enumerate(_STYLES, 1)}


# Paragraphs, tables, sections


def _text(words: str) -> str:
    """Words as the content of a run: \\n is a line break, \\t a tab."""
    safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    safe = safe.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    safe = safe.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:t xml:space="preserve">{safe}</w:t>'


def _paragraph_xml(words: str, style: str, lead: str = "") -> str:
    runs = f'<w:r><w:rPr><w:rStyle w:val="GWLead"/></w:rPr>{_text(lead)}</w:r>' if lead else ""
    runs += f"<w:r>{_text(words)}</w:r>" if words else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{_STYLE_IDS[style]}"/></w:pPr>{runs}</w:p>'


Cell = tuple[str, str]
"""Words and style of a cell; several paragraphs are parted by a form feed."""


def _cell_xml(words: str, style: str, width: int, span: int = 1, merge: str = "", borders: str = "") -> str:
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += {"": "", "first": '<w:vMerge w:val="restart"/>', "next": "<w:vMerge/>"}[merge]
    paragraphs = "".join(_paragraph_xml(part, style) for part in words.split("\f"))
    return f'<w:tc><w:tcPr>{properties}{borders}<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'


def _row_xml(cells: Iterable[str], *, is_head: bool = False) -> str:
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def _tag_row(tag: str, widths: Sequence[int]) -> str:
    """A row that holds a {%tr %} tag and vanishes when the paper is made."""
    return _row_xml([_cell_xml(tag, "模板标签", sum(widths), len(widths))])


def _grid_table(widths: Sequence[int], rows: Iterable[str]) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return _table_xml(widths, rows, f"<w:tblBorders>{edges}</w:tblBorders>", margin=57)


def _table_xml(widths: Sequence[int], rows: Iterable[str], more: str, margin: int) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    sides = "".join(f'<w:{side} w:w="{margin}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/>{more}<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{sides}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _looped(widths: Sequence[int], loop: str, labels: Sequence[str], cells: Sequence[Cell]) -> str:
    """A table with one head row and one row for each item of a loop."""
    head = _row_xml(
        [_cell_xml(label, "表头", width) for label, width in zip(labels, widths, strict=True)], is_head=True
    )
    line = _row_xml([_cell_xml(words, style, width) for (words, style), width in zip(cells, widths, strict=True)])
    return _grid_table(
        widths, [head, _tag_row(f"{{%tr for {loop} %}}", widths), line, _tag_row("{%tr endfor %}", widths)]
    )


class _Paper:
    """A document in the making: paragraphs and tables are added at its end."""

    def __init__(self, title: str) -> None:
        self.document = Document()
        self._body = self.document.element.body
        self.document.part._styles_part._element = _styles()
        package = self.document.part.package
        for key in [one for one, rel in package.rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
            del package.rels[key]
        core = self.document.core_properties
        core.author = core.comments = core.keywords = core.last_modified_by = ""
        core.title, core.created = title, datetime(2023, 1, 1)
        self.document.settings.odd_and_even_pages_header_footer = True

    def add(self, words: str, style: str = "公文正文", lead: str = "") -> None:
        self._append(_paragraph_xml(words, style, lead))

    def blank(self, lines: int = 1) -> None:
        for _ in range(lines):
            self.add("", "空行")

    def tag(self, words: str) -> None:
        self.add(words, "模板标签")

    def table(self, xml: str) -> None:
        self._append(xml)

    def _append(self, xml: str) -> None:
        if "xmlns:w=" not in xml:
            xml = xml.replace(">", f" {nsdecls('w')}>", 1) if xml.startswith("<w:p>") else xml
        self._body.insert(len(self._body) - 1, parse_xml(xml))

    def end_section(self, *, is_landscape: bool) -> None:
        """Ends a section with a paragraph of one point, so that no tag can carry it away."""
        self.add("", "节末")
        properties = self._body[len(self._body) - 2].get_or_add_pPr()
        properties.append(parse_xml(_section_xml(is_landscape)))

    def finished(self, *, is_landscape: bool) -> bytes:
        """The file, its last section turned or upright; the page numbers are those of the first section."""
        last = self._body[len(self._body) - 1]
        self._body.replace(last, parse_xml(_section_xml(is_landscape)))
        first = self.document.sections[0]
        _page_number(first.footer, "页码")
        _page_number(first.even_page_footer, "页码（双页）")
        buffer = BytesIO()
        self.document.save(buffer)
        return packed(buffer.getvalue())


def _section_xml(is_landscape: bool) -> str:
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if is_landscape else 'w:w="11906" w:h="16838"'
    upright = 'w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:footer="1434"'
    turned = 'w:top="1588" w:right="2098" w:bottom="1474" w:left="1984" w:footer="924"'
    return (
        f'<w:sectPr {nsdecls("w")}><w:type w:val="nextPage"/><w:pgSz {size}/>'
        f'<w:pgMar {turned if is_landscape else upright} w:header="851" w:gutter="0"/></w:sectPr>'
    )


def _page_number(footer: Any, style: str) -> None:
    footer.is_linked_to_previous = False
    element = footer._element
    for child in list(element):
        element.remove(child)
    parts = ('<w:fldChar w:fldCharType="begin"/>', '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
             '<w:fldChar w:fldCharType="separate"/>', "<w:t>1</w:t>", '<w:fldChar w:fldCharType="end"/>')  # fmt: skip
    field = "".join(f"<w:r>{part}</w:r>" for part in parts)
    dash = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    element.append(
        parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{_STYLE_IDS[style]}"/></w:pPr>'
            f"{dash.format('— ')}{field}{dash.format(' —')}</w:p>"
        )
    )


# The table 推进情况表, in the notice and alone

_COLUMNS = (
    ("编码", 750), ("指标", 2326), ("填报单位", 1800), ("计量单位", 1000), ("年度目标", 1400), ("完成情况", 1800),
    ("完成率", 1000), ("较序时\f百分点", 900), ("评定", 1000), ("名次", 780),
)  # fmt: skip
_ROW_TAGS = ("单位", "目标", "完成情况", "完成率", "快慢", "评定", "名次")


def _progress_rows(widths: Sequence[int]) -> Iterable[str]:
    yield _row_xml([_cell_xml(label, "表头", width) for label, width in _COLUMNS], is_head=True)
    yield _tag_row("{%tr for 行 in 表 %}", widths)
    yield _tag_row('{%tr if 行.种类 == "项目" %}', widths)
    yield _row_xml([_cell_xml("{{ 行.项目 }}", "表格项目", sum(widths), len(widths))])
    for tag, merge, text, middle in (
        ('{%tr elif 行.种类 == "汇总" %}', "first", "表格汇总", "表格汇总居中"),
        ("{%tr else %}", "next", "表格文字", "表格居中"),
    ):
        yield _tag_row(tag, widths)
        cells = [
            _cell_xml("{{ 行.编码 }}", middle, widths[0]),
            _cell_xml("{{ 行.指标 }}" if merge == "first" else "", text, widths[1], merge=merge),
            _cell_xml("{{ 行.填报单位 }}", text, widths[2]),
        ]
        cells += [
            _cell_xml(f"{{{{ 行.{word} }}}}", middle, width) for word, width in zip(_ROW_TAGS, widths[3:], strict=True)
        ]
        yield _row_xml(cells)
    yield _tag_row("{%tr endif %}", widths)
    yield _tag_row("{%tr endfor %}", widths)


def _attachment(paper: _Paper) -> None:
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
        _looped(
            (700, 3000, 1500, 1150, 1250, 5156), "项 in 责任表",
            ("编号", "工作任务", "责任单位", "责任人", "分管领导", "工作进度"),
            duty_cells,
        )
    )  # fmt: skip
    paper.add("各项指标完成情况", "附件小标题")
    paper.tag("{%p endif %}")
    widths = [width for _, width in _COLUMNS]
    paper.table(_grid_table(widths, _progress_rows(widths)))


# 进度通报

_TARGET = "{% if 指标.目标 %}年度目标{{ 指标.目标 }}，{% elif 指标.任务 %}{{ 指标.任务 }}，{% endif %}"
_START = "{{ 指标.序号 }}．{{ 指标.名称 }}。" + _TARGET
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
_END = _ORDER_OF_UNITS + "{{ 指标.进展 }}"


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
    "比率": _START + _CARRIED + _WHO + "目前为{{ 指标.累计 }}{% if 指标.达标 %}，{{ 指标.达标 }}{% endif %}。" + _END,
    "分单位": _START + "{% if 指标.缺报单位 %}" + _REPORTED + "，{% endif %}" + _CARRIED
    + "{% if not 指标.达标词 %}各单位情况见附件"
    "{% elif 指标.全部达标 %}{% if 指标.缺报单位 %}已报的{% endif %}{{ 指标.达标数 }}个单位均{{ 指标.达标词 }}"
    "{% else %}{% if 指标.达标数 %}{{ 指标.达标数 }}个单位{{ 指标.达标词 }}，{% endif %}"
    "尚未{{ 指标.达标词 }}的是{{ 指标.未达标单位 }}{% endif %}"
    "{% if 指标.缺报单位 %}，尚缺{{ 指标.缺报单位 }}的数{% endif %}。"
    "{% if 指标.全域 %}{{ 范围 }}按分子、分母合计为{{ 指标.全域 }}。{% endif %}" + _END,
    "状态": _START + "{% if 指标.实施单位 %}由{{ 指标.实施单位 }}负责，目前{% endif %}{{ 指标.状态 }}。{{ 指标.进展 }}",
    "未报齐": _START + _REPORTED + "{% if 指标.累计 %}，合计{{ 指标.累计 }}" + _PARTS
    + "{% if 指标.完成 %}，为已报单位目标的{{ 指标.完成 }}{% endif %}"
    "{% elif 指标.完成 %}，{{ 指标.完成 }}{% endif %}；尚缺{{ 指标.缺报单位 }}的数。" + _END,
    "未报": _START + "{% if 指标.缺报单位 %}{{ 指标.缺报单位 }}尚未报送合格的数{% else %}尚未明确填报单位{% endif %}。",
}  # fmt: skip


def _head(paper: _Paper) -> None:
    """版头, title and 主送机关. The three empty lines on top are the places of 份号, 密级 and 紧急程度."""
    paper.blank(3)
    for condition, style in (
        ("if 标志字数 <= 9", "发文机关标志"),
        ("elif 标志字数 <= 13", "发文机关标志（较长）"),
        ("else", "发文机关标志（很长）"),
    ):  # fmt: skip
        paper.tag(f"{{%p {condition} %}}")
        paper.add("{{ 发文机关 }}文件", style)
    paper.tag("{%p endif %}")
    paper.blank(2)
    paper.add("{{ 文号 }}", "发文字号")
    paper.blank(2)
    paper.add("{{ 发文机关 }}\n关于{{ 期 }}{{ 范围 }}重点民生实事\n推进情况的通报", "公文标题")
    paper.blank()
    paper.tag("{%p if 主送机关 %}")
    paper.add("{{ 主送机关 }}：", "主送机关")
    paper.tag("{%p endif %}")


def _overview(paper: _Paper) -> None:
    paper.add("现将{{ 地区 }}{{ 年度 }}年重点民生实事截至{{ 截至 }}的推进情况通报如下。")
    paper.add("一、总体情况", "一级标题")
    paper.add(
        "{{ 年度 }}年{{ 范围 }}重点民生实事共{{ 项目数 }}件，分解为{{ 指标数 }}项指标，由{{ 填报单位 }}填报。"
        "{{ 期 }}末序时进度为{{ 序时 }}。"
    )
    paper.add(
        "本期应报{{ 应报数 }}个单位，"
        "{% if 未报单位 %}已报{{ 已报数 }}个，{{ 未报单位 }}未报{% else %}均已报送{% endif %}。"
        "{% if 退回 %}经审核，{% for 项 in 退回 %}{{ 项.单位 }}有{{ 项.数 }}个数（{{ 项.指标 }}）"
        "{% if not loop.last %}、{% endif %}{% endfor %}有误或待核实，已退回，本期不计入。{% endif %}"
    )
    paper.add(
        "{% if 评定小计 %}从{{ 范围 }}总数看，{{ 评定小计 }}"
        "{% if 暂不评定 %}；另有{{ 暂不评定 }}，暂不评定{% endif %}。"
        "{% else %}{{ 暂不评定 }}，暂不评定。{% endif %}"
    )
    paper.tag("{%p if 综合 %}")
    paper.add(
        "按各项目完成情况综合计分，{% for 组 in 综合 %}{% if 组.组 %}{{ 组.组 }}中，{% endif %}"
        "{{ 组.前 }}居前，{{ 组.后 }}居后{% if not loop.last %}；{% endif %}{% endfor %}"
        "{% if 有缺数 %}（缺报和退回的数暂按零分计）{% endif %}。"
    )
    paper.tag("{%p endif %}")


def _projects(paper: _Paper) -> None:
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


def _when(paper: _Paper, condition: str, words: str, lead: str = "") -> None:
    paper.tag(f"{{%p if {condition} %}}")
    paper.add(words, lead=lead)
    paper.tag("{%p endif %}")


def _problems(paper: _Paper) -> None:
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
    _when(paper, "未启动", "尚未取得完成数的有：{{ 未启动 }}。", "部分工作尚未启动。")
    _when(paper, "未报齐滞后", "下列指标数据尚未报齐，已报单位中半数以上滞后：{{ 未报齐滞后 }}。", "部分单位推进不快。")
    _when(paper, "问题单位", "滞后、未达标和未启动指标较多的是{{ 问题单位 }}。", "单位之间不够平衡。")
    _when(paper, "补报单位", "{{ 补报单位 }}的数据缺报或被退回，影响汇总。", "数据报送质量有待提高。")
    paper.tag("{%p endif %}")


def _steps(paper: _Paper) -> None:
    paper.add("{{ 下一步序号 }}、下一步工作", "一级标题")
    _when(
        paper, "牵头",
        "{% for 组 in 牵头 %}{{ 组.单位 }}要抓好{{ 组.指标 }}；{% endfor %}逐项查明原因，倒排工期，明确完成时限。",
        "加快补齐短板。",
    )  # fmt: skip
    _when(paper, "督促单位", "{{ 督促单位 }}要对照附件逐项制定赶进度措施，主要负责同志要靠前调度。", "压实单位责任。")
    _when(paper, "补报单位", "{{ 补报单位 }}要核对更正、尽快补报，做到数出有据。", "及时补报数据。")
    _when(paper, "各项完成", "已完成、已达标的指标，要整理归档佐证材料，做好后续管护，防止反弹。", "巩固已有成效。")
    paper.add("请各责任单位对照附件抓好落实，下期报送数据时一并说明整改情况。")


def _signature(paper: _Paper) -> None:
    """附件说明, then name and date with room for the seal: the date 4 字 from the right, the name centred over it."""
    paper.blank()
    paper.add("附件：{{ 附件名称 }}", "附件说明")
    paper.blank(3)
    paper.tag("{%p if 标志字数 <= 16 %}")
    paper.add("\t{{ 发文机关 }}", "发文机关署名")
    paper.tag("{%p else %}")
    paper.add("{{ 发文机关 }}", "发文机关署名（较长）")
    paper.tag("{%p endif %}")
    paper.add("{{ 成文日期 }}", "成文日期")


def _imprint(paper: _Paper) -> None:
    """版记 at the bottom of the last page: a table in the bottom of a cell as high as the type area."""

    def edges(top: int, bottom: int) -> str:
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
            for side, size in (("top", top), ("bottom", bottom))
        )
        return f"<w:tcBorders>{sides}</w:tcBorders>"

    widths = [TYPE_WIDTH]
    printed = "{{ 印发机关 }}\t{{ 印发日期 }}印发"
    rows = [
        _tag_row("{%tr if 抄送 %}", widths),
        _row_xml([_cell_xml("抄送：{{ 抄送 }}。", "抄送", TYPE_WIDTH, borders=edges(8, 6))]),
        _row_xml([_cell_xml(printed, "印发", TYPE_WIDTH, borders=edges(6, 8))]),
        _tag_row("{%tr else %}", widths),
        _row_xml([_cell_xml(printed, "印发", TYPE_WIDTH, borders=edges(8, 8))]),
        _tag_row("{%tr endif %}", widths),
    ]
    inner = _table_xml(widths, rows, "", margin=0)
    cell = (
        f'<w:tc><w:tcPr><w:tcW w:w="{TYPE_WIDTH}" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr>'
        f"{inner}{_paragraph_xml('', '节末')}</w:tc>"
    )
    height = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{TYPE_HEIGHT - 60}" w:hRule="exact"/></w:trPr>'
    paper.add("", "节末")  # a section that begins with a table loses its page size in LibreOffice
    paper.table(_table_xml(widths, [f"<w:tr>{height}{cell}</w:tr>"], "", margin=0))
    paper.add("", "节末")


def make_notice() -> bytes:
    """进度通报.docx: 版头, text, attachment on turned pages, 版记."""
    paper = _Paper("进度通报")
    for part in (_head, _overview, _projects, _problems, _steps, _signature):
        part(paper)
    paper.end_section(is_landscape=False)
    paper.add("附件", "附件序号")
    paper.blank()
    _attachment(paper)
    paper.end_section(is_landscape=True)
    _imprint(paper)
    return paper.finished(is_landscape=False)


def make_progress_table() -> bytes:
    """推进情况表.docx: the attachment alone."""
    paper = _Paper("推进情况表")
    _attachment(paper)
    paper.add("", "节末")
    return paper.finished(is_landscape=True)


# 反馈单, 催报单


def make_feedback() -> bytes:
    """反馈单.docx: what one unit has to mend."""
    paper = _Paper("反馈单")
    paper.add("{{ 期 }}重点民生实事填报数据反馈单", "附件标题")
    paper.blank()
    paper.add("{{ 单位 }}：", "主送机关")
    paper.add(
        "{% if 文件 %}你单位报来的{{ 文件 }}，经审核，{% else %}你单位本期填报情况，经审核，{% endif %}"
        "{% if 须改正 %}有{{ 须改正数 }}处须改正或说明，所涉数据暂不计入汇总。请逐处核对，改正后连同原表一并重报。"
        "本期上报截止日期为{{ 上报截止 }}。{% else %}没有须改正的内容。{% endif %}"
        "{% if 提示 %}另有{{ 提示数 }}处提示，不影响采用。{% endif %}"
    )
    widths = (600, 800, 2800, 3856, 2200, 2500)
    for group, title in (
        ("须改正", "一、须改正或说明的内容"),
        ("提示", "{% if 须改正 %}二{% else %}一{% endif %}、提示"),
    ):
        paper.tag(f"{{%p if {group} %}}")
        paper.add(title, "一级标题")
        paper.table(
            _looped(
                widths, f"项 in {group}", ("序号", "级别", "位置（文件、工作表、单元格）", "问题", "应为", "怎样处理"),
                (("{{ loop.index }}", "表格居中"), ("{{ 项.级别 }}", "表格居中"), ("{{ 项.位置 }}", "表格文字"),
                 ("{{ 项.问题 }}", "表格文字"), ("{{ 项.应为 }}", "表格文字"), ("{{ 项.处理 }}", "表格文字")),
            )
        )  # fmt: skip
        paper.tag("{%p endif %}")
    _sender(paper)
    return paper.finished(is_landscape=True)


def _sender(paper: _Paper) -> None:
    """Name and date of an internal slip."""
    paper.blank()
    paper.add("{{ 发文机关 }}", "发文机关署名（较长）")
    paper.add("{{ 落款日期 }}", "发文机关署名（较长）")


def make_reminder() -> bytes:
    """催报单.docx: who owes figures, which, by when."""
    paper = _Paper("催报单")
    paper.add("关于报送{{ 期 }}重点民生实事\n进展数据的催报单", "附件标题")
    paper.blank()
    paper.add("各有关单位：", "主送机关")
    paper.add(
        "{{ 地区 }}{{ 年度 }}年重点民生实事{{ 期 }}进展数据上报截止日期为{{ 上报截止 }}。"
        "{% if 催报 %}经核对，{% if 未报数 > 0 %}{{ 未报数 }}个单位尚未报送{% endif %}"
        "{% if 未报数 > 0 and 重报数 > 0 %}，{% endif %}"
        "{% if 重报数 > 0 %}{{ 重报数 }}个单位部分或全部数据被退回{% endif %}。"
        "请下列单位抓紧报送；已过截止日期的，接单后立即报送，并说明原因。"
        "{% else %}各单位均已报送，没有须催报的内容。{% endif %}"
    )
    paper.blank()
    paper.tag("{%p if 催报 %}")
    paper.table(
        _looped(
            (700, 2000, 1600, 4545), "项 in 催报", ("序号", "单位", "情况", "应报内容"),
            (("{{ loop.index }}", "表格居中"), ("{{ 项.单位 }}", "表格文字"), ("{{ 项.情况 }}", "表格居中"),
             ("{{ 项.内容 }}", "表格文字")),
        )
    )  # fmt: skip
    paper.tag("{%p endif %}")
    _sender(paper)
    return paper.finished(is_landscape=False)


TEMPLATES: dict[str, Callable[[], bytes]] = {
    "进度通报.docx": make_notice,
    "推进情况表.docx": make_progress_table,
    "反馈单.docx": make_feedback,
    "催报单.docx": make_reminder,
}


def main() -> None:
    """Writes every template beside this file."""
    for name, make in TEMPLATES.items():
        (FOLDER / name).write_bytes(make())
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
