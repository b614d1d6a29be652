"""On a machine that lacks what PDF files are drawn with, only they are refused (RPT-41)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from core import press
from core.models import Job
from reports.errors import PressMissing
from reports.models import ReportRun
from reports.services import runs
from tests.factories import budgets as money
from tests.factories import expenses as spending
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("RPT-41")]


@pytest.fixture(autouse=True)
def _no_press(monkeypatch):
    monkeypatch.setattr(press, "is_there", lambda: False)


@pytest.fixture
def claim(owner):
    money.open_year()
    return spending.draft_claim(owner, spending.claim_line(money.leaf_category("办公费")))


def ask(person, claim, form):
    given = {"paper": "expense_claim", "language": "en", "parameters": {"id": str(claim.pk)}}
    return runs.ask(form=form, actor=actor_of(person), at=timezone.now(), **given)


def test_a_pdf_is_refused_with_what_to_install_and_excel_is_not(owner, claim):
    waiting = Job.objects.count()

    with translation.override("en"), pytest.raises(PressMissing) as refused:
        ask(owner, claim, "pdf")

    assert "apt-get install libpango-1.0-0" in str(refused.value)
    assert (ReportRun.objects.count(), Job.objects.count()) == (0, waiting)
    assert ask(owner, claim, "xlsx").form == "xlsx"


def test_the_page_says_so(owner, claim):
    client = signed_in(Client(), owner)

    page = client.post(
        reverse("reports:run_ask"), {"paper": "expense_claim", "form": "pdf", "id": claim.pk}, follow=True
    )

    assert "本服务器缺少 Pango 程序库，无法生成 PDF。" in page.content.decode()
    assert ReportRun.objects.count() == 0
