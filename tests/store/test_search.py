"""Searching, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.effects import TicketChange
from mailbot.store.dialect import SearchTerm
from mailbot.store.search import Query
from mailbot.store.words import term, tokens

from .conftest import NOW

HASH = "0x9bd2f3a4c5e6d7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f70"


def certain(word: str, *, author: bool = False) -> SearchTerm:
    found = term(word, author=author)
    assert found is not None
    return found


@pytest.fixture
def two(database):
    """Two tickets: one in Chinese with identifiers, one in French."""
    with database.write() as t:
        ids = []
        for requester, intent, subject, text in (
            ("lin@mail.example", "withdrawal_pending", "提现未到账", f"UID：４８２９１５７３ 哈希 {HASH} 请尽快处理"),
            ("zoe@post.example", "login_access", "Connexion impossible", "Je n'arrive pas à me connecter depuis l'été"),
        ):
            ticket = t.tickets.open(
                TicketChange(ticket=None, status="open", intent=intent, category="c", team="t", language="zh"),
                subject=subject,
                requester=requester,
                requester_name="",
                mailbox="m",
                first_text=text,
                policy="p",
                now=NOW,
            )
            t.messages.add(
                ticket=ticket.id,
                direction="in",
                kind="ticket",
                author=requester,
                subject=subject,
                text=text,
                at=NOW,
                attachments=[{"filename": "截图 final.png"}],
            )
            ids.append(ticket)
    return ids


def found(database, *words: str, **more) -> list[int]:
    terms = tuple(t for w in words if (t := term(w)))
    with database.read() as t:
        return [h.ticket for h in t.search.find(Query(terms=terms, **more), now=NOW)]


@pytest.mark.parametrize(
    "word",
    ["提现", "未到账", "提", "48291573", "４８２９１５７３", "4829", HASH, HASH[2:], HASH.upper(), HASH[:12], "…5e6f70",
     "*4d5e6f70", HASH[:10] + "…", "lin@mail.example", "mail.example", "final.png", "截图"],
)  # fmt: skip
def test_words_and_identifiers_in_any_form_find_the_ticket(database, two, word):
    assert two[0].id in found(database, word)


@pytest.mark.parametrize("word", ["現金", "提账", "4829157399", "…000000", "现提"])
def test_what_is_not_there_is_not_found(database, two, word):
    assert found(database, word) == []


def test_case_and_diacritics_do_not_matter(database, two):
    assert found(database, "ETE") == found(database, "été") == found(database, "connexion") == [two[1].id]


def test_all_words_must_be_there_and_filters_narrow(database, two):
    assert found(database, "提现", "处理") == [two[0].id]
    assert found(database, "提现", "connexion") == []
    assert found(database, "提现", intent="login_access") == []
    assert found(database, "提现", teams=("other",)) == []
    assert found(database, "提现", before=NOW) == []
    assert found(database, "提现", after=NOW - timedelta(days=1)) == [two[0].id]


def test_the_author_is_searched_apart(database, two):
    with database.read() as t:
        by_author = Query(terms=(certain("zoe", author=True),))
        assert [h.ticket for h in t.search.find(by_author, now=NOW)] == [two[1].id]
        assert t.search.find(Query(terms=(certain("connexion", author=True),)), now=NOW) == []


def test_a_number_comes_first_and_filters_alone_suffice(database, two):
    assert found(database, number=two[1].number)[0] == two[1].id
    assert found(database, intent="login_access") == [two[1].id]


def test_an_answer_is_found_once_it_is_written(database, two):
    with database.write() as t:
        t.messages.add(
            ticket=two[1].id, direction="out", kind="reply", author="", subject="Re", text="", at=NOW, message_id="m1"
        )
        assert t.search.find(Query(terms=(certain("voilà"),)), now=NOW) == []
        t.messages.set_text("m1", "Voilà la réponse")
        t.messages.set_text("m1", "Voilà la réponse")
    assert found(database, "voila") == [two[1].id]


@given(st.text(st.characters(exclude_categories=("Cn", "Cs")), max_size=200))
def test_any_text_becomes_plain_tokens(text):
    for token in tokens(text):
        assert token.replace("_", "a").isalnum() or all(ord(c) > 127 for c in token.strip("_"))
        assert not set(token) & set("'\"\\ \n\x00&|!():*<>")
    term(text)


@given(st.text(min_size=1, max_size=60))
def test_no_query_breaks_the_index(text):
    from mailbot.desk.finding import excerpt, parse

    query, words, _ = parse(text, "me")
    assert len(query.terms) <= 12
    excerpt(text, words)
