"""Entries out of tables with a line for each county: each column of figures is one thing to do."""

import re
from collections.abc import Iterator

from model.drafting.paper import Entry, Passage
from validators.published.columns import unit_in, whole_region, without_unit
from validators.published.departments import role_of
from validators.published.entries import Read, with_unit
from validators.published.region_table import RegionTable
from validators.published.regions import category_in
from validators.published.table_lines import TOTAL, Sheet
from validators.published.wording import bare

_NO_FIGURES = re.compile("备注|说明|时限|时间|序号|编号")


def entries_by_region(sheet: Sheet, table: RegionTable, read: Read) -> Iterator[Entry]:
    """An entry for each column of figures: the line 合计 or 全市 is the paper's own, the others are of regions."""
    grid = sheet.grid
    number = 0
    for column in range(1, grid.width + 1):
        label = _label(sheet, table, column)
        if column == table.column or not label or role_of(label) is not None or _NO_FIGURES.search(label):
            continue
        task: Passage | None = None
        shares: dict[str, Passage] = {}
        name = without_unit(label)
        for row in grid.shown:
            region, text = bare(sheet.text(row, table.column)), sheet.own_text(row, column)
            if row <= table.last_row or not text:
                continue
            text = with_unit(text, unit_in(label))
            if TOTAL.fullmatch(region) or region in ("全市", "全县", "全区", "全省"):
                task = Passage(read.file, read.use(sheet, (row, column)), f"{name}：{text}")
            elif whole_region(region):
                shares[region] = Passage(read.file, read.use(sheet, (row, column)), text)
        if task is not None or shares:
            number += 1
            yield Entry(category_in(sheet.title), str(number), name, task, shares)


def _label(sheet: Sheet, table: RegionTable, column: int) -> str:
    """The label of a column; under a group that of the group with it."""
    rows = range(table.first_row, table.last_row + 1)
    holders = dict.fromkeys(sheet.holder(row, column) for row in rows)
    return "".join(bare(sheet.text(*holder)) for holder in holders)
