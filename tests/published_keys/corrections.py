"""What a person corrects in the draft of 汝州's notice to come to the sample breakdown 平顶山2023."""

REMOVED = {"10.5"}
"""Drafted rows that a person strikes out: 十百千 without a number, which the three rows below it spell out."""
ADDED = {"9.2"}
"""Rows that a person adds: 15分钟 of 9.1 as a level of its own."""

CORRECTIONS = """
# drafted row | column | what a person writes there
9.1     | 单位     | %
9.1     | 目标     | 100%
9.1     | 牵头单位 | 市城市运行管理中心
9.1     | 初核单位 | 市城市运行管理中心
10.4    | 目标     | 0起
5.6     | 单位     | 项
8.1     | 单位     | 项
10.9    | 单位     | 项
10.11   | 单位     | 项
"""
"""What no paper says: how a platform's progress is counted, nought for the city itself, what stands for 状态."""

SHARED_CORRECTIONS = """
# the rows' beginning | 责任单位 of this level, where the paper has the county's
1.   | 市民政局、市教育体育局、市工业和信息化局、市财政局、市农业农村局、市退役军人事务局、市乡村振兴局、市总工会、团市委、市妇联、市残联
2.   | 市发展改革委、市财政局、市自然资源和规划局、市住房和城乡建设局、市审计局
5.   | 市妇联、市发展改革委、市教育体育局、市民政局、市财政局、市医疗保障局
6.   | 市发展改革委、市财政局、市自然资源和规划局、市民政局、市交通运输局
9.   | 市财政局、市消防救援支队
10.  | 市教育体育局、市公安局、市农业农村局、市卫生健康委
省2. | 市委政法委、市教育体育局、市财政局、市卫生健康委
省3. | 市住房和城乡建设局、市发展改革委、市财政局、市市场监管局
省4. | 市民政局、市人力资源和社会保障局、市农业农村局、市乡村振兴局、市林业局、市残联
"""
