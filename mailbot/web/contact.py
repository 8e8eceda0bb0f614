"""The contact form: a public page in the customer's language, off unless it is configured. Works without script."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, Response

from mailbot.config.settings import ContactSettings
from mailbot.desk import addresses, contact, enclosures
from mailbot.desk.handin import message_id
from mailbot.triage.wording import fact_words
from mailbot.web.console import Console
from mailbot.web.guard import Site, peer_of
from mailbot.web.words import Words

router = APIRouter()

BODY_MOST = 18_000_000
"""Octets of a filled-in form with its files."""
_GOOD_S = 12 * 3600
"""How long a form may be filled in."""
_NAMES = {"zh": "简体中文", "zh-Hant": "繁體中文", "en": "English", "ja": "日本語", "ko": "한국어", "ru": "Русский",
          "vi": "Tiếng Việt", "es": "Español", "tr": "Türkçe", "pt": "Português"}  # fmt: skip


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """language → name → words."""
    found: dict[str, dict[str, str]] = json.loads((files("mailbot.web") / "words/contact.json").read_text("utf-8"))
    return found


def language_for(wanted: str, accepted: str, offered: tuple[str, ...], default: str) -> str:
    """The language to show: the one asked for, else the browser's (RFC 9110 12.5.4), else the desk's."""
    there = [x for x in offered if x in words()]
    for part in (wanted, *accepted.split(",")[:20]):
        tag = part.partition(";")[0].strip().lower()
        if tag.startswith(("zh-tw", "zh-hk", "zh-mo", "zh-hant")) and "zh-Hant" in there:
            return "zh-Hant"
        base = tag.partition("-")[0]
        if base and base in there:
            return base
    return default if default in there else (there or ["en"])[0]


def _settings(site: Console) -> ContactSettings:
    found = site.contact()
    if found is None:
        raise HTTPException(404, "there is no contact form here")
    return found


@router.get("/contact")
def form(request: Request, site: Site, matter: str = "", lang: str = "") -> Response:
    """Choose the matter, then what it asks for."""
    settings, language = _settings(site), _language(request, site, lang)
    if matter and matter != "other" and matter not in _offered(site, settings, language):
        raise HTTPException(404, "there is no such matter")
    return _page(request, site, settings, language, matter=matter)


def _language(request: Request, site: Console, wanted: str) -> str:
    catalogue = site.tools.policy().catalogue
    accepted = request.headers.get("accept-language", "")
    return language_for(wanted, accepted, catalogue.languages, catalogue.default_language)


def _offered(site: Console, settings: ContactSettings, language: str) -> dict[str, str]:
    groups = contact.matters(site.tools.policy().catalogue, settings, language).values()
    return {name: label for group in groups for name, label in group}


@router.post("/contact")
async def send(request: Request, site: Site) -> Response:
    """Take a filled-in form. Everything in it is bounded before it is read."""
    settings = _settings(site)
    if int(request.headers.get("content-length") or BODY_MOST + 1) > BODY_MOST:
        language = _language(request, site, "")
        return await run_in_threadpool(
            _page, request, site, settings, language, status=413, problem=words()[language]["too_large"], keep="form"
        )
    async with request.form(max_files=100, max_fields=80) as given:
        files = [
            enclosures.File(filename=f.filename or "", content_type=f.content_type or "", content=await f.read())
            for f in given.getlist("files")
            if isinstance(f, UploadFile) and f.filename
        ]
        return await run_in_threadpool(_take, request, site, settings, given, files)


def _take(
    request: Request, site: Console, settings: ContactSettings, given: FormData, files: list[enclosures.File]
) -> Response:
    language = _language(request, site, _text(given, "lang", 20))
    say, matter = words()[language], _text(given, "matter", 64)
    message, again, want = _message(site, given, files, language)
    shown = {"matter": matter or "other", "given": message, "again": again, "want": want}

    def refuse(problem: str, status: int = 422, **more: Any) -> Response:
        return _page(request, site, settings, language, status=status, problem=problem, **{**shown, **more})

    if not _is_form(site, given):
        return refuse(say["too_old"], keep="files")
    if contact.too_many(site.tools, peer_of(request)[0], settings):
        return refuse(say["too_many"].format(address=_address(site, settings)), 429, keep="files")
    if _text(given, "website", 100):
        contact.trapped(site.tools)
        return _page(request, site, settings, language, done=message.address, missing=())
    if not addresses.is_address(message.address):
        return refuse(say["bad_email"], keep="files")
    if not message.text.strip() and not (again and (message.facts or files)):
        return refuse(say["bad_text"], keep="files")
    if len(files) > contact.FILES_MOST:
        return refuse(say["too_many_files"].format(n=contact.FILES_MOST))
    for file in files:
        try:
            enclosures.check([file])
        except ValueError:
            return refuse(say["bad_file"].format(name=enclosures.name_of(file.filename)))
    clean, kinds = contact.without_secrets(site.tools, message)
    kinds = tuple(dict.fromkeys((*kinds, *contact.secrets_in_files(site.tools, clean))))
    if kinds:
        named = ", ".join(_kind(language, site, kind) for kind in kinds)
        return refuse(say["secret_found"].format(kinds=named), given=clean)
    missing = contact.hand_in(site.tools, message, settings, want)
    site.on_accepted()
    return _page(request, site, settings, language, done=message.address, missing=missing,
                 again=message_id(message.key, site.tools.policy().catalogue.domain), matter=matter)  # fmt: skip


def _kind(language: str, site: Console, kind: str) -> str:
    return Words("zh" if language.startswith("zh") else "en", site.tools.policy().catalogue).kind(kind).lower()


def _text(given: FormData, name: str, most: int) -> str:
    value = given.get(name, "")
    return value[:most].replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def _message(
    site: Console, given: FormData, files: list[enclosures.File], language: str
) -> tuple[contact.Message, str, list[str]]:
    """The form's message; the Message-ID it completes, where that was ours to give; the facts that one lacked."""
    catalogue = site.tools.policy().catalogue
    facts = {name: value for name in catalogue.facts if (value := _text(given, f"fact-{name}", contact.FACT_CHARS))}
    address, again = _text(given, "email", 254), _text(given, "again", 200)
    if not site.seal.is_form_token(f"contact-again:{again}:{address}", _text(given, "proof", 100)):
        again = ""
    want = [f for f in _text(given, "want", 1000).split(",") if f in catalogue.facts] if again else []
    matter = _text(given, "matter", 64)
    message = contact.Message(
        matter=matter if matter in catalogue.intents else "",
        language=language,
        name=" ".join(_text(given, "name", contact.NAME_CHARS).split()),
        address=address,
        text=_text(given, "text", contact.TEXT_CHARS).encode("utf-8", "replace").decode(),
        facts=facts,
        files=files,
        key=_text(given, "key", 80),
        answers=again,
    )
    return message, again, want


def _is_form(site: Console, given: FormData) -> bool:
    """Whether this is a form of ours, not too old: there is no session that could say so."""
    key = _text(given, "key", 80)
    issued = key.partition(".")[0]
    age = site.doors.clock().timestamp() - int(issued) if issued.isascii() and issued.isdigit() else -1e9
    return -60 <= age <= _GOOD_S and site.seal.is_form_token(f"contact:{key}", _text(given, "form", 100))


def _address(site: Console, settings: ContactSettings) -> str:
    boxes = site.tools.policy().catalogue.mailboxes
    return next((m.address for m in boxes if m.name == settings.mailbox), boxes[0].address if boxes else "")


def _page(
    request: Request, site: Console, settings: ContactSettings, language: str, *, status: int = 200, matter: str = "",
    problem: str = "", given: contact.Message | None = None, done: str = "", missing: Any = (), again: str = "",
    want: Any = (), keep: Literal["", "files", "form"] = "",
) -> Response:  # fmt: skip
    """The page. `keep` is what a browser with script may leave as it is when the form was refused."""
    catalogue = site.tools.policy().catalogue
    key = f"{int(site.doors.clock().timestamp())}.{secrets.token_urlsafe(12)}"
    only = list(missing) if done else list(want)
    address = done or (given.address if given else "")
    html = site.templates.get_template("contact.html").render(
        say=words()[language],
        lang=language,
        languages={x: _NAMES[x] for x in catalogue.languages if x in words()},
        desk=catalogue.name,
        matters=contact.matters(catalogue, settings, language),
        matter=matter,
        chosen=_offered(site, settings, language).get(matter, ""),
        asked=contact.asked(catalogue, matter, language, only) if only or (matter and not done) else [],
        missing=[fact_words(catalogue, fact, language) for fact in missing],
        given=given,
        problem=problem,
        keep=keep,
        done=done,
        again=again,
        want=",".join(only),
        proof=site.seal.form_token(f"contact-again:{again}:{address}") if again else "",
        key=key,
        form=site.seal.form_token(f"contact:{key}"),
        most=contact.FILES_MOST,
        megabytes=enclosures.TOGETHER_OCTETS // 1_000_000,
        limits={"text": contact.TEXT_CHARS, "fact": contact.FACT_CHARS, "name": contact.NAME_CHARS},
    )
    return HTMLResponse(html, status_code=status)
