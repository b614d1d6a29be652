"""Whose account at the company's identity provider it is (ORG-09)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from core.actors import SYSTEM
from organization.choices import USERNAME_PATTERN
from organization.errors import CompanyAccountUnknown
from organization.models import Department, ExternalIdentity, Person
from organization.services.people import create_person
from organization.services.recording import record


@transaction.atomic
def person_of_account(
    *, issuer: str, claims: Mapping[str, Any], claim: str, match: str, creates_in: str = "", at: datetime
) -> Person:
    """The person a company account belongs to: the one it was linked to, else the one its claim names, linked now.

    `match` is username or email; an e-mail counts only when the provider has verified it and exactly one person has it.
    Whoever is not known is added to the department `creates_in`, without any role; without a department nobody is.
    Raises CompanyAccountUnknown.
    """
    subject = str(claims["sub"])
    linked = ExternalIdentity.objects.filter(issuer=issuer, subject=subject).select_related("person").first()
    if linked is not None:
        if not linked.person.is_active:
            raise CompanyAccountUnknown
        linked.touch(at=at)
        return linked.person
    person = _named(claims, claim=claim, match=match)
    if person is None and creates_in:
        person = _made(claims, claim=claim, creates_in=creates_in, at=at)
    if person is None or not person.is_active:
        raise CompanyAccountUnknown
    if ExternalIdentity.objects.filter(person=person, issuer=issuer).exists():
        raise CompanyAccountUnknown  # somebody else's account claims a name that is linked already
    try:
        with transaction.atomic():
            ExternalIdentity.objects.create(person=person, issuer=issuer, subject=subject, linked_at=at, used_at=at)
    except IntegrityError as error:  # linked at the same moment
        raise CompanyAccountUnknown from error
    record(person, "account_link", actor=SYSTEM, at=at, facts={"label": issuer})
    return person


def _named(claims: Mapping[str, Any], *, claim: str, match: str) -> Person | None:
    value = str(claims.get(claim) or "").strip()
    if not value or "\0" in value:
        return None
    if match == "email":
        if claims.get("email_verified") is not True:
            return None
        found = list(Person.objects.filter(email__iexact=value, is_active=True)[:2])
        return found[0] if len(found) == 1 else None
    return Person.objects.filter(username=value.lower()).first()


def _made(claims: Mapping[str, Any], *, claim: str, creates_in: str, at: datetime) -> Person | None:
    department = Department.objects.filter(code=creates_in).first()
    username = str(claims.get(claim) or "").strip().lower()
    if department is None or not re.fullmatch(USERNAME_PATTERN, username):
        return None
    if Person.objects.filter(username=username).exists():
        return None
    return create_person(
        username=username,
        name_zh=str(claims.get("name") or username)[:60],
        email=str(claims.get("email") or "")[:254] if claims.get("email_verified") is True else "",
        department_id=department.pk,
        actor=SYSTEM,
        at=at,
    )
