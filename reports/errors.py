"""Refusals of the reports app."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class TooManyRuns(DomainError):
    """Reports take a worker's time; one person's do not keep all others waiting."""

    code = "too_many_runs"
    text = _("%(count)s of your reports are being made. Wait for one of them, or cancel it.")


class RunEnded(DomainError):
    """Only what is still being made can be cancelled."""

    code = "run_ended"
    text = _("“%(title)s” is no longer being made.")


class FileNotReady(DomainError):
    """There is no file yet, or no longer."""

    code = "file_not_ready"
    text = _("“%(title)s” has no file: it is being made, was cancelled, failed or has expired.")


class PressMissing(DomainError):
    """The machine lacks what PDF files are drawn with."""

    code = "pdf_unavailable"
    text = _(
        "This server cannot make PDF files: it lacks the library Pango. Take Excel for now, and ask whoever keeps the "
        "server to install it (Debian, Ubuntu: apt-get install %(packages)s). It works as soon as it is there."
    )
