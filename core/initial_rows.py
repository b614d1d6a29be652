"""Data that comes with the product: rows each app puts in after its tables are made, and again after a test's flush.

Not in migrations: what is shipped grows, and rows a company has changed stay as they are. So it is put in with the
code's own models, and only when the tables are as far as those models: they are not while somebody migrates part of
the way, or back.
"""

from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.db import models
from django.db.models.signals import post_migrate


def register(config: AppConfig, install: Callable[[], None], *, needs: tuple[str, ...] = ()) -> None:
    """Call `install` whenever the app has been migrated up to its models, and those of the apps it `needs` too."""
    labels = (config.label, *needs)

    def put_in(*, apps: Any = registry, **_more: Any) -> None:
        if all(_is_up_to_date(label, apps) for label in labels):
            install()

    post_migrate.connect(put_in, sender=config, weak=False, dispatch_uid=f"{config.label}.shipped")


def _is_up_to_date(label: str, apps: Any) -> bool:
    """Whether migrating has ended with all the columns the app's models have now."""
    for model in registry.get_app_config(label).get_models():
        try:
            made = apps.get_model(label, model.__name__)
        except LookupError:
            return False
        if _columns(made) != _columns(model):
            return False
    return True


def _columns(model: type[models.Model]) -> set[str | None]:
    return {field.column for field in model._meta.local_concrete_fields}  # noqa: SLF001 - Django's own way
