"""What the pages do, the REST API does (GEN-17): each page names its calls, or says why there is none."""

from __future__ import annotations

import pytest

from tests.permissions.parity import rows
from tests.permissions.urls import addresses

pytestmark = pytest.mark.rule("GEN-17")


def test_every_page_names_the_calls_that_do_the_same_or_why_there_are_none():
    pages = {address.name for address in addresses() if not address.is_api}
    told = rows()

    assert not (pages - told.keys()), f"no row in parity.txt for: {', '.join(sorted(pages - told.keys()))}"
    assert not (told.keys() - pages), f"rows of no page: {', '.join(sorted(told.keys() - pages))}"
    silent = [page for page, (calls, why) in told.items() if not calls and len(why.split()) < 3]
    assert not silent, f"neither a call nor a reason: {', '.join(silent)}"


def test_every_call_named_there_exists():
    calls = {address.name.removeprefix("api:") for address in addresses() if address.name.startswith("api:")}

    missing = {f"{page}: {call}" for page, (named, _why) in rows().items() for call in named if call not in calls}

    assert not missing


def test_every_call_that_writes_stands_beside_a_page_or_is_for_programs_alone():
    """A resource no page mentions would be a second way of doing things that nobody looks at."""
    for_programs = {
        "expense-imports-detail", "import-sources-forget", "import-sources-remove", "control-policies-detail",
        "sales-orders-confirm", "delivery-notes-print-out", "delivery-notes-check-money",
    }  # fmt: skip
    named = {call for calls, _why in rows().values() for call in calls}
    resources = {call.rpartition("-")[0] for call in named} | named
    writes = {
        address.name.removeprefix("api:")
        for address in addresses()
        if address.name.startswith("api:") and {"POST", "PATCH"} & set(address.methods)
    }

    stray = {call for call in writes - named - for_programs if not any(call.startswith(one) for one in resources)}

    assert not stray
