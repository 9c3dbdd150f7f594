"""Which rules of the layout hold for which paper: one table, a line for each kind and each paper."""

from collections.abc import Mapping
from dataclasses import dataclass

from validators.layout.roles import Role
from validators.layout.standard import RULES


@dataclass(frozen=True)
class Kind:
    """A kind of paper: the rules that do not hold for it, and the parts that it cannot do without.

    A rule that judges a part (a title, a 版记) judges it where it stands, so a part that a kind may have or not needs
    no line here.
    """

    left_out: frozenset[str] = frozenset()
    needs: tuple[Role, ...] = ()

    def holds(self, number: str) -> bool:
        """Whether a rule holds for this kind."""
        return number not in self.left_out


_OF_A_HEAD = frozenset(number for number in RULES if number.startswith("B"))
_OF_A_LETTER = frozenset({"C1", "C3", "C11", "C12", "C16", "C18", "D2", "D2粗细", "D3", "D5", "F1", "F2", "F3", "G4"})
"""What only a paper with title, date, annexes and 版记 of the official form has to keep."""

WITH_RED_HEAD = Kind(needs=(Role.HEAD, Role.NUMBER, Role.TITLE, Role.DATE, Role.PRINTED))
WITHOUT_RED_HEAD = Kind(left_out=_OF_A_HEAD, needs=(Role.TITLE, Role.DATE))
SLIP = Kind(left_out=_OF_A_HEAD | _OF_A_LETTER)
"""A form, a list or a table of the office's own: page, faces, tables, page number and wording hold, no more."""

KINDS: Mapping[str, Kind] = {
    "进度通报": WITH_RED_HEAD,
    "通报": WITH_RED_HEAD,
    "评价通报": WITH_RED_HEAD,
    "任务分解通知": WITH_RED_HEAD,
    "通报_无版头": WITHOUT_RED_HEAD,
    "推进情况表": SLIP,
    "反馈单": SLIP,
    "催报单": SLIP,
    "督办单": SLIP,
    "责任清单": SLIP,
    "填报说明": Kind(left_out=SLIP.left_out | {"F5"}),  # its table has its labels at the left
    "验收结论": SLIP,
    "可用词语": SLIP,
}
"""By the name of the template, of the paper, or of the folder that holds one paper for each unit."""
