"""What all sections share: strictness, durations, secrets by reference."""

from __future__ import annotations

import re
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.fields import FieldInfo

from mailbot.rules.actions import DURATION, minutes


class Section(BaseModel):
    """A mapping in which every key is known and no value is bent into shape."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


def _minutes(value: Any) -> Any:
    span = minutes(value)
    if span is None:
        raise ValueError("wants a duration such as 30s, 30m, 24h, 7d or 2w")
    return span


Duration = Annotated[
    int | float, BeforeValidator(_minutes),
    WithJsonSchema({"type": "string", "pattern": DURATION, "examples": ["30s", "30m", "24h", "7d"]}),
]  # fmt: skip
"""A duration, kept as minutes, or parts of one."""

REFERENCE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}|file:.+")


def _secret(value: str) -> str:
    if value and not REFERENCE.fullmatch(value):
        raise ValueError(
            "wants a reference to a secret, not the secret itself: ${NAME} for an environment variable, or file:PATH"
        )
    return value


SecretRef = Annotated[
    str, AfterValidator(_secret),
    Field(json_schema_extra={"pattern": r"^(\$\{[A-Za-z_][A-Za-z0-9_]*\}|file:.+|)$",
                             "examples": ["${SUPPORT_PASSWORD}", "file:/run/secrets/support"]}),
]  # fmt: skip
"""``${NAME}`` (environment) or ``file:PATH``; resolved when the file is loaded, never printed."""


def is_secret(field: FieldInfo) -> bool:
    """Whether a setting is a reference to a secret."""
    marks = (*field.metadata, *(m for kind in get_args(field.annotation) for m in getattr(kind, "__metadata__", ())))
    return any(getattr(m, "func", None) is _secret for m in marks)


_ADDRESS = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@[^\s@<>\"(),:;\[\]\\]{1,253}")
_DOMAIN = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?)*", re.ASCII)


def _address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError("wants an e-mail address such as support@desk.example")
    return value.lower()


def _domain(value: str) -> str:
    if not _DOMAIN.fullmatch(value) or len(value) > 253:
        raise ValueError("wants a domain such as desk.example")
    return value.lower()


Address = Annotated[str, AfterValidator(_address)]
"""An e-mail address (RFC 5321 4.1.2), kept in lower case."""
Domain = Annotated[str, AfterValidator(_domain)]
"""A domain name, kept in lower case."""
Port = Annotated[int, Field(ge=0, le=65535)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
"""A name that other sections refer to."""
Words = dict[str, str]
"""language → words for the customer."""
