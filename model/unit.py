"""Reporting units: counties below this level, departments of this level."""

from dataclasses import dataclass

OWN_LEVEL_KINDS = frozenset({"省直", "市直", "县直", "市本级", "企业"})
BELOW_KINDS = frozenset({"县区", "功能区", "乡镇", "街道"})


@dataclass(frozen=True)
class Unit:
    """A reporting unit (填报单位). Ranks are given within `rank_group`."""

    name: str
    kind: str
    rank_group: str
    aliases: tuple[str, ...] = ()
    order: int = 0

    @property
    def is_own_level(self) -> bool:
        """Whether it reports for this level itself (市直 in a city), so that it can carry a 市级 figure."""
        return self.kind in OWN_LEVEL_KINDS
