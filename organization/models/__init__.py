from organization.models.departments import Department, DepartmentMove
from organization.models.people import Person
from organization.models.roles import IncompatiblePair, Role, RoleAssignment, Warehouse
from organization.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "Department",
    "DepartmentMove",
    "IncompatiblePair",
    "Person",
    "Role",
    "RoleAssignment",
    "Warehouse",
]
