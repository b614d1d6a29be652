"""The chain of decisions: each carries a hash over its content and its predecessor's (LED-08)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from approvals.models import Case, Decision, Step
from approvals.rules import Link


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """Where a chain stops being true. `sequence` is the decision's place, counted from 1; what is wrong is a code."""

    case_id: int
    number: str
    round: int
    sequence: int
    problem: str
    """changed (content or hash), predecessor (does not follow), missing (cut off at the end)."""


def link_of(decision: Decision, *, case: Case, step: Step) -> Link:
    """What is hashed of a decision."""
    return Link(
        subject=(case.subject_kind, case.subject_id, case.round),
        fingerprint=case.fingerprint,
        step=(step.number, step.code),
        task_id=decision.task_id,
        decided_by=decision.decided_by_id,
        on_behalf_of=decision.on_behalf_of_id,
        verdict=decision.verdict,
        reason=decision.reason,
        decided_at=decision.decided_at,
        document_version=decision.document_version,
        sequence=decision.sequence,
    )


def first_broken_link(case: Case) -> BrokenLink | None:
    """The first decision of a case that is not what was decided, or does not follow its predecessor.

    None when all hold.
    """
    previous, expected = "", 0
    for decision in case.decisions.select_related("step").order_by("sequence"):
        expected += 1
        if decision.sequence != expected or decision.previous_hash != previous:
            return BrokenLink(case.pk, case.number, case.round, expected, "predecessor")
        if link_of(decision, case=case, step=decision.step).hash(previous) != decision.hash:
            return BrokenLink(case.pk, case.number, case.round, expected, "changed")
        previous = decision.hash
    if expected != case.chain_length or previous != case.chain_head:
        return BrokenLink(case.pk, case.number, case.round, expected + 1, "missing")
    return None


def broken_links() -> Iterator[BrokenLink]:
    """The first broken link of every case that has one, oldest case first."""
    for case in Case.objects.order_by("pk").iterator(chunk_size=500):
        if (broken := first_broken_link(case)) is not None:
            yield broken
