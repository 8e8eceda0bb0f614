"""The schema by paths: what a setting takes, what a section knows, and what its docstring says."""

from __future__ import annotations

from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mailbot.config.schema import Document
from mailbot.rules.vocabulary import Path


def kind_at(path: Path) -> Any:
    """The annotation that a path leads to, with its checks; None where the schema has none."""
    kind: Any = Document
    for part in path:
        inside = plain(kind)
        if isinstance(inside, type) and issubclass(inside, BaseModel):
            field = next((f for n, f in inside.model_fields.items() if part in {n, f.alias}), None)
            if field is None:
                return None
            kind = checked(field)
        elif get_origin(inside) in {dict, list}:
            kind = get_args(inside)[-1]
        else:
            return None
    return kind


def checked(field: FieldInfo) -> Any:
    """A field's annotation with its checks."""
    return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


def plain(kind: Any) -> Any:
    """Without Annotated and None."""
    while True:
        args = get_args(kind)
        if hasattr(kind, "__metadata__"):
            kind = kind.__origin__
        elif type(None) in args:
            kind = next(a for a in args if a is not type(None))
        else:
            return kind


def section_at(path: Path) -> type[BaseModel] | None:
    """The section that a path leads to; None where it leads to none."""
    kind = plain(kind_at(path))
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def keys(path: Path) -> list[str]:
    """The settings that a section knows."""
    section = section_at(path)
    return sorted(f.alias or n for n, f in section.model_fields.items()) if section else []


def says(path: Path) -> str:
    """What a setting is, by its docstring."""
    section = section_at(path[:-1]) if path else None
    for name, field in section.model_fields.items() if section else ():
        if path[-1] in {name, field.alias}:
            return " ".join((field.description or "").split())
    return ""
