"""Targets: what the city asks of itself and of each unit."""

from dataclasses import dataclass
from decimal import Decimal

from model.labels import CENTRAL_EXECUTION, NOT_ASKED_WORDS
from model.quantity import PERCENT, Comparator, halfwidth, read_quantity

DONE_WORD = "已完成"
UNDER_WAY_WORD = "推进中"
NOT_STARTED_WORD = "未启动"
STATES = (NOT_STARTED_WORD, UNDER_WAY_WORD, DONE_WORD)
"""The words of a 状态, from the least to the most advanced."""

_NOT_ASKED = frozenset(halfwidth(word) for word in NOT_ASKED_WORDS)


def is_not_asked(text: str) -> bool:
    """Whether a target cell says that its unit is not asked (contract section 2)."""
    bare = halfwidth(text)
    return bare in _NOT_ASKED or CENTRAL_EXECUTION in bare


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked. `value` is in the indicator's 单位; None is asked without a target, or a 状态 row (met: 已完成).

    `high` is the upper end of a range (2—3个, judged by 2); `phrase` is what the office wrote, empty for a number.
    """

    value: Decimal | None
    comparator: Comparator
    phrase: str = ""
    high: Decimal | None = None

    @property
    def is_rankable(self) -> bool:
        """A blank or zero target gives no completion and no rank (contract section 2)."""
        return self.value is not None and self.value != 0

    def is_met(self, value: Decimal | None) -> bool | None:
        """The target's own comparison, unrounded; None without a value or a target."""
        if value is None or self.value is None:
            return None
        return self.comparator.holds(value, self.value)


def target_from_phrase(phrase: str, unit: str, comparator: Comparator) -> Target | None:
    """The target that `phrase` states in `unit`; its own word wins over `comparator`. None when it cannot be told."""
    quantity = read_quantity(phrase, unit)
    if quantity is None or quantity.value < 0:
        return None
    return Target(quantity.value, quantity.comparator or comparator, phrase.strip(), quantity.high)


def target_from_number(value: Decimal, unit: str, comparator: Comparator, is_percent_shown: bool) -> Target | None:
    """The target that a number in a cell states; None for a bare number above 1 where a fraction is asked."""
    if value < 0 or (unit == PERCENT and value > 1 and not is_percent_shown):
        return None
    return Target(value, comparator)
