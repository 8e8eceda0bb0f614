"""The vault and what it keeps: unreadable without its key, readable with any, and gone when it is gone."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from mailbot import store
from mailbot.store import Database
from mailbot.store.vault import DataKey, SealedError, Vault, key_name

from .conftest import NOW

OLD, NEW, FOREIGN = bytes(range(32)), bytes(range(32, 64)), b"x" * 32
WORDS = b"ribbon velvet canyon orbit maple anchor"
MAIL = b"Subject: help\r\n\r\n" + WORDS * 40


def flipped(octets: bytes, at: int) -> bytes:
    at %= len(octets)
    return octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1 :]


@given(st.binary(max_size=2000), st.text(max_size=64))
def test_what_is_sealed_can_be_opened(octets, name):
    sealed, key = Vault([OLD]).seal(name, octets)
    assert Vault([NEW, OLD]).open(name, sealed, key) == octets


@given(st.integers(min_value=0, max_value=10_000), st.booleans())
def test_a_changed_octet_anywhere_is_found(at, in_key):
    sealed, key = Vault([OLD]).seal("name", MAIL)
    if in_key:
        key = DataKey(key=key.key, wrapped=flipped(key.wrapped, at))
    else:
        sealed = flipped(sealed, at)
    with pytest.raises(SealedError, match="changed or damaged"):
        Vault([OLD]).open("name", sealed, key)


def test_a_seal_fits_no_other_mail():
    vault = Vault([OLD])
    sealed, key = vault.seal("a", MAIL)
    with pytest.raises(SealedError, match="changed or damaged"):
        vault.open("b", sealed, key)
    other, other_key = vault.seal("a", MAIL)
    assert sealed != other
    with pytest.raises(SealedError):
        vault.open("a", sealed, other_key)


def test_a_missing_key_is_named_with_what_to_do():
    sealed, key = Vault([OLD]).seal("a", MAIL)
    with pytest.raises(SealedError, match=rf"{key_name(OLD)}.*store\.keys has {key_name(NEW)}: add that key"):
        Vault([NEW]).open("a", sealed, key)
    with pytest.raises(SealedError, match=r"store\.keys has none"):
        Vault().open("a", sealed, key)
    with pytest.raises(SealedError, match="shredded"):
        Vault([OLD]).open("a", sealed, None)


@pytest.mark.parametrize("key", [b"", b"short", b"y" * 33])
def test_a_key_has_32_octets(key):
    with pytest.raises(ValueError, match="32 octets"):
        Vault([key])


# -- in the database


def everything(database: Database) -> bytes:
    """Every octet that the database keeps: its files, or on PostgreSQL its tables."""
    if database.url.startswith("sqlite"):
        file = Path(database.url.removeprefix("sqlite:///"))
        return b"".join(f.read_bytes() for f in file.parent.glob(f"{file.name}*"))
    with database.read() as t:
        rows = t.connection.exec_driver_sql("SELECT data FROM content").scalars()
        return b"".join(bytes(r) for r in rows)


def accepted(database: Database, *mails) -> list[int]:
    with database.write() as t:
        t.spool.accept(mails)
    with database.write() as t:
        return [m.id for m in t.spool.claim(100, NOW)]


def test_a_sealed_mail_comes_back_and_lies_nowhere_readable(database, raw):
    database.vault = Vault([OLD])
    (mail,) = accepted(database, raw(MAIL, uid=1))
    assert WORDS not in everything(database)
    with database.read() as t:
        assert t.spool.original(mail).content == MAIL
        assert t.contents.counts() == {key_name(OLD): 1}


def test_without_a_key_mail_lies_as_it_came(database, raw):
    accepted(database, raw(MAIL, uid=1))
    assert WORDS in everything(database)


def test_a_mail_whose_key_lacks_goes_to_the_shelf_and_stops_no_other(database, raw):
    database.vault = Vault([OLD])
    with database.write() as t:
        t.spool.accept([raw(b"sealed", uid=1)])
    database.vault = Vault()
    with database.write() as t:
        t.spool.accept([raw(b"plain", uid=2)])
    with database.write() as t:
        assert [m.content for m in t.spool.claim(10, NOW)] == [b"plain"]
    with database.read() as t:
        (shelved,) = t.spool.shelf()
        assert shelved.raw == 1
        assert key_name(OLD) in shelved.reason
        assert "add that key to store.keys" in shelved.reason
        with pytest.raises(SealedError, match="mail 1 cannot be read"):
            t.spool.original(1)
    database.vault = Vault([NEW, OLD])
    with database.write() as t:
        t.spool.retry([])
    with database.write() as t:
        assert [m.content for m in t.spool.claim(10, NOW)] == [b"sealed"]


def test_a_tampered_mail_goes_to_the_shelf(database, raw):
    database.vault = Vault([OLD])
    with database.write() as t:
        t.spool.accept([raw(b"a", uid=1), raw(b"b", uid=2)])
        name = raw(b"a").sha256
        other = t.connection.exec_driver_sql(f"SELECT data FROM content WHERE sha256 <> '{name}'").scalar_one()
        t.connection.execute(text("UPDATE content SET data = :d WHERE sha256 = :n"), {"d": other, "n": name})
    with database.write() as t:
        assert [m.content for m in t.spool.claim(10, NOW)] == [b"b"]
    with database.read() as t:
        assert ["changed or damaged" in s.reason for s in t.spool.shelf()] == [True]


def test_what_lay_open_is_sealed_later_and_leaves_no_trace(database, raw):
    accepted(database, *(raw(MAIL + b"%d" % n, uid=n + 1) for n in range(5)))
    database.vault = Vault([OLD])
    while True:
        with database.write() as t:
            names = t.contents.unsealed(2)
            assert all(t.contents.seal(name) for name in names)
        if not names:
            break
    assert database.wipe()
    assert WORDS not in everything(database)
    with database.read() as t:
        assert [m.content for m in t.spool.load(range(1, 6))] == [MAIL + b"%d" % n for n in range(5)]


def test_a_new_key_takes_over_and_the_old_one_may_go(database, raw):
    database.vault = Vault([OLD])
    accepted(database, *(raw(b"%d" % n, uid=n + 1) for n in range(5)))
    with database.read() as t:
        before = t.connection.exec_driver_sql("SELECT sha256, data FROM content ORDER BY sha256").all()
    database.vault = Vault([NEW, OLD])
    accepted(database, raw(b"later", uid=9))
    with database.write() as t:
        older = t.contents.older("", 100)
        assert len(older) == 5
        for name, key in older:
            t.contents.rewrap(name, key)
    database.vault = Vault([NEW])
    with database.read() as t:
        assert t.contents.counts() == {key_name(NEW): 6}
        assert [m.content for m in t.spool.load(range(1, 6))] == [b"%d" % n for n in range(5)]
        after = t.connection.exec_driver_sql("SELECT sha256, data FROM content ORDER BY sha256").all()
    assert {r.sha256: bytes(r.data) for r in before}.items() <= {r.sha256: bytes(r.data) for r in after}.items()


@pytest.mark.parametrize("keys", [[], [OLD]])
def test_what_is_masked_or_removed_leaves_no_trace(database, raw, keys):
    database.vault = Vault(keys)
    masked, gone = accepted(database, raw(MAIL, uid=1), raw(MAIL + b"2", uid=2))
    with database.write() as t:
        t.contents.put(raw(MAIL).sha256, b"Subject: help\r\n\r\nmasked")
        t.keeping.mark([masked], "masked")
        t.contents.remove(raw(MAIL + b"2").sha256)
        t.keeping.mark([gone], "gone")
    assert database.wipe()
    assert WORDS not in everything(database)
    with database.read() as t:
        assert t.spool.load([masked, gone]) == []
        assert (t.spool.original(masked).masked, t.spool.original(masked).content[-6:]) == (True, b"masked")
        with pytest.raises(LookupError, match="not kept any more"):
            t.spool.original(gone)
        assert t.contents.counts() == ({key_name(OLD): 1} if keys else {"": 1})


def test_the_same_mail_that_comes_again_after_that_is_whole_again(database, raw):
    (first,) = accepted(database, raw(MAIL, uid=1))
    with database.write() as t:
        t.spool.settle(first, "ticket")
        t.contents.put(raw(MAIL).sha256, b"masked")
        t.keeping.mark([first], "masked")
    with database.write() as t:
        assert t.spool.accept([raw(MAIL, uid=1)]) == 0
        assert t.spool.original(first).masked
        assert t.spool.accept([raw(MAIL, uid=1, uidvalidity=2)]) == 1
    with database.write() as t:
        assert [m.content for m in t.spool.claim(10, NOW)] == [MAIL]
        assert t.keeping.counts() == {"whole": 2}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_database_from_before_knows_which_mails_hold_a_live_secret(engine, request, tmp_path):
    url = f"sqlite:///{tmp_path}/old.db" if engine == "sqlite" else request.getfixturevalue("postgres_url")
    with Database(url) as database:
        config = Config()
        config.set_main_option("script_location", str(Path(store.__file__).with_name("migrations")))
        config.attributes["engine"] = database.engine
        command.upgrade(config, "0006")
        told = {"signal_evidence": {"live_secret_in_mail": "seed_phrase"}, "trace": 'a rule on "live_secret_in_mail"'}
        decisions = ({"decision": told}, {"decision": {**told, "signal_evidence": {}}})
        with database.engine.begin() as connection:
            for raw, analysis in enumerate(decisions, 1):
                values = {"id": raw, "at": NOW.replace(tzinfo=None), "analysis": json.dumps(analysis)}
                connection.execute(
                    text(
                        "INSERT INTO raw (id, sha256, size, received_at, source, envelope, state, disposition,"
                        " attempts, reason, traceback)"
                        " VALUES (:id, 'x', 1, :at, '{}', '{}', 'done', 'ticket', 1, '', '')"
                    ),
                    values,
                )
                connection.execute(
                    text(
                        "INSERT INTO decision (raw, analysis, context, policy, at)"
                        " VALUES (:id, :analysis, '{}', '', :at)"
                    ),
                    values,
                )
        database.migrate()
        with database.read() as t:
            assert t.keeping.live(NOW + timedelta(days=1), 0, 10) == [1]
            assert t.keeping.counts() == {"whole": 2}
