"""How published papers set their words: blanks that only spread them, marks around a name, the first sentence."""

import re

_CHINESE = r"\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…"
_SPREADING = re.compile(rf"(?<=[{_CHINESE}])\s+(?=[{_CHINESE}])|\s*\n\s*")
_SENTENCE = re.compile(r"^[^。；\n]+")
_AROUND = " \t\n\u3000：:。；;，,"


def collapsed(text: str) -> str:
    """`text` without the blanks and line breaks that stand between Chinese letters; 提升基层 医疗 is one word."""
    return _SPREADING.sub("", text.strip())


def bare(text: str) -> str:
    """`text` without any white space."""
    return "".join(text.split())


def first_sentence(text: str) -> str:
    """What stands before the first full stop or semicolon, as a name."""
    match = _SENTENCE.match(text.strip())
    return collapsed(match[0]).strip(_AROUND) if match else ""


def trimmed(text: str) -> str:
    """`text` as a name: collapsed, without the stops around it."""
    return collapsed(text).strip(_AROUND)
