"""Who acts: a person (or the system) with the rights that hold now, loaded once and pure from then on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NOTHING: Mapping[str, Scope] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a permission holds: the whole company, or a set of departments (those below are already in it)."""

    company: bool = False
    departments: frozenset[int] = frozenset()

    def covers(self, department_id: int | None) -> bool:
        """Whether the scope reaches this department; None asks for the company as a whole."""
        return self.company or (department_id is not None and department_id in self.departments)

    def __or__(self, other: Scope) -> Scope:
        return Scope(company=self.company or other.company, departments=self.departments | other.departments)


@dataclass(frozen=True, slots=True)
class Emergency:
    """A break-glass right in force: its number, and where each of its permissions holds (ORG-06b)."""

    number: str
    grants: Mapping[str, Scope]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with roles and scopes loaded, so that policies stay pure (GEN-10, ORG-03).

    `grants` maps a permission code to where it holds. `roles` are the codes of the roles held today.
    `own_departments` are the person's department and all below it: what everybody may see of their own house.
    `needs_second_factor`: one of the roles asks for more than a password (ORG-09). `emergencies` are the break-glass
    rights in force; `used` gathers the numbers of those without which something would have been refused: each event
    recorded from then on names them (ORG-06b). The system acts as `SYSTEM`: `person_id` None, every permission, and no
    document may name it as decider.
    """

    person_id: int | None
    name: str
    department_id: int | None = None
    grants: Mapping[str, Scope] = field(default_factory=lambda: _NOTHING)
    roles: frozenset[str] = frozenset()
    own_departments: frozenset[int] = frozenset()
    is_system: bool = False
    needs_second_factor: bool = False
    emergencies: tuple[Emergency, ...] = ()
    used: set[str] = field(default_factory=set, compare=False, repr=False)

    @property
    def known_id(self) -> int:
        """Whose act it is, where policies let only people through. Raises ValueError for the system."""
        if self.person_id is None:
            raise ValueError("only a person does this")
        return self.person_id

    def can(self, permission: str, department_id: int | None = None) -> bool:
        """Whether the permission holds for a document of this department (None: company-wide)."""
        if self.is_system:
            return True
        scope = self.grants.get(permission)
        if scope is not None and scope.covers(department_id):
            return True
        return self._by_emergency(permission, lambda scope: scope.covers(department_id))

    def can_somewhere(self, permission: str) -> bool:
        """Whether the permission holds anywhere: what navigation and list pages ask."""
        return self.is_system or permission in self.grants or self._by_emergency(permission, lambda _scope: True)

    def scope_of(self, permission: str) -> Scope:
        """Where the permission holds; an empty scope where it does not."""
        if self.is_system:
            return Scope(company=True)
        scope = self.grants.get(permission, Scope())
        for one in self.emergencies:
            scope |= one.grants.get(permission, Scope())
        return scope

    def sight(self, permission: str) -> Scope:
        """The departments whose documents one sees: one's own house and where the viewing permission holds (GEN-10)."""
        return self.scope_of(permission) | Scope(departments=self.own_departments)

    def _by_emergency(self, permission: str, fits: Callable[[Scope], bool]) -> bool:
        """Whether a break-glass right gives what no role gives; it has been needed then."""
        needed = [one.number for one in self.emergencies if permission in one.grants and fits(one.grants[permission])]
        self.used.update(needed)
        return bool(needed)


SYSTEM = Actor(person_id=None, name="system", is_system=True)
