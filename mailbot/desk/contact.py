"""The contact form: which matters it offers, what each asks for, and handing a message in as if it were a mail.

Whoever fills it in is not known: nothing here tells whether an address has tickets, and a secret is taken out before
anything is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

import re2

from mailbot.config.settings import ContactSettings
from mailbot.desk import enclosures, handin
from mailbot.desk.tools import Tools
from mailbot.model.catalogue import Catalogue, FactSpec
from mailbot.model.mail import ParsedMail, RawMail, Source
from mailbot.model.ticket import Event
from mailbot.triage import pipeline
from mailbot.triage.extract import extract
from mailbot.triage.extract.secrecy.masking import secret_words
from mailbot.triage.wording import fact_words
from mailbot.triage.words import label

FILES_MOST = 5
TEXT_CHARS, FACT_CHARS, NAME_CHARS = 20_000, 500, 100
_NO_MATTER = frozenset({"unclear", "not_support"})
_EXAMPLES = re2.compile(r"\s*[（(][^（）()]*[)）]$")
_WINDOW = timedelta(hours=1)
_ROUNDS = 4
"""How often a text is looked at again after secrets were taken out of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A fact that the form asks for. ``files``: it is a file, not words."""

    fact: str
    label: str
    how_to_find: str
    required: bool
    files: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A filled-in form. ``facts`` by name; ``key`` is the form's own, so that it counts once however often it is sent;
    ``answers`` names an earlier message that this one completes."""

    matter: str
    language: str
    name: str
    address: str
    text: str
    facts: Mapping[str, str]
    files: Sequence[enclosures.File] = ()
    key: str
    answers: str = ""


def matters(catalogue: Catalogue, settings: ContactSettings, language: str) -> dict[str, list[tuple[str, str]]]:
    """Category, in words → (intent, words) of what is offered."""
    offered: dict[str, list[tuple[str, str]]] = {}
    for name in settings.intents or catalogue.intents:
        spec = catalogue.intents[name]
        words = label(spec.label, language, "")
        if words and (settings.intents or name not in _NO_MATTER):
            category = label(catalogue.categories.get(spec.category, {}), language, spec.category)
            offered.setdefault(_sentence(category), []).append((name, _sentence(words)))
    return offered


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def asked(catalogue: Catalogue, matter: str, language: str, only: Sequence[str] = ()) -> list[Asked]:
    """What the form asks for: what the matter requires, then what helps, or ``only`` some facts. What the words
    themselves give, and the customer's address, are asked for anyway."""
    spec = catalogue.intents.get(matter)
    required = list(only or (spec.required if spec else ()))
    helpful = [] if only or spec is None else [f for f in spec.helpful if f not in required]
    found = []
    for fact in (*required, *helpful):
        known = catalogue.facts.get(fact)
        if known is None or set(known.given_by) <= {"text"}:
            continue
        words = fact_words(catalogue, fact, language)
        found.append(
            Asked(
                fact=fact,
                label=_sentence(words["label"]),
                how_to_find=words["how_to_find"],
                required=fact in required,
                files=_is_file(known),
            )
        )
    return found


def _is_file(fact: FactSpec) -> bool:
    return not any(g.startswith("entities.") for g in fact.given_by)


def too_many(tools: Tools, peer: str, settings: ContactSettings) -> bool:
    """Count a message of a network address; True where there were too many in an hour. Of IPv6, a /64 counts as one."""
    now, key = tools.clock(), f"contact:{_network(peer)}"
    with tools.db.write() as t:
        many, _ = t.people.failures(key, now - _WINDOW)
        if many >= settings.per_hour:
            return True
        t.people.failed((key,), now)
        return False


def _network(peer: str) -> str:
    try:
        address = ip_address(peer)
    except ValueError:
        return peer[:64]
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(address)


def trapped(tools: Tools) -> None:
    """A machine filled in what people do not see: nothing is kept but that it happened."""
    with tools.db.write() as t:
        t.messages.log([Event(kind="contact_refused", at=tools.clock())], ticket=None)


def without_secrets(tools: Tools, message: Message) -> tuple[Message, tuple[str, ...]]:
    """The message with every secret covered, and their kinds; the same message where it holds none."""
    kinds: set[str] = set()
    for _ in range(_ROUNDS):
        mail = ParsedMail(text=_body(tools, message), fresh_text=_body(tools, message), subject=message.name)
        secrets = extract(mail, tools.policy().identifiers, received_at=tools.clock()).secrets
        if not secrets:
            break
        kinds |= {s.kind for s in secrets}
        hidden = [w for w in secret_words(mail, secrets) if w.strip()]
        message = replace(
            message,
            text=_covered(message.text, hidden),
            name=_covered(message.name, hidden),
            facts={fact: _covered(value, hidden) for fact, value in message.facts.items()},
        )
    else:
        message = replace(message, text="", facts={})  # what cannot be covered is not given back either
    return message, tuple(sorted(kinds))


def secrets_in_files(tools: Tools, message: Message) -> tuple[str, ...]:
    """The kinds of secrets in a message's files, found before anything is kept."""
    if not message.files:
        return ()
    now, policy = tools.clock(), tools.policy()
    letter = handin.Letter(sender=message.address, text=_body(tools, message) or "-",
                           uploads=[_plain(f) for f in message.files])  # fmt: skip
    content = handin.octets(letter, policy.catalogue.domain, now)
    raw = RawMail(content=content, sha256="", received_at=now, source=Source(mailbox=""))
    return tuple(sorted({kind for a in pipeline.read(raw, policy).mail.attachments for kind in a.secrets}))


def _covered(text: str, hidden: Sequence[str]) -> str:
    for word in hidden:
        text = text.replace(word, "•" * len(word))
    return text


def _body(tools: Tools, message: Message) -> str:
    catalogue = tools.policy().catalogue
    lines = [message.text.strip()] if message.text.strip() else []
    for fact, value in message.facts.items():
        if value.strip():
            named = fact_words(catalogue, fact, message.language)["label"]
            lines.append(f"{_sentence(_EXAMPLES.sub('', named) or named)}: {' '.join(value.split())}")
    return "\n\n".join([*lines[:1], "\n".join(lines[1:])]).strip() if message.text.strip() else "\n".join(lines)


def hand_in(tools: Tools, message: Message, settings: ContactSettings, want: Sequence[str] = ()) -> list[str]:
    """Hand a message in: it is durable when this returns, and goes the way of every mail. What it lacks, by its own
    words alone; of ``want`` only, where it completes an earlier one. Raises ValueError."""
    catalogue = tools.policy().catalogue
    spec = catalogue.intents.get(message.matter)
    letter = handin.Letter(
        sender=message.address,
        name=message.name,
        subject=_sentence(label(spec.label, message.language, "")) if spec else "",
        text=_body(tools, message) or "-",
        mailbox=settings.mailbox,
        id=message.key,
        language=message.language,
        answers=message.answers,
        matter=message.matter,
        uploads=[_plain(f) for f in message.files],
    )
    raw = handin.leave(tools, letter)
    told = handin.explain_octets(tools, raw.content, raw.received_at, message.matter)
    if not want:
        return list(told["completeness"]["missing"])
    kinds = {e["kind"] for e in told["entities"]}
    given = {f"entities.{kind}" for kind in kinds} | (
        {"evidence"} if any(e["counts"] for e in told["evidence"]) else set()
    )
    return [f for f in want if f in catalogue.facts and not given & set(catalogue.facts[f].given_by)]


def _plain(file: enclosures.File) -> enclosures.File:
    """A file whose type a mail can hold as a part of its own."""
    whole = file.content_type.lower().startswith(("multipart/", "message/"))
    kind = "application/octet-stream" if whole else file.content_type
    return enclosures.File(filename=enclosures.name_of(file.filename), content_type=kind, content=file.content)
