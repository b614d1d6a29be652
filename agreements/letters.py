"""What customers are told when we decline an agreement or a change of one (CUS-10, CUS-21)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from agreements.models import AgreementReview, Amendment
from core import letters
from core.letters import Enclosure, Outside
from core.models import Mail


def register() -> None:
    """Make known how letters about reviews read."""
    letters.register_outside(AgreementReview.kind, Outside(write, enclose))


def write(mail: Mail) -> tuple[str, list[str]]:
    """Subject and paragraphs, in the active language."""
    review = AgreementReview.objects.select_related("agreement__customer", "of").get(pk=mail.facts["document"])
    is_change = Amendment.objects.filter(proposed=review.of_id).exists()
    subject = _("About the change of %(number)s") if is_change else _("About the agreement on %(subject)s")
    words = {"number": review.agreement.number, "subject": review.of.subject}
    greeting = _("Dear %(name)s,") % {"name": review.agreement.customer.name}
    said = _("thank you for your trust. We have examined what you asked for and cannot agree to it as it stands:")
    if is_change:
        said = _("we have examined the change we spoke about and cannot agree to it; %(number)s stays in force:")
    propose = _("What we can offer instead:")
    return subject % words, [
        greeting, said % words, review.explanation, propose, review.alternative, mail.person.get_full_name()
    ]  # fmt: skip


def enclose(_mail: Mail) -> list[Enclosure]:
    """Nothing goes with it: what the parts answered is ours."""
    return []
