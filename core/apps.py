from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Ground")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import audit, jobs, mails, navigation, tasks, webhooks, words  # models are there only now
        from core.backup import contents
        from core.models import Attachment

        contents.register(Attachment)
        jobs.on_nudge(tasks.nudge)
        mails.on_nudge(tasks.nudge_post)
        webhooks.on_nudge(tasks.nudge_webhooks)
        audit.on_record(webhooks.listen)
        words.register()
        navigation.register_tab(_("Me"), "core:menu", "user", 90)
