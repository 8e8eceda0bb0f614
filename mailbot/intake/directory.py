"""The account directory: what the exchange knows of a sender, by address, and by UID where the mail names one.

It may be slow, wrong or away, and mail goes on all the same: answers are kept for a while, and after a failure nobody
is asked for a moment.
"""

from __future__ import annotations

import csv
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from mailbot.model.mail import AccountFacts
from mailbot.observe.log import logger

log = logger(__name__)

Lookup = Callable[[str, str], AccountFacts]
"""(address in lower case, UID or "") → what is known. Raises OSError or ValueError where it cannot be said."""

UNKNOWN = AccountFacts(known=False)
_ANSWER_AT_MOST = 64 * 1024
_KEPT_AT_MOST = 20_000
_FILE_AT_MOST = 256 * 1024 * 1024
_PAUSE_S = 30.0
"""How long nobody is asked after a failure."""


def facts_of(row: Mapping[str, Any]) -> AccountFacts:
    """An account from named values: uid, address, language, kyc_level and tags (a list, or words parted by ";")."""
    tags = row.get("tags") or ()
    words = tags.split(";") if isinstance(tags, str) else tags
    if not isinstance(words, list | tuple):
        raise ValueError("tags must be a list, or words parted by ';'")  # noqa: TRY004 - wrong data, not a wrong call
    return AccountFacts(
        known=True,
        uid=_word(row.get("uid")),
        registered_address=_word(row.get("address")).lower(),
        language=_word(row.get("language")),
        kyc_level=_word(row.get("kyc_level")),
        tags=tuple(w for t in words[:50] if (w := _word(t))),
    )


def _word(value: object) -> str:
    return "" if value is None else str(value).strip()[:320]


class CsvDirectory:
    """A CSV file with a first line of names: uid, address, language, kyc_level, tags. Read again when it changes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._read: tuple[int, int] | None = None
        self._accounts: dict[str, AccountFacts] = {}

    def __call__(self, address: str, uid: str) -> AccountFacts:
        """The account of a UID, else of an address."""
        with self._lock:
            there = self._path.stat()
            if there.st_size > _FILE_AT_MOST:
                raise ValueError(f"{self._path} is larger than {_FILE_AT_MOST} octets")
            if self._read != (there.st_mtime_ns, there.st_size):
                self._accounts = self._load()
                self._read = (there.st_mtime_ns, there.st_size)
            return (self._accounts.get(f"#{uid}") if uid else None) or self._accounts.get(address) or UNKNOWN

    def _load(self) -> dict[str, AccountFacts]:
        accounts: dict[str, AccountFacts] = {}
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if not {"uid", "address"} & set(rows.fieldnames or ()):
                raise ValueError(f"{self._path} has no column uid or address in its first line")
            for row in rows:
                facts = facts_of(row)
                for key in (f"#{facts.uid}" if facts.uid else "", facts.registered_address):
                    if key:
                        accounts.setdefault(key, facts)
        return accounts


class HttpDirectory:
    """A service that answers GET with a JSON object of the names of `facts_of`, or 404. ``{address}`` and ``{uid}`` in
    the URL stand for what is asked for; https, or http on this machine."""

    def __init__(self, url: str, *, token: str = "", timeout_s: float = 2.0) -> None:
        if not url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
            raise ValueError("the directory must be asked by https, or on this machine")
        self._url, self._token, self._timeout_s = url, token, timeout_s

    def __call__(self, address: str, uid: str) -> AccountFacts:
        """One question."""
        url = self._url.replace("{address}", quote(address, safe="")).replace("{uid}", quote(uid, safe=""))
        request = Request(url, headers={"Accept": "application/json"})  # noqa: S310 - the scheme is checked above
        if self._token:
            request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        try:
            with urlopen(request, timeout=self._timeout_s) as answer:  # noqa: S310
                octets = answer.read(_ANSWER_AT_MOST + 1)
        except HTTPError as error:
            error.close()
            if error.code == 404:
                return UNKNOWN
            raise OSError(f"the directory answers {error.code}") from error
        if len(octets) > _ANSWER_AT_MOST:
            raise ValueError("the directory's answer is too long")
        data = json.loads(octets)
        if not isinstance(data, dict):
            raise ValueError("the directory must answer with a JSON object")  # noqa: TRY004
        return facts_of(data)


class Directory:
    """A lookup that is safe to ask for every mail: never raises, keeps answers for ``keep_s`` seconds, and after a
    failure says that nothing is known for a while instead of asking on."""

    def __init__(self, lookup: Lookup, *, keep_s: float = 600.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._lookup, self._keep_s, self._clock = lookup, keep_s, clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], tuple[float, AccountFacts]] = OrderedDict()
        self._silent_until = 0.0
        self.last_error = ""

    def __call__(self, address: str, uid: str = "") -> AccountFacts:
        """What is known of a sender. The tags of an account that only the mail names, and whose address is another,
        are left out: whoever writes may name any UID."""
        address, now = address.lower(), self._clock()
        with self._lock:
            kept = self._kept.get((address, uid))
            if kept is not None and kept[0] > now:
                return kept[1]
            if now < self._silent_until:
                return AccountFacts()
        try:
            facts = self._lookup(address, uid)
        except Exception as error:  # noqa: BLE001 - whatever ails the directory, the mail goes on without it
            log.warning("directory_failed", error=f"{type(error).__name__}: {error}", again_in_s=_PAUSE_S)
            with self._lock:
                self.last_error = f"{type(error).__name__}: {error}"
                self._silent_until = now + _PAUSE_S
            return AccountFacts()
        if facts.tags and facts.registered_address != address:
            facts = replace(facts, tags=())
        with self._lock:
            self.last_error = ""
            self._kept[address, uid] = (now + self._keep_s, facts)
            while len(self._kept) > _KEPT_AT_MOST:
                self._kept.popitem(last=False)
        return facts
