"""Files and comments on a document as people use them (GEN-07, GEN-08)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.models import Attachment, Comment
from tests.permissions.world import World

PDF = {"name": "高铁发票.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"}
WRONG = {"name": "发票.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00" + b"\x00" * 64}
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture
def opened(transactional_db: None, ledger_partitions: None, live_server: Any, page: Page, sign_in: Any) -> Page:
    """The employee's draft claim, opened by the employee."""
    world = World()
    sign_in(world.employee)
    page.goto(f"{live_server.url}/expenses/claims/{world.claim_draft.pk}/")
    return page


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.mark.rule("GEN-07", "QLT-50", "QLT-51")
def test_files_are_sent_as_soon_as_they_are_chosen(opened, no_findings):
    opened.set_input_files("#attachments-files", [PDF])

    expect(opened.locator(".sh-file-name")).to_have_text("高铁发票.pdf")
    assert Attachment.objects.get().name == "高铁发票.pdf"
    opened.set_input_files("#attachments-files", [WRONG])
    expect(opened.locator("#attachments .sh-error")).to_contain_text("发票.pdf")
    no_findings()
    shoot(opened, "attachments")
    opened.set_viewport_size({"width": 390, "height": 844})
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390
    shoot(opened, "attachments-phone")
    opened.get_by_role("button", name="移除 高铁发票.pdf").click()
    expect(opened.locator(".sh-file-name")).to_have_count(0)


@pytest.mark.rule("GEN-08")
def test_a_mention_is_completed_by_keyboard(opened, no_findings):
    opened.get_by_label("评论", exact=True).press_sequentially("请看 @马")
    expect(opened.get_by_role("option", name="马国强")).to_be_visible()
    no_findings()
    shoot(opened, "mention")
    opened.keyboard.press("Enter")
    expect(opened.get_by_label("评论", exact=True)).to_have_value("请看 @马国强 ")

    opened.get_by_role("button", name="发表评论").click()

    expect(opened.locator("#history .sh-event").last).to_contain_text("请看 @马国强")
    expect(opened.get_by_label("评论", exact=True)).to_have_value("")
    assert Comment.objects.get().mentions.get().name_zh == "马国强"
    shoot(opened, "comment")
