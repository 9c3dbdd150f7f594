"""Where a paper contradicts itself: its own text, or what it says of progress, has another target than the table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from model.drafting.draft import DraftedIndicator
from model.drafting.likeness import likeness, longest_shared
from model.drafting.paper import Passage, PublishedPaper
from model.quantity import Quantity, halfwidth, product, read_quantity, split_unit
from model.quantity.sentence import read_statement
from model.quantity.stated import Nature, Stated

OTHERWISE = "{place}写作{other}，与这里的{own}不一样，请核对"
_TARGET_BRACKET = re.compile(r"[(（][^()（）]*(?:目标|任务)[^()（）]*[)）]")
_SO_FAR = re.compile("截[至止]|目前")
"""Behind these a notice tells how far things are."""
_CLAUSES = re.compile("[^。；;\n]*")
_SAME_TASK, _LEAST_SHARED, _MOST_OF_NAME = 0.75, 4, 0.5


@dataclass(frozen=True)
class _Otherwise:
    """An amount that a paper says of a row elsewhere, as written."""

    place: str
    amount: Stated
    words: str


def with_contradictions(rows: Sequence[DraftedIndicator], papers: Sequence[PublishedPaper]) -> list[DraftedIndicator]:
    """The rows, those doubtful of which the papers say another target elsewhere.

    Told are the text of a notice whose targets stand in a table, and targets that its progress quotes in brackets
    (目标任务为90%以上).
    """
    found: dict[str, list[str]] = {}
    for paper in papers:
        own = [one for one in rows if one.sources and one.sources[0].passage.file == paper.file]
        for passage in (*paper.loose, *paper.progress):
            for code, doubt in _contradictions(passage, own, is_progress=passage in paper.progress):
                found.setdefault(code, []).append(doubt)
    return [replace(one, doubts=tuple(dict.fromkeys((*one.doubts, *found.get(one.code, ()))))) for one in rows]


def _contradictions(passage: Passage, rows: Sequence[DraftedIndicator], is_progress: bool) -> Iterator[tuple[str, str]]:
    for row, said in _said_of(passage, rows, is_progress):
        own = read_quantity(row.target, row.unit) if row.target and row.unit else None
        if own is not None and not _agrees(own, said.amount, row.unit):
            yield row.code, OTHERWISE.format(place=said.place, other=said.words, own=row.target)


def _said_of(
    passage: Passage, rows: Sequence[DraftedIndicator], is_progress: bool
) -> Iterator[tuple[DraftedIndicator, _Otherwise]]:
    """What a passage says of which row: targets in brackets, and in plain text amounts worded like the row's task."""
    for bracket in _TARGET_BRACKET.finditer(passage.text):
        before = _CLAUSES.match(passage.text[: bracket.start()][::-1])
        context = halfwidth(before[0][::-1] if before else "")
        for amount in read_statement(bracket[0]).stated:
            row = _row_in(context, amount, rows)
            if row is not None and amount.value is not None:
                yield row, _Otherwise(passage.place, amount, _words(bracket[0], amount))
    if not is_progress:
        for amount in read_statement(_SO_FAR.split(passage.text)[0]).stated:
            alike = [one for one in rows if amount.value is not None and _is_said_of(amount, one)]
            if len(alike) == 1:
                yield alike[0], _Otherwise(passage.place, amount, _words(passage.text, amount))


def _words(text: str, amount: Stated) -> str:
    return halfwidth(text[amount.start : amount.end])


def _row_in(context: str, amount: Stated, rows: Sequence[DraftedIndicator]) -> DraftedIndicator | None:
    """The row that the words before a bracket speak of: the one that shares most with their last clauses."""
    last = "".join(re.split("[，,]", context)[-2:])
    fitting = [one for one in rows if (one.unit == "%") is (amount.nature is Nature.RATE)]
    best = max(fitting, key=lambda one: longest_shared(one.name, last), default=None)
    if best is None or longest_shared(best.name, last) < max(_LEAST_SHARED, _MOST_OF_NAME * len(best.name)):
        return None
    return best


def _is_said_of(amount: Stated, row: DraftedIndicator) -> bool:
    is_same_unit = split_unit(amount.unit)[1] == split_unit(row.unit)[1] if row.unit else False
    return is_same_unit and likeness(amount.measured, row.name) >= _SAME_TASK


def _agrees(own: Quantity, amount: Stated, unit: str) -> bool:
    """Whether both are the same number; words of comparison may differ."""
    assert amount.value is not None, "work without a number contradicts nothing"
    if unit == "%":
        return own.value == amount.value
    scales = split_unit(unit)[0], split_unit(amount.unit)[0]
    return product(own.value, scales[0]) == product(amount.value, scales[1])
