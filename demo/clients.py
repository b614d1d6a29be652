"""Whom the company serves: customers at home and abroad, with their people and machines (QLT-55)."""

from __future__ import annotations

AT_HOME = (
    ("沈阳恒通机械有限公司", "沈阳", "A", "王建国"), ("大连远航机床厂", "大连", "A", "孙立群"),
    ("鞍山钢构装备有限公司", "鞍山", "B", "李春雷"), ("长春一汽精密模具有限公司", "长春", "A", "赵永刚"),
    ("哈尔滨北方轴承股份有限公司", "哈尔滨", "B", "于海波"), ("北京华诺航空零部件有限公司", "北京", "A", "刘思远"),
    ("天津滨海液压设备有限公司", "天津", "B", "陈国庆"), ("唐山开平矿山机械厂", "唐山", "C", "张宝山"),
    ("石家庄中冶泵业有限公司", "石家庄", "C", "韩志强"), ("太原重工配套有限公司", "太原", "B", "郭建军"),
    ("济南泉城数控装备有限公司", "济南", "A", "宋文涛"), ("青岛海智船舶配件有限公司", "青岛", "B", "姜海涛"),
    ("烟台东方压铸有限公司", "烟台", "C", "曲晓明"), ("郑州中原磨具有限公司", "郑州", "C", "田志刚"),
    ("洛阳古都轴承有限公司", "洛阳", "B", "马玉林"), ("武汉江汉汽车零部件有限公司", "武汉", "A", "熊伟"),
    ("襄阳楚天车桥有限公司", "襄阳", "B", "杜建华"), ("长沙湘江工程机械有限公司", "长沙", "A", "彭湘"),
    ("株洲轨道精工有限公司", "株洲", "B", "谭志远"), ("南京紫金自动化有限公司", "南京", "B", "夏明"),
    ("苏州吴中精密五金有限公司", "苏州", "B", "陆伟民"), ("无锡太湖模具有限公司", "无锡", "C", "钱志勇"),
    ("上海浦江模具制造有限公司", "上海", "A", "顾佳明"), ("杭州钱塘智能物流有限公司", "杭州", "B", "沈晓东"),
    ("宁波甬江注塑机械有限公司", "宁波", "B", "胡建波"), ("合肥庐州家电模具有限公司", "合肥", "C", "方强"),
    ("福州闽江阀门有限公司", "福州", "C", "林志坚"), ("广州南粤汽配有限公司", "广州", "B", "梁永辉"),
    ("东莞莞城电子精密有限公司", "东莞", "B", "黄志伟"), ("重庆两江齿轮有限公司", "重庆", "A", "冉隆辉"),
)  # fmt: skip
"""Name, town, grade, contact."""

ABROAD = (
    ("Hansen Präzision GmbH", "Germany", "EUR", "CIF", "A", "Klaus Hansen"),
    ("Maschinenbau Weber AG", "Germany", "EUR", "DAP", "B", "Petra Weber"),
    ("Officine Rossi S.r.l.", "Italy", "EUR", "FOB", "B", "Marco Rossi"),
    ("Kowalski Tools Sp. z o.o.", "Poland", "EUR", "CIF", "C", "Jan Kowalski"),
    ("Great Lakes Machining Inc.", "United States", "USD", "FOB", "A", "Linda Carter"),
    ("Monterrey Maquinados S.A. de C.V.", "Mexico", "USD", "CIF", "B", "José Hernández"),
    ("Anadolu Makina Ltd.", "Türkiye", "USD", "CFR", "B", "Emre Yılmaz"),
    ("Siam Precision Co., Ltd.", "Thailand", "USD", "CIF", "B", "Somchai Prasert"),
    ("Saigon Khuon Mau Co., Ltd.", "Vietnam", "USD", "FOB", "C", "Nguyen Van Minh"),
    ("Pune Gear Works Pvt. Ltd.", "India", "USD", "FOB", "C", "Rahul Deshmukh"),
)
"""Name, country, currency, Incoterm, grade, contact."""
PLACES = {
    "Hansen Präzision GmbH": "Hamburg", "Maschinenbau Weber AG": "Stuttgart", "Kowalski Tools Sp. z o.o.": "Gdańsk",
    "Monterrey Maquinados S.A. de C.V.": "Altamira", "Anadolu Makina Ltd.": "Mersin",
    "Siam Precision Co., Ltd.": "Laem Chabang",
}  # fmt: skip
"""Where the carriage of those who buy CFR, CIF or DAP ends; the others take the goods over at PORT."""
PORT = "Dalian"
