"""`mailbot evaluate`: an admin's own labelled mails and texts in, figures out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from mailbot.cli import evaluate

APP = typer.Typer()
evaluate.register(APP)


@APP.command()
def _other() -> None:
    """Makes a group of the application, as there are other commands in the real one."""


OWN = Path(__file__).parents[1] / "data" / "facts.jsonl"
UID = "698827017768230914"
ROW: dict[str, Any] = {
    "id": "A1",
    "date": "2026-11-20T08:15+08:00",
    "from": "Ana <ana@customer.example>",
    "subject": "Withdrawal pending",
    "body": f"My withdrawal of 250 USDT over TRC20 is pending for hours. My UID is {UID}.",
    "entities": {"uid": [UID], "amount": ["250 USDT"], "coin": ["USDT"], "network": ["TRC20"]},
    "secrets": [],
}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")


def facts(*rows: dict[str, Any] | str, args: tuple[str, ...] = ("--json",)) -> Result:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    Path("mails.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return CliRunner().invoke(APP, ["evaluate", "facts", "mails.jsonl", *args])


def figures(*rows: dict[str, Any], args: tuple[str, ...] = ()) -> dict[str, Any]:
    result = facts(*rows, args=("--json", *args))
    assert result.exit_code == 0, result.output
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def test_our_own_mails_reach_the_floors() -> None:
    result = CliRunner().invoke(APP, ["evaluate", "facts", str(OWN), "--json"])
    data = json.loads(result.stdout)
    assert (data["mails"], data["failed"]) == (160, 0)
    assert data["all_entities"]["f1"] >= 0.97
    common = {k: c["f1"] for k, c in data["entities"].items() if c["right"] + c["missed"] >= 10}
    assert len(common) >= 12
    assert min(common.values()) >= 0.95, common
    assert data["missing"]["share"] >= 0.87
    assert data["missing_where_intent_right"]["share"] >= 0.95
    assert data["secrets"]["right"] == data["secrets"]["of"] > 30
    assert data["over_masked"]["mails"] <= 1
    assert data["priority"]["share"] >= 0.85


def folder(tmp_path: Path, **labels: Any) -> Path:
    where = tmp_path / "mails"
    where.mkdir(exist_ok=True)
    text = f"My UID is {UID}.\r\n\r\n"
    text += "On Tue, Nov 17, 2026 at 10:00 AM Support <s@desk.example> wrote:\r\n> Your order 1752588852617379840?\r\n"
    head = "From: Ana <ana@customer.example>\r\nSubject: Re: my case\r\nDate: Fri, 20 Nov 2026 08:15:00 +0800\r\n"
    (where / "001.eml").write_bytes((head + "\r\n" + text).encode())
    told = {"entities": {"uid": [UID]}, "fresh_text": f"My UID is {UID}.", "may_reply": True, **labels}
    (where / "001.json").write_text(json.dumps(told), encoding="utf-8")
    return where


def test_mails_as_they_came_are_measured_by_the_senders_own_words(tmp_path: Path) -> None:
    where = folder(tmp_path)
    data = json.loads(CliRunner().invoke(APP, ["evaluate", "facts", str(where), "--json"]).stdout)
    assert data["all_entities"] == {"f1": 1.0, "right": 1, "missed": 0, "extra": 0}
    assert (data["fresh_text"]["share"], data["may_reply"]["share"]) == (1.0, 1.0)
    where = folder(tmp_path, fresh_text="Something else altogether", may_reply=False, entities={"uid": ["11112222"]})
    data = json.loads(CliRunner().invoke(APP, ["evaluate", "facts", str(where), "--json"]).stdout)
    assert data["all_entities"] == {"f1": 0.0, "right": 0, "missed": 1, "extra": 1}
    assert (data["fresh_text"]["share"], data["may_reply"]["share"]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("labels", "why"),
    [
        ("{", "no JSON"),
        ("[]", "JSON object"),
        ('{"intent": "nothing"}', "intent: the configuration has no"),
        (None, "001.json"),
    ],
)
def test_a_mail_whose_labels_are_broken_or_absent_ends_the_command(
    tmp_path: Path, labels: str | None, why: str
) -> None:
    beside = folder(tmp_path) / "001.json"
    beside.unlink() if labels is None else beside.write_text(labels, encoding="utf-8")
    result = CliRunner().invoke(APP, ["evaluate", "facts", str(beside.parent)])
    assert result.exit_code == 2
    assert why in " ".join(result.output.split())


def test_an_empty_folder_has_no_labelled_mail(tmp_path: Path) -> None:
    assert CliRunner().invoke(APP, ["evaluate", "facts", str(tmp_path)]).exit_code == 2


def test_a_wrong_label_is_a_miss_and_an_extra_and_is_shown() -> None:
    wrong = {**ROW, "entities": {**ROW["entities"], "uid": ["11112222"]}}
    data = figures(ROW | {"id": "right"}, wrong, args=("--show", "uid"))
    assert data["entities"]["uid"] == {"f1": 0.5, "right": 1, "missed": 1, "extra": 1}
    assert data["misses"] == [{"mail": "A1", "kind": "uid", "want": "11112222", "got": UID}]
    table = facts(wrong, args=("--show", "uid"))
    assert "mistakes: uid" in table.output
    assert "11112222" in table.output


def test_the_page_shows_a_mail_whose_labels_are_right() -> None:
    page = (OWN.parents[2] / "docs" / "howto" / "evaluate.md").read_text("utf-8")
    row = page.split("```json\n")[1].split("```")[0]
    data = figures(json.loads(row))
    assert data["all_entities"] == {"f1": 1.0, "right": 5, "missed": 0, "extra": 0}
    assert [data[k]["share"] for k in ("intent", "priority", "missing", "secrets", "over_masked")] == [1, 1, 1, 1, 0]


def test_what_is_not_labelled_is_not_measured() -> None:
    data = figures({"date": ROW["date"], "body": ROW["body"], "missing": ["uid"]})
    assert data["missing"] == {"right": 0, "of": 1, "share": 0.0}
    assert data["entities"] == {}
    assert not {"intent", "priority", "secrets", "over_masked"} & data.keys()


def test_a_secret_that_is_masked_and_one_that_is_not() -> None:
    masked = {**ROW, "body": ROW["body"] + " My password is Kiwi!4471x.", "secrets": [{"text": "Kiwi!4471x"}]}
    shown = {
        **ROW,
        "id": "A2",
        "body": ROW["body"] + " The little boat is called marzipan-otter today.",
        "secrets": [{"kind": "password", "text": "marzipan-otter"}],
    }
    data = figures(masked, shown, args=("--show", "secrets"))
    assert data["secrets"] == {"right": 1, "of": 2, "share": 0.5}
    (miss,) = data["misses"]
    assert miss["mail"] == "A2"
    assert miss["got"] == "marzi remains"
    assert "marzipan-otter" not in json.dumps(data)


def test_a_mask_without_cause_counts() -> None:
    row = {**ROW, "body": ROW["body"] + " My password is Kiwi!4471x.", "secrets": []}
    data = figures(ROW | {"id": "clean"}, row, args=("--show", "over_masked"))
    assert data["over_masked"] == {"mails": 1, "of": 2, "share": 0.5}
    assert data["misses"][0]["mail"] == "A1"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"id": "A2", ', "line 2, column 14: no JSON"),
        ("[1]", "line 2: a row is a JSON object"),
        ({**ROW, "id": "A1"}, "line 2: id: 'A1' stands in line 1, too"),
        ({**ROW, "id": "A2", "intent": "withdrawl_pending"}, "line 2: intent: the configuration has no 'withdrawl"),
        ({**ROW, "id": "A2", "missing": ["uuid"]}, "line 2: missing: the configuration has no 'uuid'"),
        ({**ROW, "id": "A2", "date": "2026-11-20T08:15"}, "line 2: date: '2026-11-20T08:15' has no zone"),
        ({**ROW, "id": "A2", "body": 7}, "line 2: body: a text is wanted"),
        ({**ROW, "id": "A2", "body": "\ud800"}, "line 2: "),
        ({**ROW, "id": "A2", "entities": {"uid": UID}}, "line 2: entities.uid: a list of texts is wanted"),
        ({**ROW, "id": "A2", "secrets": [{"text": "not there"}]}, "line 2: secrets: number 1 does not stand"),
    ],
)
def test_a_broken_row_is_located(row: dict[str, Any] | str, said: str) -> None:
    second = row if isinstance(row, str) else json.dumps(row)
    result = facts(ROW, second)
    assert result.exit_code == 2
    assert f"mails.jsonl: {said}" in result.output
    assert "Traceback" not in result.output


def test_an_empty_file_and_an_unknown_kind_are_refused() -> None:
    assert facts("").exit_code == 2
    result = facts(ROW, args=("--show", "udi"))
    assert result.exit_code == 2
    assert "over_masked" in result.output


@pytest.mark.parametrize("command", [["evaluate"], ["evaluate", "texts"]])
def test_texts_are_measured_with_and_without_the_word(command: list[str]) -> None:
    rows = [{"lang": "en", "intent": "withdrawal_pending", "subject": "", "text": "My withdrawal is still pending."}]
    Path("texts.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    result = CliRunner().invoke(APP, [*command, "--json", "texts.jsonl"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)


def test_whole_mails_of_our_own_reach_the_floors() -> None:
    mails = OWN.with_name("mails")
    data = json.loads(CliRunner().invoke(APP, ["evaluate", "facts", str(mails), "--json"]).stdout)
    assert (data["mails"] >= 120, data["failed"]) == (True, 0)
    assert data["all_entities"]["f1"] >= 0.96
    common = {k: c["f1"] for k, c in data["entities"].items() if c["right"] + c["missed"] >= 10}
    assert len(common) >= 10
    assert min(common.values()) >= 0.9, common
    assert data["missing"]["share"] >= 0.9
    assert data["missing_where_intent_right"]["share"] >= 0.95
    assert data["may_reply"]["share"] == 1.0
    assert data["fresh_text"]["share"] >= 0.98
    assert data["secrets"]["share"] == 1.0
    assert data["over_masked"]["mails"] <= 1


def test_mails_that_were_held_back_until_the_end_keep_what_was_reached() -> None:
    later = OWN.with_name("mails-later")
    data = json.loads(CliRunner().invoke(APP, ["evaluate", "facts", str(later), "--json"]).stdout)
    assert (data["mails"], data["failed"]) == (60, 0)
    assert data["all_entities"]["f1"] >= 0.9
    assert data["missing_where_intent_right"]["share"] >= 0.93
    assert data["may_reply"]["share"] == 1.0
    assert data["secrets"]["share"] >= 0.95
    assert data["over_masked"]["mails"] == 0


def test_short_mails_of_two_hands_keep_what_was_reached() -> None:
    short = OWN.with_name("short-mails.jsonl")
    data = json.loads(CliRunner().invoke(APP, ["evaluate", "facts", str(short), "--json"]).stdout)
    assert (data["mails"], data["failed"]) == (260, 0)
    assert data["all_entities"]["f1"] >= 0.95
    assert data["missing"]["share"] >= 0.92
    assert data["missing_where_intent_right"]["share"] >= 0.95
    assert data["secrets"]["share"] >= 0.95
    assert data["over_masked"]["mails"] == 0


def test_mails_with_a_trap_each_keep_what_was_reached() -> None:
    data = json.loads(
        CliRunner().invoke(APP, ["evaluate", "facts", str(OWN.with_name("trap-mails.jsonl")), "--json"]).stdout
    )
    assert (data["mails"], data["failed"]) == (199, 0)
    assert data["all_entities"]["f1"] >= 0.975
    assert data["missing"]["share"] >= 0.92
    assert data["missing_where_intent_right"]["share"] >= 0.95
    assert data["over_masked"]["mails"] <= 1


def test_mails_of_an_ordinary_day_keep_what_was_reached() -> None:
    data = json.loads(
        CliRunner().invoke(APP, ["evaluate", "facts", str(OWN.with_name("desk-mails.jsonl")), "--json"]).stdout
    )
    assert (data["mails"], data["failed"]) == (182, 0)
    assert data["all_entities"]["f1"] >= 0.97
    assert data["missing"]["share"] >= 0.92
    assert data["missing_where_intent_right"]["share"] >= 0.96
    assert data["secrets"]["share"] >= 0.94
    assert data["over_masked"]["mails"] == 0


def test_mails_that_hold_or_seem_to_hold_a_secret_keep_what_was_reached() -> None:
    data = json.loads(
        CliRunner().invoke(APP, ["evaluate", "facts", str(OWN.with_name("secret-mails.jsonl")), "--json"]).stdout
    )
    assert (data["mails"], data["failed"]) == (120, 0)
    assert data["all_entities"]["f1"] >= 0.96
    assert data["secrets"]["share"] >= 0.9
    assert data["over_masked"]["mails"] <= 4
    assert data["intent"]["share"] >= 0.82


def test_a_mail_may_be_attached() -> None:
    row = ROW | {"attachments": [{"filename": "原邮件.eml", "content_type": "message/rfc822"}]}
    data = figures(row)
    assert (data["mails"], data["failed"]) == (1, 0)
    assert data["all_entities"]["f1"] == 1


@pytest.mark.parametrize("kind", ["message/delivery-status", "multipart/mixed", "png"])
def test_what_is_no_type_of_a_file_is_named(kind: str) -> None:
    result = facts(ROW | {"attachments": [{"filename": "a.bin", "content_type": kind}]})
    assert result.exit_code == 2
    assert f"line 1: attachments: '{kind}' is no content type" in result.stderr
