"""Names: what an indicator is called after the words of the task, what departments and regions are called."""

import re

_ACTED_ON = re.compile("^[对为给](?P<whom>.+?)(?:免费)?(?:实施|开展|进行|提供)(?P<act>.+)$")
_VERB = re.compile(
    "(?:基本|全面|累计|计划|确保)*(?:建成|新建|改建|扩建|改造|建设|筹集|安装|完成|新增|开工|设立|配备|发放)+"
)
_LAST_NOUN = re.compile("[^的、，,等]+$")
_SHARE = re.compile("(?:占比|比例|率)$")
_OWN_LEVEL = re.compile("[省市县区](?:本级|直)")
_BELOW = re.compile("示范区|高新区|经开区|度假区|保税区|风景区|开发区|新区|管委会|功能区|产业园|集聚区")
_TOWN = re.compile("[镇乡]$")
_STREET = re.compile("街道(?:办事处)?$")
_REGION = re.compile("[县区市旗州盟]$")
_OFFICE = re.compile("(?:厅|局|委|办|会|院|部|署|联|中心|办公室|支队)$")
_COMPANY = re.compile("(?:公司|集团)$")
_LEVELS = ("省", "市", "县")
_BEHIND_A_LIST = re.compile("(?P<lead>[^、]{2,8}?(?:覆盖|惠及|服务))?.*、.*等(?P<what>.{4,})$")
_LONG = 20
LONGEST_NAME = 40
"""Characters of an indicator's name; longer words are cut where a clause ends."""


def is_verb(measured: str) -> bool:
    """Whether words say what is done and not to what: 建成, 新建, 筹集."""
    return _VERB.fullmatch(measured) is not None


def indicator_name(measured: str, project: str) -> str:
    """A name from what is measured: 对…的特殊困难老年人家庭实施适老化改造 is 特殊困难老年人家庭适老化改造."""
    match = _ACTED_ON.match(measured)
    if match is not None and (whom := _LAST_NOUN.search(match["whom"])) is not None:
        measured = whom[0] + match["act"]
    measured = re.sub("(?:目标)?任务$", "", measured)
    if len(measured) > _LONG and (listed := _BEHIND_A_LIST.match(measured)) is not None:
        measured = (listed["lead"] or "") + listed["what"]
    measured = re.sub("共(?=[^共]数$)", "", measured)
    name = re.sub("^(?:推动|组织|开展|支持|统筹|安排|积极|稳妥)+(?=.{4})", "", measured)
    return _cut(name) or project


def _cut(name: str) -> str:
    parts = re.split("[，,。；;]", name)
    short = parts[0]
    for part in parts[1:]:
        if len(short) + len(part) >= LONGEST_NAME:
            break
        short = f"{short}，{part}"
    return short if len(short) <= LONGEST_NAME else f"{short[: LONGEST_NAME - 1]}…"


def project_name(name: str) -> str:
    """A project's name in one spelling: papers break it over lines and mix half and full width."""
    return "".join(name.split()).replace(",", "，").replace("(", "（").replace(")", "）")


def number_of(measured: str) -> str:
    """What is counted where the city's task is its share: 公办村卫生室占比 is 公办村卫生室数."""
    return f"{_SHARE.sub('', measured)}数"


def level_of(region: str, departments: tuple[str, ...]) -> tuple[str, bool]:
    """层级 of a region, and whether that is certain: a 市 may be a county's (县级市)."""
    if any(one.startswith(("县", "区")) for one in departments) or region.endswith(("县", "区", "旗")):
        return "县", True
    if region.endswith("省"):
        return "省", True
    return "市", not region.endswith("市") or any(one.startswith(region) for one in departments)


def own_kind(level: str) -> str:
    """类型 of the units of this level."""
    return f"{level if level in _LEVELS else '市'}直"


def below_kind(name: str) -> str:
    """类型 of a unit below this level, by its name."""
    if _OWN_LEVEL.fullmatch(name):
        return "市本级"
    if _BELOW.search(name):
        return "功能区"
    return "乡镇" if _TOWN.search(name) else "街道" if _STREET.search(name) else "县区"


def reporting_kind(name: str, level: str) -> str:
    """类型 of a reporting unit of a region of this 层级, by its name: 市教育局 is the city's own, 市中区 is not."""
    below = below_kind(name)
    if below != "县区":
        return below
    if _COMPANY.search(name):
        return "企业"
    is_region = level != "县" and not _OFFICE.search(name) and (_REGION.search(name) or not name.startswith(level))
    return below if is_region else own_kind(level)


def department_name(name: str, region: str, level: str) -> str:
    """A department as its own level calls it: 平顶山市卫生健康委 is 市卫生健康委."""
    bare = name.strip()
    if region and bare.startswith(region) and len(bare) > len(region) + 1:
        return level + bare.removeprefix(region)
    return bare
