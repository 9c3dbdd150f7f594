"""叶县 2022: a county's own office, its departments reporting the first half of the year.

Targets and progress figures are those that the county published; every sentence is our own.
Where the published paper contradicts itself, or gives no figure, column 备注 and the
department's 说明 say so and say what was filled in instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samples.build.tables import Report, SampleYear, Sheets

CATEGORY = "省重点民生实事"

SKILLS = "开展职业技能培训和评价取证"
SETTLEMENT = "扩大医院门诊费用异地就医直接结算范围"
RENEWAL = "推进城市窨井设施及城镇老旧小区改造提升"
ROADS = "加快农村交通物流体系建设"
PRESCHOOL = "实施学前教育普惠扩容工程"
ELDERLY = "推进居家社区养老服务设施建设"
HEALTH = "提高妇女儿童健康保障水平"
REHABILITATION = "实施残疾儿童康复救助"
YOUTH = "开展青少年心理健康服务进村（社区）行动"
MOBILE = "提升移动政务服务能力"

# The tables below are set by hand.
# fmt: off

NOT_ASKED = "—"
LIVE_BIRTHS = "同期叶县户籍孕妇活产数（人）"

UNITS: list[list[object]] = [
    ["县人社局", "县直", "县人力资源和社会保障局、叶县人社局", 1],
    ["县医保局", "县直", "县医疗保障局、叶县医保局", 2],
    ["县城管局", "县直", "县城市管理局、叶县城管局", 3],
    ["县住建局", "县直", "县住房和城乡建设局、叶县住建局", 4],
    ["县交通局", "县直", "县交通运输局、叶县交通局", 5],
    ["县商务局", "县直", "叶县商务局", 6],
    ["县教体局", "县直", "县教育体育局、叶县教体局", 7],
    ["县民政局", "县直", "叶县民政局", 8],
    ["县卫健委", "县直", "县卫生健康委员会、县卫生健康委、叶县卫健委", 9],
    ["县残联", "县直", "县残疾人联合会、叶县残联", 10],
    ["团县委", "县直", "共青团叶县委员会、共青团叶县委", 11],
    ["县行政服务中心", "县直", "叶县行政服务中心", 12],
]


@dataclass(frozen=True)
class Indicator:
    """One row of sheet 指标, asked of one department; the defaults are what most rows hold."""

    code: str
    project: str
    name: str
    task: str
    asked: str
    unit: str | None = None
    target: str | int | Decimal | None = None
    kind: str = "数量"
    cumulation: str = "累计"
    pace: str = "月均"
    comparison: str = ">="
    decimals: int = 0
    typed_in: str | None = None
    weight: int | Decimal = 1
    part_of: str | None = None
    meaning: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    remark: str | None = None


INDICATORS: list[Indicator] = [
    # 1
    Indicator(
        "1.1", SKILLS, "职业技能培训", "全年培训2.8万人次", "县人社局",
        "万人次", "2.8万人次", decimals=2,
    ),
    Indicator(
        "1.2", SKILLS, "新增技能人才", "全年新增技能人才2.28万人", "县人社局",
        "万人", "2.28万人", decimals=2,
    ),
    Indicator(
        "1.2a", SKILLS, "新增高技能人才", "新增技能人才中，高技能人才9300人", "县人社局",
        "万人", "0.93万人", decimals=2, part_of="1.2",
        remark="通报目标写作9300人，进度写作1.13万人，本表统一用万人。",
    ),
    # 2
    Indicator(
        "2.1", SETTLEMENT, "普通门诊费用异地就医直接结算", "普通门诊费用可异地直接结算",
        "县医保局", kind="状态", pace="不比",
    ),
    Indicator(
        "2.2", SETTLEMENT, "试点门诊慢特病异地就医直接结算病种",
        "高血压、糖尿病等5种试点门诊慢特病可异地直接结算", "县医保局",
        "种", 5, pace="不比",
        meaning="只计已正式开通结算的病种，测试中的不计。",
    ),
    Indicator(
        "2.3", SETTLEMENT, "开通门诊费用异地就医直接结算的定点医院", "3家定点医院开通结算",
        "县医保局", "家", 3, pace="不比",
        meaning="只计定点医院，定点药店不计。",
    ),
    Indicator(
        "2.4", SETTLEMENT, "门诊费用异地就医直接结算量提升", "结算量有所提升",
        "县医保局", kind="状态", pace="不比",
        remark="任务未定数量；系统统计功能停用，结算量无数可报，故按状态填报。",
    ),
    # 3
    Indicator(
        "3.1", RENEWAL, "有安全隐患的窨井设施更换改造", "市定任务：更换改造478个",
        "县城管局", "个", 478,
        meaning="病害井盖整改、道路升级中更换的井盖和雨水篦子合并计算。",
        remark="通报称超额400%；三项合计2312个，为目标的483.7%，超额应为383.7%。",
    ),
    Indicator(
        "3.1a", RENEWAL, "病害井盖整改", "日常排查整改，不单设目标", "县城管局",
        "个", part_of="3.1",
    ),
    Indicator(
        "3.1b", RENEWAL, "道路升级改造更换井盖", "随道路工程更换，不单设目标", "县城管局",
        "个", part_of="3.1",
    ),
    Indicator(
        "3.1c", RENEWAL, "道路升级改造更换雨水篦子", "随道路工程更换，不单设目标", "县城管局",
        "个", part_of="3.1",
    ),
    Indicator(
        "3.2", RENEWAL, "窨井设施纳入城市数字化管理平台",
        "建成窨井数字化管理功能并接入城市平台", "县城管局", kind="状态", pace="不比",
        remark="通报未载此项进展。",
    ),
    Indicator(
        "3.3", RENEWAL, "开工改造老旧小区", "全年开工19个小区", "县住建局",
        "个", 19, weight=Decimal("0.25"),
        meaning="3.3至3.6是同一批工程的四种计量，权重各四分之一。",
    ),
    Indicator(
        "3.4", RENEWAL, "开工改造老旧小区住宅楼", "涉及住宅楼36栋", "县住建局",
        "栋", 36, weight=Decimal("0.25"),
    ),
    Indicator(
        "3.5", RENEWAL, "开工改造老旧小区户数", "涉及居民1073户", "县住建局",
        "户", 1073, weight=Decimal("0.25"),
    ),
    Indicator(
        "3.6", RENEWAL, "开工改造老旧小区建筑面积", "建筑面积合计12.5万平方米", "县住建局",
        "万平方米", "12.5万平方米", decimals=1, weight=Decimal("0.25"),
    ),
    # 4
    Indicator(
        "4.1", ROADS, "新建和改造农村公路", "新建和改造115.26公里", "县交通局",
        "公里", "115.26公里", decimals=3,
        meaning="以路面完成里程计，只完成路基的不计。",
    ),
    Indicator(
        "4.1a", ROADS, "“四好农村路”提升改建", "7条50.49公里，计划12月底完工", "县交通局",
        "公里", "50.49公里", decimals=3, part_of="4.1",
        meaning="以路面完成里程计。",
    ),
    Indicator(
        "4.1b", ROADS, "通村公路", "64.77公里，计划9月完工", "县交通局",
        "公里", "64.77公里", pace="6月50%;9月100%", decimals=3, part_of="4.1",
        meaning="以路面完成里程计。",
        remark="9月100%据完工计划；6月50%取同期序时。",
    ),
    Indicator(
        "4.2", ROADS, "新增农村客运班线公交化运行行政村", "新增35个行政村", "县交通局",
        "个", 35,
        remark="通报总数35个，所列两条线路17个加20个为37个，相差2个。",
    ),
    Indicator(
        "4.3", ROADS, "设立村级物流综合服务站的行政村", "年底前324个行政村设站", "县商务局",
        "个", 324,
    ),
    Indicator(
        "4.3a", ROADS, "待建村级物流综合服务站", "跟踪剩余任务，不设目标", "县商务局",
        "个", cumulation="时点", pace="不比",
    ),
    Indicator(
        "4.4", ROADS, "农村物流基础设施改造提升", "建设县级配送中心和乡镇物流服务站", "县商务局",
        kind="状态", pace="不比",
    ),
    # 5
    Indicator(
        "5.1", PRESCHOOL, "改扩建公办幼儿园", "改扩建5所，8月25日前完成", "县教体局",
        "所", 5, pace="8月25日100%",
    ),
    Indicator(
        "5.2", PRESCHOOL, "新增公办学位", "新增学位240个", "县教体局",
        "个", 240, pace="8月25日100%",
        meaning="幼儿园建成可以招生后计入。",
    ),
    # 6
    Indicator(
        "6.1", ELDERLY, "达标的街道综合养老服务中心", "3个街道各有1处", "县民政局",
        "处", 3, pace="不比",
        meaning="改造新建后投入使用的计入，原有不达标的不计。",
        remark="通报写每个街道1处，文中列九龙、盐都、昆阳3个街道，据此为3处。",
    ),
    Indicator(
        "6.2", ELDERLY, "街道综合养老服务中心嵌入式养老床位", "每处不少于50张", "县民政局",
        "张", "不少于50张", kind="标准", cumulation="时点", pace="不比",
        meaning="填改造新建后投入使用的各处中最少的一处；一处都未投入使用的填0。",
        remark="通报未载床位数。",
    ),
    Indicator(
        "6.3", ELDERLY, "建成社区养老服务设施", "全年建成21个", "县民政局",
        "个", 21,
    ),
    Indicator(
        "6.3a", ELDERLY, "主体已建成的社区养老服务设施", "跟踪在建任务，不设目标", "县民政局",
        "个", cumulation="时点", pace="不比",
    ),
    Indicator(
        "6.3b", ELDERLY, "已开工在建的社区养老服务设施", "跟踪在建任务，不设目标", "县民政局",
        "个", cumulation="时点", pace="不比",
    ),
    Indicator(
        "6.4", ELDERLY, "智慧养老服务平台覆盖老年人", "覆盖13.41万人以上", "县民政局",
        "万人", "13.41万人以上", cumulation="时点", pace="不比", decimals=2,
    ),
    # 7
    Indicator(
        "7.1", HEALTH, "宫颈癌免费筛查", "免费筛查1.4万人", "县卫健委",
        "万人", "1.4万人", decimals=4, typed_in="人",
        meaning="农村适龄妇女和纳入城市低保范围的适龄妇女。",
        remark="数据截至2022年7月25日。",
    ),
    Indicator(
        "7.2", HEALTH, "乳腺癌免费筛查", "免费筛查1.4万人", "县卫健委",
        "万人", "1.4万人", decimals=4, typed_in="人",
        meaning="农村适龄妇女和纳入城市低保范围的适龄妇女。",
        remark="数据截至2022年7月25日。",
    ),
    Indicator(
        "7.3", HEALTH, "免费产前超声筛查率", "筛查率达到60%", "县卫健委",
        "%", "60%", kind="比率", cumulation="时点", pace="不比", decimals=2,
        numerator="产前超声筛查人数（人）", denominator=LIVE_BIRTHS,
        remark="数据截至2022年7月25日。",
    ),
    Indicator(
        "7.4", HEALTH, "免费产前血清学筛查率", "筛查率达到60%", "县卫健委",
        "%", "60%", kind="比率", cumulation="时点", pace="不比", decimals=2,
        numerator="产前血清学筛查人数（人）", denominator=LIVE_BIRTHS,
        remark="数据截至2022年7月25日。",
    ),
    Indicator(
        "7.5", HEALTH, "新生儿“两病”筛查率", "筛查率达到98%", "县卫健委",
        "%", "98%", kind="比率", cumulation="时点", pace="不比", decimals=2,
        numerator="新生儿“两病”筛查人数（人）", denominator=LIVE_BIRTHS,
        remark="通报任务部分定98%，进度部分引作90%以上，以任务部分为准。",
    ),
    Indicator(
        "7.6", HEALTH, "新生儿听力筛查率", "筛查率达到98%", "县卫健委",
        "%", "98%", kind="比率", cumulation="时点", pace="不比", decimals=2,
        numerator="新生儿听力筛查人数（人）", denominator=LIVE_BIRTHS,
        remark="通报任务部分定98%，进度部分引作90%以上，以任务部分为准。",
    ),
    # 8
    Indicator(
        "8.1", REHABILITATION, "残疾儿童康复救助", "全年救助不少于140人", "县残联",
        "人", "不少于140人",
        meaning="有我省户籍或居住证的视力、听力、言语、肢体、智力残疾儿童和孤独症儿童。",
    ),
    # 9
    Indicator(
        "9.1", YOUTH, "青少年心理健康服务进村（社区）活动", "全年10场次", "团县委",
        "场次", 10,
        meaning="线下进村（社区）的计入，在学校开展的不计。",
    ),
    Indicator(
        "9.2", YOUTH, "青少年心理个案咨询", "全年55人次", "团县委",
        "人次", 55,
        remark="通报未载此项进度。",
    ),
    Indicator(
        "9.3", YOUTH, "建成“青翼家园”工作阵地", "建成1个", "团县委",
        "个", 1, pace="不比",
    ),
    # 10
    Indicator(
        "10.1", MOBILE, "“豫事办”实名注册用户", "年底前突破26万", "县行政服务中心",
        "万人", "突破26万人", cumulation="时点", pace="不比", comparison=">", decimals=1,
    ),
]


# The thresholds are those of 安阳's acceptance standards of the same provincial projects and year, in words of our own.
STANDARDS: list[list[object]] = [
    ["1.1、1.2、1.2a", 1, "培训、新增技能人才和高技能人才的年度任务都已完成", None],
    ["1.1、1.2、1.2a", 2, "就业补助资金用于培训、评价及相关补贴的支出占15%以上", None],
    ["1.1、1.2、1.2a", 3, "有方案、有调度，资金使用没有违规问题", None],
    ["2.1", 1, "跨省、省内都能结算，平台上的服务状态已对外开放", None],
    ["2.2", 1, "5种门诊慢特病跨省、省内都能结算", None],
    ["2.3", 1, "按全市合计，开通结算的定点医疗机构不少于40家", None],
    ["2.4", 1, "有专人负责，政策和办理流程已宣传", None],
    ["3.1、3.1a、3.1b、3.1c", 1, "整治方案可行，台账齐全，达标后销号", None],
    ["3.1、3.1a、3.1b、3.1c", 2, "整治质量符合省定技术导则", None],
    ["3.2", 1, "窨井信息能在城市数字化平台上查询", None],
    ["3.3、3.4、3.5、3.6", 1, "改造方案80%以上居民同意", None],
    ["3.3、3.4、3.5、3.6", 2, "违章、临时建筑已拆，设计在小区公示", None],
    ["3.3、3.4、3.5、3.6", 3, "签了施工合同，队伍进场，有形象进度", None],
    ["4.1、4.1a、4.1b", 1, "路面宽：二级路不小于7.5米，三级路不小于6.5米，四级双车道不小于6米，通村路不小于3.5米", None],
    ["4.1、4.1a、4.1b", 2, "沥青路面厚：二级路不小于7厘米，三级路不小于5厘米，四级双车道不小于4厘米", None],
    [
        "4.1、4.1a、4.1b", 3,
        "水泥路面厚：二级路不小于24厘米，三级路不小于22厘米，四级路不小于18厘米，交通量小的通村路不小于15厘米", None,
    ],
    ["4.2", 1, "线路开通批复和沿线行政村名单齐全", None],
    ["4.3、4.3a", 1, "站点完成备案，或列入快递企业分支机构名录", None],
    ["4.3、4.3a", 2, "有固定场所、人员和营业时间，邮件快件不落地", None],
    ["4.4", 1, "县级配送中心和乡镇服务站投入使用", None],
    ["5.1", 1, "新建园主体完工，改扩建园新增班级、设备或校舍至少一项", None],
    ["5.1", 2, "建设符合幼儿园建设和办园标准，工程款按合同支付", None],
    ["5.2", 1, "学位数按班额核定，与园所规模相符", None],
    ["6.1、6.2", 1, "每个街道养老设施床位不少于50张，设计符合老年人建筑要求", None],
    ["6.1、6.3", 1, "配建养老设施面积：建成小区每百户不低于20平方米，新建小区每百户不低于30平方米", None],
    ["6.3、6.3a、6.3b", 1, "有年度实施计划和项目台账", None],
    ["6.4", 1, "平台投入使用，按全市合计入网人数达到50万以上", None],
    ["7.1、7.2", 1, "筛查机构和人员资质达标率95%以上", None],
    ["7.1、7.2", 2, "筛查任务数完成，费用据实结算", None],
    ["7.3、7.4", 1, "目标人群产前筛查覆盖率达到60%", None],
    ["7.5", 1, "“两病”筛查率达到98%，阳性病例有随访", None],
    ["7.6", 1, "听力筛查率达到98%，未通过的有转诊记录", None],
    ["8.1", 1, "康复训练建档率100%，家长满意度不低于90%", None],
    ["8.1", 2, "救助资金列入预算，没有儿童安全事故", None],
    ["9.1", 1, "按全市合计，心理健康服务队伍不少于30人", None],
    ["9.1", 2, "平均每场不少于40人，有签到、照片和活动记录", None],
    ["9.2", 1, "咨询档案齐全，定期跟踪服务，隐私得到保护", None],
    ["9.3", 1, "至少有1名持证心理咨询师定期坐班", None],
    ["9.3", 2, "测评、咨询、沙盘和团辅场地齐备，制度上墙", None],
    [MOBILE, 1, "分厅上线事项200个以上，月使用率、可用率均不低于90%", None],
    [MOBILE, 2, "安全设施与分厅一并规划、建设和使用", None],
    [MOBILE, 3, "分厅全年发生重大安全事故1例以上的，验收不予通过", "是"],
]


def indicator_sheet() -> list[list[object]]:
    """Sheet 指标: under the one department asked the cell is blank (目标 stands in), else —."""
    departments = [unit[0] for unit in UNITS]
    header: list[object] = [
        "编码", "类别", "项目", "指标", "任务表述", "单位", "填报计量", "类型", "汇总方式",
        "累计方式", "序时", "方向", "比较", "小数位", "权重", "其中于", "指标解释",
        "分子口径", "分母口径", "牵头单位", "责任单位", "初核单位", "认定单位", "目标",
        *departments, "备注",
    ]
    rows: list[list[object]] = [
        [
            row.code, CATEGORY, row.project, row.name, row.task, row.unit, row.typed_in,
            row.kind, "市级", row.cumulation, row.pace, "越高越好", row.comparison,
            row.decimals, row.weight, row.part_of, row.meaning, row.numerator,
            row.denominator, row.asked, None, None, None, row.target,
            *(None if department == row.asked else NOT_ASKED for department in departments),
            row.remark,
        ]
        for row in INDICATORS
    ]
    return [header, *rows]


def project_sheet() -> list[list[object]]:
    """Sheet 项目: one line per department; persons by their post and number only."""
    tasks: list[tuple[int, str, str, str]] = [
        (1, SKILLS, "县人社局", "组织职业技能培训，抓好评价取证，培养技能人才"),
        (2, SETTLEMENT, "县医保局", "开通普通门诊和5种试点门诊慢特病的异地直接结算"),
        (3, RENEWAL, "县城管局", "更换改造有隐患的窨井设施，纳入数字化管理"),
        (3, RENEWAL, "县住建局", "开工改造19个老旧小区"),
        (4, ROADS, "县交通局", "新建和改造农村公路，客运班线实行公交化运行"),
        (4, ROADS, "县商务局", "设立村级物流综合服务站，改造提升物流基础设施"),
        (5, PRESCHOOL, "县教体局", "改扩建公办幼儿园，增加公办学位"),
        (6, ELDERLY, "县民政局", "建设街道和社区养老服务设施，扩大智慧养老平台覆盖"),
        (7, HEALTH, "县卫健委", "开展“两癌”、产前和新生儿疾病免费筛查"),
        (8, REHABILITATION, "县残联", "救助符合条件的残疾儿童和孤独症儿童"),
        (9, YOUTH, "团县委", "开展进村（社区）活动和个案咨询，建设工作阵地"),
        (10, MOBILE, "县行政服务中心", "推广“豫事办”，增加实名注册用户"),
    ]
    header: list[object] = [
        "类别", "序号", "项目", "工作任务", "权重", "责任单位", "责任人", "分管领导",
        "联系人", "联系电话",
    ]
    rows: list[list[object]] = [
        [CATEGORY, n, project, task, 1, unit, f"责任人{n}", f"分管领导{n}", None, None]
        for n, project, unit, task in tasks
    ]
    return [header, *rows]


_SHEETS: Sheets = {
    "基本信息": [
        ["项", "值"],
        ["地区", "叶县"],
        ["年度", 2022],
        ["层级", "县"],
        ["发文机关", "叶县人民政府办公室"],
        ["机关代字", "叶政办"],
        ["主送机关", "各乡镇人民政府、街道办事处，县人民政府各部门，有关单位"],
        ["抄送", "县委办公室，县人大常委会办公室，县政协办公室"],
        ["印发机关", "叶县人民政府办公室"],
        ["上报日", 25],
        ["缺报处理", "不计入"],
        ["有误处理", "退回该项"],
        ["完成率小数位", 1],
        ["序时容差", 0],
        ["计分封顶", "100%"],
        ["督办期数", 2],
    ],
    "指标": indicator_sheet(),
    "项目": project_sheet(),
    "填报单位": [["名称", "类型", "别名", "排序"], *UNITS],
    "期次": [
        [
            "期次", "数据截止", "上报截止", "文号", "成文日期", "印发日期",
            "评价", "评价权重", "上期", "备注",
        ],
        [
            "2022-H1", date(2022, 7, 25), date(2022, 7, 28), "叶政办〔2022〕10号",
            date(2022, 7, 29), date(2022, 7, 29), None, None, None,
            (
                "通报落款为7月1日，所载却有7月1日开通的公交线路和截至7月25日的筛查人数，"
                "并预告7月28日招标；数据截止从文中数据，成文日期排在上报截止之后。"
            ),
        ],
    ],
    "审核关系": [
        ["编号", "关系式", "级别", "说明"],
        ["勾1", "[3.1] = [3.1a] + [3.1b] + [3.1c]", "强制", "窨井设施为三部分之和"],
        ["勾2", "[3.5] >= [3.4]", "核实", "户数一般不少于栋数"],
        ["勾3", "[4.1] = [4.1a] + [4.1b]", "强制", "农村公路为两部分之和"],
        ["勾4", "[4.3] + [4.3a] = 目标[4.3]", "强制", "已设和待建合为全年任务"],
        ["勾5", "[6.3] + [6.3a] + [6.3b] = 目标[6.3]", "强制", "建成、主体建成和在建合为全年任务"],
        ["勾6", "分母[7.3] = 分母[7.4]", "强制", "四项筛查率同用活产数"],
        ["勾7", "分母[7.4] = 分母[7.5]", "强制", "四项筛查率同用活产数"],
        ["勾8", "分母[7.5] = 分母[7.6]", "强制", "四项筛查率同用活产数"],
    ],
    "验收标准": [["编码", "序号", "验收标准", "一票否决"], *STANDARDS],
}


def amount(
    value: int | Decimal,
    progress: str | None = None,
    problem: str | None = None,
    evidence: str | None = None,
    remark: str | None = None,
) -> Mapping[str, object]:
    """What is typed into the row of a figure, in its 填报计量."""
    return {"本期累计": value, **texts(progress, problem, evidence, remark)}


def rate(
    numerator: int, denominator: int, progress: str | None = None, evidence: str | None = None
) -> Mapping[str, object]:
    """What is typed into the row of a rate; 本期累计 is the form's own formula."""
    return {"分子": numerator, "分母": denominator, **texts(progress, None, evidence, None)}


def state(
    word: str,
    progress: str | None = None,
    problem: str | None = None,
    evidence: str | None = None,
    remark: str | None = None,
) -> Mapping[str, object]:
    """What is typed into the row of work without a number."""
    return {"状态": word, **texts(progress, problem, evidence, remark)}


def texts(
    progress: str | None, problem: str | None, evidence: str | None, remark: str | None
) -> dict[str, object]:
    """The voluntary cells of a row, those left blank not among them."""
    cells = {
        "进展情况": progress,
        "存在问题及下步措施": problem,
        "佐证材料": evidence,
        "说明": remark,
    }
    return {label: text for label, text in cells.items() if text is not None}


_REPORTS: dict[str, list[Report]] = {
    "2022-H1": [
        Report("县人社局", "县人社局.xlsx", "2022-07-26", {
            "1.1": amount(
                Decimal("5.48"),
                "各成员单位共培训5.48万人次",
                evidence="各成员单位培训台账",
                remark="各成员单位的培训一并计入，已超过全年目标。",
            ),
            "1.2": amount(
                Decimal("3.21"),
                "企业评价机构成立16家，社会评价机构备案5家，新增技能人才3.21万人",
                evidence="评价取证名册",
                remark="已超过全年目标，人数有名册可查。",
            ),
            "1.2a": amount(
                Decimal("1.13"),
                "高技能人才取证1.13万人",
                evidence="评价取证名册",
                remark="已超过全年目标，数据与新增技能人才同一名册。",
            ),
        }),
        Report("县医保局", "县医保局.xlsx", "2022-07-26", {
            "2.1": state("已完成", "普通门诊费用的异地结算已全部覆盖"),
            "2.2": amount(
                0,
                "5个病种均在系统测试阶段，尚未正式开通",
                "测试通过后逐个开通",
                remark="测试中的病种按口径不计，故填0。",
            ),
            "2.3": amount(
                3,
                "两定机构开通10家，其中医院3家、药店7家，实测均成功",
                evidence="实测结算记录",
            ),
            "2.4": state(
                "推进中",
                "结算渠道已经打通，结算量未能统计",
                "医保系统升级后，异地就医统计功能一直停用；恢复后补报结算量",
                remark="无结算量数据，不能判断是否提升，按推进中填报。",
            ),
        }),
        Report("县城管局", "县城管局.xlsx", "2022-07-26", {
            "3.1": amount(
                2312,
                "整改病害井盖201座，道路升级中更换井盖954座、雨水篦子1157座，合计2312座",
                "按管理权限督促各产权单位继续排查",
                "整改台账、道路工程更换清单",
                "超目标较多，是因为道路升级改造中成批更换的2111座一并计入；只计病害井盖则为"
                "201座，占目标的42.1%。",
            ),
            "3.1a": amount(201, evidence="整改台账"),
            "3.1b": amount(954, evidence="道路工程更换清单"),
            "3.1c": amount(1157, evidence="道路工程更换清单"),
            "3.2": state(
                "未启动",
                remark="没有可以核实的进展，从严按未启动填报，待核实后更正。",
            ),
        }),
        Report("县住建局", "县住建局.xlsx", "2022-07-27", {
            "3.3": amount(
                0,
                "拦标价已编好，招标程序已获批准，公告已经发出，定于7月28日开标",
                "尚在招标，还没有开工；定标后抓紧签约进场。2021年度1443户因资金调整重新评审"
                "控制价，已开标，合同待签",
                "招标公告",
                "尚在招标，没有开工，填0。",
            ),
            "3.4": amount(0, "随小区一并招标", remark="尚在招标，没有开工，填0。"),
            "3.5": amount(0, "随小区一并招标", remark="尚在招标，没有开工，填0。"),
            "3.6": amount(0, "随小区一并招标", remark="尚在招标，没有开工，填0。"),
        }),
        Report("县交通局", "县交通局.xlsx", "2022-07-26", {
            "4.1": amount(
                Decimal("33.274"),
                "路面完成33.274公里，路基完成61.618公里",
                "路面慢于路基；按完工计划加快铺筑",
                "工程计量表",
            ),
            "4.1a": amount(
                Decimal("11.844"),
                "7条道路总投资14667.2万元，路基27.118公里、路面11.844公里已完成",
                "按12月底完工倒排工期",
                "工程计量表",
            ),
            "4.1b": amount(
                Decimal("21.43"),
                "路基34.5公里、路面21.43公里已完成",
                "按9月完工倒排工期",
                "工程计量表",
            ),
            "4.2": amount(
                35,
                "7月1日起辛店镇31路、田庄乡30路两条公交线路投入运行，长约43公里和44公里",
                evidence="线路开通批复",
                remark="31路串联17个行政村，30路串联20个，相加为37个，比任务数多2个，"
                "是否重复或在任务之外未能查明，按任务数35个填报。",
            ),
        }),
        Report("县商务局", "县商务局.xlsx", "2022-07-26", {
            "4.3": amount(
                124,
                "124个行政村的电商综合服务网点已建成",
                "进度偏慢，其余网点尽快完成招标",
                "网点建设清单",
            ),
            "4.3a": amount(200, "剩余200个网点的招标意向已公布"),
            "4.4": state(
                "推进中",
                "县级配送中心和乡镇服务站已公布招标意向",
                "招标尚未完成；定标后按站点分批建设",
            ),
        }),
        Report("县教体局", "县教体局.xlsx", "2022-07-27", {
            "5.1": amount(
                0,
                "保安镇中心、龙泉乡第一中心、辛店镇第二中心、叶邑镇第二中心、马庄乡第二中心5所"
                "幼儿园已出图纸并通过财政评审",
                "施工单位未定；由中心校邀标选定，赶在8月25日前完工",
                "设计图纸、财政评审报告",
                "施工单位正在选定，没有开工，填0。",
            ),
            "5.2": amount(
                0,
                "学位随5所幼儿园建成形成",
                remark="幼儿园没有建成，尚无新增学位，填0。",
            ),
        }),
        Report("县民政局", "县民政局.xlsx", "2022-07-27", {
            "6.1": amount(
                0,
                "盐都街道主体完工并交付，正在装修和添置设备；九龙、昆阳街道设计完成，已经开工",
                "原有场所标准低、面积小、床位少；逐处改造新建，盐都街道先行投用",
                "工程进度照片",
                "三处都在建设，没有一处投入使用，填0。",
            ),
            "6.2": amount(
                0,
                "床位随三处中心建成后配置",
                "原有场所床位不足，配置时按标准核对",
                remark="没有一处投入使用，按口径填0。",
            ),
            "6.3": amount(10, "21个设施全部开工，其中10个建成", evidence="设施建设台账"),
            "6.3a": amount(6, "主体建成，正在采购和添置物品", evidence="设施建设台账"),
            "6.3b": amount(5, "开工在建", evidence="设施建设台账"),
            "6.4": amount(
                Decimal("15.3"),
                "平台录入老年人15.3万人",
                evidence="平台统计截图",
            ),
        }),
        Report("县卫健委", "县卫健委.xlsx", "2022-07-26", {
            "7.1": amount(8406, "7月25日止筛查8406人", evidence="妇幼信息系统统计表"),
            "7.2": amount(8702, "7月25日止筛查8702人", evidence="妇幼信息系统统计表"),
            "7.3": rate(2088, 2904, "7月25日止的数据", "妇幼信息系统统计表"),
            "7.4": rate(1856, 2904, "7月25日止的数据", "妇幼信息系统统计表"),
            "7.5": rate(2863, 2904, "7月25日止的数据", "妇幼信息系统统计表"),
            "7.6": rate(2877, 2904, "7月25日止的数据", "妇幼信息系统统计表"),
        }),
        Report("县残联", "县残联.xlsx", "2022-07-26", {
            "8.1": amount(
                150,
                "列为县残联全年头一项工作，救助150人",
                evidence="救助对象名册",
                remark="已超过全年目标，人数有救助名册可查。",
            ),
        }),
        Report("团县委", "团县委.xlsx", "2022-07-27", {
            "9.1": amount(
                12,
                "线下活动12场，参加800人次，不含在学校开展的",
                evidence="活动签到表和照片",
                remark="已超过全年目标，场次有签到表可查。",
            ),
            "9.2": amount(
                0,
                problem="个案咨询人次尚未汇总核实；核实后按实更正",
                remark="没有可以核实的人次，暂填0，不估算。",
            ),
            "9.3": amount(
                0,
                "地址已选定，所需物品已列清单报市里",
                "购置要等市级拨款；款到即采购布置",
                "物品购置清单",
                "正在建设，没有建成，填0。",
            ),
        }),
        Report("县行政服务中心", "县行政服务中心.xlsx", "2022-07-26", {
            "10.1": amount(
                Decimal("25.9"),
                "在大厅设注册台、由志愿者和窗口人员引导注册，用户25.9万人",
                "距26万还差0.1万人，继续在窗口引导注册",
                "平台注册数截图",
            ),
        }),
    ],
}

YEAR = SampleYear(_SHEETS, _REPORTS)
