"""The kind of a template or paper by its name."""

from pathlib import Path

from validators.layout.kinds import KINDS, Kind


def kind_of(path: Path) -> Kind | None:
    """The kind of a template or paper by the longest name that its own begins with; else by its folder's name."""
    named = [name for name in KINDS if path.stem.startswith(name)]
    return KINDS[max(named, key=len)] if named else KINDS.get(path.parent.name)
