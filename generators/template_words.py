"""The words, filters and groups that a template uses, held against those that there are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from jinja2 import TemplateSyntaxError, nodes

from generators.papers import ENVIRONMENT
from generators.template_faults import at, nearest, text_at

_SAME_GROUP = ("sort", "reverse", "list", "selectattr", "rejectattr", "select", "reject", "unique", "first", "last")
"""Filters whose outcome has the words of what goes in."""

_Scope = dict[str, str | None]
"""What a word of the template's own stands for, as a path of known words (项 in 项目 is 项目); None: not told."""


class Unreadable(ValueError):
    """The tags cannot be read; the message is the fault in Chinese."""


@dataclass
class Usage:
    """What a template does with words: `used` are the known ones, `faults` Chinese sentences without doubles.

    `lists` are those of the known words that a loop may go through although they have no parts.
    """

    known: frozenset[str]
    name: str
    source: str
    lists: frozenset[str] = frozenset()
    used: set[str] = field(default_factory=set)
    faults: dict[str, None] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    def is_group(self, path: str) -> bool:
        """Whether a word stands for a list or a thing with parts."""
        return any(one.startswith(f"{path}.") for one in self.known)

    def blame(self, line: int, key: str, words: str) -> None:
        """A fault, told once for each `key`."""
        if key not in self._told:
            self._told.add(key)
            self.faults[f"{at(self.name, text_at(self.source, line))}{words}"] = None


def usage_of(source: str, name: str, known: Collection[str]) -> Usage:
    """How the tags of one part use words; without any `known` only filters are looked at. Raises `Unreadable`."""
    usage = Usage(frozenset(known), name, source, _lists_among(known))
    try:
        tree = ENVIRONMENT.parse(source)
        _look_at_filters(tree, usage)
        if not usage.faults:
            ENVIRONMENT.compile(ENVIRONMENT.parse(source))
    except TemplateSyntaxError as fault:
        raise Unreadable(f"{at(name, text_at(source, fault.lineno))}标签写法不对，请对照原来的模板改正。") from fault
    if known:
        _follow(tree.body, {}, usage)
    return usage


def _lists_among(known: Collection[str]) -> frozenset[str]:
    """The words that are told to stand for several things; lists of texts have no parts by which they show."""
    told = known.items() if isinstance(known, Mapping) else ()
    return frozenset(word for word, meaning in told if meaning.is_list)


def _look_at_filters(tree: nodes.Template, usage: Usage) -> None:
    """Filters and tests that do not exist: jinja2 says so only once the branch in which they stand is run."""
    kinds: tuple[tuple[type[nodes.Filter | nodes.Test], Mapping[str, object]], ...] = (
        (nodes.Filter, ENVIRONMENT.filters),
        (nodes.Test, ENVIRONMENT.tests),
    )
    for kind, known in kinds:
        for node in tree.find_all(kind):
            if node.name not in known:
                usage.blame(node.lineno, f"|{node.name}", f"不认识“{node.name}”{nearest(node.name, set(known))}。")


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
                path = _path_of(node.node, scope)
                for target in _stored(node.target):
                    scope[target] = path if isinstance(node.target, nodes.Name) else None
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
    path = _path_of(node.iter, scope)
    if path in usage.known and not usage.is_group(path) and path not in usage.lists:
        usage.blame(
            node.lineno, f"for {path}", f"“{path}”不是一组内容，不能用 for 循环，直接写“{{{{ {path} }}}}”就行。"
        )
    inner: _Scope = {**scope, "loop": None, **dict.fromkeys(_stored(node.target))}
    if isinstance(node.target, nodes.Name):
        inner[node.target.name] = path
    if node.test is not None:
        _look(node.test, inner, usage)
    _follow(node.body, inner, usage)
    _follow(node.else_, dict(scope), usage)


def _stored(node: nodes.Node) -> list[str]:
    """The names that a node gives values to."""
    names = [node] if isinstance(node, nodes.Name) else list(node.find_all(nodes.Name))
    return [one.name for one in names if one.ctx in ("store", "param")]


def _look_at_print(node: nodes.Node, scope: _Scope, usage: Usage) -> None:
    path = _path_of(node, scope) if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem) else None
    if path is not None and path in usage.known and usage.is_group(path):
        usage.used.add(path)
        usage.blame(node.lineno, f"{{{path}", f"“{path}”是一组内容，不能直接印出来，请写明其中哪一项。")
        return
    _look(node, scope, usage)


def _look(node: nodes.Node, scope: _Scope, usage: Usage) -> None:
    """Words in an expression: filters' arguments and conditions counted in."""
    path = _path_of(node, scope)
    if path is not None and path in usage.known:
        usage.used.add(path)
    if isinstance(node, nodes.Name):
        if node.name not in scope and node.name not in ENVIRONMENT.globals and node.name not in usage.known:
            top = [one for one in usage.known if "." not in one]
            usage.blame(node.lineno, node.name, f"不认识“{node.name}”{nearest(node.name, top)}。")
        return
    if isinstance(node, nodes.Getattr | nodes.Getitem) and path is not None:
        _look_at_part(node, path, scope, usage)
    for child in node.iter_child_nodes():
        _look(child, scope, usage)


def _look_at_part(node: nodes.Getattr | nodes.Getitem, path: str, scope: _Scope, usage: Usage) -> None:
    """A word after a dot."""
    parent = _path_of(node.node, scope)
    if parent is None or parent == path or path in usage.known:
        return
    if usage.is_group(parent):
        word = path.rpartition(".")[2]
        siblings = {one.rpartition(".")[2] for one in usage.known if one.rpartition(".")[0] == parent}
        usage.blame(node.lineno, path, f"不认识“{path}”{nearest(word, siblings)}。")
    elif parent in usage.known:
        usage.blame(node.lineno, path, f"“{parent}”不是一组内容，后面不能再写“.{path.rpartition('.')[2]}”。")


def _path_of(node: nodes.Node, scope: _Scope) -> str | None:
    match node:
        case nodes.Name():
            return scope.get(node.name, node.name)
        case nodes.Getattr():
            parent = _path_of(node.node, scope)
            return None if parent is None else f"{parent}.{node.attr}"
        case nodes.Getitem(arg=nodes.Const(value=str() as word)):
            parent = _path_of(node.node, scope)
            return None if parent is None else f"{parent}.{word}"
        case nodes.Getitem():
            return _path_of(node.node, scope)
        case nodes.Filter(node=nodes.Node() as inner) if node.name in _SAME_GROUP:
            return _path_of(inner, scope)
        case _:
            return None


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
