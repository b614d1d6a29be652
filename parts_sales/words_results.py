"""The sentences about results of parts sales."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import notifications
from core.models import Way


def register() -> None:
    """Give the notice its words."""
    notifications.register_topic(
        notifications.Topic(
            "results", _("Results of parts sales that are not in the ledger yet"), ("result.",), usual=Way.APP
        )
    )
    notifications.register(
        {
            "result.waits": _(
                "%(count)s results of parts sales wait to be posted to the ledger, the latest of %(document)s."
            )
        }
    )
