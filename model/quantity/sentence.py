"""Reads what a sentence of a paper states: each amount with what it measures, or why a figure is no target."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from model.quantity.clause import Span, Structure, cleaned, is_generic, pieces, subjects_in
from model.quantity.no_target import why_no_target
from model.quantity.phrase import PERCENT, Comparator
from model.quantity.stated import Doubt, Nature, Passed, Stated, Statement
from model.quantity.written import ELECTRIC, LENGTHS_OF_TIME, POINTS, Compact, Written, compact, written_amounts

_CENTRAL = re.compile("由([^，,。；;]+?)统一(?:组织)?(?:安排)?(?:组织)?实施")
_EACH_COUNTY = re.compile("每个?(?:县|市|区|县[(（]?市、区[)）]?|县市区|乡镇|街道办)(?:[(（][^)）]*[)）])?")
_ALL_COUNTIES = re.compile("各(?:县|市|区|县市区|乡镇|地)(?:[(（][^)）]*[)）])?")
_PER_WORDS = re.compile(
    "(?P<each>(?:每个?(?:[人名位户所家处村月年天日周次场]|街道|社区|行政村|乡镇|机构|小区|班|校|[百千万][人户])+)+)|"
    "(?<![0-9.])(?P<head>[百千万][人户]口?)(?!次)|(?P<mean>人均|户均|场均|平均每[场次人户个])"
)
_OWN_TOTAL = re.compile("^(?:全[年市县区省]|年底|[到至].*底|共|总|建成|新增|新建|当年)")
_DISTRIBUTED = re.compile("各(?!县|市|区|乡|地|街|类|级|项)[^，,、]{0,4}$")
_ALL_OF_THEM = re.compile("[均都](?:达到?|保持在?|稳定在|完成|实现|不低于|不少于|不高于|为|要)*$")
_IN_TURN = "分别"
_WHOLE = re.compile("(?:全覆盖|全面覆盖|全部覆盖)(?=[，,。；;、]|$)")
_NOTHING = re.compile("(?:不|未|没有|杜绝)发生([^，,。；;、]{2,20}?(?:事故|事件|案件|问题|疫情))")
_PART_OF = re.compile("^[(（](?:其中|含|包括|包含)")
_TASK_BRACKET = re.compile("任务|目标|计划")
_AT_LEAST_BEFORE = re.compile("(?:至少|力争)[\u4e00-\u9fff]{1,4}$|不[少低]于[\u4e00-\u9fff]{1,12}$")
_KINDS = frozenset(("种", "类"))


def read_statement(text: str, is_numbered: bool = False) -> Statement:
    """What `text` (a cell's or a paragraph's task) states, in the order of the text.

    `is_numbered`: the text begins with a number of its own (12.15分钟健身圈建设 is item 12). Every figure of the text
    stands in one of the amounts or among those passed over.
    """
    bare = compact(text)
    reader = _Reader(bare, is_numbered)
    stated, passed = reader.read()
    central = _CENTRAL.search(bare.text)
    names = tuple(one for one in re.split("[、，,]|和", central[1]) if one) if central else ()
    if not stated and not central and bare.text.strip("\n"):
        stated = [reader.state()]
    return Statement(
        text,
        tuple(stated),
        tuple(passed),
        names,
        is_alike=_ALL_COUNTIES.search(bare.text) is not None,
        is_each=_EACH_COUNTY.search(bare.text) is not None,
    )


def thresholds_in(text: str) -> tuple[Stated, ...]:
    """The amounts of an acceptance standard: those with a word of comparison, rates, and what must not happen.

    A standard's thresholds are of any kind, lengths of time too (每周不低于48小时).
    """
    reader = _Reader(compact(text), is_numbered=False)
    return tuple(reader.thresholds())


@dataclass(frozen=True)
class _Reader:
    bare: Compact
    is_numbered: bool

    @property
    def text(self) -> str:
        return self.bare.text

    @cached_property
    def structure(self) -> Structure:
        return Structure(self.text)

    @cached_property
    def amounts(self) -> tuple[Written, ...]:
        """Every amount as written, the number that a numbered text begins with apart: 12.15分钟 is 12 and 15分钟."""
        if self.is_numbered and (own := re.match(r"([0-9]{1,3})[.、．]", self.text)):
            first = Written(0, 0, own.end(), Decimal(own[1]), None, "", None)
            rest = Compact(self.text[own.end() :], self.bare.places[own.end() :])
            found = (first, *(_moved(one, own.end()) for one in written_amounts(rest.text)))
        else:
            found = tuple(written_amounts(self.text))
        return tuple(self._with_earlier_word(one) for one in found)

    def _with_earlier_word(self, one: Written) -> Written:
        """至少开通1家: the word of comparison stands before the verb."""
        is_bound = one.comparator is None and _AT_LEAST_BEFORE.search(self.text[: one.start])
        return replace(one, comparator=Comparator.AT_LEAST) if is_bound else one

    def read(self) -> tuple[list[Stated], list[Passed]]:
        kept: list[Written] = []
        passed: list[Passed] = []
        for one in self.amounts:
            reason = why_no_target(self.text, self.structure, one, self.is_numbered)
            if reason is None:
                kept.append(one)
            else:
                passed.append(Passed(*self.bare.span(one.number, one.end), reason))
        stated: list[Stated] = []
        for clause, group in groupby(kept, key=lambda one: self.structure.clause_at(one.number)):
            stated += self._clause(clause, list(group), stated)
        stated += self._without_number([self.structure.clause_at(one.number) for one in kept])
        stated.sort(key=lambda one: one.start)
        return _doubted(_parts(stated, self)), passed

    def state(self) -> Stated:
        """The task without a number that the whole text is."""
        words = cleaned(re.sub(r"^[0-9]{1,3}[.、．]", "", self.text) if self.is_numbered else self.text)
        return Stated(None, "", None, None, Nature.STATE, words, *self.bare.span(0, len(self.text)))

    def thresholds(self) -> Iterator[Stated]:
        for clause, group in groupby(self.amounts, key=lambda one: self.structure.clause_at(one.number)):
            amounts = [one for one in group if self._is_threshold(one)]
            if amounts:
                yield from self._clause(clause, amounts, [])
        yield from self._nothing()

    def _is_threshold(self, one: Written) -> bool:
        if one.base in ELECTRIC:
            return False
        is_manner = one.is_numeral and why_no_target(self.text, self.structure, one, False) is not None
        is_reached = one.base in LENGTHS_OF_TIME and self.text[one.start : one.number] in ("达到", "达")
        is_compared = (one.comparator is not None and not is_reached) or one.is_rate
        return bool(is_compared and one.unit) and not is_manner and not self.structure.is_quoted(one.number)

    def _clause(self, clause: Span, amounts: list[Written], before: list[Stated]) -> Iterator[Stated]:
        """The amounts of one clause; `before` are those that the text has stated so far."""
        words = list(pieces(self.text, clause, amounts))
        if len(amounts) > 1 and _IN_TURN in self.text[clause.start : amounts[0].start]:
            yield from self._in_turn(clause, amounts, words)
            return
        for one, (lead, behind) in zip(amounts, words, strict=True):
            yield from self._one(clause, one, lead, behind, before)

    def _one(self, clause: Span, one: Written, lead: str, behind: str, before: list[Stated]) -> Iterator[Stated]:
        distributed = _DISTRIBUTED.search(lead)
        if distributed or _ALL_OF_THEM.search(lead):
            own = lead[: distributed.start()] if distributed else lead
            if is_generic(cleaned(own)) or re.fullmatch("[0-9两二三四]+项", own):
                previous = self.structure.clause_before(clause)
                own = self.text[previous.start : previous.end] if previous else own
            names, certain = subjects_in(own)
            if len(names) > 1 and (certain or distributed):
                for name in names:
                    yield self._stated(one, clause, lead, name, () if certain else (Doubt.SUBJECTS,))
                return
            doubts = (Doubt.SUBJECTS,) if len(names) > 1 or distributed else ()
            yield self._stated(one, clause, lead, cleaned(own), doubts)
            return
        yield self._stated(one, clause, lead, self._measured(clause, one, lead, behind, before))

    def _measured(self, clause: Span, one: Written, lead: str, behind: str, before: list[Stated]) -> str:
        """What is counted: the words of the clause around the amount, with those before where they say too little."""
        own = cleaned(_without_each(lead)) + cleaned(behind.removeprefix("的"))
        bracket = self.structure.bracket_at(one.number)
        if bracket is not None and _TASK_BRACKET.search(self.text[bracket.start : one.number]) and is_generic(own):
            outer = self.structure.clause_at(bracket.start - 1) if bracket.start else clause
            return cleaned(self.text[outer.start : bracket.start])
        if not is_generic(own):
            return own
        previous = self.structure.clause_before(clause)
        if previous is None:
            return own
        told = [said.measured for said in before if self.bare.span(previous.start, previous.end)[0] <= said.start]
        earlier = told[-1] if told else cleaned(self.text[previous.start : previous.end])
        return earlier if earlier.endswith(own) else earlier + own

    def _in_turn(self, clause: Span, amounts: list[Written], words: list[tuple[str, str]]) -> Iterator[Stated]:
        """报销比例分别稳定在70%、80%左右: as many subjects as amounts, in their order; the last word is of all."""
        lead, _, rest = self.text[clause.start : amounts[0].start].partition(_IN_TURN)
        if not is_generic(cleaned(_without_each(rest))):
            for one, (before, behind) in zip(amounts, words, strict=True):
                own = before.partition(_IN_TURN)[2] or before
                yield self._stated(one, clause, own, cleaned(_without_each(own)) + cleaned(behind))
            return
        names, certain = subjects_in(lead)
        shared = amounts[-1].comparator or amounts[0].comparator
        for index, one in enumerate(amounts):
            is_told = len(names) == len(amounts)
            name = names[index] if is_told else cleaned(lead)
            compared = replace(one, comparator=one.comparator or shared)
            yield self._stated(compared, clause, lead, name, () if is_told and certain else (Doubt.SUBJECTS,))

    def _stated(self, one: Written, clause: Span, lead: str, measured: str, doubts: tuple[Doubt, ...] = ()) -> Stated:
        """`lead` are the words before the amount that are its own."""
        per = self._per(clause, one, lead)
        nature = Nature.LEVEL if per else Nature.RATE if one.is_rate else Nature.AMOUNT
        if one.is_rate:
            nature, per = Nature.RATE, ""
        start, end = self.bare.span(one.start, one.end)
        found = list(doubts)
        if not one.base:
            found.append(Doubt.NO_UNIT)
        if one.unit in POINTS:
            found.append(Doubt.RELATIVE)
        if not measured:
            found.append(Doubt.NO_SUBJECT)
        if one.base in _KINDS:
            found.append(Doubt.BASE_OR_TARGET)
        if per:
            found.append(Doubt.PER_UNIT)
        if self._runs_on(one):
            found.append(Doubt.RUN_ON)
        return Stated(
            one.value, one.unit, one.comparator, one.high, nature, measured, start, end, per, None, tuple(found)
        )

    def _runs_on(self, one: Written) -> bool:
        """Whether a number follows at once (1万5千人), so that neither is certain."""
        return any(one.end == other.number or other.end == one.number for other in self.amounts if other is not one)

    def _per(self, clause: Span, one: Written, lead: str) -> str:
        """What a 标准 is counted by: 人·月 of 每人每月1100元; empty for a plain amount."""
        if _EACH_COUNTY.search(lead):
            return ""
        match = _last(_PER_WORDS, lead)
        if match is None:
            previous = self.structure.clause_before(clause)
            if previous is None or _OWN_TOTAL.match(lead) or self.structure.bracket_at(one.number):
                return ""
            earlier = self.text[previous.start : previous.end]
            match = _last(_PER_WORDS, earlier) if not _EACH_COUNTY.search(earlier) else None
            if match is None or not any(previous.holds(other.number) for other in self.amounts):
                return ""
        words = match["each"] or match["head"] or match["mean"]
        return "·".join(part for part in re.split("平均每|每个?|人均|户均", words) if part) or words[0]

    def _without_number(self, taken: list[Span]) -> Iterator[Stated]:
        for match in _WHOLE.finditer(self.text):
            clause = self.structure.clause_at(match.start())
            if clause not in taken:
                words = cleaned(self.text[clause.start : match.start()])
                start, end = self.bare.span(*match.span())
                yield Stated(Decimal(1), PERCENT, None, None, Nature.RATE, words, start, end, "", None,
                             (Doubt.WHOLE_COVER,))  # fmt: skip
        yield from self._nothing()

    def _nothing(self) -> Iterator[Stated]:
        for match in _NOTHING.finditer(self.text):
            start, end = self.bare.span(*match.span())
            yield Stated(Decimal(0), "起", Comparator.AT_MOST, None, Nature.AMOUNT, match[1], start, end, "", None,
                         (Doubt.NOTHING_HAPPENS,))  # fmt: skip


def _moved(one: Written, by: int) -> Written:
    return replace(one, start=one.start + by, number=one.number + by, end=one.end + by)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(text))), None)


def _without_each(words: str) -> str:
    return _ALL_COUNTIES.sub("", _EACH_COUNTY.sub("", words))


def _parts(stated: list[Stated], reader: _Reader) -> list[Stated]:
    """Amounts in a bracket that begins with 含 or 其中 are part of the one before it."""
    found: list[Stated] = []
    places = reader.bare.places
    for one in stated:
        bracket = next((b for b in reader.structure.brackets if places[b.start] <= one.start < places[b.end - 1]), None)
        if bracket and found and _PART_OF.match(reader.text[bracket.start :]):
            whole = next((i for i in reversed(range(len(found))) if found[i].start < places[bracket.start]), None)
            is_alike = whole is not None and _base(found[whole].unit) == _base(one.unit)
            one = replace(
                one, whole=whole if is_alike else None, doubts=one.doubts if is_alike else (*one.doubts, Doubt.PART)
            )
        found.append(one)
    return found


def _base(unit: str) -> str:
    return unit.lstrip("万亿")


def _doubted(stated: list[Stated]) -> list[Stated]:
    """An amount that stands in the text before is asked about: it may be the same thing said twice."""
    found: list[Stated] = []
    for one in stated:
        is_double = any(
            (one.value, one.unit) == (other.value, other.unit)
            and one.start != other.start
            and one.measured.startswith(other.measured)
            for other in found
            if one.value is not None
        )
        found.append(replace(one, doubts=(*one.doubts, Doubt.REPEATED)) if is_double else one)
    return found
