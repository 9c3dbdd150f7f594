"""The words that a Word template may use: each with its meaning and an example, as 可用词语.docx prints them."""

from collections.abc import Mapping
from typing import NamedTuple


class Word(NamedTuple):
    """`meaning` says in Chinese what a word stands for, `example` what it prints; a group's example is empty."""

    meaning: str
    example: str = ""


Vocabulary = Mapping[str, Word]
"""By word; one inside a group (a list or a thing with parts) with a dot: 项目.名称."""
