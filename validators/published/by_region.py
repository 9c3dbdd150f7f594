"""Entries out of tables with a line for each county: each column of figures is one thing to do."""

import re
from collections.abc import Iterator

from model.drafting.paper import Entry, Passage
from validators.published.columns import Column, heading_of, unit_in, whole_region, without_unit
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
        group, label = _labels(sheet, table, column)
        if column == table.column or not label or role_of(label) is not None or _NO_FIGURES.search(label):
            continue
        if (heading := heading_of(label)) is not None and heading.column is Column.PROGRESS:
            read.progress += _progress(sheet, table, column, read)
            continue
        # 城镇新增就业（人） over 目标 and 完成 is what both count.
        label = group if group and heading is not None else f"{group}{label}"
        task: Passage | None = None
        shares: dict[str, Passage] = {}
        name, unit = without_unit(label), unit_in(label) or sheet.unit
        for row in grid.shown:
            region, text = bare(sheet.text(row, table.column)), sheet.own_text(row, column)
            if row <= table.last_row or not text:
                continue
            text = with_unit(text, unit)
            if TOTAL.fullmatch(region) or region in ("全市", "全县", "全区", "全省"):
                task = Passage(read.file, read.use(sheet, (row, column)), f"{name}：{text}", unit)
            elif whole_region(region):
                shares[region] = Passage(read.file, read.use(sheet, (row, column)), text, unit)
        if task is not None or shares:
            number += 1
            yield Entry(category_in(sheet.title), str(number), name, task, shares)


def _labels(sheet: Sheet, table: RegionTable, column: int) -> tuple[str, str]:
    """The label of a column, and before it that of the group above, empty where it stands in none."""
    rows = range(table.first_row, table.last_row + 1)
    holders = dict.fromkeys(sheet.holder(row, column) for row in rows)
    texts = [text for holder in holders if (text := bare(sheet.text(*holder)))]
    return "".join(texts[:-1]), texts[-1] if texts else ""


def _progress(sheet: Sheet, table: RegionTable, column: int, read: Read) -> Iterator[Passage]:
    for row in sheet.grid.shown:
        if row > table.last_row and (text := sheet.own_text(row, column)):
            yield Passage(read.file, read.use(sheet, (row, column)), text)
