"""使用手册.html of a bundle: the manual as a browser shows it, with pictures and links; Notepad shows neither."""

import re

import markdown

MANUAL_PAGE = "使用手册.html"
_PAGE = """\
<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>使用手册</title>
<style>
body {{ max-width: 56em; margin: 2em auto; padding: 0 1em; line-height: 1.7; }}
body {{ font-family: "Microsoft YaHei", SimSun, sans-serif; }}
table {{ border-collapse: collapse; }}
td, th {{ border: 1px solid #9aa5b1; padding: 0.3em 0.6em; vertical-align: top; }}
th {{ background: #dde6f0; }}
pre {{ background: #f4f6f8; padding: 0.8em; overflow-x: auto; }}
img {{ max-width: 100%; border: 1px solid #9aa5b1; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def manual_page(text: str) -> bytes:
    """The page for the manual's Markdown; its pictures stay where they are, beside it."""
    body = markdown.markdown(
        text, extensions=["tables", "fenced_code", "toc"], extension_configs={"toc": {"slugify": _anchor}}
    )
    return _PAGE.format(body=body).encode("utf-8")


def _anchor(heading: str, separator: str) -> str:
    """The anchor of a heading as the manual's links write it: 1.1 Windows is 11-windows."""
    return re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", separator)
