"""The words, filters and groups that a template uses, held against those that there are."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from jinja2 import TemplateSyntaxError, nodes

from generators.pictures.placing import NARROWEST, WIDEST
from generators.word.faults import at, nearest, outside_loop, text_at
from generators.word.filters import FILTERS
from generators.word.spelling import misspelt
from generators.word.template import ENVIRONMENT
from generators.word.vocabulary import Vocabulary, is_group

_SAME_LIST = ("sort", "reverse", "list", "selectattr", "rejectattr", "select", "reject", "unique")
_ONE_OF_LIST = ("first", "last")
"""Filters whose outcome has the words of what goes in."""


class _Meant(NamedTuple):
    """What an expression stands for: a path of known words; `is_item`: one of the list of that path."""

    path: str
    is_item: bool = False


_Scope = dict[str, _Meant | None]
"""What a word of the template's own stands for (项 in 项目 is an item of 项目); None: not told."""


class Unreadable(ValueError):
    """The tags cannot be read; the message is the fault in Chinese."""


@dataclass
class Usage:
    """What a template does with words: `used` are the known ones, `faults` Chinese sentences without doubles."""

    known: Vocabulary
    name: str
    source: str
    used: set[str] = field(default_factory=set)
    faults: dict[str, None] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    def is_list(self, meant: _Meant) -> bool:
        """Whether a known expression is a whole list."""
        return not meant.is_item and self.known[meant.path].is_list

    def is_text(self, meant: _Meant) -> bool:
        """Whether a known expression has nothing below it: neither a list nor a thing with parts."""
        return not self.is_list(meant) and not is_group(meant.path, self.known)

    def blame(self, line: int, key: str, words: str) -> None:
        """A fault, told once for each `key`."""
        if key not in self._told:
            self._told.add(key)
            self.faults[f"{at(self.name, text_at(self.source, line))}{words}"] = None


def usage_of(source: str, name: str, known: Vocabulary) -> Usage:
    """How the tags of one part use words; without any `known` only filters are looked at. Raises `Unreadable`."""
    usage = Usage(known, name, source)
    try:
        tree = ENVIRONMENT.parse(source)
        _look_at_filters(tree, usage)
        if not usage.faults:
            ENVIRONMENT.compile(ENVIRONMENT.parse(source))
    except TemplateSyntaxError as fault:
        words = misspelt(source, fault.lineno, ENVIRONMENT, known)
        raise Unreadable(f"{at(name, text_at(source, fault.lineno))}{words}") from fault
    if known:
        _follow(tree.body, {}, usage)
    return usage


def _look_at_filters(tree: nodes.Template, usage: Usage) -> None:
    """Filters and tests that do not exist: jinja2 says so only once the branch in which they stand is run."""
    kinds: tuple[tuple[type[nodes.Filter | nodes.Test], Mapping[str, object]], ...] = (
        (nodes.Filter, ENVIRONMENT.filters),
        (nodes.Test, ENVIRONMENT.tests),
    )
    for kind, known in kinds:
        for node in tree.find_all(kind):
            if node.name not in known:
                advice = nearest(node.name, set(known)) or (
                    "，印法有：" + "、".join(FILTERS) if kind is nodes.Filter else ""
                )
                usage.blame(node.lineno, f"|{node.name}", f"不认识“{node.name}”{advice}。")
    for node in tree.find_all(nodes.Filter):
        _look_at_width(node, usage)


def _look_at_width(node: nodes.Filter, usage: Usage) -> None:
    """The width of a picture, where it is written as a number."""
    width = node.args[0].value if node.name == "宽" and node.args and isinstance(node.args[0], nodes.Const) else None
    if isinstance(width, int) and not NARROWEST <= width <= WIDEST:
        usage.blame(node.lineno, f"|宽({width})", f"图的宽度要写{NARROWEST}到{WIDEST}之间的整毫米数，不能是“{width}”。")


def _follow(body: Collection[nodes.Node], scope: _Scope, usage: Usage) -> None:
    """Goes through statements in their order; what they set is known to those that follow."""
    for node in body:
        match node:
            case nodes.For():
                _follow_loop(node, scope, usage)
            case nodes.If():
                _look(node.test, scope, usage)
                for part in (node.body, node.elif_, node.else_):
                    _follow(part, scope, usage)
            case nodes.Assign():
                _look(node.node, scope, usage)
                meant = _meant(node.node, scope)
                for target in _stored(node.target):
                    scope[target] = meant if isinstance(node.target, nodes.Name) else None
            case nodes.Output():
                for one in node.nodes:
                    _look_at_print(one, scope, usage)
            case _:
                inner = {**scope, **dict.fromkeys(_stored(node))}
                _follow(list(node.iter_child_nodes()), inner, usage) if isinstance(node, nodes.Stmt) else _look(
                    node, inner, usage
                )


def _follow_loop(node: nodes.For, scope: _Scope, usage: Usage) -> None:
    _look(node.iter, scope, usage)
    meant = _meant(node.iter, scope)
    if meant is not None and meant.path in usage.known and not usage.is_list(meant):
        path = meant.path
        advice = (
            f"“{path}”不是一组内容，不能用 for 循环，直接写“{{{{ {path} }}}}”就行。"
            if usage.is_text(meant)
            else f"“{path}”不能用 for 循环，请写明其中哪一项。"
        )
        usage.blame(node.lineno, f"for {path}", advice)
    inner: _Scope = {**scope, "loop": None, **dict.fromkeys(_stored(node.target))}
    if isinstance(node.target, nodes.Name) and meant is not None:
        inner[node.target.name] = _Meant(meant.path, is_item=True)
    if node.test is not None:
        _look(node.test, inner, usage)
    _follow(node.body, inner, usage)
    _follow(node.else_, dict(scope), usage)


def _stored(node: nodes.Node) -> list[str]:
    """The names that a node gives values to."""
    names = [node] if isinstance(node, nodes.Name) else list(node.find_all(nodes.Name))
    return [one.name for one in names if one.ctx in ("store", "param")]


def _look_at_print(node: nodes.Node, scope: _Scope, usage: Usage) -> None:
    meant = _meant(node, scope) if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem) else None
    if meant is not None and meant.path in usage.known and not usage.is_text(meant):
        path = meant.path
        usage.used.add(path)
        loop = "用 for 逐项来印，或" if usage.is_list(meant) else ""
        which = "写明其中哪一项" if is_group(path, usage.known) else ""
        advice = f"请{loop}{which}" if which else "请用 for 逐项来印"
        usage.blame(node.lineno, f"{{{path}", f"“{path}”是一组内容，不能直接印出来，{advice}。")
        return
    _look(node, scope, usage)


def _look(node: nodes.Node, scope: _Scope, usage: Usage) -> None:
    """Words in an expression: filters' arguments and conditions counted in."""
    meant = _meant(node, scope)
    if meant is not None and meant.path in usage.known:
        usage.used.add(meant.path)
    if isinstance(node, nodes.Compare):
        _look_at_compared(node, scope, usage)
    if isinstance(node, nodes.Name):
        if node.name not in scope and node.name not in ENVIRONMENT.globals and node.name not in usage.known:
            usage.blame(node.lineno, node.name, _unknown(node.name, usage))
        return
    if isinstance(node, nodes.Getattr | nodes.Getitem) and meant is not None:
        _look_at_part(node, meant.path, scope, usage)
    for child in node.iter_child_nodes():
        _look(child, scope, usage)


def _unknown(word: str, usage: Usage) -> str:
    """What is said of a word that is not known where it stands."""
    loop = re.search(rf"\bfor\s+{re.escape(word)}\s+in\s+([\w.]+)", usage.source)
    if loop or any(told.item == word for told in usage.known.values()):
        return outside_loop(word, loop[1] if loop else "…")
    return f"不认识“{word}”{nearest(word, [one for one in usage.known if '.' not in one])}。"


def _look_at_compared(node: nodes.Compare, scope: _Scope, usage: Usage) -> None:
    """Words on the right of == and in that nobody knows are texts without their quotation marks."""
    for operand in node.ops:
        if operand.op not in ("eq", "ne", "in", "notin"):
            continue
        several = operand.expr.items if isinstance(operand.expr, nodes.List | nodes.Tuple) else [operand.expr]
        for one in several:
            if isinstance(one, nodes.Name) and one.name not in {*scope, *ENVIRONMENT.globals, *usage.known}:
                top = [word for word in usage.known if "." not in word]
                close = nearest(one.name, top)
                doubt = f"不认识“{one.name}”{close}；如果是文字" if close else f"“{one.name}”是文字的"
                usage.blame(one.lineno, one.name, f"{doubt}，要加半角的引号，写成“'{one.name}'”。")


def _look_at_part(node: nodes.Getattr | nodes.Getitem, path: str, scope: _Scope, usage: Usage) -> None:
    """A word after a dot."""
    whole = _meant(node.node, scope)
    if whole is None or whole.path == path or whole.path not in usage.known:
        return
    parent, _, word = path.rpartition(".")
    if usage.is_text(whole):
        usage.blame(node.lineno, path, f"“{parent}”不是一组内容，后面不能再写“.{word}”。")
    elif path not in usage.known:
        siblings = {one.rpartition(".")[2] for one in usage.known if one.rpartition(".")[0] == parent}
        usage.blame(node.lineno, path, f"不认识“{path}”{nearest(word, siblings)}。")
    elif usage.is_list(whole):
        usage.blame(node.lineno, path, f"“{parent}”有好几条，不能直接写“.{word}”，请用 for 逐项来印。")


def _meant(node: nodes.Node, scope: _Scope) -> _Meant | None:
    match node:
        case nodes.Name():
            return scope.get(node.name, _Meant(node.name))
        case nodes.Getattr() | nodes.Getitem(arg=nodes.Const(value=str())):
            whole = _meant(node.node, scope)
            word = node.attr if isinstance(node, nodes.Getattr) else node.arg.as_const()
            return None if whole is None else _Meant(f"{whole.path}.{word}")
        case nodes.Getitem(arg=nodes.Slice()):
            return _meant(node.node, scope)
        case nodes.Getitem():
            return _one_of(_meant(node.node, scope))
        case nodes.Filter(node=nodes.Node() as inner) if node.name in _SAME_LIST:
            return _meant(inner, scope)
        case nodes.Filter(node=nodes.Node() as inner) if node.name in _ONE_OF_LIST:
            return _one_of(_meant(inner, scope))
        case _:
            return None


def _one_of(whole: _Meant | None) -> _Meant | None:
    return None if whole is None else _Meant(whole.path, is_item=True)


def as_written(path: str, known: Vocabulary) -> str:
    """A word of the vocabulary as it is written inside its loop: 类别.指标.名次表 is 指标.名次表."""
    parts = path.split(".")
    for count in range(len(parts) - 1, 0, -1):
        told = known.get(".".join(parts[:count]))
        if told is not None and told.is_list:
            return ".".join((told.item, *parts[count:]))
    return path


def unused(known: Collection[str], used: Collection[str]) -> list[str]:
    """Known words that a template never uses, in the order of `known`: words of the top, and groups inside others.

    A group inside another is told only where the other is used.
    """
    words = list(known) if not isinstance(known, frozenset | set) else sorted(known)
    groups = {one.rpartition(".")[0] for one in words}
    return [
        one
        for one in words
        if one not in used and ("." not in one or (one in groups and one.rpartition(".")[0] in used))
    ]
