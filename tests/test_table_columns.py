"""Tables whose columns a tag decided: the grid has as many columns as the rows, and the table keeps its width."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from generators.word.papers import render
from generators.word.table_columns import fitted_widths
from templates.build.layout import Paper, cell_xml, grid_table, row_xml, tag_row

WIDTHS = (1000, 60, 7785)


@pytest.mark.parametrize(
    ("widths", "fitted"),
    [
        ((1000, 7845, 7845), [1000, 3922, 3923]),
        ((1000, 500, 7345, 7345, 7345), [1000, 500, 2448, 2448, 2449]),
        ((1000, 1000, 6845), [1000, 1000, 6845]),
        ((1000, 1000), [4422, 4423]),
        ((8845, 8845, 9000), [2931, 2931, 2983]),
    ],
)
def test_alike_columns_share_what_is_left_and_all_else_goes_in_proportion(widths, fitted):
    assert fitted_widths(widths, 8845) == fitted
    assert sum(fitted) == 8845


def template() -> bytes:
    """A table with a heading over all columns, and a column for each unit."""
    cells = [
        cell_xml("指标", "表头", WIDTHS[0]),
        cell_xml("{%tc for 单位 in 各单位 %}", "模板标签", 30),
        cell_xml("{{ 单位 }}", "表头", WIDTHS[2]),
        cell_xml("{%tc endfor %}", "模板标签", 30),
    ]
    widths = [WIDTHS[0], 30, WIDTHS[2], 30]
    paper = Paper("表")
    over_all = row_xml([cell_xml("标题", "表格项目", sum(widths), 4)])
    tags = [tag_row(tag, widths) for tag in ("{%tr if 各单位 %}", "{%tr endif %}")]
    paper.table(grid_table(widths, [over_all, tags[0], row_xml(cells), tags[1]]))
    return paper.finished(is_landscape=False)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 12])
def test_a_table_has_a_grid_for_the_columns_that_were_printed(count):
    made = docx.Document(io.BytesIO(render(template(), {"各单位": [f"第{one}县" for one in range(count)]})))
    table = made.tables[0]._tbl
    grid = [int(one.get(qn("w:w"))) for one in table.tblGrid]
    assert len(grid) == count + 1
    assert sum(grid) == 8845
    title, line = table.tr_lst
    assert [int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in line.tc_lst] == grid
    assert title.tc_lst[0].grid_span == count + 1


def test_a_table_without_such_columns_stays_as_it_is():
    made = docx.Document(io.BytesIO(render(template(), {"各单位": []})))
    table = made.tables[0]._tbl
    assert len(table.tr_lst) == 1
    assert [int(one.get(qn("w:w"))) for one in table.tblGrid] == [1000, 30, 7785, 30]


def changed(edit: Callable[[Any], None]) -> bytes:
    """The template with its table as Word may have saved it."""
    document = docx.Document(io.BytesIO(template()))
    edit(document.tables[0]._tbl)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def width_of_table(kind: str | None, width: str | None) -> Callable[[Any], None]:
    def edit(table: Any) -> None:
        element = table.tblPr.find(qn("w:tblW"))
        for name, words in (("w:type", kind), ("w:w", width)):
            element.attrib.pop(qn(name), None)
            if words is not None:
                element.set(qn(name), words)

    return edit


def without_table_width(table: Any) -> None:
    table.tblPr.remove(table.tblPr.find(qn("w:tblW")))


def cells_of(table: Any, name: str) -> list[Any]:
    return list(table.iter(qn(name)))


def without_cell_widths(table: Any) -> None:
    width_of_table("pct", "5000")(table)
    for one in cells_of(table, "w:tcW"):
        one.getparent().remove(one)


def without_cell_properties(table: Any) -> None:
    for row in table.tr_lst[1:]:
        for one in cells_of(row, "w:tcPr"):
            one.getparent().remove(one)


def cells_in_per_cent(table: Any) -> None:
    for one in cells_of(table, "w:tcW"):
        one.set(qn("w:type"), "pct")
        one.set(qn("w:w"), "25%")


@pytest.mark.parametrize(
    "edit",
    [
        width_of_table("pct", "5000"),
        width_of_table("pct", "100%"),
        width_of_table("auto", "0"),
        width_of_table("dxa", None),
        without_table_width,
        without_cell_widths,
        without_cell_properties,
        cells_in_per_cent,
    ],
)
def test_whatever_word_states_as_width_the_grid_keeps_the_template_s(edit):
    made = docx.Document(io.BytesIO(render(changed(edit), {"各单位": ["甲县", "乙县", "丙县"]})))
    table = made.tables[0]._tbl
    grid = [int(one.get(qn("w:w"))) for one in table.tblGrid]
    first, *units = grid
    assert first == 1000
    assert len(units) == 3
    assert max(units) - min(units) <= 2
    assert 8845 <= sum(grid) <= 8875, "the tags' columns of 30 count where the table does not state its width"
    line = table.tr_lst[-1]
    assert [(one.get(qn("w:type")), int(one.get(qn("w:w")))) for one in cells_of(line, "w:tcW")] == [
        ("dxa", width) for width in grid
    ]


def test_a_table_that_states_no_width_at_all_is_left_to_word():
    def edit(table: Any) -> None:
        table.tblPr.remove(table.tblPr.find(qn("w:tblW")))
        for one in cells_of(table, "w:tcW"):
            one.getparent().remove(one)
        for one in table.tblGrid:
            one.attrib.clear()

    with zipfile.ZipFile(io.BytesIO(render(changed(edit), {"各单位": ["甲县", "乙县"]}))) as package:
        assert b"w:tcW" not in package.read("word/document.xml")
