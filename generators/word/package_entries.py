"""The entries by which a .docx knows its parts: types of content and relationships, one more where a part is added."""

import re
import zlib

from generators.packing import Deflated, deflated

TYPES = "[Content_Types].xml"
NO_RELATIONS = deflated(
    [
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns='
        b'"http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    ]
)


def with_entry(part: Deflated, entry: str, known_by: str) -> Deflated:
    """A part whose root holds entries, with one more unless it is there; types stand before what overrides them."""
    xml = zlib.decompress(part.raw, -zlib.MAX_WBITS).decode("utf-8")
    if known_by.lower() in xml.lower():
        return part
    if "<Default" in entry:
        return deflated([re.sub(r"(<Types\b[^>]*>)", rf"\1{entry}", xml, count=1).encode("utf-8")])
    opened = re.sub(r"<Relationships\b([^>]*)/>\s*$", r"<Relationships\1></Relationships>", xml)
    return deflated([opened.replace("</Relationships>", f"{entry}</Relationships>").encode("utf-8")])
