"""The pages and the resource of corrections (EXP-08)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from expenses.models import Correction
from tests.factories import expenses as make
from tests.factories.organization import signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("EXP-08"),
    pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm"),
]


def test_a_claim_is_corrected_on_its_page_and_both_link_to_each_other(client: Client, owner, travel, freight):
    claim = make.approved_claim(owner, make.claim_line(travel, "300.00"))
    line = claim.lines.get()
    page = signed_in(client, owner)
    correct = reverse("expenses:claim_correct", kwargs={"claim_id": claim.pk})
    assert correct in page.get(reverse("expenses:claim_detail", kwargs={"claim_id": claim.pk})).content.decode()
    assert page.get(correct).status_code == 200

    sent = {
        "correction_kind": "RECLASSIFICATION",
        f"amount-c{line.pk}": "300",
        "reason": "记错类别",
        "request_key": "k",
    }
    assert page.post(correct, sent).status_code == 422
    sent |= {"to_category": freight.pk, "request_key": "l"}
    assert page.post(correct, sent).status_code == 302
    assert page.post(correct, sent).status_code == 302

    correction = Correction.objects.get()
    detail = reverse("expenses:correction_detail", kwargs={"correction_id": correction.pk})
    shown = page.get(detail).content.decode()
    assert reverse("expenses:claim_detail", kwargs={"claim_id": claim.pk}) in shown
    assert detail in page.get(reverse("expenses:claim_detail", kwargs={"claim_id": claim.pk})).content.decode()
    make.decide(correction, "RETURN")
    edit = reverse("expenses:correction_edit", kwargs={"correction_id": correction.pk})
    assert page.get(edit).status_code == 200
    again = sent | {"version": Correction.objects.get().version, "request_key": "m"}
    assert page.post(edit, again).status_code == 302
    make.approve(correction)
    assert page.get(detail).status_code == 200
    cancel = reverse("expenses:correction_cancel", kwargs={"correction_id": correction.pk})
    assert page.post(cancel, {"reason": "晚了"}).status_code == 422


def test_who_may_not_correct_does_not_find_the_form(client: Client, owner, outsider, finance_manager, travel):
    claim = make.approved_claim(owner, make.claim_line(travel, "300.00"))
    draft = make.draft_claim(owner, make.claim_line(travel, "1.00"))

    def asked(person, document):
        return signed_in(client, person).get(reverse("expenses:claim_correct", kwargs={"claim_id": document.pk}))

    assert asked(outsider, claim).status_code == 404
    assert asked(finance_manager, claim).status_code == 403
    assert asked(owner, draft).status_code == 403


@pytest.mark.rule("GEN-17")
def test_the_api_corrects_through_the_same_rules(client: Client, owner, travel):
    claim = make.approved_claim(owner, make.claim_line(travel, "300.00"))
    line = {"claim_line": claim.lines.get().pk, "amount": "300.00"}
    body = {"claim": claim.pk, "correction_kind": "REVERSAL", "reason": "重复", "lines": [line]}
    caller = signed_in(client, owner)

    made = caller.post("/api/v1/expense-corrections/", body, content_type="application/json")
    assert (made.status_code, made.json()["total"], made.json()["number"]) == (201, "300.00", "COR-2026-0001")
    again = caller.post("/api/v1/expense-corrections/", body, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "more_than_stands")
    address = f"/api/v1/expense-corrections/{made.json()['id']}/cancel/"
    gone = caller.post(address, {"reason": "不冲了"}, content_type="application/json")
    assert gone.json()["state"] == "CANCELLED"
