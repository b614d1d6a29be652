"""What the company sells to keep its machines running: families of parts, each in several sizes (QLT-55)."""

from __future__ import annotations

from dataclasses import dataclass

MODELS = ("M1800", "M2600", "M3200", "L460", "L560", "H800", "AGV-2", "AGV-3")


@dataclass(frozen=True, slots=True)
class Family:
    """Parts that differ in size: number's beginning, names, kind, product group, unit, cost and weight (kg) of the
    smallest, sizes, models they fit, and the margin standard of the group.
    """

    start: str
    zh: str
    en: str
    kind: str
    group: str
    unit: str
    cost: str
    weight: str
    sizes: tuple[str, ...]
    fits: tuple[str, ...]
    margin: str = "0.25"
    hs: str = ""
    marks: str = ""


_P, _H, _S = "PURCHASED", "HARDWARE", "SEMI_FINISHED"
_B = ("P4", "P5", "7014", "7016", "7018", "7020", "30TAC", "35TAC", "40TAC", "45TAC")
_D = ("DN25", "DN32", "DN40", "DN50", "DN65", "DN80", "DN100", "DN125")
_A = ("5A", "10A", "15A", "20A", "25A", "35A", "50A", "75A")
_M = ("M6", "M8", "M10", "M12", "M16", "M20", "M24", "M30")
_L = ("400", "500", "630", "800", "1000", "1250", "1600", "2000")
_N = ("I 型", "II 型", "III 型", "IV 型", "V 型", "VI 型")
_MILL, _LATHE, _HYD, _AGV = ("M1800", "M2600", "M3200"), ("L460", "L560"), ("H800",), ("AGV-2", "AGV-3")

FAMILIES = (
    Family("20-44", "主轴轴承组", "Spindle bearing set", _P, "主轴", "套", "5400", "4.2", _B, _MILL, "0.20",
           "84821090", "V"),
    Family("20-46", "主轴拉刀机构", "Spindle drawbar unit", _S, "主轴", "套", "3900", "9.6", _N, _MILL, "0.24",
           "84669390"),
    Family("20-48", "主轴编码器", "Spindle encoder", _P, "主轴", "件", "2470", "0.6", _N, _MILL, "0.20", "90318090",
           "VF"),
    Family("20-51", "滚珠丝杠", "Ball screw", _P, "进给", "根", "2180", "8.5", _L, _MILL, "0.22", "84834090", "F"),
    Family("20-53", "直线导轨", "Linear guideway", _P, "进给", "根", "860", "5.1", _L, (*_MILL, *_LATHE), "0.25",
           "84669390"),
    Family("20-55", "联轴器", "Coupling", _H, "进给", "件", "118", "0.4", _M, (*_MILL, *_LATHE), "0.30", "84836000"),
    Family("22-11", "伺服电机", "Servo motor", _P, "电气", "台", "2960", "7.8", _N, (*_MILL, *_LATHE), "0.18",
           "85015200", "V"),
    Family("22-13", "伺服驱动器", "Servo drive", _P, "电气", "台", "3350", "3.9", _A, (*_MILL, *_LATHE), "0.18",
           "85044099", "VF"),
    Family("22-15", "断路器", "Circuit breaker", _P, "电气", "件", "46", "0.2", _A, MODELS, "0.30", "85362000"),
    Family("22-17", "接触器", "Contactor", _P, "电气", "件", "72", "0.3", _A, MODELS, "0.30", "85364900"),
    Family("22-19", "操作面板", "Operator panel", _P, "电气", "件", "1980", "2.6", _N, (*_MILL, *_LATHE), "0.22",
           "85371090", "VF"),
    Family("22-21", "接近开关", "Proximity switch", _P, "电气", "件", "58", "0.1", _M, MODELS, "0.32", "85365000"),
    Family("31-00", "液压密封包", "Hydraulic seal kit", _P, "液压", "套", "92", "0.3", _D, _HYD, "0.34", "40169310"),
    Family("31-02", "液压缸", "Hydraulic cylinder", _S, "液压", "件", "1260", "14", _D, _HYD, "0.24", "84122100"),
    Family("31-04", "电磁换向阀", "Solenoid valve", _P, "液压", "件", "386", "1.9", _N, _HYD, "0.26", "84812010"),
    Family("31-06", "液压泵", "Hydraulic pump", _P, "液压", "台", "2240", "18", _N, _HYD, "0.22", "84136040"),
    Family("31-08", "滤芯", "Filter element", _P, "液压", "件", "64", "0.5", _D, (*_HYD, *_MILL), "0.35", "84212990"),
    Family("41-10", "刀库换刀臂", "Tool changer arm", _S, "刀库", "件", "1540", "6.5", _N, _MILL, "0.26", "84669390"),
    Family("41-12", "刀套", "Tool pot", _S, "刀库", "件", "128", "0.9", _M, _MILL, "0.32", "84661000"),
    Family("41-14", "刀库电机", "Magazine motor", _P, "刀库", "台", "890", "5.2", _N, _MILL, "0.24", "85015100"),
    Family("51-20", "卡盘", "Chuck", _P, "车床", "件", "1680", "21", _L, _LATHE, "0.22", "84662000"),
    Family("51-22", "尾座套筒", "Tailstock sleeve", _S, "车床", "件", "740", "7.4", _N, _LATHE, "0.28", "84669390"),
    Family("51-24", "刀塔定位销", "Turret locating pin", _H, "车床", "件", "38", "0.2", _M, _LATHE, "0.38", "73182400"),
    Family("55-20", "冷却软管总成", "Coolant hose assembly", _H, "冷却润滑", "根", "62", "0.8", _D, MODELS[:6], "0.26",
           "40093200"),
    Family("55-22", "冷却泵", "Coolant pump", _P, "冷却润滑", "台", "520", "9.5", _N, MODELS[:6], "0.26", "84137010"),
    Family("55-24", "润滑分配器", "Lubrication distributor", _P, "冷却润滑", "件", "84", "0.3", _N, MODELS[:6], "0.32",
           "84818040"),
    Family("61-30", "驱动轮", "Drive wheel", _P, "自动化", "件", "760", "6.2", _N, _AGV, "0.24", "87169000"),
    Family("61-32", "锂电池组", "Battery pack", _P, "自动化", "组", "6850", "38", _N, _AGV, "0.16", "85076000", "V"),
    Family("61-34", "激光雷达", "Laser scanner", _P, "自动化", "台", "7420", "1.1", _N, _AGV, "0.16", "90318090",
           "VF"),
    Family("71-40", "内六角螺钉包", "Screw pack", _H, "标准件", "包", "12", "0.5", _M, MODELS, "0.45", "73181510"),
    Family("71-42", "O 形圈包", "O-ring pack", _P, "标准件", "包", "9.5", "0.1", _D, MODELS, "0.45", "40169310"),
    Family("71-44", "防护罩拉板", "Guard slide plate", _H, "钣金", "件", "168", "3.2", _L, (*_MILL, *_LATHE), "0.30",
           "84669390"),
    Family("71-46", "排屑链板", "Chip conveyor link", _H, "钣金", "米", "210", "11", _N, (*_MILL, *_LATHE), "0.28",
           "84669390"),
)  # fmt: skip

REPLACED = (("20-4405", "20-4401"), ("22-1306", "22-1307"), ("31-0605", "31-0606"))
"""Parts that are not sold any more, and what is sold in their place."""
