"""The account directory in another database: one SELECT, with :address and :uid in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import create_engine, text

_READS = re.compile(r"\s*(select|with)\b", re.IGNORECASE)


class SqlDirectory:
    """Asks a database of the exchange. Raises ValueError for what does not begin as a query does."""

    def __init__(self, url: str, query: str, *, timeout_s: float = 2.0) -> None:
        if not _READS.match(query):
            raise ValueError("the directory's query must be a SELECT")
        self._query = text(query)
        self._binds = set(self._query.compile().params)
        sqlite = url.startswith("sqlite")
        waits = {"timeout": timeout_s} if sqlite else {
            "connect_timeout": max(1, round(timeout_s)), "options": f"-c statement_timeout={round(timeout_s * 1000)}"
        }  # fmt: skip
        pool = {} if sqlite else {"pool_size": 4, "pool_timeout": timeout_s, "pool_pre_ping": True}
        self._engine = create_engine(url, connect_args=waits, **pool)

    def row(self, address: str, uid: str) -> Mapping[str, Any] | None:
        """The first row for a sender, by column names; None where there is none. Nothing is ever committed."""
        asked = {k: v for k, v in (("address", address), ("uid", uid)) if k in self._binds}
        with self._engine.connect() as connection:
            found = connection.execute(self._query, asked).mappings().first()
            return None if found is None else dict(found)
