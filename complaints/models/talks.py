from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.choices import TalkKind
from complaints.models.complaints import Complaint
from core.models.protect import APPEND_ONLY


class Talk(models.Model):
    """What was said to a customer and what they answered. Entries are only ever added. `is_letter`: it went by e-mail
    from here.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="talks")
    talk_kind = models.CharField(max_length=12, choices=TalkKind.choices)
    text = models.TextField(_("what was said"), max_length=4000)
    answer = models.TextField(_("what the customer says"), max_length=2000, blank=True)
    is_letter = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.text
