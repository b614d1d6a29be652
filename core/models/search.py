from __future__ import annotations

from collections.abc import Iterable

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from core.models.base import Subject


class SearchEntry(Subject):
    """What a document is found by (GEN-12): its number and title, all its words in `text` to show where they stand, and
    `terms` (core/search_terms.py) to find them. Made anew from the document whenever a mark says so.
    """

    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    terms = SearchVectorField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("subject_kind", "subject_id"), name="core_searchentry_once"),)
        indexes = (
            GinIndex(fields=("terms",), name="core_searchentry_terms"),
            models.Index(fields=("subject_kind", "-at"), name="core_searchentry_latest"),
            models.Index(fields=("number",), name="core_searchentry_number"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class SearchMark(Subject):
    """A document whose entry has to be made anew. Written by triggers in the transaction that changed it, so none is
    lost; only ever added to, so that writers never wait for each other.
    """

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"


def marks_search(kind: str, *, key: str, columns: Iterable[str]) -> pgtrigger.Trigger:
    """A trigger that marks a document when a row of it comes, goes, or changes in one of the columns.

    `kind` is the document's kind code, `key` the column that holds the document's id.
    """
    old, new = (", ".join(f"{row}.{column}" for column in (key, *columns)) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name="marks_search",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.After,
        func=f"""
            IF TG_OP = 'UPDATE' AND ROW({old}) IS NOT DISTINCT FROM ROW({new}) THEN RETURN NULL; END IF;
            INSERT INTO core_searchmark (subject_kind, subject_id)
                 VALUES ('{kind}', CASE WHEN TG_OP = 'DELETE' THEN OLD.{key} ELSE NEW.{key} END);
            RETURN NULL;
        """,  # noqa: S608 - names of models, never input
    )


MARKS_SUBJECT = pgtrigger.Trigger(
    name="marks_search",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.After,
    func="""
        INSERT INTO core_searchmark (subject_kind, subject_id) VALUES (NEW.subject_kind, NEW.subject_id);
        RETURN NULL;
    """,
)
"""For rows that belong to a document of any kind: remarks and files."""
