"""What happened to a person and their rights (GEN-05)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from core.models import AuditEvent
from organization.models import RoleAssignment


def events_of_person(*, person_id: int) -> QuerySet[AuditEvent]:
    """Events of a person and of their role assignments, oldest first."""
    assignments = RoleAssignment.objects.filter(person_id=person_id).values("pk")
    return AuditEvent.objects.filter(
        Q(subject_kind="person", subject_id=person_id) | Q(subject_kind="role_assignment", subject_id__in=assignments)
    ).order_by("at", "pk")
