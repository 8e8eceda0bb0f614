"""The log: one line an event, and nothing in it that must not be there."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from mailbot.observe.log import configure, logger


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    configure(json=True, stream=stream)
    yield stream
    structlog.reset_defaults()
    configure()


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_event_is_one_line_of_json_with_its_fields(out):
    logger("mailbot.x").info("mail_accepted", mailbox="支持", count=3, note="two\nlines")
    [line] = lines(out)
    assert (line["event"], line["module"], line["level"]) == ("mail_accepted", "mailbot.x", "info")
    assert (line["mailbox"], line["count"], line["note"]) == ("支持", 3, "two\nlines")
    assert str(line["timestamp"]).endswith("Z")


def test_neither_secrets_nor_mail_get_in(out):
    logger("x").warning(
        "odd",
        password="hunter2",
        imap_token="abc",
        body="my seed phrase",
        settings={"client_secret": "hunter2", "host": "h"},
        raw=b"hunter2",
        items=[b"hunter2"],
        long="z" * 5000,
    )
    assert "hunter2" not in out.getvalue()
    assert "seed phrase" not in out.getvalue()
    assert "abc" not in out.getvalue()
    [line] = lines(out)
    assert line["settings"] == {"client_secret": "***", "host": "h"}
    assert line["raw"] == "<7 octets>"
    assert len(str(line["long"])) < 600


def test_a_traceback_carries_no_local_values(out):
    words = f"{'seed'} phrase"
    try:
        int(words.removesuffix(words))
    except ValueError:
        logger("x").exception("mail_failed")
    assert "ValueError: invalid literal" in str(lines(out)[0]["exception"])
    assert words not in out.getvalue()


def test_what_libraries_say_goes_the_same_way_from_warning_on(out):
    logging.getLogger("imapclient").info("quiet")
    logging.getLogger("imapclient").warning("said %s", "so")
    assert [(line["event"], line["module"]) for line in lines(out)] == [("said so", "imapclient")]


def test_a_level_is_kept_to_and_a_wrong_one_refused(out):
    configure(json=True, level="warning", stream=out)
    logger("x").info("quiet")
    logger("x").error("loud")
    assert [line["event"] for line in lines(out)] == ["loud"]
    with pytest.raises(ValueError, match="not a level"):
        configure(level="loud")


def test_for_a_person_it_is_a_line_of_text(out):
    configure(json=False, stream=out)
    logger("x").info("mail_accepted", mailbox="support", password="hunter2")
    assert "mail_accepted" in out.getvalue()
    assert "support" in out.getvalue()
    assert "hunter2" not in out.getvalue()
