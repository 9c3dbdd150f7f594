"""Every figure of the city sheet of 平顶山2023, period 2023-09, derived by hand from what the units wrote.

The tables below are the counties' own cells, typed off and held against the files; what follows from them was worked
out on paper by sections 2 and 6 of the contract, never copied from the tool. 石龙区 has sent nothing; four counties
have a figure that does not count: 汝州市 1.1 (人次 in a 万人次 cell), 卫东区 1.2 and 1.3 (the part is larger than its
whole), 舞钢市 7.1 (blank), 鲁山县 4.4 (fell below August's). Hence most sums are sums so far.

The sample has no 加权 and no 平均: those stand at the end, in a year of their own.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.sample_years import copy_of, results_of, run_quietly
from tests.summary_year import labelled, opened, summary_results

COUNTIES = (
    "宝丰县", "郏县", "鲁山县", "叶县", "舞钢市", "汝州市", "新华区", "卫东区", "湛河区", "石龙区",
    "城乡一体化示范区", "高新区",
)  # fmt: skip
MISSING, NOT_ASKED = "缺", "—"

# 年度目标 of the counties, in their order; — is not asked.
TARGETS = """
    1.1 | 1.72 1.76 2.38 2.24 1.05 2.72万人次 1.12 0.98 1.01 0.22 0.42 0.38
    1.2 | 1.08 1.1 1.48 1.4 0.68 1.6 0.74 0.62 0.64 0.14 0.27 0.25
    1.3 | 0.38 0.38 0.52 0.49 0.24 0.55 0.26 0.22 0.22 0.05 0.1 0.09
    1.4 | 0.66 0.62 0.72 0.7 0.56 0.68 0.82 0.76 0.78 0.12 0.24 0.24
    2.1 | 2 2 3 2 1 5 — 1 1 — 1 —
    2.2 | 360 360 540 400 200 540 — 200 220 — 180 —
    3.3 | 240 296 440 436 148 354 32 24 76 12 96 68
    3.4 | 12 12 16 15 8 17 3 2 6 1 4 4
    3.5 | 38 43 62 58 22 79 19 17 20 4 10 8
    4.1 | 1 1 2 1 2 2 3 3 3 1 1 —
    4.2 | 8 7 9 8 7 10 14 14 13 2 4 4
    4.3 | 3 3 4 4 1 2 — — 1 — — —
    4.4 | 320 310 430 410 200 350 230 220 230 60 130 110
    5.1 | 4620 5180 7560 7240 2450 8649 1320 1080 1720 300 1240 960
    5.2 | 4620 5180 7560 7240 2450 8649 1320 1080 1720 300 1240 960
    5.3 | 0.65 0.65 0.65 0.65 0.65 达到65% 0.65 0.65 0.65 0.65 0.65 0.65
    5.4 | 0.95 0.95 0.95 0.95 0.95 达到95% 0.95 0.95 0.95 0.95 0.95 0.95
    5.5 | 0.95 0.95 0.95 0.95 0.95 达到95% 0.95 0.95 0.95 0.95 0.95 0.95
    5.7 | 140 150 200 190 80 400 95 85 85 15 30 30
    6.1 | 1860 1240 1530 1680 2412 478 7600 6900 5200 320 — 780
    7.1 | 85 78 120 112 46 20 — 6 28 5 18 12
    7.2 | 0.75 0.75 0.75 0.75 0.75 0.75 0.75 0.75 0.75 0.75 0.75 0.75
    7.3 | 30 28 38 36 18 28 8 7 12 3 7 5
    7.4 | 22.5 18.36 26.4 24.12 10.8 95.22 3.2 — 8.6 2.1 5.2 3.5
    10.1 | 1 1 1 1 1 1 1 1 1 1 1 1
    10.2 | 1 1 1 1 1 1 1 1 1 1 1 1
    10.3 | 0.98 0.98 0.98 0.98 0.98 98%以上 0.98 0.98 0.98 0.98 0.98 0.98
    10.4 | 0 0 0 0 0 0 0 0 0 0 0 0
    10.5 | 1 1 1 1 1 1 1 1 1 1 — —
    10.6 | 10 10 10 10 10 10 10 10 10 10 — —
    10.7 | 100 100 100 100 100 100 100 100 100 100 — —
    10.9 | 2—3个 2—3个 2—3个 2—3个 2—3个 2—3个 1 1 1 — 1 —
    省1.1 | 7 8 10 9 5 10 4 3 4 1 2 2
    省1.2 | 720 790 1080 1020 420 1300 280 240 341 50 130 110
    省1.3 | 300 370 550 545 185 459 40 30 95 14 120 85
    省2.1 | 14 14 18 16 10 30 12 12 12 4 4 4
    省2.2 | 75 75 95 85 50 120 65 60 65 20 20 20
    省2.3 | 36 35 46 41 22 60 28 26 28 8 10 10
    省2.4 | 1 1 1 1 1 1 1 1 1 1 — —
    省3.1 | 7.2 6.4 7.1 6.8 5.9 9.5 10.6 8.3 7.9 1.24 2.6 1.8
    省3.2 | 620 560 680 640 540 200 1450 1320 1260 150 330 250
    省4.1 | 46 44 47 46 44 45 38 38 39 32 30 28
    省4.2 | 13.2 14.6 21.5 20.3 8.4 26.1 8.6 7.7 9.3 1.7 6.4 5.2
"""
# 本期累计, or 分子/分母, as written in the forms (1.2 to 1.4 in 人, 3.5 in 人次); 缺 does not count.
SEPTEMBER = """
    1.1 | 1.43 1.52 1.87 1.75 0.93 缺 1 0.76 0.8 缺 0.32 0.29
    1.2 | 9313 8507 10833 10312 5788 12320 6488 缺 4422 缺 1850 2039
    1.3 | 2837 2968 3374 3227 1868 3905 1852 缺 1461 缺 680 633
    1.4 | 6718 5488 5371 5423 5116 6812 7137 5940 6458 缺 1802 2176
    2.1 | 2 2 3 1 1 5 — 1 1 — 1 —
    2.2 | 360 360 540 200 200 540 — 200 220 — 180 —
    3.3 | 244 301 413 440 150 361 32 24 75 缺 93 69
    3.4 | 11 11 12 13 8 15 2 2 4 缺 3 3
    3.5 | 337744 372294 479880 495436 205568 639930 167504 143038 165417 缺 84980 66976
    4.1 | 1 0 1 0 1 1 2 2 2 缺 0 —
    4.2 | 6 5 5 5 5 6 10 10 8 缺 2 3
    4.3 | 2 2 2 2 1 1 — — 0 — — —
    4.4 | 269 241 缺 294 200 262 196 165 154 缺 86 87
    5.1 | 3849 4473 5450 5330 2110 6832 1052 877 1273 缺 935 754
    5.2 | 4097 4238 5197 5152 2072 6789 1057 774 1317 缺 856 806
    5.3 | 1620/2381 1926/2824 2662/4069 2496/3740 905/1294 3358/4873 1040/1470 893/1301 944/1408 缺 463/697 382/541
    5.4 | 2189/2240 2602/2669 3718/3838 3422/3522 1198/1221 4489/4590 1364/1384 1205/1230 1297/1329 缺 644/660 502/509
    5.5 | 2181/2240 2594/2669 3697/3838 3358/3522 1193/1221 4464/4590 1366/1384 1203/1230 1298/1329 缺 646/660 501/509
    5.7 | 137 137 156 156 78 368 90 74 69 缺 26 27
    6.1 | 1651 1036 1093 1469 2228 478 6999 5875 4199 缺 — 652
    7.1 | 70.4 61.7 83.6 83.7 缺 20 — 6 20.5 缺 12.9 9.4
    7.2 | 231/300 277/370 394/550 400/545 145/185 350/459 33/40 24/30 71/95 缺 88/120 66/85
    7.3 | 25 23 28 29 15 23 6 5 8 缺 5 4
    7.4 | 16.11 12.87 16.63 16.85 8.29 61.89 2.27 — 5.8 缺 3.64 2.35
    10.1 | 6855/6855 6530/6530 8941/8952 8431/8431 4133/4133 11268/11268 7874/7874 6936/6936
             6651/6651 缺 2252/2252 1871/1871
    10.2 | 6849/6855 6530/6530 8862/8952 8431/8431 4133/4133 11242/11268 7874/7874 6920/6936
             6628/6651 缺 2252/2252 1871/1871
    10.3 | 928/941 899/913 1203/1225 1160/1178 568/574 1529/1548 873/884 789/802 752/768 缺 303/307 243/245
    10.4 | 0 0 0 0 0 0 0 0 0 缺 0 0
    10.5 | 1 1 1 1 1 1 1 1 1 缺 — —
    10.6 | 8 8 6 7 8 7 8 7 6 缺 — —
    10.7 | 86 87 81 81 104 83 93 81 82 缺 — —
    10.9 | 1 1 1 1 1 2 1 1 0 — 1 —
    省1.1 | 7 8 8 8 5 10 4 3 3 缺 2 2
    省1.2 | 673 683 786 770 374 1079 237 182 275 缺 95 97
    省1.3 | 262 301 379 395 161 376 33 23 68 缺 92 70
    省2.1 | 11 10 11 12 8 24 10 9 8 缺 3 3
    省2.2 | 64 61 68 66 41 96 54 47 49 缺 14 16
    省2.3 | 28 27 31 30 17 47 23 20 21 缺 6 7
    省2.4 | 1 1 1 1 1 1 1 1 1 缺 — —
    省3.1 | 5.81 4.42 4.45 4.81 4.65 6.46 7.98 6.08 5.79 缺 1.74 1.37
    省3.2 | 522 472 456 490 465 152 1228 1098 920 缺 225 198
    省4.1 | 46 43 42 42 44 46 38 34 36 缺 27 26
    省4.2 | 13.46 13.54 18.64 17.9 8.46 24.01 8.77 7.08 7.75 缺 5.27 5.03
"""
AUGUST = """
    1.1 | 1.25 1.3 1.66 1.54 0.82 2.41 0.88 0.66 0.71 0.13 0.28 0.26
    1.2 | 8264 7487 9634 9090 5151 10880 5782 4035 3875 864 1624 1809
    1.3 | 2468 2616 2953 2799 1643 3410 1604 1316 1273 247 596 551
    1.4 | 6213 4849 4723 4744 4533 6120 6268 5187 5717 781 1579 1931
    2.1 | 2 2 2 1 1 4 — 1 1 — 1 —
    2.2 | 360 360 360 200 200 450 — 200 220 — 180 —
    3.3 | 244 301 401 427 150 357 32 24 73 10 90 69
    3.4 | 9 9 11 11 6 13 2 1 4 0 3 3
    3.5 | 304912 336862 435240 450428 187264 576714 151392 129574 150238 28656 77540 60448
    4.1 | 0 0 1 0 1 1 1 1 1 0 0 —
    4.2 | 5 4 4 4 4 5 9 9 7 1 2 2
    4.3 | 1 1 2 2 0 1 — — 0 — — —
    4.4 | 227 195 260 246 188 220 167 139 128 34 72 74
    5.1 | 3200 3780 4566 4417 1779 5708 870 738 1061 159 785 627
    5.2 | 3424 3518 4278 4204 1728 5621 869 630 1097 168 700 674
    5.3 | 1428/2105 1702/2512 2270/3588 2196/3306 801/1149 2948/4312 915/1296 788/1150
             828/1244 138/208 409/618 337/478
    5.4 | 1938/1986 2311/2374 3290/3402 3035/3128 1063/1085 3982/4076 1209/1228 1070/1093
             1149/1180 190/196 570/585 445/452
    5.5 | 1931/1986 2302/2374 3271/3402 2958/3128 1058/1085 3958/4076 1211/1228 1068/1093
             1150/1180 188/196 571/585 444/452
    5.7 | 122 122 138 137 69 328 80 65 61 11 23 24
    6.1 | 1350 844 887 1224 1852 420 5791 4850 3458 193 — 533
    7.1 | 60.3 52.9 71.7 71.8 31.5 16.5 — 4.5 17.6 2.9 11 8
    7.2 | 222/300 266/370 372/550 381/545 141/185 338/459 32/40 24/30 68/95 9/14 84/120 65/85
    7.3 | 21 19 23 24 13 19 5 4 7 2 4 3
    7.4 | 13.19 10.6 13.78 14.05 6.94 50.46 1.87 — 4.82 0 3.06 1.93
    10.1 | 6840/6840 6512/6512 8894/8930 8415/8415 4120/4120 11236/11236 7850/7850 6901/6920
             6630/6630 780/780 2231/2240 1865/1865
    10.2 | 6798/6840 6512/6512 8760/8930 8360/8415 4120/4120 11150/11236 7850/7850 6858/6920
             6581/6630 772/780 2218/2240 1865/1865
    10.3 | 812/824 785/798 1046/1066 1012/1028 498/504 1332/1350 762/772 690/702 652/668 98/99 264/268 212/214
    10.4 | 0 0 0 0 0 0 0 0 0 0 0 0
    10.5 | 1 0 0 0 1 0 0 0 0 0 — —
    10.6 | 6 6 5 5 6 5 6 6 5 5 — —
    10.7 | 70 72 68 66 100 68 77 66 68 57 — —
    10.9 | 1 1 1 1 1 1 0 0 0 — 0 —
    省1.1 | 5 6 7 6 4 8 3 2 3 1 1 1
    省1.2 | 580 585 669 651 322 923 202 154 236 30 80 84
    省1.3 | 165 186 231 160 103 238 21 14 41 3 59 44
    省2.1 | 9 8 9 11 7 20 8 7 7 2 2 2
    省2.2 | 54 52 58 56 35 81 46 40 42 12 12 13
    省2.3 | 24 22 26 25 15 40 19 17 18 5 6 6
    省2.4 | 1 1 0 1 1 1 1 1 1 0 — —
    省3.1 | 5.11 3.83 3.88 4.22 4.1 5.6 6.97 5.34 5.12 0.65 1.52 1.21
    省3.2 | 449 409 388 422 403 130 1059 954 788 92 192 170
    省4.1 | 41 39 39 38 42 43 36 31 33 23 24 23
    省4.2 | 12.52 12.49 17.28 16.52 7.84 22.18 8.26 6.55 7.13 1.3 4.86 4.66
"""
DEPARTMENTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "3.1": {"市卫生健康委": ("2721/2793", "2668/2793")},
    "3.2": {"市卫生健康委": ("2213/2793", "2178/2793")},
    "5.6": {"市卫生健康委": ("推进中", "未启动")},
    "6.2": {"市城市管理局": ("63.5", "48.6")},
    "6.3": {"市城市管理局": ("0.876", "0.871")},
    "6.4": {"市城市管理局": ("4", "3")},
    "6.5": {"市城市管理局": ("9.12", "6.85")},
    "6.6": {"市城市管理局": ("13", "11")},
    "6.7": {"市城市管理局": ("868", "742")},
    "6.8": {"市城市管理局": ("31", "26")},
    "6.9": {"市房产事务服务中心": ("3688", "3120")},
    "8.1": {"市教育体育局": ("推进中", "推进中"), "市机关事务中心": ("已完成", "推进中")},
    "9.1": {"市城市运行管理中心": ("0.62", "0.55")},
    "9.2": {"市应急管理局": ("15.4", "16.2")},
    "10.8": {"市市场监管局": ("已完成", "推进中")},
    "10.10": {"市市场监管局": ("推进中", "推进中")},
    "省4.1": {"市财政局": ("84", "79")},
}
"""September's and August's figures of the departments."""
SCALES = {"1.2": 10000, "1.3": 10000, "1.4": 10000, "3.5": 10000}
"""填报计量: what a figure of the form is divided by to stand in 单位."""
EACH = {"5.3", "5.4", "5.5", "7.2", "10.1", "10.2", "10.3", "10.4", "10.9"}
OWN_LEVEL = set(DEPARTMENTS)
NOT_ADDED = {"3.3"}
CEILINGS = {"9.2", "10.4"}
"""越低越好."""

# What the city sheet must show. Quotients are fractions: 17/18 is 94.4 %. 序时 is 0.75 at the end of September, all
# where the milestone of 25 August has passed (2.1, 2.2), 0.6 for 6.2 (9月60%), 0.3 for 省1.3 (6月30%, 10月 is to come).
# 差距 of 2.1: 94.4 - 100.0; of a rate, a standard: against 目标, as shown (3.1: 97.4 - 100.0; 9.2: 15.4 - 15.0).
# 4.3 stands at 10 of 18, 55.6 % - 75.0 %; 省4.1 at 84 of 超87, which 87 itself would not meet: 96.6 % - 75.0 %.
# 各达标: 7.2 fails in 鲁山县 (394/550 = 71.6 %) and four others, 10.9 where 1 stands against 2—3个 or 0 against 1;
# 5.3 to 5.5 and 10.4 have no county that fails and one that is missing.
# 编码 | 目标 | 完成值 | 已报单位合计 | 已报单位目标 | 完成率 | 序时 | 差距 | 评定 | 已报/应报 | 达标数 | 上期 | 增量
EXPECTED = """
    1.1   |16    |          |10.67       |13.06 |          |0.75 |      |未报     |10/12 |0  |11.9        |
    1.2   |10    |          |7.1872      |9.24  |          |0.75 |      |未报     |10/12 |0  |6.8495      |
    1.3   |3.5   |          |2.2805      |3.23  |          |0.75 |      |未报     |10/12 |0  |2.1476      |
    1.4   |6.9   |          |5.8441      |6.78  |          |0.75 |      |未报     |11/12 |2  |5.2645      |
    2.1   |18    |17        |            |      |17/18     |1    |-5.6  |滞后     |9/9   |8  |15          |2
    2.2   |3000  |2800      |            |      |14/15     |1    |-6.7  |滞后     |9/9   |8  |2530        |270
    3.1   |1     |907/931   |            |      |          |     |-2.6  |未达标   |1/1   |0  |2668/2793   |
    3.2   |0.8   |2213/2793 |            |      |          |     |-0.8  |未达标   |1/1   |0  |726/931     |
    3.3   |      |          |            |      |          |     |      |不汇总   |11/12 |8  |            |
    3.4   |100   |          |84          |99    |          |0.75 |      |未报     |11/12 |2  |72          |
    3.5   |380   |          |315.8767    |376   |          |0.75 |      |未报     |11/12 |0  |288.9268    |
    4.1   |20    |          |10          |19    |          |0.75 |      |未报     |10/11 |1  |6           |
    4.2   |100   |          |65          |98    |          |0.75 |      |未报     |11/12 |0  |56          |
    4.3   |18    |10        |            |      |5/9       |0.75 |-19.4 |滞后     |7/7   |1  |7           |3
    4.4   |3000  |          |1954        |2510  |          |0.75 |      |未报     |10/12 |1  |1950        |
    5.1   |42319 |          |32935       |42019 |          |0.75 |      |未报     |11/12 |0  |27690       |
    5.2   |42319 |          |32355       |42019 |          |0.75 |      |未报     |11/12 |0  |26911       |
    5.3   |0.65  |          |16689/24598 |      |          |     |      |未报     |11/12 |11 |2460/3661   |
    5.4   |0.95  |          |11315/11596 |      |          |     |      |未报     |11/12 |11 |20252/20785 |
    5.5   |0.95  |          |22501/23192 |      |          |     |      |未报     |11/12 |11 |4022/4157   |
    5.6   |      |推进中    |            |      |          |     |      |推进中   |1/1   |0  |            |
    5.7   |1500  |          |1318        |1485  |          |0.75 |      |未报     |11/12 |0  |1180        |
    6.1   |30000 |          |25680       |29680 |          |     |      |未报     |10/11 |1  |21402       |
    6.2   |100   |63.5      |            |      |0.635     |0.6  |3.5   |达到序时 |1/1   |0  |48.6        |14.9
    6.3   |0.885 |0.876     |            |      |          |     |-0.9  |未达标   |1/1   |0  |0.871       |
    6.4   |4     |4         |            |      |1         |0.75 |25    |已完成   |1/1   |1  |3           |1
    6.5   |9     |9.12      |            |      |76/75     |0.75 |26.3  |已完成   |1/1   |1  |6.85        |2.27
    6.6   |13    |13        |            |      |1         |0.75 |25    |已完成   |1/1   |1  |11          |2
    6.7   |900   |868       |            |      |217/225   |0.75 |21.4  |达到序时 |1/1   |0  |742         |126
    6.8   |42    |31        |            |      |31/42     |0.75 |-1.2  |滞后     |1/1   |0  |26          |5
    6.9   |4151  |3688      |            |      |3688/4151 |     |      |推进中   |1/1   |0  |3120        |568
    7.1   |530   |          |368.2       |479   |          |0.75 |      |未报     |9/11  |2  |348.7       |
    7.2   |0.75  |          |297/397     |      |          |     |      |未达标   |11/12 |6  |286/399     |
    7.3   |220   |          |171         |217   |          |0.75 |      |未报     |11/12 |0  |144         |
    7.4   |220   |          |146.7       |217.9 |          |0.75 |      |未报     |10/11 |0  |120.7       |
    8.1   |      |推进中    |            |      |          |     |      |推进中   |2/2   |1  |            |
    9.1   |1     |0.62      |            |      |0.62      |0.75 |-13   |滞后     |1/1   |0  |0.55        |0.07
    9.2   |15    |15.4      |            |      |          |     |0.4   |未达标   |1/1   |0  |16.2        |
    10.1  |1     |          |6522/6523   |      |          |     |      |未达标   |11/12 |10 |36137/36169 |
    10.2  |1     |          |71592/71753 |      |          |     |      |未达标   |11/12 |6  |35922/36169 |
    10.3  |0.98  |          |9247/9385   |      |          |     |      |未达标   |11/12 |10 |8163/8293   |
    10.4  |0     |          |            |      |          |     |      |未报     |11/12 |11 |            |
    10.5  |10    |          |9           |9     |          |0.75 |      |未报     |9/10  |9  |2           |
    10.6  |100   |          |65          |90    |          |0.75 |      |未报     |9/10  |0  |55          |
    10.7  |1000  |          |778         |900   |          |     |      |未报     |9/10  |1  |712         |
    10.8  |      |已完成    |            |      |          |     |      |已完成   |1/1   |1  |            |
    10.9  |      |          |            |      |          |     |      |未达标   |10/10 |4  |            |
    10.10 |      |推进中    |            |      |          |     |      |推进中   |1/1   |0  |            |
    省1.1 |65    |          |60          |64    |          |0.75 |      |未报     |11/12 |8  |47          |
    省1.2 |6481  |          |5251        |6431  |          |0.75 |      |未报     |11/12 |0  |4516        |
    省1.3 |2793  |          |2160        |2779  |          |0.3  |      |未报     |11/12 |0  |1265        |
    省2.1 |150   |          |109         |146   |          |0.75 |      |未报     |11/12 |0  |92          |
    省2.2 |750   |          |576         |730   |          |0.75 |      |未报     |11/12 |0  |501         |
    省2.3 |350   |          |257         |342   |          |0.75 |      |未报     |11/12 |0  |223         |
    省2.4 |10    |          |9           |9     |          |0.75 |      |未报     |9/10  |9  |8           |
    省3.1 |75.34 |          |53.56       |74.1  |          |0.75 |      |未报     |11/12 |0  |47.55       |
    省3.2 |8000  |          |6226        |7850  |          |0.75 |      |未报     |11/12 |0  |5456        |
    省4.1 |87    |84        |            |      |28/29     |0.75 |21.6  |达到序时 |12/13 |4  |79          |5
    省4.2 |143   |          |129.91      |141.3 |          |0.75 |      |未报     |11/12 |3  |121.59      |
"""
LABELS = (
    "编码", "目标", "完成值", "已报单位合计", "已报单位目标", "完成率", "序时", "差距(百分点)", "评定", "已报/应报",
    "达标数", "上期（2023年8月）", "本期增量",
)  # fmt: skip
Line = Mapping[str, str]


def cells_of(table: str) -> dict[str, dict[str, str]]:
    """By 编码, by county: what the table holds where the county is asked. A line without | goes on from the last."""
    found = {}
    for line in re.sub(r"\n *(?=[^|\n]*$)", " ", table.strip(), flags=re.MULTILINE).splitlines():
        code, _, cells = line.partition("|")
        pairs = zip(COUNTIES, cells.split(), strict=True)
        found[code.strip()] = {county: cell for county, cell in pairs if cell != NOT_ASKED}
    return found


def sent_in(table: str, month: int) -> dict[str, dict[str, str]]:
    """By 编码, by unit, departments too; `month` 0 is September, 1 August."""
    counties = cells_of(table)
    departments = {code: {unit: both[month] for unit, both in line.items()} for code, line in DEPARTMENTS.items()}
    return {code: counties.get(code, {}) | departments.get(code, {}) for code in LINES}


def lines() -> dict[str, Line]:
    rows = [[cell.strip() for cell in line.split("|")] for line in EXPECTED.strip().splitlines()]
    return {row[0]: dict(zip(LABELS, row, strict=True)) for row in rows}


LINES = lines()
SENT = {"2023-09": sent_in(SEPTEMBER, 0), "2023-08": sent_in(AUGUST, 1)}


def fraction(cell: str) -> Fraction | None:
    return Fraction(cell) if cell else None


def is_word(cell: str) -> bool:
    return cell in ("未启动", "推进中", "已完成")


def goal(cell: str, code: str) -> tuple[Fraction, str]:
    """The number of a target and its comparison: 2—3个 is judged by 2."""
    number = re.search(r"\d+(?:\.\d+)?", cell)
    assert number is not None
    value = Fraction(number[0]) / (100 if "%" in cell else 1)
    return value, "<=" if code in CEILINGS else ">="


def is_met(cell: str, code: str, target: tuple[Fraction, str]) -> bool:
    value = Fraction(cell) / SCALES.get(code, 1)
    return {">=": value >= target[0], "<=": value <= target[0], ">": value > target[0]}[target[1]]


# On paper: the expected figures follow from the typed cells


def together(code: str, sent: Mapping[str, str]) -> Fraction | None:
    """The figures that count, by 汇总方式: numerators over denominators, or a sum."""
    counted = [cell for unit, cell in sent.items() if cell != MISSING and not (code in OWN_LEVEL and unit in COUNTIES)]
    if any(map(is_word, counted)) or code in NOT_ADDED:
        return None
    if code in EACH:
        parts = [cell.split("/") for cell in counted if "/" in cell]
        return Fraction(sum(int(top) for top, _ in parts), sum(int(below) for _, below in parts)) if parts else None
    return sum((Fraction(cell) / SCALES.get(code, 1) for cell in counted), Fraction(0))


def is_whole(code: str, sent: Mapping[str, str]) -> bool:
    return MISSING not in [cell for unit, cell in sent.items() if not (code in OWN_LEVEL and unit in COUNTIES)]


@pytest.mark.parametrize("code", LINES)
def test_what_is_expected_follows_from_the_cells(code: str) -> None:
    line, sent, before = LINES[code], SENT["2023-09"][code], SENT["2023-08"][code]
    value, so_far = line["完成值"], fraction(line["已报单位合计"])
    if not is_word(value):
        assert fraction(value) == (together(code, sent) if is_whole(code, sent) else None)
        assert so_far == (None if is_whole(code, sent) else together(code, sent))
        assert fraction(line["上期（2023年8月）"]) == together(code, before)
    if line["完成率"]:
        assert Fraction(line["完成率"]) == Fraction(value) / Fraction(line["目标"])
    if line["本期增量"]:
        assert Fraction(line["本期增量"]) == Fraction(value) - Fraction(line["上期（2023年8月）"])
    assert line["已报/应报"] == f"{sum(cell != MISSING for cell in sent.values())}/{len(sent)}"


def test_the_targets_of_those_that_reported_and_how_many_met_theirs_follow_from_the_cells() -> None:
    for code, targets in cells_of(TARGETS).items():
        line, sent = LINES[code], {unit: cell for unit, cell in SENT["2023-09"][code].items() if unit in COUNTIES}
        numbers = {unit: goal(cell, code) for unit, cell in targets.items()}
        done = sum(is_met(cell, code, numbers[unit]) for unit, cell in sent.items() if cell != MISSING)
        assert line["达标数"] == str(done), code
        if line["已报单位目标"]:
            there = sum(numbers[unit][0] for unit, cell in sent.items() if cell != MISSING)
            assert Fraction(line["已报单位目标"]) == there, code
        if code in ("10.5", "10.6", "10.7"):  # 目标 is blank: the counties' targets added up
            assert Fraction(line["目标"]) == sum(number for number, _ in numbers.values())
        elif code not in EACH | OWN_LEVEL | NOT_ADDED:
            assert Fraction(line["目标"]) == sum(number for number, _ in numbers.values()), code


# On the sheet and in 结果.json


@pytest.fixture(scope="module")
def september(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """平顶山2023/2023-09 after a run of August and a run of September."""
    folder = copy_of("平顶山2023", tmp_path_factory.mktemp("city"))
    (folder / "2023-08" / "结果" / "结果.json").unlink()
    assert run_quietly(folder / "2023-08") == 0
    assert run_quietly(folder / "2023-09") == 1
    return folder / "2023-09"


@pytest.fixture(scope="module")
def sheet(september: Path) -> dict[str, dict[str, Any]]:
    book = openpyxl.load_workbook(september / "结果" / "汇总表.xlsx", data_only=True)
    return {str(line["编码"]): line for line in labelled(book["全市"], 3)}


@pytest.mark.slow
def test_the_sheet_has_the_59_indicators_and_no_other(sheet: dict[str, dict[str, Any]]) -> None:
    assert list(sheet) == list(LINES)
    assert len(LINES) == 59


@pytest.mark.slow
@pytest.mark.parametrize("code", LINES)
def test_a_row_of_the_city_sheet_is_what_was_worked_out(sheet: dict[str, dict[str, Any]], code: str) -> None:
    for label, expected in LINES[code].items():
        found = sheet[code][label]
        if expected == "":
            assert found in (None, ""), label
        elif label in ("编码", "评定", "已报/应报") or is_word(expected):
            assert found == expected, label
        else:
            assert found == pytest.approx(float(Fraction(expected)), abs=1e-12), label
    assert sheet[code]["各单位目标之和"] in (None, ""), "the counties' targets add up to the city's"


def stored(cell: Fraction | None, places: int = 12) -> str | None:
    """A figure as 结果.json has it, to `places` decimal places, half up."""
    if cell is None:
        return None
    whole = (2 * abs(cell) * 10**places + 1) // 2
    text = format(Decimal(int(whole)).scaleb(-places), "f").rstrip("0").rstrip(".")
    return f"-{text}" if cell < 0 else text


@pytest.mark.slow
@pytest.mark.parametrize("code", LINES)
def test_an_entry_of_the_results_is_what_was_worked_out(september: Path, code: str) -> None:
    line, verdict = LINES[code], LINES[code]["评定"]
    value = None if is_word(line["完成值"]) else fraction(line["完成值"])
    reported, asked = line["已报/应报"].split("/")
    is_open = verdict == "不汇总" or (verdict == "未报" and code in EACH)
    gap = fraction(line["差距(百分点)"])
    is_paced = gap is not None and bool(line["序时"])
    total = next(one for one in results_of(september)["totals"] if one["indicator"] == code)
    target_so_far = fraction(line["已报单位目标"])
    assert total == {
        "indicator": code,
        "value": stored(value),
        "target": stored(fraction(line["目标"])),
        "completion": stored(fraction(line["完成率"])),
        "met": None if verdict in ("未报", "不汇总") else verdict in ("已完成", "达标"),
        "verdict": None if is_open else verdict,
        "pace": "none" if not is_paced or gap is None else "ahead" if gap > 0 else "behind",
        "gap": stored(gap),
        "units_reported": int(reported),
        "units_asked": int(asked),
        "units_done": int(line["达标数"]),
        "reported_value": stored(value if value is not None else fraction(line["已报单位合计"])),
        "reported_target": stored(target_so_far if target_so_far is not None else whole_target(code)),
    }


def whole_target(code: str) -> Fraction | None:
    """reported_target where all that count have reported: their targets (市级: the city's, where theirs is blank)."""
    line = LINES[code]
    is_amount = bool(line["完成值"]) and not is_word(line["完成值"]) and code not in {"3.1", "3.2", "6.3", "9.1", "9.2"}
    return Fraction(line["目标"]) if is_amount else None


@pytest.mark.slow
@pytest.mark.parametrize("period", SENT)
def test_what_is_typed_here_is_what_the_units_wrote(september: Path, period: str) -> None:
    """Each figure's source is a cell with the typed figure, in a row with its 编码."""
    folder = september.parent / period
    figures = {(one["indicator"], one["unit"]): one for one in results_of(folder)["figures"]}
    typed = {(code, unit): cell for code, line in SENT[period].items() for unit, cell in line.items()}
    assert figures.keys() == typed.keys()
    books: dict[str, Any] = {}
    for (code, unit), cell in typed.items():
        source = figures[code, unit]["source"]
        if cell == MISSING:
            assert source is None, (code, unit)
            continue
        row, written = row_and_cells(folder, source, books)
        assert "/".join(written) == cell, (code, unit, source)
        assert code in row, (code, unit, source)


def row_and_cells(folder: Path, source: Mapping[str, str], books: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The texts of the source's row, and what stands in the cells that it names."""
    file, addresses = source["file"], source["cell"].split(",")
    if file.endswith(".docx"):
        place = re.fullmatch(r"表(\d+)R(\d+)C(\d+)", source["cell"])
        assert place is not None
        table, line, column = (int(one) - 1 for one in place.groups())
        texts = [cell.text for cell in docx.Document(str(folder / file)).tables[table].rows[line].cells]
        return texts, [texts[column]]
    if file not in books:
        books[file] = openpyxl.load_workbook(folder / file)
    sheet = books[file][source["sheet"]]
    row = [str(cell.value) for cell in sheet[sheet[addresses[0]].row]]
    return row, [str(sheet[address].value) for address in addresses]


# 加权 and 平均, which the sample lacks


def test_a_weighted_rate_and_a_mean_on_the_city_sheet_by_hand() -> None:
    sheet = {line["编码"]: line for line in labelled(opened(summary_results())["全市"], 3)}
    # 95/100, 1799/2000, 90/100 and 50/60: 2034 of 2260 is 90.0 %, what 目标 asks (the mean of the rates is 89.6 %).
    rate = sheet["2.1"]
    assert Fraction(95 + 1799 + 90 + 50, 100 + 2000 + 100 + 60) == Fraction(9, 10)
    assert (rate["目标"], rate["完成值"], rate["完成率"], rate["差距(百分点)"]) == (0.9, 0.9, None, 0)
    assert (rate["评定"], rate["已报/应报"], rate["达标数"], rate["序时"]) == ("达标", "4/4", 2, None)
    # In August two of four had reported: no total to compare with.
    assert (rate["上期（2023年8月）"], rate["本期增量"]) == (None, None)
    # (70 + 80 + 75 + 75) ÷ 4 = 75 %, level with September; in August (50 + 40 + 60 + 50) ÷ 4 = 50 %.
    mean = sheet["3.1"]
    assert (mean["目标"], mean["完成值"], mean["完成率"], mean["序时"]) == (1, 0.75, 0.75, 0.75)
    assert (mean["差距(百分点)"], mean["评定"], mean["已报/应报"], mean["达标数"]) == (0, "达到序时", "4/4", 0)
    assert (mean["上期（2023年8月）"], mean["本期增量"]) == (0.5, 0.25)
