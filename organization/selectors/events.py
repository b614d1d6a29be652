"""What happened to a person and their rights (GEN-05)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from core.models import AuditEvent
from organization.models import BreakGlass, RoleAssignment


def events_of_person(*, person_id: int) -> QuerySet[AuditEvent]:
    """Events of a person, of their role assignments and of their break-glass rights, oldest first."""
    assignments = RoleAssignment.objects.filter(person_id=person_id).values("pk")
    rights = BreakGlass.objects.filter(person_id=person_id).values("pk")
    return AuditEvent.objects.filter(
        Q(subject_kind="person", subject_id=person_id)
        | Q(subject_kind="role_assignment", subject_id__in=assignments)
        | Q(subject_kind="break_glass", subject_id__in=rights)
    ).order_by("at", "pk")
