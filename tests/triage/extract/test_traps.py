"""What whole mails hide: answers under our own questions, values in links, whose a number is. One trap each."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from mailbot.model.findings import Extraction
from mailbot.triage.extract import extract
from mailbot.triage.extract.numbers.patterns import DEFAULT
from mailbot.triage.mime import parse

NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)
TRON, EVM = "TUk3cpgyJTPuL5r6KyzV75bAe3TwrX1rvu", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
HASH = "77f9579cf70865fb6c0993be299785e60d2153f75a3843bf0e41acae67df316d"


def whole(text: str, *, subject: str = "", sender: str = "Me <me@home.example>", html: str = "") -> Extraction:
    """The facts of a whole mail, read from its octets."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "support@desk.example", subject
    mail["Date"] = "Mon, 16 Nov 2026 08:00:00 +0000"
    mail.set_content(text or "-", charset="utf-8")
    if html:
        mail.set_content(html, subtype="html", charset="utf-8")
    return extract(parse(mail.as_bytes()), DEFAULT, received_at=NOW)


def values(found: Extraction, kind: str) -> list[str]:
    return [e.value for e in found.entities if e.kind == kind and e.where != "quoted"]


ANSWERS = [
    (("867061736765009595 就这个\n\n------------------ 原始邮件 ------------------\n"
     "发件人: \"客服\"<support@desk.example>\n"
     "发送时间: 2026年11月15日 20:44\n收件人: \"我\"<me@home.example>\n主题: 工单\n\n请补充：账户UID。"), "uid"),
    (("> 1) Your UID, please?\n\n780171114706370346, and it is a sub-account.\n\n> 2) What did you see?\n\n"
     "Nothing."), "uid"),
    (("912335903819857409 です。\n\n2026年11月15日 10:00 Support <support@desk.example>:\n"
     "> 次の情報をお知らせください：\n"
     "> - アカウントUID"), "uid"),
    (("534133193922781983 입니다\n\n2026년 11월 15일 (일) 오전 10:00, Support <support@desk.example>님이 작성:\n"
     "> 다음을 알려 주세요:\n"
     "> - 계정 UID"), "uid"),
    (("405676716012345678\n\nвс, 15 нояб. 2026 г. в 10:00, Support <support@desk.example>:\n> укажите:\n> - номер "
     "ордера"),
     "order_id"),
    (("Dạ 350629728932412817 ạ\n\nVào CN, 15 thg 11, 2026 lúc 10:00 Support <support@desk.example> đã viết:\n"
     "> Vui lòng bổ sung: UID tài khoản"), "uid"),
    (("Aquí está: 336763443597778858\n\nEl dom, 15 nov 2026 a las 10:00, Support (<support@desk.example>) escribió:\n"
     "> responda a este correo con:\n> - UID de la cuenta"), "uid"),
    (("394343072679423890\n\nSupport <support@desk.example>, 15 Kas 2026 Paz, 10:00 tarihinde şunu yazdı:\n"
     "> - emir numarası"), "order_id"),
    (("É 469626055226867568 mesmo\n\nEm dom., 15 de nov. de 2026 às 10:00, Support <support@desk.example> escreveu:\n"
     "> responda a este e-mail com:\n> - UID da conta"), "uid"),
    (("260520122033770823\n\n------------------ 原始郵件 ------------------\n寄件人: \"客服\"<support@desk.example>\n"
     "收件人: <me@home.example>\n主旨: 案件\n\n請直接回覆本信補充：訂單編號。"), "order_id"),
    (("251507599\n\nOn Sun, Nov 15, 2026 at 10:00 Support <support@desk.example> wrote:\n> What is the withdrawal "
     "number?"),
     "withdrawal_id"),
    ("35177066\n\nOn Sun, Nov 15, 2026 at 10:00 Support <support@desk.example> wrote:\n> Which memo did you use?",
     "memo_tag"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), ANSWERS, ids=[t[:14] for t, _ in ANSWERS])
def test_a_bare_number_answers_what_the_quoted_letter_asks(text: str, kind: str) -> None:
    found = whole(text, subject="Re: [#14198820] your request")
    numbers = {k: values(found, k) for k in ("uid", "order_id", "withdrawal_id", "memo_tag") if values(found, k)}
    assert list(numbers) == [kind]
    assert len(numbers[kind]) == 1


def test_two_questions_take_two_numbers_in_turn() -> None:
    text = (
        "350629728932412817\n1752588852617379840\n\nOn Sun, Nov 15, 2026 at 10:00 Support <support@desk.example> "
        "wrote:\n"
        "> please reply with:\n> - account UID\n> - order number"
    )
    found = whole(text, subject="Re: your case")
    assert (values(found, "uid"), values(found, "order_id")) == (["350629728932412817"], ["1752588852617379840"])


def test_a_bare_number_alone_in_a_reply_to_a_ticket_is_what_its_form_says() -> None:
    assert values(whole("780171114706370346", subject="Re: [#14198820] API key"), "uid") == ["780171114706370346"]
    assert values(whole("780171114706370346", subject="hello"), "uid") == []


@pytest.mark.parametrize(
    "text",
    [
        # The letter asks for nothing that a number is.
        (
            "Here: 780171114706370346 copies\n\nOn Sun, Nov 15, 2026 at 10:00 Support <support@desk.example> wrote:\n"
            "> Please send a screenshot."
        ),
        # A number that cannot be one.
        "1200\n\nOn Sun, Nov 15, 2026 at 10:00 Support <support@desk.example> wrote:\n> Your account UID?",
        # What is named is not asked for again.
        "order 1752588852617379840\n\nOn Sun, Nov 15, 2026 at 10:00 Support <support@desk.example> wrote:\n> Your UID?",
        # Quoted words that ask for nothing: the desk tells the UID that it has.
        (
            "780171114706370346?\n\nOn Sun, Nov 15, 2026 at 10:00 Support <support@desk.example> wrote:\n"
            "> Your UID 350629728932412817 is verified."
        ),
    ],
)
def test_nothing_is_made_of_a_number_that_was_not_asked_for(text: str) -> None:
    assert values(whole(text), "uid") == []


LINKED = [
    (f'<p>enviado a <a href="https://tronexplorer.example/#/address/{TRON}">esta dirección</a></p>', "address", TRON),
    (f'<p>sent to <a href="https://chain.example/address/{EVM}">this address</a></p>', "address", EVM),
    (f'<p>转到了<a href="https://scan.example/account/{TRON}?tab=transfers">这里</a></p>', "address", TRON),
    (f'<p>the <a href="https://scan.example/#/transaction/{HASH}">transaction</a></p>', "tx_hash", HASH),
    (f'<p>ここです <a href="https://scan.example/tx/0x{HASH}">リンク</a></p>', "tx_hash", f"0x{HASH}"),
]


@pytest.mark.parametrize(("html", "kind", "value"), LINKED, ids=[h[:30] for h, _, _ in LINKED])
def test_a_value_that_only_a_link_has(html: str, kind: str, value: str) -> None:
    assert values(whole("", html=html), kind) == [value]


def test_an_address_in_a_links_path_as_text() -> None:
    text = f"I sent it to https://someexplorer.example/#/address/{TRON} yesterday"
    assert values(whole(text), "address") == [TRON]


def test_a_contract_or_a_referral_in_a_link_is_no_address_of_the_case() -> None:
    assert values(whole(f"see https://chain.example/token/{EVM}"), "address") == []
    assert values(whole(f"joined by https://shop.example/join?ref={TRON}"), "address") == []


PHONES = [
    ("계정을 즉시 잠가 주시고 010-0000-4417로 전화 주세요.", ["01000004417"]),
    ("전화는 02-000-1234로 부탁드립니다", ["020001234"]),
    ("折り返しは 03-0000-1188 までお願いします", ["0300001188"]),
    ("090 0000 6617 にお電話ください", ["09000006617"]),
    ("请打 139 0000 4512 找我", ["13900004512"]),
    ("可以致電 9000 1234 找我", ["90001234"]),
    ("звоните 8 900 000 44 55", ["89000004455"]),
    ("Gọi mình qua số 0900 000 123", ["0900000123"]),
    ("Llámenme al 600 000 217", ["600000217"]),
    ("mi celular es 55 0000 1234", ["5500001234"]),
    ("Beni 0 500 000 12 34 numarasından arayın", ["05000001234"]),
    ("me liga no 11 90000-4417", ["11900004417"]),
    ("you can call me on 07700 900318", ["07700900318"]),
    ("Ring me back: 020 7946 0102", ["02079460102"]),
    ("I tried your hotline at +44 20 7946 0000 twice, no answer", []),
    (("Thanks for the help.\n\nKind regards,\nGerrit Loon\nHead of Treasury | Bright Trading B.V.\nT +31 20 555 "
     "0142"), []),
    ("Danke.\n\nBest regards,\nJane Poe\nFlow Ltd\nOffice: 020 7946 0102", []),
    ("请处理，谢谢。\n\n此致\n王芳\n云海科技有限公司 财务部\n电话：021-0000 1234", []),
    ("No code arrives. Reach me at +44 7700 900318.\n\nKind regards,\nJane Poe\nFlow Ltd\nT +44 20 7946 0102",
     ["+447700900318"]),
    ("My phone is gone, please help.\n\nThanks,\nJane Poe\n+44 7700 900318", ["+447700900318"]),
    ("I was hacked. Please use WhatsApp +44 7700 900555 (my husband's phone)", ["+447700900555"]),
    ("警官的电话是 0371-00005588，他让我问你们", []),
    ("the bank's number is 020 7946 0102 if you need it", []),
    ("Номер +7 900 000-66-77 теперь у мошенников, звоните +7 900 000-11-22", ["+79000001122"]),
    ("처리 부탁드립니다.\n\n김하늘 과장 | 한빛무역 재무팀\nT. 02-000-0136  F. 02-000-0137", []),
    ("Registered mob 90000 07781, otp not coming", ["9000007781"]),
    ("My old number 07700 900111 is lost, the new one is 07700 900222", ["07700900111", "07700900222"]),
    ("Contact: 98450 00112", ["9845000112"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), PHONES, ids=[t[:24] for t, _ in PHONES])
def test_a_number_at_which_the_customer_can_be_reached(text: str, wanted: list[str]) -> None:
    assert values(whole(text), "phone") == wanted


IMPOSTORS = [
    ("OKX Security Dept <security@desk-check.example>",
     ("This is the Security Department. Disable the verification for account 388844015981945091 and send the reset "
      "link "
     "to officer@audit-box.example within 30 minutes."), {"security@desk-check.example", "officer@audit-box.example"}),
    ("欧易风控中心 <risk@okx-fengkong.example>", "请立即把客户388844015981945091的资料发到 audit@neibu-shenji.example",
     {"risk@okx-fengkong.example", "audit@neibu-shenji.example"}),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "text", "wanted"), IMPOSTORS, ids=["en", "zh"])
def test_who_writes_in_the_desks_name_is_suspect(sender: str, text: str, wanted: set[str]) -> None:
    found = whole(text, sender=sender)
    assert set(values(found, "suspect")) == wanted
    assert values(found, "email") == []


def test_an_officer_or_customer_is_no_impostor() -> None:
    text = "We are investigating a fraud. Send the records to desk@police-city.example."
    found = whole(text, sender="Det. Jane Poe, Economic Crime Unit <poe@police-city.example>")
    assert values(found, "suspect") == []
    text = "My registered e-mail is joe@home.example, I cannot log in to OKX."
    assert values(whole(text, sender="Joe <joe@work.example>"), "email") == ["joe@home.example"]


ERRORS = [
    ("訂單狀態是「支付失敗」，錢已經扣了", ["支付失敗"]),
    ('50110 "Your IP 198.51.100.77 is not included in your API key\'s IP\nwhitelist." Every call since yesterday.',
     ["Your IP 198.51.100.77 is not included in your API key's IP\nwhitelist."]),
    ("The status is 'Payment declined by issuer' since noon", ["Payment declined by issuer"]),
    ("주문 상태가 ‘결제 실패’로 나옵니다", ["결제 실패"]),
    ("статус «Платёж отклонён банком», деньги списали", ["Платёж отклонён банком"]),
    ("Durum: “Ödeme reddedildi” yazıyor", ["Ödeme reddedildi"]),
    ("el estado dice «Pago rechazado por el banco»", ["Pago rechazado por el banco"]),
    ("trạng thái báo “Thanh toán thất bại”", ["Thanh toán thất bại"]),
    ("aparece o status “Pagamento recusado pelo banco”", ["Pagamento recusado pelo banco"]),
    ("画面に『決済に失敗しました』と出ます", ["決済に失敗しました"]),
    ("让我点了「我已了解继续提币」就没了", []),
    ("他把我拉进一个叫“金秋稳盈76群”的群", []),
    ("I pressed the “Cannot access my device” button and nothing came", []),
    ("「同意して続行」ボタンを押しました", []),
    ("O vendedor sumiu, ele diz que “o banco não permite agora”", []),
    ("在本子上写着“大约 3.000 € 左右的样子”", []),
    ("ekranda \"Yetersiz bakiye\" yazıyor", ["Yetersiz bakiye"]),
    ("dá sempre \"O nome não corresponde ao registo\"", ["O nome não corresponde ao registo"]),
    ("нажал кнопку «Не удалось войти?» и всё", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), ERRORS, ids=[t[:24] for t, _ in ERRORS])
def test_quoted_words_that_are_an_error(text: str, wanted: list[str]) -> None:
    assert values(whole(text), "error_message") == wanted


def test_a_bare_code_gives_way_to_the_words_beside_it() -> None:
    text = 'Since noon: 50110 "Your IP is not included in the whitelist."'
    found = whole(text, subject="API key returns 50110")
    assert values(found, "error_message") == ["Your IP is not included in the whitelist."]


POLICE = [
    ("受案回执编号是 公（刑）受案字〔2026〕第11807号，照片在附件里", "公（刑）受案字〔2026〕第11807号"),
    ("立案告知书：沪公（浦）立告字〔2026〕1123号", "沪公（浦）立告字〔2026〕1123号"),
    ("I filed FIR No. 0412/2026 at Andheri police station", "0412/2026"),
    ("Anzeige bei der Polizei, Az. 501 Js 1234/26", "501 Js 1234/26"),
    ("Fiz o Boletim de Ocorrência nº 2026-118072/DF", "2026-118072/DF"),
    ("경찰 접수번호 제2026-004417호 입니다", "제2026-004417호"),
    ("талон КУСП № 11807 от 1 ноября", "КУСП № 11807"),
    ("警察の受理番号は 第2026-1187号 です", "第2026-1187号"),
    ("puse la denuncia nº 4417/2026-A", "4417/2026-A"),
    ("tutanak no: 2026/4417", "2026/4417"),
    ("已立案，案件编号A4401061100002026110047", "A4401061100002026110047"),
    ("被害届 受理番号 令和8年第1187号", "令和8年第1187号"),
    ("Tố giác số 45/2026/CATP", "45/2026/CATP"),
    ("cyber crime helpline 1930 complaint number 21611250012345", "21611250012345"),
    ("số tiếp nhận 118/TB-CSĐT của công an quận", "118/TB-CSĐT"),
]


@pytest.mark.parametrize(("text", "wanted"), POLICE, ids=[w for _, w in POLICE])
def test_a_police_case_with_its_whole_number(text: str, wanted: str) -> None:
    assert values(whole(text), "police_case_no") == [wanted]


def test_a_name_like_the_desks_is_suspect_without_its_at_sign() -> None:
    text = "有人用LINE加我，自稱客服，ID是okxhk_help77，說要驗證。這是假的嗎？"
    assert values(whole(text), "suspect") == ["okxhk_help77"]


def test_the_number_of_a_ticket_in_the_subject_is_no_account() -> None:
    found = whole("番号は14220001です。状況を教えてください。", subject="【再送】問い合わせ（14220001）について")
    assert (values(found, "uid"), values(found, "ticket_id")) == ([], ["14220001"])


@pytest.mark.parametrize(("text", "wanted"), [("fiz um pix hoje", ["PIX"]), ("see the pix attached", [])])
def test_pix_is_a_way_to_pay_where_it_is_said_so(text: str, wanted: list[str]) -> None:
    assert values(whole(text), "network") == wanted


def test_a_machine_gives_no_ticket_and_no_telephone() -> None:
    mail = parse(
        b"From: a@home.example\nSubject: Automatic reply: [#14200001]\n\nCall +44 20 7946 0102, UID 12345678.\n"
    )
    found = extract(mail, DEFAULT, received_at=NOW, automatic=True)
    assert {e.kind for e in found.entities} == {"uid"}


NUMBERS = [
    ("帐户UID为：698 827 017 768 230 914", "uid", ["698827017768230914"]),
    ("UID numaram şu: 698827017768230914", "uid", ["698827017768230914"]),
    ("提币 ID：282739355", "withdrawal_id", ["282739355"]),
    ("출금 ID: 282739355", "withdrawal_id", ["282739355"]),
    ("QQ号12345678 可联系", "contact", ["qq:12345678"]),
    ("Telegram t.me/john_doe99", "contact", ["telegram:@john_doe99"]),
    ("Got a mail from noreply@okx-verify.example saying I am locked", "suspect", ["noreply@okx-verify.example"]),
    ("An 'OKX support' guy on telegram @okx_support_24 wrote, is that you?", "suspect", ["@okx_support_24"]),
    ("收到短信说我的账户被冻结，发送号码 106900001234，是真的吗", "suspect", ["106900001234"]),
]


@pytest.mark.parametrize(("text", "kind", "wanted"), NUMBERS, ids=[t[:16] for t, _, _ in NUMBERS])
def test_what_a_number_or_name_is(text: str, kind: str, wanted: list[str]) -> None:
    found = whole(text)
    kinds = ("uid", "withdrawal_id", "phone", "contact", "suspect", "email")
    assert {k: values(found, k) for k in kinds if values(found, k)} == {kind: wanted}


HEADS = [
    "On Tue, Nov 17, 2026 at 10:00 AM Support <s@desk.example> wrote:\n> What did you see?",
    (
        '------------------ 原始邮件 ------------------\n发件人: "客服"<s@desk.example>\n'
        "发送时间: 2026年11月15日 20:44\n"
        '收件人: "我"<me@home.example>\n主题: 您的工单\n\n请补充：截图。'
    ),
    (
        "-----Original Message-----\nFrom: Support <s@desk.example>\nSent: Tuesday, November 17, 2026 10:00 AM\n"
        "To: Joe <me@home.example>\nSubject: RE: case\n\nPlease send a screenshot."
    ),
    "вт, 17 нояб. 2026 г. в 10:00, Support <s@desk.example>:\n> пришлите скриншот",
    "El mar, 17 nov 2026 a las 10:00, Support (<s@desk.example>) escribió:\n> envíe una captura",
]


@pytest.mark.parametrize("quote", HEADS, ids=[q[:12] for q in HEADS])
def test_the_head_of_a_quoted_letter_is_no_fact(quote: str) -> None:
    found = whole(f"here it is\n\n{quote}", subject="Re: case")
    assert {e.kind for e in found.entities} & {"event_time", "email"} == set()


def test_the_head_of_a_forwarded_fraud_stays() -> None:
    text = "Real?\n\n---------- Forwarded message ---------\nFrom: OKX <help@okx-alert.example>\nSubject: Hi\n\nPay."
    assert values(whole(text, subject="Fwd: Hi"), "suspect") == ["help@okx-alert.example"]


@pytest.mark.parametrize(
    "text",
    [
        "hello\n\nKind regards,\nJoe\n" + "T +44 7700 900123 " * 6000,
        "\n".join(f"> your UID?\n123456{i:06}" for i in range(4000)),
        "\n\n".join(f"Joe Ltd\nT 020 7946 {i:04}" for i in range(4000)),
        "他说“放心转" * 15_000,
        "3만 1천 4백 2만 " * 8000,
        "那笔2400 " * 15_000,
        "12:30 call " * 12_000,
    ],
    ids=["signature", "quotes", "cards", "speech", "scales", "pointers", "clocks"],
)
def test_hostile_mails_take_a_bounded_time(text: str) -> None:
    mail = parse(b"Subject: Re: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode())
    start = time.process_time()
    extract(mail, DEFAULT, received_at=NOW)
    assert time.process_time() - start < 5


def test_an_address_of_the_desk_is_none_of_the_customers() -> None:
    found = whole("I wrote to account@desk.example twice, my account is under joe@home.example")
    assert values(found, "email") == ["joe@home.example"]
