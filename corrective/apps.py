from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CorrectiveConfig(AppConfig):
    name = "corrective"
    verbose_name = _("Corrective actions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from approvals import registry
        from core import kinds, permissions, thresholds
        from corrective import errands, frame, handlers, listed, policies, words
        from corrective import thresholds as figures
        from corrective.services import clock  # noqa: F401 - the job's handler

        permissions.register("complaints", *policies.PERMISSIONS)
        for kind in listed.kinds():
            kinds.register(kind)
        registry.register(handlers.ActionHandler())
        registry.register(handlers.EffectHandler())
        thresholds.register(figures.group())
        errands.register()
        words.register()
        frame.register()
