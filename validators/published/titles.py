"""Where a paper and its tables say what they are: the lines above a table, the head of a document, section lines."""

import re
from collections.abc import Sequence

from validators.grid import Line
from validators.published.regions import year_in
from validators.published.wording import bare, trimmed

MAX_TITLE = 60
_NO_TITLE = re.compile(
    r"[。；;]|[：:]$|^[（(]?[一二三四五六七八九十\d]+[）)、.．]|^单位|^[—\-\d\s]+$|^20\d\d\s*年\s*\d+\s*月|^联系"
)
_APPENDIX = re.compile(r"^附\s*件[\s\d：:]*$|^附\s*表[\s\d：:]*$")
_KIND = re.compile("表|标准|清单|一览|台账|实事|任务|目标|分解|项目")
_SALUTATION = re.compile(r"[：:]$")
_END_OF_TITLE = re.compile(
    r"(?:通知|方案|通报|意见|办法|计划|函|报告|决定|标准|清单|表|公告|项目|实事)(?:[（(].*[）)])?$"
)
_ORDINAL = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[（(]?[一二三四五六七八九十]+[）)]?[、.．\s：:]|[（(][一二三四五六七八九十]+[）)])\s*"
)
_REMARK = re.compile(r"[（(][^（()）]*[）)]$")
_NOTE = re.compile(r"^[（(]?(?:备?注|说明|填表|单位|附|制表|联系|审核|填报)|^[*※]")
_TABLE_TITLE = re.compile(r"(?:表|清单|台账|标准)(?:[（(].*[）)])?$")


def title_above(lines: Sequence[Line]) -> str:
    """The title of a table out of the lines between it and what is before: the last short ones, up to 附件 1."""
    words: list[str] = []
    for line in reversed(lines):
        text = line.text.strip()
        if _APPENDIX.match(text) or len(words) == 3:
            break
        if len(text) > MAX_TITLE or _NO_TITLE.search(text):
            if words or len(text) > MAX_TITLE:
                break
            continue
        words.insert(0, text)
    title = "".join(words)
    return title if _KIND.search(title) else ""


def document_title(lines: Sequence[Line]) -> str:
    """The title of a document: from the line that tells its subject to that before the salutation, run together.

    The issuer's lines and the document's number above it are left aside.
    """
    end = next((index for index, line in enumerate(lines) if _SALUTATION.search(line.text.strip())), min(len(lines), 6))
    head = [line.text.strip() for line in lines[:end]]
    start = next((index for index, text in enumerate(head) if "关于" in text or year_in(text)), None)
    if start is None:
        return ""
    title = ""
    for text in head[start:]:
        title += text
        if _END_OF_TITLE.search(bare(title)) or len(title) > 2 * MAX_TITLE:
            break
    return title if len(title) <= 3 * MAX_TITLE else ""


def section_name(text: str) -> str:
    """What a section line calls its section: 一、市重点民生实事（…） is 市重点民生实事; empty for another line."""
    words = bare(text)
    if not words or _NOTE.match(words) or "。" in words.rstrip("。") or _TABLE_TITLE.search(words):
        return ""
    name = _REMARK.sub("", trimmed(_ORDINAL.sub("", text.strip())))
    return name if 2 <= len(name) <= MAX_TITLE else ""


def has_ordinal(text: str) -> bool:
    """Whether a line begins as sections do: 一、 or （一）."""
    return _ORDINAL.match(text.strip()) is not None


def is_table_title(text: str) -> bool:
    """Whether a line over a table is its title."""
    words = bare(text)
    return len(words) <= MAX_TITLE and bool(year_in(words) or _TABLE_TITLE.search(words)) and bool(_KIND.search(words))


def named_list(sheet: str) -> str:
    """The name of a sheet as its title, where it is more than Sheet1 or 分解表."""
    return sheet if "实事" in sheet or (year_in(sheet) and _KIND.search(sheet)) else ""
