"""Signing in with an account elsewhere, against a real provider that the tests start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from playwright.sync_api import Browser, expect

from mailbot.config.settings import OidcSettings, Secret
from mailbot.desk import access
from mailbot.web.server import WebServer
from tests.services.oidc import CLIENT, SECRET, OidcProvider, oidc_provider


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    """A provider that says that everybody is Ming."""
    with oidc_provider() as made:
        yield made


@pytest.fixture
def site(server: WebServer, provider: OidcProvider) -> WebServer:
    """A console that believes it."""
    server.console.oidc = OidcSettings(
        issuer=provider.url, client_id=CLIENT, client_secret=Secret(SECRET), name="Works"
    )
    return server


def visit(site: WebServer) -> httpx2.Client:
    return httpx2.Client(base_url=site.url, follow_redirects=True)


def signed_in_as(client: httpx2.Client) -> str:
    answer = client.get("/me", headers={"Accept": "text/html"})
    return "" if answer.url.path == "/login" else answer.text.partition("<h2>")[2].partition("</h2>")[0]


def test_there_is_no_such_way_in_unless_it_is_configured(server: WebServer):
    with visit(server) as client:
        assert "/login/with" not in client.get("/login").text
        assert client.get("/login/with").status_code == 404
        assert client.get("/login/with/back?code=x&state=y").status_code == 404


def test_somebody_who_is_known_there_comes_in(site: WebServer, chromium: Browser):
    access.add_person(site.console.doors, "ming", "agent", "test", display="Ming")
    context = chromium.new_context(base_url=site.url, locale="en-GB")
    page = context.new_page()
    page.goto("/help")
    page.get_by_role("link", name="Sign in with Works").click()
    expect(page).to_have_url(f"{site.url}/help")
    page.goto("/me")
    expect(page.locator("h2").first).to_have_text("Ming")
    context.close()


def test_an_account_belongs_to_the_first_who_used_it(site: WebServer, provider: OidcProvider):
    access.add_person(site.console.doors, "ming", "agent", "test", display="Ming")
    with visit(site) as client:
        client.get("/login/with")
        assert signed_in_as(client) == "Ming"
    provider.person = {"sub": "u-2", "preferred_username": "ming"}
    with visit(site) as client:
        assert "belongs to somebody else" in client.get("/login/with").text
        assert signed_in_as(client) == ""
    provider.person = {"sub": "u-1", "preferred_username": "renamed"}
    with visit(site) as client:
        client.get("/login/with")
        assert signed_in_as(client) == "Ming"
    access.change_person(site.console.doors, "ming", "test", active=False)
    with visit(site) as client:
        assert "switched off" in client.get("/login/with").text


def test_who_is_new_is_refused_or_gets_the_role_that_is_configured(site: WebServer, provider: OidcProvider):
    with visit(site) as client:
        answer = client.get("/login/with")
        assert answer.status_code == 403
        assert "Ask an admin to add you" in answer.text
    assert site.console.oidc is not None
    site.console.oidc = replace(site.console.oidc, new_people="agent", claim="email", domains=("works.example",))
    provider.person = {"sub": "u-9", "email": "kim@works.example", "email_verified": True, "name": "Kim"}
    with visit(site) as client:
        client.get("/login/with")
        assert signed_in_as(client) == "Kim"
        assert client.get("/admin/people").status_code == 403


@pytest.mark.parametrize(
    ("address", "verified"), [("ming@elsewhere.example", True), ("ming@works.example", False), ("ming@", True)]
)
def test_an_address_of_another_house_names_no_account_here(
    site: WebServer, provider: OidcProvider, address: str, verified: bool
):
    access.add_person(site.console.doors, "ming", "admin", "test", display="Ming")
    assert site.console.oidc is not None
    site.console.oidc = replace(site.console.oidc, claim="email", domains=("works.example",))
    provider.person = {"sub": "u-7", "email": address, "email_verified": verified}
    with visit(site) as client:
        assert client.get("/login/with").status_code == 403
        assert signed_in_as(client) == ""


@pytest.mark.parametrize(
    ("lie", "forge"),
    [
        ({"aud": "another client"}, ""),
        ({"iss": "http://127.0.0.1:9/evil"}, ""),
        ({"exp": 1_000_000}, ""),
        ({"nonce": "of another sign-in"}, ""),
        ({"azp": "another party"}, ""),
        ({"sub": None}, ""),
        ({}, "key"),
        ({}, "none"),
        ({}, "hmac"),
    ],
)
def test_a_token_that_does_not_hold_opens_nothing(
    site: WebServer, provider: OidcProvider, lie: dict[str, object], forge: str
):
    access.add_person(site.console.doors, "ming", "admin", "test")
    provider.lie, provider.forge = lie, forge
    with visit(site) as client:
        answer = client.get("/login/with")
        assert answer.status_code == 403
        assert "does not hold" in answer.text
        assert signed_in_as(client) == ""


def test_a_code_for_somebody_else_signs_nobody_in(site: WebServer):
    access.add_person(site.console.doors, "ming", "agent", "test")
    with visit(site) as thief, visit(site) as victim:
        leaving = thief.get("/login/with", follow_redirects=False)
        back = httpx2.get(leaving.headers["location"], follow_redirects=False).headers["location"]
        answer = victim.get(back)  # as a link in a mail would have it (login CSRF)
        assert answer.status_code == 403
        assert signed_in_as(victim) == ""
        state = parse_qs(urlsplit(back).query)["state"][0]
        assert thief.get("/login/with/back", params={"code": "guessed", "state": state}).status_code == 403


def test_a_provider_that_is_away_or_is_another_one_is_said(site: WebServer, provider: OidcProvider):
    from dataclasses import replace

    assert site.console.oidc is not None
    for issuer in ("http://127.0.0.1:9", f"{provider.url}/"):
        site.console.oidc = replace(site.console.oidc, issuer=issuer)
        with visit(site) as client:
            assert "cannot be reached" in client.get("/login/with").text


def test_the_way_back_stays_on_this_site(site: WebServer):
    access.add_person(site.console.doors, "ming", "agent", "test")
    with visit(site) as client:
        assert client.get("/login/with", params={"back": "https://evil.example/"}).url.host == "127.0.0.1"
