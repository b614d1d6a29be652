"""The first steps of somebody new (QLT-54)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core import tour

pytestmark = [pytest.mark.django_db, pytest.mark.rule("QLT-54")]


def test_the_steps_follow_what_one_may_do(owner, manager, finance_supervisor, actor_of):
    def pages(person):
        return [step.url_name for step in tour.steps_for(actor_of(person))]

    assert "expenses:claim_create" in pages(owner)
    assert "budgets:budget_list" in pages(manager)
    assert "organization:assignments" in pages(finance_supervisor)
    assert "organization:assignments" not in pages(owner)
    assert all(3 <= len(pages(person)) <= tour.MOST_STEPS for person in (owner, manager, finance_supervisor))


def test_every_step_leads_to_a_page_its_reader_may_open(client, manager, signed_in, actor_of):
    signed_in(client, manager)

    assert {client.get(step.url).status_code for step in tour.steps_for(actor_of(manager))} == {200}


def test_the_tour_stands_on_the_start_page_until_it_is_put_away_and_comes_back_from_the_menu(
    client, owner, manager, signed_in
):
    start = reverse("reports:own")
    signed_in(client, owner)
    assert "sh-tour-steps" in client.get(start).content.decode()
    assert "sh-tour-steps" not in client.get(reverse("expenses:claim_list")).content.decode()

    client.post(reverse("core:tour"), {"do": "end"})
    client.post(reverse("core:tour"), {"do": "end"})
    assert "sh-tour-steps" not in client.get(start).content.decode()
    assert "sh-tour-steps" in signed_in(client, manager).get(start).content.decode()

    signed_in(client, owner).post(reverse("core:tour"), {"do": "again"})
    assert "sh-tour-steps" in client.get(start).content.decode()


@pytest.mark.rule("QLT-08")
def test_pages_are_sent_compressed_and_files_are_left_alone(client, owner, signed_in):
    signed_in(client, owner)
    asked = {"HTTP_ACCEPT_ENCODING": "gzip"}

    assert client.get(reverse("expenses:claim_list"), **asked)["Content-Encoding"] == "gzip"
    file = client.get(reverse("expenses:claim_list"), {"format": "xlsx"}, **asked)
    assert "Content-Encoding" not in file.headers
