"""How one wants to be told of what: in the application, by mail at once or daily (GEN-09)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core import digests, notifications
from core.actors import Actor
from core.models import NoticeSettings
from core.notifications import Topic
from core.web import Request, go_to


class ChoicesForm(forms.Form):
    """A way for each topic that concerns the person, and the hour of the daily mail."""

    digest_hour = forms.TypedChoiceField(
        label=gettext_lazy("The daily e-mail comes at"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in digests.HOURS],
        help_text=gettext_lazy("On working days; days without anything new bring none."),
    )

    def __init__(self, *args: Any, topics: list[Topic], kept: NoticeSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["digest_hour"].initial = kept.digest_hour
        for topic in topics:
            self.fields[topic.code] = forms.ChoiceField(
                label=str(topic.label),
                choices=[(way.value, way.label) for way in topic.ways],
                initial=kept.ways.get(topic.code, topic.usual),
            )

    def ways(self) -> dict[str, str]:
        """What was chosen, by topic."""
        return {code: way for code, way in self.cleaned_data.items() if code != "digest_hour"}


@require_http_methods(["GET", "POST"])
def notice_choices(request: Request) -> HttpResponse:
    """Show the choices; keep them."""
    topics = _concerning(request.actor)
    choosable = [topic for topic in topics if len(topic.ways) > 1]
    kept = digests.settings_of(request.actor.person_id or 0)
    form = ChoicesForm(request.POST or None, topics=choosable, kept=kept)
    if form.is_valid():
        digests.choose(
            ways=form.ways(), digest_hour=form.cleaned_data["digest_hour"], actor=request.actor, at=timezone.now()
        )
        messages.success(request, _("Your choices were kept."))
        return go_to(request, "core:notice_choices")
    person: Any = get_user_model()._default_manager.get(pk=request.actor.person_id or 0)  # noqa: SLF001 - Django's own way
    context = {
        "form": form,
        "rows": [form[topic.code] for topic in choosable],
        "fixed": [topic for topic in topics if len(topic.ways) == 1],
        "address": person.email,
    }
    return render(request, "core/notice_choices.html", context, status=422 if form.errors else 200)


def _concerning(actor: Actor) -> list[Topic]:
    """The topics somebody can hear of."""
    return [topic for topic in notifications.topics() if topic.concerns(actor)]
