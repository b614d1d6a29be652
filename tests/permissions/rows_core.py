"""Rows of the ground: palette, preferences, notices, files and comments, jobs, the API's description."""

from __future__ import annotations

from datetime import date
from typing import Any

from core import letters
from core.models import CalendarDay, Mail, SavedView, ThresholdValue, Webhook
from tests.permissions.world import World


def claim(world: World) -> dict[str, Any]:
    return {"kind": "expense_claim", "document_id": world.claim_draft.pk}


def other_claim(world: World) -> dict[str, Any]:
    return {"kind": "expense_claim", "document_id": world.other_claim.pk}


def calendar_day(world: World) -> dict[str, Any]:
    """A day entered into the calendar."""
    made, _new = CalendarDay.objects.get_or_create(
        day=date(2027, 5, 1), defaults={"is_working": False, "name": "劳动节", "entered_at": world.now}
    )
    return {"day_id": made.pk}


def threshold_value(world: World) -> dict[str, Any]:
    """A value whose day has not come."""
    made, _new = ThresholdValue.objects.get_or_create(
        code="late_claim",
        since=date(2099, 1, 1),
        defaults={"figures": {"days": ["30"]}, "entered_at": world.now},
    )
    return {"value_id": made.pk}


def sees_thresholds(keeper: int, reader: int, others: int) -> dict[str, int]:
    """Finance sets them, whoever sees the company's spending reads them; those of parts sales its people too."""
    return {
        "*": others,
        "finance_officer": keeper,
        "finance_manager": keeper,
        "finance_supervisor": reader,
        "gm": reader,
    }


def threshold_pk(world: World) -> dict[str, Any]:
    return {"pk": threshold_value(world)["value_id"]}


def saved_view(world: World) -> dict[str, Any]:
    """A view of the list of claims that the manager keeps for everybody."""
    made, _new = SavedView.objects.get_or_create(
        owner=world.people["manager"],
        list_name="expenses:claim_list",
        name="walk",
        defaults={"query": "state=DRAFT", "audience": "EVERYBODY", "created_at": world.now},
    )
    return {"view_id": made.pk}


def keepers(status: int) -> dict[str, int]:
    return dict.fromkeys(("finance_officer", "finance_manager"), status)


SEEN = {"outsider": 404}
"""A draft of service: all but the other department see it."""

ATTACHED = {
    "kwargs": lambda world: {"pk": world.attachment.pk},
    "foreign": lambda world: {"pk": world.other_attachment.pk},
}


def mail(world: World) -> dict[str, Any]:
    """A mail to the employee that was given up."""
    made, _new = Mail.objects.get_or_create(
        key="walk", defaults={
            "person": world.employee, "kind": "DIGEST", "address": "a@shouhou.example", "due_at": world.now,
            "created_at": world.now, "state": "GIVEN_UP",
        },
    )  # fmt: skip
    return {"mail_id": made.pk}


def stop_token(world: World) -> dict[str, Any]:
    return {"token": letters.stop_token(person_id=world.employee.pk, topic="talk")}


WEBHOOK = {"label": "ERP", "address": "https://erp.example/hook", "events": ["expense_claim.submit"]}


def webhook(world: World) -> Webhook:
    """A webhook; none of the cast keeps them, the information manager does (tests/core/test_webhooks.py)."""
    made, _new = Webhook.objects.get_or_create(
        label="ERP", defaults={**WEBHOOK, "secret": "", "created_by": world.employee, "created_at": world.now}
    )
    return made


WATCHERS = ("finance_manager", "finance_supervisor")

ROWS: dict[str, dict[str, Any]] = {
    "core:palette": {"*": 200},
    "core:search": {"*": 200},
    "core:tour": {"data": {"do": "again"}, "*": 302},
    "core:view_keep": {
        "data": {"name": "每月", "audience": "OWN", "path": "/expenses/claims/", "query": "state=DRAFT"},
        "*": 302,
    },
    "core:view_edit": {"kwargs": saved_view, "*": 404, "manager": 200},
    "core:view_delete": {"kwargs": saved_view, "*": 404, "manager": 302},
    "core:view_restore": {"kwargs": saved_view, "*": 404, "manager": 302},
    "core:view_usual": {"kwargs": saved_view, "data": {"usual": "1"}, "*": 302},
    "core:preferences": {"*": 302},
    "core:menu": {"*": 200},
    "core:keys": {"*": 200},
    "set_language": {"*": 302},
    "core:notices": {"*": 200},
    "core:notices_read": {"*": 302},
    "core:notice_open": {"kwargs": lambda world: {"notice_id": world.notice.pk}, "*": 404, "employee": 302},
    "core:mentions": {"kwargs": claim, "*": 200, **SEEN, "foreign": other_claim},
    "core:values": {"kwargs": claim, "*": 200, **SEEN, "foreign": other_claim},
    "core:comment_add": {"kwargs": claim, "*": 422, **SEEN, "foreign": other_claim},
    "core:attachment_add": {"kwargs": claim, "*": 302, **SEEN, "foreign": other_claim},
    "core:attachment": {
        "kwargs": lambda world: {"attachment_id": world.attachment.pk},
        "*": 200,
        **SEEN,
        "foreign": lambda world: {"attachment_id": world.other_attachment.pk},
    },
    "core:attachment_remove": {
        "kwargs": lambda world: {"attachment_id": world.attachment.pk},
        "*": 403,
        **SEEN,
        "employee": 302,
        "foreign": lambda world: {"attachment_id": world.other_attachment.pk},
    },
    "core:calendar": {"*": 200},
    "core:calendar_enter": {
        "data": {"day": "2027-05-03", "is_working": "0", "name": "劳动节"},
        "*": 403,
        **keepers(302),
    },
    "core:calendar_remove": {"kwargs": calendar_day, "*": 403, **keepers(302)},
    "api:calendar-days-list": {"*": 200},
    "api:calendar-days-list POST": {
        "data": {"day": "2027-05-04", "is_working": False, "name": "劳动节"},
        "*": 403,
        **keepers(201),
    },
    "api:calendar-days-detail": {"kwargs": lambda world: {"pk": calendar_day(world)["day_id"]}, "*": 200},
    "api:calendar-days-remove": {
        "kwargs": lambda world: {"pk": calendar_day(world)["day_id"]},
        "*": 403,
        **keepers(200),
    },
    "core:threshold_list": {**sees_thresholds(200, 200, 403), "manager": 200, "division_manager": 200},
    "core:threshold_edit": {
        "kwargs": lambda _world: {"code": "late_claim"},
        **sees_thresholds(200, 200, 403),
        "manager": 404,
        "division_manager": 404,
    },
    "core:threshold_set": {
        "kwargs": lambda _world: {"code": "day_off"},
        "data": {"since": "2099-01-01"},
        **sees_thresholds(302, 403, 403),
    },
    "core:threshold_remove": {"kwargs": threshold_value, **sees_thresholds(302, 403, 404)},
    "api:thresholds-list": {"*": 200},
    "api:thresholds-list POST": {
        "data": {"code": "day_off", "since": "2099-02-01", "is_on": False},
        **sees_thresholds(201, 403, 403),
    },
    "api:thresholds-detail": {"kwargs": threshold_pk, **sees_thresholds(200, 200, 404)},
    "api:thresholds-take-back": {"kwargs": threshold_pk, **sees_thresholds(200, 403, 403)},
    "api:thresholds-standing": {"data": {}, "*": 200},
    "core:job_list": {"*": 403, "finance_manager": 200, "finance_supervisor": 200},
    "core:job_retry": {
        "kwargs": lambda world: {"job_id": world.job.pk},
        "*": 403,
        "finance_manager": 302,
        "finance_supervisor": 302,
    },
    "core:mail_list": {"*": 403, **dict.fromkeys(WATCHERS, 200)},
    "core:mail_detail": {"kwargs": mail, "*": 403, **dict.fromkeys(WATCHERS, 200)},
    "core:mail_html": {"kwargs": mail, "*": 403},
    "core:mail_again": {"kwargs": mail, "*": 403, **dict.fromkeys(WATCHERS, 302)},
    "core:mail_stop": {"kwargs": stop_token, "*": 200, "anonymous": 200},
    "core:notice_choices": {"*": 200},
    "core:webhook_list": {"*": 403},
    "core:webhook_create": {"*": 403},
    **{
        f"core:webhook_{move}": {"kwargs": lambda world: {"webhook_id": webhook(world).pk}, "*": 403}
        for move in ("detail", "edit", "pause", "resume", "ping", "renew_secret")
    },
    "core:webhook_again": {"kwargs": lambda _world: {"delivery_id": 1}, "*": 403},
    "api:webhooks-list": {"*": 403},
    "api:webhooks-list POST": {"data": WEBHOOK, "*": 403},
    **{
        f"api:webhooks-{move}": {"kwargs": lambda world: {"pk": webhook(world).pk}, "*": 403}
        for move in ("detail", "detail PATCH", "pause", "resume", "ping", "renew-secret")
    },
    "api:webhook-deliveries-list": {"*": 403},
    "api:webhook-deliveries-detail": {"kwargs": lambda _world: {"pk": 1}, "*": 403},
    "api:webhook-deliveries-send-again": {"kwargs": lambda _world: {"pk": 1}, "*": 403},
    "api:comments-list": {"*": 200},
    "api:comments-list POST": {"*": 400},
    "api:comments-detail": {"kwargs": lambda world: {"pk": world.comment.pk}, "*": 200, **SEEN},
    "api:attachments-list": {"*": 200},
    "api:attachments-list POST": {"*": 415},
    "api:attachments-detail": {**ATTACHED, "*": 200, **SEEN},
    "api:attachments-content": {**ATTACHED, "*": 200, **SEEN},
    "api:attachments-remove": {**ATTACHED, "*": 403, **SEEN, "employee": 200},
    "api:notice-choices": {"*": 200},
    "api:notice-choices PATCH": {"data": lambda _world: {"digest_hour": 8}, "*": 200},
    "api:notices-list": {"*": 200},
    "api:notices-detail": {"kwargs": lambda world: {"pk": world.notice.pk}, "*": 404, "employee": 200},
    "api:notices-read": {"kwargs": lambda world: {"pk": world.notice.pk}, "*": 404, "employee": 200},
    "api_schema": {"*": 200},
    "api_docs": {"*": 200, "anonymous": 302},
    "api_nothing": {"*": 404, "anonymous": 404},
    "api_nothing POST": {"*": 404, "anonymous": 404},
}
