from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = _("Agreements")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from agreements import errands, frame, letters, listed, policies, words
        from agreements import thresholds as figures
        from agreements.services import clock, leaving  # noqa: F401 - the job's handler
        from core import kinds, permissions, thresholds
        from organization import hooks

        permissions.register("agreements", *policies.PERMISSIONS)
        permissions.register("leads", *policies.LEAD_PERMISSIONS)
        for kind in listed.kinds():
            kinds.register(kind)
        thresholds.register(figures.group())
        letters.register()
        errands.register()
        hooks.on_leaving(leaving.hand_on)
        words.register()
        frame.register()
