from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.choices import IntakeState
from complaints.models.complaints import Complaint


class PublicIntake(models.Model):
    """What somebody typed into the public form (CMP-01). Nothing of it is believed until customer service looked: it
    becomes a complaint by hand, or is set aside with a reason.
    """

    company = models.CharField(_("company"), max_length=160)
    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(_("e-mail"), max_length=160, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    machine = models.CharField(_("machine"), max_length=120, blank=True)
    order_number = models.CharField(_("order number"), max_length=40, blank=True)
    happened = models.TextField(_("what happened"), max_length=4000)
    wish = models.TextField(_("what the customer wants"), max_length=2000, blank=True)
    language = models.CharField(max_length=7, default="zh-hans")
    state = models.CharField(max_length=10, choices=IntakeState.choices, default=IntakeState.WAITING)
    received_at = models.DateTimeField(_("received"))
    complaint = models.OneToOneField(Complaint, null=True, blank=True, on_delete=models.PROTECT, related_name="intake")
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ("-received_at", "-pk")
        indexes = (models.Index(fields=("state", "-received_at", "-id"), name="complaints_intake_state"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state=IntakeState.WAITING, complaint__isnull=True, handled_at__isnull=True)
                | Q(state=IntakeState.TAKEN, complaint__isnull=False, handled_at__isnull=False)
                | (Q(state=IntakeState.SET_ASIDE, complaint__isnull=True, handled_at__isnull=False) & ~Q(reason="")),
                name="complaints_intake_handled_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.company} · {self.name}"


class IntakePhoto(models.Model):
    """A photo sent with the public form. Nobody opens it here: with the complaint it becomes an attachment of that, and
    what is set aside loses its photos (CMP-01, GEN-07).
    """

    intake = models.ForeignKey(PublicIntake, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(upload_to="intakes/%Y/%m/", max_length=200)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("intake", "sha256"), name="complaints_intakephoto_once"),)

    def __str__(self) -> str:
        return self.name
