"""The catalogue: every rule of the checks, its level and the sentences that people read, each once.

A code's letter tells what it speaks of: W a whole file, R a row, C a cell, X figures held against each other, P the
previous period, K a correction, A what departments check in an assessment, B the breakdown itself, T a Word template.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from model.finding import Finding, Severity


@dataclass(frozen=True)
class Rule:
    """`sentence`, `expected` and `remedy` are filled in with the words that a check passes."""

    code: str
    severity: Severity
    title: str
    sentence: str
    remedy: str
    expected: str = ""


def _rules(severity: Severity, *rows: tuple[str, ...]) -> dict[str, Rule]:
    return {row[0]: Rule(row[0], severity, *row[1:]) for row in rows}


_WHOLE = _rules(
    Severity.ERROR,
    ("W01", "文件打不开", "{what}，读不出内容。", "{advice}"),
    ("W02", "不是填报表", "没有找到填报表的表头（编码、指标、本期累计等列）。", "请用下发的填报表填写后重报；若是佐证材料，请另存为 PDF。"),
    ("W03", "看不出是哪个单位", "“{found}”不在目标分解表的填报单位里。", "请核对“填报单位”一格，或在目标分解表的“别名”中补上这个叫法。", "{names}"),
    ("W04", "不是本期的表", "这是{found}的表。", "请改用{period}的填报表重报。", "{period}"),
    ("W05", "填了别的单位的表", "表是发给{stamped}的，“填报单位”（{at}）却写{written}。", "请用本单位的填报表重报。", "{stamped}"),
    ("W06", "列认不准", "{what}。", "请恢复下发时的表头后重报。", "{labels}"),
    ("W07", "压缩包不能打开", "{what}。", "请把其中的表逐个放进原来的文件夹。"),
    ("W08", "表里没有一行指标", "表头下面没有一行指标，各行都被删去了。", "请用下发的填报表填写后重报。", "下发的各行"),
)  # fmt: skip
_WHOLE_NOTES = _rules(
    Severity.NOTE,
    ("W21", "已被新表取代", "同一单位的“{newer}”填报在后，且填全了本表各行，以后者为准。", "不用处理；若应以本表为准，请删去后报的一份。"),
    ("W22", "旧分解表的填报表", "下发这张表以后，本单位的任务又改过。", "请核对有提示的行；下期请用新下发的表。"),
    ("W23", "按文件名认定单位", "表里没有写单位，按文件名认作{name}。", "请核对；以后请填“填报单位”一格。", "{name}"),
    ("W24", "文件名与表内单位不一致", "文件名像是{named}的，表里写的是{name}，以表内为准。", "请核对是否放错了文件。", "{name}"),
    ("W25", "表里没有写期次", "表里没有期次，按{period}处理。", "请核对是否为本期的表。", "{period}"),
    ("W26", "没有采用的工作表", "这张工作表没有填报表的表头，未读取。", "若其中有数，请移到填报表里重报。"),
    ("W27", "期次认不出", "“期次”填的是“{found}”，认不出是哪一期，按{period}处理。", "请核对是否为本期的表；以后请照{period}的写法填。", "{period}"),
    ("W28", "带有宏", "文件里带有宏，只读了其中的数，没有运行宏。", "不用处理；以后请报不带宏的 .xlsx。"),
    ("W29", "与上期完全相同", "{count}项累计数都与{previous}相同，像是把上期的表又报了一次。", "请核对是否为本期的数；确实没有进展的不用处理。", "本期的数"),
    ("W30", "表格外的内容", "离表格很远的 {cells} 里还有内容，没有读取。", "不用处理；若是误填，请删去。"),
)  # fmt: skip
_ROWS = _rules(
    Severity.ERROR,
    ("R01", "必填项未填", "{label}的“{column}”没有填。", "请补填后重报{zero}。", "{column}必填"),
    ("R02", "不认识的行", "这一行{code_words}，却填了数。", "请恢复下发时的编码；多出的事项写进“进展情况”。", "目标分解表里的编码"),
    ("R03", "同一指标两行不一致", "{label}在这张表里有两行，数不一样（{values}）。", "请只留一行。", "一个指标一行"),
    ("R04", "下发的内容被改动", "{label}的“{column}”由“{issued}”改成了“{found}”。", "请恢复原内容；目标确需调整的，另行报文。", "{issued}（目标分解表）"),
    ("R05", "两份表不一致", "{label}在{other}里是{other_value}，这里是{value}，看不出以哪个为准。", "请只留一个，或报一份填全的表。", "两份一致，或后一份填全"),
    ("R06", "缺少一行", "表里没有{label}这一行。", "请恢复下发时的各行，补填后重报；分几份报的，把有这一行的那份也报来。", "下发的各行"),
)  # fmt: skip
_ROW_NOTES = _rules(
    Severity.NOTE,
    ("R21", "不需要填的行", "{label}没有下达给本单位，所填不计入。", "不用处理；若应由本单位填报，请修改目标分解表。"),
    ("R22", "同一指标出现两次", "{label}在这张表里有两行，数相同，取第一行。", "不用处理。"),
    ("R23", "按指标名称认定", "编码“{found}”不在目标分解表里，按指标名称认作{label}。", "请核对；以后请保留下发时的编码。", "{code_issued}"),
)  # fmt: skip
_CELLS = _rules(
    Severity.ERROR,
    ("C01", "不是数", "{label}的“{column}”填的是“{value}”，认不准是多少。", "请只填一个数，文字写进“进展情况”。", "以{unit}计的一个数"),
    ("C02", "负数", "{label}的“{column}”填的是{value}。", "请填不小于 0 的数。", "不小于 0"),
    ("C03", "应为整数", "{label}的“{column}”填的是{value}，{base}没有小数。", "请核对后填整数。", "整{base}"),
    ("C04", "百分数写法", "{label}的“{column}”填的是{value}，是{percent}的 100 倍。", "请填 {percent}。", "{percent}"),
    ("C05", "公式没有算出数", "{label}的“{column}”是公式“{value}”，文件里没有存算好的数。", "请用 Excel 或 WPS 打开，保存一次后重报。", "算好的数"),
    ("C06", "公式出错", "{label}的“{column}”显示 {value}。", "请改正公式或直接填数。", "以{unit}计的一个数"),
    ("C07", "分母为零", "{label}的“分母”填的是 0，算不出比率。", "请填实际的分母；没有这类对象的，请与市里联系。", "大于 0（{denominator}）"),
    ("C08", "比率不是由分子、分母算出", "{label}的“本期累计”填的是{value}，分子÷分母是{quotient}。", "请核对分子、分母，“本期累计”不用填。", "{quotient}（{cells}）"),
    ("C09", "状态写法", "{label}的“状态”填的是“{value}”。", "请从{states}中选一个。", "{states}"),
    ("C10", "差一万倍", "{label}填的是{value}{unit}，约为{base_name}（{base}）的{times}倍，像是把{small}当成了{unit}。", "请改以{unit}填报，例如{example}。", "约{example}{unit}，{base_name}{base}（{origin}）"),
)  # fmt: skip
_CELL_QUERIES = _rules(
    Severity.QUERY,
    ("C31", "远超目标", "{label}填的是{value}{unit}，是年度目标{target}的{times}倍。", "请核对；属实的，在“说明”里写明原因。", "与年度目标{target}（{origin}）相当"),
    ("C32", "超过 100%", "{label}是{value}，超过 100%。", "请核对；属实的，在“说明”里写明原因。", "不超过 100%"),
    ("C33", "显示与判断不一", "{label}实际为{value}，显示为{shown}，与目标{target}相比，一个{one}、一个{other}。", "请核对；属实的，在“说明”里写明。", "{target}"),
    ("C34", "百分数偏小", "{label}是{value}，而{base_name}是{base}，像是少了一百倍。", "请核对是否应为{example}；属实的，在“说明”里写明原因。", "与{base_name}{base}（{origin}）相当"),
    ("C35", "存的数与显示的不同", "{label}的“{column}”存的是{value}，单元格显示为“{shown}”。", "请把单元格格式改为常规，核对后填数；属实的，在“说明”里写明。", "存的数与显示的一致"),
    ("C36", "状态与数不符", "{label}的“状态”是“{value}”，“{column}”却是{figure}（目标{target}）。", "请核对后改正其中一处；属实的，在“说明”里写明。", "两处一致"),
    ("C37", "状态与文字不符", "{label}的“状态”是“{value}”，“进展情况”里却写着“{words}”。", "请核对后改正其中一处；属实的，在“说明”里写明。", "两处一致"),
    ("C38", "进展情况与数不符", "{label}填的是{value}，“进展情况”里却写着“{words}”。", "请核对后改正其中一处；属实的，在“说明”里写明。", "{read}（进展情况）"),
    ("C39", "差一万倍（偏小）", "{label}填的是{value}{unit}，约为上期累计（{previous}）的一万分之一，像是以{large}填的。", "请核对，是的话改以{unit}填报，例如{example}；属实的，在“说明”里写明原因。", "约{example}{unit}，上期累计{previous}（{origin}）"),
    ("C40", "本期与上期像是对调了", "{label}的“本期累计”{value}就是上期的数，“上期累计”一格却是{other}。", "请核对两列是否填反；属实的，在“说明”里写明。", "“上期累计”为{value}（{origin}）"),
)  # fmt: skip
_CELL_NOTES = _rules(
    Severity.NOTE,
    ("C21", "文字改读为数", "{label}的“{column}”填的是文字“{value}”，按{read}读取。", "不用处理；以后请只填数。", "{read}"),
    ("C22", "小数位多", "{label}的“{column}”填的是{value}，小数多于{digits}位，按原数计算。", "不用处理。", "{digits}位小数"),
    ("C23", "引用别的文件", "{label}的“{column}”是引用别的工作簿的公式（{formula}），按文件里存的数{value}读取。", "不用处理；以后请直接填数。"),
)  # fmt: skip
_ACROSS = _rules(
    Severity.ERROR,
    ("X01", "部分大于全部", "{part_label}为{part}，大于它所在的{whole_label}（{whole}）。", "请核对两行后重报。", "不大于{whole}（{whole_cell}）"),
    ("X02", "审核关系不成立", "{relation}不成立：左边是{left}，右边是{right}{note}。", "请核对有关各行后重报。", "{relation}（审核关系 {number}）"),
)  # fmt: skip
_ACROSS_QUERIES = _rules(
    Severity.QUERY,
    ("X03", "审核关系待核实", "{relation}不成立：左边是{left}，右边是{right}{note}。", "请核对；属实的，在其中一行的“说明”里写明原因。", "{relation}（审核关系 {number}）"),
    ("X04", "与别的单位相同", "{count}项的数与{other}的完全相同，而两家的任务不同。", "请核对是否填了别家的数；属实的，在其中一行的“说明”里写明原因。", "本单位的数"),
    ("P02", "状态比上期倒退", "{label}的状态是“{value}”，上期是“{previous}”。", "请核对；属实的，在“说明”里写明原因。", "不低于“{previous}”（{origin}）"),
    ("P01", "累计数比上期减少", "{label}本期累计{value}{unit}，上期是{previous}{unit}。", "请核对；确因核减等减少的，在“说明”里写明原因。", "不小于{previous}（{origin}）"),
    ("P03", "比上期猛增", "{label}本期累计{value}{unit}，上期只有{previous}{unit}。", "请核对；属实的，在“说明”里写明原因。", "与上期{previous}（{origin}）相称"),
)  # fmt: skip
_CORRECTIONS = _rules(
    Severity.ERROR,
    ("K01", "更正的原值不符", "更正{label}“{column}”时写的原值是“{old}”，读到的是“{read}”，这一行没有采用，仍按读到的数。", "请核对原值后改正“更正.xlsx”。", "{read}"),
    ("K02", "更正看不懂", "{sheet}的这一行{what}，没有采用。", "请改正“更正.xlsx”的这一行。", "{expected_words}"),
)  # fmt: skip
_CORRECTION_NOTES = _rules(
    Severity.NOTE,
    ("K21", "已按更正采用", "{label}的“{column}”由“{old}”更正为“{new}”（经办：{by}；依据：{basis}）。", "不用处理；更正值有误的，另有一条。"),
)  # fmt: skip
_BREAKDOWN = _rules(
    Severity.ERROR,
    ("B01", "缺少工作表", "目标分解表里没有工作表“{sheet}”。", "请补上这张工作表。"),
    ("B02", "缺少列", "工作表“{sheet}”里没有“{label}”一列。", "请补上这一列，或改正列名{nearest}。"),
    ("B03", "缺少内容", "“{label}”没有填。", "请补填。"),
    ("B04", "写法不对", "“{label}”填的是“{value}”。", "请改为{allowed}。", "{allowed}"),
    ("B05", "编码重复", "编码“{value}”已经在{other}用过。", "请改成不同的编码。", "每行一个编码"),
    ("B06", "目标读不懂", "{label}给{unit_name}的目标是“{value}”，不能读作以{unit}计的数。", "请填数，或“不少于1500人”这样的短语；不下达的填“—”。", "以{unit}计的数或短语"),
    ("B07", "百分数写法", "{label}给{unit_name}的目标是 {value}，是{percent}的 100 倍。", "请填 {percent}，单元格用百分比格式。", "{percent}"),
    ("B09", "汇总方式与类型不合", "{label}的类型是{kind}，汇总方式不能是{rollup}。", "请改为{allowed}。", "{allowed}"),
    ("B10", "市级比率的填报单位", "{label}由本级单位填报，只能有一个本级单位，现在有{count}个。", "请只留一个本级单位。", "1 个本级单位"),
    ("B11", "填报计量不合", "{label}的单位是{unit}，填报计量却是{form_unit}。", "请改为同一单位，如{unit}与{example}。", "与{unit}相差 10 的几次方"),
    ("B12", "其中于找不到", "{label}写明是“{value}”的一部分，但{what}。", "请改正“其中于”。", "另一行的编码，单位相同"),
    ("B13", "审核关系读不懂", "审核关系“{value}”：{what}。", "请改正关系式。"),
    ("B14", "列名与填报单位不符", "指标表里没有填报单位“{value}”的一列。", "请在指标表里补上这一列{nearest}。"),
    ("B15", "年度与文件夹不符", "{what}。", "请核对年度。"),
    ("B16", "引用的编码或单位不存在", "“{label}”填的是“{value}”，目标分解表里没有。", "请改正{nearest}。"),
    ("B17", "原目标不符", "目标调整的原目标是“{value}”，目标分解表里是{issued}。", "请核对后改正。", "{issued}"),
    ("B18", "列名重复", "工作表“{sheet}”里“{label}”一列出现了不止一次，分不清以哪列为准。", "请只留一列，或改名。", "每个列名一列"),
    ("B19", "名称重复", "名称或别名“{value}”已经在{other}用过。", "请改成不同的叫法。", "每个叫法一个单位"),
    ("B20", "计分没有依据", "“{value}”按{method}计分，但{what}。", "请补上，或改用别的计分办法。"),
)  # fmt: skip
_BREAKDOWN_QUERIES = _rules(
    Severity.QUERY,
    ("B08", "缺少分子分母口径", "{label}的汇总方式是加权，却没有写{column}。", "请补上{column}，让填报单位知道填什么。"),
    ("B31", "各单位目标之和与总目标不符", "{label}各单位目标合计{total}{unit}，总目标是{target}{unit}，相差{gap}{unit}。", "请核对；属实的不用改。", "{target}{unit}"),
    ("B32", "有单位没有任务", "填报单位“{value}”没有任何指标。", "请核对；不需填报的，请从填报单位中删去。"),
    ("B33", "多数单位过不了同一条", "{subject}：报了这一项的{asked}个单位里有{failed}个过不了“{title}”（{rule}），这条规则本身可能有误。", "请核对目标分解表的这一处；无误的不用改，按各单位的问题处理。"),
    ("B35", "方向与目标矛盾", "{label}的方向是{direction}，给{unit_name}的目标却写着“{value}”。", "请核对方向和目标。"),
    ("B36", "审核关系用不上", "审核关系“{value}”涉及{codes}，没有一个单位这几项都有任务，不会用到。", "请核对编码；无误的可以删去。"),
    ("B38", "没有单位填报", "{label}的汇总方式是{rollup}，却没有一个{whose}填报它，本级一直出不了数。", "请写明由谁填报；只由各单位各管各的，汇总方式改为不汇总。"),
    ("B39", "重复计分", "“{value}”和“{other}”都按{method}计分，{codes}算了两次。", "请核对；属实的不用改。"),
    ("B42", "没有计分的指标", "“{value}”的{codes}没有写进“评分”的任何一行，评价时不计分。", "请核对；确不计分的不用改。"),
    ("B41", "评价没有核验单位", "{period}要评价，但没有一项指标写了初核单位，发不出初核表。", "请在“指标”表里补上初核单位；不核验的，删去“评价”。"),
    ("B37", "豁免没有签批", "「{exempted}」的豁免没有写“{column}”。", "请补填，让人看得出是谁同意的、为什么。"),
)  # fmt: skip
_BREAKDOWN_NOTES = _rules(
    Severity.NOTE,
    ("B40", "满分不是100分", "“{value}”各行分值合计{total}分，得分按100分折算。", "确需如此的不用改。", "100分"),
    ("B34", "没有目标", "{label}没有给{units}定目标：只统计，不算完成率，不排名。", "确无目标的不用改。"),
)  # fmt: skip

_CHECKED_WHOLE = _rules(
    Severity.ERROR,
    ("A01", "不是核验用的表", "没有找到{form}的表头（填报单位、{column}等列）。", "请用下发的表填写后重报；若是佐证材料，请另存为 PDF。"),
    ("A02", "看不出是哪个单位核的", "“{found}”不在目标分解表的{role}里。", "请核对表头里的单位，或在目标分解表中补上。", "{names}"),
    ("A03", "不是本期的核验表", "这是{found}的表。", "请改用本期的表重报。", "{period}"),
    ("A04", "放错了文件夹", "这是{found}，却放在“{folder}”文件夹里。", "请移到“{right}”文件夹。", "{form}"),
    ("A05", "填了别的单位的核验表", "表是发给{stamped}的，“{role}”（{at}）却写“{written}”。", "请用本单位的表重报。", "{stamped}"),
    ("A06", "核验表的列认不准", "{what}。", "请恢复下发时的表头后重报。", "{labels}"),
    ("A07", "表里没有下发的行", "表头下面没有一行是下发的。", "请用下发的表填写后重报。", "下发的各行"),
)  # fmt: skip
_CHECKED_ROWS = _rules(
    Severity.ERROR,
    ("A11", "核验表里不认识的行", "这一行{words}，却填了“{column}”。", "请恢复下发时的内容，多出的行请删去。", "下发的各行"),
    ("A12", "不归本单位核", "{label}归{others}{stage}，这里却填了“{column}”。", "请删去所填；应由本单位核的，请改目标分解表。", "{others}"),
    ("A13", "同一项两行不一致", "{label}在这张表里有两行，填的不一样（{values}）。", "请只留一行。", "一项一行"),
    ("A14", "锁定的内容被改动", "{label}的“{column}”由“{issued}”改成了“{found}”。", "请恢复原内容；原内容有误的，请与发表的单位联系。", "{issued}"),
    ("A15", "核验表缺少一行", "表里没有{label}这一行。", "请恢复下发时的各行，补填后重报。", "下发的各行"),
    ("A16", "核验表缺少工作表", "表里没有“{name}”，下发的{count}行都没有报。", "请用下发的表补填后重报。", "工作表“{name}”"),
    ("A17", "两份核验表不一致", "{label}在“{other}”里是{other_value}，这里是{value}，看不出以哪个为准。", "请只留一个，或报一份填全的表。", "两份一致，或后一份填全"),
    ("A18", "几个单位核的不一致", "{label}{other}{stage}为{other_value}，本单位{stage}为{value}。", "请与该单位商定，一家改正后重报。", "几家一致"),
    ("A19", "核对以后又有变动", "发出这张表以后，{label}的“{column}”由{old}变为{new}，所核的是原来的。", "请按新的核对后重报。", "{new}"),
)  # fmt: skip
_CHECKED_NOTES = _rules(
    Severity.NOTE,
    ("A21", "按文件名认定核验单位", "表里没有写单位，按文件名认作{name}。", "请核对；以后请填表头里的单位。", "{name}"),
    ("A22", "发出后有变动的核验表", "发出这张表以后，目标、自报数、初核的结果或验收标准又改过。", "请核对有提示的行；没有提示的不用处理。"),
    ("A23", "尚未核完", "还有{count}项没有填“{column}”，视为尚未{stage}。", "请核对后补报；暂不能核的不用处理。"),
    ("A24", "自查写法", "{label}的“自查”填的是“{value}”，没有采用。", "不用处理；以后请从下拉框中选一个。", "{words}"),
    ("A25", "自查的行认不出", "工作表“验收”的这一行认不出是哪一条标准，没有采用。", "请核对；以后请保留下发时的内容。", "下发的各行"),
)  # fmt: skip
_CHECKED_CELLS = _rules(
    Severity.ERROR,
    ("A31", "核的不是数", "{label}的“{column}”填的是“{value}”，认不准是多少。", "请只填一个数，文字写进后面一栏。", "{unit}"),
    ("A32", "优于自报数", "{label}的“{column}”是{value}，{than}自报数{reported}。", "请核对；自报数有误的，由填报单位更正后再核。", "不{than}{reported}（自报数）"),
    ("A33", "没有自报数", "{label}没有自报数，“{column}”却填了{value}。", "请删去；等该单位补报后再核。", "空白"),
    ("A34", "核减没有写原因", "{label}自报{reported}，{stage}为{figure}，“核减原因”没有写。", "请写明核减原因。", "写明原因"),
    ("A35", "改了初核数没有写原因", "{label}初核为{checked}，认定为{figure}，“核减原因”{why}。", "请写明改动的原因。", "写明改动的原因"),
    ("A36", "核的状态写法", "{label}的“{column}”填的是“{value}”。", "请从下拉框中选一个。", "{states}"),
    ("A37", "没有结论", "{label}没有填“结论”。", "请从下拉框中选一个。", "{words}"),
    ("A38", "一票否决没有结论", "{label}是一票否决的标准，没有填“结论”。", "请从下拉框中选一个。", "{words}"),
    ("A39", "结论写法", "{label}的“结论”填的是“{value}”。", "请从下拉框中选一个。", "{words}"),
    ("A40", "没有得分", "{label}没有填“得分”。", "请照“计分说明”填。", "{low}至{high}"),
    ("A41", "得分超出范围", "{label}的“得分”是{value}。", "请照“计分说明”填。", "{low}至{high}"),
    ("A42", "扣分没有写理由", "{label}的“得分”是{figure}{counted}，“理由”没有写明。", "请在“理由”里写明。", "写明理由"),
)  # fmt: skip
_CHECKED_QUERIES = _rules(
    Severity.QUERY,
    ("A51", "一票否决与自查不一致", "{label}是一票否决的标准，单位自查为{self_verdict}，结论却是{value}。", "请核对；属实的，在“意见”里写明依据。", "与自查一致"),
)  # fmt: skip

_TEMPLATES = _rules(
    Severity.ERROR,
    ("T01", "模板有误", "{fault}", "请在 Word 中改正模板，再检查一次。"),
    ("T02", "版式不合国标", "{fault}", "请在 Word 中修改：{remedy}", "{asked}"),
)  # fmt: skip
_TEMPLATE_NOTES = _rules(
    Severity.NOTE,
    ("T03", "版式与国标的一般要求不同", "{fault}", "确需如此的不用改；要改的，在 Word 中修改：{remedy}", "{asked}"),
    ("T04", "没有用到的词", "模板里没有用到这些词：{words}。", "不需要印出这些内容的不用改。"),
)  # fmt: skip

CATALOGUE: Mapping[str, Rule] = {
    **_WHOLE, **_WHOLE_NOTES, **_ROWS, **_ROW_NOTES, **_CELLS, **_CELL_QUERIES, **_CELL_NOTES, **_ACROSS,
    **_ACROSS_QUERIES, **_CORRECTIONS, **_CORRECTION_NOTES, **_BREAKDOWN, **_BREAKDOWN_QUERIES, **_BREAKDOWN_NOTES,
    **_CHECKED_WHOLE, **_CHECKED_ROWS, **_CHECKED_NOTES, **_CHECKED_CELLS, **_CHECKED_QUERIES, **_TEMPLATES,
    **_TEMPLATE_NOTES,
}  # fmt: skip


SHORT: Mapping[str, str] = {
    "R01": "“{column}”没有填", "C01": "“{column}”不是数", "C02": "“{column}”是负数", "C03": "“{column}”有小数，{base}没有小数",
    "C04": "百分数写法不对，如 98% 不要填成 98", "C06": "“{column}”的公式出错", "C07": "分母是 0", "C09": "“状态”请从下拉框中选",
    "C10": "比{base}大得多，请按{unit}填", "C39": "只有上期的一万分之一，请按{unit}填", "C31": "远超目标", "C32": "超过 100%",
    "C33": "显示的与实际的一个达到目标、一个没有", "C34": "比“{base}”小得多，像是少了一百倍", "C37": "“状态”与“进展情况”不一致",
    "X01": "大于它所在的 {whole}", "X02": "不符合审核关系 {number}", "X03": "不符合审核关系 {number}",
    "P01": "比上期少", "P02": "“状态”比上期倒退", "P03": "比上期猛增",
}  # fmt: skip
"""The sentence of a rule in a few words: what 自检 says beside a row, and a cell that refuses what is typed."""


@dataclass(frozen=True)
class Place:
    """Where a finding stands; `cell` and `indicator` may name several with commas, in the same order."""

    unit: str | None = None
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    indicator: str | None = None
    column: str | None = None


def found(code: str, place: Place, *, value: str | None = None, number: str = "", **words: str) -> Finding:
    """The finding of rule `code` at `place`, its sentences filled in with `words`.

    `value` is what stands in the cell. For a relation `number` is its 编号, which becomes the finding's rule.
    """
    rule = CATALOGUE[code]
    filled = {"number": number, "value": "" if value is None else value, **words}
    return Finding(
        rule=number or code,
        severity=rule.severity,
        message=rule.sentence.format_map(filled),
        unit=place.unit,
        file=place.file,
        sheet=place.sheet,
        cell=place.cell,
        indicator=place.indicator,
        column=place.column,
        value=value,
        expected=rule.expected.format_map(filled) or None,
        remedy=rule.remedy.format_map(filled),
    )
