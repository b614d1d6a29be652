"""The base of every resource: list, one, make, change, moves. See the package's docstring for the shape of a
resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.viewsets import GenericViewSet

from core import kinds, list_words, search
from core.actors import SYSTEM, Actor
from core.api import idempotency, scopes
from core.api.filters import FieldFilters, Search, check_parameters, holding_all
from core.api.paging import CursorPaging
from core.context import set_person_id
from core.errors import NotAllowed

Row = TypeVar("Row", bound=Model)
SerializerClass = type[serializers.BaseSerializer[Any]]
NEEDED_SCOPE: Mapping[str, str] = {"create": scopes.WRITE, "partial_update": scopes.WRITE}


class Resource(GenericViewSet[Row], Generic[Row]):
    """Reading of one kind of thing: the list and one of it. `Creates`, `Changes` and `move` add writing.

    `permissions` names, per action, a permission the caller must hold somewhere (403 without); rows outside the
    caller's sight are 404. What the document itself forbids is refused by its service.
    """

    permission_classes = (IsAuthenticated,)
    pagination_class = CursorPaging
    filter_backends = (FieldFilters, Search)
    metadata_class = None
    lookup_value_regex = r"[0-9]{1,18}"
    http_method_names = ("get", "post", "patch", "head")

    list_serializer_class: ClassVar[SerializerClass | None] = None
    input_serializers: ClassVar[Mapping[str, SerializerClass]] = {}
    permissions: ClassVar[Mapping[str, str]] = {}
    ordering_fields: ClassVar[Mapping[str, str]] = {}
    ordering: ClassVar[str] = "-pk"
    search_fields: ClassVar[tuple[str, ...]] = ()
    search_kind: ClassVar[str] = ""
    """The kind of document whose `q` asks what the search box asks; `search_fields` serve all else."""
    extra_parameters: ClassVar[tuple[str, ...]] = ()

    def visible(self, actor: Actor) -> QuerySet[Row]:
        """The rows the caller may see (GEN-10)."""
        raise NotImplementedError

    def for_list(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """What the list joins, so that its number of statements does not grow with its rows."""
        return rows

    def for_one(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """What one document joins; as in the list where not said otherwise."""
        return self.for_list(rows)

    def search(self, rows: QuerySet[Row], words: str) -> QuerySet[Row]:
        """What `q` finds (GEN-12)."""
        if self.search_kind:
            return search.fitting(rows, self.search_kind, words)
        if "number" in self.search_fields and (exact := list_words.so_numbered(rows, words)) is not None:
            return exact
        return rows.filter(holding_all(words, self.search_fields)) if self.search_fields else rows.none()

    @property
    def can_search(self) -> bool:
        return bool(self.search_fields or self.search_kind) or type(self).search is not Resource.search

    @property
    def actor(self) -> Actor:
        """Who calls: the token's or the session's person, with the rights of today."""
        actor: Actor = self.request.actor  # type: ignore[attr-defined]
        return actor

    # --- Reading

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.for_list(self.visible(self.actor))))
        serializer = self.row_serializer_class(rows, many=True, context=self.get_serializer_context())
        return self.get_paginated_response(serializer.data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.shown(self.one(self.for_one)))

    def one(self, joined: Callable[[QuerySet[Row]], QuerySet[Row]] | None = None) -> Row:
        """The row of the address. Raises Http404 for what the caller may not see."""
        rows = self.visible(self.actor)
        found = (joined(rows) if joined else rows).filter(pk=int(self.kwargs["pk"])).first()
        if found is None:
            raise Http404
        return found

    def shown(self, document: Any, output: SerializerClass | None = None, *, many: bool = False) -> Any:
        """The document as JSON-ready data."""
        serializer = (output or self.one_serializer_class)(document, many=many, context=self.get_serializer_context())
        return serializer.data

    def shown_now(self, document: Row) -> Any:
        """The document read again after a write; as handed over where the caller does not see it any more."""
        again = self.for_one(self.visible(self.actor)).filter(pk=document.pk).first()
        return self.shown(again if again is not None else document)

    # --- Writing

    def validated(self, serializer_class: SerializerClass | None, *, partial: bool = False) -> dict[str, Any]:
        """The body, checked for shape. Raises ValidationError (400)."""
        if serializer_class is None:
            return {}
        if not isinstance(self.request.data, dict):
            raise serializers.ValidationError(
                {api_settings.NON_FIELD_ERRORS_KEY: [_("The body must be a JSON object.")]}
            )
        serializer = serializer_class(data=self.request.data, partial=partial, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def write(self, work: Callable[[datetime], Response]) -> Response:
        """Run a write in one transaction, under the caller's Idempotency-Key."""
        at = timezone.now()
        return idempotency.write(self.request, actor=self.actor, at=at, work=lambda: work(at))

    # --- Framework

    @property
    def one_serializer_class(self) -> SerializerClass:
        if self.serializer_class is None:
            raise NotImplementedError(f"{type(self).__name__} needs serializer_class")
        return self.serializer_class

    @property
    def row_serializer_class(self) -> SerializerClass:
        return self.list_serializer_class or self.one_serializer_class

    def get_queryset(self) -> QuerySet[Row]:
        described = getattr(self, "swagger_fake_view", False)  # nobody calls while the description is made
        return self.visible(SYSTEM if described else self.actor)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        set_person_id(self.actor.person_id)
        check_parameters(request)
        name = self.action or ""
        scopes.require(request, self.scope_of(name))
        permission = self.permissions.get(name)
        if permission is not None and not self.actor.can_somewhere(permission):
            raise NotAllowed(document=self._kind_in_words())

    def _kind_in_words(self) -> str:
        """What the rows are in the caller's language; the word of the address where it is no kind of document."""
        rows = self.visible(self.actor) if type(self).visible is not Resource.visible else None
        code = getattr(getattr(rows, "model", None), "kind", "")
        kind = kinds.find(code)
        return str(kind.label) if kind is not None else self.basename or ""

    def scope_of(self, name: str) -> str:
        """The token scope an action needs."""
        method = getattr(self, name, None)
        return str(getattr(method, "needed_scope", NEEDED_SCOPE.get(name, scopes.READ)))


class Creates(Resource[Row]):
    """POST on the list makes one."""

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Row:
        """Call the service that makes it."""
        raise NotImplementedError

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        data = self.validated(self.input_serializers["create"])

        def work(at: datetime) -> Response:
            document = self.make(data=data, actor=self.actor, at=at)
            location = request.build_absolute_uri(f"{request.path}{document.pk}/")
            return Response(self.shown_now(document), status=201, headers={"Location": location})

        return self.write(work)


class Changes(Resource[Row]):
    """PATCH on one changes it: only what is sent."""

    def change(self, document: Row, *, data: dict[str, Any], actor: Actor, at: datetime) -> Row | None:
        """Call the service that changes it; `data` may hold the `version` it was read at."""
        raise NotImplementedError

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        document = self.one()
        data = self.validated(self.input_serializers["partial_update"], partial=True)

        def work(at: datetime) -> Response:
            changed = self.change(document, data=data, actor=self.actor, at=at)
            return Response(self.shown_now(changed or document))

        return self.write(work)


Move = Callable[..., Any]


def download(*types: str) -> Callable[[Move], Any]:
    """Make a method the file of one thing: `GET …/<id>/<name>/`, of one of these media types."""

    def declare(method: Move) -> Any:
        declared: Any = action(detail=True, methods=["get"])(method)
        declared.file_types = types
        return declared

    return declare


def move(
    *,
    input: SerializerClass | None = None,  # noqa: A002 - as `output`
    output: SerializerClass | None = None,
    scope: str = scopes.WRITE,
    on_list: bool = False,
    writes: bool = True,
) -> Callable[[Move], Any]:
    """Make a method a move: `POST …/<id>/<name>/`, or `POST …/<name>/` with `on_list` (api.md).

    The method gets the visible document (not `on_list`), `data`, `actor`, `at`, and calls one service. What it
    returns is shown by `output`; without `output` the answer is the document as it is then. `writes=False` is for
    checks: no transaction, scope read.
    """

    def declare(method: Move) -> Any:
        def run(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
            given = () if on_list else (self.one(),)
            data = self.validated(input)

            def work(at: datetime) -> Response:
                result = method(self, *given, data=data, actor=self.actor, at=at)
                if output is not None:
                    return Response(self.shown(result, output, many=isinstance(result, list | tuple)))
                document = result if isinstance(result, Model) else (given[0] if given else None)
                return Response(self.shown_now(document) if document is not None else None)

            return self.write(work) if writes else work(timezone.now())

        run.__name__, run.__doc__ = method.__name__, method.__doc__
        declared: Any = action(detail=not on_list, methods=["post"], url_path=method.__name__.replace("_", "-"))(run)
        declared.needed_scope = scope if writes else scopes.READ
        declared.input_class, declared.output_class = input, output
        return declared

    return declare
