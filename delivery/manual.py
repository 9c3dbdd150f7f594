"""使用手册.md's table of what each message means, written from the catalogue: `python -m delivery.manual`.

A clerk looks a sentence up as it stands on the screen, in 校验报告.xlsx or in a cell's note; what differs from case to
case is shown as ……. Where nothing but that would be left, or a remedy cannot be read without it, words stand here.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from model.catalogue import CATALOGUE, SHORT, Rule

MANUAL = Path(__file__).resolve().parent.parent / "使用手册.md"
BEGIN = "<!-- 下面这张表由程序按规则目录写出（python -m delivery.manual），请不要手改 -->"
END = "<!-- 上面这张表由程序写出 -->"
COLUMNS = ("代码", "级别", "名称", "屏幕和报告上怎么说", "怎样改")
_LABEL = re.compile(r"\{(?:part_|whole_)?label\}(?!”)")
_BLANK = re.compile(r"\{\w+\}")
_VARIES = "……"
_INDICATOR = f"「{_VARIES}」"
_SENTENCES = {
    "W06": "缺少“……”一列，却有认不出的“……”。又如：“……”一列出现了不止一次。",
    "W07": "压缩包是空的。又如：压缩包里套得太深、太多或太大。",
    "B15": "年度是 ……，期次里却有 ……。又如：目标调整却自 …… 起，本年度用不上。",
    "A06": "缺少“……”一列。又如：“……”一列出现了不止一次。",
    "T01": "模板“……”里“……”一段：……（哪个词、哪个标签写错了）",
    "T02": "……（哪一段）：……（哪里不对）。……（国标的要求）（GB/T 9704—2012 第……条）。",
    "T03": "……（哪一段）：……（哪里不同）。……（国标说“一般”的）（GB/T 9704—2012 第……条）。",
}
"""Rules whose sentence is said wholly by the check that finds the fault: examples of it."""
_REMEDIES = {
    "W01": "照后面那句话另存、去密码或解压后重报。",
    "W04": "请改用本期的填报表重报。",
    "W27": "请核对是否为本期的表；以后请照下发的写法填。",
    "R01": "请补填后重报；确为零的填 0。",
    "C04": "请填它写的百分数，如 98%，不填 98。",
    "C09": "请从未启动、推进中、已完成中选一个。",
    "C10": "请改以“单位”一栏的单位填报，如 27200 人次在“万人次”栏填 2.72。",
    "C34": "请核对是不是少了一百倍，如 98% 填成了 0.98%；属实的，在“说明”里写明原因。",
    "C39": "请核对是不是少了一万倍，如 5 万人次在“人次”栏填 50000；属实的，在“说明”里写明原因。",
    "A04": "初核表请移到“初核”文件夹，认定表请移到“认定”文件夹。",
    "B02": "请补上这一列，或改正列名（后面写着最像的那个）。",
    "B04": "请改为它写的几种写法之一。",
    "B07": "请填它写的百分数，单元格用百分比格式。",
    "B08": "请补上“分子口径”“分母口径”，让填报单位知道填什么。",
    "B09": "请改为它写的汇总方式。",
    "B11": "请改为同一单位，如万人与人。",
    "B14": "请在“指标”表里补上这个单位的一列，名字与“填报单位”表一致。",
    "B16": "请改正编码或单位名称（后面写着最像的那个）。",
    "T02": "请照后面那句话在 Word 里改。",
    "T03": "确需如此的不用改；要改的，照后面那句话在 Word 里改。",
}
"""Rules whose remedy names what was found: the same advice for all cases."""


def table() -> str:
    """The Markdown table: every rule of the catalogue on a line, in the catalogue's order."""
    lines = (f"| {' | '.join(cells)} |" for cells in (COLUMNS, ("---",) * len(COLUMNS), *_rows()))
    return "\n".join(lines)


def with_table(text: str) -> str:
    """The manual's text with the table between its two marks made anew. Raises `ValueError` where one is missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("使用手册.md 里没有规则表的两个标记")
    return f"{before}{begin}\n\n{table()}\n\n{end}{after}"


def _rows() -> Iterator[tuple[str, ...]]:
    for code, rule in CATALOGUE.items():
        yield code, rule.severity.label, rule.title, _said(rule), _REMEDIES.get(code, rule.remedy)


def _said(rule: Rule) -> str:
    """The rule's sentence; what 自检 says of it in the form, which counties ask about, behind it."""
    sentence = _SENTENCES.get(rule.code) or _open(rule.sentence)
    short = SHORT.get(rule.code)
    return sentence if short is None else f"{sentence}<br>“自检”一列：{_open(short)}"


def _open(sentence: str) -> str:
    """The sentence with …… for what differs: a code and name as 「……」, a figure with its unit once."""
    return re.sub(rf"(?:{_VARIES})+", _VARIES, _BLANK.sub(_VARIES, _LABEL.sub(_INDICATOR, sentence)))


def main() -> int:
    """Writes the table into the manual; exit status 0."""
    MANUAL.write_text(with_table(MANUAL.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
