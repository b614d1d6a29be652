"""A list that cannot use a filter of its address says so, until the filter is put right (GEN-13, QLT-53)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("GEN-13", "QLT-53")]


def test_what_was_left_out_is_said_until_it_is_put_right(page: Page, live_server, sign_in, manager, no_findings):
    sign_in(manager)
    page.goto(f"{live_server.url}{reverse('expenses:claim_list')}?scope=all&since=soon&state=NOPE")
    told = page.locator("#left-out")

    expect(told).to_contain_text("NOPE")
    expect(told).to_contain_text("soon")
    no_findings()
    told.get_by_role("link").click()
    expect(page.locator("#left-out li")).to_have_count(0)
    assert "scope=all" in page.url

    page.goto(f"{live_server.url}{reverse('expenses:claim_list')}?scope=all&state=NOPE")
    expect(page.locator("#left-out")).to_contain_text("NOPE")
    page.locator("select[name=state]").first.select_option("DRAFT")
    expect(page.locator("#left-out li")).to_have_count(0)
