"""Two people give the same code at the same moment: one has it, the other is told so (GEN-04, QLT-42)."""

import threading

import pytest

from budgets.errors import CodeTaken
from budgets.models import Category, Project
from budgets.services import categories, projects
from budgets.services.categories import CategoryFields
from core.actors import SYSTEM
from tests.concurrency.race import outcomes_of, race
from tests.factories import budgets as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services, pytest.mark.rule("QLT-42")]


@pytest.fixture
def together(monkeypatch):
    """Both have found the code free before either writes."""

    def arrange(manager):
        create, both = manager.create, threading.Barrier(2)

        def waiting(**fields):
            both.wait(20)
            return create(**fields)

        monkeypatch.setattr(manager, "create", waiting)

    return arrange


def test_a_category_code_is_given_once(together):
    def add():
        fields = CategoryFields(name_zh="线上推广")
        return categories.create_category(
            code="TWICE", kind="COST", parent_id=None, fields=fields, actor=SYSTEM, at=make.AT
        )

    together(Category.objects)
    outcomes = race(add, add)

    assert (outcomes_of(CodeTaken, outcomes), sum(isinstance(one, Category) for one in outcomes)) == (1, 1)
    assert Category.objects.filter(code="TWICE").count() == 1


def test_a_project_code_is_given_once(together):
    def add():
        return projects.create_project(
            code="TWICE", name_zh="主轴线", name_en="", department_id=None, actor=SYSTEM, at=make.AT
        )

    together(Project.objects)
    outcomes = race(add, add)

    assert (outcomes_of(CodeTaken, outcomes), sum(isinstance(one, Project) for one in outcomes)) == (1, 1)
    assert Project.objects.filter(code="TWICE").count() == 1
