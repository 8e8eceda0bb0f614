"""Where the files are that come with mailbot and are not code: the templates and the default policy.

The lowest floor, standard library only. It finds files and reads none.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Return where the resource `name` lies, for example `templates` or `config.yaml`.

    A wheel carries the resources as `mailbot/_data/`; in a source checkout, and so in an editable install,
    they lie beside the package. Raises `FileNotFoundError` when neither place has it, `ValueError` for a name
    that leaves the place.
    """
    parts = Path(name).parts
    if not parts or Path(name).is_absolute() or ".." in parts:
        raise ValueError(f"not the name of a resource: {name!r}")
    for place in (_PACKAGE / "_data", _PACKAGE.parent):
        found = place / name
        if found.exists():
            return found
    raise FileNotFoundError(f"mailbot's own {name!r} is missing: install mailbot again")
