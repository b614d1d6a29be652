"""The words of the ground's own events and notices (GEN-05, GEN-09)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import attachments, audit, comments, notifications


def register() -> None:
    """Give them their words."""
    audit.register({attachments.ATTACHED: _("File attached"), attachments.REMOVED: _("File taken off")})
    notifications.register(
        {
            comments.MENTIONED: _("%(author)s mentioned you on %(document)s: “%(text)s”"),
            comments.WRITTEN: _("%(author)s commented on %(document)s: “%(text)s”"),
        }
    )
