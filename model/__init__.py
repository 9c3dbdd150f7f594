"""What a figure means: the words of the field, the rules of the contract, no reading and no writing.

One word of the field has one name in the code:

========================= ======================= ==========================================
重点民生实事 的词            name                    where
========================= ======================= ==========================================
指标                       indicator               `model.indicator`
项目 (类别/项目)            project                 `model.indicator.Indicator.project`
目标、指标任务              target                  `model.target`
数量短语 (不少于1500人)     quantity                `model.quantity`
填报单位                   unit                    `model.unit`
期 (2023-09)               period                  `model.period`
目标分解表                 breakdown               `model.breakdown`
填报表                     form                    `model.form`
报来的一份文件              submission              `model.submission`
报来的一个数                reported                `model.submission.Reported`
审核关系                   relation                `model.relation`
审核发现 (错误、核实、提示)  finding                 `model.finding`
审核规则                   rule                    `model.catalogue`, `model.row_rules`
规则查的条件               condition               `model.condition`
改报前后的不同             change                  `model.submission.Change`
完成率、序时、评定、名次     figure, total, standing `model.figure`, `model.rollup`
退回、更正、豁免            returned, correction, exemption
========================= ======================= ==========================================
"""
