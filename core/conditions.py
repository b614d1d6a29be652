"""Conditions that the database answers quickly and Django has no words for."""

from __future__ import annotations

from django.db.models import BooleanField, Func


class AnyOf(Func):
    """Whether the first value is in the second, a list: one value that is sent whole, or `ArraySubquery`.

    As `IN`, with a value for each id, a statement of thousands is taken apart thousands of times before it is sent; as
    `IN` or EXISTS of a query beside other conditions (OR), PostgreSQL reads the whole table instead of its indexes.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()
