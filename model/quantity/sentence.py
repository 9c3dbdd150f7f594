"""Reads what a sentence of a paper states: each amount with what it measures, or why a figure is no target."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from model.quantity.clause import (
    Span,
    Structure,
    cleaned,
    is_generic,
    pieces,
    same_subject,
    subjects_in,
    without_brackets,
    without_names,
)
from model.quantity.no_target import spoken_for, why_no_target
from model.quantity.per_unit import (
    ALL_COUNTIES,
    EACH_COUNTY,
    carried_words,
    has_own_total,
    per_words,
    says_each,
    without_counties,
    without_per,
)
from model.quantity.phrase import BEFORE_WORDS, PERCENT, Comparator, alternatives
from model.quantity.stated import Doubt, Nature, NoTarget, Passed, Stated, Statement
from model.quantity.unsure import doubts_of
from model.quantity.written import (
    AGES,
    ELECTRIC,
    LENGTHS_OF_TIME,
    MEANS,
    Compact,
    Written,
    compact,
    written_amounts,
)

_CENTRAL = re.compile("由([^，,。；;]+?)统一(?:组织)?(?:安排)?(?:组织)?实施")
_DISTRIBUTED = re.compile("各(?!县|市|区|乡|地|街|类|级|项)[^，,、]{0,4}$")
_ALL_OF_THEM = re.compile(f"(?:(?<![{MEANS}平])均|都)(?:达到?|保持在?|稳定在|完成|实现|不低于|不少于|不高于|为|要)*$")
_IN_TURN = "分别"
_WHOLE = re.compile("(?:全覆盖|全面覆盖|全部覆盖)(?=[，,。；;、]|$)")
_NOTHING = re.compile("(?:不|未|没有|杜绝)发生([^，,。；;、]{2,20}?(?:事故|事件|案件|问题|疫情))")
_PART_OF = re.compile("[(（](?:其中|含|包括|包含)|其中|包括|包含")
_TASK_BRACKET = re.compile("任务|目标|计划")
_JOINED_NUMBER = re.compile("[0-9][万亿千百%‰]?[,.:/—–~～至到-]$|(?<![0-9])[-−±]$")
"""2,5万人, 1.2.3, 10/10万 and -5: what such a number means cannot be told for certain."""
_TWICE = 50
_FAR = 100
"""How far back in a clause words may stand that speak of an amount."""
_AT_LEAST_BEFORE = re.compile("(?:至少|力争)[\u4e00-\u9fff]{1,4}$|不[少低]于[\u4e00-\u9fff]{1,12}$")
_NEAR = 16
_CEILING = re.compile("(?:最高|最多|至多|上限)(?:为|给予|补贴|补助|奖励|不超过)?$")
_FAR_FROM_NUMBER = re.compile("(不低于|不少于|不高于|不超过|不大于|不小于|控制在|达到)[^，,。；;、0-9]{1,14}的$")
_BEFORE_PER = re.compile(f"({alternatives(BEFORE_WORDS)})$")


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
        is_alike=ALL_COUNTIES.search(bare.text) is not None,
        is_each=EACH_COUNTY.search(bare.text) is not None,
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
        if one.comparator is not None or not _AT_LEAST_BEFORE.search(self.text, max(0, one.start - _NEAR), one.start):
            return one
        return replace(one, comparator=Comparator.AT_LEAST)

    def read(self) -> tuple[list[Stated], list[Passed]]:
        kept: list[Written] = []
        passed: list[Passed] = []
        taken = spoken_for(self.text)
        for one in self.amounts:
            reason = why_no_target(self.text, self.structure, one, self.is_numbered, taken)
            if reason is None:
                kept.append(one)
            else:
                passed.append(Passed(*self.bare.span(one.number, one.end), reason))
        stated: list[Stated] = []
        for clause, group in groupby(kept, key=lambda one: self.structure.clause_at(one.number)):
            stated += self._clause(clause, list(group), stated)
        stated += self._without_number({self.structure.clause_at(one.number) for one in kept})
        stated.sort(key=lambda one: one.start)
        return _doubted(_parts(stated, self)), passed

    def state(self) -> Stated:
        """The task without a number that the whole text is."""
        words = cleaned(re.sub(r"^[0-9]{1,3}[.、．]", "", self.text) if self.is_numbered else self.text)
        return Stated(None, "", None, None, Nature.STATE, words, *self.bare.span(0, len(self.text)))

    def thresholds(self) -> Iterator[Stated]:
        taken = spoken_for(self.text)
        for clause, group in groupby(self.amounts, key=lambda one: self.structure.clause_at(one.number)):
            amounts = [one for one in group if self._is_threshold(one, taken)]
            if amounts:
                yield from self._clause(clause, amounts, [])
        yield from self._nothing()

    def _is_threshold(self, one: Written, taken: Mapping[int, NoTarget]) -> bool:
        """Whether an amount has a word of comparison, or is a rate or a range; ratios (2:3) and ages are none."""
        if one.base in ELECTRIC or one.base in AGES or taken.get(one.number) in (NoTarget.UNCLEAR, NoTarget.NAME):
            return False
        if one.is_numeral and why_no_target(self.text, self.structure, one, False, taken) not in (None, NoTarget.DATE):
            return False
        is_reached = one.base in LENGTHS_OF_TIME and self.text[one.start : one.number] in ("达到", "达")
        is_compared = one.comparator is not None and not is_reached
        is_threshold = is_compared or (one.unit != "" and (one.is_rate or one.high is not None))
        return is_threshold and not self.structure.is_quoted(one.number)

    def _clause(self, clause: Span, amounts: list[Written], before: list[Stated]) -> Iterator[Stated]:
        """The amounts of one clause; `before` are those that the text has stated so far."""
        words = list(pieces(self.text, clause, amounts))
        if len(amounts) > 1 and _IN_TURN in self.text[clause.start : amounts[0].start]:
            yield from self._in_turn(clause, amounts, words)
            return
        told = before[-1:]
        for one, (lead, behind) in zip(amounts, words, strict=True):
            for said in self._one(clause, one, lead, behind, told):
                told.append(said)
                yield said

    def _one(self, clause: Span, one: Written, lead: str, behind: str, told: list[Stated]) -> Iterator[Stated]:
        distributed = _DISTRIBUTED.search(lead)
        if distributed or _ALL_OF_THEM.search(lead):
            own = without_counties(lead[: distributed.start()] if distributed else lead)
            if is_generic(cleaned(own)) or re.fullmatch("[0-9两二三四]+项", own):
                previous = self.structure.clause_before(clause)
                own = self.text[previous.start : previous.end] if previous else own
            names, certain = subjects_in(own)
            if len(names) > 1 and (certain or distributed):
                for name in names:
                    yield self._stated(one, clause, lead, behind, name, () if certain else (Doubt.SUBJECTS,))
                return
            doubts = (Doubt.SUBJECTS,) if len(names) > 1 or distributed else ()
            yield self._stated(one, clause, lead, behind, cleaned(own), doubts)
            return
        if one.comparator is None:
            one = replace(one, comparator=_compared_before(lead))
        doubts = (Doubt.SUBJECTS,) if _IN_TURN in self.text[max(clause.start, one.start - _FAR) : one.start] else ()
        yield self._stated(one, clause, lead, behind, self._measured(clause, one, lead, behind, told), doubts)

    def _measured(self, clause: Span, one: Written, lead: str, behind: str, told: list[Stated]) -> str:
        """What is counted: the words of the clause around the amount, with those before where they say too little."""
        own = cleaned(without_counties(lead)) + cleaned(behind.removeprefix("的"))
        bracket = self.structure.bracket_at(one.number)
        if bracket is not None and _TASK_BRACKET.search(self.text[bracket.start : one.number]) and is_generic(own):
            outer = self.structure.clause_at(bracket.start - 1) if bracket.start else clause
            return cleaned(self.text[outer.start : bracket.start])
        bare = cleaned(without_per(own))
        if not is_generic(without_brackets(bare)):
            return own
        earlier = self._said_before(clause, told)
        return same_subject(earlier, bare) if earlier else own

    def _said_before(self, clause: Span, told: list[Stated]) -> str:
        """What the amount before in this clause or in the one before is of, else the words of the clause before."""
        previous = self.structure.clause_before(clause)
        since = self.bare.places[(previous or clause).start]
        if told and told[-1].start >= since:
            return told[-1].measured
        return cleaned(self.text[previous.start : previous.end]) if previous else ""

    def _in_turn(self, clause: Span, amounts: list[Written], words: list[tuple[str, str]]) -> Iterator[Stated]:
        """报销比例分别稳定在70%、80%左右: as many subjects as amounts, in their order; the last word is of all."""
        lead, _, rest = self.text[clause.start : amounts[0].start].partition(_IN_TURN)
        if not is_generic(cleaned(without_per(without_counties(rest)))):
            for one, (before, behind) in zip(amounts, words, strict=True):
                own = before.partition(_IN_TURN)[2] or before
                yield self._stated(one, clause, own, behind, cleaned(without_counties(own)) + cleaned(behind))
            return
        names, certain = subjects_in(without_counties(lead))
        shared = amounts[-1].comparator or amounts[0].comparator
        for index, (one, (before, behind)) in enumerate(zip(amounts, words, strict=True)):
            is_told = len(names) == len(amounts)
            name = names[index] if is_told else cleaned(lead)
            compared = replace(one, comparator=one.comparator or shared)
            doubts = () if is_told and certain else (Doubt.SUBJECTS,)
            yield self._stated(compared, clause, before, behind, name, doubts)

    def _stated(
        self, one: Written, clause: Span, lead: str, behind: str, measured: str, doubts: tuple[Doubt, ...] = ()
    ) -> Stated:
        """`lead` and `behind` are the words before and behind the amount that are its own."""
        per = "" if one.is_rate else one.per or self._per(clause, one, lead)
        nature = Nature.RATE if one.is_rate else Nature.LEVEL if per else Nature.AMOUNT
        start, end = self.bare.span(one.start, one.end)
        sentence = self.structure.sentence_at(one.number)
        earlier = self.text[max(sentence.start, one.start - _FAR) : one.start]
        found = [*doubts, *doubts_of(self.text, one, lead, behind, earlier)]
        if is_generic(measured):
            found.append(Doubt.NO_SUBJECT)
        if per:
            found.append(Doubt.PER_UNIT)
        if self._runs_on(one):
            found.append(Doubt.RUN_ON)
        return Stated(
            one.value, one.unit, one.comparator, one.high, nature, measured, start, end, per, None,
            tuple(dict.fromkeys(found)),
        )  # fmt: skip

    def _runs_on(self, one: Written) -> bool:
        """Whether a number follows at once (1万35人), so that neither is certain; an age may (6万名65岁以上老人)."""
        if _JOINED_NUMBER.search(self.text, max(0, one.number - 3), one.number):
            return True
        before, behind = self._by_end.get(one.number), self._by_start.get(one.end)
        return (before is not None and not before.base) or (behind is not None and not one.base)

    @cached_property
    def _by_start(self) -> dict[int, Written]:
        return {one.number: one for one in self.amounts}

    @cached_property
    def _by_end(self) -> dict[int, Written]:
        return {one.end: one for one in self.amounts}

    def _per(self, clause: Span, one: Written, lead: str) -> str:
        """What a 标准 is counted by: 人·月 of 每人每月1100元; empty for a plain amount."""
        if EACH_COUNTY.search(lead):
            return ""
        if own := per_words(without_names(lead)):
            return own
        if has_own_total(lead) or says_each(lead) or self.structure.bracket_at(one.number):
            return ""
        before = self._amount_before(one)
        if before is None:
            return ""
        previous = self.structure.clause_before(clause) or clause
        room = clause if clause.holds(before.number) else previous
        earlier = self.text[max(room.start, one.start - _FAR) : before.number]
        if not room.holds(before.number) or EACH_COUNTY.search(earlier):
            return ""
        return carried_words(without_names(earlier), before.base == one.base)

    def _amount_before(self, one: Written) -> Written | None:
        at = self._places_of_amounts.get(one.number, 0)
        return self.amounts[at - 1] if at else None

    @cached_property
    def _places_of_amounts(self) -> dict[int, int]:
        return {one.number: at for at, one in enumerate(self.amounts)}

    def _without_number(self, taken: set[Span]) -> Iterator[Stated]:
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


def _parts(stated: list[Stated], reader: _Reader) -> list[Stated]:
    """Amounts in a bracket or a clause that begins with 含 or 其中 are part of the one before it.

    What stands in other brackets is asked about: it may be the same thing, or a part of it.
    """
    found: list[Stated] = []
    compact_place = {place: at for at, place in enumerate(reader.bare.places)}
    for one in stated:
        at = compact_place[one.start]
        bracket, clause = reader.structure.bracket_at(at), reader.structure.clause_at(at)
        opening = clause.start if bracket is None else bracket.start
        begins = _PART_OF.match(reader.text, opening)
        is_task = bracket is not None and _TASK_BRACKET.search(reader.text, bracket.start, bracket.end)
        if found and begins:
            found.append(_as_part(one, found, reader.bare.places[opening], bracket is not None))
        elif found and bracket is not None and not is_task and bracket.start > 0:
            found.append(replace(one, doubts=(*one.doubts, Doubt.PART)))
        else:
            found.append(one)
    return found


def _as_part(one: Stated, found: list[Stated], opening: int, is_in_bracket: bool) -> Stated:
    """`one` as part of the nearest amount that is itself no part; a rate of it is a thing of its own."""
    if one.nature is Nature.RATE and not is_in_bracket:
        return one
    whole = next((i for i in reversed(range(len(found))) if found[i].start < opening and found[i].whole is None), None)
    if whole is not None and _base(found[whole].unit) == _base(one.unit):
        return replace(one, whole=whole)
    return replace(one, doubts=(*one.doubts, Doubt.PART))


def _compared_before(lead: str) -> Comparator | None:
    """A word of comparison that other words part from the number: 不超过每人每月500元, 不低于低保标准的1.3倍."""
    bare = without_per(lead)
    if bare != lead and (match := _BEFORE_PER.search(bare)):
        return BEFORE_WORDS[match[1]]
    if match := _FAR_FROM_NUMBER.search(lead):
        return BEFORE_WORDS[match[1]]
    if _CEILING.search(lead):
        return Comparator.AT_MOST
    return Comparator.AT_LEAST if lead.endswith(("最低", "最少")) else None


def _base(unit: str) -> str:
    return unit.lstrip("万亿")


def _doubted(stated: list[Stated]) -> list[Stated]:
    """An amount that stands in the text before is asked about: it may be the same thing said twice."""
    found: list[Stated] = []
    told: dict[tuple[Decimal | None, str], list[Stated]] = {}
    for one in stated:
        earlier = told.setdefault((one.value, one.unit), [])
        is_double = one.value is not None and any(
            one.start != other.start and one.measured.startswith(other.measured) for other in earlier[-_TWICE:]
        )
        earlier.append(one)
        found.append(replace(one, doubts=(*one.doubts, Doubt.REPEATED)) if is_double else one)
    return found
