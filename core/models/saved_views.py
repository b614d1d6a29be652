from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who finds a kept view beside its owner. It carries the question, never the answer: each reads what they may."""

    OWN = "OWN", _("Only me")
    DEPARTMENT = "DEPARTMENT", _("My department")
    EVERYBODY = "EVERYBODY", _("Everybody who opens this list")


class SavedView(models.Model):
    """The filters of a list under a name (GEN-13). `list_name` is the URL name of the list, `query` its address.

    `deleted_at` hides a view until its owner brings it back or a night's cleaning takes it.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="list_views")
    list_name = models.CharField(max_length=100)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.OWN)
    department_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "pk")
        indexes = (models.Index(fields=("list_name",), name="core_savedview_list"),)
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "list_name", "name"), condition=Q(deleted_at__isnull=True), name="core_savedview_once"
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.DEPARTMENT) | Q(department_id__isnull=False),
                name="core_savedview_department_named",
            ),
        )

    def __str__(self) -> str:
        return self.name


class UsualView(models.Model):
    """The view with which a list opens for a person."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list_name = models.CharField(max_length=100)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "list_name"), name="core_usualview_once"),)

    def __str__(self) -> str:
        return f"{self.list_name}: {self.view}"
