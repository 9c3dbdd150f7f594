"""What a second draft tells of the first: lines that came or went, figures of the paper and figures that are kept."""

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What happened to a line or a cell; the words are what the sheet 变化 says."""

    NEW_LINE = "文件里新增的行"
    GONE_LINE = "文件里已经没有的行"
    NEW_VALUE = "文件里的数或字改了，已照改"
    KEPT = "文件改了，但这一格您改过，保留您的"
    DELETED = "文件里还有，但这一行您删了，没有再加"


@dataclass(frozen=True)
class Change:
    """A line or a cell that is not as it was.

    `sheet` and `key` are those of its line, `code` is its 编码 (empty where it has none). `label` is the column of a
    cell that changed, empty for a whole line; `old` and `new` are texts, empty for a blank cell.
    """

    kind: ChangeKind
    sheet: str
    key: str
    code: str
    label: str
    old: str
    new: str
