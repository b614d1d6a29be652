"""Forms in the browser: amounts as people type them, sent once, focus where something has to be changed."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)

FORM = """<!doctype html><html lang="zh-Hans"><head><title>Form</title></head><body>
<main><form method="post" action="/sent/">
  <label>Amount <input name="amount" data-money inputmode="decimal" value="{value}"></label>
  <label>Purpose <input name="purpose"></label>
  <button name="step" value="go">Send</button>
</form>{more}</main>
<script type="module" src="/static/js/app.js"></script></body></html>"""


@pytest.fixture
def open_form(page: Page, live_server):
    def opened(value: str = "", more: str = "") -> list[str]:
        sent: list[str] = []

        def receive(route):
            sent.append(route.request.post_data)
            if len(sent) == 1:
                page.wait_for_timeout(300)
            route.fulfill(status=204)

        page.route(
            "**/form/", lambda route: route.fulfill(body=FORM.format(value=value, more=more), content_type="text/html")
        )
        page.route("**/sent/", receive)
        page.goto(f"{live_server.url}/form/", wait_until="networkidle")
        return sent

    return opened


@pytest.mark.parametrize(
    ("typed", "shown", "sent_as"),
    [
        ("1234.5", "1,234.50", "1234.50"),
        ("１，２３４", "1,234.00", "1234.00"),
        ("(5)", "\u22125.00", "-5.00"),
        ("abc", "abc", "abc"),
    ],
)
def test_an_amount_is_shown_with_thousands_and_sent_plain(page: Page, open_form, typed, shown, sent_as):
    sent = open_form()

    field = page.locator("input[name=amount]")
    field.fill(typed)
    page.locator("input[name=purpose]").focus()
    expect(field).to_have_value(shown)
    page.get_by_role("button").click()
    page.wait_for_timeout(200)

    assert sent[0].split("&")[0] == f"amount={sent_as}"
    assert "step=go" in sent[0]


def test_two_clicks_send_once(page: Page, open_form):
    sent = open_form(value="5")

    page.get_by_role("button").dblclick()
    page.wait_for_timeout(500)

    assert len(sent) == 1


def test_focus_goes_to_the_summary_of_errors(page: Page, open_form):
    open_form(more='<div tabindex="-1" data-summary>2 things to change</div>')

    expect(page.locator("[data-summary]")).to_be_focused()
