from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.notifications import Notification
from core.models.outbox import Delivery


class Way(models.TextChoices):
    """How somebody wants to be told of a kind of notice."""

    MAIL = "MAIL", _("Here and by e-mail at once")
    DIGEST = "DIGEST", _("Here and in the daily e-mail")
    APP = "APP", _("Here alone")
    NONE = "NONE", _("Not at all")


class MailKind(models.TextChoices):
    NOTICE = "NOTICE", _("Notice")
    DIGEST = "DIGEST", _("Daily e-mail")
    ADDRESS = "ADDRESS", _("New address")
    OUTSIDE = "OUTSIDE", _("Letter to a customer")


class NoticeSettings(models.Model):
    """How one person wants to be told, where it differs from what is usual (GEN-09).

    `ways` maps topics (core.notifications) to a Way. The daily mail is written on working days from `digest_hour` on,
    in the installation's zone; it tells what came after `digested_until`.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_settings")
    ways = models.JSONField(default=dict)
    digest_hour = models.PositiveSmallIntegerField(default=8, validators=[MaxValueValidator(23)])
    has_digest = models.BooleanField(default=False)
    digested_on = models.DateField(null=True, blank=True)
    digested_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="core_noticesettings_digest_has_beginning",
                condition=models.Q(has_digest=False) | models.Q(digested_until__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.person)


class Mail(Delivery):
    """One mail to one person. `key` names its occasion, so that it is written once.

    Subject and texts are put together when it is sent first, in the reader's language, and kept from then on. `topic`
    is what it can be unsubscribed from, empty for what everybody gets. A letter to a customer goes to `address` in the
    name of `person`, to whom the answer comes.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=8, choices=MailKind.choices)
    topic = models.CharField(max_length=40, blank=True)
    notification = models.ForeignKey(Notification, null=True, on_delete=models.CASCADE, related_name="mails")
    address = models.EmailField(max_length=254)
    facts = models.JSONField(default=dict)
    key = models.CharField(max_length=160, unique=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)

    class Meta(Delivery.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.get_kind_display()} → {self.address}"
