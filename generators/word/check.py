"""Everything that is wrong with the tags and words of a template, as they are written."""

from pathlib import Path

from lxml import etree

from generators.word.tags import tag_faults
from generators.word.template import jinja_source, tagged_parts
from generators.word.vocabulary import Vocabulary
from generators.word.words import Unreadable, usage_of


def template_findings(template: bytes | Path, known: Vocabulary) -> list[str]:
    """What is wrong with a template, each a Chinese sentence that names the paragraph; empty when it is fit for use.

    `known` are the words that may be used; without any, words are not looked at. Raises `TemplateFault` for a file that
    is no .docx.
    """
    return faults_and_used(template, known)[0]


def faults_and_used(template: bytes | Path, known: Vocabulary) -> tuple[list[str], set[str]]:
    """The same findings, and the known words that the template uses. Raises `TemplateFault`."""
    name, parts = tagged_parts(template)
    faults: dict[str, None] = {}
    used: set[str] = set()
    for content in parts:
        of_tags = list(tag_faults(etree.fromstring(content), name))
        faults.update(dict.fromkeys(of_tags))
        try:
            usage = usage_of(jinja_source(content.decode("utf-8")), name, known)
        except Unreadable as fault:
            if not of_tags:
                faults[str(fault)] = None
            continue
        faults.update(usage.faults)
        used |= usage.used
    return list(faults), used
