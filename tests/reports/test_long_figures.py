"""Figures with more postings behind them than are summed by document (QLT-05, decision 0111)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from reports import policies, rows
from reports.selectors import documents
from reports.selectors.figures import Names
from reports.selectors.variance import variance_table
from tests.factories import expenses as spending
from tests.reports.test_variance import question

pytestmark = [pytest.mark.django_db, pytest.mark.rule("QLT-05")]


def behind(story, actor, figure, amount, **more):
    asked = question(story)
    place = documents.where(question=asked, scope=policies.sight(actor), ids={}, figure=figure, names=Names())
    return documents.behind_figure(place, figure=figure, amount=amount, **more)


def figures(story, actor):
    return variance_table(question=question(story), scope=policies.sight(actor)).total


def test_many_postings_are_shown_one_by_one_the_latest_first(story, gm, actor_of, monkeypatch):
    actor = actor_of(gm)
    amount = figures(story, actor).actual
    short = behind(story, actor, "actual", amount)
    monkeypatch.setattr(documents, "MOST_SUMMED", 1)
    long = behind(story, actor, "actual", amount)

    assert (short.is_long, long.is_long) == (False, True)
    shown = documents.as_documents(long.rows)
    assert sum(one.amount for one in shown) == amount == sum(row["amount"] for row in short.rows)
    times = [one.last_at for one in shown]
    assert times == sorted(times, reverse=True)
    assert all(one.url for one in shown)


def test_what_is_held_comes_from_the_lines_that_hold_it(story, owner, gm, actor_of, monkeypatch):
    for amount in ("40.00", "60.00"):
        spending.submitted_claim(owner, spending.claim_line(story.travel, amount), at=spending.AT + timedelta(hours=2))
    actor = actor_of(gm)
    amount = figures(story, actor).held
    summed = documents.as_documents(behind(story, actor, "held", amount).rows)
    monkeypatch.setattr(documents, "MOST_SUMMED", 0)
    found = behind(story, actor, "held", amount)

    assert amount > 0
    assert not found.is_long
    assert documents.as_documents(found.rows) == summed
    assert documents.as_documents(behind(story, actor, "held", amount, sort="-posted").rows)[0].last_at == max(
        one.last_at for one in summed
    )
    assert behind(story, actor, "held", amount + 1).is_long  # lines that do not account for all of it are not believed


def test_what_is_granted_comes_from_the_documents_that_grant(story, gm, actor_of, monkeypatch):
    actor = actor_of(gm)
    amount = figures(story, actor).year
    summed = documents.as_documents(behind(story, actor, "budget", Decimal(-1)).rows)
    monkeypatch.setattr(documents, "GRANTING", ("test",))  # what the factory's documents are called
    monkeypatch.setattr(documents, "is_long", None)

    assert documents.as_documents(behind(story, actor, "budget", amount).rows) == summed


def test_page_and_panel_say_that_there_are_too_many(client, story, gm, signed_in, monkeypatch):
    monkeypatch.setattr(documents, "MOST_SUMMED", 0)
    signed_in(client, gm)
    asked = {"year": "2026", "month": "9"}

    page = client.get(reverse("reports:variance_documents"), asked, headers={"accept-language": "en"}).content.decode()
    panel = client.get(
        reverse("reports:variance"),
        {**asked, "sel": f"d{story.claim.department_id}"},
        headers={"accept-language": "en"},
    ).content.decode()

    assert "Too many postings to sum by document" in page
    assert "Latest postings" in panel
    assert "sort=" not in page.partition("<thead>")[2].partition("</thead>")[0]


def test_rows_of_one_shape_are_rendered_once_and_escaped(story, gm, actor_of):
    from reports import forms

    story.travel.name_zh = "差旅 <b>&"
    story.travel.save()
    asked = forms.read({"year": "2026", "month": "9"})
    table = variance_table(question=asked.question, scope=policies.sight(actor_of(gm)))
    made = []

    def template(row):
        made.append(row)
        return f"[{row.level}|{row.key}|{row.label}|{row.judgement}]"

    joined = rows.joined(rows.rows_of(table=table, asked=asked), template)

    plain = [template(row) for row in rows.rows_of(table=table, asked=asked)]
    assert joined == "".join(plain).replace("差旅 <b>&", "差旅 &lt;b&gt;&amp;")
    assert "&lt;b&gt;" in joined
    assert len(made) - len(plain) < len(plain)
