"""Pure rules of approval: which steps apply, who counts as a decider's authority, the chain of decisions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Protocol

from approvals.choices import WhoKind

AUTHORITY = "AUTHORITY"
"""A step nobody wrote into the route: the next one up whose authority limit covers the amount (ORG-08)."""

ADDED = "ADDED"
"""A step a decider added on the way: the people they named (APR-05)."""

ENDLESS = Decimal("Infinity")

DECIDING = ("approve", "review")
"""A permission whose verb is one of these makes a role one that decides; only such roles lend authority."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who decides at a step, as it is copied into a case: a kind of WhoKind (or AUTHORITY), a role code or a person;
    for ADDED several people.
    """

    kind: str
    role: str = ""
    person_id: int | None = None
    people: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        people = {"people": list(self.people)} if self.people else {}
        return {"kind": self.kind, "role": self.role, "person": self.person_id, **people}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Who:
        return cls(
            kind=str(stored["kind"]),
            role=str(stored.get("role") or ""),
            person_id=stored.get("person"),
            people=tuple(stored.get("people", ())),
        )

    @property
    def code(self) -> str:
        """A short name of the step for comparing rounds and measuring times."""
        if self.kind == WhoKind.PERSON:
            return f"person:{self.person_id}"
        if self.kind == WhoKind.ROLE_IN_DEPARTMENT:
            return f"dept:{self.role}"[:40]
        if self.kind == WhoKind.ROLE_IN_COMPANY:
            return f"role:{self.role}"[:40]
        return {
            WhoKind.MANAGER.value: "manager",
            WhoKind.MANAGER_ABOVE.value: "above",
            WhoKind.OTHER_MANAGERS.value: "others",
            AUTHORITY: "authority",
            ADDED: "added",
        }[self.kind]


class Conditional(Protocol):
    """A step with its conditions, stored or typed into the editor."""

    @property
    def who(self) -> str: ...
    @property
    def amount_from(self) -> Decimal | None: ...
    @property
    def amount_below(self) -> Decimal | None: ...
    @property
    def category_codes(self) -> Any: ...
    @property
    def needs_flag(self) -> str: ...


def applies(
    step: Conditional, *, amount: Decimal | None, category_codes: Collection[str], flags: Collection[str]
) -> bool:
    """Whether a step is needed for a document (APR-03).

    An amount nobody knows meets every amount condition: more people rather than fewer. Categories: one in common is
    enough.
    """
    if step.needs_flag and step.needs_flag not in flags:
        return False
    if step.category_codes and not set(step.category_codes) & set(category_codes):
        return False
    if amount is None:
        return True
    size = abs(amount)
    return (step.amount_from is None or size >= step.amount_from) and (
        step.amount_below is None or size < step.amount_below
    )


def leaves_gap(steps: Sequence[Conditional]) -> bool:
    """Whether some document would meet no step.

    The amounts of the steps without other conditions must cover all (APR-05). Managers of other departments are asked
    only where a document concerns others, so their step covers nothing.
    """
    spans = sorted(
        (step.amount_from or Decimal(0), ENDLESS if step.amount_below is None else step.amount_below)
        for step in steps
        if not step.needs_flag and not step.category_codes and step.who != WhoKind.OTHER_MANAGERS
    )
    reached = Decimal(0)
    for start, end in spans:
        if start > reached:
            return True
        reached = max(reached, end)
    return reached != ENDLESS


def is_deciding(permissions: Iterable[str]) -> bool:
    """Whether a role with these permissions decides on anything (ORG-08)."""
    return any(code.partition(".")[2].split("_")[0] in DECIDING for code in permissions)


def covers(limit: Decimal | None, amount: Decimal | None) -> bool:
    """Whether an authority limit (None: no limit) covers an amount."""
    return limit is None or amount is None or abs(amount) <= limit


@dataclass(frozen=True, slots=True)
class Link:
    """The content of one decision, as it is chained (LED-08)."""

    subject: tuple[str, int, int]
    """Kind, id and round."""
    fingerprint: str
    step: tuple[int, str]
    """Number and code."""
    task_id: int
    decided_by: int
    on_behalf_of: int | None
    verdict: str
    reason: str
    decided_at: datetime
    document_version: int
    sequence: int

    def hash(self, previous_hash: str) -> str:
        """SHA-256 over the content and the predecessor's hash, as 64 hex digits."""
        content = {
            "subject": list(self.subject),
            "fingerprint": self.fingerprint,
            "step": list(self.step),
            "task": self.task_id,
            "by": self.decided_by,
            "for": self.on_behalf_of,
            "verdict": self.verdict,
            "reason": self.reason,
            "at": self.decided_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "version": self.document_version,
            "sequence": self.sequence,
            "previous": previous_hash,
        }
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
