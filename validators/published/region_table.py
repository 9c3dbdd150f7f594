"""Tables with a line for each county, and how they are known: 县（市、区） | 培训任务（人次） | 公路（公里）."""

import re
from dataclasses import dataclass

from validators.grid import Grid
from validators.published.columns import whole_region
from validators.published.wording import bare

MIN_REGIONS = 2
_REGIONS = re.compile(
    r"各?(?:县|市|区|乡|镇|街道|办事处|[（(、）)])+(?:名称|别)?|(?:填报|责任|实施|承担)?单位(?:名称)?|地区"
)


@dataclass(frozen=True)
class RegionTable:
    """Where such a table's labels stand (`first_row` to `last_row`), and in which column its regions."""

    first_row: int
    last_row: int
    column: int


def region_table(grid: Grid) -> RegionTable | None:
    """How a table has its regions in lines; None where it has not."""
    for row, cells in grid.shown.items():
        if len(cells) < 2:
            continue
        for column in list(cells)[:2]:
            below = [one for one in grid.shown if one > row and grid.merged.get((one, column), (one, 0))[0] > row]
            if _REGIONS.fullmatch(bare(cells[column].text)) and _are_regions(grid, column, below):
                return RegionTable(row, below[0] - 1, column)
        return None
    return None


def _are_regions(grid: Grid, column: int, rows: list[int]) -> bool:
    names = [bare(grid.shown[row][column].text) for row in rows if column in grid.shown[row]]
    regions = [name for name in names if whole_region(name)]
    return len(regions) >= MIN_REGIONS and 2 * len(regions) >= len(names)
