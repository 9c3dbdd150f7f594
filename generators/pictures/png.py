"""A PNG file of few colours: the same bytes on every machine, and small.

zlib makes other bytes of the same pixels from build to build, so they are packed here: what a row has in common with
the one above, and runs of one colour, are repeats; the codes are the fixed ones of RFC 1951, section 3.2.6.
"""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from PIL import Image

BITS = 4
"""So many bits a pixel: two pixels a byte, 16 colours."""


def png(image: Image.Image, palette: Sequence[tuple[int, int, int]], dots_per_inch: int) -> bytes:
    """The file of an image whose pixels are places in `palette`."""
    dots_a_metre = round(dots_per_inch / 0.0254)
    chunks = {
        b"IHDR": struct.pack(">IIBBBBB", image.width, image.height, BITS, 3, 0, 0, 0),
        b"PLTE": bytes(value for colour in palette for value in colour),
        b"pHYs": struct.pack(">IIB", dots_a_metre, dots_a_metre, 1),
        b"IDAT": _packed(image),
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks.items())


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(content, zlib.crc32(kind)))


def _packed(image: Image.Image) -> bytes:
    """The rows as a zlib stream of one block (RFC 1950); before each stands a zero, which means no filter."""
    checksum = 1
    for row in _rows(image):
        checksum = zlib.adler32(row, checksum)
    bits = "".join(("110", *_codes(_rows(image)), _literal(_END)))
    block = int(bits[::-1], 2).to_bytes((len(bits) + 7) // 8, "little")
    return b"\x78\x01" + block + struct.pack(">I", checksum)


def _rows(image: Image.Image) -> Iterator[bytes]:
    pixels, width = image.tobytes("raw", f"P;{BITS}"), (image.width * BITS + 7) // 8
    return (b"\0" + pixels[start : start + width] for start in range(0, len(pixels), width))


_END = 256
_ALIKE = re.compile(rb"\0{3,}")
_RUN = re.compile(rb"(.)\1{3,}", re.DOTALL)


def _codes(rows: Iterable[bytes]) -> Iterator[str]:
    """The codes of all rows, each a text of bits in the order in which they are written."""
    above = b""
    for row in rows:
        done = 0
        for alike in _ALIKE.finditer(_difference(row, above)) if above else ():
            start, end = alike.span()
            yield _runs(row[done:start])
            yield _repeat(end - start, len(row))
            done = end
        yield _runs(row[done:])
        above = row


def _difference(row: bytes, above: bytes) -> bytes:
    """Zeros where two rows are alike."""
    return (int.from_bytes(row, "big") ^ int.from_bytes(above, "big")).to_bytes(len(row), "big")


@lru_cache(maxsize=1 << 11)
def _runs(part: bytes) -> str:
    """Some bytes as they are, but for runs of one byte."""
    codes: list[str] = []
    done = 0
    for run in _RUN.finditer(part):
        start, end = run.span()
        codes += map(_literal, part[done : start + 1])
        codes.append(_repeat(end - start - 1, 1))
        done = end
    codes += map(_literal, part[done:])
    return "".join(codes)


_LONGEST, _SHORTEST = 258, 3


@cache
def _repeat(length: int, distance: int) -> str:
    """So many bytes again that stand `distance` before; three at least."""
    if length <= _LONGEST:
        return _length(length) + _distance(distance)
    first = min(_LONGEST, length - _SHORTEST)
    return _repeat(first, distance) + _repeat(length - first, distance)


@cache
def _literal(code: int) -> str:
    """The bits of a byte, of the end, or of a length's code."""
    if code < 144:
        return f"{0x30 + code:08b}"
    if code < _END:
        return f"{0x190 + code - 144:09b}"
    return f"{code - _END:07b}" if code < 280 else f"{0xC0 + code - 280:08b}"


def _length(length: int) -> str:
    if length == _LONGEST:
        return _literal(285)
    above = length - _SHORTEST
    extra = max(0, above.bit_length() - 3)
    step = above if extra == 0 else 4 * extra + (above >> extra)
    return _literal(257 + step) + _extra(above, extra)


def _distance(distance: int) -> str:
    above = distance - 1
    extra = max(0, above.bit_length() - 2)
    step = above if extra == 0 else 2 * extra + (above >> extra)
    return f"{step:05b}" + _extra(above, extra)


def _extra(number: int, bits: int) -> str:
    """The last bits of a number, the least first."""
    return f"{number & ((1 << bits) - 1):0{bits}b}"[::-1] if bits else ""
