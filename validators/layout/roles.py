"""What each paragraph of a paper is: title, 主送机关, a heading, 抄送 … by its style, its words or its position.

The styles of our own templates tell it outright. An office's template may use direct formatting instead: then the words
tell it (一、 / （一） / 附件： / 抄送：), and where these say nothing, what stands around it.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from validators.layout.reading import Paragraph

HAN_NUMBER = "一二三四五六七八九十百"
KINDS_OF_PAPER = "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要"
"""The fifteen kinds of official paper, one of which ends a title (党政机关公文处理工作条例 第八条)."""


class Role(StrEnum):
    """What a paragraph is; the value is its name in Chinese."""

    COPY_NUMBER = "份号"
    SECRECY = "密级"
    URGENCY = "紧急程度"
    HEAD = "发文机关标志"
    NUMBER = "发文字号"
    TITLE = "标题"
    ADDRESSEES = "主送机关"
    BODY = "正文"
    LEVEL_1 = "一级标题"
    LEVEL_2 = "二级标题"
    ANNEX_NOTE = "附件说明"
    SIGNATURE = "发文机关署名"
    DATE = "成文日期"
    REMARK = "附注"
    ANNEX_NUMBER = "附件序号"
    ANNEX_TITLE = "附件标题"
    COPIES = "抄送"
    PRINTED = "印发机关和印发日期"
    BLANK = "空行"
    CELL = "表格"
    STEERING = "标签"
    OTHER = "其他"


_BY_STYLE = (
    ("发文机关标志", Role.HEAD), ("发文字号", Role.NUMBER), ("公文标题", Role.TITLE), ("主送机关", Role.ADDRESSEES),
    ("公文正文", Role.BODY), ("一级标题", Role.LEVEL_1), ("二级标题", Role.LEVEL_2), ("附件说明", Role.ANNEX_NOTE),
    ("发文机关署名", Role.SIGNATURE), ("成文日期", Role.DATE), ("附件序号", Role.ANNEX_NUMBER),
    ("附件标题", Role.ANNEX_TITLE), ("附件小标题", Role.OTHER), ("附件题注", Role.OTHER), ("抄送", Role.COPIES),
    ("印发", Role.PRINTED), ("节末", Role.OTHER),
)  # fmt: skip
"""Styles of our own templates, by the beginning of their names."""

_COUNTED = rf"(?:[{HAN_NUMBER}]+|\{{\{{[^}}]*序号[^}}]*\}}\}})"
_HEADING_LENGTH = 45
_BY_WORDS = (
    (Role.COPIES, re.compile(r"抄\s*送\s*[：:]")),
    (Role.PRINTED, re.compile(r".*印发$", re.DOTALL)),
    (Role.ANNEX_NOTE, re.compile(r"附\s*件\s*[：:].*\S")),
    (Role.ANNEX_NUMBER, re.compile(r"附\s*件\s*\d*\s*[：:]?$")),
    (Role.LEVEL_1, re.compile(rf"{_COUNTED}[、.．][^。]{{1,{_HEADING_LENGTH}}}。?$")),
    (Role.LEVEL_2, re.compile(rf"[（(]{_COUNTED}[）)].")),
)  # fmt: skip
_ABOVE_THE_TITLE = (
    (Role.COPY_NUMBER, re.compile(r"\d{4,}$")),
    (Role.SECRECY, re.compile("绝密|机密|秘密")),
    (Role.URGENCY, re.compile("特急|加急|特提|平急")),
    (Role.NUMBER, re.compile(r".*[〔\[【（(［]\s*\d{2,4}\s*[〕\]】）)］].*号$|.*\{\{ *文号 *\}\}")),
)  # fmt: skip
_DATE = re.compile(
    r"(\d{2,4}\s*年[\s\d]*月[\s\d]*日|[二〇○O零一二三四五六七八九十]{4}年\S{1,3}月\S{1,3}日"
    r"|\d{4}[-./]\d+[-./]\d+|\{\{ *成文日期 *\}\})$"
)
_COUNTED_LINE = re.compile(r"\s*\d+[.．]")
_REMARK = re.compile(r"[（(].+[）)]$")
_TITLE_SIZE, _TITLE_LINES = 36, 4
_TITLE = re.compile(rf"[^。：]*关于[^。：]*({KINDS_OF_PAPER})", re.DOTALL)
_UP_TO_THE_TEXT = 6
"""Among how many lines the 主送机关 is looked for where there is no title."""

_ADDRESSEES = re.compile(r".{2,}[：:]$")


def roles_of(paragraphs: Sequence[Paragraph]) -> list[Role]:
    """The role of each paragraph, in their order."""
    roles = [_alone(one) for one in paragraphs]
    _tell_title(paragraphs, roles)
    _tell_head(paragraphs, roles)
    _tell_addressees(paragraphs, roles)
    _tell_annexes(paragraphs, roles)
    _tell_end(paragraphs, roles)
    _tell_body(paragraphs, roles)
    return roles


def _alone(one: Paragraph) -> Role:
    """What a paragraph tells of itself; OTHER where only its place can tell."""
    if one.is_steering:
        return Role.STEERING
    styled = next((role for name, role in _BY_STYLE if one.style.startswith(name)), None)
    if styled is not None:
        return Role.BLANK if styled is Role.BODY and one.is_blank else styled
    text = one.text.strip()
    worded = next((role for role, pattern in _BY_WORDS if pattern.match(text)), None)
    if one.table is not None:
        return worded if worded in (Role.COPIES, Role.PRINTED) else Role.CELL
    return Role.BLANK if one.is_blank else worded or Role.OTHER


def _first(roles: Sequence[Role], *wanted: Role) -> int:
    """Where the first of these roles stands; the end where there is none."""
    return next((at for at, role in enumerate(roles) if role in wanted), len(roles))


def _is_red(one: Paragraph) -> bool:
    return any(is_red(run.properties.get("color")) for run in one.runs)


def is_red(color: str | None) -> bool:
    """Whether a colour is the red of a 版头: R at least C0, G and B at most 40 (gongwen B5)."""
    if color is None or not re.fullmatch("[0-9A-Fa-f]{6}", color):
        return False
    red, green, blue = (int(color[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 0xC0 and max(green, blue) <= 0x40


def _tell_title(paragraphs: Sequence[Paragraph], roles: list[Role]) -> None:
    """Without a style of its own, the title is told by its words or its size; its lines may be paragraphs."""
    if Role.TITLE in roles or Role.ANNEX_TITLE in roles[: _first(roles, Role.ADDRESSEES, Role.BODY)]:
        return
    lines = _worded_title(paragraphs, roles) or _large_title(paragraphs, roles)
    for at in lines:
        roles[at] = Role.TITLE


def _large_title(paragraphs: Sequence[Paragraph], roles: Sequence[Role]) -> range:
    """The first line that is set large and centred, and is not red."""
    for at, one in enumerate(paragraphs):
        is_large = one.properties.get("jc") == "center" and one.size >= _TITLE_SIZE
        if roles[at] is Role.OTHER and is_large and not _is_red(one):
            return range(at, at + 1)
    return range(0)


def _worded_title(paragraphs: Sequence[Paragraph], roles: Sequence[Role]) -> range:
    """关于…的通知, in one to four lines of which the organ may be the first."""
    for start in range(len(paragraphs)):
        text = ""
        for end in range(start, min(start + _TITLE_LINES, len(paragraphs))):
            line = paragraphs[end].words.strip()
            if roles[end] is not Role.OTHER or _is_red(paragraphs[end]) or _is_above_title(line):
                break
            text += line
            if len(text) <= 2 * _HEADING_LENGTH and _TITLE.fullmatch(text):
                return range(start, end + 1)
    return range(0)


def _is_above_title(line: str) -> bool:
    return any(pattern.match(line) for _, pattern in _ABOVE_THE_TITLE)


def _tell_head(paragraphs: Sequence[Paragraph], roles: list[Role]) -> None:
    """Above the title: the red line is the 发文机关标志, the others are told by their words."""
    for at in range(_first(roles, Role.TITLE)) if Role.TITLE in roles else ():
        if roles[at] is not Role.OTHER:
            continue
        text = paragraphs[at].text.strip()
        worded = next((role for role, pattern in _ABOVE_THE_TITLE if pattern.match(text)), None)
        if worded is not None:
            roles[at] = worded
        elif _is_red(paragraphs[at]) or text.endswith("文件"):
            roles[at] = Role.HEAD


def _tell_addressees(paragraphs: Sequence[Paragraph], roles: list[Role]) -> None:
    """The first words below the title, or near the top without one, where they end in a colon."""
    if Role.ADDRESSEES in roles:
        return
    titles = [at for at, role in enumerate(roles) if role is Role.TITLE]
    start = titles[-1] + 1 if titles else 0
    lines = [at for at in range(start, len(roles)) if roles[at] not in (Role.BLANK, Role.STEERING)]
    for at in lines[: 1 if titles else _UP_TO_THE_TEXT]:
        if roles[at] is Role.OTHER and _ADDRESSEES.match(paragraphs[at].text.strip()):
            roles[at] = Role.ADDRESSEES
            return


def _tell_annexes(paragraphs: Sequence[Paragraph], roles: list[Role]) -> None:
    """The further lines of the 附件说明, and the title below the number of an annex."""
    for at in range(1, len(roles)):
        if roles[at] is Role.OTHER and roles[at - 1] is Role.ANNEX_NOTE and _COUNTED_LINE.match(paragraphs[at].text):
            roles[at] = Role.ANNEX_NOTE
    if Role.ANNEX_TITLE in roles:
        return
    below = (at for at in range(_first(roles, Role.ANNEX_NUMBER) + 1, len(roles)) if roles[at] is not Role.BLANK)
    at = next((at for at in below if roles[at] is not Role.STEERING), len(roles))
    if at < len(roles) and roles[at] is Role.OTHER:
        roles[at] = Role.ANNEX_TITLE


def _tell_end(paragraphs: Sequence[Paragraph], roles: list[Role]) -> None:
    """The date is the last line of the text that is a date alone; above it stands the organ, below it the 附注."""
    end = _first(roles, Role.ANNEX_NUMBER, Role.COPIES, Role.PRINTED)
    dates = [at for at in range(end) if roles[at] is Role.OTHER and _DATE.match(paragraphs[at].text.strip())]
    if Role.DATE not in roles and Role.SIGNATURE not in roles and dates:
        roles[dates[-1]] = Role.DATE
    if Role.DATE not in roles:
        return
    at = max(one for one, role in enumerate(roles) if role is Role.DATE)
    above = next((one for one in range(at - 1, 0, -1) if roles[one] is not Role.STEERING), 0)
    if roles[above] is Role.OTHER and len(paragraphs[above].words) <= _HEADING_LENGTH:
        roles[above] = Role.SIGNATURE
    for below in range(at + 1, end):
        if roles[below] is Role.OTHER and _REMARK.match(paragraphs[below].text.strip()):
            roles[below] = Role.REMARK


def _tell_body(paragraphs: Sequence[Paragraph], roles: list[Role]) -> None:
    """What stands between the title and the end of the text, and is nothing else."""
    end = _first(roles, Role.ANNEX_NOTE, Role.DATE, Role.SIGNATURE, Role.ANNEX_NUMBER, Role.COPIES, Role.PRINTED)
    start = _first(roles, Role.TITLE, Role.ADDRESSEES)
    for at in range(min(start, end), end):
        one = paragraphs[at]
        if roles[at] is Role.OTHER and one.properties.get("jc") != "center" and not one.is_boxed:
            roles[at] = Role.BODY
