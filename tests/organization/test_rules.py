"""Pairs over time, levels of the tree, keys."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organization.rules import Holding, digest_of, first_broken_pair, may_stand_below, new_key, ordered

DAY = date(2026, 1, 1)
days = st.integers(0, 60).map(lambda n: DAY + timedelta(days=n))
holdings = st.builds(
    Holding,
    role=st.sampled_from("ABC"),
    permissions=st.frozensets(st.sampled_from(["make", "approve", "pay"]), max_size=2),
    start=days,
    end=st.none() | days,
)


def held(permission: str, start: int, end: int | None) -> Holding:
    last = None if end is None else DAY + timedelta(days=end)
    return Holding(role=permission, permissions=frozenset({permission}), start=DAY + timedelta(days=start), end=last)


@pytest.mark.rule("ORG-05")
@pytest.mark.parametrize(
    ("one", "other", "is_broken"),
    [
        ((0, None), (0, None), True),
        ((0, 10), (9, None), True),
        ((0, 10), (10, None), False),
        ((20, None), (0, 20), False),
        ((5, 5), (0, None), False),
    ],
)
def test_a_pair_is_broken_when_both_sides_are_held_on_one_day(one, other, is_broken):
    broken = first_broken_pair([held("make", *one), held("approve", *other)], [("approve", "make")])

    assert (broken is not None) == is_broken


@pytest.mark.rule("ORG-05")
def test_the_broken_pair_names_the_roles_it_comes_from():
    broken = first_broken_pair([held("make", 0, None), held("approve", 0, None)], [("approve", "make")])

    assert broken is not None
    assert (broken.first, broken.first_role, broken.second, broken.second_role) == (
        "approve",
        "approve",
        "make",
        "make",
    )


@pytest.mark.rule("ORG-05")
@given(st.lists(holdings, max_size=5), st.integers(0, 61))
def test_no_broken_pair_means_no_day_with_both(roles, offset):
    on = DAY + timedelta(days=offset)
    today = set().union(*(h.permissions for h in roles if h.start <= on and (h.end is None or on < h.end)))

    if first_broken_pair(roles, [("approve", "make")]) is None:
        assert not {"approve", "make"} <= today


@pytest.mark.rule("ORG-01")
@pytest.mark.parametrize(
    ("kind", "parent", "fits"),
    [
        ("DIVISION", "COMPANY", True),
        ("DEPARTMENT", "COMPANY", True),
        ("DEPARTMENT", "DIVISION", True),
        ("TEAM", "DEPARTMENT", True),
        ("TEAM", "DIVISION", False),
        ("DIVISION", "DEPARTMENT", False),
        ("COMPANY", "COMPANY", False),
    ],
)
def test_the_tree_is_company_divisions_departments_teams(kind, parent, fits):
    assert may_stand_below(kind, parent) is fits


def test_keys_differ_and_only_their_digest_is_comparable():
    one, other = new_key(), new_key()

    assert one != other
    assert len(digest_of(one)) == 64
    assert digest_of(one) != digest_of(other)


def test_a_pair_has_one_spelling():
    assert ordered("b", "a") == ordered("a", "b") == ("a", "b")
