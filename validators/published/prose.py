"""The tasks of a paper that has no table of them: a numbered list, the departments in a bracket at the items' ends."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from model.drafting.paper import Entry, Passage, Person
from validators.grid import Line
from validators.published.departments import Assignment, Role, assignment_in
from validators.published.numbering import serial_number
from validators.published.regions import category_in
from validators.published.wording import bare, first_sentence

_LEVELS = (
    re.compile(r"^(?P<number>[一二三四五六七八九十]{1,3})\s*[、.．]\s*"),
    re.compile(r"^[（(]\s*(?P<number>[一二三四五六七八九十]{1,3})\s*[）)]\s*[、.．]?\s*"),
    re.compile(r"^(?P<number>\d{1,2})\s*[.．、]\s*"),
    re.compile(r"^[（(]\s*(?P<number>\d{1,2})\s*[）)]\s*|^(?P<number_>\d{1,2})[）)]\s*"),
    re.compile(r"^(?P<number>[一二三四五六七八九十]{1,3})是\s*"),
)
"""How the levels of a Chinese paper are numbered, from the top: 一、（一）1.（1）; and 一是."""
_DECIMALS = 2
_TASKS = re.compile("任务|项目|实事|内容|目标|事项|清单|工程|安排")
_NO_TASKS = re.compile("要求|保障|组织|措施|领导|监督|督导|督查|考核|机制|意义|思想|原则|落实|说明|职责|宣传")
_LIST_NAME = re.compile("实事")
_TELLS = re.compile("通报|情况|总结|报告|进展|评价|考核|标准")


@dataclass
class _Node:
    """A numbered paragraph with those that follow it up to the next number; `level` is 0 for 一、."""

    level: int
    number: str
    text: str
    heads: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)

    def assignments(self) -> list[Assignment]:
        return [said for line in self.lines if (said := assignment_in(line.text)[1]) is not None]


def prose_entries(lines: Sequence[Line], file: str, title: str) -> tuple[Entry, ...]:
    """The entries of a paper's numbered list; none where no list is one of tasks.

    The items are those of the level at whose ends departments stand (责任单位：…), under the headings where any does.
    Where the paper names no department it is the list under a heading of tasks (一、主要任务), or all of a paper whose
    title says that it is one of 民生实事 and does not say that it tells how they stand. An item's paragraphs are lines
    of their own, with the departments of the item where they have none; a paragraph that holds nothing but
    departments is none. Numbers are written 1, 2, 3 however the paper writes them.
    """
    nodes = list(_nodes(lines))
    items = _assigned(nodes) or _under_heading_of_tasks(nodes) or _flat(nodes, title)
    heads = {node.heads[-1] for node in items if node.heads}
    default = category_in(title)
    entries: list[Entry] = []
    for node in items:
        head = node.heads[-1] if node.heads else ""
        is_group = _LIST_NAME.search(head) or (len(heads) > 1 and not _TASKS.search(head))
        entries += _entries(node, head if is_group else default, file)
    return tuple(entries)


def _nodes(lines: Sequence[Line]) -> Iterator[_Node]:
    """The numbered paragraphs in their order, each with what follows it, under the headings above it."""
    node: _Node | None = None
    open_heads: dict[int, tuple[int, str]] = {}
    for line in lines:
        found = _numbered(line.text, open_heads)
        if found is None:
            if node is not None:
                node.lines.append(line)
            continue
        if node is not None:
            yield node
        level, number, rest = found
        open_heads = {one: head for one, head in open_heads.items() if one < level}
        heads = tuple(name for _, (_, name) in sorted(open_heads.items()))
        name = first_sentence(assignment_in(rest)[0])
        open_heads[level] = (number, name)
        node = _Node(level, str(number), rest, heads, [line])
    if node is not None:
        yield node


def _numbered(text: str, open_heads: dict[int, tuple[int, str]]) -> tuple[int, int, str] | None:
    """Level, number and words of a numbered paragraph; what looks like a decimal (12.15分钟) only in sequence."""
    for level, pattern in enumerate(_LEVELS):
        match = pattern.match(text)
        if match is None:
            continue
        said = next(one for one in match.groups() if one)
        number = serial_number(said) or 0
        last = open_heads[level][0] if level in open_heads else 0
        rest = text[match.end() :]
        is_decimal = level == _DECIMALS and rest[:1].isdecimal() and match[0][-1:] in ".．"
        if not rest or (is_decimal and number != last + 1) or (level == _DECIMALS and not last < number):
            continue
        return level, number, rest
    return None


def _assigned(nodes: Sequence[_Node]) -> list[_Node]:
    """The items at whose level departments stand, up to the last one with departments under each heading."""
    levels = Counter(node.level for node in nodes if node.assignments())
    if not levels:
        return []
    level = levels.most_common(1)[0][0]
    items: list[_Node] = []
    waiting: list[_Node] = []
    for node in _joined(nodes, level):
        if waiting and waiting[-1].heads != node.heads:
            waiting = []
        waiting.append(node)
        if node.assignments():
            is_begun = any(one.heads == node.heads for one in items)
            items += waiting if is_begun else [one for one in waiting if one is node or not _NO_TASKS.search(one.text)]
            waiting = []
    return items


def _joined(nodes: Sequence[_Node], level: int) -> Iterator[_Node]:
    """The nodes of a level, each with the paragraphs of all that is numbered below it."""
    current: _Node | None = None
    for node in nodes:
        if node.level == level:
            if current is not None:
                yield current
            current = replace(node, lines=list(node.lines))
        elif node.level > level and current is not None:
            current.lines += node.lines
        else:
            if current is not None:
                yield current
            current = None
    if current is not None:
        yield current


def _under_heading_of_tasks(nodes: Sequence[_Node]) -> list[_Node]:
    """The numbered items right below headings of tasks, in a paper that names no departments."""
    found = [node for node in nodes if node.heads and _is_of_tasks(node.heads[-1])]
    if not found:
        return []
    level = min(node.level for node in found)
    return list(_joined([node for node in nodes if node in found or node.level > level], level))


def _flat(nodes: Sequence[_Node], title: str) -> list[_Node]:
    """The items of the highest level, in a paper that is nothing but a list."""
    if not nodes or not _LIST_NAME.search(title) or _TELLS.search(title):
        return []
    level = min(node.level for node in nodes)
    return [node for node in _joined(nodes, level) if not _NO_TASKS.search(first_sentence(node.text))]


def _is_of_tasks(heading: str) -> bool:
    return _TASKS.search(heading) is not None and _NO_TASKS.search(heading) is None


def _entries(node: _Node, category: str, file: str) -> Iterator[Entry]:
    """A line for each paragraph of an item that says what is to be done."""
    spoken, whole = assignment_in(node.text)
    project = first_sentence(spoken)
    words = [(line, *assignment_in(line.text)) for line in node.lines]
    is_heading = bare(spoken).rstrip("。：:；;") == bare(project)
    has_more = any(bare(rest) for _, rest, _ in words[1:])
    tasks = [
        (line, said)
        for index, (line, rest, said) in enumerate(words)
        if bare(rest).strip("。；;") and not (is_heading and index == 0 and has_more)
    ]
    of_item = _together(said for line, _, said in words if said and not any(line is one for one, _ in tasks)) or whole
    last = next((said for _, said in reversed(tasks) if said is not None), None)
    for line, said in tasks:
        assignment = said or of_item or last
        leads, shared = assignment.leads_and_shared() if assignment else ((), ())
        first, final = (
            assignment.departments(role) if assignment else () for role in (Role.FIRST_CHECK, Role.FINAL_CHECK)
        )
        passage = Passage(file, line.place, line.text)
        yield Entry(category, node.number, project, passage, {}, leads, shared, first, final, _person(assignment))


def _together(assignments: Iterable[Assignment]) -> Assignment | None:
    """What several paragraphs say (牵头单位：… and below it 责任单位：…), as one."""
    said = tuple(one for assignment in assignments for one in assignment.said)
    return Assignment(said) if said else None


def _person(said: Assignment | None) -> Person | None:
    roles = (Role.PERSON, Role.LEADER, Role.CONTACT, Role.TELEPHONE)
    words = [said.words(role) for role in roles] if said is not None else []
    return Person(*words) if any(words) else None
