"""Roles, incompatible pairs and files of people by the API (ORG-04, ORG-05, ORG-10, GEN-17)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from core import jobs
from organization.models import IncompatiblePair, Person, Role
from tests.factories.organization import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-17")]
ROLES, PAIRS, FILES = "/api/v1/roles/", "/api/v1/incompatible-pairs/", "/api/v1/staff-imports/"


@pytest.fixture
def api(finance_supervisor) -> Any:
    return signed_in(APIClient(), finance_supervisor)


@pytest.mark.rule("ORG-04", "ORG-08")
def test_a_role_is_made_and_changed_with_a_reason(api, finance_manager):
    body = {"code": "reader", "name_zh": "查阅人", "permissions": ["budgets.view"], "approve_limit": "0.00"}

    made = api.post(ROLES, body, format="json")

    assert (made.status_code, made.json()["permissions"]) == (201, ["budgets.view"])
    one = f"{ROLES}{made.json()['id']}/"
    bare = api.patch(one, {"approve_limit": "500.00", "version": 1}, format="json")
    assert (bare.status_code, bare.json()["code"]) == (400, "reason_missing")
    changed = api.patch(one, {"approve_limit": "500.00", "reason": "授权", "version": 1}, format="json")
    assert (changed.status_code, changed.json()["approve_limit"]) == (200, "500.00")
    stale = api.patch(one, {"name_en": "Reader", "version": 1}, format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_document")
    reader = signed_in(APIClient(), finance_manager)
    assert reader.get(one).json()["name_zh"] == "查阅人"
    assert reader.patch(one, {"name_en": "Reader", "version": 2}, format="json").status_code == 403


@pytest.mark.rule("ORG-05")
def test_a_role_that_breaks_a_pair_is_refused_and_a_pair_is_added(api):
    pair = IncompatiblePair.objects.first()
    body = {"code": "all", "name_zh": "全能", "permissions": [pair.first, pair.second]}

    refused = api.post(ROLES, body, format="json")

    assert refused.status_code == 409
    assert not Role.objects.filter(code="all").exists()
    more = {"first": "budgets.view", "second": "core.keep_webhooks", "reason": "内控要求"}
    added = api.post(PAIRS, more, format="json")
    assert added.status_code in {201, 409}
    assert api.post(PAIRS, {**more, "second": "no.such"}, format="json").status_code in {400, 409}


@pytest.mark.rule("ORG-10", "GEN-16")
def test_a_file_of_people_is_checked_and_brought_in(api, company):
    rows = f"姓名,登录名,部门编码,邮箱\n吴新,wuxin,{company.service.code},wuxin@example.com\n"
    file = SimpleUploadedFile("人员.csv", rows.encode())

    sent = api.post(FILES, {"kind": "PEOPLE", "file": file}, format="multipart")
    jobs.run_all_waiting()

    assert sent.status_code == 201, sent.json()
    one = f"{FILES}{sent.json()['id']}/"
    found = api.get(one).json()
    assert (found["state"], found["counts"]) == ("CHECKED", {"NEW": 1}), found
    applied = api.post(f"{one}apply/", {"version": found["version"]}, format="json")
    jobs.run_all_waiting()
    assert applied.status_code == 200
    assert Person.objects.filter(username="wuxin", department=company.service).exists()
