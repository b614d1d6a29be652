"""No page is wider than a phone: it would slide sideways under the thumb (QLT-51)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
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


SALES = ("parts_sales:quote_list", "parts_sales:order_list", "parts_sales:note_list", "parts_sales:debt_list",
    "parts_sales:guarantee_list", "parts_sales:statement_list", "parts_sales:term_list", "parts_sales:part_list",
    "parts_sales:margin_list", "customers:customer_list", "agreements:agreement_list", "agreements:review_list",
    "agreements:lead_list", "agreements:lead_board", "agreements:plan_list", "agreements:agreement_create",
    "agreements:lead_create", "complaints:complaint_list", "complaints:pattern_page", "corrective:action_list",
    "feedback:info_list", "feedback:info_create", "feedback:slip_list", "feedback:survey_list",
    "feedback:survey_figures",
)  # fmt: skip
QUOTING = ("parts_sales:quote_create", "parts_sales:inquiry_create", "parts_sales:violation_create")
HANDLING = (
    "complaints:complaint_create",
    "complaints:intake_list",
    "corrective:action_create",
    "feedback:survey_create",
)


def documents(world: World) -> tuple[str, ...]:
    """What the service department's manager reads and decides on."""
    return tuple(
        reverse(name, args=[document.pk])
        for name, document in (
            ("parts_sales:quote_detail", world.quote),
            ("parts_sales:application_detail", world.price_application),
            ("parts_sales:order_detail", world.shipped_order),
            ("parts_sales:note_detail", world.delivery_note),
            ("parts_sales:return_detail", world.sales_return),
            ("parts_sales:receipt_detail", world.receipt),
            ("parts_sales:term_detail", world.credit_term),
            ("parts_sales:guarantee_detail", world.guarantee),
            ("parts_sales:statement_detail", world.statement),
            ("parts_sales:part_detail", world.part),
            ("customers:customer_detail", world.customer),
            ("agreements:agreement_detail", world.agreement),
            ("agreements:review_detail", world.running_review),
            ("agreements:amendment_detail", world.amendment),
            ("agreements:lead_detail", world.lead),
            ("complaints:complaint_detail", world.complaint),
            ("complaints:liability_detail", world.liability_report),
            ("complaints:nonconformance_detail", world.nonconformance_report),
            ("corrective:action_detail", world.running_action),
            ("corrective:report_detail", world.effect_report),
            ("feedback:info_detail", world.market_info),
            ("feedback:slip_detail", world.transfer_slip),
            ("feedback:sheet_detail", world.feedback_sheet),
            ("feedback:survey_detail", world.survey),
        )
    )


def addresses(world: World) -> dict[str, tuple[str, ...]]:
    """Whose pages are looked at."""
    claim, request = f"/expenses/claims/{world.claim.pk}/", f"/expenses/requests/{world.request.pk}/"
    budget = f"/budgets/{world.budget.pk}/"
    return {
        "clerk": tuple(map(reverse, QUOTING)),
        "handler": tuple(map(reverse, HANDLING)),
        "employee": (*EVERYBODY, *SPEND, f"/expenses/claims/{world.claim_draft.pk}/edit/", claim),
        "manager": (
            *BUDGETS,
            budget,
            f"{budget}grid/",
            f"{budget}methods/",
            f"{budget}imports/new/",
            claim,
            *map(reverse, SALES),
            *documents(world),
        ),
        "finance_manager": (*SETTINGS, *REPORTS, f"/approvals/routes/{world.route.pk}/", request, "/nowhere/"),
    }


@pytest.mark.rule("QLT-51")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_slides_sideways_on_a_phone(
    transactional_db: None, ledger_partitions: None, live_server: Any, page: Page, sign_in: Any, language: str
) -> None:
    world = World()
    world.people |= {"clerk": world.clerk, "handler": world.complaints_handler}
    with transaction.atomic():
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
