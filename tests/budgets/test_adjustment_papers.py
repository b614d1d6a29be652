"""No adjustment goes to its deciders without the papers it rests on; a carry-over rests on the year's list (BUD-32)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from budgets.adjustment_errors import AdjustmentIncomplete
from budgets.models import Adjustment
from budgets.rules import adjustments as rules
from core import attachments
from core.models import Attachment
from tests.factories import adjustments as make
from tests.factories import budgets as money
from tests.factories.organization import actor_of, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("BUD-32"),
    pytest.mark.usefixtures("division_manager", "finance_manager", "gm"),
]
MISSING = "提交前须至少附一份文件"
URL = "/api/v1/adjustments/"


@pytest.fixture
def lines(company, power, travel, reserve):
    """Of each kind one that is whole but for its papers."""
    service = company.service
    return {
        "SUPPLEMENT": [make.line(service, travel, "100.00")],
        "CUT": [make.line(service, travel, "-100.00")],
        "TRANSFER": [make.line(service, power, "-100.00"), make.line(service, travel, "100.00")],
        "CONTINGENCY_RELEASE": [make.line(service, reserve, "-100.00"), make.line(service, travel, "100.00")],
    }


@pytest.mark.parametrize("kind", ["SUPPLEMENT", "CUT", "TRANSFER", "CONTINGENCY_RELEASE"])
def test_each_kind_waits_for_its_papers(manager, lines, kind):
    made = make.draft(manager, kind, *lines[kind], papers=False)

    with pytest.raises(AdjustmentIncomplete) as refused:
        make.submit(made, manager)
    unchanged = Adjustment.objects.get(pk=made.pk)
    make.attach(made, manager)
    sent = make.submit(made, manager)

    assert (refused.value.code, refused.value.params) == ("adjustment_incomplete", {"problem": "no_papers"})
    assert [way.url for way in refused.value.ways_out] == [f"/budgets/adjustments/{made.pk}/#attachments"]
    assert (unchanged.state, unchanged.number) == ("DRAFT", None)
    assert (sent.state, "no_papers" in make.case_of(sent).facts["flags"]) == ("IN_REVIEW", False)


def test_what_was_taken_off_again_counts_no_more(manager, lines):
    made = make.draft(manager, "SUPPLEMENT", *lines["SUPPLEMENT"])
    attachments.remove(attachment_id=Attachment.objects.get().pk, actor=actor_of(manager), at=make.AT)

    with pytest.raises(AdjustmentIncomplete):
        make.submit(made, manager)


def test_a_returned_one_goes_again_with_the_papers_it_has(manager, lines):
    made = make.submitted(manager, "SUPPLEMENT", *lines["SUPPLEMENT"])
    make.decide(made, "RETURN")

    assert make.submit(Adjustment.objects.get(pk=made.pk), manager).state == "IN_REVIEW"


@pytest.mark.rule("BUD-35")
def test_the_lines_of_a_carry_over_are_its_paper():
    assert not rules.needs_papers("CARRY_OVER")


def test_the_draft_says_so_takes_the_file_and_goes_on(client, manager, company):
    today = timezone.localdate()
    money.open_year(today.year)
    trips = money.leaf_category("出差")
    money.appropriate(company.service, trips, per_month="1000.00", year=today.year)
    one = make.line(company.service, trips, "5.00", today.month, year=today.year)
    made = make.draft(manager, "SUPPLEMENT", one, papers=False, at=timezone.now())
    page, kwargs = signed_in(client, manager), {"adjustment_id": made.pk}
    detail, submit = (reverse(f"budgets:adjustment_{name}", kwargs=kwargs) for name in ("detail", "submit"))
    upload = reverse("core:attachment_add", args=[made.kind, made.pk])

    before = page.get(detail).content.decode()
    refused = page.post(submit, {"version": made.version})
    card = page.post(upload, {"files": [make.paper()]}, headers={"HX-Request": "true"}).content.decode()
    after = page.get(detail).content.decode()
    sent = page.post(submit, {"version": made.version})

    assert MISSING in before
    assert refused.status_code == 422
    assert f'href="{detail}#attachments"' in refused.content.decode()
    assert MISSING not in card + after
    assert sent.status_code == 302
    assert MISSING not in page.get(detail).content.decode()


def test_a_reader_is_not_asked_for_them(client, gm, manager, lines):
    made = make.draft(manager, "SUPPLEMENT", *lines["SUPPLEMENT"], papers=False)

    shown = signed_in(client, gm).get(reverse("budgets:adjustment_detail", args=[made.pk]))

    assert MISSING not in shown.content.decode()


def test_the_form_says_so_and_leads_to_the_field(client, manager, company):
    today = timezone.localdate()
    money.open_year(today.year)
    trips = money.leaf_category("出差")
    money.appropriate(company.service, trips, per_month="1000.00", year=today.year)
    page, new = signed_in(client, manager), reverse("budgets:adjustment_create")
    sent = {
        "adjustment_kind": "SUPPLEMENT", "title": "追加", "purpose": "返修", "criteria": "批准后发生",
        "department": company.service.pk, "action": "submit", "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0",
        "lines-0-category": trips.pk, "lines-0-amount": "5.00",
        "lines-0-period": money.period(today.month, today.year).pk,
    }  # fmt: skip

    empty = page.get(new, {"kind": "SUPPLEMENT"}).content.decode()
    refused = page.post(new, sent)
    made = Adjustment.objects.get()
    again = reverse("budgets:adjustment_edit", args=[made.pk])
    whole = page.post(again, sent | {"version": made.version, "files": [make.paper()]})

    assert MISSING in empty
    assert (refused.status_code, made.state) == (422, "DRAFT")
    assert 'href="#form-files-card"' in refused.content.decode()
    assert whole.status_code == 302
    assert Adjustment.objects.get().state == "IN_REVIEW"


@pytest.mark.rule("GEN-17")
def test_a_program_is_told_before_and_when_it_submits(manager, company, travel):
    program = signed_in(APIClient(), manager)
    line = {"category": travel.pk, "period": money.period(9).pk, "amount": "5.00"}
    body = {
        "department": company.service.pk, "adjustment_kind": "SUPPLEMENT", "title": "追加", "purpose": "返修",
        "criteria": "批准后发生", "lines": [line],
    }  # fmt: skip

    checked = program.post(f"{URL}check/", body, format="json").json()
    made = program.post(URL, body, format="json").json()
    refused = program.post(f"{URL}{made['id']}/submit/", {}, format="json")
    given = {"document_kind": "budget_adjustment", "document": made["id"], "file": make.paper()}
    program.post("/api/v1/attachments/", given, format="multipart")
    sent = program.post(f"{URL}{made['id']}/submit/", {}, format="json")

    assert (checked["problem"], checked["needs_papers"]) == ("", True)
    assert (refused.status_code, refused.json()["code"]) == (409, "adjustment_incomplete")
    assert refused.json()["params"]["problem"] == "no_papers"
    assert sent.json()["state"] == "IN_REVIEW"
