"""On which documents somebody acted, gathered or asked one by one (GEN-10, QLT-05, decision 0221)."""

from __future__ import annotations

import pytest

from approvals import selectors
from approvals.models import Case
from approvals.selectors import cases
from tests.approvals.conftest import KIND
from tests.factories.approvals import by_manager, decide, route
from tests.factories.organization import actor_of

pytestmark = pytest.mark.django_db


@pytest.mark.rule("GEN-10")
@pytest.mark.parametrize("much", [cases.MUCH, 0], ids=["gathered", "asked one by one"])
def test_what_waits_for_somebody_or_was_decided_by_them_is_seen(start, manager, clerks, much, monkeypatch):
    monkeypatch.setattr(cases, "MUCH", much)
    cases._acts_much.cache_clear()
    route(KIND, by_manager())
    decided = start()
    decide(decided, manager)
    again = start()

    def seen(person):
        asked = selectors.acted_on(actor=actor_of(person), kind=KIND, document="subject_id")
        return set(Case.objects.filter(asked)), set(Case.objects.exclude(asked))

    assert cases.acts_much(manager.pk) is (much == 0)
    assert seen(manager) == ({decided, again}, set())
    assert seen(clerks[0]) == (set(), {decided, again}), "left out are those one did not act on, none is lost"
    cases._acts_much.cache_clear()
