"""A kind of document that exists only here, so that the engine is tested without any app above it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from approvals import registry, services
from approvals.models import Case
from approvals.registry import Facts, Impact
from core import kinds
from core.actors import Actor
from core.models import Comment
from tests.factories import organization as cast
from tests.factories.organization import actor_of

KIND = "slip"
AT = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)  # a Monday morning in Shanghai


@dataclass(slots=True)
class Slip:
    """A sheet of paper with an amount; `told` is what the engine said about it."""

    id: int
    department_id: int
    makers: frozenset[int]
    amount: Decimal | None = Decimal("1200.00")
    title: str = "Gloves"
    flags: frozenset[str] = frozenset()
    category_codes: frozenset[str] = frozenset()
    version: int = 1
    short: Decimal = Decimal(0)
    told: list[str] = field(default_factory=list)
    refuses: Exception | None = None

    @property
    def number(self) -> str:
        return f"SLP-2026-{self.id:04d}"


class SlipKind(kinds.DocumentKind):
    """Slips have no page of their own; the inbox stands in for it."""

    def url_of(self, document_id: int) -> str:
        return f"/approvals/?slip={document_id}"


class SlipHandler:
    """Keeps slips in memory and notes what it is told."""

    kind = KIND

    def __init__(self) -> None:
        self.slips: dict[int, Slip] = {}
        self.locked: list[int] = []

    def add(self, **fields: Any) -> Slip:
        slip = Slip(id=len(self.slips) + 1, **fields)
        self.slips[slip.id] = slip
        return slip

    def lock(self, document_id: int) -> None:
        self.locked.append(document_id)

    def facts(self, document_id: int) -> Facts:
        slip = self.slips[document_id]
        matters = f"{slip.amount}|{slip.department_id}|{sorted(slip.category_codes)}"
        return Facts(
            department_id=slip.department_id,
            makers=slip.makers,
            number=slip.number,
            title=slip.title,
            amount=slip.amount,
            currency="CNY",
            category_codes=slip.category_codes,
            flags=slip.flags,
            document_version=slip.version,
            fingerprint=hashlib.sha256(matters.encode()).hexdigest(),
            summary={},
        )

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        self._tell(document_id, "approved")

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        self._tell(document_id, f"returned: {reason}")

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        self._tell(document_id, f"rejected: {reason}")

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        found = {}
        for document_id in document_ids:
            slip = self.slips[document_id]
            amount = slip.amount or Decimal(0)
            found[document_id] = [
                Impact(
                    label="差旅费",
                    spent=Decimal(4000),
                    held=Decimal(1000),
                    this=amount,
                    left=max(Decimal(5000) - amount, Decimal(0)),
                    short=slip.short,
                    appropriated=Decimal(10_000),
                    note="",
                )
            ]
        return found

    def consequence(self, document_id: int) -> str:
        return f"{self.slips[document_id].amount} is spent."

    def _tell(self, document_id: int, what: str) -> None:
        slip = self.slips[document_id]
        if slip.refuses is not None:
            raise slip.refuses
        slip.told.append(what)


@pytest.fixture
def slips() -> Iterator[SlipHandler]:
    """The handler of slips, known to the engine for one test."""
    handler = SlipHandler()
    registry.register(handler)
    kinds.register(
        SlipKind(
            code=KIND,
            label="Slip",
            model=Comment,
            prefix="SLP",
            visible_to=lambda _actor: Comment.objects.none(),
            url_name="approvals:inbox",
            url_argument="document_id",
            can_edit=lambda _document, _actor: False,
        )
    )
    yield handler
    registry.unregister(KIND)
    kinds._kinds.pop(KIND, None)


def changed(slip: Slip, **fields: Any) -> Slip:
    """The same slip with other fields, in place."""
    fresh = replace(slip, **fields)
    for name in fields:
        setattr(slip, name, getattr(fresh, name))
    slip.version += 1
    return slip


@pytest.fixture
def slip(slips, company, owner):
    return slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))


@pytest.fixture
def begins_at():
    """When rounds begin; a file with days of its own says another moment."""
    return AT


@pytest.fixture
def start(slip, owner, begins_at):
    def begin(at: datetime = begins_at) -> Case:
        return services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=at)

    return begin


@pytest.fixture
def clerks(company):
    """Three of finance, by name."""
    return [
        cast.member(company.company, "finance", company_wide=True, name_zh=name) for name in ("王静", "钱伟", "郑洁")
    ]
