from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.transitions import StateField, transition
from corrective import policies
from corrective.choices import OPEN, WORKING, ActionState
from organization.models import Department


@history.track_values("version")
class CorrectiveAction(Document):
    """What a department does so that something does not happen again: rounds of cause and measures until the effect is
    verified (CMP-05, CMP-06, CMP-10).

    Whatever it is about (a complaint, a variance, a finding of an audit) is known by kind, id and the words it was
    called by; all three are empty where it was asked for by itself. `department` answers for it, `created_by` follows
    it up. `plan_due` is the day by which measures are written, `keep_until` the last day on which they are seen to be
    kept up, `next_check` the next of those days.
    """

    kind: ClassVar[str] = "corrective_action"

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("responsible department")
    )
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject_label = models.CharField(_("concerns"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=120)
    problem = models.TextField(_("what is wrong"), max_length=4000)
    state = StateField(choices=ActionState.choices, default=ActionState.ASKED, protected=True)
    round_number = models.PositiveSmallIntegerField(_("round"), default=1)
    plan_due = models.DateField(_("measures to be written by"))
    next_check = models.DateField(_("next check"), null=True, blank=True)
    keep_until = models.DateField(_("kept up until"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "corrective_action",
                key="id",
                columns=("number", "title", "problem", "subject_label", "department_id"),
            ),
        )
        indexes = (
            models.Index(fields=("department", "-created_at"), name="corrective_action_house"),
            models.Index(fields=("-created_at", "-id"), name="corrective_action_newest"),
            models.Index(fields=("state", "-created_at", "-id"), name="corrective_action_state"),
            models.Index(fields=("subject_kind", "subject_id"), name="corrective_action_subject"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False) & Q(submitted_at__isnull=False), name="corrective_action_has_number"
            ),
            models.CheckConstraint(
                condition=Q(subject_kind="", subject_id__isnull=True)
                | (~Q(subject_kind="") & Q(subject_id__isnull=False)),
                name="corrective_action_subject_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActionState.KEPT) | (Q(next_check__isnull=False) & Q(keep_until__isnull=False)),
                name="corrective_action_kept_has_days",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActionState.CLOSED) | Q(closed_at__isnull=False), name="corrective_action_closed_at"
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number or ""

    @property
    def is_open(self) -> bool:
        """Whether its effect is still to be known."""
        return self.state in OPEN

    @transition(field="state", source=ActionState.ASKED, target=ActionState.IN_REVIEW, permission=policies.can_plan)
    def submit(self, *, at: datetime) -> None: ...

    @transition(field="state", source=ActionState.IN_REVIEW, target=ActionState.ASKED, permission=policies.can_plan)
    def withdraw(self, *, at: datetime) -> None: ...

    @transition(field="state", source=ActionState.IN_REVIEW, target=ActionState.ASKED, permission=policies.by_approval)
    def send_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=ActionState.IN_REVIEW, target=ActionState.RUNNING, permission=policies.by_approval
    )
    def approve(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=ActionState.RUNNING, target=ActionState.IMPLEMENTED, permission=policies.is_handler
    )
    def implement(self, *, at: datetime) -> None: ...

    @transition(field="state", source=ActionState.IMPLEMENTED, target=ActionState.KEPT, permission=policies.by_approval)
    def find_effective(self, *, at: datetime, next_check: date, keep_until: date) -> None:
        self.next_check, self.keep_until = next_check, keep_until

    @transition(
        field="state", source=ActionState.IMPLEMENTED, target=ActionState.ASKED, permission=policies.by_approval
    )
    def find_ineffective(self, *, at: datetime, plan_due: date) -> None:
        self.round_number += 1
        self.plan_due = plan_due

    @transition(field="state", source=ActionState.KEPT, target=ActionState.CLOSED, permission=policies.is_handler)
    def close(self, *, at: datetime) -> None:
        self.closed_at, self.next_check = at, None

    @transition(
        field="state",
        source=(ActionState.KEPT, ActionState.CLOSED),
        target=ActionState.IMPLEMENTED,
        permission=policies.is_handler,
    )
    def reopen(self, *, at: datetime) -> None:
        self.closed_at, self.next_check, self.keep_until = None, None, None

    @transition(field="state", source=WORKING, target=ActionState.CANCELLED, permission=policies.can_cancel)
    def cancel(self, *, at: datetime) -> None: ...
