"""What somebody reads who follows a notice to a decision that does not wait for them any more (APR-12)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from approvals import selectors
from approvals.choices import OPINIONS, CaseState
from approvals.models import Case, Decision
from core import formats, notifications
from core.actors import Actor
from core.models import Notification


def no_longer_waits(notice: Notification, actor: Actor) -> str:
    """Who decided meanwhile, oneself or another, or how the round ended; empty while it waits for the reader."""
    if notifications.topic_of(notice.code).code not in notifications.DECIDED_FROM_MAIL:
        return ""
    if selectors.my_task(actor, notice.subject_kind, notice.subject_id) is not None:
        return ""
    case = selectors.cases_of(notice.subject_kind, notice.subject_id).first()
    return "" if case is None else _became(case, actor)


def _became(case: Case, actor: Actor) -> str:
    told = {"document": case.number, "state": case.get_state_display()}
    given = case.decisions.select_related("decided_by").order_by("sequence")
    if (own := given.filter(decided_by=actor.person_id or 0).last()) is not None:
        return _("You have decided on %(document)s: %(verdict)s, %(at)s.") % {**told, **_told(own)}
    if (theirs := given.exclude(verdict__in=OPINIONS).last()) is not None:
        said = _("%(document)s no longer waits for you. %(who)s: %(verdict)s, %(at)s.")
        return said % {**told, **_told(theirs)}
    if case.state == CaseState.RUNNING:
        return _("%(document)s no longer waits for you.") % told
    return _("%(document)s no longer waits for you: %(state)s.") % told


def _told(decision: Decision) -> dict[str, str]:
    return {
        "who": decision.decided_by.name,
        "verdict": decision.get_verdict_display(),
        "at": formats.moment(decision.decided_at),
    }
