"""Tables whose columns a tag decided: the grid has as many columns as the rows, and the table keeps its width."""

import io

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


@pytest.mark.parametrize("count", [1, 2, 5, 12])
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
