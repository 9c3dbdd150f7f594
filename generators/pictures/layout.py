"""Where everything in a picture stands, in pixels of the finished print: texts with their boxes, bars, lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum

from generators.pictures.chart import UPRIGHT, Bar, Chart, Group, Look
from generators.pictures.typeface import Face, face
from model.quantity import plain, round_half_up

DOTS_PER_INCH = 600
_INCH = Decimal("25.4")


class Tone(IntEnum):
    """The colours, each a place in the palette."""

    PAPER = 0
    INK = 1
    DONE = 2
    BEHIND = 3
    GRID = 4
    GREY = 5


def pixels(millimetres: Decimal | int | str) -> int:
    """A length in whole pixels."""
    return int(round_half_up(Decimal(millimetres) * DOTS_PER_INCH / _INCH, 0))


def _points(points: Decimal | int | str) -> int:
    return int(round_half_up(Decimal(points) * DOTS_PER_INCH / 72, 0))


@dataclass(frozen=True)
class Box:
    """A rectangle; right and bottom are the first pixels outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """In pixels."""
        return self.right - self.left


@dataclass(frozen=True)
class Text:
    """A line of words on its base line, `box` being its ink."""

    words: str
    left: int
    base: int
    size: int
    tone: Tone
    box: Box


@dataclass(frozen=True)
class Block:
    """A bar, or the sample of one in the legend."""

    box: Box
    look: Look
    is_broken_off: bool = False


@dataclass
class Page:
    """All that is drawn, in the order in which it is."""

    width: int
    height: int = 0
    grid: list[Box] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def write(self, face: Face, words: str, left: int, base: int, tone: Tone = Tone.INK) -> None:
        """Sets words with their left end at `left`."""
        ink = face.box(words)
        box = Box(left + ink[0], base + ink[1], left + ink[2], base + ink[3])
        self.texts.append(Text(words, left, base, face.size, tone, box))


_EDGE, _GAP = pixels("0.6"), pixels("1.6")
_HAIR, _LINE = pixels("0.1"), pixels("0.35")
_HIGHEST_UPRIGHT, _HIGHEST_TURNED = pixels(215), pixels(148)
"""How high a picture may be on either page, whose text is 225 and 156 mm high."""
_BESIDE_ROWS = pixels(32)
"""About what title, scale, legend and note take."""
_LINES_A_NAME = (4, 2, 1)
"""A name is set in so many lines; in fewer where the picture would grow over the page, the end cut off."""
_WIDE_ROW, _ROW, _NARROW_ROW, _NARROWEST_ROW = pixels("6.2"), pixels("4.9"), pixels("3.1"), pixels("2.6")
_SHORTEST_PLOT = Decimal("0.28")
_WIDEST_NAME = Decimal("0.36")


@dataclass(frozen=True)
class _Columns:
    """Where the columns of the rows begin, and how wide names and the longest bar are."""

    place: int
    name: int
    name_width: int
    plot: int
    plot_width: int
    words: int | None


def laid_out(chart: Chart, width: int) -> Page:
    """The picture, `width` millimetres wide and as high as its rows need."""
    highest = _HIGHEST_UPRIGHT if width <= UPRIGHT else _HIGHEST_TURNED
    for lines in _LINES_A_NAME:
        page = _Layout(chart, Page(pixels(width)), highest, lines).done()
        if page.height <= highest:
            break
    return page


class _Layout:
    """Lays a picture out from top to bottom; `_top` is where the next thing begins."""

    def __init__(self, chart: Chart, page: Page, highest: int, lines: int) -> None:
        self._chart, self._page, self._lines = chart, page, lines
        pitch = (highest - _BESIDE_ROWS) // (len(chart.bars) + len(chart.groups))
        points = 9 if pitch >= _WIDE_ROW else 8 if pitch >= _NARROW_ROW else 7
        self._title, self._body, self._small = face(_points(12)), face(_points(points)), face(_points(8))
        self._row = _WIDE_ROW if pitch >= _WIDE_ROW else max(_NARROWEST_ROW, min(_ROW, pitch))
        self._bar = int(self._row * Decimal("0.6"))
        self._top = _EDGE
        self._columns = self._measured()

    def done(self) -> Page:
        """The whole picture."""
        chart, page = self._chart, self._page
        self._centred(self._title, chart.title, Tone.INK)
        self._centred(self._small, chart.subtitle, Tone.GREY)
        self._top += pixels("1.2")
        if chart.mark is not None:
            self._name_mark(chart.mark)
        plot_top = self._top
        for group in chart.groups:
            self._group(group)
        self._scale(plot_top)
        self._legend()
        if chart.note:
            for line in self._small.lines(f"注：{self._small.printable(chart.note)}", page.width - 2 * _EDGE):
                self._line(self._small, line, _EDGE, Tone.GREY)
        page.height = self._top + _EDGE
        return page

    def _measured(self) -> _Columns:
        chart, width = self._chart, self._page.width
        place = max(self._widths([bar.place for bar in chart.bars]), default=0)
        name = _EDGE + place + (_GAP if place else 0)
        words = max(self._widths([bar.words for bar in chart.bars]))
        widest = max(self._widths([bar.name for bar in chart.bars]))
        room = int((1 - _SHORTEST_PLOT) * width) - name - words - 2 * _GAP - _EDGE
        name_width = max(min(widest, room, int(_WIDEST_NAME * width)), 4 * self._body.size)
        plot = name + name_width + _GAP
        plot_width = width - plot - _GAP - words - _EDGE
        return _Columns(_EDGE, name, name_width, plot, plot_width, plot + plot_width + _GAP if chart.legend else None)

    def _widths(self, texts: list[str]) -> Iterator[int]:
        return (self._body.width(self._body.printable(one)) for one in texts)

    # Lines of words

    def _line(self, face: Face, words: str, left: int, tone: Tone) -> None:
        height = int(face.size * Decimal("1.35"))
        self._page.write(face, words, left, self._top + int(height * Decimal("0.8")), tone)
        self._top += height

    def _centred(self, face: Face, words: str, tone: Tone) -> None:
        for line in face.lines(face.printable(words), self._page.width - 2 * _EDGE):
            self._line(face, line, (self._page.width - face.width(line)) // 2, tone)

    def _name_mark(self, mark: Decimal) -> None:
        """The words above the line of the calendar, within the picture."""
        words = self._chart.mark_words
        left = self._at(mark) - self._small.width(words) // 2
        last = self._page.width - _EDGE - self._small.width(words)
        self._line(self._small, words, max(_EDGE, min(left, last)), Tone.INK)
        self._top += pixels("0.4")

    # Rows

    def _at(self, share: Decimal) -> int:
        """Where a share stands on the scale, from the left edge."""
        whole = self._columns.plot_width * min(max(share, Decimal(0)), self._chart.longest) / self._chart.longest
        return self._columns.plot + int(round_half_up(whole, 0))

    def _group(self, group: Group) -> None:
        if group.heading:
            self._top += pixels("0.8")
            self._line(self._body, self._body.printable(group.heading), self._columns.place, Tone.DONE)
            self._top += pixels("0.4")
        for bar in group.bars:
            self._bar_row(bar)

    def _bar_row(self, bar: Bar) -> None:
        columns, body = self._columns, self._body
        lines = body.lines(body.printable(bar.name), columns.name_width, self._lines)
        pitch = int(body.size * Decimal("1.15"))
        height = self._row if len(lines) == 1 else max(self._row, len(lines) * pitch + pixels("1.2"))
        middle = self._top + height // 2
        base = middle + int(body.size * Decimal("0.38"))
        if bar.place:
            self._page.write(body, bar.place, columns.place, base)
        first = base - (len(lines) - 1) * pitch // 2
        for place, line in enumerate(lines):
            self._page.write(body, line, columns.name, first + place * pitch)
        end = columns.plot
        if bar.share is not None and bar.share > 0:
            end = max(self._at(bar.share), columns.plot + _HAIR)
            box = Box(columns.plot, middle - self._bar // 2, end, middle - self._bar // 2 + self._bar)
            self._page.blocks.append(Block(box, bar.look, bar.share > self._chart.longest))
        if bar.due is not None:
            at = self._at(bar.due)
            self._page.marks.append(Box(at - _LINE // 2, self._top, at - _LINE // 2 + _LINE, self._top + height))
        self._page.write(body, body.printable(bar.words), columns.words or end + pixels(1), base)
        self._top += height

    # Below the rows

    def _scale(self, plot_top: int) -> None:
        """The lines behind the bars and their numbers: as many as stand apart."""
        step, widest = Decimal("0.25"), self._small.width(f"1000{self._chart.unit}")
        while self._at(step) - self._columns.plot < widest and step < self._chart.longest:
            step *= 2
        share, bottom = Decimal(0), self._top + pixels("0.8")
        base = bottom + self._small.size
        while share <= self._chart.longest:
            at = self._at(share)
            self._page.grid.append(Box(at - _HAIR // 2, plot_top, at - _HAIR // 2 + _HAIR, bottom))
            words = f"{plain(share * 100)}{self._chart.unit}"
            self._page.write(self._small, words, at - self._small.width(words) // 2, base, Tone.GREY)
            share += step
        self._top = base + pixels("1.6")

    def _legend(self) -> None:
        """What the fillings mean, in a row or in as many as are needed."""
        left, sample, height = _EDGE, pixels(6), int(self._small.size * Decimal("1.5"))
        for look, words in self._chart.legend:
            width = sample + pixels(1) + self._small.width(words)
            if left > _EDGE and left + width > self._page.width - _EDGE:
                left, self._top = _EDGE, self._top + height
            top = self._top + (height - pixels("2.6")) // 2
            self._page.blocks.append(Block(Box(left, top, left + sample, top + pixels("2.6")), look))
            base = self._top + height // 2 + int(self._small.size * Decimal("0.38"))
            self._page.write(self._small, words, left + sample + pixels(1), base)
            left += width + pixels(5)
        self._top += (height if self._chart.legend else 0) + pixels("0.4")
