"""What is refused about imports of departments and people, in words (ORG-10, GEN-16)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class CellRefused(DomainError):
    """A cell that names nothing that is there; its params say which column."""

    code = "cell_refused"


class DepartmentUnknown(CellRefused):
    """A code nobody has."""

    code = "department_unknown"
    text = _("There is no department with the code “%(named)s”, neither here nor in a good row of the file.")


class PersonUnknown(CellRefused):
    """A user name nobody has."""

    code = "person_unknown"
    text = _("Nobody has the user name “%(named)s”. Bring the people in first, then who leads the departments.")


class RoleUnknown(CellRefused):
    """A role nobody knows."""

    code = "role_unknown"
    text = _("There is no role “%(named)s”. Write its name or its code.")


class ScopeUnknown(CellRefused):
    """A scope nobody knows."""

    code = "scope_unknown"
    text = _("“%(named)s” is no scope. Write “Company”, or the code of a department or warehouse.")


class KindFixed(CellRefused):
    """What a department is does not change."""

    code = "kind_fixed"
    text = _("%(department)s is a %(kind)s, which cannot be changed. Close it and make a new one.")

    def __init__(self, *, department: str, kind: str) -> None:
        super().__init__(column="kind", department=department, kind=kind)
