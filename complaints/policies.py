"""Who may do what with complaints: pure functions over an actor and a row (CMP-01 to CMP-07, ORG-05)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.actors import Actor

HANDLE, VIEW, VERIFY = "complaints.handle", "complaints.view", "complaints.verify"
JUDGE, CONFIRM = "complaints.judge_liability", "complaints.confirm_liability"
PERMISSIONS = (
    (HANDLE, _("Handle complaints")),
    (JUDGE, _("Write reports on liability for the division")),
    (CONFIRM, _("Confirm reports on liability")),
    (VERIFY, _("Verify the effect of measures")),
)


def can_open(actor: Actor) -> bool:
    """Opens the list; which of its rows, the selector says."""
    return actor.is_system or actor.person_id is not None


def sees_all(actor: Actor) -> bool:
    """Customer service and the panel serve the whole company; management reads it."""
    return actor.is_system or any(actor.can_somewhere(code) for code in (HANDLE, VIEW, VERIFY, CONFIRM))


def can_record(actor: Actor) -> bool:
    """Records complaints (CMP-01)."""
    return actor.is_system or actor.can_somewhere(HANDLE)


def is_handler(complaint: Any, actor: Actor) -> bool:
    """Follows a complaint to its end: customer service of the company, or over its division."""
    return can_record(actor)


def can_judge(complaint: Any, actor: Actor) -> bool:
    """The division concerned and customer service analyse together; either writes the report (CMP-02)."""
    return is_handler(complaint, actor) or actor.can(JUDGE, complaint.department_id)


def can_explain(complaint: Any, actor: Actor) -> bool:
    """The salesperson explains and negotiates; customer service may record what was said (CMP-03)."""
    return is_handler(complaint, actor) or bool(complaint.salesperson_id == actor.person_id)


def can_decide(complaint: Any, actor: Actor) -> bool:
    """Decides where a negotiation came to nothing: to whom it was escalated, else who leads the division; never the
    one who negotiated (CMP-03).
    """
    if actor.person_id is None or complaint.salesperson_id == actor.person_id:
        return False
    return bool(complaint.escalated_to_id == actor.person_id) or actor.can(JUDGE, complaint.department_id)


def can_write_finding(_report: Any, actor: Actor) -> bool:
    """Writes the report on what does not conform: customer service, whoever of them is there (CMP-04)."""
    return can_record(actor)


def is_expert(report: Any, actor: Actor) -> bool:
    """Agrees to the report on what does not conform, or sends it back: the expert it names (CMP-04)."""
    return bool(report.expert_id == actor.person_id)


def is_writer(report: Any, actor: Actor) -> bool:
    """Who wrote a report."""
    return bool(report.created_by_id == actor.person_id)


def can_rewrite(report: Any, actor: Actor) -> bool:
    """Changes a report on liability that came back: its writer, or whoever could write it once the writer has left."""
    return is_writer(report, actor) or (not report.created_by.is_active and can_judge(report.complaint, actor))


def by_approval(_document: Any, _actor: Actor) -> bool:
    """Moves that only the end of an approval makes; the engine acts as the decider."""
    return True
