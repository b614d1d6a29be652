from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = _("Complaints")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from approvals import registry
        from complaints import errands, frame, handlers, letters, listed, naming, panels, policies, words
        from complaints import thresholds as figures
        from complaints.models import IntakePhoto
        from complaints.services import after_effects, clock  # noqa: F401 - the jobs' handlers
        from core import kinds, permissions, thresholds
        from core.backup import contents
        from corrective import subjects

        permissions.register("complaints", *policies.PERMISSIONS)
        for kind in listed.kinds():
            kinds.register(kind)
        registry.register(handlers.LiabilityHandler())
        registry.register_deciding(policies.CONFIRM, policies.VERIFY)
        subjects.register(after_effects.SUBJECT)
        thresholds.register(figures.group())
        letters.register()
        panels.register()
        naming.register()
        contents.register(IntakePhoto)
        errands.register()
        words.register()
        frame.register()
