"""What every migration and every constraint keeps to."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

OWN = [app for app in settings.INSTALLED_APPS if (settings.BASE_DIR / app).is_dir()]


def own_migrations():
    return [
        migration
        for (app, _name), migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items()
        if app in OWN
    ]


def test_every_migration_can_be_taken_back():
    one_way = [
        f"{migration}: {operation.describe()}"
        for migration in own_migrations()
        for operation in migration.operations
        if not operation.reversible
    ]

    assert own_migrations()
    assert one_way == []


def test_every_migration_has_a_name_that_says_what_it_does():
    assert [
        str(migration) for migration in own_migrations() if re.search(r"_auto_|alter_.*_and_more", migration.name)
    ] == []


def test_constraints_and_indexes_are_named_after_their_app():
    misnamed = [
        f"{model.__name__}: {named.name}"
        for model in apps.get_models()
        if model._meta.app_label in OWN
        for named in (*model._meta.constraints, *model._meta.indexes)
        if not named.name.startswith(f"{model._meta.app_label}_")
    ]

    assert misnamed == []


@pytest.mark.services
@pytest.mark.django_db
@pytest.mark.rule("QLT-33")
def test_all_migrations_are_applied_and_none_is_missing():
    """Also on the oldest PostgreSQL that is served, where the tests begin from an empty database."""
    loader = MigrationLoader(connection)

    assert set(loader.disk_migrations) - set(loader.applied_migrations) == set()
    assert loader.detect_conflicts() == {}
