"""What signing in leaves behind: second factors, recovery codes, sessions, tries, accounts elsewhere (ORG-09)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.protect import APPEND_ONLY
from organization.choices import SignInMethod, SignInOutcome


class SecondFactor(models.Model):
    """An authenticator app somebody has set up. The secret is kept encrypted; `last_step` is the last code's time step,
    so that no code counts twice."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.CharField(max_length=400)
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    set_up_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person)


class RecoveryCode(models.Model):
    """A code for the day the phone is gone; only its digest is kept, and it counts once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "digest"), name="organization_recoverycode_once"),)

    def __str__(self) -> str:
        return str(self.person)


class SignedInSession(AbstractBaseSession):
    """A session with whose it is and where it was begun. `handle` names it in addresses: the key itself is a secret."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sessions")
    handle = models.CharField(max_length=32, blank=True, db_index=True)
    method = models.CharField(max_length=8, choices=SignInMethod.choices, blank=True)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        from organization.sessions import SessionStore

        return SessionStore


class SignIn(models.Model):
    """Somebody signed in, or somebody tried to with a known user name. Kept as it was, by the database too."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_ins")
    outcome = models.CharField(_("outcome"), max_length=12, choices=SignInOutcome.choices)
    method = models.CharField(_("method"), max_length=8, choices=SignInMethod.choices)
    with_second_factor = models.BooleanField(default=False)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("person", "-at"), name="organization_signin_person"),)
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.person} {self.at:%Y-%m-%d %H:%M}"


class ExternalIdentity(models.Model):
    """A person's account at the company's identity provider, linked at the first sign-in through it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("issuer", "subject"), name="organization_externalidentity_once"),
            models.UniqueConstraint(fields=("person", "issuer"), name="organization_externalidentity_one_account"),
        )

    def __str__(self) -> str:
        return f"{self.person} @ {self.issuer}"

    def touch(self, *, at: datetime) -> None:
        """Note that it was used."""
        self.used_at = at
        self.save(update_fields=("used_at",))
