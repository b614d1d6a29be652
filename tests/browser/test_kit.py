"""All components on one page: nothing for axe to find, nothing wider than a phone, in both themes (QLT-50)."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Page

from scripts.kit import samples

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("QLT-50")]


@pytest.fixture(params=["light", "dark"])
def kit(request, page: Page, live_server):
    with translation.override("zh-hans"):
        html = render_to_string("kit/page.html", {"themes": (request.param,), "language": "zh-Hans", **samples()})
    address = f"{live_server.url}/kit/"
    page.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    return address


@pytest.mark.parametrize("width", [1440, 390])
def test_the_components_pass_axe_and_fit(page: Page, kit, no_findings, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(kit)

    no_findings()
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_smallest_text_is_twelve_pixels(page: Page, kit):
    page.goto(kit)

    smallest = page.evaluate(
        """Math.min(...[...document.querySelectorAll("main *")]
            .filter((item) => [...item.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
            .map((item) => parseFloat(getComputedStyle(item).fontSize)))"""
    )

    assert smallest == 12


@pytest.mark.rule("LED-09")
def test_a_document_is_at_least_four_pixels_wide_in_its_bar(page: Page, kit):
    page.goto(kit)

    widths = page.evaluate(
        """[...document.querySelectorAll(".sh-bb-this-min")].map((line) => parseFloat(getComputedStyle(line).strokeWidth))"""
    )

    assert widths
    assert min(widths) == 4
