"""How a sentence falls into clauses, brackets and quotes, and what in a clause is counted."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from model.quantity.written import MEANS, Written

_SENTENCE_ENDS, _CLAUSE_ENDS = "。；;！!？?\n", "，,：:"
_OPENING, _CLOSING = "(（[［〔【", ")）]］〕】"
_QUOTES = re.compile('“[^”]*”|‘[^’]*’|「[^」]*」|《[^》]*》|"[^"]*"')
_LEADING = re.compile(
    "(?:[、和及与]|(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}[日号]|底|末|份|[上中下]旬)?(?:之?前)?|[上下]半年|第?[一二三四]季度|年底前|[到至]?今?年底|年内|全年|今年|当年|本年|全[市县区省]|力争|确保|努力|计划|预计|同时|并且?|"
    "其中|[且将要共约]|总计|(?:实现|完成|达到)(?!率)|基本(?=实现|完成|达到)|原则上|至少|(?:19|20)[0-9]{2}年底?前?|含|包括|目标任务|市定任务|任务(?!完成))"
)
_TRAILING = re.compile(
    "(?:达到|达|完成率?为|完成|实现|保持在?|稳定在|控制在|(?:提高|提升|增加|扩大|降低)[到至]|[为至到在共约近超各都计]|(?<!["
    + MEANS
    + "])均|"
    "共计|合计|总计|总数|分别|不少于|不低于|至少|有|(?<!涉)(?<!普)(?<!惠)及|[、，,和与])$"
)
_LONGEST_TRAIL = 8
_LONGEST_LEAD = 300
"""How far words before an amount are its own: no sentence says so much before its number."""
_BRACKETED = re.compile("[(（][^()（）]*[)）]|[［\\[][^\\[\\]［］]*[］\\]]")
_GENERIC = re.compile(
    "^(?:筛查|救助|覆盖面|覆盖率|占比|改造|建设|新增|涉及|惠及|服务|培训|完工|新建|补助|数量|比例|(?:新|已)?开工|竣工|"
    "(?:基本|主体)?(?:建成|完工)|率|(?:完成|达标|开工|完工|合格|整改|满意|办结|服务|优良|亮灯|接种|签约|普及)率|"
    "(?:群众|居民)?满意[率度]|其他|补贴|奖补)?$"
)
_JOINED = re.compile("[、和及与]|以及")
_OWN_LEAD = re.compile("每[\u4e00-\u9fff]|人均|户均|分别")
"""Where what is said of a second amount begins: 5000户低保家庭每户300元."""
_RATE_TAIL = re.compile("[\u4e00-\u9fff]{2}(?:率|数|量|比例)$")
_VERB_ENDS = ("免费开展一次", "开展一次", "免费开展", "开展", "实施", "实现", "完成", "组织", "进行", "对")
"""Behind these a list of subjects begins: 免费开展一次宫颈癌、乳腺癌筛查."""


@dataclass(frozen=True)
class Span:
    """A stretch of a compact text."""

    start: int
    end: int

    def holds(self, at: int) -> bool:
        """Whether a place lies in it."""
        return self.start <= at < self.end


@dataclass(frozen=True)
class Structure:
    """Clauses, brackets and quotes of a compact text. A clause does not end inside brackets."""

    text: str

    @cached_property
    def quotes(self) -> tuple[Span, ...]:
        """What stands in quotation marks or in those of titles, the marks with it."""
        return tuple(Span(*match.span()) for match in _QUOTES.finditer(self.text))

    @cached_property
    def brackets(self) -> tuple[Span, ...]:
        """The outermost brackets with what they hold; one that is never closed ends nowhere and is none."""
        found, opened, depth = [], 0, 0
        for at, sign in enumerate(self.text):
            if sign in _OPENING:
                opened, depth = (at if not depth else opened), depth + 1
            elif sign in _CLOSING and depth:
                depth -= 1
                if not depth:
                    found.append(Span(opened, at + 1))
        return tuple(found)

    def bracket_at(self, at: int) -> Span | None:
        """The outermost brackets around a place, None where it stands in none."""
        return _around(self.brackets, at)

    def is_quoted(self, at: int) -> bool:
        """Whether a place stands in quotes: what is counted there is a name (“三公里”就业圈)."""
        return _around(self.quotes, at) is not None

    def sentence_at(self, at: int) -> Span:
        """The sentence around a place, from one 。 or ； to the next."""
        return _between(self._sentence_ends, at, Span(0, len(self.text)))

    def clause_at(self, at: int) -> Span:
        """The clause around a place: within its brackets, if it stands in some."""
        bracket = self.bracket_at(at)
        if bracket is None:
            return _between(self._clause_ends, at, Span(0, len(self.text)))
        return _between(self._all_ends, at, Span(bracket.start + 1, bracket.end - 1))

    def clause_before(self, clause: Span) -> Span | None:
        """The clause of the same sentence that stands before one."""
        at = clause.start - 2
        if at < 0 or self.text[clause.start - 1] not in _CLAUSE_ENDS:
            return None
        return self.clause_at(at) if self.bracket_at(at) is None else self.clause_at(self._bracket_start(at) - 1)

    def _bracket_start(self, at: int) -> int:
        bracket = self.bracket_at(at)
        return bracket.start if bracket and bracket.start else at

    @cached_property
    def _all_ends(self) -> tuple[int, ...]:
        """Where a clause may end, in brackets and outside them; a comma that parts thousands is none."""
        signs = frozenset(_SENTENCE_ENDS + _CLAUSE_ENDS)
        return tuple(at for at, sign in enumerate(self.text) if sign in signs and not self._is_in_number(at))

    @cached_property
    def _clause_ends(self) -> tuple[int, ...]:
        return tuple(at for at in self._all_ends if self.bracket_at(at) is None)

    @cached_property
    def _sentence_ends(self) -> tuple[int, ...]:
        return tuple(at for at in self._clause_ends if self.text[at] in _SENTENCE_ENDS)

    def _is_in_number(self, at: int) -> bool:
        return self.text[at] == "," and self.text[at - 1 : at].isdigit() and self.text[at + 1 : at + 4].isdigit()


def _between(ends: Sequence[int], at: int, room: Span) -> Span:
    """The stretch of `room` around a place, from one of `ends` to the next."""
    index = bisect_left(ends, at)
    start = ends[index - 1] + 1 if index else 0
    return Span(max(start, room.start), min(ends[index] if index < len(ends) else room.end, room.end))


def _around(spans: Sequence[Span], at: int) -> Span | None:
    """Which of `spans`, in the order of the text, a place lies in."""
    index = bisect_right(spans, at, key=lambda one: one.start) - 1
    return spans[index] if index >= 0 and spans[index].holds(at) else None


def cleaned(words: str) -> str:
    """`words` without what says only when, how surely or that something is done: 全年完成技能培训 is 技能培训.

    Brackets with figures in them go too; other brackets are part of a name: 进村（社区）活动.
    """
    bare = _BRACKETED.sub(lambda match: "" if re.search("[0-9]", match[0]) else match[0], words)
    bare = bare.strip("，,。；;：:、 \n")
    start, end = 0, len(bare)
    while start < end:
        if leading := _LEADING.match(bare, start, end):
            start = leading.end()
        elif trailing := _TRAILING.search(bare, max(start, end - _LONGEST_TRAIL), end):
            end = trailing.start()
        else:
            break
    return bare[start:end]


def without_brackets(words: str) -> str:
    """`words` without what stands in brackets."""
    return _BRACKETED.sub("", words)


def without_names(words: str) -> str:
    """`words` without what stands in brackets or in quotes."""
    return _QUOTES.sub("", without_brackets(words))


def is_generic(words: str) -> bool:
    """Whether `words` do not say of what they speak: 救助, 覆盖面, or nothing."""
    return _GENERIC.match(words) is not None


def same_subject(earlier: str, own: str) -> str:
    """What a clause that says only 开工 or 覆盖率 speaks of: the thing named before, without its own such word."""
    if earlier.endswith(own):
        return earlier
    at = next((at for at in range(max(2, len(earlier) - 6), len(earlier)) if own and is_generic(earlier[at:])), None)
    return earlier[:at] + own


def pieces(text: str, clause: Span, amounts: Sequence[Written]) -> Iterator[tuple[str, str]]:
    """For each amount of a clause the words before it and behind it that are its own.

    A 、 or 和 parts two amounts: 新建1所、改扩建6所. Where nothing does, the words between say what the first counts
    and those before the first are of both: 改造19个老旧小区36栋住宅楼.
    """
    lead = text[max(clause.start, amounts[0].start - _LONGEST_LEAD) : amounts[0].start]
    before, is_parted = lead, True
    for index, one in enumerate(amounts):
        if index + 1 == len(amounts):
            behind, following, is_next_parted = text[one.end : clause.end], "", True
        else:
            between = text[one.end : amounts[index + 1].start]
            at = _parting(between)
            is_next_parted = at is not None
            behind, following = (between[:at], between[at:]) if is_next_parted else (between, lead)
            if not is_next_parted and is_generic(cleaned(between)):
                behind = ""
        if is_parted or not is_generic(cleaned(behind)):
            yield before, behind
        else:
            noun = text[amounts[index - 1].end : one.number]
            yield f"{before}{noun}{'' if one.is_rate else f'{one.base}数'}", behind
        before, is_parted = following, is_next_parted


def _parting(between: str) -> int | None:
    """Where the words between two amounts part: at the 、 behind the first's noun or before the second's."""
    hidden = [*_QUOTES.finditer(between), *_BRACKETED.finditer(between)]
    marks = [
        match.start()
        for match in _JOINED.finditer(between)
        if not any(one.start() <= match.start() < one.end() for one in hidden)
    ]
    if not marks:
        own = _OWN_LEAD.search(between)
        return own.start() if own else None
    return marks[0] if marks[0] == 0 else marks[-1]


def subjects_in(words: str) -> tuple[tuple[str, ...], bool]:
    """The subjects that `words` list, and whether that is certain: two of them, parted in one way.

    宫颈癌、乳腺癌筛查 are 宫颈癌筛查 and 乳腺癌筛查; words that cannot be told apart are one subject.
    """
    bare = cleaned(words)
    at = max((bare.rfind(verb) + len(verb) for verb in _VERB_ENDS if verb in bare), default=0)
    if 0 < at < len(bare) and _JOINED.search(bare[at:]):
        bare = bare[at:]
    names = [cleaned(one) for one in _split_at(_JOINED, bare)]
    if len(names) < 2 or not all(names):
        return (bare,), len(names) < 2
    tail = _common_tail(names)
    told = tuple(name if name.endswith(tail) else name + tail for name in names)
    return told, len(names) == 2


def _split_at(marks: re.Pattern[str], words: str) -> list[str]:
    """`words` split at marks that stand in no brackets and no quotes."""
    hidden = [*_QUOTES.finditer(words), *_BRACKETED.finditer(words)]
    parts, start = [], 0
    for mark in marks.finditer(words):
        if not any(one.start() <= mark.start() < one.end() for one in hidden):
            parts.append(words[start : mark.start()])
            start = mark.end()
    return [*parts, words[start:]]


def _common_tail(names: Sequence[str]) -> str:
    """What the last name has behind it for all: 筛查 of 宫颈癌、乳腺癌筛查, 筛查率 of “两病”和新生儿听力筛查率."""
    first, last = names[0], names[-1]
    rate = _RATE_TAIL.search(last)
    if rate is not None:
        return "" if first.endswith(rate[0][-1]) else rate[0]
    at = last.rfind(first[-1])
    return last[at + 1 :] if 0 < at < len(last) - 1 else ""
