"""What people do with the application beside their documents, so that each of its pages has something to show: stand
in for each other, set ceilings, allow an excess, share views, ask, remark, attach, bring people in (QLT-55).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Model

from approvals.choices import Added, StepMode, TaskState, Verdict, WhoKind
from approvals.models import Case, Route, Task
from approvals.services import decisions, delegations, moves, questions, routes
from approvals.services.routes import StepDraft
from budgets.models import ControlKey
from budgets.services import ceilings, policies
from budgets.services.ceilings import CeilingInput
from core import comments, saved_views, sealing, webhooks
from core.models import Webhook
from demo import plan
from demo.spending import Spending
from demo.stage import Stage, attach, moment
from expenses.models import Claim, SpendRequest
from organization.models import Role
from organization.services import staff_checking, staff_imports
from reports.services import runs

D = Decimal
ROOM = D("1.15")
"""Ceilings leave the contingency and a little more."""
VIEWS = (
    ("finance", "expenses:claim_list", "待财务审核", "scope=all&state=IN_REVIEW", "DEPARTMENT"),
    ("service_manager", "expenses:claim_list", "本部门退回的报销", "state=RETURNED", "OWN"),
    ("general_manager", "reports:variance", "不利差异（全年）", "kind=COST", "EVERYBODY"),
    ("service_clerk", "parts_sales:order_list", "未付款订单", "only=owing", "DEPARTMENT"),
)
PEOPLE = "用户名,姓名,部门编码,角色,入职日期"


def set_ceilings(stage: Stage, *, year: int, today: date) -> None:
    """Finance bounds next year's costs of every department, and its fairs (BUD-23). Before the drafts are begun."""
    fairs = stage.category("展会摊位费")
    wanted = [
        CeilingInput(stage.department(code).pk, None, _costs(code), None) for code in plan.YEARLY
    ] + [
        CeilingInput(stage.department(code).pk, fairs.pk, plan.yearly_amount(code, fairs.name_zh) * ROOM, None)
        for code, yearly in plan.YEARLY.items()
        if fairs.name_zh in yearly
    ]  # fmt: skip
    ceilings.set_ceilings(
        fiscal_year_id=stage.year(year).pk,
        wanted=wanted,
        actor=stage.actor("finance_manager"),
        at=moment(today - timedelta(days=20), 9),
    )


def live(stage: Stage, spending: Spending, *, today: date) -> None:
    """The last weeks beside the documents."""
    _exceed(stage, today)
    _talk(stage, spending, today)
    _review_together(stage, spending, today)
    _stand_in(stage, today)
    _keep_views(stage, today)
    _bring_people_in(stage, today)
    _tell_others(stage, today)
    _report(stage, today)


def _costs(code: str) -> Decimal:
    return sum((plan.yearly_amount(code, name) for name in plan.YEARLY[code]), D(0)) * ROOM


def _exceed(stage: Stage, today: date) -> None:
    """Finance lets one budget be exceeded for a while, and has ended another such leave (LED-05)."""
    for code, name, ago, amount, why in (
        ("WHS", "设备与工具", 6, D(20000), "叉车电池突发故障，先换后补预算"),
        ("CSD", "电话费", 25, D(3000), "客服热线割接期间双线运行"),
    ):
        day = today - timedelta(days=ago)
        key = ControlKey.objects.get(
            department=stage.department(code), category=stage.category(name), fiscal_year__year=day.year
        )
        actor = stage.actor("finance_manager")
        given = policies.grant_override(
            key_id=key.pk, month=day.month, amount=amount, reason=why, expires_at=moment(today + timedelta(days=9), 18),
            actor=actor, at=moment(day, 9),
        )  # fmt: skip
        if ago > 20:
            policies.end_override(
                override_id=given.pk, reason="割接已完成", actor=actor, at=moment(day + timedelta(days=10), 9)
            )


def _talk(stage: Stage, spending: Spending, today: date) -> None:
    """A request is asked about, an answer waits, a paper is added, somebody is brought in before the decision."""
    day = today - timedelta(days=2)
    asked = spending.request(
        "SVC", title="M2600 主轴动平衡仪", lines=[("备件及更换", D("46800.00"))], expected=_soon(today),
        at=moment(day, 9), maker="sun_yang",
    )  # fmt: skip
    offers = "供应商,含税价\n苏州主轴科技,46800\n上海量具刃具,49200\n"
    attach(stage, asked, "报价对比.csv", offers, username="sun_yang", at=moment(day, 9, 30))
    manager, maker = stage.actor("service_manager"), stage.people["sun_yang"]
    task = _task(stage, asked, "service_manager")
    first = questions.ask(
        task_id=task.pk, person_ids=[maker.pk], text="现有动平衡仪还能用多久？", actor=manager, at=moment(day, 11)
    )
    questions.answer(
        asked_id=first.asked.get().pk, text="传感器已停产，校准到年底为止。", actor=stage.actor("sun_yang"),
        at=moment(day, 13),
    )  # fmt: skip
    engineer = stage.people["commissioning_engineer"]
    questions.ask(
        task_id=task.pk, person_ids=[engineer.pk], text="与 L460 车床的主轴通用吗？", actor=manager, at=moment(day, 15)
    )
    _bring_in(stage, spending, today)


def _bring_in(stage: Stage, spending: Spending, today: date) -> None:
    """Finance has the finance manager decide first; the maker and a colleague remark on it."""
    day = today - timedelta(days=2)
    claim = spending.submit(
        "QLT", title="三坐标测量机年检", lines=spending.lines("质量控制与检测", D("18600.00"), day=day, parts=2),
        at=moment(day, 9), maker="quality_inspector",
    )  # fmt: skip
    stage.decide_all(kind=Claim.kind, document_id=claim.pk, at=moment(day, 10), stop_before="finance")
    moves.add_approver(
        task_id=_task(stage, claim, "finance").pk,
        person_ids=[stage.people["finance_manager"].pk],
        where=Added.BEFORE,
        mode=StepMode.ALL,
        reason="年检费比上年高三成，请先把关",
        actor=stage.actor("finance"),
        at=moment(day, 14),
    )
    words = "年检范围：X、Y、Z 三轴，含标准球校准。\n"
    attach(stage, claim, "年检合同要点.txt", words, username="quality_inspector", at=moment(day, 9, 30))
    for username, text in (
        ("quality_manager", "@柳青 请把去年的合同也附上。"),
        ("quality_inspector", "去年合同在档案室，明天补。"),
    ):
        comments.comment(
            kind=Claim.kind, document_id=claim.pk, text=text, actor=stage.actor(username), at=moment(day, 16)
        )


def _review_together(stage: Stage, spending: Spending, today: date) -> None:
    """In automation, what is asked for is reviewed by quality and service before finance concludes (APR-06)."""
    manager, day = stage.actor("finance_manager"), today - timedelta(days=3)
    asks = (("QLT", "验收标准是否明确？"), ("SVC", "是否影响现场服务？"))
    steps = (
        StepDraft("部门经理审批", WhoKind.MANAGER, StepMode.ANY, "Department manager"),
        StepDraft(
            "相关部门会审", WhoKind.ROLE_IN_COMPANY, StepMode.REVIEW, "Review by the departments concerned",
            role_id=Role.objects.get(code="finance").pk, days_allowed=3,
            reviews=tuple((stage.department(code).pk, question) for code, question in asks),
        ),
    )  # fmt: skip
    department = stage.department("AUT")
    old = Route.objects.filter(document_kind=SpendRequest.kind, department=department, retired_at=None).first()
    routes.save_route(
        kind=SpendRequest.kind, department_id=department.pk, steps=steps, replaces=old.pk if old else None,
        actor=manager, at=moment(day, 8),
    )  # fmt: skip
    asked = spending.request(
        "AUT", title="AGV 控制柜外协", lines=[("研发", D("32000.00"))], expected=_soon(today), at=moment(day, 9),
        maker="fan_wei",
    )  # fmt: skip
    decisions.decide(
        task_id=_task(stage, asked, "automation_manager").pk, verdict=Verdict.APPROVE, reason="",
        actor=stage.actor("automation_manager"), at=moment(day, 11),
    )  # fmt: skip
    decisions.decide(
        task_id=_task(stage, asked, "quality_manager").pk, verdict=Verdict.REMARKS,
        reason="请写明防护等级 IP54 与出厂检验项目", actor=stage.actor("quality_manager"), at=moment(day, 15),
    )  # fmt: skip


def _stand_in(stage: Stage, today: date) -> None:
    """Who is away has somebody decide in their place: one now, one to come (APR-07)."""
    for giver, taker, start, days, kinds, cap, why in (
        ("hydraulics_manager", "automation_manager", today, 6, (Claim.kind, SpendRequest.kind), D(50000), "赴德国参展"),
        ("automation_manager", "division_manager", today + timedelta(days=9), 5, (), None, "年休假"),
    ):
        delegations.delegate(
            delegate_id=stage.people[taker].pk, start_date=start, end_date=start + timedelta(days=days), reason=why,
            document_kinds=kinds, amount_cap=cap, actor=stage.actor(giver), at=moment(today, 8),
        )  # fmt: skip


def _keep_views(stage: Stage, today: date) -> None:
    """Lists are kept under a name, for oneself and for others (GEN-13)."""
    for username, list_name, name, query, audience in VIEWS:
        saved_views.keep(
            list_name=list_name, name=name, query=query, audience=audience, actor=stage.actor(username),
            at=moment(today - timedelta(days=8), 9),
        )  # fmt: skip


def _bring_people_in(stage: Stage, today: date) -> None:
    """A list of new colleagues was brought in; another, with a slip in it, is being checked (ORG-10)."""
    day, actor = today - timedelta(days=16), stage.actor("finance_supervisor")
    for on, name, rows in (
        (day, "入职名单-上月.csv", ("ma_chao,马超,SVC,调试员", "guan_yue,关悦,CSD,员工")),
        (today, "入职名单-本月.csv", ("zhu_jun,朱军,WHS,员工", "han_mei,韩梅,WHX,员工")),
    ):
        content, at = "\n".join([PEOPLE, *(f"{row},{on}" for row in rows)]), moment(on, 8)
        found = staff_imports.upload_staff(kind="PEOPLE", file_name=name, content=content.encode(), actor=actor, at=at)
        with transaction.atomic():  # as the job that does this
            staff_checking.check(import_id=found.pk, person_id=actor.known_id, at=at)
        if on == day:
            staff_imports.begin_applying(import_id=found.pk, leave_out_bad=False, actor=actor, at=at)
            with transaction.atomic():
                staff_checking.apply(import_id=found.pk, person_id=actor.known_id, at=at)


def _tell_others(stage: Stage, today: date) -> None:
    """The accounting program is to be told of decisions. Its address leads nowhere, which the service would refuse:
    the row is written here, paused (GEN-17)."""
    Webhook.objects.create(
        label="总账系统（待联调）",
        address="https://erp.shenyue.example/hooks/shouhou",
        events=sorted({"expense_claim.approve", "budget_adjustment.approve"} & webhooks.offered_codes()),
        secret=sealing.seal("whsec_demo", purpose=webhooks.PURPOSE),
        is_active=False,
        created_by=stage.people["information_manager"],
        created_at=moment(today - timedelta(days=5), 14),
    )


def _report(stage: Stage, today: date) -> None:
    """The general manager has last month's report (RPT-41)."""
    last = today.replace(day=1) - timedelta(days=1)
    runs.ask(
        paper="standard", form="xlsx", language="zh-hans",
        parameters={"year": str(last.year), "month": str(last.month), "span": "month"},
        actor=stage.actor("general_manager"), at=moment(today, 7),
    )  # fmt: skip


def _task(stage: Stage, document: Model, username: str) -> Task:
    """What waits for somebody of a document."""
    case = Case.objects.filter(subject_kind=document.kind, subject_id=document.pk).latest("round")  # type: ignore[attr-defined]
    return Task.objects.get(case=case, person=stage.people[username], state=TaskState.WAITING)


def _soon(today: date) -> date:
    return min(today + timedelta(days=12), date(today.year, 12, 31))
