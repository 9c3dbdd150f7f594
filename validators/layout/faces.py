"""Names under which the faces of official papers go on Windows, UOS, Kylin and with bought fonts (gongwen.md J)."""

import re

FANG, KAI, HEI, BIAO, SONG = "仿宋", "楷体", "黑体", "小标宋", "宋体"

_NAMES = {
    FANG: r"仿宋|仿宋_GB2312|FangSong|FangSong_GB2312|方正仿宋(_GBK|简体|_GB2312)|华文仿宋|STFangsong|CESI仿宋-\w+",
    KAI: r"楷体|楷体_GB2312|KaiTi|KaiTi_GB2312|方正楷体(_GBK|简体|_GB2312)|华文楷体|STKaiti|CESI楷体-\w+",
    HEI: r"黑体|SimHei|方正黑体(_GBK|简体)|华文黑体|STHeiti|CESI黑体-\w+",
    BIAO: r"方正小标宋(简体|_GBK)|FZXiaoBiaoSong-B05S?|小标宋体?|华文中宋|STZhongsong|CESI小标宋-\w+",
    SONG: r"宋体|SimSun|NSimSun|新宋体|方正书宋(_GBK|简体)|CESI宋体-\w+",
}
_PATTERNS = {family: re.compile(names, re.IGNORECASE) for family, names in _NAMES.items()}
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def is_of(face: str | None, *families: str) -> bool:
    """Whether a face belongs to one of the families."""
    return face is not None and any(_PATTERNS[family].fullmatch(face.strip()) for family in families)


def missing_characters(face: str | None, text: str) -> str:
    """The Han characters of `text` that a face of the GB 2312 set does not hold (喆, 堃, 䶮); empty for other faces."""
    if face is None or not re.search("GB[_-]?2312", face, re.IGNORECASE):
        return ""
    return "".join(dict.fromkeys(one for one in text if _HAN.match(one) and not _is_in_gb2312(one)))


def _is_in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
