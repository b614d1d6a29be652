"""What is told about delegations: to the delegate when one begins, to both when it ends, to the delegator when the
delegate decided (APR-07)."""

from __future__ import annotations

from datetime import datetime

from approvals.models import Decision, Delegation
from core import jobs, notifications
from organization.models import Person


def begun(given: Delegation) -> None:
    """Tell the delegate that they stand in."""
    jobs.after_commit("approvals.tell_of_delegation", what="begun", delegation_id=given.pk)


def ended(given: Delegation) -> None:
    """Tell both that it is over; whoever ended it knows."""
    jobs.after_commit("approvals.tell_of_delegation", what="ended", delegation_id=given.pk)


def decided(decision: Decision) -> None:
    """Tell the delegator what was decided in their place."""
    jobs.after_commit("approvals.tell_of_delegation", what="decided", decision_id=decision.pk)


@jobs.handler("approvals.tell_of_delegation")
def tell_of_delegation(
    *, what: str, at: datetime, delegation_id: int | None = None, decision_id: int | None = None
) -> None:
    """Write the notices; late or twice does no harm."""
    if decision_id is not None:
        _tell_of_decision(Decision.objects.select_related("case", "decided_by").get(pk=decision_id), at=at)
        return
    given = Delegation.objects.select_related("delegator", "delegate").get(pk=delegation_id or 0)
    people = {given.delegate_id} if what == "begun" else {given.delegate_id, given.delegator_id} - {given.ended_by_id}
    notifications.notify(
        sorted(pk for pk in people if pk is not None),
        code=f"delegation.{what}",
        kind="delegation",
        document_id=given.pk,
        label=str(given),
        key=f"delegation.{what}:{given.pk}",
        at=at,
        facts={
            **_named("who", given.delegator),
            **_named("whom", given.delegate),
            "start": given.start_date.isoformat(),
            "end": given.end_date.isoformat(),
        },
    )


def _tell_of_decision(decision: Decision, *, at: datetime) -> None:
    case = decision.case
    if decision.on_behalf_of_id is None:
        return
    title_en = case.facts.get("title_en")
    notifications.notify(
        [decision.on_behalf_of_id],
        code=f"approvals.for_you_{decision.verdict.lower()}",
        kind=case.subject_kind,
        document_id=case.subject_id,
        label=f"{case.number} {case.title}".strip(),
        key=f"approvals.for_you:{decision.pk}",
        at=at,
        facts=_named("who", decision.decided_by)
        | ({"document_en": f"{case.number} {title_en}".strip()} if title_en else {}),
    )


def _named(name: str, person: Person) -> dict[str, str]:
    return {name: person.name_zh, f"{name}_en": person.name_en}
