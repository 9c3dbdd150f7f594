"""What was probably meant by a tag that cannot be read: the cause is named where it can be told."""

import re
from collections.abc import Collection

from jinja2 import Environment, TemplateSyntaxError

from generators.word.faults import line_at
from generators.word.filters import FILTERS, PRESENT

_TAG = re.compile(r"\{\{\{?.*?\}\}\}?|\{%.*?%\}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_BETTER = {"≤": "<=", "≥": ">=", "≠": "!=", "<>": "!=", "=<": "<=", "=>": ">="}
_SINGLE_EQUALS = re.compile(r"(?<![=!<>])=(?!=)")
_BARE_ARGUMENT = re.compile(rf"\|\s*({'|'.join(FILTERS)})\s*([\d.]+)")
_WITHOUT_IS = re.compile(rf"(?<!is)(?<!not)\s+((?:not\s+)?{PRESENT})")
_BRACKETS = {"(": ")", "[": "]"}


def misspelt(source: str, line: int, environment: Environment, known: Collection[str]) -> str:
    """One sentence for the paragraph whose tags cannot be read: which tag, and why where that can be told."""
    tag = next((one for one in _TAG.findall(line_at(source, line)) if not _is_readable(one, environment)), None)
    if tag is None:
        return "标签写法不对，请对照原来的模板改正。"
    return f"标签“{tag}”写法不对，{_cause(tag, known) or '请对照原来的模板改正'}。"


def _is_readable(tag: str, environment: Environment) -> bool:
    """Whether jinja2 can read a tag alone; a condition or a loop is closed for it, what cannot stand alone let pass."""
    word = re.match(r"\{%-?\s*(\w+)", tag)
    ends = {"if": "{% endif %}", "for": "{% endfor %}"}
    if word and word[1] in ("elif", "else"):
        tag, ends = "{% if 1 %}" + tag, {word[1]: "{% endif %}"}
    elif word and word[1] not in (*ends, "set"):
        return True
    try:
        environment.parse(tag + (ends.get(word[1], "") if word else ""))
    except TemplateSyntaxError:
        return False
    return True


def _cause(tag: str, known: Collection[str]) -> str:
    """The likely cause, as the end of a sentence; empty where it cannot be told."""
    bare = _QUOTED.sub("''", tag)
    if tag.startswith("{{{") or tag.endswith("}}}"):
        return "花括号多了一层，应是“{{ }}”两层"
    for sign, better in _BETTER.items():
        if sign in bare:
            return f"“{sign}”要写成“{better}”"
    if tag.startswith("{%") and not re.match(r"\{%-?\s*set\b", tag) and _SINGLE_EQUALS.search(bare):
        return "比较是不是相等，要写两个等号“==”"
    if argument := _BARE_ARGUMENT.search(bare):
        return f"“{argument[0]}”要写成“|{argument[1]}({argument[2]})”"
    for left, right in _BRACKETS.items():
        if bare.count(left) != bare.count(right):
            return f"“{left}”和“{right}”的个数不一样，少了或多了一个"
    if present := _WITHOUT_IS.search(bare):
        return f"“{present[1]}”前面要有“is”"
    names = {part for word in known for part in (word, word.rpartition(".")[2])}
    for spaced in re.findall(r"\w+(?:\s+\w+)+", bare):
        if (joined := re.sub(r"\s", "", spaced)) in names:
            return f"“{spaced}”中间多了空格，应是“{joined}”"
    return ""
