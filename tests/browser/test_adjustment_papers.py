"""A draft without papers says what it waits for, and takes them where it is: dropped on the form, chosen on the page."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from budgets.models import Adjustment
from core.models import Attachment
from tests.browser.seats import Room
from tests.factories import adjustments as make
from tests.factories import budgets as money

pytestmark = pytest.mark.django_db(transaction=True)

DROP = """card => {
  const carried = new DataTransfer();
  carried.items.add(new File(["M2600 主轴批次返修清单"], "返修清单.txt", {type: "text/plain"}));
  for (const type of ["dragenter", "dragover", "drop"])
    card.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: carried}));
}"""


@pytest.mark.rule("BUD-32", "GEN-07", "QLT-50", "QLT-51")
@pytest.mark.parametrize("room", [("zh-hans", 1440), ("en", 390)], indirect=True, ids=["zh", "phone-en"])
def test_papers_are_attached_before_it_is_submitted(
    room: Room, company, manager, division_manager, finance_manager, gm, ledger_partitions
):
    today = timezone.localdate()
    money.open_year(today.year)
    travel = money.leaf_category("出差费用", name_en="Travel")
    money.appropriate(company.service, travel, per_month="1000.00", year=today.year)
    line = make.line(company.service, travel, "500.00", today.month, year=today.year)
    first, second = (make.draft(manager, "SUPPLEMENT", line, papers=False, at=timezone.now()) for _ in range(2))
    seat = room.seat(manager)

    page = seat.open(reverse("budgets:adjustment_edit", args=[first.pk]))
    expect(page.locator("#form-files-missing")).to_be_visible()
    page.locator("button[form=document-form][value=submit]").click()
    page.locator("#document-form [role=alert] a", has_text=seat.says("Attach papers")).click()
    seat.look()
    page.locator("#form-files-card").evaluate(DROP)
    page.locator("button[form=document-form][value=submit]").click()
    expect(page.locator(".sh-title-number")).to_be_visible()

    page = seat.open(reverse("budgets:adjustment_detail", args=[second.pk]))
    page.locator(f"form[action$='/{second.pk}/submit/'] button").click()
    page.locator(".sh-notice-danger a", has_text=seat.says("Attach papers")).click()
    expect(page.locator("#attachments .sh-files-missing")).to_be_visible()
    seat.look()
    page.locator("#attachments-files").set_input_files(
        {"name": "报价.txt", "mimeType": "text/plain", "buffer": "报价 500.00".encode()}
    )
    expect(page.locator("#attachments .sh-file-name")).to_have_text("报价.txt")
    expect(page.locator("#attachments .sh-files-missing")).to_have_count(0)
    page.locator(f"form[action$='/{second.pk}/submit/'] button").click()
    expect(page.locator(".sh-title-number")).to_be_visible()

    assert set(Adjustment.objects.values_list("state", flat=True)) == {"IN_REVIEW"}
    assert {row.name for row in Attachment.objects.all()} == {"返修清单.txt", "报价.txt"}
