"""What stands around the text of an official paper: 版头, title, signature, 版记 (GB/T 9704-2012, 7.2 to 7.4)."""

from templates.build.layout import TYPE_HEIGHT, TYPE_WIDTH, Paper, cell_xml, paragraph_xml, row_xml, table_xml, tag_row


def add_head(paper: Paper, title: str) -> None:
    """版头, `title` (its lines parted by \\n) and 主送机关.

    The three empty lines on top are the places of 份号, 密级 and 紧急程度.
    """
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
    _add_title(paper, title)


def add_room_for_head(paper: Paper, title: str) -> None:
    """The same for an office that prints on its own red paper: what stands there already is left free.

    文号 and title come where they would with our red head; the red line is the paper's.
    """
    paper.blank(3)
    paper.add("", "版头空位")
    paper.blank(2)
    paper.add("{{ 文号 }}", "发文字号（印在红头纸上）")
    _add_title(paper, title)


def _add_title(paper: Paper, title: str) -> None:
    """`title` and 主送机关."""
    paper.blank(2)
    paper.add(title, "公文标题")
    paper.blank()
    paper.tag("{%p if 主送机关 %}")
    paper.add("{{ 主送机关 }}：", "主送机关")
    paper.tag("{%p endif %}")


def add_signature(paper: Paper) -> None:
    """Name and date with room for the seal: the date 4 字 from the right, the name centred over it.

    All of it stays with what stands above: no page holds name and date alone (7.3.5.5).
    """
    paper.blank(3, is_with_next=True)
    paper.tag("{%p if 标志字数 <= 16 %}")
    paper.add("\t{{ 发文机关 }}", "发文机关署名")
    paper.tag("{%p else %}")
    paper.add("{{ 发文机关 }}", "发文机关署名（较长）")
    paper.tag("{%p endif %}")
    paper.add("{{ 成文日期 }}", "成文日期")


def add_imprint(paper: Paper) -> None:
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
        tag_row("{%tr if 抄送 %}", widths),
        row_xml([cell_xml("抄送：{{ 抄送 }}。", "抄送", TYPE_WIDTH, borders=edges(8, 6))]),
        row_xml([cell_xml(printed, "印发", TYPE_WIDTH, borders=edges(6, 8))]),
        tag_row("{%tr else %}", widths),
        row_xml([cell_xml(printed, "印发", TYPE_WIDTH, borders=edges(8, 8))]),
        tag_row("{%tr endif %}", widths),
    ]
    inner = table_xml(widths, rows, "", margin=0)
    cell = (
        f'<w:tc><w:tcPr><w:tcW w:w="{TYPE_WIDTH}" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr>'
        f"{inner}{paragraph_xml('', '节末')}</w:tc>"
    )
    height = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{TYPE_HEIGHT - 60}" w:hRule="exact"/></w:trPr>'
    paper.add("", "节末")  # a section that begins with a table loses its page size in LibreOffice
    paper.table(table_xml(widths, [f"<w:tr>{height}{cell}</w:tr>"], "", margin=0))
    paper.add("", "节末")
