"""The API's common ground (GEN-17): what every resource is made of. An app keeps its own in `<app>/api/`.

    # expenses/api/claims.py
    class ClaimResource(Creates[Claim], Changes[Claim], Resource[Claim]):
        serializer_class = ClaimOut                        # one document, with its lines
        list_serializer_class = ClaimRow                   # in lists; optional
        input_serializers = {"create": ClaimIn, "partial_update": ClaimChange}
        filterset_class = ClaimFilter                      # or filterset_fields
        ordering_fields = {"number": "number", "total_amount": "total_amount"}     # public name → model field
        ordering = "-id"
        search_fields = ("number", "title")

        def visible(self, actor): return selectors.claims_visible_to(actor)         # unseen is 404
        def make(self, *, data, actor, at): return services.create_claim(**data, actor=actor, at=at)
        def change(self, document, *, data, actor, at): return services.change_claim(claim_id=document.pk, …)

        @move()                                            # POST /api/v1/expense-claims/5/submit/
        def submit(self, document, *, data, actor, at): services.submit_claim(claim_id=document.pk, actor=actor, at=at)

        @move(input=ReasonIn)                              # {"reason": "…"}
        def withdraw(self, document, *, data, actor, at): …

        @move(scope="decide", input=ReasonIn)              # needs a token that may decide
        def approve(self, document, *, data, actor, at): …

        @move(on_list=True, input=ClaimIn, output=CheckOut, writes=False)           # POST /api/v1/expense-claims/check/
        def check(self, *, data, actor, at): return services.check_claim(…)

    # expenses/api/urls.py
    router = Router()
    router.register("expense-claims", ClaimResource, basename="expense-claims")
    urlpatterns = router.urls                              # config/api_urls.py includes it; names are
    api:expense-claims-submit

A service is called inside one transaction with the caller's Idempotency-Key; it raises DomainErrors, nothing else has
to be handled. A move that returns nothing answers with the document as it is then. `data` is what the input serializer
validated. Amounts are `AmountSerializerField`, next to `currency`; a document's output extends `DocumentOut`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.api.fields import AmountSerializerField, DocumentOut, Input, LabelField, ReasonIn, VersionedInput
    from core.api.resources import Changes, Creates, Resource, download, move
    from core.api.routers import Router
    from core.api.scopes import DECIDE, READ, WRITE

__all__ = [
    "DECIDE",
    "READ",
    "WRITE",
    "AmountSerializerField",
    "Changes",
    "Creates",
    "DocumentOut",
    "Input",
    "LabelField",
    "ReasonIn",
    "Resource",
    "Router",
    "VersionedInput",
    "download",
    "move",
]

# The framework reads its settings while it is imported, and finds parsers and filters in this package: what needs the
# framework in return is imported only when asked for.
_HOMES = {
    "fields": ("AmountSerializerField", "DocumentOut", "Input", "LabelField", "ReasonIn", "VersionedInput"),
    "resources": ("Changes", "Creates", "Resource", "download", "move"),
    "routers": ("Router",),
    "scopes": ("DECIDE", "READ", "WRITE"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"core.api.{home}"), name)
    raise AttributeError(name)
