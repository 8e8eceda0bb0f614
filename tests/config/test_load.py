from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.config import ConfigError, Secret, load, load_default
from mailbot.config.check import report
from mailbot.config.load import defaults, load_all, load_text

LAST = "rules:\n  - {name: everything else, then: {acknowledge: auto}}\n"


def said(text: str) -> list[str]:
    """Every problem, as the command prints it, without level."""
    return [str(p).replace(" error:", "") for p in load_text(text).problems]


def loaded(text: str, environ: dict[str, str] | None = None):
    found = load_text(text, environ=environ)
    assert found.settings is not None, found.problems
    return found.settings


def test_the_built_in_configuration_is_without_problems():
    found = load_all(None, {})
    assert found.problems == ()
    assert found.settings is not None
    catalogue = found.settings.policy.catalogue
    assert len(catalogue.categories) == 6
    assert len(catalogue.intents) == 37
    assert found.settings.files == ()
    assert found.settings.delivery.smtp is None


def test_every_word_is_there_in_every_language():
    catalogue = load_default().policy.catalogue
    for intent in catalogue.intents.values():
        assert set(intent.label) == set(catalogue.languages), intent.name
    for fact in catalogue.facts.values():
        assert set(fact.label) == set(catalogue.languages), fact.name
    for words in catalogue.categories.values():
        assert set(words) == set(catalogue.languages)
    for fact in catalogue.facts.values():
        assert not fact.how_to_find or set(fact.how_to_find) == set(catalogue.languages), fact.name


def test_the_built_in_configuration_passes_its_own_check_and_tests():
    found = report(load_all(None, {}))
    assert [str(p) for p in found.problems if p.level != "note"] == []
    assert found.tests >= 4


# Ten mistakes an admin really makes: the file, and what is said.
MISTAKES = [
    ("rules:\n  - {name: a, when: {intent: withdrawl_pending}, then: {tags: x}}\n  - {name: last, then: {tags: y}}\n",
     ["config.yaml:2:22: unknown intent 'withdrawl_pending' (did you mean 'withdrawal_pending'?)"]),
    ("teams:\n  kyc: {hours: {weekdays: [mon], opens: \"9:00\"}}\n",
     ['config.yaml:2:34: opens wants a time of day in quotes, such as "09:00", not \'9:00\'']),
    ("desk:\n  langauges: [en]\n",
     ["config.yaml:2:3: unknown setting 'langauges' in desk (did you mean 'languages'?)"]),
    ("mailboxes:\n  support:\n    address: a@desk.example\n    imap: {host: imap.desk.example, password: hunter2}\n",
     [("config.yaml:4:37: password wants a reference to a secret, not the secret itself: ${NAME} for an environment "
      "variable, or file:PATH")]),
    ("intents:\n  tax_statement: {team: acount_ops}\n",
     ["config.yaml:2:19: unknown team 'acount_ops' (did you mean 'account_ops'?)"]),
    ("rules:\n  - {name: a, then: {acknowledge: none}}\n  - {name: b, when: {language: zh}, then: {tags: x}}\n",
     ["config.yaml:3:5: the last rule does not catch every mail (end with a rule that has no `when`)"]),
    ("desk: {name: A}\nmailboxes: {}\ndesk: {name: B}\n",
     [("config.yaml:2:1: mailboxes wants at least 1 entry, not 0 "
      "(The mailboxes customers write to, by name.)"),
      "config.yaml:3:1: 'desk' stands here twice (the first is at config.yaml:1:1)"]),
    ("follow_ups:\n  default: {remind: 24 hours}\n",
     ["config.yaml:2:13: remind wants a duration such as 30s, 30m, 24h, 7d or 2w, not '24 hours'"]),
    ("desk: {zone: Beijing}\n",
     ["config.yaml:1:8: zone wants a time zone such as Asia/Shanghai or Europe/Berlin, not 'Beijing'"]),
    ("mailboxes:\n  a: {address: a@desk.example, imap: {host: imap.desk.example, tls: none, password: '${P}'}}\n",
     [("config.yaml:2:64: no TLS to imap.desk.example (passwords would travel in the clear: tls, starttls, or none to "
      "localhost only)")]),
    ("delivery:\n  smtp: {provider: fastmial}\n",
     ["config.yaml:2:10: unknown provider 'fastmial' (did you mean 'fastmail'?)"]),
    ("desk: {languages: [en, no]}\n",
     ["config.yaml:1:24: unknown language 'no' (one of: en, es, ja, ko, pt, ru, tr, vi, zh, zh-Hant)"]),
    ("rules:\n  - {name: a, when: {language: [cn, zh_hant]}, then: {tags: x}}\n" + LAST.removeprefix("rules:\n"),
     [("config.yaml:2:33: unknown language 'cn' (one of: zh, zh-Hant, en, ja, ko, ru, vi, es, tr, pt, aa, ab, af, ak, "
       "am, an, ar, as, av, ay, az, ba, be, bg, bi, bm, bn, bo, br, bs, ca, ce, ch, co, cr, cs, cu, cv, cy, da, …)"),
      "config.yaml:2:37: unknown language 'zh_hant' (did you mean 'zh-Hant'?)"]),
    ("facts: {address: {given_by: [flag.internal_transfr]}}\n",
     ["config.yaml:1:30: unknown flag 'internal_transfr' (did you mean 'internal_transfer'?)"]),
    ("signals: {large_amount: {raise_by: '1'}}\n",
     ["config.yaml:1:26: raise_by wants a whole number, not '1' (So many steps more urgent.)"]),
    ("log: {level: warn}\n",
     ["config.yaml:1:7: level wants one of debug, info, warning, error, not 'warn' (did you mean 'warning'?)"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MISTAKES, ids=[re.sub(r"\W+", " ", t)[:40] for t, _ in MISTAKES])
def test_a_realistic_mistake_is_said_with_place_and_remedy(text, expected):
    assert said(text) == expected


def test_all_mistakes_are_said_at_once():
    text = "desk: {zone: Beijing, nmae: x}\nlog: {level: loud}\nweb: {port: 99999}\n"
    assert len(said(text)) == 4
    rules = "rules:\n  - {name: a, when: {intent: x, language: 5}, then: {team: y}}\n  - {name: z, then: {tagz: x}}\n"
    assert len(said(rules + "intents: {tax_statement: {team: nobody}}\n")) == 5


def test_a_refused_file_raises_with_every_problem(tmp_path: Path):
    file = tmp_path / "config.yaml"
    file.write_text("desk: {zone: Beijing}\nlog: {level: loud}\n")
    with pytest.raises(ConfigError) as caught:
        load(file, {})
    assert len(caught.value.problems) == 2
    assert str(caught.value.problems[0]).startswith(f"{file}:1:8: error: zone wants")


SECRETS = """
mailboxes:
  support:
    address: support@desk.example
    imap: {host: imap.desk.example, password: "${IMAP_PASSWORD}"}
delivery:
  smtp: {host: smtp.desk.example, username: u, password: file:smtp.password}
"""


def test_secrets_come_from_environment_and_file_and_are_never_shown(tmp_path: Path):
    file = tmp_path / "config.yaml"
    file.write_text(SECRETS)
    (tmp_path / "smtp.password").write_text("s3cret-two\n")
    found = load(file, {"IMAP_PASSWORD": "s3cret-one"})
    assert found.imap[0].password.reveal() == "s3cret-one"
    assert found.delivery.smtp is not None
    assert found.delivery.smtp.password.reveal() == "s3cret-two"
    assert "s3cret" not in repr(found) + str(found) + str(found.values)
    assert (found.imap[0].port, found.delivery.smtp.port) == (993, 587)


def test_secrets_that_are_not_there(tmp_path: Path):
    file = tmp_path / "config.yaml"
    file.write_text(SECRETS)
    with pytest.raises(ConfigError) as caught:
        load(file, {})
    messages = "\n".join(map(str, caught.value.problems))
    assert "config.yaml:5:37: error: the environment variable IMAP_PASSWORD is not set" in messages
    assert "smtp.password cannot be read: No such file or directory" in messages
    assert load(file, {}, secrets=False).imap[0].password == Secret("")


def test_a_secret_in_plain_is_not_repeated_in_its_problem():
    assert all("hunter2" not in line for line in said(MISTAKES[3][0]))
    assert all("hunter2" not in line for line in said("token_key: hunter2\nchannels: {a: {webhook: hunter2}}\n"))


def test_the_hash_is_over_the_meaning():
    one = loaded("desk: {name: A, zone: UTC}\n" + LAST).policy.hash
    assert one.startswith("sha256:")
    assert loaded("# a comment\n" + LAST + "desk:\n  zone: UTC\n  name: A\n").policy.hash == one
    assert loaded("desk: {name: A}\nlog: {level: debug}\nstore: {folder: /srv}\n" + LAST).policy.hash == one
    assert loaded("desk: {name: B}\n" + LAST).policy.hash != one
    assert loaded("desk: {name: A}\nusd: {BTC: 1}\n" + LAST).policy.hash != one


def test_the_hash_sees_the_order_of_mailboxes():
    one, two = "a: {address: a@x.example}", "b: {address: b@x.example}"
    first = loaded(f"mailboxes: {{{one}, {two}}}\n").policy.hash
    assert loaded(f"mailboxes: {{{two}, {one}}}\n").policy.hash != first


def test_a_file_without_rules_has_the_built_in_ones():
    built_in = [(r.name, r.at) for r in load_default().policy.ruleset.rules]
    assert [(r.name, r.at) for r in loaded("desk: {name: A}\n").policy.ruleset.rules] == built_in
    assert [r.name for r in loaded(LAST).policy.ruleset.rules] == ["everything else"]


def test_conditions_of_ones_own_leave_the_built_in_rules_as_they_are():
    found = loaded("conditions: {night: {time: {after: '22:00'}}}\n")
    assert len(found.policy.ruleset.rules) == len(load_default().policy.ruleset.rules)


def test_what_built_in_entries_lack_is_told_once_where_it_was_taken_away():
    (team,) = said("desk: {name: A}\nteams: {onchain_ops: null, chain: {}}\n" + LAST)
    assert team == (
        "config.yaml:2:9: there is no team 'onchain_ops' any more, but built-in entries name it: "
        "intents.deposit_not_credited.team, intents.deposit_wrong_network.team, intents.deposit_memo_missing.team "
        "and 3 more (keep it, or change what names it)"
    )
    (rule,) = said("follow_ups: {urgent: null}\n")
    assert rule == (
        "config.yaml:1:14: there is no follow_up 'urgent' any more, but built-in entries name it: "
        "rule 'somebody is in danger', rule 'money is leaving now' (keep it, or change what names it)"
    )
    assert said("desk: {zone: UTC}\nentity_kinds: [uid]\n" + LAST)[0].startswith(
        "config.yaml:2:1: there is no kind of fact"
    )


def test_settings_say_what_the_file_says():
    found = loaded("""
desk: {name: 欧易, domain: OKX.example, from: Help@okx.example, zone: Asia/Hong_Kong, protected_domains: [okx.com]}
mailboxes:
  help: {address: help@okx.example, prior: trading,
         imap: {provider: qq, password: "${P}", after: move, since: 2026-11-01, poll: 2m}}
listen: {lmtp: {port: 2424}}
delivery: {smtp: {provider: gmail, username: u, password: "${P}"}}
teams: {kyc: {hours: {weekdays: [mon, fri], opens: "10:00", closes: "19:00", calendar: CN}, address: k@okx.example}}
retention: {raw: 30d}
intents: {tax_statement: {priority: P3, helpful: null}, earn_loan: null}
answers: {reopen_within: 7d}
""", {"P": "x"})  # fmt: skip
    catalogue = found.policy.catalogue
    assert (catalogue.name, catalogue.domain, catalogue.reopen_days) == ("欧易", "okx.example", 7)
    assert catalogue.own_addresses == {"help@okx.example"}
    assert [(m.name, m.prior) for m in catalogue.mailboxes] == [("help", "trading")]
    box = found.imap[0]
    assert (box.host, box.port, box.tls, box.username) == ("imap.exmail.qq.com", 993, "tls", "help@okx.example")
    assert (box.after, box.since, box.poll_seconds) == ("move", datetime(2026, 11, 1, tzinfo=UTC), 120)
    assert [(d.protocol, d.port, d.hostname) for d in found.listen] == [("lmtp", 2424, "okx.example")]
    assert found.listen[0].recipients == ("help@okx.example", "okx.example")
    assert found.delivery.smtp is not None
    assert (found.delivery.smtp.host, found.delivery.smtp.tls) == ("smtp.gmail.com", "starttls")
    assert (found.delivery.from_address, found.delivery.capture) == ("help@okx.example", None)
    hours = catalogue.teams["kyc"].hours
    assert (hours.zone, hours.weekdays, hours.opens) == ("Asia/Hong_Kong", {0, 4}, time(10))
    assert date(2026, 10, 1) in hours.holidays
    assert hours.workdays
    assert found.lead_address == {"kyc": "k@okx.example"}
    assert found.retention.raw_days == 30
    assert catalogue.intents["tax_statement"].priority == "P3"
    assert catalogue.intents["tax_statement"].helpful == ()
    assert "earn_loan" not in catalogue.intents
    assert found.policy.screen.protected_domains == {"okx.com"}


@pytest.mark.parametrize(
    ("said", "seconds"), [("30s", 30), ("90s", 90), ("1m", 60), ("120s", 120), ("2h", 7200), ("0s", 1)]
)
def test_a_duration_may_be_in_seconds(said, seconds):
    box = f"mailboxes: {{a: {{address: a@x.example, imap: {{host: localhost, password: '${{P}}', poll: {said}}}}}}}\n"
    found = loaded(box + "caps: [{scope: total, window: 30s, most: 5}]\nteams: {}\n", {"P": "x"})
    assert found.imap[0].poll_seconds == seconds
    (cap,) = found.policy.catalogue.caps
    assert timedelta(minutes=cap.window_minutes) == timedelta(seconds=30)


def test_a_whole_minute_written_in_seconds_means_the_same():
    one, two = (loaded(f"follow_ups: {{slow: {{remind: {said}}}}}\n") for said in ("2m", "120s"))
    assert one.policy.hash == two.policy.hash


def test_own_identifiers_come_before_the_presets():
    found = loaded("identifiers: {own: [{kind: uid, pattern: '[0-9]{6}', cues: {en: [member no]}}]}\n")
    spec = found.policy.identifiers.fits("uid", "123456")
    assert spec is not None
    assert spec.cues == {"en": ("member no",)}
    assert any("not a pattern" in s for s in said("identifiers: {own: [{kind: uid, pattern: '('}]}\n"))


def test_a_token_key_is_kept_where_the_file_names_one():
    made = load_default().with_token_key(b"made once")
    assert made.policy.token_key == made.policy.screen.token_key == b"made once"
    named = loaded("token_key: ${KEY}\n", {"KEY": "named"})
    assert named.with_token_key(b"made once").policy.token_key == b"named"


def test_includes_are_watched_and_located(tmp_path: Path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "rules.yaml").write_text("rules:\n  - {name: last, then: {team: nobody}}\n")
    file = tmp_path / "config.yaml"
    file.write_text("include: [more/rules.yaml]\n")
    (problem,) = load_all(file, {}).problems
    assert str(problem).startswith(f"{tmp_path / 'more' / 'rules.yaml'}:2:25: error: unknown team 'nobody'")
    (tmp_path / "more" / "rules.yaml").write_text(LAST)
    assert [f.name for f in load(file, {}).files] == ["config.yaml", "rules.yaml"]
    assert load(file, {}).policy.ruleset.rules[0].at == "rules.yaml:2"


def test_what_an_unreadable_file_may_hold_is_not_missed_and_all_else_is(tmp_path: Path):
    file = tmp_path / "config.yaml"
    file.write_text(
        "include: [gone.yaml]\ndesk: {languages: [en, no]}\nrules:\n"
        "  - {name: a, when: {intent: custody}, then: {team: night_shift}}\n"
        "  - {name: b, when: {intent: earn_lon}, then: {acknowledge: ack_sent}}\n  - {name: z, then: {tags: x}}\n"
    )
    gone, *rest = (str(p).removeprefix(f"{file}:").partition(" (")[0] for p in load_all(file, {}).problems)
    assert gone == "1:11: error: gone.yaml cannot be read: No such file or directory"
    assert rest == [
        "2:24: error: unknown language 'no'",
        "5:22: error: unknown intent 'earn_lon'",
        "5:48: error: unknown template 'ack_sent'",
    ]


def test_loading_leaves_the_defaults_as_they_are():
    before = repr(defaults().data)
    loaded("intents: {tax_statement: {priority: P3}}\nteams: {new: {}}\nfacts: {steps_tried: {label: {en: x}}}\n")
    assert repr(defaults().data) == before


SECTIONS = sorted(["desk", "mailboxes", "listen", "delivery", "store", "web", "log", "limits", "answers", "caps",
                   "follow_ups", "channels", "identifiers", "priorities", "signals", "facts", "categories", "intents",
                   "teams", "usd", "live_secrets", "conditions", "rules", "tests", "version", "token_key"])  # fmt: skip
value = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 99_999) | st.floats() | st.text(max_size=6)
    | st.sampled_from(["P1", "uid", "kyc", "24h", "${X}", "default", "zh", "entities.uid", "login_access", "("]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["name", "when", "then", "imap", "host", "password", "address", "default", "priority", "hours",
                         "given_by", "required", "smtp", "zone", "from", "own", "kind", "pattern", "expect", "given",
                         "intent", "matches", "P1", "kyc", "login_access", "uid", "support"]) | st.text(max_size=4),
        inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(SECTIONS) | st.text(max_size=4), value, max_size=4))
def test_any_document_gives_settings_or_located_problems(data):
    text = json.dumps(data, ensure_ascii=False)
    found = load_text(text, environ={})
    checked = report(found)
    assert found.settings is not None or found.problems
    for problem in (*found.problems, *checked.problems):
        assert problem.mark.file
        assert problem.what
    assert checked.status in {0, 1, 2}


SHIPPED = (Path(__file__).resolve().parents[2] / "config.yaml").read_text(encoding="utf-8").splitlines()
edits = st.tuples(
    st.integers(0, len(SHIPPED) - 1),
    st.sampled_from(["drop", "twice", "indent", "outdent", "replace", "swap", "cut"]),
    st.sampled_from([*"[]{}:,-\"'&*#|>%@!? \t", "null", "no", "P1", "5", "${X}", "zh", "- name: x", "matches: '('"]),
    st.integers(0, 100),
)  # fmt: skip


def edited(changes) -> str:
    """The shipped configuration after slips of the hand."""
    lines = list(SHIPPED)
    for at, how, text, column in changes:
        line = lines[at % len(lines)]
        place = min(column, len(line))
        new = {
            "drop": [], "twice": [line, line], "indent": [f"  {line}"], "outdent": [line.removeprefix("  ")],
            "replace": [line[:place] + text + line[place + 1 :]], "swap": [line.partition(":")[0] + ": " + text],
            "cut": [line[:place]],
        }[how]  # fmt: skip
        lines[at % len(lines) : at % len(lines) + 1] = new or [""]
    return "\n".join(lines)


@settings(max_examples=40)
@given(st.lists(edits, min_size=1, max_size=4))
def test_slips_of_the_hand_give_settings_or_located_problems(changes):
    found = load_text(edited(changes), environ={})
    checked = report(found)
    assert found.settings is not None or any(p.level == "error" for p in found.problems)
    for problem in checked.problems:
        assert problem.mark.file
        assert problem.mark.line or problem.mark.file == "config.yaml"


def test_a_folder_is_no_secret(tmp_path: Path):
    file = tmp_path / "config.yaml"
    file.write_text("token_key: 'file:.'\n")
    (problem,) = load_all(file, {}).lacking
    assert "cannot be read" in problem.what
