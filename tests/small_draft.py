"""A small draft, as if read out of a paper of a city with one county and two departments."""

from model.drafting.draft import (
    Draft,
    DraftedDuty,
    DraftedIndicator,
    DraftedStandard,
    DraftedUnit,
    Source,
    Unadopted,
)
from model.drafting.paper import Passage
from model.indicator import Accrual, Direction, Kind, Rollup

FILE = "责任单位通知.docx"
FILES = ((FILE, "a" * 64), ("验收标准.docx", "b" * 64))
COUNTY, DEPARTMENT, OTHER = "汝州市", "市市场监管局", "市城市管理局"
TRAINING = Passage(FILE, "表1R3C3", "完成技能培训16万人次。")
COUNTY_TRAINING = Passage(FILE, "表1R3C4", "2.72万人次")
JOBS = Passage(FILE, "表1R4C3", "城镇新增就业6.9万人以上，服务10千伏线路。")
QUALITY = Passage(FILE, "表1R5C3", "98%以上的食品合格。")
PLATFORM = Passage(FILE, "表1R6C3", "建成应急指挥平台")
BEDS = Passage("验收标准.docx", "表1R2C3", "1.床位不少于50张，满意度不低于90%。")


def source(passage: Passage, words: str) -> Source:
    """Where `words` stand in the passage."""
    start = passage.text.index(words)
    return Source(passage, start, start + len(words))


def indicator(code: str, name: str, unit: str, target: str, *sources: Source, **more) -> DraftedIndicator:
    """A proposed row: an amount that adds up, unless `more` says something else."""
    usual = {
        "category": "市重点民生实事", "project": "就业", "task": name, "kind": Kind.AMOUNT, "rollup": Rollup.SUM,
        "accrual": Accrual.CUMULATIVE, "schedule": "", "direction": Direction.HIGHER, "comparison": "", "digits": 0,
        "part_of": "", "leads": ("市人社局",), "shared": ("市财政局", "市民政局"), "first_check": (),
        "final_check": ("市统计局",), "unit_targets": {COUNTY: "—"},
    }  # fmt: skip
    return DraftedIndicator(code=code, name=name, unit=unit, target=target, sources=sources, **{**usual, **more})


INDICATORS = (
    indicator(
        "1.1", "职业技能培训", "万人次", "16万人次", source(TRAINING, "16万人次"),
        source(COUNTY_TRAINING, "2.72万人次"), digits=2, unit_targets={COUNTY: "2.72万人次"},
        reasons={"类型": "原文是人次数"},
    ),
    indicator(
        "1.2", "城镇新增就业", "万人", "6.9万人以上", source(JOBS, "6.9万人以上"),
        digits=4, unit_targets={COUNTY: "0.68"}, doubts=("可能是基数", "请核对单位"),
    ),
    indicator(
        "2.1", "食品抽验合格率", "%", "98%以上", source(QUALITY, "98%以上"), project="食品、药品安全",
        kind=Kind.RATE, rollup=Rollup.EACH, accrual=Accrual.STOCK, unit_targets={COUNTY: "98%以上"},
    ),
    indicator(
        "2.10", "应急指挥平台", "项", "", source(PLATFORM, PLATFORM.text), project="食品、药品安全",
        kind=Kind.STATE, rollup=Rollup.OWN_LEVEL,
        unit_targets={COUNTY: "由市市场监管局统一安排实施", DEPARTMENT: "", OTHER: ""},
    ),
)  # fmt: skip

STANDARDS = (
    DraftedStandard(
        ("1.1", "1.2"), "就业", "1", "床位不少于50张，满意度不低于90%。", False, ("不少于50张", "不低于90%"),
        (source(BEDS, "不少于50张"), source(BEDS, "不低于90%")),
    ),
    DraftedStandard((), "食品、药品安全", "1", "出现事故的不予通过。", True, (), (), ("没有看出管哪几项",)),
)  # fmt: skip

DRAFT = Draft(
    region="平顶山市",
    year=2023,
    level="市",
    files=FILES,
    indicators=INDICATORS,
    standards=STANDARDS,
    units=(DraftedUnit(COUNTY, "县区"), DraftedUnit(DEPARTMENT, "市直", ("简称请核对",)), DraftedUnit(OTHER, "市直")),
    duties=(DraftedDuty("市重点民生实事", "1", "就业", "市人社局", "责任人甲", "", "", "03750001"),),
    unadopted=(
        Unadopted(source(JOBS, "10"), "10", "规格，不是任务数"),
        Unadopted(source(BEDS, "1"), "1", "序号或名次，不是任务数"),
    ),
    doubts=("两份文件的地区不一样，请核对。",),
)
