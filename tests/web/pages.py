"""Reading pages the way a form does."""

from __future__ import annotations

import re

import httpx2


def token(client: httpx2.Client, path: str = "/me") -> str:
    """The form token of a signed-in client."""
    found = re.search(r'name="csrf" content="([0-9a-f]+)"', client.get(path).text)
    assert found is not None
    return found[1]


def post(client: httpx2.Client, path: str, **fields: object) -> httpx2.Response:
    """Send a form with its token."""
    return client.post(path, data={"csrf": token(client), **fields})
