"""lint FILE...: what is wrong with a breakdown workbook or a Word template, and where (contract section 4)."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from commands.screen import WANTS_A_PERSON, WELL, Screen
from model.catalogue import Place, found
from model.fault import JobFault
from model.finding import Finding, Severity
from model.grouping import grouped
from model.labels import OWN_TEMPLATES_FOLDER
from model.results import finding_json
from validators.breakdown import read_breakdown
from validators.drafted import doubts_standing


def lint(files: Sequence[Path], screen: Screen) -> int:
    """lint FILE...: what is wrong with a breakdown workbook or a Word template, and where."""
    findings = [one for file in files for one in _linted(file, screen)]
    for line in told(findings):
        screen.say(line)
    is_wrong = any(one.severity is Severity.ERROR for one in findings)
    if not is_wrong:
        screen.say("没有错误，可以用。" if findings else "没有发现问题。")
    doubts = sum(doubts_standing(file) for file in files if file.suffix.lower() != ".docx")
    if doubts:
        screen.say(f"还有{doubts}处疑点没有清空：先看这几处，看过的请清空。")
    screen.hand_over({"submissions": [], "findings": [finding_json(one) for one in findings]})
    return WANTS_A_PERSON if is_wrong else WELL


def told(findings: Iterable[Finding]) -> Iterator[str]:
    """A line for people for each group of findings."""
    for group in grouped(findings):
        place = group.place or group.first.indicator
        yield f"【{group.first.severity.label}】{f'{place}：' if place else ''}{group.sentences}"


def _linted(file: Path, screen: Screen) -> Sequence[Finding]:
    if not file.is_file():
        raise JobFault(f"没有找到文件“{file}”，请核对路径。")
    screen.say(f"检查 {file}")
    if file.suffix.lower() == ".docx":
        _say_name(file, screen)
        return sorted(_template(file), key=lambda one: one.severity is not Severity.ERROR)
    return read_breakdown(file)[1]


def _say_name(file: Path, screen: Screen) -> None:
    """A template that is to be checked may have more to its name; one that is to be used may not."""
    from generators.template_lint import template_named

    name = f"{template_named(file)}.docx"
    if file.name != name:
        screen.say(f"放进“{OWN_TEMPLATES_FOLDER}”文件夹用的时候，名字要改成“{name}”，不然用不上。")


def _template(file: Path) -> Iterator[Finding]:
    """The faults of a template's tags and words, then where its layout breaks GB/T 9704."""
    # What reads Word files takes long to load: that is done only where one is to be looked at.
    from generators.template_lint import lint_template, template_named
    from generators.word.faults import broken
    from validators.layout import KINDS, UnreadableDocument, breaches

    faults = lint_template(file)
    yield from faults
    try:
        yield from (
            one.finding(file.name) for one in breaches(file.read_bytes(), KINDS[template_named(file)], is_template=True)
        )
    except UnreadableDocument:
        if all(one.severity is not Severity.ERROR for one in faults):
            yield found("T01", Place(file=file.name), fault=broken(file.name))
