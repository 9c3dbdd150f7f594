"""Departments as papers name them: several in a cell, and the brackets at the end of a paragraph (责任单位：…)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from validators.published.wording import collapsed

_SPLIT = re.compile(r"[、，,；;/／]+(?![^（(]*[）)])")
_ENDS = "局委办厅院会心司室部团联社队行站处所府校园馆组妇残军"
_BEGINS = "市县区省州旗团国中各人"
_GAP = re.compile(rf"(?<=[{_ENDS}）)])(?:\s*\n\s*|\s+(?=[{_BEGINS}]))")
_AND_OTHERS = re.compile(r"等(?:有关|相关)?(?:部门|单位|成员单位)*$")
MAX_PARAGRAPH = 3000
"""Characters of a paragraph or cell in which departments are looked for: no office's is as long."""
_NOBODY = frozenset({"", "无", "—", "–", "-", "——", "同上"})


class Role(StrEnum):
    """What a department or a person is to a line."""

    LEAD = "牵头"
    SHARED = "责任"
    HELPER = "配合"
    FIRST_CHECK = "初核"
    FINAL_CHECK = "认定"
    PERSON = "责任人"
    LEADER = "分管领导"
    CONTACT = "联系人"
    TELEPHONE = "联系电话"
    OTHER = ""


_ROLES = (
    (Role.FIRST_CHECK, r"初核(?:责任)?(?:单位|部门)?"),
    (Role.FINAL_CHECK, r"(?:认定|核定|终核|复核)(?:责任)?(?:单位|部门)?|验收(?:单位|部门)"),
    (Role.HELPER, r"(?:配合|协办|协助|协同|参与|参加)(?:责任)?(?:单位|部门)?"),
    (Role.LEAD, r"(?:牵头|主办)(?:责任)?(?:单位|部门)?"),
    (Role.LEADER, r"(?:分管|包保|包联|挂钩|联系|责任|牵头)(?:县|市|区)?领导"),
    (Role.PERSON, r"(?:责任人|负责人)"),
    (Role.CONTACT, r"(?:联系人|联络员|联络人)"),
    (Role.TELEPHONE, r"(?:联系电话|联系方式|电话|手机号?码?)"),
    (Role.OTHER, r"(?:完成|办结)?(?:时限|时间)(?:要求)?"),
    (Role.SHARED, r"(?:主要)?(?:责任|承办|实施|落实|主管|负责)(?:单位|部门|主体|科室)|责任"),
)
_LABEL = re.compile("|".join(f"(?P<R{index}>{words})" for index, (_, words) in enumerate(_ROLES)))
_SAID = re.compile(rf"(?P<label>{_LABEL.pattern})\s*[：:]")
_OPENED = re.compile(rf"[（(【\[]\s*(?={_SAID.pattern})")
_UNBRACKETED = re.compile(rf"(?:^|(?<=[。；;\n]))\s*(?={_SAID.pattern})")
_LEADS = re.compile(r"[（(](?:牵头|主办)(?:单位|部门)?[）)]$")
_HELPS = re.compile(r"[（(](?:配合|协办|参与|责任)(?:单位|部门)?[）)]$")
_NAMES = r"[^（()）。；：:\d]*?(?:[（(][^（()）]*[）)][^（()）。；：:\d]*?)*?"
_TOLD = re.compile(
    rf"[（(]由?(?P<names>{_NAMES})(?:牵头(?:负责|落实|实施)?|负责(?:落实|实施)?)"
    rf"(?:[，,；;](?P<helpers>{_NAMES})(?:参与|配合|协助|协办)(?:落实|实施)?)?[）)]"
)
_OPENING, _CLOSING = "（(【[", "）)】]"
_STOPS = "；;，,。. \n"


def departments_in(text: str) -> tuple[str, ...]:
    """The departments of a cell or a bracket, each once, in their order.

    They are parted by 、, signs like it, a line's end, or a blank where one name has ended and another begins; signs in
    brackets (教育、体育) part nothing.
    """
    parts = (collapsed(part).strip("。.：: ") for piece in _GAP.split(text) for part in _SPLIT.split(piece))
    return tuple(dict.fromkeys(name for part in parts if (name := _AND_OTHERS.sub("", part)) not in _NOBODY))


def marked_leads(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who leads and who shares among departments named together: those marked （牵头）, or all of them."""
    leads = tuple(_LEADS.sub("", name) for name in names if _LEADS.search(name))
    others = tuple(_HELPS.sub("", name) for name in names if not _LEADS.search(name))
    return (leads, others) if leads else (others, ())


@dataclass(frozen=True)
class Assignment:
    """Who answers for what, as a bracket or a line of its own says it: by role, the words as written."""

    said: tuple[tuple[Role, str], ...]

    def departments(self, role: Role) -> tuple[str, ...]:
        """The departments in a role."""
        return tuple(dict.fromkeys(name for one, text in self.said if one is role for name in departments_in(text)))

    def leads_and_shared(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who leads and who shares; 责任单位 leads where nobody else does."""
        leads, responsible = self.departments(Role.LEAD), self.departments(Role.SHARED)
        if not leads:
            leads, responsible = marked_leads(responsible)
        return leads, tuple(dict.fromkeys((*responsible, *self.departments(Role.HELPER))))

    def words(self, role: Role) -> str:
        """The words of a role that is no department's."""
        return "、".join(text for one, text in self.said if one is role)


def role_of(label: str) -> Role | None:
    """What a label such as 牵头单位 asks for; None for any other word. A label in front (平顶山市) is left aside."""
    match = _LABEL.search(label)
    return _role(match) if match and match.end() == len(label) else None


def _role(match: re.Match[str]) -> Role:
    return next(role for index, (role, _) in enumerate(_ROLES) if match[f"R{index}"])


def assignment_in(text: str) -> tuple[str, Assignment | None]:
    """`text` without the departments that it names by roles, and these; all of it and None where it names none.

    They stand in brackets (责任单位：县民政局), several roles parted by semicolons or each in its own; in brackets
    that say it in words (县民政局牵头，县财政局配合); or up to the end behind a full stop, or from the beginning of a
    paragraph on.
    """
    if len(text) > MAX_PARAGRAPH:
        return text, None
    spans = list(_bracketed(text))
    if not spans:
        return _told(text) or _unbracketed(text)
    return _cut(text, [(start, end) for start, end, _ in spans], [one for *_, inner in spans for one in _roles(inner)])


def _unbracketed(text: str) -> tuple[str, Assignment | None]:
    match = _UNBRACKETED.search(text)
    if match is None or "。" in text[match.end() :].rstrip("。 \n"):
        return text, None
    return _cut(text, [(match.start(), len(text))], list(_roles(text[match.end() :])))


def _told(text: str) -> tuple[str, Assignment | None] | None:
    """Departments in a bracket that says what they do: （县人社局牵头，县财政局配合）."""
    matches = [match for match in _TOLD.finditer(text) if match["names"].strip()]
    said = [
        (role, words)
        for match in matches
        for role, words in ((Role.LEAD, match["names"]), (Role.HELPER, match["helpers"] or ""))
    ]
    return _cut(text, [match.span() for match in matches], said) if said else None


def _cut(text: str, spans: list[tuple[int, int]], said: list[tuple[Role, str]]) -> tuple[str, Assignment | None]:
    """`text` without `spans`, and what these say, where they name departments."""
    if not any(role in (Role.LEAD, Role.SHARED, Role.HELPER) for role, _ in said):
        return text, None
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text.strip(), Assignment(tuple(said))


def _bracketed(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and inside of each bracket that names departments; one that is never closed goes to the end."""
    for match in _OPENED.finditer(text):
        depth = 1
        for end in range(match.end(), len(text)):
            depth += (text[end] in _OPENING) - (text[end] in _CLOSING)
            if depth == 0:
                yield match.start(), end + 1, text[match.end() : end]
                break
        else:
            yield match.start(), len(text), text[match.end() :]


def _roles(text: str) -> Iterator[tuple[Role, str]]:
    """Each label in `text` with the words behind it."""
    labels = list(_SAID.finditer(text))
    ends = [*(label.start() for label in labels[1:]), len(text)]
    for label, end in zip(labels, ends, strict=True):
        role = role_of(label["label"])
        if role is not None:
            yield role, text[label.end() : end].strip(_STOPS)
