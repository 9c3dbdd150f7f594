"""The words under 图: what pictures a template of the notice may place, made when it asks for one."""

from collections.abc import Callable, Iterator, Mapping

from generators.pictures.chart import Chart
from generators.pictures.completion import completion
from generators.pictures.placing import Picture
from generators.pictures.ranking import ranking
from generators.telling.indicators import Known

_CHARTS: dict[str, Callable[[Known], Chart | None]] = {"名次": ranking, "进度": completion}


class Pictures(Mapping[str, Picture | str]):
    """By word, a picture; an empty text where the results have nothing to draw."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._made: dict[str, Picture | str] = {}

    def __getitem__(self, word: str) -> Picture | str:
        if word not in self._made:
            chart = _CHARTS[word](self._known)
            self._made[word] = "" if chart is None else Picture(chart)
        return self._made[word]

    def __contains__(self, word: object) -> bool:
        return word in _CHARTS

    def __iter__(self) -> Iterator[str]:
        return iter(_CHARTS)

    def __len__(self) -> int:
        return len(_CHARTS)
