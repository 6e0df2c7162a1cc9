"""Where the files that stand beside the code are: in a checkout at its top, in an installed package inside it."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "_data"


def resource(name: str) -> Path:
    """Path of "schema", "catalog" or "metadata.yml", wherever this copy of the project keeps it."""
    return (_INSTALLED if _INSTALLED.exists() else _PACKAGE.parent) / name


SAMPLES = _PACKAGE / "samples"
