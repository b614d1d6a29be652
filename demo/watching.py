"""What is watched: budget alerts as they were found and answered, and rights lent in an emergency (EXP-11, ORG-06b)."""

from __future__ import annotations

from datetime import date, timedelta

from demo.stage import Stage, moment
from organization import services as organization
from organization.choices import GlassVerdict, ScopeKind
from reports.models import BudgetAlert
from reports.services import alerts

ANSWERS = (
    ("SVC", "备件及更换", "service_manager", "主轴批次返修所致，已申请追加；12 月暂停非紧急备货。"),
    ("AUT", "广告费", "automation_manager", "新品推介会提前到 8 月，四季度不再投放。"),
)


def look_at_budgets(day: date) -> None:
    """The morning's look at all budgets (EXP-11)."""
    alerts.find(at=moment(day, 7, 10))


def answer(stage: Stage, *, day: date) -> None:
    """Two managers say what they do about alerts of theirs; the others are still open."""
    for code, category, username, note in ANSWERS:
        rows = BudgetAlert.objects.filter(department=stage.department(code), category=stage.category(category))
        for alert in rows.filter(acknowledged_at=None).order_by("found_at", "pk"):
            alerts.acknowledge(alert_id=alert.pk, note=note, actor=stage.actor(username), at=moment(day, 9))


def lend_rights(stage: Stage, *, today: date) -> None:
    """The deputy fell ill twice: once reviewed since, once to be reviewed (ORG-06b)."""
    for ago, username, reason in (
        (40, "service_clerk", "副经理住院，紧急发货无人复核"),
        (5, "he_jing", "副经理隔离在家，客户停机待件"),
    ):
        start = today - timedelta(days=ago)
        right = organization.grant_break_glass(
            person_id=stage.people[username].pk,
            role_code="deputy_manager",
            scope_kind=ScopeKind.DEPARTMENT,
            department_id=stage.department("SVC").pk,
            start_date=start,
            end_date=start + timedelta(days=2),
            reason=reason,
            actor=stage.actor("general_manager"),
            at=moment(start, 8, 30),
        )
        if ago > 20:
            organization.review_break_glass(
                right_id=right.pk,
                verdict=GlassVerdict.JUSTIFIED,
                finding="三天内未用到该权限，紧急发货改由经理复核，授权合理。",
                actor=stage.actor("auditor"),
                at=moment(start + timedelta(days=4), 15),
            )
