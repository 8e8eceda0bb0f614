"""Hosts that somebody wrote so that nobody follows them: ``okx-login[.]com``, "okx-verify dot com"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from mailbot.triage.sieve import sieved

MOST = 50
_DOT = (
    r"\s?[\[({]\s?(?:\.|dot|punto|ponto|nokta|точка|点|點)\s?[\])}]\s?|"
    r"\s(?:dot|punto|ponto|nokta|точка|点|點|ドット|닷|cham)\s|(?<=[a-z0-9])(?:点|點|ドット)(?=[a-z])"
)
_TOP = (
    r"com|net|org|io|co|cc|me|app|top|xyz|vip|info|biz|site|online|club|pro|live|shop|win|fun|ltd|link|click|help|"
    r"support|"
    r"finance|exchange|example|cn|tw|hk|jp|kr|ru|vn|es|tr|br|mx|uk|de|us|eu|ai|icu|space|website|tech|store"
)
_HOST = sieved(
    rf"(?<![\w.@/-])(?:h(?:xx|tt)ps?://)?[a-z0-9][a-z0-9-]{{1,40}}(?:(?:{_DOT}|"
    rf"\.)[a-z0-9-]{{1,40}}){{0,2}}(?:{_DOT})(?:{_TOP})"
    r"(?![a-z0-9-])(?:/[!-;=?-~]{0,200})?"
)
_SPELT = re.compile(_DOT)
_AT = r"\s?[\[({]\s?(?:at|@|arroba|собака|艾特)\s?[\])}]\s?|\s(?:arroba|собака)\s"
_MAIL = sieved(
    rf"(?<![\w.+-])([a-z0-9][a-z0-9._+-]{{0,40}})(?:{_AT})([a-z0-9-]{{1,40}}(?:(?:{_DOT}"
    rf"|\.)[a-z0-9-]{{2,40}}){{1,3}})(?![\w-])"
)


def spelt_mails(folded: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, address as it is meant) of each e-mail address in words: "jdoe (at) mail (dot) example"."""
    for found in islice(_MAIL.finditer(folded), MOST):
        yield found.start(), found.end(), f"{found[1]}@{_SPELT.sub('.', found[2])}"


def defanged(folded: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, host as it is meant, with its path) of each in a folded text."""
    for found in islice(_HOST.finditer(folded), MOST):
        text = found.group().rstrip(".,;:!?)")
        yield found.start(), found.start() + len(text), _SPELT.sub(".", text).split("://", 1)[-1]
