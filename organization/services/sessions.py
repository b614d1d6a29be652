"""Sessions end, one's own elsewhere or all of somebody who leaves; sign-ins and tries are kept (ORG-09)."""

from __future__ import annotations

from datetime import datetime

from core.actors import Actor
from organization.models import Person, SignedInSession, SignIn


def end_session(*, handle: str, actor: Actor) -> bool:
    """Sign the actor out where this session is; False when it has ended already or is not theirs."""
    if not handle or actor.person_id is None:
        return False
    ended, _rows = SignedInSession.objects.filter(person_id=actor.person_id, handle=handle).delete()
    return ended > 0


def end_sessions_of(*, person_id: int, except_key: str | None = None) -> int:
    """Sign somebody out everywhere, but for the session of this key; how many sessions ended."""
    ended, _rows = SignedInSession.objects.filter(person_id=person_id).exclude(session_key=except_key or "").delete()
    return ended


def note_sign_in(
    *,
    person: Person,
    outcome: str,
    method: str,
    address: str | None,
    agent: str,
    at: datetime,
    with_second_factor: bool = False,
) -> SignIn:
    """Keep that somebody signed in, or that somebody tried to as them."""
    return SignIn.objects.create(
        person=person,
        outcome=outcome,
        method=method,
        with_second_factor=with_second_factor,
        address=address,
        agent=agent,
        at=at,
    )
