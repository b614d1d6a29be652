"""What is remembered of the sources of expense files, kept by the API (EXP-09, GEN-16, GEN-17)."""

from __future__ import annotations

import json

import pytest

from core.errors import NotAllowed
from core.models import AuditEvent
from expenses.errors import SourceNameTaken
from expenses.models import ExpenseImport, ImportSource, ImportValue
from expenses.services import import_sources, imports
from tests.factories import budgets, expenses, vouchers
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("EXP-09", "GEN-17")]
AT = expenses.AT
SOURCES = "/api/v1/import-sources/"


@pytest.fixture
def call(client, finance_officer):
    """Sends JSON as finance; the status and the answer."""
    signed_in(client, finance_officer)

    def send(path="", body=None, method="post"):
        answer = client.generic(method.upper(), SOURCES + path, json.dumps(body or {}), content_type="application/json")
        return answer.status_code, answer.json()

    return send


@pytest.fixture
def used(finance_officer, year, run_jobs):
    """A source a file came from, with a word that was told."""
    rows, _truth = vouchers.yonyou_rows(6)
    actor = actor_of(finance_officer)
    found = imports.upload(source="用友 U8", file_name="a.csv", content=vouchers.as_csv(rows), actor=actor, at=AT)
    run_jobs()
    source = ImportSource.objects.get()
    source.columns = {"日期": "date"}
    source.save()
    leaf = budgets.leaf_category(name_zh="办公费")
    ImportValue.objects.create(source=source, kind="SUBJECT", key="办公", text="办公", category=leaf)
    assert ExpenseImport.objects.get(pk=found.pk).source == source
    return source


def test_a_source_is_said_before_its_first_file_and_the_file_is_read_so(call, finance_officer, year, run_jobs):
    columns = [
        {"heading": "发生 日", "role": "date"},
        {"heading": "科目", "role": "subject"},
        {"heading": "钱", "role": "amount"},
    ]

    status, made = call(body={"name": "自制 系统", "amounts_are": "NET", "columns": columns})

    assert status == 201
    assert {one["heading"]: one["role"] for one in made["columns"]} == {
        "发生日": "date", "科目": "subject", "钱": "amount"
    }  # fmt: skip
    content = "发生日,科目,钱\n2026-03-05,6601,12.00\n".encode()
    imports.upload(source="自制 系统", file_name="a.csv", content=content, actor=actor_of(finance_officer), at=AT)
    run_jobs()
    found = ExpenseImport.objects.get()
    assert (found.source_id, found.reading["amounts_are"]) == (made["id"], "NET")
    assert found.reading["columns"] == {"0": "date", "1": "subject", "2": "amount"}


def test_it_is_listed_renamed_and_read_anew(call, used):
    status, listed = call(method="get")
    assert (status, [row["name"] for row in listed["results"]]) == (200, ["用友 U8"])

    assert call(f"{used.pk}/", {"name": "用友 U9"}, "patch")[0] == 200
    status, changed = call(f"{used.pk}/", {"columns": []}, "patch")

    assert (status, changed["name"], changed["columns"]) == (200, "用友 U9", [])
    assert [word["text"] for word in changed["words"]] == ["办公"]
    event = AuditEvent.objects.filter(code="import_source.change").earliest("pk")
    assert event.facts["changes"] == {"name": ["用友 U8", "用友 U9"]}


def test_two_sources_have_not_one_name(call, used):
    status, refused = call(body={"name": "用友 u8"})

    assert (status, refused["code"]) == (409, "source_name_taken")
    assert call(f"{used.pk}/", {"name": "用友 u8"}, "patch")[0] == 200, "its own name, written anew"


def test_a_name_taken_a_moment_ago_is_refused_by_the_database(used, finance_officer, monkeypatch):
    monkeypatch.setattr(import_sources, "_free_name", lambda text, **_more: text)

    with pytest.raises(SourceNameTaken):
        import_sources.create_source(name=used.name, actor=actor_of(finance_officer), at=AT)


def test_what_cannot_be_a_column_is_refused(call):
    status, refused = call(body={"name": "金蝶", "columns": [{"heading": "日期", "role": "colour"}]})

    assert (status, list(refused["fields"])) == (400, ["columns.0.role"])
    assert not ImportSource.objects.exists()


def test_what_is_remembered_is_forgotten_and_a_used_source_stays(call, used):
    status, refused = call(f"{used.pk}/remove/")
    assert (status, refused["code"]) == (409, "source_used")

    status, forgotten = call(f"{used.pk}/forget/")

    assert (status, forgotten["columns"], forgotten["words"]) == (200, [], [])
    assert not ImportValue.objects.exists()


def test_one_that_was_never_used_is_deleted(call):
    _status, made = call(body={"name": "金蝶"})

    status, removed = call(f"{made['id']}/remove/")

    assert (status, removed["name"]) == (200, "金蝶")
    assert not ImportSource.objects.exists()
    assert AuditEvent.objects.filter(code="import_source.remove").count() == 1


def test_only_who_brings_files_in_keeps_sources(used, manager, finance_manager):
    with pytest.raises(NotAllowed):
        import_sources.forget_source(source_id=used.pk, actor=actor_of(finance_manager), at=AT)

    assert used.values.exists()
