"""Everything that is wrong with the tags and words of a template, as they are written."""

from functools import lru_cache
from pathlib import Path

from jinja2 import TemplateSyntaxError
from lxml import etree

from generators.word.faults import untagged
from generators.word.tags import has_revisions, has_tags, tag_faults
from generators.word.template import Compiled, compiled, jinja_source, opened, text_parts
from generators.word.vocabulary import Vocabulary
from generators.word.words import Unreadable, usage_of
from model.fault import TemplateFault


def template_findings(template: bytes | Path, known: Vocabulary) -> list[str]:
    """What is wrong with a template, each a Chinese sentence that names the paragraph; empty when it is fit for use.

    `known` are the words that may be used; without any, words are not looked at. Raises `TemplateFault` for a file that
    is no .docx or has no tag at all.
    """
    return faults_and_used(template, known)[0]


def faults_and_used(template: bytes | Path, known: Vocabulary) -> tuple[list[str], set[str]]:
    """The same findings, and the known words that the template uses. Raises `TemplateFault`."""
    blob, name = opened(template)
    return _found(blob, name, known, is_file=isinstance(template, Path))


def _found(blob: bytes, name: str, known: Vocabulary, *, is_file: bool) -> tuple[list[str], set[str]]:
    parts = text_parts(blob, name)
    roots = [etree.fromstring(content) for content in parts]
    if is_file and not any(map(has_tags, roots)):
        raise TemplateFault(untagged(name))
    faults: dict[str, None] = {}
    used: set[str] = set()
    for content, root in zip(parts, roots, strict=True):
        of_tags = list(tag_faults(root, name))
        faults.update(dict.fromkeys(of_tags))
        if has_revisions(root):
            continue
        try:
            usage = usage_of(jinja_source(content.decode("utf-8")), name, known)
        except Unreadable as fault:
            if not of_tags:
                faults[str(fault)] = None
            continue
        faults.update(usage.faults)
        used |= usage.used
    return list(faults), used


def fit_for_use(template: bytes | Path) -> tuple[Compiled, str]:
    """A template compiled, and the name by which faults call it.

    Raises `TemplateFault` where it cannot be read or a tag is not written as it should be: such a tag would be printed
    as it stands, or take the words beside it away.
    """
    blob, name = opened(template)
    return _fit(blob, name, is_file=isinstance(template, Path)), name


@lru_cache(maxsize=32)
def _fit(blob: bytes, name: str, *, is_file: bool) -> Compiled:
    roots = [etree.fromstring(content) for content in text_parts(blob, name)]
    if is_file and not any(map(has_tags, roots)):
        raise TemplateFault(untagged(name))
    for root in roots:
        for fault in tag_faults(root, name):
            raise TemplateFault(fault)
    try:
        return compiled(blob, name)
    except TemplateSyntaxError as wrong:
        faults = _found(blob, name, {}, is_file=is_file)[0]
        raise TemplateFault(next(iter(faults), f"模板“{name}”里有标签写法不对。")) from wrong
