"""What an author sees before submitting, and everybody afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from approvals import pages, selectors, services
from tests.approvals.conftest import KIND
from tests.factories import organization as cast
from tests.factories.approvals import by_manager, by_person, by_role, decide, route
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("APR-04")]
MONDAY = datetime(2026, 11, 9, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 16)


@pytest.fixture
def slip(slips, company, owner):
    return slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))


def preview(slips, slip):
    return selectors.preview(kind=KIND, facts=slips.facts(slip.id), on=TODAY)


def test_it_names_who_will_decide_in_what_order(slips, slip, manager, finance_officer):
    route(KIND, by_manager(), by_role("finance"))

    steps = preview(slips, slip)

    assert [(step.name, step.people) for step in steps] == [("第1步", ("马国强",)), ("第2步", ("王静",))]


def test_it_says_where_nobody_could_decide(slips, slip, manager):
    route(KIND, by_manager(), by_role("expert"))

    assert [step.is_stuck for step in preview(slips, slip)] == [False, True]


def test_it_foresees_who_decides_only_once(slips, slip, manager, gm):
    route(KIND, by_manager(), by_person(manager), by_role("general_manager"))

    assert [step.is_carried for step in preview(slips, slip)] == [False, True, False]


def test_it_foresees_the_step_above_the_authority_limit(slips, slip, manager, division_manager):
    route(KIND, by_manager())
    slip.amount = Decimal(80_000)

    assert [step.code for step in preview(slips, slip)] == ["manager", "authority"]


def test_without_a_route_there_is_nothing_to_foresee(slips, slip, company):
    context = pages.preview_context(kind=KIND, facts=slips.facts(slip.id), on=TODAY)

    assert context["preview"]["has_route"] is False


def test_what_happens_is_what_was_foreseen(slips, slip, owner, manager, finance_officer, gm):
    route(KIND, by_manager(), by_role("finance"), by_role("general_manager", amount_from=Decimal(1)))
    foreseen = [step.code for step in preview(slips, slip)]

    case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=MONDAY)

    assert list(case.steps.values_list("code", flat=True)) == foreseen


def test_the_usual_time_is_the_median_of_past_decisions_in_working_days(slips, company, owner, manager):
    """Half a day, one day, and one over a weekend that took three: the median is 1.0."""
    route(KIND, by_manager())
    for begun, hours in ((MONDAY, 12), (MONDAY, 24), (MONDAY + timedelta(days=4), 5 * 24)):
        slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
        case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=begun)
        decide(case, manager, at=begun + timedelta(hours=hours))

    assert selectors.usual_days(kind=KIND, codes={"manager"}) == {"manager": Decimal("1.00")}
    steps = preview(slips, slips.slips[1])
    assert selectors.usual_total(steps) == Decimal("1.00")


def test_too_little_past_says_nothing(slips, slip, owner, manager):
    route(KIND, by_manager())
    decide(services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=MONDAY), manager)

    assert selectors.usual_days(kind=KIND, codes={"manager"}) == {}


# --- The parts on a document's page


@pytest.fixture
def running(slip, owner, manager, finance_officer):
    route(KIND, by_manager(), by_role("finance"))
    return services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=MONDAY)


def page_of(person, slip):
    return pages.approval_context(actor=actor_of(person), kind=KIND, document_id=slip.id)["approval"]


def test_the_route_card_shows_done_now_and_ahead(running, slip, manager):
    decide(running, manager)

    steps = page_of(manager, slip).steps

    assert [(step.state, step.note) for step in steps][:2] == [("done", "陈志强"), ("done", "马国强")]
    assert steps[2].state == "now"
    assert steps[2].note.startswith("王静")


def test_only_whose_turn_it_is_gets_the_bar(running, slip, owner, manager, finance_officer):
    assert page_of(manager, slip).turn.task_id
    assert page_of(owner, slip).turn is None
    assert page_of(finance_officer, slip).turn is None


@pytest.mark.rule("APR-05")
def test_the_bar_says_what_comes_next_and_what_to_look_at(running, slip, slips, manager):
    slip.flags, slip.short = frozenset({"over_budget"}), Decimal(620)

    with translation.override("en"):
        turn = page_of(manager, slip).turn

    assert turn.says == "Then: Step 2."
    assert turn.warnings == ("Over budget", "差旅费: 620.00 is missing")


@pytest.mark.rule("APR-05")
def test_a_refused_round_shows_where_it_ended_and_its_reason(running, slip, owner, manager):
    decide(running, manager, "REJECT", "不属于公司费用")

    page = page_of(owner, slip)

    assert [step.state for step in page.steps] == ["done", "stopped"]
    assert page.rounds[0].decisions[0].reason == "不属于公司费用"


def test_previous_and_next_are_those_of_my_inbox(slips, company, owner, manager):
    route(KIND, by_manager())
    for day in range(3):
        slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
        services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=MONDAY + timedelta(days=day))

    place = page_of(manager, slips.slips[2]).place

    assert (place.number, place.total) == (2, 3)
    assert (place.previous_url, place.next_url) == ("/approvals/?slip=1", "/approvals/?slip=3")


def test_a_document_never_submitted_has_no_route_card(slip, owner):
    assert pages.approval_context(actor=actor_of(owner), kind=KIND, document_id=slip.id) == {"approval": None}


def test_many_who_could_decide_are_counted_not_listed(slips, slip, company):
    for number in range(5):
        cast.member(company.company, "finance", company_wide=True, name_zh=f"员{number}")
    route(KIND, by_role("finance"))

    context = pages.preview_context(kind=KIND, facts=slips.facts(slip.id), on=TODAY)

    with translation.override("en"):
        assert context["preview"]["steps"][0].note.count("员") == 3
