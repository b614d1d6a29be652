"""What documents are called, and the terms they are found by; a text's terms are worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from core import search_terms

PLACES = (
    "苏州",
    "无锡",
    "青岛",
    "成都",
    "西安",
    "武汉",
    "宁波",
    "沈阳",
    "长沙",
    "合肥",
    "佛山",
    "天津",
    "大连",
    "厦门",
    "洛阳",
    "常州",
)
MACHINES = (
    "M2600",
    "立式加工中心",
    "龙门铣",
    "液压站",
    "数控车床",
    "AGV 小车",
    "磨床",
    "伺服压机",
    "卧式镗床",
    "桁架机械手",
)
THINGS = (
    "现场服务差旅", "主轴返修备件", "客户培训", "运输与吊装", "设备调试", "保修换件", "检测与标定", "展会布展",
    "办公用品采购", "软件许可续费", "外包维修", "应急抢修", "备件入库", "季度巡检", "资料印刷", "电话与网络",
)  # fmt: skip
EXPENSES = (
    "高铁往返", "住宿两晚", "市内交通", "轴承与密封件", "液压油", "快递费", "会议室租赁", "工作餐", "测量工具", "电缆与接头",
    "过滤器", "培训教材", "外协加工费", "吊车台班", "检定证书费", "耗材",
)  # fmt: skip
SUPPLIERS = (
    "江苏精工轴承有限公司", "上海申达液压科技", "北方量具厂", "华东物流集团", "宁波恒力密封件", "德国海德汉代表处",
    "深圳测试仪器", "无锡金桥印务", "苏州工业展览", "武汉铁路旅行社", "沈阳机床备件中心", "大连港吊装公司",
)  # fmt: skip
PURPOSE = "按年度预算执行"


def title(number: int) -> str:
    """One of a few thousand titles."""
    place, machine, thing = number % len(PLACES), number // 16 % len(MACHINES), number // 160 % len(THINGS)
    return f"{PLACES[place]}{MACHINES[machine]}{THINGS[thing]}"


def search_terms_of(number: str, heading: str, texts: Iterable[str], references: Iterable[tuple[str, int]]) -> str:
    """The terms of a document, as PostgreSQL reads a tsvector; the same that `core.search` makes."""
    found = set(search_terms.number_terms(number)) | _both(heading)
    for text in texts:
        found |= _plain(text) if text.isdecimal() else _both(text)
    found.update(search_terms.reference(*each) for each in references)
    return "'" + "' '".join(found) + "'"


def _plain(text: str) -> set[str]:
    return search_terms.terms_of(text)


@cache
def _both(text: str) -> frozenset[str]:
    return frozenset(search_terms.terms_of(text) | search_terms.pinyin_terms(text))
