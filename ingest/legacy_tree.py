"""Values of an XML tree taken into an object of another shape, each remembered with the place where it stood."""

from __future__ import annotations

from typing import Any

from ingest.markup import clean


class LegacyTree:
    """Builds the study, remembering the place of every value that is taken."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.tree = root.getroottree()
        self.places: dict[str, str] = {}

    def locate(self, pointer: str) -> str:
        """The XPath of what a pointer of the new shape was taken from, or of what it lies in."""
        while pointer and pointer not in self.places:
            pointer = pointer.rpartition("/")[0]
        return self.places.get(pointer) or str(self.tree.getpath(self.root))

    def text(self, element: Any, path: str, pointer: str) -> str | None:
        """Text of a child (or an attribute of that name, as the XML has it for counts and measurements)."""
        found = element.find(path)
        if found is None:
            return clean(element.get(path))
        if pointer:
            self.places[pointer] = self.tree.getpath(found)
        return clean("".join(found.itertext()))

    def take(self, element: Any, pointer: str, **paths: str) -> dict[str, Any]:
        """An object of the named children; what is missing is left out."""
        self.places[pointer] = self.tree.getpath(element)
        read = {name: self.text(element, path, f"{pointer}/{name}") for name, path in paths.items()}
        return {name: value for name, value in read.items() if value is not None}

    def every(self, element: Any, path: str, pointer: str, **paths: str) -> list[dict[str, Any]]:
        """A list of such objects."""
        self.places.setdefault(pointer, f"{self.tree.getpath(element)}/{path}")
        return [self.take(child, f"{pointer}/{i}", **paths) for i, child in enumerate(element.findall(path))]

    def words(self, element: Any, path: str, pointer: str) -> list[str]:
        """The texts of all children at a path."""
        if pointer:
            self.places.setdefault(pointer, f"{self.tree.getpath(element)}/{path}")
        found: list[str] = []
        for child in element.findall(path):
            if text := clean("".join(child.itertext())):
                self.places[f"{pointer}/{len(found)}"] = self.tree.getpath(child)
                found.append(text)
        return found
