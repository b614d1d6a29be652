"""What rows held before: bulk updates and raw SQL leave their trace, and nobody can wipe it (GEN-05)."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core import changes, history, pages
from core.context import set_person_id, set_request_id
from organization.models import Department, Person
from tests.factories import organization as cast

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-05")]


def test_saving_keeps_what_was_there_before(company):
    company.service.name_zh = "售后中心"
    company.service.save()

    change = history.changes_of(Department.objects.get(pk=company.service.pk))[0]
    assert change.fields == {"name_zh": ("售后服务部", "售后中心")}


def test_bulk_updates_and_raw_sql_are_caught(company):
    set_request_id("")
    Department.objects.filter(pk=company.service.pk).update(code="S1")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organization_department SET code = 'S2' WHERE id = %s", [company.service.pk])

    changes = history.changes_of(Department.objects.get(pk=company.service.pk))
    assert [change.fields["code"][1] for change in changes] == ["S1", "S2"]


def test_what_is_not_kept_writes_nothing(owner):
    Person.objects.filter(pk=owner.pk).update(password="x", last_login=None, version=7)

    assert history.changes_of(owner) == []
    assert "password" not in {field.name for field in owner.past_values.model._meta.fields}


def test_a_deleted_row_is_still_known(company):
    spare = cast.department(company.service, name_zh="试点组")
    key = spare.pk
    spare.delete()

    kept = Department.past_values.rel.related_model.objects.get(pgh_obj_id=key)
    assert (kept.pgh_label, kept.name_zh) == ("delete", "试点组")


@pytest.mark.parametrize("statement", ["UPDATE {} SET name_zh = 'x'", "DELETE FROM {}"])
def test_the_history_itself_cannot_be_changed(company, statement):
    Department.objects.filter(pk=company.service.pk).update(code="S1")
    table = Department.past_values.rel.related_model._meta.db_table

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.rule("GEN-10")
def test_the_page_shows_former_values_to_who_sees_the_document(note, owner, outsider, client):
    set_request_id("")
    Department.objects.filter(pk=note.pk).update(name_zh="售后中心")
    url = reverse("core:values", args=["note", note.pk])

    page = cast.signed_in(client, owner).get(url).content.decode()

    assert "中文名称 售后服务部 → 售后中心" in page
    assert "绕过系统修改" in page
    assert cast.signed_in(client, outsider).get(url).status_code == 404


def test_former_values_have_names_instead_of_keys(company, manager, outsider):
    department = company.service
    Department.objects.filter(pk=department.pk).update(manager=manager, kind="TEAM")
    Department.objects.filter(pk=department.pk).update(manager=outsider)

    *_earlier, first, latest = pages.changed_values(document=Department.objects.get(pk=department.pk))

    assert f"{manager} → {outsider}" in str(latest.detail)
    assert f"{department.get_kind_display()} → {Department(kind='TEAM').get_kind_display()}" in str(first.detail)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_it_knows_who_did_it_in_which_request(company):
    finance = cast.member(company.company, "finance_supervisor", company_wide=True)
    client = cast.signed_in(Client(), finance)
    response = client.post(
        reverse("organization:department_edit", args=[company.service.pk]),
        {"name_zh": "售后中心", "name_en": "", "code": company.service.code, "position": 0, "version": 1},
        headers={"x-request-id": "walk-0001"},
    )
    assert response.status_code == 302, response.content.decode()[:2000]

    change = history.changes_of(Department.objects.get(pk=company.service.pk))[0]
    assert (change.person_id, change.request_id) == (finance.pk, "walk-0001")
    assert not change.is_from_outside


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_what_no_request_did_is_told_apart(company):
    set_request_id("")
    Department.objects.filter(pk=company.service.pk).update(code="S1")

    change = history.changes_of(Department.objects.get(pk=company.service.pk))[0]
    assert change.is_from_outside


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_each_transaction_says_who_works_in_it_and_forgets_it():
    def told() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('pghistory.context_metadata', true)")
            return cursor.fetchone()[0]

    set_request_id("job-12345")
    set_person_id(7)
    with transaction.atomic():
        outer = told()
        with transaction.atomic():
            transaction.set_rollback(True)
        after_a_savepoint = told()
    set_request_id("")

    assert outer == after_a_savepoint == '{"person": 7, "request": "job-12345"}'
    assert not told()
    with transaction.atomic():
        assert not told()


@pytest.mark.rule("GEN-11")
def test_every_kept_value_has_a_name_in_both_languages():
    """Codes, cost centres and the like are the same word in both; none is the name of its column."""
    english = []
    for model in apps.get_models():
        if not history.is_tracked(model):
            continue
        for field in model._meta.concrete_fields:
            if field.name in {"id", "version"}:
                continue
            for name in {field.name, field.attname}:
                with translation.override("zh-hans"):
                    label = changes.label_of(model, name)
                if label.isascii():
                    english.append(f"{model._meta.label}.{name}: {label}")

    assert not english
