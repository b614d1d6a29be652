"""The same part or cause again soon after a complaint was closed: the effect is verified once more (CMP-08b)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Complaint
from complaints.selectors.complaints import closed_alike
from complaints.thresholds import RECURRENCE
from core import jobs, thresholds
from core.actors import SYSTEM
from corrective.choices import ActionState
from corrective.selectors.actions import actions_about
from corrective.services import actions

LOOK = "complaints.look_for_recurrence"
VERIFIED = (ActionState.KEPT, ActionState.CLOSED)


@jobs.handler(LOOK)
def look(*, complaint_id: int, at: datetime) -> None:
    """Have the effect of the measures of earlier complaints verified again. A job of its own: a corrective action is
    locked before its complaint. Safe to run twice: what is being verified stays as it is.
    """
    complaint = Complaint.objects.get(pk=complaint_id)
    standing = thresholds.in_force(RECURRENCE, on=timezone.localdate(complaint.created_at)).of(RECURRENCE)
    if not standing.is_on:
        return
    for earlier in closed_alike(complaint, days=int(standing.figure("days"))):
        for action in actions_about(Complaint.kind, earlier.pk).filter(state__in=VERIFIED).order_by("pk"):
            why = _("%(complaint)s: the same part or cause again after %(earlier)s was closed.")
            actions.reopen(
                action_id=action.pk, reason=why % {"complaint": complaint, "earlier": earlier}, actor=SYSTEM, at=at
            )
