"""Facts beside the money: tickets, police numbers, errors, telephones, suspects, sub-accounts, networks, in letters of
our own that were written before the first of them was tried."""

from __future__ import annotations

import re

import pytest

from tests.triage.extract.reading import found, letter, read

TICKETS = [
    ("案件 20418837 還是沒有下文，請問何時處理？", "20418837"),
    ("关于案件20418838，我已经等了两个星期。", "20418838"),
    ("Cho em hỏi yêu cầu 20418839 đến đâu rồi ạ?", "20418839"),
    ("I am writing again about request 20418840, nobody has answered.", "20418840"),
    ("Пишу второй раз по обращению 20418841, ответа нет.", "20418841"),
    ("Запрос 20418842 висит уже неделю.", "20418842"),
    ("20418843 numaralı talebim için hâlâ dönüş olmadı.", "20418843"),
    ("Sigo sin respuesta a la solicitud 20418844 de la semana pasada.", "20418844"),
    ("Continuo à espera de resposta ao pedido de suporte 20418845.", "20418845"),
    ("先週の問い合わせ 20418846 の件、まだ返事がありません。", "20418846"),
    ("문의 20418847 건 아직 답변이 없습니다.", "20418847"),
    ("My enquiry (ref. 20418848) is three weeks old now.", "20418848"),
]
POLICE = [
    ("I complained at the cyber portal, acknowledgement number 20911260012345.", "20911260012345"),
    ("I filed on cybercrime.gov.in, ack no. 20911260012346, please act.", "20911260012346"),
    ("Заявление принято, КУСП № 5512 от 3 марта.", "КУСП № 5512"),
    ("В полиции зарегистрировали: КУСП 7718/26.", "7718/26"),
    ("FIR No. 214/2026 was registered at Andheri police station.", "214/2026"),
    ("Registré la denuncia 4471-2026 en la comisaría.", "4471-2026"),
]
ERRORS = [
    ("Every private call answers:\n\n50111 Invalid OK-ACCESS-KEY\n\nWhat now?", "50111 Invalid OK-ACCESS-KEY"),
    ("На каждый запрос приходит:\n50113 Invalid Sign\nКлюч новый.", "50113 Invalid Sign"),
    (
        "下单一直失败，返回：\n51008 Order failed. Insufficient USDT balance\n余额是够的。",
        "51008 Order failed. Insufficient USDT balance",
    ),
    ("The bot only logs\n\nError 50102: Timestamp request expired\n\nand stops.", "Timestamp request expired"),
    ('El servidor contesta {"code":"50119","msg":"API key doesn\'t exist"} siempre.', "API key doesn't exist"),
]
NO_ERRORS = [
    "客服只会说“请您耐心等待，理解市场风险”。",
    "The fake platform says “account locked until the deposit of 5,000 is paid” and told me to pay. I was scammed.",
    "Мошенники, их площадка пишет «вывод отклонён до оплаты налога». Помогите, это обман.",
]
PHONES_OF_OTHERS = [
    ("A man phoned me from +44 20 7946 0112 and said he was from your fraud team. It was a scam.", "+442079460112"),
    ("Me escribieron por WhatsApp (número +34 600 000 112, una tal Lucía) y me estafaron.", "+34600000112"),
    ("Hoy me llamó desde el 910 000 377 un señor que decía ser de OKX y me engañó.", "910000377"),
    ("Me ligaram do número +55 11 90000-4112 dizendo ser da OKX, era golpe.", "+5511900004112"),
    ("Мне позвонили с номера +7 495 000-31-12, представились вашей службой безопасности. Мошенники.", "+74950003112"),
    ("Biri beni 0850 000 41 12 numarasından aradı, OKX'ten olduğunu söyledi, dolandırıldım.", "08500004112"),
    ("骗子用 +852 9000 4112 打给我，说是欧易客服。", "+85290004112"),
    ("「OKXサポート」と名乗る男から 050-0000-4112 で電話があり、詐欺でした。", "05000004112"),
]
NICKS = [
    ('Someone called "OKX_Help_Desk" answered my tweet and it was a scam.', "OKX_Help_Desk"),
    ("推特上一个叫“okx_vip_kefu”的人私信我，骗走了我的密码。", "okx_vip_kefu"),
    ("В телеграме написал «okx_support_ru» и обманул меня.", "okx_support_ru"),
]
LINKS = [
    ("I got a mail sending me to okx-verify dot com, is this phishing?", "okx-verify.com"),
    ("I entered my password on okx-login[.]com, a fake site.", "okx-login.com"),
    ("钓鱼网站是 okx-safe(.)top ，我填了密码。", "okx-safe.top"),
    ("Это фишинг? hxxps://okx-bonus[.]xyz/claim", "okx-bonus.xyz/claim"),
]
WITHDRAWALS = [
    ("I made a withdrawal of 900 USDC over Base (no. 190048112), the address is wrong.", "190048112"),
    ("My withdrawal of 2 ETH (ID 190048113) is stuck.", "190048113"),
    ("我提了 500 USDT（编号190048114），地址填错了。", "190048114"),
    ("Вывел 700 USDT (№ 190048115), адрес неверный.", "190048115"),
    ("Hice un retiro de 300 USDT (nº 190048116) y no llega.", "190048116"),
]
NETWORKS = [
    ("I withdrew 900 USDC over Base to my wallet.", "BASE"),
    ("Sent 40 USDC via Base, not arrived.", "BASE"),
    ("Mandei 50 USDC pela Base e não chegou.", "BASE"),
    ("I sent 3 sol from phantom, solscan says success.", "SOL"),
    ("Bridged on Base, then sent 100 USDC to you.", "BASE"),
]
COINS = [
    ("i sent sol from phantom and nothing came", "SOL"),
    ("transferred my sui from ledger wallet yesterday", "SUI"),
    ("mandé ton desde tonkeeper y no aparece", "TON"),
    ("withdrew my dot to polkadot.js wallet, not there", "DOT"),
]
NO_COINS = ["there are ton of problems with the sol of my shoe", "el sol sale y son las dos", "please link my account"]
SUBS = [
    ("Работают два суб-аккаунта: mmdesk01 и mmdesk02. Ошибка только у второго.", "mmdesk01"),
    ("По суб-аккаунту «mmdesk03» не проходит ни один запрос.", "mmdesk03"),
    ("子账户（mmdesk04）的API一直报错。", "mmdesk04"),
    ("The sub-account in question, mmdesk05, cannot trade.", "mmdesk05"),
    ("A subconta chamada mmdesk06 não consegue negociar.", "mmdesk06"),
]


@pytest.mark.parametrize(("text", "value"), TICKETS)
def test_a_number_after_a_word_for_a_case_is_the_tickets(text: str, value: str) -> None:
    assert found(text, "ticket_id") == [value]
    assert found("-", "ticket_id", subject=text) == [value]


@pytest.mark.parametrize(("text", "value"), POLICE)
def test_what_the_police_gave_is_kept_with_its_register(text: str, value: str) -> None:
    assert found(text, "police_case_no") == [value]


@pytest.mark.parametrize(("text", "value"), ERRORS)
def test_a_line_with_a_code_and_its_words_is_the_error(text: str, value: str) -> None:
    assert [v for v in found(text, "error_message") if v.endswith(value)] == found(text, "error_message") != []


@pytest.mark.parametrize("text", NO_ERRORS)
def test_what_people_and_frauds_say_is_no_error(text: str) -> None:
    assert found(text, "error_message") == []


@pytest.mark.parametrize(("text", "value"), PHONES_OF_OTHERS)
def test_the_number_of_a_fraud_is_a_suspect_and_nobodys_telephone(text: str, value: str) -> None:
    assert found(text, "suspect") == [value]
    assert found(text, "phone") == []


@pytest.mark.parametrize(("text", "value"), [*NICKS, *LINKS])
def test_a_name_or_a_page_that_imitates_the_desk_is_a_suspect(text: str, value: str) -> None:
    assert [v.removeprefix("hxxps://").replace("[.]", ".") for v in found(text, "suspect")] == [value]


@pytest.mark.parametrize(("text", "value"), WITHDRAWALS)
def test_a_number_in_brackets_behind_a_withdrawal_is_its_number(text: str, value: str) -> None:
    assert found(text, "withdrawal_id") == [value]


@pytest.mark.parametrize(("text", "value"), NETWORKS)
def test_a_network_after_a_word_for_the_way_is_named(text: str, value: str) -> None:
    assert set(found(text, "network")) == {value}


@pytest.mark.parametrize(("text", "value"), COINS)
def test_a_coin_in_small_letters_counts_where_it_is_sent(text: str, value: str) -> None:
    assert set(found(text, "coin")) == {value}


@pytest.mark.parametrize("text", NO_COINS)
def test_a_word_that_only_looks_like_a_coin_is_none(text: str) -> None:
    assert found(text, "coin") == []


@pytest.mark.parametrize(("text", "value"), SUBS)
def test_sub_accounts_by_their_names(text: str, value: str) -> None:
    assert value in found(text, "sub_account")


def test_the_key_beside_a_secret_and_a_passphrase_is_hidden() -> None:
    text = (
        "Here they are:\nkey 1f0c9a52-7be3-4a1d-9c41-22b6a7d4e9f0\nsecret 5D1A0C7E9B3F48260A8E7C3D1B5F9264\n"
        "passphrase Osprey_44#reef"
    )
    secrets = {text[slice(*s.span)] for s in read(text).secrets}
    assert secrets == {"1f0c9a52-7be3-4a1d-9c41-22b6a7d4e9f0", "5D1A0C7E9B3F48260A8E7C3D1B5F9264", "Osprey_44#reef"}
    assert letter(text).text == text


MIXED = [
    ("Withdrawal request 190048112 is stuck for two days.", {"withdrawal_id": ["190048112"]}),
    ("Заявка на вывод 190048113 висит.", {"withdrawal_id": ["190048113"]}),
    ("Solicitud de retiro 190048114 pendiente.", {"withdrawal_id": ["190048114"]}),
    ("Yêu cầu rút 190048115 chưa xong.", {"withdrawal_id": ["190048115"]}),
    ("Çekim talebi 190048116 beklemede.", {"withdrawal_id": ["190048116"]}),
    ("出金申請 190048117 がまだです。", {"withdrawal_id": ["190048117"]}),
    ("I request 500000 USDT limit increase, UID 560703434212466855.", {"uid": ["560703434212466855"], "ticket_id": []}),
    ("Case closed in 2025, please reopen.", {"ticket_id": []}),
    ("Re: your reply on complaint no. 30551877, I disagree.", {"ticket_id": ["30551877"]}),
    ("关于之前的咨询（编号30551878），还没有回复。", {"ticket_id": ["30551878"]}),
    ("之前客服给的单号 30551879 一直没处理，投诉你们客服。", {"ticket_id": ["30551879"]}),
    ("¿Hay novedades del caso número 30551880?", {"ticket_id": ["30551880"]}),
    ("Chamado 30551881 aberto há 10 dias sem retorno.", {"ticket_id": ["30551881"]}),
    ("Protocolo nº 30551882 sem resposta.", {"ticket_id": ["30551882"]}),
    ("受付番号 30551883 の件です。", {"ticket_id": ["30551883"]}),
    ("접수번호 30551884 답변 부탁드립니다.", {"ticket_id": ["30551884"]}),
    ("Номер обращения: 30551885. Жду.", {"ticket_id": ["30551885"]}),
    ("Başvuru numaram 30551886, cevap yok.", {"ticket_id": ["30551886"]}),
    ("Mã yêu cầu hỗ trợ của em là 30551887.", {"ticket_id": ["30551887"]}),
    ("Your ticket #30551888 says closed.", {"ticket_id": ["30551888"]}),
    ("I got SR-30551889 as a number for my case.", {"ticket_id": ["SR-30551889"]}),
    ("Complaint filed at the police cyber cell, complaint no. 21211250012345.", {"police_case_no": ["21211250012345"]}),
    ("已报警，回执编号：2026110700123。", {"police_case_no": ["2026110700123"]}),
    ("경찰에 신고했고 접수번호는 2026-0112233 입니다.", {"police_case_no": ["2026-0112233"]}),
    ("公安报案，受案登记表编号 京公海受案字〔2026〕00123号", {"police_case_no": ["京公海受案字〔2026〕00123号"]}),
    ("Savcılık soruşturma no 2026/55012.", {"police_case_no": ["2026/55012"]}),
    ("Đã trình báo công an, số tiếp nhận 0123/TB-CA.", {"police_case_no": ["0123/TB-CA"]}),
    ("i bought btc for 300 usd and sent to ledger", {"coin": ["BTC"]}),
    ("my btc is gone from my account", {"coin": ["BTC"]}),
    ("перевёл ton с tonkeeper, не пришло", {"coin": ["TON"]}),
    ("em gửi sol từ phantom mà chưa thấy", {"coin": ["SOL"]}),
    ("我转了 ton 过来没到", {"coin": ["TON"]}),
    ("gönderdim 20 sui gelmedi", {"coin": ["SUI"]}),
    ("Saqué USDC por Base y no llegó", {"network": ["BASE"]}),
    ("Вывел USDC через Base, не пришло", {"network": ["BASE"]}),
    ("通过Base网络提了100USDC没到", {"network": ["BASE"]}),
    ("Base로 100 USDC 출금했는데 안 와요", {"network": ["BASE"]}),
    ("I sent 100 USDC to the Base URL of your API docs example", {"network": []}),
    ("basescan shows the tx as success, 100 USDC", {"network": ["BASE"]}),
    ("Is support-okx dot net yours? They mailed me.", {"suspect": ["support-okx.net"]}),
    ("这个网站 okx-vip点com 是你们的吗？", {"suspect": ["okx-vip.com"]}),
    ("El enlace era okx(punto)promo-es(punto)com, ¿es estafa?", {"suspect": ["okx.promo-es.com"]}),
    ("Мне писал @okx_help_ru в телеграме, это мошенник?", {"suspect": ["@okx_help_ru"]}),
    ("Tôi bị số 0900 000 555 gọi xưng là nhân viên OKX lừa đảo.", {"suspect": ["0900000555"], "phone": []}),
    (
        "사기꾼이 010-0000-7788 번호로 전화했어요. 제 번호는 010-0000-1122 입니다.",
        {"suspect": ["01000007788"], "phone": ["01000001122"]},
    ),
    ("Sub-account: algo_team_7 gets 50011 Rate limit reached.", {"sub_account": ["algo_team_7"]}),
    ("Наш субаккаунт desk-eu-2 не видит депозит.", {"sub_account": ["desk-eu-2"]}),
    ("サブアカウント「tokyo02」のAPIが使えません。", {"sub_account": ["tokyo02"]}),
    (
        "Error:\n51121 Order quantity must be a multiple of the lot size.\nPlease help",
        {"error_message": ["51121 Order quantity must be a multiple of the lot size"]},
    ),
    (
        "画面に「本人確認に失敗しました。もう一度お試しください」と出ます。",
        {"error_message": ["本人確認に失敗しました。もう一度お試しください"]},
    ),
    (
        'App shows "Network busy, try again later (Code 1002)".',
        {"error_message": ["Network busy, try again later (Code 1002)"]},
    ),
]
"""A second set, written after the first was mended: text, and by kind all that is in it."""


@pytest.mark.parametrize(("text", "values"), MIXED)
def test_each_kind_in_a_sentence_of_its_own(text: str, values: dict[str, list[str]]) -> None:
    kinds = {kind: {re.sub(r"[ +-]", "", v) for v in found(text, kind)} for kind in values}
    assert kinds == {kind: {re.sub(r"[ +-]", "", v) for v in wanted} for kind, wanted in values.items()}
