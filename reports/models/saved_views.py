from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A variance table as somebody likes to see it: its query under a name, perhaps shared (RPT-02).

    A shared view carries the question, never the answer: each reader sees their own departments.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500)
    is_shared = models.BooleanField(_("shared with everybody who reads reports"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("owner", "name"), name="reports_savedview_name_once"),)

    def __str__(self) -> str:
        return self.name
