from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = _("Market information and surveys")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from agreements import surveying
        from core import kinds, permissions, thresholds
        from feedback import customer_card, errands, frame, handlers, letters, listed, policies, words
        from feedback import thresholds as figures
        from feedback.services import asking, clock  # noqa: F401 - the jobs' handlers

        permissions.register("complaints", *policies.PERMISSIONS)
        for kind in listed.kinds():
            kinds.register(kind)
        handlers.register()
        thresholds.register(figures.group())
        surveying.register(customer_card.survey_address)
        errands.register()
        words.register()
        letters.register()
        customer_card.register()
        frame.register()
