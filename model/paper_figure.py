"""A figure as it stands in a paper that was made earlier and that a person may have changed since."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PaperFigure:
    """`made` is what the tool printed, None where the paper does not tell any more.

    `now` is what stands there now, None where a person took it away.
    """

    made: str | None
    now: str | None
