from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = _("Approvals")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Imported here: models and services need the apps to be loaded.
        from approvals import frame, shipped, words
        from approvals.pages.delegations import profile_card
        from approvals.services import handing, questions
        from core import initial_rows, permissions
        from organization import hooks, profile_cards

        words.register()
        frame.register()
        permissions.register(
            "approvals",
            ("approvals.edit_routes", _("Set approval routes")),
            ("approvals.view_all", _("See how all documents are approved")),
        )
        profile_cards.register(profile_card)
        hooks.on_rights_lost(handing.rights_lost)
        hooks.on_leaving(questions.hand_on)
        hooks.on_rights_gained(handing.rights_gained)
        initial_rows.register(self, shipped.install, needs=("organization",))
