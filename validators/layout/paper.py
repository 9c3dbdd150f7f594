"""A paper whose paragraphs have their roles, as the rules of its layout look at it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from validators.layout.reading import Document, Paragraph, Section, W, rows_of
from validators.layout.roles import Role, roles_of

LEVELS = (Role.BODY, Role.LEVEL_1, Role.LEVEL_2)
TEXT = (*LEVELS, Role.ADDRESSEES, Role.NUMBER, Role.ANNEX_NOTE, Role.DATE)
"""What is set in 三号 on the grid of 22 lines."""


class Paper(Document):
    """A document with roles; `is_template` where tags stand for words."""

    def __init__(self, content: bytes, *, is_template: bool = False) -> None:
        """Raises `UnreadableDocument`."""
        super().__init__(content)
        self.is_template = is_template
        self.roles = dict(zip(self.paragraphs, roles_of(self.paragraphs), strict=True))
        self._printed = [one for one in self.paragraphs if self.roles[one] is not Role.STEERING]
        self._at = {one: number for number, one in enumerate(self._printed)}

    @property
    def printed(self) -> Sequence[Paragraph]:
        """Every paragraph of the paper itself, steering tags of a template left out."""
        return self._printed

    def of(self, *roles: Role) -> list[Paragraph]:
        """The paragraphs of these roles, in the order of the paper."""
        return [one for one in self._printed if self.roles[one] in roles]

    def first(self, role: Role) -> Paragraph | None:
        return next(iter(self.of(role)), None)

    def position(self, one: Paragraph) -> int:
        """Where a printed paragraph stands among the others."""
        return self._at[one]

    def blanks_above(self, one: Paragraph) -> int:
        """How many blank lines stand right above a paragraph, on its own page."""
        count, at = 0, self._at[one] - 1
        while at >= 0 and self._is_blank_beside(self._printed[at], one):
            count, at = count + 1, at - 1
        return count

    @staticmethod
    def _is_blank_beside(blank: Paragraph, one: Paragraph) -> bool:
        return blank.is_blank and blank.section == one.section and blank.table is one.table

    def above(self, one: Paragraph, wanted: Callable[[Paragraph], bool]) -> Paragraph | None:
        """The nearest paragraph above for which `wanted` holds."""
        return next((other for other in reversed(self._printed[: self._at[one]]) if wanted(other)), None)

    def section(self, one: Paragraph) -> Section:
        return self.sections[min(one.section, len(self.sections) - 1)]

    @property
    def upright(self) -> list[Section]:
        return [one for one in self.sections if not one.is_turned]

    @property
    def turned(self) -> list[Section]:
        return [one for one in self.sections if one.is_turned]

    def imprint(self) -> list[Paragraph]:
        """The lines of the 版记."""
        return self.of(Role.COPIES, Role.PRINTED)

    def grids(self) -> Iterator[Any]:
        """Tables with columns: neither the 版记 nor a frame around other things."""
        own = {one.table for one in self.imprint()}
        for table in self.body.iter(f"{W}tbl"):
            columns = table.find(f"{W}tblGrid")
            is_frame = next(table.iter(f"{W}tc"), None) is None or table.find(f".//{W}tc//{W}tbl") is not None
            if table not in own and not is_frame and columns is not None and len(columns) > 1 and rows_of(table):
                yield table

    def section_of_table(self, table: Any) -> Section:
        inside = next((one for one in self.paragraphs if one.table is table), None)
        return self.sections[-1] if inside is None else self.section(inside)
