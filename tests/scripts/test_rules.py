"""Which rule is proved by which test."""

import pytest

from scripts import rules

CODE = '''
"""Posts to the ledger (LED-02)."""

class Claim:
    """A claim, numbered such as BUD-2026-0007."""

def submit():
    """Reserve the total (BUD-11, EXP-02b)."""
    # GEN-01 stands in a comment, which promises nothing.
'''
TESTS = """
import pytest
pytestmark = [pytest.mark.django_db, pytest.mark.rule("LED-02")]

@pytest.mark.rule("BUD-11", "EXP-02b")
def test_submitting_reserves(): ...

@pytest.mark.rule("GEN-04")
class TestTwice:
    def test_the_second_time(self): ...

def helper(): ...
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "budgets").mkdir()
    (tmp_path / "budgets/services.py").write_text(CODE)
    (tmp_path / "tests/budgets").mkdir(parents=True)
    (tmp_path / "tests/budgets/test_services.py").write_text(TESTS)
    return tmp_path


def test_code_names_rules_in_its_docstrings(project):
    assert set(rules.rules_in_code(project)) == {"LED-02", "BUD-11", "EXP-02b"}


def test_tests_name_rules_by_their_marks(project):
    file = "tests/budgets/test_services.py"

    assert rules.rules_in_tests(project) == {
        "LED-02": [f"{file}::test_submitting_reserves", f"{file}::TestTwice::test_the_second_time"],
        "BUD-11": [f"{file}::test_submitting_reserves"],
        "EXP-02b": [f"{file}::test_submitting_reserves"],
        "GEN-04": [f"{file}::TestTwice::test_the_second_time"],
    }
