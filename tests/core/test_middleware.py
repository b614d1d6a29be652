"""What the ground's middleware puts on every answer."""

import pytest
from django.test import Client

from core.context import current_request_id
from tests.factories.organization import signed_in


@pytest.mark.rule("QLT-34")
@pytest.mark.parametrize(
    ("given", "taken"), [("abc-12345", True), ("x", False), ("a" * 65, False), ("a\nb345678", False)]
)
def test_a_request_id_is_taken_only_where_it_looks_like_one(client, db, given, taken):
    response = client.get("/keys/", headers={"x-request-id": given})

    assert (response["X-Request-ID"] == given) == taken
    assert len(response["X-Request-ID"]) >= 8
    assert current_request_id() == response["X-Request-ID"]


@pytest.mark.rule("QLT-41")
def test_pages_are_not_stored_and_run_no_inline_script(owner):
    response = signed_in(Client(), owner).get("/keys/")

    assert "no-store" in response["Cache-Control"]
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
