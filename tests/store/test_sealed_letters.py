"""Letters of the outbox are sealed like raw mail where a key is configured, and told to who looks after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from mailbot import store
from mailbot.store import Database
from mailbot.store.vault import Vault, key_name

from .conftest import NOW

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
WORDS = "Dear Lin, your withdrawal of 900 USDT"
REQUEST = {"kind": "reply", "context": {"body": WORDS}}
MAIL = f"Subject: re\r\n\r\n{WORDS}".encode()


def queued(database: Database, key: str, *, write: bool = True) -> int:
    """A letter in the outbox, written or not yet."""
    with database.write() as t:
        t.outbox.put(dedupe_key=key, ticket=1, kind="reply", automatic=False, recipient="lin@mail.example",
                     message_id=f"{key}@desk.example", request=REQUEST, now=NOW)  # fmt: skip
        letter = t.outbox.find()[0].id
        if write:
            t.outbox.written(letter, mail_from="desk@desk.example", content=MAIL)
    return letter


def everything(database: Database) -> bytes:
    """Every octet that the database keeps of letters."""
    if database.url.startswith("sqlite"):
        file = Path(database.url.removeprefix("sqlite:///"))
        return b"".join(f.read_bytes() for f in file.parent.glob(f"{file.name}*"))
    with database.read() as t:
        rows = t.connection.exec_driver_sql("SELECT CAST(request AS TEXT), content FROM outbox").all()
    return b"".join(r[0].encode() + bytes(r[1] or b"") for r in rows)


def seal_all(database: Database) -> list[bool]:
    with database.write() as t:
        return [t.outbox.seal(letter) for letter in t.outbox.other_keys(0, 100)]


def test_a_sealed_letter_is_sent_as_written_and_lies_nowhere_readable(database: Database) -> None:
    database.vault = Vault([OLD])
    queued(database, "a")
    queued(database, "b", write=False)
    assert WORDS.encode() not in everything(database)
    with database.write() as t:
        first, second = t.outbox.claim(10, NOW)
        assert (first.content, first.request) == (MAIL, REQUEST)
        assert (second.content, second.request) == (None, REQUEST)
        assert t.outbox.keys() == {key_name(OLD): 2}


def test_without_a_key_letters_lie_as_they_are(database: Database) -> None:
    queued(database, "a")
    assert WORDS.encode() in everything(database)
    with database.read() as t:
        assert t.outbox.keys() == {"": 1}


def test_what_lay_open_is_sealed_later_and_leaves_no_trace(database: Database) -> None:
    for key in "abc":
        queued(database, key, write=key != "c")
    database.vault = Vault([OLD])
    assert seal_all(database) == [True, True, True]
    assert seal_all(database) == []
    assert database.wipe()
    assert WORDS.encode() not in everything(database)
    with database.write() as t:
        assert [x.content for x in t.outbox.claim(10, NOW)] == [MAIL, MAIL, None]


def test_a_new_key_takes_over_between_queueing_and_writing(database: Database) -> None:
    database.vault = Vault([OLD])
    letter = queued(database, "a", write=False)
    database.vault = Vault([NEW, OLD])
    with database.write() as t:
        t.outbox.written(letter, mail_from="desk@desk.example", content=MAIL)
    assert seal_all(database) == [False]
    database.vault = Vault([NEW])
    with database.write() as t:
        assert [(x.content, x.request) for x in t.outbox.claim(10, NOW)] == [(MAIL, REQUEST)]


def test_a_letter_whose_key_lacks_is_held_and_stops_no_other(database: Database) -> None:
    database.vault = Vault([OLD])
    queued(database, "a")
    database.vault = Vault()
    queued(database, "b")
    with database.write() as t:
        assert [x.content for x in t.outbox.claim(10, NOW)] == [MAIL]
    with database.read() as t:
        held = t.outbox.get(1)
    assert (held.state, held.content, held.request) == ("held", None, {})
    assert key_name(OLD) in held.response
    assert "add that key to store.keys" in held.sealed
    database.vault = Vault([OLD])
    with database.write() as t:
        t.outbox.release([1], NOW)
        assert [x.content for x in t.outbox.claim(10, NOW)] == [MAIL]


def test_a_seal_fits_no_other_letter_and_no_other_part(database: Database) -> None:
    database.vault = Vault([OLD])
    queued(database, "a")
    queued(database, "b")
    with database.write() as t:
        t.connection.execute(text("UPDATE outbox SET content = (SELECT content FROM outbox WHERE id = 1) WHERE id = 2"))
    with database.read() as t:
        assert "changed or damaged" in t.outbox.get(2).sealed
        assert t.outbox.get(1).content == MAIL


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_letters_from_before_go_on(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db" if engine == "sqlite" else request.getfixturevalue("postgres_url")
    with Database(url, Vault([NEW])) as database:
        config = Config()
        config.set_main_option("script_location", str(Path(store.__file__).with_name("migrations")))
        config.attributes["engine"] = database.engine
        command.upgrade(config, "0010")
        with database.engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO outbox (id, dedupe_key, kind, automatic, recipient, domain, message_id, request,"
                    " mail_from, content, state, attempts, due_at, response, created_at) VALUES (1, 'k', 'reply', :no,"
                    " 'a@b.example', 'b.example', 'k@d', :request, 'd@d', :mail, 'queued', 0, :at, '', :at)"
                ),
                {"no": False, "request": '{"kind": "reply"}', "mail": MAIL, "at": NOW.replace(tzinfo=None)},
            )
        database.migrate()
        with database.write() as t:
            assert t.outbox.keys() == {"": 1}
            assert [(x.content, x.request) for x in t.outbox.claim(10, NOW)] == [(MAIL, {"kind": "reply"})]
