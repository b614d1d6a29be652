"""What can be put on paper: one `Paper` for each kind, found by its code (RPT-41)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import kinds
from core.actors import Actor, Scope
from core.errors import DomainError
from core.paper import BOTH, Say
from reports.choices import Form
from reports.papers.content import Content

Parameters = dict[str, str]


class PaperUnknown(DomainError):
    """No such report, or not in this form."""

    code = "paper_unknown"
    text = _("There is no such report in this form.")
    status = 400


class Paper(ABC):
    """A kind of report. Parameters are short texts, complete and in one spelling, so that equal requests are equal."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    forms: ClassVar[tuple[str, ...]] = (Form.PDF, Form.XLSX)

    @abstractmethod
    def read(self, given: Mapping[str, str], actor: Actor) -> Parameters:
        """What was asked, completed. Raises DomainError for what makes no sense."""

    @abstractmethod
    def require_seen(self, parameters: Parameters, actor: Actor) -> None:
        """Raises Http404 where the actor may not see what the report is of: when asked, made and fetched (GEN-10)."""

    def scope(self, parameters: Parameters, actor: Actor) -> Scope:
        """The departments whose figures the report shows its maker; who sees fewer later gets no file."""
        return Scope()

    @abstractmethod
    def title(self, parameters: Parameters) -> str:
        """What it is called in lists and as a file, in the active language."""

    def state(self, parameters: Parameters) -> str:
        """What the thing itself was like, beyond events and postings: a version."""
        return ""

    def title_for(self, parameters: Parameters, actor: Actor) -> str:
        """The title as it stands in the list of who asked: what they see of it may be a part alone."""
        return self.title(parameters)

    @abstractmethod
    def content(self, parameters: Parameters, actor: Actor) -> Content:
        """The paper, in the active language."""


class DocumentPaper(Paper):
    """A document of a registered kind, told by its id."""

    kind: ClassVar[str]

    def read(self, given: Mapping[str, str], actor: Actor) -> Parameters:
        asked = given.get("id", "")
        if not asked.isdecimal() or len(asked) > 18:
            raise PaperUnknown
        return {"id": str(int(asked))}

    def require_seen(self, parameters: Parameters, actor: Actor) -> None:
        self.document(parameters, actor)

    def document(self, parameters: Parameters, actor: Actor) -> Any:
        """The document, if the actor sees it. Raises Http404."""
        return kinds.visible_or_404(self.kind, int(parameters["id"]), actor)

    def title(self, parameters: Parameters) -> str:
        found = self._row(parameters)
        return f"{self.label} {found.number or found}"

    def state(self, parameters: Parameters) -> str:
        found = self._row(parameters)
        return str(getattr(found, "reading", found.version))

    def _row(self, parameters: Parameters) -> Any:
        rows = kinds.get(self.kind).model._default_manager  # noqa: SLF001 - of any kind
        return rows.get(pk=int(parameters["id"]))


class BilingualPaper(DocumentPaper):
    """A document as PDF in Chinese, English, or with `words=both` in both."""

    forms = (Form.PDF,)

    def read(self, given: Mapping[str, str], actor: Actor) -> Parameters:
        return {**super().read(given, actor), "words": BOTH if given.get("words") == BOTH else ""}

    def say(self, parameters: Parameters) -> Say:
        """How its words are said."""
        return Say(is_both=parameters.get("words") == BOTH)


_papers: dict[str, Paper] = {}


def register(paper: Paper) -> None:
    """Make a kind of report known."""
    _papers[paper.code] = paper


def get(code: str, form: str) -> Paper:
    """The kind of report with this code, which can be had in this form. Raises PaperUnknown."""
    paper = _papers.get(code)
    if paper is None or form not in paper.forms:
        raise PaperUnknown
    return paper


def registered() -> list[Paper]:
    """All kinds of report."""
    return list(_papers.values())
