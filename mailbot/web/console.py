"""What every page is made with: the desk's tools, the templates, the words of both languages, who asks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from mailbot.config.settings import ContactSettings, OidcSettings
from mailbot.desk.access import Guest
from mailbot.desk.tools import Tools
from mailbot.desk.trials import Trials
from mailbot.web import shapes
from mailbot.web.live import Live
from mailbot.web.rulewords import RuleWords
from mailbot.web.security import Seal
from mailbot.web.words import Words, language_for


@dataclass(kw_only=True)
class Console:
    """``tools`` works on tickets with the desk's clock; ``doors`` on sessions and keys with the wall clock."""

    tools: Tools
    doors: Tools
    url: str = ""
    health: Callable[[], Mapping[str, Any]] = dict
    on_accepted: Callable[[], None] = lambda: None
    on_posted: Callable[[], None] = lambda: None
    """Called when an answer was put into the outbox."""
    reconcile: Callable[[], None] | None = None
    """Asks the daemon to compare its mailboxes soon; None where there is none."""
    notice: str = ""
    alarm: str = ""
    """Why a changed configuration is not in force; empty where all is well."""
    sources: Callable[[], Sequence[Path]] = tuple
    """The files of the policy, to show the rules' own lines."""
    contact: Callable[[], ContactSettings | None] = lambda: None
    """The public page where customers write; None where there is none."""
    oidc: OidcSettings | None = None
    """Who else signs people in."""
    live: Live = field(init=False)
    trials: Trials = field(default_factory=Trials)
    shape = shapes

    def __post_init__(self) -> None:
        self.live = Live(self.tools)

    @cached_property
    def seal(self) -> Seal:
        """Signs cookies and forms with the installation's own key."""
        with self.doors.db.write() as t:
            return Seal(t.books.token_key())

    @cached_property
    def assets(self) -> Mapping[str, str]:
        """name → address of each static file, changing with its content."""
        found = {}
        for folder, prefix in (
            (files("mailbot.web") / "static", ""),
            (files("mailbot.web") / "static/vendor", "vendor/"),
        ):
            if not folder.is_dir():
                continue
            for file in folder.iterdir():
                if file.is_file():
                    mark = sha256(file.read_bytes()).hexdigest()[:12]
                    found[f"{prefix}{file.name}"] = f"/static/{prefix}{file.name}?v={mark}"
        return found

    @cached_property
    def templates(self) -> Environment:
        """Autoescaping, and strict: a name that is not there is an error."""
        environment = Environment(
            loader=PackageLoader("mailbot.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.globals["assets"] = self.assets
        environment.filters["plainjson"] = lambda value: json.dumps(value, ensure_ascii=False, indent=1, default=str)
        return environment

    def words(self, request: Request, guest: Guest | None) -> Words:
        """The words in the reader's language."""
        preferred = guest.person.language if guest else ""
        chosen = language_for(preferred, request.headers.get("accept-language", ""))
        return Words(chosen, self.tools.policy().catalogue)

    def page(
        self, request: Request, template: str, guest: Guest | None = None, *, status: int = 200, **context: Any
    ) -> HTMLResponse:
        """Render a page, or a part of one."""
        words = self.words(request, guest)
        now: datetime = self.tools.clock()
        html = self.templates.get_template(template).render(
            t=words.say,
            w=words,
            rw=RuleWords(words),
            lang=words.language,
            guest=guest,
            may=guest.may if guest else (lambda _right: False),
            csrf=self.seal.form_token(guest.session.secret) if guest else "",
            theme=guest.person.theme if guest else "",
            now=now,
            path=request.url.path,
            address=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            partial=request.headers.get("hx-request") == "true",
            shape=shapes,
            notice=self.notice,
            signon=self.oidc.name if self.oidc else "",
            **context,
        )
        return HTMLResponse(html, status_code=status)
