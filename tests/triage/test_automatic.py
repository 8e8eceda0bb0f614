"""Mail that nobody wrote, and people who speak of it: by subject, by words, by header."""

from __future__ import annotations

import pytest

from mailbot.model.findings import Screening
from mailbot.model.mail import Address, ParsedMail
from mailbot.triage.screen import CHECKS, screen
from tests.triage.test_screen_pairs import SETTINGS, raw_mail

NOBODY = [
    ("Out of office", "I will be out of the office starting 11/10/2026 and will not return until 11/20/2026."),
    ("AUTO: Pat Lee is out of the office (returning 11/20/2026)", "I am out of the office until 11/20/2026."),
    ("Pat Lee is out of the office", "I will respond to your message when I return."),
    ("Auto Response: hello", "Thanks"),
    ("Auto-reply from Pat", "Thanks"),
    ("Automated response", "We got your mail"),
    ("Autoreply: Re: x", "gone"),
    ("Re: hello [Auto-Reply]", "gone"),
    (
        "I am on vacation",
        "Hi, I am on vacation until Monday. I will answer after my return. In urgent cases contact my deputy.",
    ),
    (
        "Re: x",
        "Thank you for your email.\nI am on maternity leave until May. In urgent matters write to jane@corp.example.",
    ),
    ("Re: x", "I no longer work at Corp. Please direct urgent enquiries to info@corp.example."),
    ("Re: x", "Our office is closed for the holidays until January 4. We will reply to your email when we return."),
    ("Autosvar: Re: x", "Jag är på semester."),
    ("Automatisch antwoord: x", "Ik ben afwezig."),
    ("Automaattinen vastaus: x", "Olen lomalla."),
    ("Odpowiedź automatyczna: x", "Jestem na urlopie."),
    ("Balasan otomatis: x", "Saya sedang cuti."),
    ("Autoreply: 自动回复", "您好"),
    ("【自动回复】您的来信已收到", "我会尽快回复"),
    ("(自动回复)Re: 你好", "已收到"),
    ("来自张三的自动回复", "我在外地"),
    ("自动回复_李四", "已收到您的邮件"),
    ("自动回复邮件", "已收到您的邮件"),
    ("答复: 自动回复", "这是一封自动回复邮件。已经收到您的来信，我将尽快给您回复。"),
    ("Re: x", "这是一封自动回复邮件。已经收到您的来信，我将尽快给您回复。"),
    ("Re: x", "您好，邮件已收到，我会尽快回复您！（此为自动回复）"),
    ("Re: x", "此邮件为系统自动发送，请勿直接回复。"),
    ("자동응답: x", "휴가입니다"),
    ("[부재중] x", "휴가 중입니다. 급한 일은 전화 주세요."),
    ("부재중 자동 회신: x", "11/20 복귀"),
    ("不在のお知らせ", "不在です"),
    ("Re: x", "このメールは自動送信されています。ご返信いただいてもお答えできません。"),
    ("Автоматический ответ", "..."),
    ("Я в отпуске", "Я в отпуске до 20 ноября. По срочным вопросам звоните коллегам."),
    ("Re: x", "Это автоматический ответ. Я отсутствую до понедельника."),
    ("Tự động trả lời: x", ".."),
    ("Vắng mặt: x", ".."),
    ("Fuera de la oficina: x", ".."),
    ("Fuera de la oficina Re: x", "Estaré ausente hasta el lunes. Responderé a mi regreso."),
    ("Ausente: x", ".."),
    ("Fora do escritório: x", ".."),
    ("Ofis dışında: x", ".."),
    ("Re: x", "Bu otomatik bir yanıttır. Mesajınızı aldık."),
    ("Abwesend: x", ".."),
    ("Nicht im Büro: x", ".."),
    ("Absence du bureau : x", ".."),
    ("Re: x", "Votre message a bien été reçu. Ceci est une réponse automatique."),
]
"""(subject, text) of responders that set no header."""

PEOPLE = [
    ("自动续费退款", "你们自动扣费，退钱"),
    ("Auto-invest", "My auto invest bot did not run"),
    ("automatic withdrawal", "automatic withdrawal whitelisting?"),
    ("Out of money", "Out of the blue my account is frozen"),
    ("Vacation", "How do I get the vacation bonus? It is urgent."),
    ("Urgent", "I am on holiday in Spain, my card is blocked, urgent, please respond when you can"),
    ("Absent funds", "funds absent"),
    ("отпуск", "Я в отпуске за границей и не могу войти, срочно помогите, отвечу сразу"),
    ("vacaciones", "Estoy de vacaciones y no puedo entrar, es urgente"),
    ("外出", "我在外出差手机坏了，急事，无法及时查看验证码"),
    ("Re: Re: 自动回复", "我都收到三次自动回复了，能不能有真人"),
    ("This is not spam", "This is an automatic question? no. I want a human."),
    ("help", 'I keep getting the reply "this is an automated message". I need a human.'),
    ("bot", "This is the third automated reply I got. Useless."),
    ("Verification", "Please verify that I am a real person. I confirm my identity. My message was held?"),
    ("Read: please", "Please read: my withdrawal"),
    ("Accepted: no", "My KYC was accepted: but"),
    ("undelivered", "Undelivered USDT: the transfer was returned to my wallet"),
    ("Failure notice", 'I see "failure notice" in my app when I withdraw to john@mail.example'),
    (
        "Mail",
        "I sent a mail to support@okx.com and it was returned: 550 5.1.1 user unknown. What is the right address?",
    ),
    ("Не доставлено", "Письмо с кодом на адрес b@c.example не доставлено"),
    ("送金エラー", "送信エラーになりました。宛先不明と表示されます。 a@b.example"),
    ("전송 실패", "코인 전송 실패, 전달되지 않았습니다 a@b.example"),
    ("Gửi không thành công", "Tôi gửi USDT không thành công, không thể gửi đến ví"),
    ("退件", "我买的硬件钱包被退件了"),
    ("发送失败", "短信验证码发送失败 550 a@b.example"),
    ("Delivery failed", "P2P delivery failed. The buyer did not receive. Order 123"),
    ("Ticket", "My request has been received but no reply within 3 days. ticket 14200001"),
    (
        "Re: [#14200001]",
        "Your request has been received... that is all I get. When will a human answer? My account is frozen",
    ),
]
"""(subject, text) of customers who use the same words."""


def screened(subject: str = "hello", text: str = "x", *headers: tuple[str, str]) -> Screening:
    sender = Address(address="pat@corp.example")
    mail = ParsedMail(sender=sender, authors=(sender,), subject=subject, text=text, fresh_text=text, headers=headers)
    return screen(raw_mail(text.encode()), mail, SETTINGS)


@pytest.mark.parametrize(("subject", "text"), NOBODY)
def test_a_responder_without_headers_is_not_answered(subject: str, text: str) -> None:
    assert not screened(subject, text).may_reply


@pytest.mark.parametrize(("subject", "text"), PEOPLE)
def test_a_person_who_speaks_of_it_is_answered(subject: str, text: str) -> None:
    got = screened(subject, text)
    assert (got.verdict, got.may_reply) == ("accept", True), got.findings


@pytest.mark.parametrize(
    ("name", "value", "may_reply"),
    [
        ("Auto-Submitted", "auto-replied", False),
        ("auto-submitted", "AUTO-GENERATED (rule; x)", False),
        ("Auto-Submitted", "(why) auto-notified; owner=a", False),
        ("Auto-Submitted", "No", True),
        ("Auto-Submitted", "no (a person (really))", True),
        ("Auto-Submitted", "", True),
        ("X-Auto-Response-Suppress", "All", False),
        ("X-Auto-Response-Suppress", "DR, autoreply", False),
        ("X-Auto-Response-Suppress", "OOF", False),
        ("X-Auto-Response-Suppress", "DR, RN, NRN", True),
        ("Precedence", "Bulk", False),
        ("Precedence", "list", False),
        ("Precedence", "first-class", True),
        ("X-Precedence", "auto_reply", False),
        ("List-Unsubscribe", "<mailto:x@lists.example>", False),
        ("List-Id", "<x.lists.example>", False),
        ("Listen-To", "music", True),
        ("Feedback-ID", "1:2:3", False),
        ("X-Autoreply", "yes", False),
        ("X-Autoreply", "no", True),
        ("X-Mailer", "vacation 1.2", False),
        ("X-Mailer", "Foxmail 7.2", True),
        ("X-POST-MessageClass", "9; Autoresponder", False),
        ("X-Loop", "autoresponder@corp.example", False),
        ("X-Loop", "support@corp.example", True),
        ("Return-Path", "<>", False),
        ("Return-Path", "<pat@corp.example>", True),
        ("X-MS-Exchange-Inbox-Rules-Loop", "pat@corp.example", False),
        ("DKIM-Signature", "v=1; h=from:auto-submitted:precedence; d=corp.example", True),
    ],
)
def test_a_header_field_forbids_an_answer_or_does_not(name: str, value: str, may_reply: bool) -> None:
    got = screened("Withdrawal", "My withdrawal is pending.", (name, value))
    assert got.may_reply is may_reply
    assert bool(got.findings) is not may_reply


def test_who_wants_no_automatic_answer_still_reaches_a_person() -> None:
    got = screened("Withdrawal", "My withdrawal is pending.", ("X-Auto-Response-Suppress", "All"))
    assert got.verdict == "accept"


def test_the_first_check_that_does_not_accept_gives_the_verdict_and_all_are_heard() -> None:
    got = screened("Automatic reply: x", "gone", ("Auto-Submitted", "auto-replied"), ("List-Id", "<x.lists.example>"))
    assert [f.check for f in got.findings] == ["auto_submitted", "mailing_list", "vacation_subject"]
    assert got.verdict == "record_only"
    assert all(f.reason and f.evidence for f in got.findings)


def test_every_check_has_a_name_of_its_own_and_says_what_it_is() -> None:
    names = [name for name, _ in CHECKS]
    assert len(names) == len(set(names))
    assert all((check.__doc__ or "").strip() for _, check in CHECKS)


def test_evidence_is_shortened() -> None:
    got = screened("x", "x", ("Feedback-ID", "y" * 5000))
    assert len(got.findings[0].evidence) <= 200
