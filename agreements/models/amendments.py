from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements import policies
from agreements.choices import AmendmentState, Part, Side
from agreements.models.agreements import Agreement, AgreementVersion
from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.transitions import StateField, transition


@history.track_values("version")
class Amendment(Document):
    """A change of an agreement in force that we or the customer ask for (CUS-20, CUS-21).

    `proposed` is the version it would become; its `start_date` is the day from which the old one is void. `parts` are
    the parts of the review the change touches.
    """

    kind: ClassVar[str] = "amendment"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="amendments")
    proposed = models.OneToOneField(AgreementVersion, on_delete=models.PROTECT, related_name="amendment")
    asked_by = models.CharField(_("asked for by"), max_length=8, choices=Side.choices)
    reason = models.TextField(_("reason"), max_length=2000)
    change = models.TextField(_("change wanted"), max_length=4000)
    parts = ArrayField(models.CharField(max_length=10, choices=Part.choices), verbose_name=_("parts touched"))
    state = StateField(choices=AmendmentState.choices, default=AmendmentState.IN_REVIEW, protected=True)
    confirmed_by_us = models.CharField(_("confirmed for us by"), max_length=80, blank=True)
    confirmed_by_us_on = models.DateField(null=True, blank=True)
    confirmed_by_customer = models.CharField(_("confirmed for the customer by"), max_length=80, blank=True)
    confirmed_by_customer_on = models.DateField(null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    refusal = models.TextField(_("why it is refused"), max_length=4000, blank=True)
    told_how = models.CharField(_("how the customer was told"), max_length=300, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (marks_search("amendment", key="id", columns=("number", "reason", "change", "refusal")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False, submitted_at__isnull=False), name="agreements_amendment_has_number"
            ),
            models.UniqueConstraint(
                fields=("agreement",), condition=Q(state__in=("IN_REVIEW", "RETURNED", "READY")),
                name="agreements_amendment_one_running",
            ),
            models.CheckConstraint(
                condition=~Q(state="SIGNED")
                | (
                    Q(confirmed_by_us_on__isnull=False, confirmed_by_customer_on__isnull=False)
                    & Q(signed_on__isnull=False)
                ),
                name="agreements_amendment_confirmed_by_both",
            ),
            models.CheckConstraint(
                condition=~Q(state="DECLINED") | (~Q(refusal="") & ~Q(told_how="")),
                name="agreements_amendment_refusal_says_why",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number or ""

    @transition(
        field="state", source=AmendmentState.RETURNED, target=AmendmentState.IN_REVIEW, permission=policies.can_amend
    )
    def submit(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=AmendmentState.IN_REVIEW, target=AmendmentState.RETURNED, permission=policies.by_review
    )
    def send_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=AmendmentState.IN_REVIEW, target=AmendmentState.READY, permission=policies.by_review
    )
    def grant(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=AmendmentState.IN_REVIEW, target=AmendmentState.DECLINED, permission=policies.by_review
    )
    def decline(self, *, at: datetime, refusal: str, told_how: str) -> None:
        self.refusal, self.told_how = refusal, told_how

    @transition(field="state", source=AmendmentState.READY, target=AmendmentState.SIGNED, permission=policies.can_amend)
    def sign(self, *, at: datetime, signed_on: date) -> None:
        self.signed_on = signed_on

    @transition(
        field="state",
        source=(AmendmentState.IN_REVIEW, AmendmentState.RETURNED, AmendmentState.READY),
        target=AmendmentState.WITHDRAWN,
        permission=policies.can_amend,
    )
    def withdraw(self, *, at: datetime) -> None: ...
