"""Open commitments that can go along into the new year: told by the apps whose documents hold them (BUD-35).

The budget side knows no document by name; each kind that can be carried registers its carrier in `apps.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from budgets.adjustment_errors import CarriedChanged, CarriedGone
from budgets.choices import PeriodState
from budgets.models import AdjustmentLine, Period
from budgets.rules.postings import Posting
from core.actors import Actor


@dataclass(frozen=True, slots=True)
class OpenCommitment:
    """What one line of a document holds: where, how much, and what the document is called."""

    kind: str
    document_id: int
    line_id: int
    label: str
    url: str
    department_id: int
    category_id: int
    project_id: int | None
    held_in: Period
    amount: Decimal


class Carrier(Protocol):
    """How a kind of document carries what it holds into another year."""

    kind: str

    def open_in(
        self,
        *,
        fiscal_year_id: int,
        department_ids: Collection[int] | None = None,
        lines: Collection[int] | None = None,
    ) -> list[OpenCommitment]:
        """What lines hold in a year: of some departments, or of some lines; None takes all."""

    def lock(self, document_ids: Sequence[int]) -> None:
        """Lock these documents, by id, until the transaction ends."""

    def moved(self, commitment: OpenCommitment, *, origin: Period, into: Period) -> list[Posting]:
        """The release in the old year and the commitment in the new, with the document as their source."""

    def carried(
        self, commitments: Sequence[OpenCommitment], *, into: Period, by: str, actor: Actor, at: datetime
    ) -> None:
        """Write down that the lines hold in the new month now; the postings stand already."""


Pair = tuple[AdjustmentLine, OpenCommitment]
"""A line of a carry-over and what it carries, as it is held now."""

_carriers: dict[str, Carrier] = {}


def register(carrier: Carrier) -> None:
    """Make a kind that can be carried known; called in the owning app's `ready`."""
    _carriers[carrier.kind] = carrier


def open_in(*, fiscal_year_id: int, department_ids: Collection[int] | None) -> list[OpenCommitment]:
    """All that can be carried out of a year, by department and document."""
    found = [
        own
        for carrier in _carriers.values()
        for own in carrier.open_in(fiscal_year_id=fiscal_year_id, department_ids=department_ids)
    ]
    return sorted(found, key=lambda own: (own.department_id, own.kind, own.document_id, own.line_id))


def lock(lines: Iterable[AdjustmentLine]) -> None:
    """Lock the documents a carry-over concerns, kind by kind, by id: after the case, before months and keys."""
    ids: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        if line.carried_id is not None:
            ids[line.carried_kind].add(line.carried_id)
    for kind in sorted(ids):
        _carriers[kind].lock(sorted(ids[kind]))


def paired(lines: Sequence[AdjustmentLine]) -> list[Pair]:
    """Each line that carries a commitment with what is held now. Raises CarriedGone, CarriedChanged."""
    wanted = [line for line in lines if line.carried_kind and line.from_period is not None]
    pairs = []
    for kind in sorted({line.carried_kind for line in wanted}):
        of_kind = [line for line in wanted if line.carried_kind == kind]
        years = {line.from_period.fiscal_year_id for line in of_kind if line.from_period is not None}
        ids = {line.carried_line for line in of_kind if line.carried_line is not None}
        now = {
            own.line_id: own
            for year_id in sorted(years)
            for own in (_carriers[kind].open_in(fiscal_year_id=year_id, lines=ids) if kind in _carriers else ())
        }
        for line in of_kind:
            held = now.get(line.carried_line or 0)
            origin = line.from_period.fiscal_year.year if line.from_period is not None else ""
            if held is None or _place(held) != _place_of(line):
                raise CarriedGone(document=line.note or kind, year=origin)
            if held.amount != line.amount:
                raise CarriedChanged(document=held.label, held=held.amount, amount=line.amount)
            pairs.append((line, held))
    return pairs


def postings_of(pairs: Sequence[Pair]) -> list[Posting]:
    """What the carried documents post together with the lines."""
    found: list[Posting] = []
    for line, commitment in pairs:
        origin = commitment.held_in if commitment.held_in.state == PeriodState.OPEN else line.from_period
        if origin is not None:
            found += _carriers[commitment.kind].moved(commitment, origin=origin, into=line.period)
    return found


def carried(pairs: Sequence[Pair], *, by: str, actor: Actor, at: datetime) -> None:
    """Tell the carriers that what they hold stands in the new year now."""
    groups: dict[tuple[str, Period], list[OpenCommitment]] = defaultdict(list)
    for line, commitment in pairs:
        groups[commitment.kind, line.period].append(commitment)
    for (kind, into), commitments in groups.items():
        _carriers[kind].carried(commitments, into=into, by=by, actor=actor, at=at)


def _place(own: OpenCommitment) -> tuple[int, int, int, int | None]:
    return own.document_id, own.department_id, own.category_id, own.project_id


def _place_of(line: AdjustmentLine) -> tuple[int | None, int, int, int | None]:
    return line.carried_id, line.department_id, line.category_id, line.project_id
