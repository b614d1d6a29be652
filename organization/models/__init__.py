from organization.models.break_glass import BreakGlass, BreakGlassUse
from organization.models.departments import Department, DepartmentMove
from organization.models.imports import StaffColumns, StaffImport
from organization.models.people import Person
from organization.models.roles import IncompatiblePair, Role, RoleAssignment, Warehouse
from organization.models.signin import ExternalIdentity, RecoveryCode, SecondFactor, SignedInSession, SignIn
from organization.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "BreakGlass",
    "BreakGlassUse",
    "Department",
    "DepartmentMove",
    "ExternalIdentity",
    "IncompatiblePair",
    "Person",
    "RecoveryCode",
    "Role",
    "RoleAssignment",
    "SecondFactor",
    "SignIn",
    "SignedInSession",
    "StaffColumns",
    "StaffImport",
    "Warehouse",
]
