"""A picture drawn as PNG of 600 dots an inch, at its final size and with the same bytes on every machine."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from generators.pictures.chart import Chart, Look
from generators.pictures.layout import DOTS_PER_INCH, Block, Box, Page, Tone, laid_out, pixels
from generators.pictures.png import png
from generators.pictures.typeface import face

_COLOURS = {
    Tone.PAPER: (255, 255, 255),
    Tone.INK: (0, 0, 0),
    Tone.DONE: (31, 78, 121),
    Tone.BEHIND: (176, 0, 0),
    Tone.GRID: (205, 205, 205),
    Tone.GREY: (90, 90, 90),
}
_LOOKS = {Look.FULL: Tone.DONE, Look.STRIPED: Tone.BEHIND, Look.OPEN: Tone.GREY}
_OUTLINE, _STRIPE, _HALO = pixels("0.18"), pixels("0.5"), pixels("0.25")


@dataclass(frozen=True)
class Drawn:
    """A finished picture: PNG bytes, width and height in pixels."""

    png: bytes
    width: int
    height: int


def drawn(chart: Chart, width: int) -> Drawn:
    """The chart `width` millimetres wide."""
    page = laid_out(chart, width)
    image = painted(page)
    return Drawn(png(image, [_COLOURS[tone] for tone in Tone], DOTS_PER_INCH), page.width, page.height)


def painted(page: Page) -> Image.Image:
    """The picture as an image whose pixels are `Tone`s. Nothing is smoothed: at 600 dots an inch edges are crisp."""
    image = Image.new("P", (page.width, page.height), Tone.PAPER)
    image.putpalette([value for tone in Tone for value in _COLOURS[tone]])
    draw = ImageDraw.Draw(image)
    for line in page.grid:
        _fill(draw, line, Tone.GRID)
    for block in page.blocks:
        _paint_block(image, block)
    for mark in page.marks:
        _fill(draw, Box(mark.left - _HALO, mark.top, mark.right + _HALO, mark.bottom), Tone.PAPER)
        _fill(draw, mark, Tone.INK)
    for text in page.texts:
        around = Box(text.box.left - _HALO, text.box.top, text.box.right + _HALO, text.box.bottom)
        _fill(draw, around, Tone.PAPER)
    for text in page.texts:
        draw.text((text.left, text.base), text.words, int(text.tone), face(text.size).font, anchor="ls")
    return image


def _fill(draw: ImageDraw.ImageDraw, box: Box, tone: Tone) -> None:
    draw.rectangle((box.left, box.top, box.right - 1, box.bottom - 1), fill=int(tone))


def _paint_block(image: Image.Image, block: Block) -> None:
    """A bar on a sheet of its own, by whose edges the stripes are cut."""
    box, tone = block.box, _LOOKS[block.look]
    width, height = box.width, box.bottom - box.top
    own = Image.new("P", (width, height), int(tone if block.look is Look.FULL else Tone.PAPER))
    draw = ImageDraw.Draw(own)
    if block.look is Look.STRIPED:
        for left in range(-height, width, 2 * _STRIPE):
            draw.polygon(
                ((left, height), (left + _STRIPE, height), (left + _STRIPE + height, 0), (left + height, 0)), int(tone)
            )
    for inset in range(min(_OUTLINE, (width + 1) // 2)):
        draw.rectangle((inset, inset, width - 1 - inset, height - 1 - inset), outline=int(tone))
    if block.is_broken_off:
        cut = width - 4 * _STRIPE
        slant = ((cut, height), (cut + _STRIPE, height), (cut + 3 * _STRIPE, -1), (cut + 2 * _STRIPE, -1))
        draw.polygon(slant, int(Tone.PAPER))
    image.paste(own, (box.left, box.top))
