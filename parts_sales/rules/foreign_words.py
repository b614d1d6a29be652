"""Units and countries as a paper in English or Chinese writes them: master data carries them in one language, customs
abroad reads the other (PSL-43). Pure; what is not known stands as it was typed.
"""

from __future__ import annotations

UNITS = {
    "件": "pcs", "个": "pcs", "只": "pcs", "支": "pcs", "根": "pcs", "条": "pcs", "块": "pcs", "片": "pcs",
    "张": "sheets", "台": "units", "套": "sets", "组": "sets", "副": "sets", "对": "pairs", "双": "pairs",
    "包": "packs", "盒": "boxes", "箱": "cases", "瓶": "bottles", "桶": "drums", "罐": "cans", "袋": "bags",
    "卷": "rolls", "米": "m", "公斤": "kg", "千克": "kg", "克": "g", "吨": "t", "升": "L", "小时": "h",
    "天": "days", "人天": "person-days", "次": "times", "项": "items",
}  # fmt: skip
COUNTRIES = {
    "中国": "China", "德国": "Germany", "日本": "Japan", "美国": "United States", "意大利": "Italy",
    "法国": "France", "英国": "United Kingdom", "瑞士": "Switzerland", "瑞典": "Sweden", "西班牙": "Spain",
    "奥地利": "Austria", "荷兰": "Netherlands", "比利时": "Belgium", "捷克": "Czechia", "波兰": "Poland",
    "土耳其": "Türkiye", "俄罗斯": "Russia", "印度": "India", "韩国": "South Korea", "泰国": "Thailand",
    "越南": "Vietnam", "马来西亚": "Malaysia", "新加坡": "Singapore", "印度尼西亚": "Indonesia",
    "墨西哥": "Mexico", "巴西": "Brazil", "加拿大": "Canada", "澳大利亚": "Australia", "南非": "South Africa",
    "中国台湾": "Taiwan, China", "中国香港": "Hong Kong, China",
}  # fmt: skip
_CHINESE = {english.casefold(): chinese for chinese, english in COUNTRIES.items()}


def unit(text: str, *, is_chinese: bool) -> str:
    """A unit as the paper writes it: 件 in Chinese, pcs in English."""
    return text if is_chinese else UNITS.get(text.strip(), text)


def country(text: str, *, is_chinese: bool) -> str:
    """A country as the paper writes it, whichever language it was typed in."""
    if is_chinese:
        return _CHINESE.get(text.strip().casefold(), text)
    return COUNTRIES.get(text.strip(), text)
