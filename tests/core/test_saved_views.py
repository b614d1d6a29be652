"""Filters of lists kept under a name (GEN-13)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import jobs, saved_views
from core.models import SavedView
from tests.factories import organization as cast

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-13")]

CLAIMS = "expenses:claim_list"


@pytest.fixture
def desk(client, owner, signed_in):
    return signed_in(client, owner)


def keep(client, name="草稿", query="state=DRAFT&page=3&q=", audience="OWN", path=None):
    asked = {"name": name, "query": query, "audience": audience, "path": path or reverse(CLAIMS)}
    return client.post(reverse("core:view_keep"), asked)


def test_filters_are_kept_without_what_is_no_question_and_chosen_from_the_lists_head(desk):
    answer = keep(desk)

    view = SavedView.objects.get()
    assert (view.list_name, view.query) == (CLAIMS, "state=DRAFT")
    assert answer.url == f"{reverse(CLAIMS)}?state=DRAFT"
    page = desk.get(answer.url).content.decode()
    assert "草稿" in page
    assert 'aria-current="true"' in page


def test_a_name_is_taken_once_on_a_list_and_what_was_typed_stays(desk):
    keep(desk)

    again = keep(desk, query="state=PAID")

    assert again.status_code == 422
    assert "您已有名为" in again.content.decode() or "草稿" in again.content.decode()
    assert SavedView.objects.get().query == "state=DRAFT"


def test_a_view_is_kept_of_lists_only(desk):
    for path in ("/profile/", "/nowhere/", "https://example.com/", reverse("expenses:claim_create")):
        assert keep(desk, path=path).status_code == 404

    assert not SavedView.objects.exists()


def test_a_list_opens_with_its_usual_view_and_without_it_on_request(desk):
    keep(desk)
    view = SavedView.objects.get()
    desk.post(reverse("core:view_usual", args=[view.pk]), {"usual": "1"})

    opened = desk.get(reverse(CLAIMS))

    assert opened.status_code == 302
    assert opened.url == f"{reverse(CLAIMS)}?state=DRAFT"
    assert desk.get(f"{reverse(CLAIMS)}?view=").status_code == 200
    assert desk.get(reverse(CLAIMS), headers={"HX-Request": "true"}).status_code == 200
    assert desk.get(reverse("expenses:request_list")).status_code == 200
    desk.post(reverse("core:view_usual", args=[view.pk]), {"usual": "0"})
    assert desk.get(reverse(CLAIMS)).status_code == 200


def test_who_finds_a_view(owner, manager, outsider, actor_of):
    at = timezone.now()
    for name, audience in (("甲", "OWN"), ("乙", "DEPARTMENT"), ("丙", "EVERYBODY")):
        saved_views.keep(list_name=CLAIMS, name=name, query="", audience=audience, actor=actor_of(owner), at=at)

    def found(person):
        return sorted(view.name for view in saved_views.menu_of(actor_of(person), CLAIMS, at=timezone.now())[0])

    assert found(owner) == ["丙", "乙", "甲"]
    assert found(manager) == ["丙", "乙"]
    assert found(outsider) == ["丙"]


def test_a_shared_view_taken_back_is_nobodys_usual_view_any_more(client, owner, manager, actor_of, signed_in):
    at = timezone.now()
    view = saved_views.keep(
        list_name=CLAIMS, name="共享", query="state=PAID", audience="EVERYBODY", actor=actor_of(owner), at=at
    )
    saved_views.set_usual(view_id=view.pk, is_usual=True, actor=actor_of(manager))
    assert saved_views.usual_query(actor_of(manager), CLAIMS) == "state=PAID"

    saved_views.change(view_id=view.pk, name="共享", audience="OWN", actor=actor_of(owner))

    assert saved_views.usual_query(actor_of(manager), CLAIMS) == ""
    assert signed_in(client, manager).get(reverse(CLAIMS)).status_code == 200


def test_a_deleted_view_comes_back_until_the_cleaning_takes_it(desk, owner, actor_of):
    keep(desk)
    view = SavedView.objects.get()

    desk.post(reverse("core:view_delete", args=[view.pk]), {"path": reverse(CLAIMS)})

    gone = desk.get(f"{reverse(CLAIMS)}?view=").content.decode()
    assert reverse("core:view_restore", args=[view.pk]) in gone
    assert saved_views.menu_of(actor_of(owner), CLAIMS, at=timezone.now())[0] == []
    desk.post(reverse("core:view_restore", args=[view.pk]), {"path": reverse(CLAIMS)})
    assert [one.name for one in saved_views.menu_of(actor_of(owner), CLAIMS, at=timezone.now())[0]] == ["草稿"]
    desk.post(reverse("core:view_delete", args=[view.pk]))
    jobs.clean_up(at=timezone.now() + timedelta(days=60))
    assert not SavedView.objects.exists()


def test_a_deleted_view_whose_name_was_taken_meanwhile_stays_deleted(desk):
    keep(desk)
    old = SavedView.objects.get()
    desk.post(reverse("core:view_delete", args=[old.pk]))
    keep(desk, query="state=PAID")

    desk.post(reverse("core:view_restore", args=[old.pk]))

    assert SavedView.objects.get(deleted_at__isnull=True).query == "state=PAID"


def test_only_its_owner_changes_a_view(client, company, owner, manager, actor_of, signed_in):
    at = timezone.now()
    view = saved_views.keep(list_name=CLAIMS, name="共享", query="", audience="EVERYBODY", actor=actor_of(owner), at=at)
    signed_in(client, manager)

    for name in ("view_edit", "view_delete", "view_restore"):
        assert client.post(reverse(f"core:{name}", args=[view.pk]), {"name": "x", "audience": "OWN"}).status_code == 404

    view.refresh_from_db()
    assert (view.name, view.deleted_at) == ("共享", None)
    colleague = cast.member(company.service, "employee")
    with pytest.raises(saved_views.NotAllowed):
        saved_views.change(view_id=view.pk, name="x", audience="OWN", actor=actor_of(colleague))
