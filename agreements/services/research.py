"""Market research reports: written, issued, taken back (CUS-02)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import locks, policies
from agreements.choices import ResearchState
from agreements.models import ResearchReport
from agreements.selectors.leads import leads_visible_to
from agreements.services.inputs import ResearchInput
from core import audit, changes, documents, numbers
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason, visible_text
from organization.models import Department

PREFIX = "MR"
TEXTS = {"title": 160, "market": 200, "method": 500, "demand": 6000, "rivals": 6000, "advice": 6000}
"""What a report says, and how much of it."""


@transaction.atomic
def draft(*, report: ResearchInput, actor: Actor, at: datetime) -> ResearchReport:
    """Write a draft. Raises NotAllowed, InvalidInput."""
    if not policies.can_sell(actor):
        raise NotAllowed(document=_("a market research report"))
    row = ResearchReport(created_by_id=actor.known_id, created_at=at)
    _fill(row, report, actor=actor, at=at)
    row.save()
    _record(row, "create", actor, at, {})
    return row


@transaction.atomic
def change(
    *, report_id: int, report: ResearchInput, actor: Actor, at: datetime, version: int | None = None
) -> ResearchReport:
    """Change a draft. Raises StaleDocument, WrongState, NotAllowed, InvalidInput."""
    row = locks.lock_research(report_id)
    documents.require_version(row, version)
    if not policies.can_edit_research(row, actor):
        raise NotAllowed(document=str(row))
    if row.state != ResearchState.DRAFT:
        raise WrongState(document=str(row), state=row.get_state_display())
    before = _told(row)
    _fill(row, report, actor=actor, at=at)
    row.version += 1
    row.save()
    _record(row, "edit", actor, at, {"changes": changes.between(before, _told(row))})
    return row


@transaction.atomic
def issue(*, report_id: int, actor: Actor, at: datetime, version: int | None = None) -> ResearchReport:
    """Issue a draft: it takes its number and is not changed any more. Raises StaleDocument, WrongState, NotAllowed."""
    row = locks.lock_research(report_id)
    documents.require_version(row, version)
    documents.require(row, "issue", actor=actor)
    row.number = numbers.take(PREFIX, timezone.localdate(at).year)
    documents.perform(row, "issue", actor=actor, at=at, by=actor.known_id)
    return row


@transaction.atomic
def withdraw(*, report_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> ResearchReport:
    """Take a report back: it stays readable, marked as such (GEN-14). Raises ReasonMissing, StaleDocument, WrongState,
    NotAllowed.
    """
    reason = require_reason(reason)
    row = locks.lock_research(report_id)
    documents.require_version(row, version)
    documents.perform(row, "withdraw", actor=actor, at=at, reason=reason)
    return row


def _fill(row: ResearchReport, given: ResearchInput, *, actor: Actor, at: datetime) -> None:
    for name, most in TEXTS.items():
        setattr(row, name, visible_text(getattr(given, name)).strip()[:most])
    if not all((row.title, row.market, row.method, row.demand, row.advice)):
        raise InvalidInput(
            problem=_("Say which market was looked at and how, what is needed there and what you recommend.")
        )
    if given.until < given.since or given.until > timezone.localdate(at):
        raise InvalidInput(problem=_("Say from when until when the market was looked at; not in the future."))
    row.since, row.until = given.since, given.until
    if given.lead_id not in {None, row.lead_id} and not leads_visible_to(actor).filter(pk=given.lead_id).exists():
        raise InvalidInput(problem=_("There is no such lead."))
    row.lead_id = given.lead_id
    department = given.department_id or row.department_id or actor.department_id
    if department is None or not Department.objects.filter(pk=department, status="ACTIVE").exists():
        raise InvalidInput(problem=_("Choose the department the report belongs to."))
    if department not in {row.department_id, actor.department_id} and not actor.can(policies.SELL, department):
        raise NotAllowed(document=_("a market research report"))
    row.department_id = department


def _told(row: ResearchReport) -> dict[str, Any]:
    texts = {name: getattr(row, name) for name in TEXTS}
    days = {"since": row.since.isoformat(), "until": row.until.isoformat()}
    return texts | days | {"lead": str(row.lead or ""), "department": row.department.name}


def _record(row: ResearchReport, what: str, actor: Actor, at: datetime, facts: dict[str, Any]) -> None:
    audit.record(
        kind=row.kind, document_id=row.pk, label=str(row), code=f"research_report.{what}", actor=actor, at=at,
        facts=facts, after=row.state,
    )  # fmt: skip
