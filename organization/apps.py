from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationConfig(AppConfig):
    name = "organization"
    verbose_name = _("Organization")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from core import audit, directory, initial_rows, navigation, permissions, search
        from organization import listed, places, services, shipped, tasks, words  # noqa: F401  tasks register themselves
        from organization.directory import (
            People,
            departments_called,
            palette_departments,
            palette_hits,
            people_called,
        )
        from organization.services import staff_checking  # noqa: F401  jobs register themselves

        for area, codes in listed.PERMISSIONS.items():
            permissions.register(area, *codes)
        words.register()
        audit.on_record(services.keep_use)
        places.register()
        directory.register(People())
        navigation.register_search(palette_hits)
        navigation.register_search(palette_departments)
        search.register_names("person", people_called)
        search.register_names("department", departments_called)
        initial_rows.register(self, shipped.install)
