"""Attachments in the API: listed, and given in octets, whole or in part (RFC 9110 13 and 14), never to be shown."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any
from urllib.parse import quote

import re2
from fastapi import APIRouter, Depends, Header, HTTPException, Path
from starlette.responses import Response

from mailbot.desk import mails
from mailbot.store.people import Key
from mailbot.web import schema
from mailbot.web.api import PROBLEMS, Number, Reader, scope
from mailbot.web.guard import Site

router = APIRouter(prefix="/api/v1", tags=["v1"], responses=PROBLEMS)

Fetcher = Annotated[Key, Depends(scope("attachments"))]
Index = Annotated[int, Path(ge=1, le=100_000, description="`index` of the list")]
Field = Annotated[str, Header(max_length=500)]
_OCTETS = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {**_OCTETS, "description": "The file"},
    206: {**_OCTETS, "description": "The part that Range asked for"},
    304: {"description": "If-None-Match names what it is still"},
    416: {"description": "The file ends before that range", "content": {"application/problem+json": {}}},
}
_RANGE = re2.compile(r"(?i)bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*")


@router.get("/tickets/{number}/attachments", response_model=schema.AttachmentList)
def list_attachments(site: Site, key: Reader, number: Number) -> Any:
    """A ticket's attachments, oldest first; nothing of them is read."""
    return {"items": [schema.attachment(a) for a in mails.attachments(site.tools, number)]}


@router.get("/tickets/{number}/attachments/{index}", response_class=Response, responses=_ANSWERS)
def get_attachment(
    site: Site, key: Fetcher, number: Number, index: Index,
    range_: Annotated[str, Header(alias="Range", max_length=500)] = "", if_none_match: Field = "", if_range: Field = "",
) -> Response:  # fmt: skip
    """An attachment's octets; one range of them where asked. The reading is recorded. One that may hold a secret is
    withheld (403)."""
    try:
        name, content = mails.attachment(site.tools, number, index, mails.Reader(name=f"api:{key.name}"))
    except PermissionError:
        raise HTTPException(403, "this attachment may hold a secret; it is not given to programs") from None
    tag = f'"{sha256(content).hexdigest()}"'
    # The coding is named so that nothing packs it on the way: ranges count these octets.
    headers = {
        "ETag": tag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Encoding": "identity",
    }
    if {t.strip().removeprefix("W/") for t in if_none_match.split(",")} & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name or 'attachment', safe='')}"
    headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    part = part_of(range_, len(content)) if not if_range or if_range == tag else None
    if part is None:
        return Response(content, media_type="application/octet-stream", headers=headers)
    first, last = part
    if first > last:
        raise HTTPException(416, f"the file has {len(content)} octets", {"Content-Range": f"bytes */{len(content)}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return Response(content[first : last + 1], 206, headers, "application/octet-stream")


def part_of(asked: str, size: int) -> tuple[int, int] | None:
    """(first, last) octet of a Range (RFC 9110 14.1.2); None where the whole is to be sent, which is allowed for
    several ranges, too; last before first where there is no such part."""
    found = _RANGE.fullmatch(asked)
    if found is None or found.group(1) == found.group(2) == "":
        return None
    if not found.group(1):
        length = int(found.group(2))
        return (max(0, size - length), size - 1) if length else (size, size - 1)
    first, last = int(found.group(1)), int(found.group(2) or size - 1)
    if found.group(2) and last < first:
        return None  # no range at all: passed over
    return (first, min(last, size - 1)) if first < size else (size, size - 1)
