"""Saved views and files of master data by the API (GEN-13, GEN-16, GEN-17)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from customers.models import Customer
from tests.factories import organization as cast
from tests.factories.organization import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-17")]
VIEWS, FILES = "/api/v1/saved-views/", "/api/v1/table-imports/"
KEPT = {"name": "待审批", "audience": "EVERYBODY", "path": "/expenses/claims/", "query": "state=IN_REVIEW&page=3"}


@pytest.mark.rule("GEN-13")
def test_a_view_is_kept_shared_renamed_deleted_and_brought_back(manager, outsider):
    api, other = signed_in(APIClient(), manager), signed_in(APIClient(), outsider)

    made = api.post(VIEWS, KEPT, format="json")

    assert (made.status_code, made.json()["list_name"], made.json()["query"]) == (
        201, "expenses:claim_list", "state=IN_REVIEW",
    )  # fmt: skip
    one = f"{VIEWS}{made.json()['id']}/"
    assert other.get(one).status_code == 200
    assert other.patch(one, {"name": "我的"}, format="json").status_code == 403
    assert other.post(f"{one}usual/", {"usual": True}, format="json").status_code == 200
    assert api.patch(one, {"name": "等我审"}, format="json").json()["name"] == "等我审"
    assert api.post(VIEWS, KEPT | {"name": "等我审"}, format="json").json()["code"] == "view_name_taken"
    api.post(f"{one}delete/", {}, format="json")
    assert other.get(one).status_code == 404
    assert api.get(one).json()["deleted_at"]
    assert api.post(f"{one}restore/", {}, format="json").json()["deleted_at"] is None
    assert api.post(VIEWS, KEPT | {"path": "/expenses/claims/new/"}, format="json").status_code == 400


@pytest.mark.rule("GEN-16")
def test_a_file_of_customers_is_looked_at_and_brought_in(company, outsider):
    api = signed_in(APIClient(), cast.member(company.service, "service_clerk", name_zh="李敏"))
    file = SimpleUploadedFile("客户.csv", "客户名称,电话\n甲厂,024-1\n,2\n".encode())

    sent = api.post(FILES, {"target": "customers", "file": file}, format="multipart").json()

    assert [(row["number"], row["state"]) for row in sent["verdicts"]] == [(2, "NEW"), (3, "BAD")]
    one = f"{FILES}{sent['id']}/"
    left = api.post(f"{one}apply/", {"seen": sent["seen"]}, format="json")
    assert (left.status_code, left.json()["code"]) == (409, "bad_rows_left")
    stale = api.post(f"{one}apply/", {"seen": "0" * 16, "leave_out_bad": True}, format="json")
    assert stale.status_code == 409
    done = api.post(f"{one}apply/", {"seen": sent["seen"], "leave_out_bad": True}, format="json")
    assert (done.json()["state"], done.json()["counts"]) == ("APPLIED", {"NEW": 1, "BAD": 1})
    assert Customer.objects.get().name_zh == "甲厂"
    assert signed_in(APIClient(), outsider).get(one).status_code == 404
