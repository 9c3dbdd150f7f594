"""The rules of contract section 6 as formulas of a sheet: completion, gap, verdict, rank basis, score.

Only functions that Excel 2010, WPS and LibreOffice 7.4 know. A cell that holds "" stands for what does not exist, so
that no formula ever yields an error value. `ROUND` works on fractions, not on percentages: 0.7195 is a number that
binary arithmetic holds as closely as the figure on paper, 0.7195 × 100 is not.
"""

from dataclasses import dataclass
from decimal import Decimal

from model.indicator import Direction, Indicator, Kind
from model.judgement import is_level_judged
from model.quantity import plain
from model.target import DONE_WORD, UNDER_WAY_WORD, Target

SUM_DIGITS = 9
"""Sums are rounded to this, beyond any figure's own digits, so that 0.1 + 0.2 meets a target of 0.3."""


@dataclass(frozen=True)
class Cells:
    """Addresses of the cells that hold one figure, or one total, and what follows from it."""

    value: str
    target: str
    due: str
    completion: str
    gap: str
    text: str


@dataclass(frozen=True)
class Judging:
    """The formulas that judge one value: `indicator` and `target` say which rules hold, the cells give the numbers."""

    indicator: Indicator
    target: Target | None
    completion_digits: int
    tolerance: Decimal

    @property
    def has_target(self) -> bool:
        return self.target is not None and self.target.value is not None

    @property
    def has_completion(self) -> bool:
        return self.indicator.has_completion and self.target is not None and self.target.is_rankable

    @property
    def has_pace(self) -> bool:
        return self.has_completion and self.indicator.has_pace

    @property
    def has_gap(self) -> bool:
        return self.has_pace or (is_level_judged(self.indicator) and self.has_target)

    def completion(self, at: Cells) -> str:
        """值 ÷ 目标 for 数量, the value itself for 进度."""
        share = at.value if self.indicator.kind is Kind.PROGRESS else f"{at.value}/{at.target}"
        return f'=IF(OR({at.value}="",N({at.target})=0),"",{share})'

    def gap(self, at: Cells) -> str:
        """The difference of the two figures as shown: in percentage points, or in the indicator's unit."""
        if self.has_pace:
            digits, left, right = self.completion_digits, at.completion, at.due
            difference = f"({shown_share(left, digits)}-{shown_share(right, digits)})*100"
        elif self.indicator.is_percent:
            digits, left, right = self.indicator.digits, at.value, at.target
            difference = f"({shown_share(left, digits)}-{shown_share(right, digits)})*100"
        else:
            digits, left, right = self.indicator.digits, at.value, at.target
            difference = f"ROUND({left},{digits})-ROUND({right},{digits})"
        return f'=IF(OR({left}="",{right}=""),"",ROUND({difference},{digits}))'

    def verdict(self, at: Cells) -> str:
        """评定, the first that fits, in the order of the contract."""
        if self.indicator.kind is Kind.STATE:
            return f'=IF({at.text}="","未报",{at.text})'
        if is_level_judged(self.indicator) and self.has_target:
            return f'=IF({at.value}="","未报",IF({self._met(at)},"达标","未达标"))'
        pace = f'IF({at.gap}>={plain(-self.tolerance)},"达到序时","滞后")' if self.has_pace else '"推进中"'
        below = f'IF({at.value}=0,"未启动",{pace})'
        judged = f'IF({self._met(at)},"已完成",{below})' if self.has_target else below
        return f'=IF({at.value}="","未报",{judged})'

    def met(self, at: Cells) -> str:
        """是 or 否, or "" without a value."""
        if self.indicator.kind is Kind.STATE:
            return f'=IF({at.text}="","",IF({at.text}="{DONE_WORD}","是","否"))'
        return f'=IF({at.value}="","",IF({self._met(at)},"是","否"))'

    def _met(self, at: Cells) -> str:
        assert self.target is not None
        return f"{at.value}{self.target.comparator.value}{at.target}"

    def rank_basis(self, at: Cells, *, by_gap: bool) -> str:
        """What ranks go by, as shown: completion, or the value (the gap where targets differ)."""
        if self.has_completion:
            return f'=IF({at.completion}="","",{shown_share(at.completion, self.completion_digits)})'
        if by_gap and self.has_gap:
            return f'=IF({at.gap}="","",{at.gap})'
        shown = shown_share if self.indicator.is_percent else _rounded
        return f'=IF({at.value}="","",{shown(at.value, self.indicator.digits)})'

    def weighted_score(self, at: Cells, met: str, weight: str, cap: Decimal) -> str:
        """The score of one figure times its 权重."""
        if self.indicator.kind is Kind.STATE:
            score = f'IF({at.text}="{DONE_WORD}",1,IF({at.text}="{UNDER_WAY_WORD}",0.5,0))'
        elif not is_level_judged(self.indicator):
            score = f"MIN(N({at.completion}),{plain(cap)})"
        elif self.indicator.direction is Direction.LOWER:
            score = f'IF({at.value}="",0,IF({met}="是",1,IF({at.value}>0,{at.target}/{at.value},0)))'
        else:
            score = f'IF({at.value}="",0,IF({met}="是",1,IF({at.target}=0,0,{at.value}/{at.target})))'
        return f"={weight}*{score}"


def shown_share(cell: str, digits: int) -> str:
    """A fraction as its percentage shows it; what falls short of 1 stays short of it (model.quantity.shown_percent)."""
    places = digits + 2
    below = plain(1 - Decimal(1).scaleb(-places))
    return f"IF({cell}<1,MIN(ROUND({cell},{places}),{below}),ROUND({cell},{places}))"


def _rounded(cell: str, digits: int) -> str:
    return f"ROUND({cell},{digits})"


def rank(basis: str, among: str, group: str, groups: str, *, is_low_first: bool = False) -> str:
    """The place of `basis` within its group: ties share a place and the next is skipped (1, 2, 2, 4)."""
    better = "<" if is_low_first else ">"
    return f'=IF({basis}="","",COUNTIFS({groups},{group},{among},"{better}"&{basis})+1)'


def difference(later: str, earlier: str) -> str:
    """`later` - `earlier`, "" where one is missing."""
    return f'=IF(OR({later}="",{earlier}=""),"",ROUND({later}-{earlier},{SUM_DIGITS}))'


@dataclass(frozen=True)
class Columns:
    """Ranges of the sheet 数据 that totals are made of, and the cell with the code that picks their rows.

    Codes are compared with `=`, never by COUNTIFS or SUMIFS, which take "10.1" and "10.10" for the same number.
    """

    code: str
    codes: str
    counted: str
    verdicts: str
    met: str
    carried: str
    values: str
    targets: str
    numerators: str
    denominators: str

    @property
    def _own(self) -> str:
        return f"({self.codes}={self.code})"

    @property
    def _counted(self) -> str:
        return f'{self._own}*({self.counted}="是")'

    @property
    def _present(self) -> str:
        return f'{self._counted}*({self.verdicts}<>"未报")'

    def _present_sum(self, column: str) -> str:
        return f"ROUND(SUMPRODUCT({self._present},{column}),{SUM_DIGITS})"

    def asked(self) -> str:
        return f"=SUMPRODUCT(--{self._own})"

    def reported(self) -> str:
        return f'=SUMPRODUCT({self._own}*({self.verdicts}<>"未报")*({self.carried}=""))'

    def counted_asked(self) -> str:
        return f"=SUMPRODUCT({self._counted})"

    def counted_present(self) -> str:
        return f"=SUMPRODUCT({self._present})"

    def done(self, word: str = "是") -> str:
        return f'=SUMPRODUCT({self._own}*({self.met}="{word}"))'

    def with_verdict(self, word: str) -> str:
        return f'SUMPRODUCT({self._counted}*({self.verdicts}="{word}"))'

    def sum_of(self, column: str) -> str:
        return f"ROUND(SUMPRODUCT({self._counted},{column}),{SUM_DIGITS})"

    def sum_so_far(self, present: str) -> str:
        return f'=IF({present}=0,"",{self.sum_of(self.values)})'

    def rate_so_far(self, present: str) -> str:
        """Numerators over denominators of the figures that are there; nothing where one of them lacks its parts."""
        numerators, denominators = self._present_sum(self.numerators), self._present_sum(self.denominators)
        with_parts = f'SUMPRODUCT({self._present}*({self.denominators}<>""))'
        return f'=IF(OR({with_parts}<{present},{denominators}=0),"",{numerators}/{denominators})'

    def mean_so_far(self, present: str) -> str:
        return f'=IF({present}=0,"",{self.sum_of(self.values)}/{present})'

    def single_so_far(self, present: str) -> str:
        """The figure of the only unit that is there; where several are, none speaks for all."""
        return f'=IF({present}=1,SUMPRODUCT({self._counted},{self.values}),"")'

    def target_so_far(self) -> str:
        return self._present_sum(self.targets)
