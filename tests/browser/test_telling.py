"""Pages of mails, webhooks and how one wants to be told, on desk and phone (QLT-50, QLT-51)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from core import letters, notifications, outward, webhooks
from core.models import DeliveryState, Mail
from tests.factories import organization as cast

pytestmark = [pytest.mark.rule("QLT-50"), pytest.mark.rule("QLT-51")]


@pytest.fixture
def keeper(transactional_db: None, monkeypatch: pytest.MonkeyPatch, sign_in: Any) -> Any:
    """The information manager, with a mail that was given up and a webhook with an event on its way."""
    monkeypatch.setattr(outward, "look_up", lambda _host, _port: ["93.184.216.34"])
    made = cast.member(cast.tree().company, "information_manager", company_wide=True, name_zh="钱伟")
    made.email = "qian.wei@shouhou.example"
    made.save(update_fields=("email",))
    now, actor = timezone.now(), cast.actor_of(made)
    notifications.notify(
        [made.pk], code="calendar.missing", kind="calendar_day", document_id=2027, label="2027", key="k", at=now
    )
    Mail.objects.update(state=DeliveryState.GIVEN_UP, error="SMTPRecipientsRefused: no such mailbox " * 4)
    hook, _secret = webhooks.create(
        label="金蝶云星空",
        address="https://erp.example/" + "hook" * 20,
        events=["approvals.approve"],
        actor=actor,
        at=now,
    )
    webhooks.ping(webhook_id=hook.pk, actor=actor, at=now)
    sign_in(made)
    mail = Mail.objects.get()
    return [
        reverse("core:notice_choices"),
        reverse("core:mail_list"),
        reverse("core:mail_detail", args=[mail.pk]),
        reverse("core:mail_stop", args=[letters.stop_token(person_id=made.pk, topic="talk")]),
        reverse("core:webhook_list"),
        reverse("core:webhook_create"),
        reverse("core:webhook_detail", args=[hook.pk]),
    ]


def test_axe_finds_nothing_and_no_page_slides_sideways(page: Page, live_server: Any, keeper: Any, no_findings: Any):
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        for path in keeper:
            page.goto(live_server.url + path)

            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            no_findings()
