"""The company of the demo: a maker of machine tools, its departments and people (QLT-55)."""

from __future__ import annotations

from dataclasses import dataclass

from organization.choices import DepartmentKind

PASSWORD = "demo-2026"  # noqa: S105 — the demo's, shown on its sign-in page


@dataclass(frozen=True, slots=True)
class DepartmentSpec:
    """A department: cost-centre code, names, kind, where it belongs, who leads it."""

    code: str
    zh: str
    en: str
    kind: DepartmentKind
    parent: str
    manager: str = ""
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class PersonSpec:
    """A person: log-in, names, department, position, and the roles held (`role@scope`, scope `*` is the company)."""

    username: str
    zh: str
    en: str
    department: str
    position: str
    roles: tuple[str, ...]


LETTERHEAD = (
    "沈越装备有限公司 · 沈阳市铁西区开发二十五号路 16 号 110142 · 电话 024-2580 1188 · 税号 91210106MA0SY0016X",
    "Shenyue Machinery Co., Ltd. · 16 Kaifa 25th Road, Tiexi, Shenyang, China · +86 24 2580 1188 · 91210106MA0SY0016X",
)
"""What papers for customers say below the company's name, in Chinese and English."""

COMPANY = DepartmentSpec("SY", "沈越装备", "Shenyue Machinery", DepartmentKind.COMPANY, "", "general_manager")

DEPARTMENTS = (
    DepartmentSpec("OPS", "服务运营中心", "Service operations", DepartmentKind.DIVISION, "SY", "vice_general_manager"),
    DepartmentSpec(
        "SVC",
        "售后服务部",
        "After-sales service",
        DepartmentKind.DEPARTMENT,
        "OPS",
        "service_manager",
        "service_deputy_manager",
    ),
    DepartmentSpec("CSD", "客户服务部", "Customer service", DepartmentKind.DEPARTMENT, "OPS", "cs_manager"),
    DepartmentSpec("COM", "商务部", "Commerce", DepartmentKind.DEPARTMENT, "OPS", "commerce_manager"),
    DepartmentSpec("WHS", "仓储部", "Warehousing", DepartmentKind.DEPARTMENT, "OPS", "warehouse_manager"),
    DepartmentSpec("CNC", "数控事业部", "CNC division", DepartmentKind.DIVISION, "SY", "division_manager"),
    DepartmentSpec("HYD", "液压事业部", "Hydraulics division", DepartmentKind.DIVISION, "SY", "hydraulics_manager"),
    DepartmentSpec("AUT", "自动化事业部", "Automation division", DepartmentKind.DIVISION, "SY", "automation_manager"),
    DepartmentSpec("QLT", "质量部", "Quality", DepartmentKind.DEPARTMENT, "SY", "quality_manager"),
    DepartmentSpec("FIN", "财务部", "Finance", DepartmentKind.DEPARTMENT, "SY", "finance_manager"),
    DepartmentSpec("ADM", "综合管理部", "Administration", DepartmentKind.DEPARTMENT, "SY", "admin_manager"),
)

PEOPLE = (
    PersonSpec("general_manager", "赵维", "Zhao Wei", "SY", "总经理", ("general_manager@*",)),
    PersonSpec("vice_general_manager", "钱卫东", "Qian Weidong", "OPS", "主管副总", ("vice_general_manager@*",)),
    PersonSpec("executive", "冯国栋", "Feng Guodong", "SY", "董事", ("executive@*",)),
    PersonSpec(
        "service_manager", "陈立新", "Chen Lixin", "SVC", "部门经理", ("department_manager@SVC", "parts_lead@SVC")
    ),
    PersonSpec(
        "service_deputy_manager", "马国强", "Ma Guoqiang", "SVC", "部门副经理", ("deputy_manager@SVC", "parts_lead@SVC")
    ),
    PersonSpec("service_clerk", "李敏", "Li Min", "SVC", "服务内勤", ("service_clerk@SVC",)),
    PersonSpec("foreign_service_clerk", "周敏", "Zhou Min", "SVC", "外贸服务内勤", ("foreign_service_clerk@SVC",)),
    PersonSpec("commissioning_engineer", "陈志强", "Chen Zhiqiang", "SVC", "调试员", ("commissioning_engineer@SVC",)),
    PersonSpec("sun_yang", "孙洋", "Sun Yang", "SVC", "调试员", ("commissioning_engineer@SVC",)),
    PersonSpec("he_jing", "何静", "He Jing", "SVC", "服务内勤", ("service_clerk@SVC",)),
    PersonSpec("zhang_lei", "张磊", "Zhang Lei", "SVC", "调试员", ("commissioning_engineer@SVC",)),
    PersonSpec("liu_bo", "刘波", "Liu Bo", "SVC", "调试员", ("commissioning_engineer@SVC",)),
    PersonSpec("wang_jun", "王俊", "Wang Jun", "SVC", "调试员", ("commissioning_engineer@SVC",)),
    PersonSpec("xu_feng", "徐峰", "Xu Feng", "SVC", "调试员", ("commissioning_engineer@SVC",)),
    PersonSpec("yang_fan", "杨帆", "Yang Fan", "SVC", "调试员", ("commissioning_engineer@SVC",)),
    PersonSpec("zhao_peng", "赵鹏", "Zhao Peng", "SVC", "调试员", ("commissioning_engineer@SVC",)),
    PersonSpec("cs_manager", "吴丽华", "Wu Lihua", "CSD", "部门经理", ("department_manager@CSD",)),
    PersonSpec("customer_service", "林静", "Lin Jing", "CSD", "客户服务专员", ("customer_service@CSD",)),
    PersonSpec("luo_qian", "罗倩", "Luo Qian", "CSD", "客户服务专员", ("customer_service@CSD",)),
    PersonSpec("shi_yun", "施韵", "Shi Yun", "CSD", "客户服务专员", ("customer_service@CSD",)),
    PersonSpec("cheng_lu", "程璐", "Cheng Lu", "CSD", "回访专员", ("employee@CSD",)),
    PersonSpec("commerce_manager", "郑凯", "Zheng Kai", "COM", "部门经理", ("department_manager@COM",)),
    PersonSpec("commerce", "许文", "Xu Wen", "COM", "商务专员", ("commerce@COM",)),
    PersonSpec("pan_hong", "潘红", "Pan Hong", "COM", "单证员", ("employee@COM",)),
    PersonSpec("warehouse_manager", "韩磊", "Han Lei", "WHS", "部门经理", ("department_manager@WHS",)),
    PersonSpec("warehouse_raw", "何军", "He Jun", "WHS", "原材料保管", ("warehouse_keeper@#raw", "employee@WHS")),
    PersonSpec("warehouse_semi", "曹颖", "Cao Ying", "WHS", "半成品保管", ("warehouse_keeper@#semi", "employee@WHS")),
    PersonSpec("jin_hai", "金海", "Jin Hai", "WHS", "叉车司机", ("employee@WHS",)),
    PersonSpec("bai_yu", "白羽", "Bai Yu", "WHS", "发运员", ("employee@WHS",)),
    PersonSpec("division_manager", "蒋志远", "Jiang Zhiyuan", "CNC", "事业部经理", ("division_manager@CNC",)),
    PersonSpec("domestic_sales_manager", "沈浩", "Shen Hao", "CNC", "国内销售经理", ("domestic_sales_manager@*",)),
    PersonSpec("export_sales_manager", "钱进", "Qian Jin", "CNC", "外贸销售经理", ("export_sales_manager@*",)),
    PersonSpec("salesperson", "唐宁", "Tang Ning", "CNC", "业务员", ("salesperson@CNC",)),
    PersonSpec("foreign_salesperson", "梁雪", "Liang Xue", "CNC", "外贸业务员", ("foreign_salesperson@CNC",)),
    PersonSpec("cui_ming", "崔明", "Cui Ming", "CNC", "业务员", ("salesperson@CNC",)),
    PersonSpec("lu_jia", "陆佳", "Lu Jia", "CNC", "业务员", ("salesperson@CNC",)),
    PersonSpec("hydraulics_manager", "彭涛", "Peng Tao", "HYD", "事业部经理", ("division_manager@HYD",)),
    PersonSpec("outsider", "丁一", "Ding Yi", "HYD", "工艺员", ("employee@HYD",)),
    PersonSpec("yu_hang", "于航", "Yu Hang", "HYD", "业务员", ("salesperson@HYD",)),
    PersonSpec("dong_li", "董丽", "Dong Li", "HYD", "业务员", ("salesperson@HYD",)),
    PersonSpec("wei_gang", "魏刚", "Wei Gang", "HYD", "工艺员", ("employee@HYD",)),
    PersonSpec("automation_manager", "罗明", "Luo Ming", "AUT", "事业部经理", ("division_manager@AUT",)),
    PersonSpec("rd_lead", "高翔", "Gao Xiang", "AUT", "研发部主管", ("rd_lead@*",)),
    PersonSpec("expert", "谢东", "Xie Dong", "AUT", "专家", ("expert@*",)),
    PersonSpec("fan_wei", "范伟", "Fan Wei", "AUT", "电气工程师", ("employee@AUT",)),
    PersonSpec("jia_nan", "贾楠", "Jia Nan", "AUT", "业务员", ("salesperson@AUT",)),
    PersonSpec("quality_manager", "邓洁", "Deng Jie", "QLT", "部门经理", ("department_manager@QLT",)),
    PersonSpec("auditor", "顾清", "Gu Qing", "QLT", "稽核人员", ("auditor@*",)),
    PersonSpec("quality_inspector", "柳青", "Liu Qing", "QLT", "检验员", ("employee@QLT",)),
    PersonSpec("ren_jie", "任杰", "Ren Jie", "QLT", "检验员", ("employee@QLT",)),
    PersonSpec("finance_manager", "宋岚", "Song Lan", "FIN", "财务部经理", ("finance_manager@*",)),
    PersonSpec("finance_supervisor", "叶青", "Ye Qing", "FIN", "财务主管", ("finance_supervisor@*",)),
    PersonSpec("finance", "王静", "Wang Jing", "FIN", "财务", ("finance@*",)),
    PersonSpec("du_juan", "杜鹃", "Du Juan", "FIN", "财务", ("finance@*",)),
    PersonSpec("cashier", "方芳", "Fang Fang", "FIN", "出纳", ("cashier@*",)),
    PersonSpec("finance_assistant", "石磊", "Shi Lei", "FIN", "财务助理", ("department_manager@FIN",)),
    PersonSpec("admin_manager", "任红", "Ren Hong", "ADM", "部门经理", ("department_manager@ADM",)),
    PersonSpec("planning_centre", "田野", "Tian Ye", "ADM", "企划专员", ("planning_centre@*",)),
    PersonSpec("information_manager", "康健", "Kang Jian", "ADM", "信息管理员", ("information_manager@*",)),
    PersonSpec("employee", "苏醒", "Su Xing", "ADM", "行政专员", ("employee@ADM",)),
    PersonSpec("xia_yu", "夏雨", "Xia Yu", "ADM", "行政专员", ("employee@ADM",)),
    PersonSpec("qin_fen", "秦芬", "Qin Fen", "ADM", "人事专员", ("employee@ADM",)),
)

POSITIONS_EN = {
    "总经理": "General manager", "主管副总": "Vice general manager", "董事": "Director",
    "部门经理": "Department manager",
    "部门副经理": "Deputy department manager", "服务内勤": "Service clerk", "外贸服务内勤": "Foreign service clerk",
    "调试员": "Commissioning engineer", "客户服务专员": "Customer service officer", "商务专员": "Commerce officer",
    "原材料保管": "Raw material keeper", "半成品保管": "Semi-finished goods keeper", "事业部经理": "Division manager",
    "国内销售经理": "Domestic sales manager",
    "外贸销售经理": "Export sales manager", "业务员": "Salesperson", "外贸业务员": "Export salesperson",
    "工艺员": "Process engineer", "研发部主管": "R&D lead", "专家": "Expert",
    "稽核人员": "Auditor", "检验员": "Inspector",
    "财务部经理": "Finance manager", "财务主管": "Finance supervisor", "财务": "Finance officer", "出纳": "Cashier",
    "财务助理": "Finance assistant", "企划专员": "Planning officer", "信息管理员": "Information manager",
    "行政专员": "Administration officer", "回访专员": "Follow-up officer", "单证员": "Documents officer",
    "叉车司机": "Forklift driver", "发运员": "Dispatcher",
    "电气工程师": "Electrical engineer", "人事专员": "HR officer",
}  # fmt: skip
"""Positions in English (GEN-11)."""

SHOWN_LOGINS = (
    "service_clerk",
    "foreign_service_clerk",
    "service_deputy_manager",
    "service_manager",
    "division_manager",
    "domestic_sales_manager",
    "export_sales_manager",
    "salesperson",
    "foreign_salesperson",
    "commissioning_engineer",
    "commerce",
    "warehouse_raw",
    "warehouse_semi",
    "finance",
    "finance_supervisor",
    "finance_manager",
    "cashier",
    "vice_general_manager",
    "general_manager",
    "customer_service",
    "auditor",
    "planning_centre",
    "rd_lead",
    "expert",
    "information_manager",
    "executive",
    "employee",
    "outsider",
)
"""One log-in per role, named at the start and on the sign-in page; every other person's works as well."""
