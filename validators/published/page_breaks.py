"""What a merge that was lost, or a page break, hides: blank cells of departments take what stands above them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from validators.published.columns import Column
from validators.published.table_lines import DEPARTMENTS, TableLine

_OWN = frozenset({Column.LEAD, Column.SHARED, Column.HELPER, Column.FIRST_CHECK})
"""A project that has one of these of its own takes none from the project before."""


@dataclass(frozen=True)
class _Blanks:
    """What the blank cells of all lines say together.

    `drops_merges`: some table shows by its blank projects that its merges are lost. `spread`: the columns, by section,
    that most projects leave blank.
    """

    drops_merges: bool
    spread: frozenset[tuple[int, Column]]


def _blanks(lines: Sequence[TableLine]) -> _Blanks:
    stated, begun = Counter[tuple[int, Column]](), Counter[int]()
    for line in lines:
        if line.starts:
            begun[line.section] += 1
            stated.update((line.section, column) for column, text in line.departments.items() if text)
    drops = any(not line.starts and not line.sheet.grid.merged_down for line in lines)
    spread = ((section, column) for section in begun for column in DEPARTMENTS)
    return _Blanks(drops, frozenset(one for one in spread if 2 * stated[one] <= begun[one[0]]))


def filled(lines: Sequence[TableLine]) -> Iterator[TableLine]:
    """The lines with what blank cells of departments take from above (see `_inherits`)."""
    blanks = _blanks(lines)
    previous: TableLine | None = None
    for line in lines:
        if previous is not None and previous.section == line.section:
            taken = dict(line.departments)
            for column in DEPARTMENTS:
                above = previous.departments.get(column, "")
                if above and not taken.get(column) and line.header.has(column) and _inherits(line, column, blanks):
                    taken[column] = above
            line = replace(line, departments=taken)
        previous = line
        yield line


def _inherits(line: TableLine, column: Column, blanks: _Blanks) -> bool:
    """Whether a blank cell of departments means what stands above it.

    Within a project it does, unless the column's merges say where a name ends; then only on the first line of a page.
    From one project to the next it does where the page lacks the column altogether, and in a table that has lost its
    merges there where most projects of the section leave the column of a check blank, or the project has no department
    of its own at all.
    """
    grid, number = line.sheet.grid, line.column(column) or 0
    if number > grid.width:
        return True
    is_merged = number in grid.merged_down
    if not line.starts:
        holder = line.sheet.holder(line.row, number)
        return not is_merged or line.is_first or holder[0] < line.row
    if is_merged or not blanks.drops_merges:
        return False
    has_own = any(line.departments.get(one) for one in _OWN)
    if column is Column.FINAL_CHECK or (column is Column.FIRST_CHECK and not has_own):
        return (line.section, column) in blanks.spread
    return not has_own
