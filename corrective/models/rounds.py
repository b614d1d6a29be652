from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.models.protect import APPEND_ONLY
from corrective.choices import Branch, CauseMethod, CheckKind, MeasureKind
from corrective.models.actions import CorrectiveAction


class Round(models.Model):
    """One attempt of a corrective action: the cause, the measures, how their effect will be told (CMP-05). A round that
    was not effective stays as it is; the next one begins empty (CMP-06).
    """

    action = models.ForeignKey(CorrectiveAction, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    method = models.CharField(
        _("how the cause was found"), max_length=10, choices=CauseMethod.choices, default=CauseMethod.FIVE_WHY
    )
    root_cause = models.TextField(_("root cause"), max_length=2000, blank=True)
    effect_measure = models.TextField(_("how the effect will be measured"), max_length=1000, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    implemented_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("action", "number")
        constraints = (
            models.UniqueConstraint(fields=("action", "number"), name="corrective_round_once"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True)
                | (~Q(root_cause="") & ~Q(effect_measure="") & Q(written_by__isnull=False)),
                name="corrective_round_approved_is_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.number}"


class Cause(models.Model):
    """One why of a chain, or one cause on a branch of a fishbone diagram."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="causes")
    position = models.PositiveSmallIntegerField()
    branch = models.CharField(_("branch"), max_length=12, choices=Branch.choices, blank=True)
    text = models.CharField(_("cause"), max_length=500)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("round", "position"), name="corrective_cause_once"),)

    def __str__(self) -> str:
        return self.text


@history.track_values()
class Measure(models.Model):
    """What somebody does by a day, so that it does not happen again. `done_at` is when it was carried out."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="measures")
    position = models.PositiveSmallIntegerField()
    measure_kind = models.CharField(_("kind"), max_length=10, choices=MeasureKind.choices)
    text = models.CharField(_("measure"), max_length=1000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="corrective_measures", verbose_name=_("owner")
    )
    due_date = models.DateField(_("due on"))
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    result = models.TextField(_("what was done"), max_length=2000, blank=True)

    class Meta:
        ordering = ("position",)
        indexes = (
            models.Index(fields=("due_date",), condition=Q(done_at__isnull=True), name="corrective_measure_due"),
            models.Index(fields=("owner", "due_date"), name="corrective_measure_owner"),
        )
        constraints = (
            models.UniqueConstraint(fields=("round", "position"), name="corrective_measure_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | (~Q(result="") & Q(done_by__isnull=False)),
                name="corrective_measure_done_says_what",
            ),
        )

    def __str__(self) -> str:
        return self.text


class Check(models.Model):
    """One entry of the record of follow-up checks (改进措施追踪检查记录): what was seen, and the outcome. Entries
    are only ever added. `measure` is the one that was looked at, empty for the whole.
    """

    action = models.ForeignKey(CorrectiveAction, on_delete=models.PROTECT, related_name="checks")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="checks")
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="checks")
    check_kind = models.CharField(max_length=10, choices=CheckKind.choices)
    finding = models.TextField(_("finding"), max_length=2000)
    in_order = models.BooleanField(_("in order"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.finding
