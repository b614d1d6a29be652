"""The report on segregation of duties on paper (ORG-07)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core import formats
from core.actors import Actor, Scope
from organization import duties_words, glass_words, pages, policies, selectors
from organization.errors import permission_label
from reports.choices import Form
from reports.papers.content import Box, Column, Content, Kind, Row, Section, Signatures, Table
from reports.papers.moments import latest_event
from reports.papers.registry import Paper, Parameters

USUAL = timedelta(days=30)
MOST_CHANGES = 2000
GLASS_COLUMNS = (0, 1, 3, 5, 6, 7, 9, 10, 11, 14)
"""What of a break-glass right's row paper has room for."""
GLASS_KINDS: dict[int, Kind] = {6: "day", 7: "day", 10: "count"}


class DutiesPaper(Paper):
    """Who holds what on a day, which pairs are close to being broken, what changed since another day."""

    code = "segregation_of_duties"
    label = gettext_lazy("Segregation of duties")
    forms = (Form.PDF,)

    def read(self, given: Mapping[str, str], actor: Actor) -> Parameters:
        today = timezone.localdate()
        return {"on": today.isoformat(), "since": _day(given.get("since", ""), today - USUAL).isoformat()}

    def require_seen(self, parameters: Parameters, actor: Actor) -> None:
        if not policies.can_view(actor):
            raise Http404

    def scope(self, parameters: Parameters, actor: Actor) -> Scope:
        return actor.scope_of(policies.VIEW)

    def title(self, parameters: Parameters) -> str:
        return f"{self.label} {parameters['on']}"

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        on, since = date.fromisoformat(parameters["on"]), date.fromisoformat(parameters["since"])
        sections: list[Section] = [
            _near(on),
            _lone(on),
            _glass(on, since),
            _changes(since),
            _held(actor, on),
            Signatures([Box(_("Finance supervisor")), Box(_("Auditor")), Box(_("General manager"))]),
        ]
        return Content(
            title=str(self.label),
            subtitle=_("As of %(day)s, changes since %(since)s")
            % {"day": formats.day(on), "since": formats.day(since)},
            state_of=latest_event(),
            landscape=True,
            sections=sections,
        )


def _near(on: date) -> Table:
    return Table(
        title=_("Pairs close to being broken"),
        columns=[
            Column(_("How close"), width=26),
            Column(_("Day"), "day", 12),
            Column(pgettext("person", "Name"), width=16),
            Column(_("One permission"), width=30),
            Column(_("not together with"), width=30),
            Column(_("Roles"), width=30),
        ],
        rows=[Row(tuple(duties_words.near_row(one))) for one in selectors.near_pairs(on=on)],
        empty=_("No pair is close to being broken"),
    )


def _lone(on: date) -> Table:
    return Table(
        title=_("In one hand alone"),
        columns=[Column(_("Permission"), width=50), Column(pgettext("person", "Name"), width=20)],
        rows=[Row((permission_label(one.permission), one.person.name)) for one in selectors.lone_holders(on=on)],
        empty=_("Each side of a pair has a stand-in"),
    )


def _glass(on: date, since: date) -> Table:
    heads = glass_words.heads()
    return Table(
        title=_("Break-glass rights"),
        columns=[Column(heads[at][0], GLASS_KINDS.get(at, "text"), heads[at][1]) for at in GLASS_COLUMNS],
        rows=[
            Row(tuple(glass_words.report_row(one, on=on)[at] for at in GLASS_COLUMNS))
            for one in selectors.break_glass_since(since=since)
        ],
        empty=_("The glass was not broken"),
    )


def _held(actor: Actor, on: date) -> Table:
    rows = [
        Row((
            row.person.name, row.person.username, str(row.person.department or ""), row.role.name,
            pages.scope_label(row), row.start_date, row.end_date,
            pgettext("list of names", ", ").join(permission_label(code) for code in row.role.permissions),
        ))
        for row in selectors.assignment_list(actor=actor, on=on).iterator(chunk_size=500)
    ]  # fmt: skip
    return Table(
        title=_("Who holds what"),
        columns=[
            Column(pgettext("person", "Name"), width=12),
            Column(_("User name"), width=18),
            Column(_("Department"), width=16),
            Column(_("Role"), width=16),
            Column(_("Scope"), width=16),
            Column(_("From"), "day", 12),
            Column(_("Until"), "day", 12),
            Column(_("Permissions"), width=70),
        ],
        rows=rows,
    )


def _changes(since: date) -> Table:
    events = list(selectors.changes_since(since=since)[:MOST_CHANGES])
    return Table(
        title=_("What changed"),
        columns=[
            Column(_("When"), width=18),
            Column(pgettext("event", "What"), width=20),
            Column(_("Whose or which"), width=28),
            Column(_("Who"), width=14),
            Column(_("Details"), width=60),
        ],
        rows=[Row(tuple(row)) for row in duties_words.change_rows(events)],
        empty=_("Nothing changed since then"),
    )


def _day(given: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return otherwise
