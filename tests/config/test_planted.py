"""Mistakes of different kinds in one file: all of them are told, each at its place, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.config.check import report
from mailbot.config.load import load_text

# A line of the file, what it is with a mistake (« marks the column that is told), and what is said of it.
LINES: list[tuple[str, str, str]] = [
    ("version: 1", "«versoin: 1", "unknown setting 'versoin'"),
    ("desk:", "", ""),
    ("  zone: UTC", "  «zone: Beijing", "zone wants a time zone"),
    ("  domain: desk.example", "  «domian: desk.example", "unknown setting 'domian' in desk"),
    ("  languages: [en, zh]", "  languages: [en, «no]", "unknown language 'no'"),
    ("log: {level: info}", "log: {«level: loud}", "level wants one of"),
    ("web: {port: 8080}", "web: {«port: 99999}", "port wants at most 65535"),
    ("answers: {reopen_within: 14d}", "answers: {«reopen_within: a fortnight}", "reopen_within wants a duration"),
    ("token_key: file:key", "«token_key: hunter2", "token_key wants a reference to a secret"),
    ("mailboxes:", "", ""),
    ("  support:", "", ""),
    ("    address: a@desk.example", "    «address: nowhere", "address wants an e-mail address"),
    ("  help: {address: h@desk.example}", "  «help: {}", "address is missing in mailboxes.help"),
    ("  sales: {address: s@desk.example, prior: other}", "  sales: {address: s@desk.example, «prior: sales}",
     "unknown category 'sales'"),
    ("delivery:", "", ""),
    ("  smtp: {host: localhost, username: u, password: '${P}'}", "  «smtp: {host: localhost, username: u}",
     "a username without password or oauth"),
    ("channels:", "", ""),
    ("  lead: {mail: l@desk.example}", "  «lead: {}", "a channel has either webhook or mail"),
    ("teams:", "", ""),
    ("  desk: {}", "  «desk: 7", "desk wants a mapping"),
    ("  night: {hours: {weekdays: [mon], opens: '09:00'}}", "  night: {hours: {weekdays: [«munday], opens: '09:00'}}",
     "entry 1 of weekdays wants one of"),
    ("  day: {hours: {weekdays: [mon], opens: '09:00'}}", "  day: {hours: {weekdays: [mon], «opens: 9am}}",
     "opens wants a time of day"),
    ("intents:", "", ""),
    ("  custody: {category: other, team: desk, priority: P3}", "  «custody: {category: other, priority: P3}",
     "team is missing in intents.custody"),
    ("  staking: {category: other, team: desk, priority: P3}",
     "  staking: {category: other, team: desk, «priority: P7}", "unknown priority 'P7'"),
    ("  lending: {category: other, team: desk, priority: P3, required: [uid]}",
     "  lending: {category: other, team: desk, priority: P3, required: [«uuid]}", "unknown fact 'uuid'"),
    ("follow_ups: {slow: {remind: 3d}}", "follow_ups: {«slow pace: {remind: 3d}}", "'slow pace' is no name"),
    ("usd: {BTC: 60000}", "usd: {«BTC: -1}", "BTC: wants a positive number"),
    ("identifiers: {own: [{kind: uid, pattern: '[0-9]{6}'}]}", "identifiers: {own: [{kind: uid, «pattern: '[0-9'}]}",
     "not a pattern"),
    ("conditions:", "", ""),
    ("  evening: {time: {after: '18:00'}}", "  evening: {time: {«after: '25:00'}}", "time: after wants a time"),
    ("  chinese: {language: zh}", "  chinese: {«langage: zh}", "unknown condition 'langage'"),
    ("rules:", "", ""),
    ("  - {name: one, when: {intent: custody}, then: {team: desk}}",
     "  - {name: one, when: {«intent: custdy}, then: {team: desk}}", "unknown intent 'custdy'"),
    ("  - {name: two, when: {amount_usd: {gte: 5}}, then: {tags: x}}",
     "  - {name: two, when: {amount_usd: {«gte: lots}}, then: {tags: x}}", "amount_usd: gte wants a number"),
    ("  - {name: three, when: {use: evening}, then: {team: night}}",
     "  - {name: three, when: {use: evening}, then: {«team: nobody}}", "unknown team 'nobody'"),
    ("  - {name: four, when: {text: {matches: 'a+'}}, then: {notify: lead}}",
     "  - {name: four, when: {text: {«matches: 'a++('}}, then: {notify: lead}}", "not a pattern"),
    ("  - {name: five, when: {language: zh}, then: {follow_up: quiet}}",
     "  - {«name: one, when: {language: zh}, then: {follow_up: quiet}}", "a second rule named 'one'"),
    ("  - {name: six, when: {tag: vip}, then: {deadline: 2h}}",
     "  - {name: six, when: {tag: vip}, then: {«deadlin: 2h}}", "unknown action 'deadlin'"),
    ("  - {name: last, then: {acknowledge: auto}}", "  - «{name: last, when: {size: 1}, then: {acknowledge: auto}}",
     "the last rule does not catch every mail"),
    ("tests:", "", ""),
    ("  - {name: t, given: {intent: custody}, expect: {team: desk}}",
     "  - {name: t, given: {«intnt: custody}, expect: {team: desk}}", "unknown fact 'intnt'"),
    ("  - {name: u, given: {language: zh}, expect: {rules: last}}",
     "  - {name: u, given: {language: zh}, expect: {«rules: lost}}", "unknown rule 'lost'"),
]  # fmt: skip
PLACES = [index for index, (_, wrong, _) in enumerate(LINES) if wrong]
REPEATED = {i for i, (_, wrong, _) in enumerate(LINES) if "name: one, when: {language" in wrong}


def planted(places: Iterable[int]) -> tuple[str, list[tuple[str, str]]]:
    """The file with these lines wrong; and for each the place and what must be said there."""
    places, lines, expected = set(places), [], []
    for number, (right, wrong, says) in enumerate(LINES):
        if number not in places:
            lines.append(right)
            continue
        lines.append(wrong.replace("«", ""))
        expected.append((f"config.yaml:{number + 1}:{wrong.index('«') + 1}", says))
    return "\n".join(lines) + "\n", expected


def errors(text: str) -> list[tuple[str, str]]:
    return [(str(p.mark), p.what) for p in report(load_text(text, environ={"P": "x"})).problems if p.level == "error"]


def test_without_a_mistake_nothing_is_told():
    assert errors(planted([])[0]) == []


@pytest.mark.parametrize("place", PLACES, ids=[re.sub(r"\W+", " ", LINES[i][1])[:40] for i in PLACES])
def test_one_mistake_is_told_alone(place):
    text, (expected,) = planted([place])
    ((mark, what),) = errors(text)
    assert (mark, what.startswith(expected[1])) == (expected[0], True), what


@settings(max_examples=12)
@given(st.sets(st.sampled_from(PLACES), min_size=2, max_size=len(PLACES)))
def test_all_mistakes_are_told_each_at_its_place_and_nothing_else(places):
    text, expected = planted(places)
    found = errors(text)
    assert [m for m, _ in found] == [m for m, _ in expected], (text, found)
    assert all(what.startswith(says) for (_, what), (_, says) in zip(found, expected, strict=True)), found


def test_a_section_that_is_no_yaml_hides_no_other():
    text, expected = planted(p for p in PLACES if "level: loud" not in LINES[p][1])
    found = errors(text.replace("log: {level: info}", "log: {level: info"))
    ((mark, what),) = set(found) - {(m, w) for m, w in found if m in dict(expected)}
    assert (mark, what.startswith("not YAML")) == ("config.yaml:7:4", True), what
    assert [m for m, w in found if not w.startswith("not YAML")] == [m for m, _ in expected]
