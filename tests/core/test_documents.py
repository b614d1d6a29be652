"""The one door for transitions, and the events behind it (GEN-04, GEN-05)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone, translation

from core import audit, documents, errors
from core.actors import SYSTEM, Actor
from core.models import AuditEvent
from core.transitions import StateField, transition

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-04")]
NOBODY = Actor(person_id=None, name="nobody")


def only_the_system(trip: Any, actor: Actor) -> bool:
    return actor.is_system


class Trip(models.Model):
    """A document without a table; it counts how often it is saved."""

    kind = "trip"
    state = StateField(default="DRAFT", protected=True)
    version = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "core"
        managed = False

    def __str__(self) -> str:
        return "TRP-2026-0001"

    def save(self, **_given: Any) -> None:
        self.saved = getattr(self, "saved", 0) + 1

    @transition(field=state, source="DRAFT", target="SUBMITTED", permission=only_the_system)
    def submit(self, *, at: datetime) -> None:
        self.submitted_at = at


@pytest.fixture
def trip() -> Trip:
    return Trip(pk=5)


def unchanged(trip: Trip) -> bool:
    return (trip.state, trip.version, trip.submitted_at) == ("DRAFT", 1, None) and not AuditEvent.objects.exists()


def test_a_move_changes_state_and_version_saves_and_is_recorded(trip):
    at = timezone.now()
    documents.perform(
        trip, "submit", actor=SYSTEM, at=at, reason="因", on_behalf_of=None, facts={"total": "1.00"}
    )  # fmt: skip

    event = AuditEvent.objects.get()
    assert (trip.state, trip.version, trip.submitted_at, trip.saved) == ("SUBMITTED", 2, at, 1)
    assert (event.code, event.before, event.after, event.reason) == ("trip.submit", "DRAFT", "SUBMITTED", "因")
    assert (event.subject_kind, event.subject_id, event.subject_label) == ("trip", 5, "TRP-2026-0001")
    assert event.facts == {"total": "1.00"}


def test_a_move_that_does_not_apply_changes_nothing(trip):
    documents.perform(trip, "submit", actor=SYSTEM, at=timezone.now())

    with pytest.raises(errors.WrongState) as refused:
        documents.perform(trip, "submit", actor=SYSTEM, at=timezone.now())

    assert refused.value.params == {"document": "TRP-2026-0001", "state": "SUBMITTED"}
    assert (trip.version, trip.saved, AuditEvent.objects.count()) == (2, 1, 1)


def test_who_may_not_is_refused_and_nothing_changes(trip):
    with pytest.raises(errors.NotAllowed):
        documents.perform(trip, "submit", actor=NOBODY, at=timezone.now())

    assert unchanged(trip)
    assert not documents.may(trip, "submit", NOBODY)
    assert documents.may(trip, "submit", SYSTEM)


def test_the_state_cannot_be_set_past_the_door(trip):
    with pytest.raises(AttributeError):
        trip.state = "SUBMITTED"


def test_a_stale_reading_is_refused(trip):
    documents.require_version(trip, None)
    documents.require_version(trip, 1)
    with pytest.raises(errors.StaleDocument):
        documents.require_version(trip, 2)


@pytest.mark.rule("GEN-06")
@pytest.mark.parametrize(
    "given", ["", "  ", "\n\t", "\u200b", "\u200b\u2060 \ufeff", "\u00ad\u3164", "\u2800", "\u202e\u0301"]
)
def test_a_reason_is_more_than_blanks(given):
    with pytest.raises(errors.ReasonMissing):
        errors.require_reason(given)
    assert errors.require_reason(" 因 ") == "因"
    assert errors.require_reason("\u200b家里有事 👨‍👩‍👧 e\u0301\ufeff") == "家里有事 👨‍👩‍👧 e\u0301"


# --- Events


@pytest.mark.rule("GEN-05")
@pytest.mark.parametrize(
    "statement",
    ["UPDATE core_auditevent SET reason = 'x'", "DELETE FROM core_auditevent", "TRUNCATE core_auditevent CASCADE"],
)
def test_the_database_itself_refuses_to_change_events(statement):
    with connection.cursor() as cursor:  # the suite switches the guard against TRUNCATE off, to empty tables
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'core_auditevent'::regclass AND NOT tgisinternal")
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE core_auditevent ENABLE TRIGGER "{name}"')
        audit.record(kind="trip", document_id=5, label="t", code="trip.submit", actor=SYSTEM, at=timezone.now())
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEvent.objects.get().reason == ""


@pytest.mark.rule("GEN-05")
def test_the_label_is_cut_not_refused():
    event = audit.record(kind="trip", document_id=5, label="长" * 300, code="x", actor=SYSTEM, at=timezone.now())

    assert len(event.subject_label) == 200
    assert audit.sentence("x") == "x"


@pytest.mark.rule("QLT-53")
def test_a_refusal_speaks_the_readers_language_and_gives_programs_facts():
    refused = errors.WrongState(document="BUD-2026-0001", state="x", amounts=[1], size=3)

    with translation.override("en"):
        english = str(refused)
    with translation.override("zh-hans"):
        chinese = str(refused)

    assert english.startswith("BUD-2026-0001 is x now")
    assert chinese != english
    assert refused.api_params() == {"document": "BUD-2026-0001", "state": "x", "amounts": [1], "size": 3}
