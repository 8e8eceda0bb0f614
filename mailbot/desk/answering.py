"""Helping people write a good answer: what to warn of, what to ask for, in the customer's own language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from classifiers.language import identify
from mailbot.desk.letters import language_of
from mailbot.desk.tools import Tools
from mailbot.model.catalogue import Catalogue
from mailbot.model.mail import ParsedMail
from mailbot.model.ticket import Ticket
from mailbot.triage.extract import extract
from mailbot.triage.wording import fact_words

__all__ = ["Caution", "cautions", "language_of", "request_for"]

_SURE = 0.8
_LETTERS_TO_TELL = 12
"""Below this many letters nobody can tell the language of a text; a Chinese one counts twice."""
_CREDENTIALS = (
    "password", "seed phrase", "private key", "verification code", "密码", "助记词", "私钥", "验证码", "密碼", "助記詞",
    "パスワード", "비밀번호", "пароль", "mật khẩu", "contraseña", "senha", "şifre",
)  # fmt: skip
_ASKING = ("?", "？", "please", "send", "provide", "tell", "请", "提供", "请问", "发送", "告诉", "請", "ください",
           "주세요", "пожалуйста", "vui lòng", "por favor", "lütfen", "envi", "indique")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """Something to look at before an answer leaves. ``what``: secret, language, given (asks for what
    is known), credential (asks for what nobody should send)."""

    what: Literal["secret", "language", "given", "credential"]
    detail: str


def cautions(tools: Tools, ticket: Ticket, text: str, language: str = "") -> list[Caution]:
    """What speaks against sending a text as it is: nothing here forbids it. ``language``: of the letter around it, the
    ticket's where left out."""
    policy = tools.policy()
    found: list[Caution] = []
    draft = ParsedMail(text=text, fresh_text=text)
    extraction = extract(draft, policy.identifiers, received_at=tools.clock())
    found += [Caution(what="secret", detail=s) for s in sorted({s.kind for s in extraction.secrets})]
    language = language or language_of(tools, ticket)
    if sum(2 if c > "\u2e80" else 1 for c in text if c.isalpha()) >= _LETTERS_TO_TELL:
        seen, sure = identify(text)
        if sure >= _SURE and seen.partition("-")[0] != language.partition("-")[0]:
            found.append(Caution(what="language", detail=f"{seen} → {language}"))
    found += _asked_again(policy.catalogue, ticket, text, language)
    return found


def _asked_again(catalogue: Catalogue, ticket: Ticket, text: str, language: str) -> list[Caution]:
    sentences = [s for s in _sentences(text.lower()) if any(word in s for word in _ASKING)]
    found = [Caution(what="credential", detail=w) for w in _CREDENTIALS if any(w in s for s in sentences)]
    spec = catalogue.intents.get(ticket.intent)
    for name in (*spec.required, *spec.helpful) if spec else ():
        fact = catalogue.facts.get(name)
        if fact is None or name in ticket.missing:
            continue
        values = [v for g in fact.given_by for v in ticket.facts.get(g.removeprefix("entities."), ())]
        label = fact_words(catalogue, name, language)["label"].lower()
        if values and any(label in s for s in sentences):
            found.append(Caution(what="given", detail=f"{label}: {values[0]}"))
    return found


def _sentences(text: str) -> list[str]:
    for end in ("。", "！", "？", "\n", ". ", "! ", "? "):
        text = text.replace(end, end + "\x00")
    return text.split("\x00")


def request_for(tools: Tools, ticket: Ticket, facts: Sequence[str] = (), language: str = "") -> str:
    """Words that ask for what is missing, as a list in the customer's language or another one."""
    catalogue, language = tools.policy().catalogue, language or language_of(tools, ticket)
    lines = []
    for name in facts or ticket.missing:
        words = fact_words(catalogue, name, language)
        where = f" ({words['how_to_find']})" if words["how_to_find"] else ""
        lines.append(f"- {words['label']}{where}")
    return "\n".join(lines)
