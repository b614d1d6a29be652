"""A piece of work asks the same question once; afterwards it is asked anew (QLT-03b)."""

from __future__ import annotations

import pytest

from core.once import once, reading_once

pytestmark = pytest.mark.rule("QLT-03b")


@pytest.fixture
def asked():
    """A read that counts how often it was asked, and with what."""

    class Asked(list):
        def __init__(self):
            super().__init__()

            @once
            def read(*, department_id: int) -> int:
                self.append(department_id)
                return department_id * 10

            self.read = read

    return Asked()


def test_inside_a_block_the_same_question_is_asked_once(asked):
    with reading_once():
        answers = [asked.read(department_id=1), asked.read(department_id=1), asked.read(department_id=2)]

    assert (answers, asked) == ([10, 10, 20], [1, 2])


def test_a_block_inside_another_shares_its_answers_and_keeps_them(asked):
    with reading_once():
        with reading_once():
            asked.read(department_id=1)
        asked.read(department_id=1)

    assert asked == [1]


def test_outside_nothing_is_kept(asked):
    asked.read(department_id=1)
    with reading_once():
        asked.read(department_id=1)
    asked.read(department_id=1)

    assert asked == [1, 1, 1]


def test_an_error_ends_the_block_with_its_answers(asked):
    @reading_once()
    def fails():
        asked.read(department_id=1)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    asked.read(department_id=1)

    assert asked == [1, 1]
