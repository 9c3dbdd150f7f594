"""Findings: what the checks have to say of a file, a row, a cell."""

from dataclasses import dataclass, replace
from enum import StrEnum

_EXPLAINED, _EXEMPTED = "单位说明：", "（已豁免："
"""What follows a settled finding's own sentence, before the unit's words or the exemption's reason."""
_SENTENCE_ENDS = ("。", "！", "？", "…")


class Severity(StrEnum):
    """错误, 核实, 提示: the value is what 结果.json says, `label` what people read (contract section 5)."""

    ERROR = "error"
    QUERY = "query"
    NOTE = "note"

    @property
    def label(self) -> str:
        """What people read."""
        return {"error": "错误", "query": "核实", "note": "提示"}[self.value]


@dataclass(frozen=True)
class Finding:
    """One thing that a check found.

    `file` is relative to the period folder; `cell` is one address or several with commas, in the order of `indicator`
    where several rows are compared; `column` is the form's column that it speaks of. `settled`: explained by the unit
    or exempted by the office, so that it holds nothing; `settled_by` is the unit's words, or the exemption's reason and
    who agreed.
    """

    rule: str
    severity: Severity
    message: str
    unit: str | None = None
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    indicator: str | None = None
    column: str | None = None
    value: str | None = None
    expected: str | None = None
    remedy: str = ""
    settled: bool = False
    settled_by: str = ""

    @property
    def sentences(self) -> str:
        """What is wrong and what to do, as one text."""
        return f"{self.message}{self.remedy}"

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the indicators that it names."""
        return tuple(self.indicator.split(",")) if self.indicator else ()

    @property
    def holds(self) -> bool:
        """Whether it holds a figure back: an error, or a query that is not settled (contract section 6)."""
        return not self.settled and self.severity is not Severity.NOTE

    @property
    def fault(self) -> str:
        """What is wrong, without why it is settled."""
        return self.message.removesuffix(self._settlement) if self.settled else self.message

    @property
    def is_exempted(self) -> bool:
        """Whether the office exempted it; what else is settled, the unit explained."""
        return self.settled and self.severity is Severity.NOTE

    @property
    def _settlement(self) -> str:
        if self.is_exempted:
            return f"{_EXEMPTED}{self.settled_by}）"
        return f"{_EXPLAINED}{self.settled_by}{'' if self.settled_by.endswith(_SENTENCE_ENDS) else '。'}"

    @property
    def is_for_the_office(self) -> bool:
        """Whether it is a line of 更正.xlsx that was not taken: the office mends it, not the unit."""
        return self.rule in ("K01", "K02")

    def as_exempted(self, reason: str) -> "Finding":
        """The settled note that an exemption makes of it (contract section 2, 豁免)."""
        return self._as_settled(Severity.NOTE, reason)

    def as_explained(self, words: str) -> "Finding":
        """The settled query that the unit's own words in 说明 make of it (contract section 2, 审核关系)."""
        return self._as_settled(self.severity, words)

    def _as_settled(self, severity: Severity, why: str) -> "Finding":
        settled = replace(self, severity=severity, settled=True, settled_by=why)
        return replace(settled, message=f"{self.message}{settled._settlement}")
