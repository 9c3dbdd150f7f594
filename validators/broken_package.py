"""What reading a damaged Word file raises."""

import zipfile
import zlib

from lxml import etree

BROKEN_PACKAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError, ValueError, etree.XMLSyntaxError,
)  # fmt: skip
"""A package that is cut off, altered or encrypted, lacks a part, or holds a part that is no XML.

NotImplementedError, for a way of packing that Python does not know, is a RuntimeError.
"""
