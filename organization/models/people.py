from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import history, pinyin
from organization.choices import Theme
from organization.models.departments import Department


class PersonManager(BaseUserManager["Person"]):
    """Makes people for the framework's own needs; the application uses `organization.services`."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username__iexact=username)


@history.track_values("password", "password_until", "last_login", "sort_key", "initials", "version")
class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who works here and signs in (ORG-02). Rights come from role assignments alone, never from this row.

    `password_until` is the end of a password that somebody else set; its owner sets another one before anything else
    (ORG-05). None for a password of one's own.
    """

    username = models.CharField(_("user name"), max_length=60, unique=True)
    name_zh = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    sort_key = models.CharField(max_length=200, blank=True, editable=False)
    initials = models.CharField(max_length=60, blank=True, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="people")
    position = models.CharField(_("position"), max_length=80, blank=True)
    position_en = models.CharField(_("position in English"), max_length=80, blank=True)
    joined_date = models.DateField(_("joined on"), null=True, blank=True)
    left_date = models.DateField(_("left on"), null=True, blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    theme = models.CharField(_("theme"), max_length=8, choices=Theme.choices, default=Theme.SYSTEM)
    single_keys = models.BooleanField(_("single-letter keys"), default=True)
    show_in_wan = models.BooleanField(_("large amounts in ten thousands"), default=True)
    password_until = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("sort_key", "username")
        indexes = (models.Index(fields=("sort_key",), name="organization_person_sort"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(left_date__isnull=True) | Q(joined_date__isnull=True) | Q(left_date__gte=F("joined_date")),
                name="organization_person_leaves_after_joining",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Keeps what lists sort by and searches find beside the name it comes from (GEN-12)."""
        self.sort_key = pinyin.spelled(self.name_zh)[:200]
        self.initials = " ".join(sorted(pinyin.initials_of(self.name_zh)))[:60]
        if (fields := options.get("update_fields")) is not None and "name_zh" in fields:
            options["update_fields"] = {*fields, "sort_key", "initials"}
        super().save(**options)

    @property
    def name(self) -> str:
        """The name in the active language."""
        if (get_language() or "zh").startswith("zh"):
            return self.name_zh
        return self.name_en or self.name_zh

    @property
    def position_name(self) -> str:
        """The position in the active language; the Chinese one where the English is missing."""
        if (get_language() or "zh").startswith("zh"):
            return self.position
        return self.position_en or self.position

    @property
    def has_temporary_password(self) -> bool:
        """Whether somebody else set the password, so that it opens nothing but the page for one's own (ORG-05)."""
        return self.password_until is not None

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
