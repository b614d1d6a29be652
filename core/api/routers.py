from __future__ import annotations

from rest_framework.routers import SimpleRouter


class Router(SimpleRouter):
    """Addresses of an app's resources: `<resource>/`, `<resource>/<id>/`, `<resource>/<id>/<move>/`."""

    def __init__(self) -> None:
        super().__init__(trailing_slash=True, use_regex_path=True)
