"""Browser tests: the system's Chromium, signed in without the sign-in page, axe at hand."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.seats import Room, findings, session_of
from tests.factories import drafts

# Playwright runs its own event loop in the test's thread, where Django would refuse to touch the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong


def _chromium() -> str | None:
    """The browser to drive: named by E2E_BROWSER, else the system's; None lets Playwright use its own."""
    return os.environ.get("E2E_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here drives a browser; without one they are skipped, or fail when E2E_REQUIRED=1."""
    folder = Path(__file__).parent
    for item in items:
        if folder in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """System Chromium with the flags it needs in a container."""
    found = _chromium()
    if found is None and os.environ.get("E2E_REQUIRED") != "1":
        pytest.skip("no Chromium here: install it or name one with E2E_BROWSER")
    return {**browser_type_launch_args, "args": FLAGS, **({"executable_path": found} if found else {})}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A browser as most people here have it: Chinese, a laptop's screen."""
    return {**browser_context_args, "locale": "zh-CN", "viewport": {"width": 1440, "height": 900}}


class _UnderWay:
    """Counts the requests this process is answering."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0

    def started(self, **kwargs: Any) -> None:
        with self._lock:
            self._count += 1

    def finished(self, **kwargs: Any) -> None:
        with self._lock:
            self._count -= 1

    def wait(self, *, quiet: float, longest: float) -> None:
        """Return when nothing was under way for `quiet` seconds; a request that takes `longest` is a fault."""
        end = time.monotonic() + longest
        since = time.monotonic()
        while time.monotonic() - since < quiet:
            if self._count > 0:
                since = time.monotonic()
                assert since < end, "a request the page made was never answered"
            time.sleep(0.02)


@pytest.fixture(autouse=True)
def _server_at_rest(live_server: Any, transactional_db: None) -> Iterator[None]:
    """What a page sends on being closed is answered before its data is taken away.

    Set up after the database and before the browser's context, so this ends between the two.
    """
    requests = _UnderWay()
    request_started.connect(requests.started)
    request_finished.connect(requests.finished)
    try:
        yield
        requests.wait(quiet=0.2, longest=30)
    finally:
        request_started.disconnect(requests.started)
        request_finished.disconnect(requests.finished)


@pytest.fixture
def sign_in(context: BrowserContext, live_server: Any) -> Callable[[Any], None]:
    """Sign a person in by handing the browser their session."""

    def signed_in(person: Any) -> None:
        context.add_cookies([session_of(person, live_server.url)])

    return signed_in


@pytest.fixture
def no_findings(page: Page) -> Callable[[], None]:
    """Ask axe about the page as it stands; any finding fails with where it is (QLT-50)."""

    def check() -> None:
        assert findings(page) == []

    return check


@pytest.fixture
def room(request: pytest.FixtureRequest, browser: Browser, live_server: Any) -> Iterator[Room]:
    """Everybody in the language and on the screen the test asks for; Chinese on a laptop if it does not."""
    made = Room(browser, live_server.url, *getattr(request, "param", ("zh-hans", 1440)))
    yield made
    made.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets the time for the server, which runs in this process."""

    def show(month: int, day: int) -> None:
        moment = datetime(2026, month, day, 1, tzinfo=UTC)  # nine in the morning here
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return show


@pytest.fixture
def budget(company, manager):
    return drafts.whole_draft(company.service, manager)


@pytest.fixture
def grid(page: Page, live_server, sign_in, manager, budget) -> Page:
    """The grid as its maker sees it, hearing nothing of others until they clash."""
    sign_in(manager)
    page.route("**/pulse/", lambda route: route.abort())
    page.goto(live_server.url + reverse("budgets:budget_grid", args=[budget.pk]))
    expect(page.locator(".sh-grid-live")).to_be_visible()
    return page
