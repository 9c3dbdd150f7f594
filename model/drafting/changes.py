"""What a second draft tells of the first: lines that came or went, figures of the paper and figures that are kept."""

from dataclasses import dataclass
from enum import StrEnum

from model.labels import IndicatorColumn


class ChangeKind(StrEnum):
    """What happened to a line or a cell; the words are what the sheet 变化 says."""

    NEW_LINE = "文件里新增的行"
    GONE_LINE = "文件里已经没有的行，已删去"
    GONE_KEPT = "文件里已经没有的行，您改过，留着"
    NEW_VALUE = "文件里的数或字改了，已照改"
    RECODED = "编码改挂，已照改"
    KEPT = "文件改了，但这一格您改过，保留您的"
    DELETED = "文件里还有，但这一行您删了，没有再加"


URGENCY = (
    ChangeKind.KEPT, ChangeKind.GONE_KEPT, ChangeKind.GONE_LINE, ChangeKind.NEW_LINE, ChangeKind.NEW_VALUE,
    ChangeKind.RECODED, ChangeKind.DELETED,
)  # fmt: skip
"""What a person has to decide stands before what is only told."""


@dataclass(frozen=True)
class Change:
    """A line or a cell that is not as it was.

    `sheet` and `key` are those of its line, `code` is its 编码 (empty where it has none). `label` is the column of a
    cell that changed, empty for a whole line; `old` and `new` are texts, empty for a blank cell. `name` is how a person
    calls the line, `project` what it belongs to, where there is one.
    """

    kind: ChangeKind
    sheet: str
    key: str
    code: str
    label: str
    old: str
    new: str
    name: str = ""
    project: str = ""

    @property
    def shown(self) -> tuple[str, str]:
        """`old` and `new` for people: of a list of departments only who went (－) and who came (＋)."""
        old, new = (text.split(_BETWEEN) for text in (self.old, self.new))
        went, came = [one for one in old if one not in new], [one for one in new if one not in old]
        if self.label not in _LISTS or not self.old or not self.new or len(old) + len(new) < _A_LIST or not went + came:
            return self.old, self.new
        return _BETWEEN.join(f"－{one}" for one in went), _BETWEEN.join(f"＋{one}" for one in came)


_LISTS = frozenset(
    (IndicatorColumn.LEAD, IndicatorColumn.SHARED, IndicatorColumn.FIRST_CHECK, IndicatorColumn.FINAL_CHECK)
)
_BETWEEN = "、"
_A_LIST = 5
"""From how many names, old and new together, only those are shown that came or went."""
