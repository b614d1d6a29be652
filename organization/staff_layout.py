"""What the columns of a file of departments or people are (ORG-10). Pure: headings in, columns out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.sheets.headings import heading_row, squeezed
from organization.choices import StaffKind

IGNORE = "ignore"
CODE, KIND, PARENT, MANAGER, DEPUTY = "code", "kind", "parent", "manager", "deputy"
NAME, NAME_EN, USERNAME, DEPARTMENT, EMAIL = "name_zh", "name_en", "username", "department", "email"
POSITION, POSITION_EN, JOINED, ROLES, SCOPE = "position", "position_en", "joined_date", "roles", "scope"
FIRST_ROWS = 30

COLUMNS: Mapping[str, tuple[str, ...]] = {
    StaffKind.DEPARTMENTS: (CODE, NAME, NAME_EN, KIND, PARENT, MANAGER, DEPUTY),
    StaffKind.PEOPLE: (USERNAME, NAME, NAME_EN, DEPARTMENT, POSITION, POSITION_EN, EMAIL, JOINED, ROLES, SCOPE),
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    StaffKind.DEPARTMENTS: (CODE, NAME),
    StaffKind.PEOPLE: (USERNAME, NAME, DEPARTMENT),
}
LABELS: Mapping[str, str | Promise] = {
    CODE: _("Code"),
    NAME: _("Chinese name"),
    NAME_EN: _("English name"),
    KIND: _("Kind"),
    PARENT: _("Code of the one above"),
    MANAGER: _("User name of the manager"),
    DEPUTY: _("User name of the deputy"),
    USERNAME: _("User name"),
    DEPARTMENT: _("Code of the department"),
    POSITION: _("Position"),
    POSITION_EN: _("Position in English"),
    EMAIL: _("E-mail"),
    JOINED: _("Joined on"),
    ROLES: _("Roles"),
    SCOPE: _("Scope of the roles"),
}
WORDS: Mapping[str, tuple[str, ...]] = {
    CODE: ("编码", "代码", "部门编码", "部门编号", "部门代码", "成本中心", "code", "departmentcode", "costcentre"),
    NAME: ("名称", "姓名", "中文名", "中文名称", "中文姓名", "部门", "部门名称", "员工姓名", "name", "chinesename"),
    NAME_EN: ("英文名", "英文名称", "英文姓名", "englishname", "nameinenglish"),
    KIND: ("类型", "类别", "级别", "部门类型", "kind", "type", "level"),
    PARENT: ("上级编码", "上级部门", "上级部门编码", "上级", "上级代码", "codeoftheoneabove", "parent", "parentcode"),
    MANAGER: ("负责人用户名", "负责人", "部门经理", "经理", "usernameofthemanager", "manager"),
    DEPUTY: ("副职用户名", "副职", "部门副经理", "副经理", "usernameofthedeputy", "deputy"),
    USERNAME: ("用户名", "登录名", "账号", "帐号", "工号", "username", "login", "account"),
    DEPARTMENT: ("所属部门编码", "所属部门", "所在部门", "codeofthedepartment", "department"),
    POSITION: ("职务", "岗位", "职位", "position", "jobtitle", "title"),
    POSITION_EN: ("英文职务", "英文岗位", "positioninenglish"),
    EMAIL: ("邮箱", "电子邮箱", "电子邮件", "邮件", "e-mail", "email", "mail"),
    JOINED: ("入职日期", "入职时间", "joinedon", "joined", "startdate"),
    ROLES: ("角色", "role", "roles"),
    SCOPE: ("角色范围", "权限范围", "范围", "scopeoftheroles", "scope"),
}  # fmt: skip
OF_PEOPLE = {"部门编码": DEPARTMENT, "部门编号": DEPARTMENT, "departmentcode": DEPARTMENT, "部门": DEPARTMENT}
"""What means something else on a list of people; what says it best first."""
EXAMPLES: Mapping[tuple[str, str], Sequence[Sequence[str]]] = {
    (StaffKind.DEPARTMENTS, "zh"): (
        ("Y100", "工程机械事业部", "Construction division", "事业部", "Y000", "", ""),
        ("Y110", "售后服务部", "After-sales service", "部门", "Y100", "ma.guoqiang", "chen.yu"),
        ("Y111", "维修一组", "", "班组", "Y110", "", ""),
    ),
    (StaffKind.DEPARTMENTS, "en"): (
        ("Y100", "工程机械事业部", "Construction division", "Division", "Y000", "", ""),
        ("Y110", "售后服务部", "After-sales service", "Department", "Y100", "ma.guoqiang", "chen.yu"),
        ("Y111", "维修一组", "Repair team 1", "Team", "Y110", "", ""),
    ),
    (StaffKind.PEOPLE, "zh"): (
        ("ma.guoqiang", "马国强", "Ma Guoqiang", "Y110", "部门经理", "", "ma@example.cn", "2024-03-01", "部门经理", ""),
        ("wang.jing", "王静", "", "Y000", "会计", "", "", "2025-07-01", "财务", "公司"),
        ("chen.zhiqiang", "陈志强", "", "Y111", "调试员", "", "", "", "员工；调试员", "Y110"),
    ),
    (StaffKind.PEOPLE, "en"): (
        ("ma.guoqiang", "马国强", "Ma Guoqiang", "Y110", "部门经理", "Department manager", "ma@example.cn",
         "2024-03-01", "Department manager", ""),
        ("wang.jing", "王静", "Wang Jing", "Y000", "会计", "Accountant", "", "2025-07-01", "Finance", "Company"),
        ("chen.zhiqiang", "陈志强", "Chen Zhiqiang", "Y111", "调试员", "", "", "", "Employee; Commissioning engineer",
         "Y110"),
    ),
}  # fmt: skip


def columns_of(kind: str, heading: Sequence[str], learned: Mapping[str, str]) -> dict[int, str]:
    """What each column of a heading row is, by its place; each thing once: the heading that says it best, the first of
    equals. Beside a user name a staff number is none.
    """
    best: dict[str, tuple[int, int]] = {}
    for place, text in enumerate(heading):
        role, rank = _role(kind, text, learned)
        if role in COLUMNS[kind] and (role not in best or rank < best[role][0]):
            best[role] = (rank, place)
    return {place: role for role, (_rank, place) in sorted(best.items(), key=lambda one: one[1][1])}


def best_heading(kind: str, rows: Sequence[Sequence[str]], learned: Mapping[str, str]) -> int:
    """The row that looks most like headings."""
    return heading_row(rows, lambda row: len(columns_of(kind, row, learned)))


def learned_from(heading: Sequence[str], columns: Mapping[int, str]) -> dict[str, str]:
    """What is remembered of a reading: heading → column, also what is left out."""
    return {squeezed(text): columns.get(place, IGNORE) for place, text in enumerate(heading) if squeezed(text)}


def missing(kind: str, columns: Mapping[int, str]) -> list[str]:
    """The columns without which no row can be read."""
    return [one for one in NEEDED[kind] if one not in columns.values()]


def _role(kind: str, text: str, learned: Mapping[str, str]) -> tuple[str, int]:
    """What a heading means, and how well it says so: what was learned best, then in the order of the words."""
    word = squeezed(text)
    if word in learned:
        return learned[word], -1
    if kind == StaffKind.PEOPLE and word in OF_PEOPLE:
        return OF_PEOPLE[word], list(OF_PEOPLE).index(word)
    fitting = ((role, WORDS[role].index(word)) for role in COLUMNS[kind] if word in WORDS[role])
    return next(fitting, (IGNORE, 0))
