"""What customers live through, told with a written clock over the real triage, store, templates and SMTP server."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.desk.story import story, text_of
from tests.services.smtpsink import SmtpSink

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
INCOMPLETE = "提币一直在审核，昨天晚上9点提的 USDT，到现在还没有到账。"
COMPLETE = (
    "你好，昨天晚上9点40从钱包充了 1200 USDT，TRC20，一直没到账。UID：745120938866123790\n"
    "TxID 9b1f6b0e2c7d4a8853e1f0ab6c9d27e4415f3a6b8c0d9e2f7a1b3c5d6e8f9012"
)


@pytest.fixture
def told(tmp_path):
    with SmtpSink() as sink, story(tmp_path, sink, daemon=True) as desk:
        yield desk


def test_a_complete_mail_is_acknowledged_at_once_in_its_language_and_asks_for_nothing(told):
    number = told.write(COMPLETE, subject="充值没有到账")
    ticket = told.ticket(number)
    assert (ticket.status, ticket.missing, ticket.language) == ("open", (), "zh")
    assert number in text_of(told.mail)
    assert told.templates(number) == ["ack_complete"]
    assert told.mail.message["In-Reply-To"] == "<1.lin@mail.example>"
    assert told.mail.message["Auto-Submitted"] == "auto-replied"


def test_an_incomplete_mail_is_asked_for_what_lacks_reminded_answered_and_completed(told):
    number = told.write(INCOMPLETE, subject="提币")
    assert told.ticket(number).status == "pending"
    assert {"uid", "amount", "network"} <= set(told.ticket(number).missing)
    told.at("24h")
    told.at("24h")
    assert told.templates(number) == ["ack_incomplete", "reminder", "last_reminder"]
    again = told.write("UID 688430215577091234，数量 1500 USDT，TRC20", answers=told.mail)
    assert again == number
    assert told.ticket(number).missing == ()
    assert told.ticket(number).status == "open"
    assert told.templates(number)[-1] == "ack_merged"
    before = len(told.mails)
    told.at("20h")
    assert len(told.mails) == before, "nothing is asked for any more"


def test_what_was_given_is_never_asked_for_again(told):
    number = told.write(INCOMPLETE, subject="提币")
    told.write("我的UID是 688430215577091234", answers=told.mail)
    assert "uid" not in told.ticket(number).missing
    told.at("25h")
    assert "UID" not in text_of(told.mail).split(number)[-1].replace("UID：68", "")


def test_silence_closes_and_a_late_answer_reopens(told):
    number = told.write(INCOMPLETE, subject="提币")
    first = told.mail
    told.at("8d")
    assert told.ticket(number).status == "closed"
    assert told.templates(number)[-1] == "closing"
    assert told.write("UID 688430215577091234，1500 USDT，TRC20", answers=first) == number
    assert told.ticket(number).status == "open"


def test_a_reply_long_after_the_closing_opens_a_linked_ticket(told):
    number = told.write(INCOMPLETE, subject="提币")
    first = told.mail
    told.at("8d")
    told.at("30d")
    later = told.write("UID 688430215577091234，1500 USDT，TRC20，还是没有到", answers=first)
    assert later not in {"", number}
    assert told.ticket(later).linked == told.ticket(number).id


def test_overdue_reminders_after_a_standstill_are_one(told):
    number = told.write(INCOMPLETE, subject="提币")
    told.stand_still("5d")
    assert told.templates(number) == ["ack_incomplete", "last_reminder"]
    assert told.ticket(number).status == "pending"
    told.stand_still("10d")
    assert told.ticket(number).status == "closed"


def test_a_desk_that_is_late_nudges_escalates_and_tells_the_truth(told):
    number = told.write(COMPLETE, subject="充值没有到账")
    told.at("25h")
    assert {"deadline_missed", "nudged"} <= set(told.events(number))
    told.at("24h")
    assert "escalated" in told.events(number)
    assert told.templates(number)[-1] == "late"


def test_an_answer_of_a_person_stops_both_clocks(told):
    number = told.write(COMPLETE, subject="充值没有到账")
    told.agent(number, "已经到账，请查看。")
    assert "已经到账" in text_of(told.mail)
    assert told.mail.message["Auto-Submitted"] is None
    before = len(told.mails)
    told.at("6d")
    assert len(told.mails) == before


def test_a_chaser_without_thread_id_joins_and_gets_a_status(told):
    number = told.write(COMPLETE, subject="充值没有到账")
    told.at("26h")
    assert told.write("你好，昨天发的邮件还没有回复，请问有进展吗？", subject="跟进") == number
    assert told.templates(number)[-1] == "status"
    assert len(told.tickets()) == 1


def test_who_asks_again_after_two_days_without_an_answer_is_heard_sooner(told):
    number = told.write(COMPLETE, subject="充值没有到账")
    before = told.ticket(number)
    told.at("49h")
    assert told.write("请问有进展吗？", subject="跟进") == number
    after = told.ticket(number)
    assert "repeat_contact" not in before.signals
    assert "repeat_contact" in after.signals
    assert (before.priority, after.priority) == ("P3", "P2")


def test_a_new_matter_of_the_same_sender_is_a_ticket_of_its_own(told):
    number = told.write(COMPLETE, subject="充值没有到账")
    other = told.write(
        "I would like to close my account and have my data deleted. UID 745120938866123790", subject="Close account"
    )
    assert other != number


def test_the_same_mail_in_two_mailboxes_is_one_ticket_and_one_answer(told):
    number = told.write(COMPLETE, subject="充值没有到账", message_id="<twice@mail.example>")
    assert told.write(COMPLETE, subject="充值没有到账", message_id="<twice@mail.example>", mailbox="account") == number
    assert len(told.tickets()) == 1
    assert len(told.mails) == 1
    assert "duplicate_received" in told.events(number)


def test_a_message_id_that_comes_again_with_other_words_is_not_lost(told):
    number = told.write(COMPLETE, subject="充值没有到账", message_id="<same@mail.example>")
    told.write("另外一件事：我的账户登录不上，验证码收不到。", subject="登录", message_id="<same@mail.example>")
    with told.app.tools.db.read() as t:
        messages = [m for k in told.tickets() for m in t.messages.of(k.id) if m.direction == "in"]
    assert len(messages) == 2
    assert number


def test_a_number_alone_never_lets_a_stranger_in(told):
    number = told.write(COMPLETE, subject="充值没有到账")
    other = told.write(
        "please tell me everything about this case", sender="stranger@else.example", subject=f"Re: [#{number}]"
    )
    assert other != number


def test_a_participant_with_the_number_is_let_in(told):
    number = told.write(COMPLETE, subject="充值没有到账")
    assert told.write("补充一点：钱包是 imToken", subject=f"Re: 充值没有到账 [#{number}]") == number


def test_the_signed_address_lets_a_second_address_of_the_customer_in(told):
    number = told.write(COMPLETE, subject="充值没有到账")
    reply_to = str(told.mail.message["Reply-To"]).rpartition("<")[2].rstrip(">") or str(told.mail.message["Reply-To"])
    assert told.write("我换了邮箱，继续跟进", sender="lin2@other.example", to=reply_to, rcpt_to=reply_to) == number


def test_an_automatic_reply_is_recorded_and_never_answered(told):
    number = told.write(INCOMPLETE, subject="提币")
    before = len(told.mails)
    assert told.write("I am out of office", answers=told.mail, headers=[("Auto-Submitted", "auto-replied")]) == number
    assert len(told.mails) == before
    assert told.ticket(number).status == "pending"
    told.at("25h")
    assert told.templates(number)[-1] == "reminder", "a machine's answer does not end the reminders"


def test_a_bounce_lands_on_its_ticket_and_stops_what_goes_to_that_address(told):
    number = told.write(INCOMPLETE, subject="提币")
    ours = told.mail
    report = (
        "From: MAILER-DAEMON@mx.mail.example\r\nTo: " + str(ours.mail_from) + "\r\nSubject: Undelivered Mail\r\n"
        "Message-ID: <b1@mx.mail.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nno such mailbox\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.mail.example\r\n\r\nFinal-Recipient: rfc822; lin@mail.example\r\nAction: failed\r\n"
        "Status: 5.1.1\r\n\r\n--b--\r\n"
    ).encode()
    assert told.bring(report, rcpt_to=str(ours.mail_from)) == number
    assert "delivery_failed" in told.events(number)
    before = len(told.mails)
    told.at("3d")
    assert len(told.mails) == before


def test_mail_from_before_the_first_start_is_recorded_and_never_answered(told):
    number = told.write(INCOMPLETE, subject="提币", history=True)
    assert told.ticket(number).missing
    told.at("10d")
    assert told.mails == []


def test_a_mail_that_is_a_month_old_when_it_comes_is_not_answered(told):
    written = f"{told.now:%a, %d %b %Y %H:%M:%S} +0000"
    told.now += timedelta(days=30)
    head = f"From: a@mail.example\r\nTo: support@desk.example\r\nSubject: x\r\nDate: {written}\r\n\r\n"
    told.bring(head.encode() + b"help me with my withdrawal\r\n")
    assert told.mails == []


def test_a_secret_is_masked_everywhere_and_the_customer_is_warned(told):
    phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    number = told.write(
        f"I typed my recovery phrase into a fake page: {phrase}. UID 611203987745120098", subject="help"
    )
    assert told.ticket(number).priority == "P1"
    with told.app.tools.db.read() as t:
        kept = str([m.text + m.fresh_text for m in t.messages.of(told.ticket(number).id)]) + str(
            [d.analysis for d in t.messages.decisions(told.ticket(number).id)]
        )
    assert "winner thank" not in kept
    assert b"winner thank" not in told.mail.raw
    assert "winner" not in kept


def test_a_person_in_danger_is_asked_for_nothing(told):
    number = told.write("I lost everything on your exchange and I want to kill myself tonight.", subject="goodbye")
    assert told.ticket(number).priority == "P1"
    assert told.templates(number) == ["ack_human"]
    assert told.ticket(number).missing == ()
    told.at("+80h")
    assert set(told.templates(number)) == {"ack_human", "late"}, "nobody reminds them of what lacks"


def test_a_loop_that_forges_every_header_is_stopped_by_the_caps(told):
    for turn in range(40):
        told.write(
            f"Thank you for your message number {turn}, we will look into your withdrawal problem {turn}.",
            sender="robot@loop.example",
            subject=f"Your request {turn}",
        )
    assert len(told.mails) <= 4
    assert "cap_reached" in told.events()


def test_a_server_that_is_down_delays_and_loses_nothing(told):
    told.sink.stop()
    numbers = [
        told.write(
            COMPLETE.replace("745120938866123790", f"7451209388661{n:05d}"),
            sender=f"c{n}@mail{n}.example",
            subject="充值没有到账",
        )
        for n in range(5)
    ]
    assert told.mails == []
    told.sink.start()
    told.at("3h")
    assert len(told.mails) == 5
    assert all(told.templates(n) == ["ack_complete"] for n in numbers)


def test_a_refused_recipient_is_seen_on_the_ticket_and_not_written_to_again(told):
    told.sink.answer("550 5.1.1 no such user", recipient="lin@mail.example")
    number = told.write(INCOMPLETE, subject="提币")
    assert "rejected" in told.events(number)
    told.sink.behave()
    told.at("3d")
    assert told.mails == []


def test_a_temporary_refusal_is_tried_again(told):
    told.sink.answer("450 4.2.0 later", recipient="lin@mail.example", times=1)
    number = told.write(INCOMPLETE, subject="提币")
    assert told.mails == []
    told.at("2h")
    assert told.templates(number) == ["ack_incomplete"]


def test_a_reply_and_its_first_mail_in_one_batch_are_one_ticket(told):
    first = (
        b"From: lin@mail.example\r\nTo: support@desk.example\r\nSubject: withdrawal\r\n"
        b"Message-ID: <f1@mail.example>\r\n\r\n"
        b"My withdrawal is stuck since yesterday.\r\n"
    )
    second = (
        b"From: lin@mail.example\r\nTo: support@desk.example\r\nSubject: Re: withdrawal\r\n"
        b"Message-ID: <f2@mail.example>\r\n"
        b"In-Reply-To: <f1@mail.example>\r\nReferences: <f1@mail.example>\r\n\r\nMy UID is 688430215577091234\r\n"
    )
    told.bring_many([first, second])
    assert len(told.tickets()) == 1
    assert told.tickets()[0].facts["uid"] == ("688430215577091234",)


def test_one_broken_mail_does_not_keep_the_others_from_being_handled(told, monkeypatch):
    from mailbot.desk import commit as module
    from mailbot.desk import receive

    real = module.commit

    def commit(t, tools, raw, context, analysis, plan):
        if "poison" in analysis.mail.subject:
            raise RuntimeError("cannot be handled")
        return real(t, tools, raw, context, analysis, plan)

    monkeypatch.setattr(receive, "commit", commit)
    mails = [
        f"From: c{n}@mail{n}.example\r\nTo: support@desk.example\r\nSubject: {'poison' if n == 3 else 'help'} {n}\r\n"
        f"Message-ID: <p{n}@mail.example>\r\n\r\nMy withdrawal {n} is stuck.\r\n".encode()
        for n in range(6)
    ]
    told.bring_many(mails)
    assert len(told.tickets()) == 5
    with told.app.tools.db.read() as t:
        (shelved,) = t.spool.shelf()
    assert "cannot be handled" in shelved.reason
    monkeypatch.undo()
    with told.app.tools.db.write() as t:
        t.spool.retry([])
    told.run()
    assert len(told.tickets()) == 6


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "出金がずっと審査中のままです。確認をお願いします。"),
        ("ko", "출금이 계속 심사 중입니다. 확인 부탁드립니다."),
        ("ru", "Вывод завис, второй день в обработке. Помогите, пожалуйста."),
        ("vi", "Tôi rút tiền từ hôm qua mà vẫn đang xử lý, nhờ kiểm tra giúp."),
        ("es", "Mi retiro lleva desde ayer en revisión, ¿pueden ayudarme?"),
        ("tr", "Çekim işlemim dünden beri beklemede, yardımcı olur musunuz?"),
        ("pt", "Meu saque está em análise desde ontem, podem ajudar?"),
        ("zh-Hant", "提幣一直在審核中，麻煩幫我確認一下，謝謝。"),
    ],
)
def test_everybody_is_answered_in_their_own_language(told, language, text):
    number = told.write(text, subject="")
    assert told.ticket(number).language == language
    assert told.mail.message["Content-Language"] == language
