"""Requests that may be sent twice and are done once: the Idempotency-Key header (IETF draft of that name)."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from fastapi import HTTPException, Request
from starlette.responses import Response

from mailbot.desk.tools import Tools
from mailbot.store.people import Key


class Once:
    """One request and its key; without a key it is simply done."""

    def __init__(self, tools: Tools, key: str, request: Request) -> None:
        self._tools, self._key, self._path = tools, key, f"{request.method} {request.url.path}"

    def do(self, who: Key, body: str, work: Callable[[], tuple[int, Any]]) -> Response:
        """Do the work, or give the answer that it was given before. A failure is not kept: it may be tried again."""
        if not self._key:
            return _answer(*work())
        name = sha256(f"{who.id}\n{self._path}\n{self._key}".encode("utf-8", "replace")).hexdigest()
        digest = sha256(body.encode("utf-8", "replace")).hexdigest()
        with self._tools.db.write() as t:
            known = t.console.begin(name, digest, self._tools.clock())
        if known is not None:
            if known.digest != digest:
                raise HTTPException(422, "this Idempotency-Key was used for another request")
            if not known.status:
                raise HTTPException(409, "the same request is being worked on", headers={"Retry-After": "1"})
            return _answer(known.status, json.loads(known.body), again=True)
        try:
            status, value = work()
        except BaseException:
            with self._tools.db.write() as t:
                t.console.finish(name, 0, "")
            raise
        with self._tools.db.write() as t:
            t.console.finish(name, status, json.dumps(value, ensure_ascii=False, default=str))
        return _answer(status, value)


def _answer(status: int, value: Any, *, again: bool = False) -> Response:
    content = json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "replace")
    headers = {"Idempotency-Replayed": "true"} if again else {}
    return Response(content, status_code=status, media_type="application/json", headers=headers)
