"""The figures of papers that stand in no row, each with the reason why: nothing is left out in silence."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from model.drafting.draft import Source, Unadopted
from model.drafting.pairing import statement_of
from model.drafting.paper import Entry, Passage, PublishedPaper
from model.quantity import halfwidth
from model.quantity.sentence import read_statement
from model.quantity.stated import Nature, NoTarget, Statement

_Figure = tuple[int, int, NoTarget]
_SENTENCE = re.compile("[^。；;\n]+")


def unadopted_of(papers: Sequence[PublishedPaper], entries: Sequence[Entry]) -> tuple[Unadopted, ...]:
    """What `papers` state that no row of `entries` holds, in the order of the papers.

    The tasks first, then how far things are, then what stands around them. Figures of acceptance standards stand in
    the rows of 验收标准.
    """
    found: list[Unadopted] = []
    stated: set[str] = set()
    seen: set[Passage] = set()
    for entry in entries:
        for passage in (entry.task, *entry.shares.values()):
            if passage is None or passage in seen:
                continue
            seen.add(passage)
            said = statement_of(passage, entry.number)
            stated |= {halfwidth(passage.text[one.start : one.end]) for one in said.stated}
            found += _passed(passage, said)
            found += _without_number(passage, said)
        if entry.above is not None and entry.above not in seen:
            seen.add(entry.above)
            found += _all_of(entry.above, lambda _: NoTarget.BASE)
    for paper in papers:
        for passage in paper.progress:
            told = _all_of(passage, lambda _: NoTarget.PROGRESS)
            found += (
                replace(one, reason=str(NoTarget.PROGRESS)) if one.reason == NoTarget.UNCLEAR else one for one in told
            )
        for passage in paper.loose:
            found += _all_of(passage, lambda figure: NoTarget.REPEATED if figure in stated else NoTarget.OUTSIDE)
    return tuple(found)


def _passed(passage: Passage, said: Statement) -> Iterator[Unadopted]:
    for start, end, reason in _run_together(passage, [(one.start, one.end, one.reason) for one in said.passed]):
        yield _unadopted(passage, start, end, reason)


def _without_number(passage: Passage, said: Statement) -> Iterator[Unadopted]:
    """The sentences of a task that ask for something without a number, where others do have one."""
    sentences = list(_SENTENCE.finditer(passage.text))
    is_state = all(one.nature is Nature.STATE for one in said.stated)
    for one in () if is_state else sentences:
        holds = any(one.start() <= amount.start < one.end() for amount in said.stated)
        if not holds and len(halfwidth(one[0])) > 4 and len(sentences) > 1 and not _is_title(one, said):
            yield _unadopted(passage, one.start(), one.end(), NoTarget.NO_NUMBER)


def _is_title(sentence: re.Match[str], said: Statement) -> bool:
    """Whether it is the project's name that a task begins with, or the bracket with the departments that ends it."""
    is_departments = (
        re.fullmatch(r"\s*【.*】\s*", sentence[0]) is not None
        or re.match(r"\s*[(（【]?(?:牵头|责任|配合|协办)(?:单位|部门)\s*[：:]", sentence[0]) is not None
    )
    is_first = sentence.start() == 0 and len(said.text) > 2 * len(sentence[0])
    return is_departments or (is_first and "，" not in sentence[0])


def _all_of(passage: Passage, reason: Callable[[str], NoTarget]) -> Iterator[Unadopted]:
    """Every figure of a passage outside the tasks: those that are no amounts by what they are, amounts by `reason`."""
    said = read_statement(passage.text)
    figures = [(one.start, one.end, one.reason) for one in said.passed]
    spans = {(one.start, one.end) for one in said.stated if one.value is not None}
    amounts = [span for span in spans if _has_figure(passage, *span)]
    figures += [(start, end, reason(halfwidth(passage.text[start:end]))) for start, end in amounts]
    for start, end, why in _run_together(passage, sorted(figures)):
        yield _unadopted(passage, start, end, why)


def _run_together(passage: Passage, figures: Sequence[_Figure]) -> list[_Figure]:
    """Figures that follow each other at once and are passed over for one reason are one: 2023年5月26日."""
    found: list[_Figure] = []
    for start, end, reason in figures:
        if found and found[-1][2] is reason and not passage.text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end, reason)
        else:
            found.append((start, end, reason))
    return found


def _has_figure(passage: Passage, start: int, end: int) -> bool:
    return any(sign.isdigit() or sign in "一二三四五六七八九十百千" for sign in passage.text[start:end])


def _unadopted(passage: Passage, start: int, end: int, reason: NoTarget) -> Unadopted:
    return Unadopted(Source(passage, start, end), passage.text[start:end].strip(), str(reason))
