from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.choices import StepMode, WhoKind
from core.models.named import Named
from core.money import AmountField
from organization.models import Department, Role


class Route(models.Model):
    """Who decides on a kind of document, in which order (APR-03). The nearest department's route wins.

    None is the company's.
    """

    document_kind = models.CharField(max_length=40)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_shipped = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("document_kind", "department_id")
        constraints = (
            models.UniqueConstraint(
                fields=("document_kind", "department"),
                condition=Q(retired_at__isnull=True),
                nulls_distinct=False,
                name="approvals_route_one_in_use",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_kind} {self.department or ''}".strip()


class RouteStep(Named):
    """One step of a route: who, when it applies, how many must agree, how long it may take (working days).

    Where departments review first (mode REVIEW), `reviews` names each with its question, as
    `{"department": id, "question": text}`; whoever the step asks concludes (APR-06).
    """

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    who = models.CharField(_("who"), max_length=20, choices=WhoKind.choices)
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mode = models.CharField(_("mode"), max_length=8, choices=StepMode.choices, default=StepMode.ANY)
    amount_from = AmountField(_("amount from"), null=True, blank=True)
    amount_below = AmountField(_("amount below"), null=True, blank=True)
    category_codes = models.JSONField(_("categories"), default=list, blank=True)
    needs_flag = models.CharField(
        _("only when flagged"), max_length=40, blank=True, help_text=_("such as over_budget or escalated")
    )
    days_allowed = models.PositiveSmallIntegerField(_("working days allowed"), default=2)
    reviews = models.JSONField(
        _("departments that review"), default=list, blank=True, help_text=_("each with its own question")
    )

    class Meta:
        ordering = ("route", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("route", "position"),
                name="approvals_routestep_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=(Q(who__in=["ROLE_IN_DEPARTMENT", "ROLE_IN_COMPANY"]) & Q(role__isnull=False))
                | (Q(who="PERSON") & Q(person__isnull=False))
                | Q(who__in=["MANAGER", "MANAGER_ABOVE", "OTHER_MANAGERS"]),
                name="approvals_routestep_says_who",
            ),
            models.CheckConstraint(
                condition=(Q(mode="REVIEW") & ~Q(reviews=[])) | (~Q(mode="REVIEW") & Q(reviews=[])),
                name="approvals_routestep_reviews",
            ),
            models.CheckConstraint(
                condition=Q(amount_from__isnull=True)
                | Q(amount_below__isnull=True)
                | Q(amount_below__gt=F("amount_from")),
                name="approvals_routestep_amounts",
            ),
        )
