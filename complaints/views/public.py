"""The public form: no log-in, few sendings an hour, one answer whatever was typed (CMP-01)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from complaints.forms import PublicForm
from complaints.services import intakes, photos
from core.errors import DomainError
from core.public_door import limited
from core.web import Request

PER_HOUR = 10


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def complain(request: Request) -> HttpResponse:
    """Show the form; keep what a person sends. A machine that fills in the field nobody sees gets the same answer."""
    form, error = PublicForm(request.POST or None), None
    if request.method == "POST":
        if limited(request, name="complaint", per_hour=PER_HOUR):
            return render(request, "complaints/public_form.html", {"form": form, "is_limited": True}, status=429)
        if form.is_valid():
            try:
                if not form.cleaned_data["website"]:
                    sent = request.FILES.getlist("photos")
                    intakes.receive(draft=form.draft(get_language() or ""), at=timezone.now(), files=sent)
            except DomainError as refused:
                error = refused
            else:
                return HttpResponseRedirect(reverse("public_complaints:thanks"))
    context = {"form": form, "error": error, "most": photos.MOST, "largest_mb": photos.LARGEST_MB}
    status = 422 if request.method == "POST" else 200
    return render(request, "complaints/public_form.html", context, status=status)


@login_not_required
@require_GET
def thanks(request: Request) -> HttpResponse:
    """The same words for everybody."""
    return render(request, "complaints/public_thanks.html")
