"""Word papers from templates: a template is filled in with a context, and what is wrong with it is named in Chinese."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from pathlib import Path
from types import TracebackType

from jinja2 import TemplateError, UndefinedError

from generators.packing import deflated, package
from generators.pictures.placing import PictureFault, Placing
from generators.word.bookmarks import Bookmarks, Printing, bare
from generators.word.check import fit_for_use
from generators.word.faults import at, line_at, nearest, outside_loop, text_at
from generators.word.filters import PRESENT, FilterFault
from generators.word.table_columns import with_fitted_tables
from generators.word.template import Part, Unprintable
from generators.word.vocabulary import WORDS_PAPER
from model.fault import TemplateFault


def render(template: bytes | Path, context: Mapping[str, object], bookmarks: Bookmarks | None = None) -> bytes:
    """The finished .docx, sealed. Texts of `context` come through unchanged, line breaks and tabs as Word has them.

    Figures that are marked in them stand in bookmarks, of which `bookmarks` takes note in the order of print; without
    it they are printed bare.

    Raises `TemplateFault` where the template cannot be read, has a wrong tag or (as a file) none at all, or uses
    a word that `context` does not hold. The same template and context give the same bytes.
    """
    fit, name = fit_for_use(template)
    members = fit.members
    printing = None if bookmarks is None else Printing(bookmarks)
    pictures = Placing([part.source for _, part in members if isinstance(part, Part)])
    parts = [
        (member, deflated(pictures.filling(member, _filled(content, context, name, printing)), _EFFORT))
        if isinstance(content, Part)
        else (member, content)
        for member, content in members
    ]
    finished = pictures.with_pictures(parts)
    return package(finished if printing is None else printing.with_list(finished))


_EFFORT = 3
"""How hard a filled part is packed: a third of the time for a sixth more bytes."""
_PIECES = 4096
"""How many pieces of text are written at a time: long tables never stand in memory as a whole."""


def _filled(part: Part, context: Mapping[str, object], name: str, printing: Printing | None) -> Iterator[bytes]:
    """The part's XML; tables whose columns a tag decides get the grid that Word wants.

    Nothing is printed before the first piece is asked for: whoever asks says first where pictures belong.
    """
    pieces = _pieces(part, context, name, printing)
    if part.has_looped_columns:
        yield with_fitted_tables(b"".join(pieces))
    else:
        yield from pieces


def _pieces(part: Part, context: Mapping[str, object], name: str, printing: Printing | None) -> Iterator[bytes]:
    try:
        pieces = map(bare if printing is None else printing.printed, part.template.generate(context))
        while some := tuple(islice(pieces, _PIECES)):
            yield "".join(some).replace("\n", "").encode("utf-8")
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
        raise TemplateFault(_runtime_sentence(part, fault, name, context)) from fault


# What is said of a fault


def _line_of(trace: TracebackType | None) -> int | None:
    """The line of the template at which rendering stopped."""
    line = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _words_in(value: object) -> Iterator[str]:
    """Every word that a context knows, at any depth."""
    if isinstance(value, Mapping):
        for word, inner in value.items():
            yield str(word)
            yield from _words_in(inner)
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for inner in islice(value, 20):
            yield from _words_in(inner)


_RECKONED = re.compile(r"\{[{%].*?[-+*/<>].*?[}%]\}")


def _text_reckoned_with(words: str, context: Mapping[str, object]) -> str:
    """What is said of the first word in a paragraph's sums and comparisons that is a text; empty where none is."""
    for tag in _RECKONED.findall(re.sub(r"'[^']*'|\"[^\"]*\"", "", words)):
        for path in re.findall(r"[^\W\d][\w.]*", tag):
            word = path.rpartition(".")[2]
            group = next((one for one in _groups_in(context) if isinstance(one.get(word), str)), None)
            if group is not None:
                numbers = [f"“{name}”" for name, value in group.items() if _is_number(value)]
                advice = f"能算的有：{'、'.join(numbers)}" if numbers else f"能算的词见“{WORDS_PAPER}.docx”"
                return f"“{path}”是写好的文字，不能和数比较、加减，{advice}"
    return ""


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal | int) and not isinstance(value, bool)


def _groups_in(value: object) -> Iterator[Mapping[str, object]]:
    """Every mapping of a context, at any depth."""
    if isinstance(value, Mapping):
        yield value
    inner = value.values() if isinstance(value, Mapping) else value
    if isinstance(inner, Iterable) and not isinstance(inner, str):
        for one in islice(inner, 200):
            yield from _groups_in(one)


def _runtime_sentence(part: Part, fault: Exception, name: str, context: Mapping[str, object]) -> str:
    line = _line_of(fault.__traceback__)
    place = at(name, text_at(part.source, line))
    match fault:
        case UndefinedError():
            named = re.search(r"'([^']+)' is undefined|has no attribute '([^']+)'", str(fault))
            word = next((one for one in named.groups() if one), "") if named else ""
            if loop := re.search(rf"\bfor\s+{re.escape(word)}\s+in\s+([\w.]+)", part.source):
                return f"{place}{outside_loop(word, loop[1])}"
            return f"{place}不认识“{word}”{nearest(word, set(_words_in(context)) - {word})}。"
        case Unprintable() | PictureFault():
            return f"{place}要印的内容{fault}。"
        case FilterFault():
            return f"{place}{fault}。"
        case TypeError() if "NoneType" in str(fault):
            return f"{place}有的数没有值，不能比较和计算，请先用 {{% if … is {PRESENT} %}} 看有没有。"
        case TypeError() if told := _text_reckoned_with(line_at(part.source, line), context):
            return f"{place}{told}。"
        case _:
            return f"{place}标签里的算法用不上，请对照原来的模板改正。"
