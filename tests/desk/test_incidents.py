"""Known problems: one text for everybody whom they concern, and one more when they are over."""

from __future__ import annotations

import pytest

from mailbot.desk import incidents
from tests.desk.story import Story, story, text_of
from tests.services.smtpsink import SmtpSink

DELAYED = "My withdrawal of {} USDT over TRC20 has been pending since yesterday 10:00. UID 6884302155770{:05d}."
OTHER = "How do I change the email address of my account? My UID is 745120938866123790."
TEXT = {"": "Withdrawals over TRC20 are delayed; nothing is lost.", "zh": "TRC20 提币延迟，资金安全。"}


@pytest.fixture
def told(tmp_path):
    with SmtpSink() as sink, story(tmp_path, sink, daemon=True) as desk:
        yield desk


def opened(told: Story, *match: str) -> int:
    when = incidents.condition(told.app.tools, match or ("intent=withdrawal_pending", "network=TRC20"))
    return incidents.open_incident(told.app.tools, "TRC20 withdrawals delayed", when, TEXT, "ming").id


def customers(told: Story, many: int = 3) -> list[str]:
    return [
        told.write(DELAYED.format(100 + n, n), sender=f"c{n}@mail{n}.example", subject="withdrawal")
        for n in range(many)
    ]


def test_matching_tickets_get_the_one_text_and_no_reminder_and_are_told_once_when_it_is_over(told):
    incident = opened(told)
    numbers = customers(told)
    other = told.write(OTHER, subject="email")
    assert [told.templates(n) for n in numbers] == [["incident"]] * 3
    assert TEXT[""] in text_of(told.mails[0])
    assert told.templates(other) != ["incident"]
    told.at("4d")
    assert [told.templates(n) for n in numbers] == [["incident"]] * 3, "no reminder, no apology for one's own case"
    assert not {"nudged", "escalated"} & set(told.events(numbers[0]))
    done = incidents.close_incident(told.app.tools, incident, {"": "All of them have been sent."}, "ming")
    told.run()
    assert (done.told, dict(done.untold)) == (3, {})
    assert [told.templates(n) for n in numbers] == [["incident", "incident_over"]] * 3
    assert [told.ticket(n).status for n in numbers] == ["resolved"] * 3
    with pytest.raises(ValueError, match="over already"):
        incidents.close_incident(told.app.tools, incident, {}, "ming")
    told.at("1d")
    assert [told.templates(n) for n in numbers] == [["incident", "incident_over"]] * 3


def test_everybody_reads_it_in_their_language(told):
    opened(told)
    number = told.write(
        "我的提币一直待处理，500 USDT，TRC20 网络，UID 688430215577091234，昨天10点提交。", subject="提币"
    )
    assert told.templates(number) == ["incident"]
    assert TEXT["zh"] in text_of(told.mail)


def test_a_ticket_from_before_and_one_from_after_are_answered_as_ever(told):
    (before,) = customers(told, 1)
    incident = opened(told)
    incidents.close_incident(told.app.tools, incident, {}, "ming")
    after = told.write(DELAYED.format(900, 77), sender="late@mail.example", subject="withdrawal")
    assert "incident" not in [*told.templates(before), *told.templates(after)]


def test_a_ticket_that_was_there_can_be_added_and_hears_the_end(told):
    (number,) = customers(told, 1)
    incident = opened(told)
    incidents.add(told.app.tools, incident, number, "ming")
    with pytest.raises(ValueError, match="already"):
        incidents.add(told.app.tools, incident, number, "ming")
    incidents.close_incident(told.app.tools, incident, {"": "Sent."}, "ming")
    told.run()
    assert told.templates(number)[-1] == "incident_over"


def test_who_answers_after_it_is_over_has_an_open_ticket_again(told):
    incident = opened(told)
    (number,) = customers(told, 1)
    incidents.close_incident(told.app.tools, incident, {"": "Sent."}, "ming")
    told.run()
    assert told.write("Mine is still pending!", sender="c0@mail0.example", answers=told.mail) == number
    assert told.ticket(number).status == "open"


def test_somebody_in_danger_is_answered_as_one(told):
    opened(told, "category=account")
    number = told.write(
        "I typed my recovery phrase into a fake page: legal winner thank year wave sausage worth useful legal winner "
        "thank yellow. UID 611203987745120098",
        subject="help",
    )
    assert told.templates(number) != ["incident"]


def test_a_closed_ticket_is_left_alone_when_it_is_over(told):
    from mailbot.desk import tickets

    incident = opened(told)
    (number,) = customers(told, 1)
    tickets.set_status(told.app.tools, number, "closed", "ming")
    done = incidents.close_incident(told.app.tools, incident, {}, "ming")
    told.run()
    assert dict(done.untold) == {number: "it is closed"}
    assert told.templates(number) == ["incident"]


@pytest.mark.parametrize(
    ("match", "wrong"),
    [
        (["intent=withdrawal_pendign"], "withdrawal_pend"),
        (["nonsense=1"], "nonsense"),
        (["intent"], "name=value"),
    ],
)
def test_a_condition_that_means_nothing_is_refused_at_once(told, match, wrong):
    with pytest.raises(ValueError, match=wrong):
        opened(told, *match)
    with told.app.tools.db.read() as t:
        assert t.incidents.all() == []


def test_a_condition_for_every_mail_is_refused(told):
    with pytest.raises(ValueError, match="every mail"):
        incidents.open_incident(told.app.tools, "all", {}, {}, "ming")


def test_one_name_twice_means_either_value(told):
    when = incidents.condition(told.app.tools, ["intent=withdrawal_pending", "network=TRC20", "network=ERC20"])
    assert when == {"intent": "withdrawal_pending", "value": {"network": ["TRC20", "ERC20"]}}


def test_who_asks_again_while_it_goes_on_starts_no_reminder(told):
    opened(told)
    (number,) = customers(told, 1)
    told.at("3h")
    assert told.write("Any news? My UID is 688430215577000000.", sender="c0@mail0.example", answers=told.mail) == number
    told.at("4d")
    assert not {"deadline_missed", "nudged", "escalated"} & set(told.events(number))
