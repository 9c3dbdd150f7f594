"""The words that a Word template may use: each with its meaning and an example, as 可用词语.docx prints them."""

from collections.abc import Mapping
from typing import NamedTuple


class Word(NamedTuple):
    """`meaning` says in Chinese what a word stands for, `example` what it prints; a group's example is empty.

    Examples are values of the samples 平顶山2023 (2023-09) and 叶县2022 (2022-H1), a long one cut off with ……;
    `is_invented` marks those that no sample prints. `item` is what one of a list is called in a loop, empty for what is
    no list; the example of a list of texts is one of these.
    """

    meaning: str
    example: str = ""
    is_invented: bool = False
    item: str = ""

    @property
    def is_list(self) -> bool:
        """Whether it stands for several things, of which a loop takes one after the other."""
        return bool(self.item)


Vocabulary = Mapping[str, Word]
"""By word; one inside a group (a list or a thing with parts) with a dot: 项目.名称."""

YES_OR_NO = "是否类，只用在 if 里"
"""What the meaning of a word says that is true or false and never printed."""

WORDS_PAPER = "可用词语"
"""The paper that lists all words; it lies among the templates and is none."""


def within(group: str, words: Vocabulary) -> dict[str, Word]:
    """The words of a group's parts, as a whole vocabulary names them."""
    return {f"{group}.{word}": told for word, told in words.items()}


def with_examples(words: Vocabulary, examples: Mapping[str, str]) -> dict[str, Word]:
    """The same words, some with an example of their own."""
    return {word: told._replace(example=examples.get(word, told.example)) for word, told in words.items()}


def invented(words: Vocabulary) -> dict[str, Word]:
    """The same words as those of a paper that no sample brings forth: every example is invented."""
    return {word: told._replace(is_invented=bool(told.example)) for word, told in words.items()}


def is_group(word: str, words: Vocabulary) -> bool:
    """Whether a word has others below it: a thing with parts, or a list of such things."""
    return any(one.startswith(f"{word}.") for one in words)
