from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from approvals.choices import Added, CaseState, StepMode, StepState, TaskOrigin, TaskState, Verdict
from approvals.models.routes import Route
from core import formats
from core.models.base import Subject
from core.models.named import Named
from core.models.protect import APPEND_ONLY
from core.money import AmountField
from organization.models import Department


class Case(Subject):
    """One run of a document through its route (APR-02). A document has at most one running case.

    Number, title, amount and the facts for the inbox are copied at the start; `fingerprint` is the hash of the fields
    that matter, as the deciders saw them (APR-10). `continues` is the returned round whose earlier decisions still
    stand, because nothing that matters changed since (APR-09). `chain_length` and `chain_head` close the chain of
    decisions (LED-08).
    """

    round = models.PositiveSmallIntegerField()
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="+")
    continues = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.RUNNING)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=32)
    title = models.CharField(max_length=200)
    amount = AmountField(null=True)
    currency = models.CharField(max_length=3, default="CNY")
    facts = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    document_version = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    chain_length = models.PositiveIntegerField(default=0)
    chain_head = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        indexes = (
            models.Index(fields=("subject_kind", "subject_id", "round"), name="approvals_case_subject"),
            models.Index(
                fields=("ended_at",),
                include=("author", "state"),
                name="approvals_case_decided",
                condition=Q(state__in=["APPROVED", "RETURNED", "REJECTED"]),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("subject_kind", "subject_id"), condition=Q(state="RUNNING"), name="approvals_case_one_running"
            ),
            models.UniqueConstraint(fields=("subject_kind", "subject_id", "round"), name="approvals_case_round"),
            models.CheckConstraint(
                condition=Q(state="RUNNING", ended_at__isnull=True) | (~Q(state="RUNNING") & Q(ended_at__isnull=False)),
                name="approvals_case_end_has_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} ({self.round})"

    @property
    def shown_title(self) -> str:
        """Its title in the reader's language, where the application wrote it; else as its author wrote it (GEN-11)."""
        return self.title if formats.is_chinese() else self.facts.get("title_en") or self.title


class Step(Named):
    """A step of a case: the route's step as it stood when the case began, or one added on the way.

    `position` is its place in the order and moves when a step is put in before it; `number` is given once and is what
    the chain of decisions holds (LED-08). A step somebody added names them, where they put it, and why. One that is
    asked again after a return to an earlier step `replaces` that step, whose decisions count no longer (APR-05).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    mode = models.CharField(max_length=8, choices=StepMode.choices)
    state = models.CharField(max_length=8, choices=StepState.choices, default=StepState.AHEAD)
    who = models.JSONField(default=dict)
    note = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added = models.CharField(max_length=6, choices=Added.choices, blank=True)
    reason = models.TextField(blank=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    days_allowed = models.PositiveSmallIntegerField(default=2)
    reviews = models.JSONField(default=list, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("case", "position")
        indexes = (models.Index(fields=("-ended_at",), name="approvals_step_passed", condition=Q(state="PASSED")),)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "position"), name="approvals_step_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=("case", "number"), name="approvals_step_number"),
            models.UniqueConstraint(
                fields=("case",), condition=Q(state__in=["CURRENT", "STUCK"]), name="approvals_step_one_current"
            ),
            models.CheckConstraint(
                condition=Q(added="", added_by__isnull=True)
                | (~Q(added="") & Q(added_by__isnull=False) & ~Q(reason="")),
                name="approvals_step_added_says_who_and_why",
            ),
        )


class Task(models.Model):
    """One person's call to decide on a step (APR-02). Of an any-may step's tasks one decision releases the others.

    A CARRIED task has no decision of its own: the person approved in the step just before (APR-05). A PAUSED one waits
    until somebody added before has agreed. One that was handed over ends as HANDED; the one in its place names it in
    `handed_from`, with the reason. While somebody stands in, `person` is who decides, and `on_behalf_of` whose call it
    is (APR-07). One with a `department` asks for its opinion on a `question`, not for a decision (APR-06).
    """

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="tasks")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="approval_tasks")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=TaskState.choices, default=TaskState.WAITING)
    origin = models.CharField(max_length=8, choices=TaskOrigin.choices, default=TaskOrigin.ROUTE)
    handed_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="handed_to"
    )
    reason = models.TextField(blank=True)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    question = models.TextField(blank=True)
    due_date = models.DateField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("step", "position", "pk")
        indexes = (
            models.Index(fields=("person", "due_date"), name="approvals_task_inbox", condition=Q(state="WAITING")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("step", "person", "department"),
                condition=Q(state__in=["WAITING", "AHEAD", "PAUSED"]),
                nulls_distinct=False,
                name="approvals_task_once",
            ),
            models.CheckConstraint(
                condition=Q(department__isnull=True, question="") | (Q(department__isnull=False) & ~Q(question="")),
                name="approvals_task_review_asks",
            ),
            models.CheckConstraint(
                condition=Q(handed_from__isnull=True) | ~Q(reason=""), name="approvals_task_handed_says_why"
            ),
            models.CheckConstraint(
                condition=Q(on_behalf_of__isnull=True) | ~Q(on_behalf_of=F("person")),
                name="approvals_task_stands_in_for_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case} → {self.person}"

    @property
    def is_review(self) -> bool:
        """Whether it asks for an opinion, not for a decision (APR-06)."""
        return self.department_id is not None

    @property
    def principal_id(self) -> int:
        """Whose call it is: the person's own, or that of whoever they stand in for."""
        return self.person_id if self.on_behalf_of_id is None else self.on_behalf_of_id


class Decision(models.Model):
    """What somebody decided, when, why, on which version of the document; never changed (APR-02, LED-08).

    `hash` is over the content and `previous_hash`; the chain is the case's.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="decisions")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="decision")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    document_version = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("case", "sequence")
        indexes = (models.Index(fields=("-decided_at", "-id"), name="approvals_decision_latest"),)
        constraints = (
            models.UniqueConstraint(fields=("case", "sequence"), name="approvals_decision_sequence"),
            models.CheckConstraint(
                condition=Q(verdict__in=["APPROVE", "AGREE"]) | ~Q(reason=""),
                name="approvals_decision_refusal_has_reason",
            ),
        )
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.case}: {self.verdict}"
