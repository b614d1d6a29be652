"""The tax rates that lines of claims can choose are set by finance (GEN-02)."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import jobs, thresholds
from expenses import selectors
from expenses.models import Claim, ImportRow
from expenses.services import imports
from tests.factories import expenses as make
from tests.factories import vouchers
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-02")]


def setting(person, *rates: str, since=None) -> None:
    thresholds.set_value(
        code="tax_rates", since=since or timezone.localdate(), is_on=True,
        figures={"rates": [Decimal(rate) for rate in rates]}, actor=actor_of(person), at=timezone.now(),
    )  # fmt: skip


def test_rates_hold_from_their_day_on_and_a_claim_keeps_its_own(finance_officer, owner, travel):
    today = timezone.localdate()
    shipped = [Decimal(rate) for rate in ("0", "0.01", "0.03", "0.05", "0.06", "0.09", "0.13")]
    assert selectors.tax_rates(on=today) == shipped
    claim = make.draft_claim(owner, make.claim_line(travel, "113.00", tax_rate=Decimal("0.13")))

    setting(finance_officer, "0", "0.11", since=today + timedelta(days=7))

    assert selectors.tax_rates(on=today) == shipped
    later = today + timedelta(days=7)
    assert selectors.tax_rates(on=later) == [0, Decimal("0.11")]
    assert selectors.tax_rates(claim, on=later) == [0, Decimal("0.11"), Decimal("0.13")]


def test_the_form_offers_what_finance_set(client: Client, finance_officer, manager, owner, travel):
    claim = make.draft_claim(owner, make.claim_line(travel, "113.00", tax_rate=Decimal("0.13")))
    setting(finance_officer, "0", "0.11")
    page = signed_in(client, owner)

    new = page.get(reverse("expenses:claim_create")).content.decode()
    edit = page.get(reverse("expenses:claim_edit", kwargs={"claim_id": claim.pk})).content.decode()

    assert ('value="0.11"' in new, 'value="0.13"' in new) == (True, False)
    assert ('value="0.11"' in edit, 'value="0.13" selected' in edit) == (True, True)
    assert Claim.objects.get().lines.get().net_amount == Decimal("100.00")


def test_an_imported_row_shows_net_and_tax(client: Client, finance_officer, company, travel):
    rows = [
        ["日期", "凭证号", "科目名称", "部门", "借方金额", "税额"],
        ["2026-09-05", "记-1", "出差费用", "售后服务部", "113", "13"],
    ]
    found = imports.upload(
        source="用友", file_name="凭证.csv", content=vouchers.as_csv(rows, "utf-8"), actor=actor_of(finance_officer),
        at=make.AT,
    )  # fmt: skip
    jobs.run_all_waiting()

    row = ImportRow.objects.get()
    assert (row.state, row.net_amount, row.tax_amount) == ("GOOD", Decimal(100), Decimal(13)), row.problems
    shown = signed_in(client, finance_officer).get(reverse("expenses:import_detail", args=[found.pk])).content.decode()

    assert "不含税 100.00 · 税额 13.00" in re.sub(r"<[^>]+>", "", shown)
