"""Bullets over secrets, as many as there were characters, so that every span of the mail stays right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from mailbot.model.findings import Secret
from mailbot.model.mail import Link, ParsedMail
from mailbot.triage.extract.secrecy.covering import BULLET, covered_value
from mailbot.triage.extract.secrecy.covering import covered_words as _covered

_LEAST = 5
"""Shorter secrets ("417") are masked where they stand, not wherever the same characters occur."""


def mask(mail: ParsedMail, secrets: tuple[Secret, ...]) -> ParsedMail:
    """The mail with every secret covered: subject, text, fresh text, file names, links, headers and names."""
    if not secrets:
        return mail
    in_text = [s.span for s in secrets if s.where in {"text", "quoted"}]
    in_subject = [s.span for s in secrets if s.where == "subject"]
    hidden = _words(mail, secrets)
    text = _covered(covered(mail.text, in_text), hidden)
    return replace(
        mail,
        text=text,
        fresh_text=_covered(_fresh(mail, text), hidden),
        subject=_covered(covered(mail.subject, in_subject), hidden),
        hidden="",
        headers=tuple((name, _covered(value, hidden)) for name, value in mail.headers),
        links=tuple(Link(text=_covered(k.text, hidden), href=_covered(k.href, hidden)) for k in mail.links),
        attachments=tuple(replace(a, filename=_covered(a.filename, hidden)) for a in mail.attachments),
        authors=covered_value(mail.authors, hidden),
        sender=covered_value(mail.sender, hidden),
        reply_to=covered_value(mail.reply_to, hidden),
        to=covered_value(mail.to, hidden),
        cc=covered_value(mail.cc, hidden),
        defects=covered_value(mail.defects, hidden),
    )


def secret_words(mail: ParsedMail, secrets: Iterable[Secret]) -> list[str]:
    """The secrets themselves, longest first, each with its lines and parts that are secret on their own; of a phrase,
    each two neighbours."""
    return _words(mail, tuple(secrets))


def _words(mail: ParsedMail, secrets: tuple[Secret, ...]) -> list[str]:
    found: set[str] = set()
    for secret in secrets:
        for source in _sources(mail, secret.where):
            whole = source[slice(*secret.span)]
            found.add(whole)
            found.add(" ".join(whole.split()))
            words = whole.split()
            if secret.kind != "seed_phrase":
                found.update(word for word in words if len(words) == 1 or not word.isalpha())
            if len(words) > 2:
                found.update(" ".join(pair) for pair in pairwise(words))
    return sorted((w for w in found if len(w) >= _LEAST and not w.isspace()), key=len, reverse=True)[:400]


def covered(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with bullets over half-open spans; line ends stay."""
    pieces: list[str] = []
    at = 0
    for first, last in sorted(spans):
        start, end = max(first, at), min(last, len(text))
        if start < end:
            pieces += (text[at:start], "".join(c if c == "\n" else BULLET for c in text[start:end]))
            at = end
    return "".join((*pieces, text[at:]))


def _sources(mail: ParsedMail, where: str) -> Iterable[str]:
    """The texts that a secret's span may count in; a link's address is not told, so it may be any hidden one."""
    if where == "html":
        return [*(k.href for k in mail.links if k.href not in mail.text), mail.hidden]
    if where.startswith("attachment:"):
        return [where.removeprefix("attachment:")]
    return [{"text": mail.text, "quoted": mail.text, "subject": mail.subject}.get(where, "")]


def _fresh(mail: ParsedMail, masked: str) -> str:
    """The fresh text with the same characters covered: both are walked in step, white space left out."""
    out = list(mail.fresh_text)
    at = 0
    limit = len(mail.text)
    folds = sorted((f.start, f.end) for f in mail.folds)
    fold = 0
    for index, char in enumerate(out):
        if char.isspace():
            continue
        while at < limit and (mail.text[at] != char or _folded(folds, fold, at)):
            while fold < len(folds) and folds[fold][1] <= at:
                fold += 1
            at = max(at + 1, folds[fold][1]) if fold < len(folds) and folds[fold][0] <= at < folds[fold][1] else at + 1
        if at >= limit:
            return _covered(mail.fresh_text, _loose(mail, masked))
        if masked[at] != char:
            out[index] = BULLET
        at += 1
    return "".join(out)


def _folded(folds: list[tuple[int, int]], fold: int, at: int) -> bool:
    return any(start <= at < end for start, end in folds[fold : fold + 2])


def _loose(mail: ParsedMail, masked: str) -> list[str]:
    """Where fresh text is no part of the text: every masked stretch, by its words."""
    stretches, at = [], 0
    while (start := masked.find(BULLET, at)) >= 0:
        at = start
        while at < len(masked) and (masked[at] == BULLET or masked[at] == "\n"):
            at += 1
        stretches.append(mail.text[start:at])
    return sorted((w for s in stretches for w in (s, *s.split())), key=len, reverse=True)
