"""The lock: which version of each package the tool is made to work with, and the hashes that its files may have."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ENTRY = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^ ;]+)(?: *;(?P<marker>[^-]*))?(?P<rest>.*)$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Locked:
    """An entry of the lock. `marker` says where it applies (PEP 508), empty for everywhere."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def read_lock(text: str) -> list[Locked]:
    """The entries of a requirements file with hashes, as `uv pip compile --generate-hashes` writes it."""
    found = (_ENTRY.match(line) for line in text.replace("\\\n", " ").splitlines())
    return [
        Locked(one["name"], one["version"], (one["marker"] or "").strip(), tuple(_HASH.findall(one["rest"])))
        for one in found
        if one
    ]


def allowed_hashes(entries: Iterable[Locked]) -> frozenset[str]:
    """The hashes of all files that the lock allows."""
    return frozenset(digest for one in entries for digest in one.hashes)
