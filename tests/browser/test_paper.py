"""The pages of reports: nothing for axe to find, at a desk and on a phone, from asking to the file (QLT-50, QLT-51)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from playwright.sync_api import Page

from core import jobs
from reports.models import ReportRun
from tests.permissions.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("QLT-50", "QLT-51", "QLT-52")]


@pytest.mark.rule("RPT-41")
@pytest.mark.parametrize("width", [1440, 390])
def test_from_the_claim_to_its_file(
    ledger_partitions: None, live_server: Any, page: Page, sign_in: Any, no_findings: Any, width: int, tmp_path: Any
) -> None:
    world = World()
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(world.employee)

    page.goto(live_server.url + reverse("expenses:claim_detail", args=[world.claim_draft.pk]))
    page.get_by_role("button", name="PDF").click()
    page.wait_for_url("**/reports/runs/*/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    no_findings()
    page.screenshot(path=tmp_path / "waiting.png", full_page=True)

    jobs.run_all_waiting()
    link = page.get_by_role("link", name="下载")
    link.wait_for(timeout=60_000)  # the page looks by itself
    no_findings()
    page.screenshot(path=tmp_path / "ready.png", full_page=True)
    with page.expect_download() as found:
        link.click()
    run = ReportRun.objects.get()
    assert found.value.suggested_filename == run.name
    with default_storage.open(run.file) as file:
        assert file.read(5) == b"%PDF-"

    for name in ("run_list", "standard"):
        sign_in(world.people["manager"] if name == "standard" else world.employee)
        page.goto(live_server.url + reverse(f"reports:{name}"))
        assert page.evaluate("document.documentElement.scrollWidth") == width
        no_findings()
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
