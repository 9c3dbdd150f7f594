"""The layers: imports run one way, the model neither reads nor writes, every module has a subject and says it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "model": {"model"},
    "validators": {"model", "validators"},
    "generators": {"model", "generators"},
    "commands": {"model", "validators", "generators", "commands"},
}
"""A figure travels from validators by way of the model to generators; only the commands know both ends."""
OURS = {*MAY_IMPORT, "make_reports", "samples", "templates", "tests", "delivery", "bench"}
NO_SUBJECT = ("util", "helper", "manager", "common", "misc")
DEALS_WITH_FILES = frozenset(
    {
        *("pathlib", "os", "io", "shutil", "tempfile", "subprocess", "socket", "urllib", "sys", "glob", "zipfile"),
        *("openpyxl", "xlsxwriter", "docx", "docxtpl", "pandas", "python_calamine", "time", "random", "locale"),
    }
)
"""What the model does without: files, processes, the net, the clock."""
MODULES = [path for layer in MAY_IMPORT for path in sorted((HOME / layer).rglob("*.py"))]
IN_MODEL = [path for path in MODULES if path.is_relative_to(HOME / "model")]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def named(paths: list[Path]) -> pytest.MarkDecorator:
    """A test for each of `paths`, known by its name."""
    return pytest.mark.parametrize("path", paths, ids=[path.relative_to(HOME).as_posix() for path in paths])


def imported(module: ast.Module) -> Iterator[str]:
    """The packages that a module imports, wherever in it."""
    for node in ast.walk(module):
        match node:
            case ast.Import(names):
                yield from (one.name.partition(".")[0] for one in names)
            case ast.ImportFrom(name, _, level):
                yield "." if level else str(name).partition(".")[0]


def test_there_are_modules_to_look_at() -> None:
    assert {path.relative_to(HOME).parts[0] for path in MODULES} == set(MAY_IMPORT)
    assert set(imported(tree(HOME / "model" / "rollup.py"))) >= {"model", "decimal"}


@named(MODULES)
def test_imports_run_one_way(path: Path) -> None:
    layer = path.relative_to(HOME).parts[0]
    packages = set(imported(tree(path)))
    assert "." not in packages, "imports are absolute here"
    assert packages & OURS <= MAY_IMPORT[layer]


@named(IN_MODEL)
def test_the_model_neither_reads_nor_writes_nor_asks_the_clock(path: Path) -> None:
    module = tree(path)
    assert not set(imported(module)) & DEALS_WITH_FILES
    called = {
        node.func.id for node in ast.walk(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"open", "print", "input", "exec", "eval", "__import__"}
    asked = {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
    assert not asked & {"today", "now", "utcnow", "read_text", "write_text", "read_bytes", "write_bytes"}


@named(MODULES)
def test_no_module_is_a_drawer(path: Path) -> None:
    assert not any(word in path.stem.lower() for word in NO_SUBJECT)


@named(MODULES)
def test_a_module_says_its_subject_in_its_first_line(path: Path) -> None:
    said = ast.get_docstring(tree(path))
    assert said
    assert len(said.splitlines()[0]) > 20


def public(module: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Public classes and functions, and the public methods of classes; what is inside a function is its own affair."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                inner = (one for one in node.body if isinstance(one, ast.FunctionDef))
                yield from (one for one in inner if not one.name.startswith("_"))


@named(IN_MODEL)
def test_all_that_the_model_offers_says_what_it_is(path: Path) -> None:
    assert [node.name for node in public(tree(path)) if not ast.get_docstring(node)] == []
