"""The layout of a Word paper held against GB/T 9704-2012: every breach with its rule, its place and how to mend it."""

from validators.layout.checks import Breach, breaches
from validators.layout.kinds import KINDS, Kind
from validators.layout.reading import UnreadableDocument

__all__ = ["KINDS", "Breach", "Kind", "UnreadableDocument", "breaches"]
