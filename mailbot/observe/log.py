"""The log: one event a line, as JSON or for a terminal, on standard error.

An event is a name in snake_case and fields. Neither a secret nor a mail's words get into it: fields that are named
like one are masked, octets are replaced by their count, long strings are cut, and tracebacks carry no local values.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO, cast

import structlog
from structlog.types import FilteringBoundLogger

_MASK = "***"
_SECRET = ("password", "passwd", "secret", "token", "authorization", "cookie", "api_key", "private_key", "seed")
_CONTENT = frozenset({"body", "content", "data", "fresh_text", "html", "mail", "mime", "raw", "subject", "text"})
_LONGEST = 500
"""Characters of one field."""
_LONGEST_TRACEBACK = 8000
"""Characters, counted from its end, where the error stands."""
_OWN = ("event", "module", "level", "timestamp")


def logger(name: str) -> FilteringBoundLogger:
    """The logger of a module; it writes as `configure` said last, or to a terminal's taste before."""
    if not structlog.is_configured():
        configure()
    return cast("FilteringBoundLogger", structlog.get_logger(module=name))


def configure(*, json: bool | None = None, level: str = "info", stream: TextIO | None = None) -> None:
    """Say how every logger writes from now on: as JSON, or for a person, as befits the stream where None is given.

    What libraries tell Python's own ``logging`` goes the same way, from WARNING on. Raises ValueError for a level
    that is none.
    """
    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        raise ValueError(f"not a level of the log: {level!r} (debug, info, warning, error)")
    terminal = (stream or sys.stderr).isatty()
    console = terminal if json is None else not json
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _discreet,
            _renderer(console=console, colors=terminal),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.WriteLogger(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, _Bridge)]:
        root.removeHandler(handler)
    root.addHandler(_Bridge(max(number, logging.WARNING)))


def _renderer(*, console: bool, colors: bool) -> structlog.types.Processor:
    if console:
        return structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)


def _discreet(_: object, __: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask what must not be logged, cut what is long, and keep every event on one line."""
    for key, value in fields.items():
        if key == "exception":
            fields[key] = str(value)[-_LONGEST_TRACEBACK:]
        elif key not in _OWN:
            fields[key] = _seemly(key.lower(), value)
    return fields


def _seemly(key: str, value: object) -> object:
    if isinstance(value, bytes | bytearray | memoryview):
        return f"<{len(value)} octets>"
    if isinstance(value, str):
        if key in _CONTENT or any(word in key for word in _SECRET):
            return _MASK if value else ""
        return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}… ({len(value)} characters)"
    if isinstance(value, dict):
        return {k: _seemly(str(k).lower(), v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_seemly(key, v) for v in value]
    return value


class _Bridge(logging.Handler):
    """Hands what a library logs to structlog."""

    def emit(self, record: logging.LogRecord) -> None:
        fields = {"exc_info": record.exc_info} if record.exc_info and record.exc_info[0] else {}
        structlog.get_logger(module=record.name).log(record.levelno, record.getMessage()[:_LONGEST], **fields)
