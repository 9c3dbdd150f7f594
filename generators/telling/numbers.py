"""Figures as numbers, beside the phrases that are ready to print: for sentences that the writer of a template makes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import overload

from model.figure import Figure, Pace, Total
from model.quantity import QUOTIENT_DIGITS, decimals_of, round_half_up

RawWords = dict[str, object]
"""Numbers are `Decimal` or None, 并列 is a bool."""


def _number(value: Decimal | None) -> Decimal | None:
    """The value; a quotient at as many places as 结果.json keeps of it."""
    if value is None or decimals_of(value) <= QUOTIENT_DIGITS:
        return value
    return round_half_up(value, QUOTIENT_DIGITS)


def _numbers(told: Figure | Total) -> RawWords:
    """累计数, 目标数, 上期数 and 增量数 are in the indicator's 单位, rates as fractions; 完成率数 is a fraction.

    差距数 is the percentage points by which completion is ahead of the calendar (behind it: below zero).
    """
    judged = told.judgement
    return {
        "累计数": _number(told.value),
        "目标数": told.target.value if told.target else None,
        "完成率数": _number(judged.completion),
        "差距数": None if judged.pace is Pace.NONE else judged.gap,
        "上期数": _number(told.previous),
        "增量数": told.increment,
    }


_NO_NUMBERS: RawWords = {
    **dict.fromkeys(("累计数", "目标数", "完成率数", "差距数", "上期数", "增量数", "名次数")),
    "并列": False,
}


def unit_words(figure: Figure) -> RawWords:
    """The numbers of a unit's figure, with its place."""
    return {**_numbers(figure), "名次数": figure.rank, "并列": figure.tied}


class NumberedRow(dict[str, object]):
    """The words of a row of 推进情况表, its numbers among them: those of a unit, of a total (without a place), or none.

    They are worked out when a template asks for one: few do, and a nation has ten thousands of rows.
    """

    def __init__(self, words: Iterable[tuple[str, object]], told: Figure | Total | None) -> None:
        super().__init__(words)
        self._told = told

    def __missing__(self, word: str) -> object:
        if word not in _NO_NUMBERS:
            raise KeyError(word)
        match self._told:
            case Figure():
                self.update(unit_words(self._told))
            case Total():
                self.update(_NO_NUMBERS | _numbers(self._told))
            case None:
                self.update(_NO_NUMBERS)
        return self[word]


def total_words(total: Total) -> RawWords:
    """The numbers of a total, None until all are there that make it up, with its 计量单位."""
    return {"计量单位": total.indicator.unit, **_numbers(total)}


class RankTable(Sequence[RawWords]):
    """名次表: the ranked ones of `figures` with their numbers, group by group, the first of each in front.

    Worked out when a template asks for it: few do, and a nation has ten thousands of lines.
    """

    def __init__(self, figures: Sequence[Figure], group_of: Mapping[str, str]) -> None:
        self._figures, self._group_of = figures, group_of

    @cached_property
    def _ranked(self) -> list[Figure]:
        groups = list(dict.fromkeys(self._group_of.values()))
        ranked = [one for one in self._figures if one.rank is not None]
        return sorted(ranked, key=lambda one: (groups.index(self._group_of[one.unit]), one.rank))

    def _line(self, figure: Figure) -> RawWords:
        verdict = figure.judgement.verdict
        return {
            "单位": figure.unit,
            "组": self._group_of[figure.unit],
            **unit_words(figure),
            "评定": verdict.value if verdict else "",
        }

    def __len__(self) -> int:
        return len(self._ranked)

    def __iter__(self) -> Iterator[RawWords]:
        return map(self._line, self._ranked)

    @overload
    def __getitem__(self, place: int) -> RawWords: ...
    @overload
    def __getitem__(self, place: slice) -> list[RawWords]: ...
    def __getitem__(self, place: int | slice) -> RawWords | list[RawWords]:
        if isinstance(place, slice):
            return [self._line(one) for one in self._ranked[place]]
        return self._line(self._ranked[place])


def indicator_words(total: Total, figures: Sequence[Figure], group_of: Mapping[str, str]) -> RawWords:
    """The numbers of an indicator as the notice tells it, with the 名次表 of the units below this level."""
    return {**total_words(total), "名次表": RankTable(figures, group_of)}
