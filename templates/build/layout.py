"""The look of our papers by GB/T 9704-2012: styles that carry all fonts and spacing, paragraphs, tables, sections."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from generators.packing import packed

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
    """The 发文机关标志 with glyphs of `size` half points, narrowed to `width` per cent.

    Its line is as high as brings the top of the glyphs to 72 mm from the paper's edge (gongwen B6).
    """
    line = {96: 1310, 84: 1200}[size]
    return (BIAO, size, "center", line, "", f'{_RED_RUN}<w:w w:val="{width}"/>')


_STYLES: dict[str, tuple[str, int, str, int, str, str]] = {
    "公文正文": (FANG, 32, "both", LINE, _FIRST_LINE, ""),
    "空行": (FANG, 32, "both", LINE, "", ""),
    "发文机关标志": _red_head(100, 96),
    "发文机关标志（较长）": _red_head(70, 96),
    "发文机关标志（很长）": _red_head(52, 84),
    "发文字号": (FANG, 32, "center", LINE, _RULE, ""),
    "版头空位": (FANG, 32, "center", 1310, "", ""),
    "发文字号（印在红头纸上）": (FANG, 32, "center", LINE, "", ""),
    "公文标题": (BIAO, 44, "center", LINE, _HEADING, ""),
    "主送机关": (FANG, 32, "both", LINE, "", ""),
    "一级标题": (HEI, 32, "both", LINE, _HEADING + _FIRST_LINE + '<w:outlineLvl w:val="0"/>', ""),
    "二级标题": (KAI, 32, "both", LINE, _HEADING + _FIRST_LINE + '<w:outlineLvl w:val="1"/>', ""),
    "附件说明": (FANG, 32, "both", LINE, _HEADING + _indent(left=5 * CHARACTER, hanging=3 * CHARACTER), ""),
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
    "附件说明（首项）": (FANG, 32, "both", LINE, _HEADING + _indent(left=6 * CHARACTER, hanging=4 * CHARACTER), ""),
    "附件说明（后项）": (FANG, 32, "both", LINE, _HEADING + _indent(left=6 * CHARACTER, hanging=CHARACTER), ""),
    "公文正文（与下段同页）": (FANG, 32, "both", LINE, _HEADING + _FIRST_LINE, ""),
    "空行（与下段同页）": (FANG, 32, "both", LINE, _HEADING, ""),
    "附件小标题（另页）": (HEI, 28, "left", 480, _HEADING + "<w:pageBreakBefore/>", ""),
    "表格说明": (FANG, 21, "left", 300, _CELL + "<w:keepNext/>", ""),
    "表格类别": (HEI, 21, "left", 300, _CELL + "<w:keepNext/>", ""),
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


def text(words: str) -> str:
    """Words as the content of a run: \\n is a line break, \\t a tab."""
    safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    safe = safe.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    safe = safe.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:t xml:space="preserve">{safe}</w:t>'


def paragraph_xml(words: str, style: str, lead: str = "") -> str:
    runs = f'<w:r><w:rPr><w:rStyle w:val="GWLead"/></w:rPr>{text(lead)}</w:r>' if lead else ""
    runs += f"<w:r>{text(words)}</w:r>" if words else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{_STYLE_IDS[style]}"/></w:pPr>{runs}</w:p>'


Cell = tuple[str, str]
"""Words and style of a cell; several paragraphs are parted by a form feed."""


def cell_xml(words: str, style: str, width: int, span: int = 1, merge: str = "", borders: str = "") -> str:
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += {"": "", "first": '<w:vMerge w:val="restart"/>', "next": "<w:vMerge/>"}[merge]
    paragraphs = "".join(paragraph_xml(part, style) for part in words.split("\f"))
    return f'<w:tc><w:tcPr>{properties}{borders}<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'


def row_xml(cells: Iterable[str], *, is_head: bool = False) -> str:
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def tag_row(tag: str, widths: Sequence[int]) -> str:
    """A row that holds a {%tr %} tag and vanishes when the paper is made."""
    return row_xml([cell_xml(tag, "模板标签", sum(widths), len(widths))])


def grid_table(widths: Sequence[int], rows: Iterable[str]) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return table_xml(widths, rows, f"<w:tblBorders>{edges}</w:tblBorders>", margin=57)


def table_xml(widths: Sequence[int], rows: Iterable[str], more: str, margin: int) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    sides = "".join(f'<w:{side} w:w="{margin}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/>{more}<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{sides}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def looped(widths: Sequence[int], loop: str, labels: Sequence[str], cells: Sequence[Cell]) -> str:
    """A table with one head row and one row for each item of a loop."""
    head = row_xml([cell_xml(label, "表头", width) for label, width in zip(labels, widths, strict=True)], is_head=True)
    line = row_xml([cell_xml(words, style, width) for (words, style), width in zip(cells, widths, strict=True)])
    return grid_table(widths, [head, tag_row(f"{{%tr for {loop} %}}", widths), line, tag_row("{%tr endfor %}", widths)])


class Paper:
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
        self._append(paragraph_xml(words, style, lead))

    def blank(self, lines: int = 1, *, is_with_next: bool = False) -> None:
        for _ in range(lines):
            self.add("", "空行（与下段同页）" if is_with_next else "空行")

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
