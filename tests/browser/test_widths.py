"""No page is wider than a phone: it would slide sideways under the thumb (QLT-51)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.permissions.world import World

WIDTH = 390
EVERYBODY = (
    "/start/",
    "/reports/runs/",
    "/approvals/",
    "/approvals/decided/",
    "/notices/",
    "/menu/",
    "/keys/",
    "/profile/",
)
SPEND = ("/expenses/claims/", "/expenses/claims/new/", "/expenses/requests/", "/expenses/requests/new/")
BUDGETS = ("/budgets/", "/budgets/start/", "/budgets/keys/")
SETTINGS = (
    "/budgets/years/", "/budgets/categories/", "/budgets/categories/new/", "/budgets/projects/", "/budgets/control/",
    "/budgets/control/departments/", "/approvals/routes/", "/settings/people/", "/settings/departments/",
    "/settings/roles/", "/settings/assignments/", "/settings/incompatible-pairs/",
)  # fmt: skip
REPORTS = (
    "/reports/overview/",
    "/reports/variance/",
    "/reports/variance/?kind=income",
    "/reports/finance/",
    "/reports/standard/",
)


def addresses(world: World) -> dict[str, tuple[str, ...]]:
    """Whose pages are looked at."""
    claim, request = f"/expenses/claims/{world.claim.pk}/", f"/expenses/requests/{world.request.pk}/"
    budget = f"/budgets/{world.budget.pk}/"
    return {
        "employee": (*EVERYBODY, *SPEND, f"/expenses/claims/{world.claim_draft.pk}/edit/", claim),
        "manager": (*BUDGETS, budget, f"{budget}grid/", f"{budget}methods/", f"{budget}imports/new/", claim),
        "finance_manager": (*SETTINGS, *REPORTS, f"/approvals/routes/{world.route.pk}/", request, "/nowhere/"),
    }


@pytest.mark.rule("QLT-51")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_slides_sideways_on_a_phone(
    transactional_db: None, ledger_partitions: None, live_server: Any, page: Page, sign_in: Any, language: str
) -> None:
    world = World()
    pages = addresses(world)
    page.set_viewport_size({"width": WIDTH, "height": 844})
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    wide, refused = {}, {}

    for person, own in pages.items():
        world.people[person].language = language
        world.people[person].save(update_fields=["language"])
        sign_in(world.people[person])
        for address in own:
            answer = page.goto(live_server.url + address, wait_until="load")
            if answer is None or answer.status != (404 if address == "/nowhere/" else 200):
                refused[address] = answer and answer.status
            elif (width := page.evaluate("document.documentElement.scrollWidth")) > WIDTH:
                wide[address] = width

    assert refused == {}
    assert wide == {}
