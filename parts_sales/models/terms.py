from __future__ import annotations


class NamesPlace:
    """A document whose Incoterm names its place."""

    incoterm: str
    incoterm_place: str

    @property
    def delivery_term(self) -> str:
        """The Incoterm with the place it names, such as FOB Shanghai (PSL-40); empty at home."""
        return f"{self.incoterm} {self.incoterm_place}".strip()
