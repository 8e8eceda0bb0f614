"""What the words beside a number or a name make of it: tags, chains, contracts, tickets, telephones, messengers."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found, read


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Sent 220 XRP and left the destination tag empty. It should have been 104417723.", "104417723"),
        ("Sent 500 XRP without the destination tag. Your page says it should be 2093311.", "2093311"),
        ("Mandé XRP y se me pasó el tag, recién ahora vi que ustedes piden uno: 1184427.", "1184427"),
        ("Mandei 700 XRP e esqueci a tag, que é 10445921.", "10445921"),
        ("Отправил 90 TON без мемо, надо было указать 55120981.", "55120981"),
        ("宛先タグを入れ忘れました。本来は 33091284 のはずです。", "33091284"),
        ("태그 없이 리플 보냈어요. 적었어야 하는 번호는 77120934 입니다.", "77120934"),
        ("EOS忘记填memo了，看教程才知道要填你们页面上那串 99120834", "99120834"),
    ],
)
def test_a_tag_that_should_have_been_entered(text: str, tag: str) -> None:
    assert found(text, "memo_tag") == [tag]


@pytest.mark.parametrize(
    "text",
    [
        "I forgot the memo. My withdrawal was 5 days ago. Flight 7712093 was late.",
        "Tag me in the reply, building 55120 must be evacuated",
    ],
)
def test_a_number_without_such_words_is_no_tag(text: str) -> None:
    assert found(text, "memo_tag") == []


@pytest.mark.parametrize(
    ("text", "networks"),
    [
        ("Bridged 0.5 ETH on optimism, not arrived", {"OPTIMISM"}),
        ("Withdrew btc over lightning, the invoice expired", {"LIGHTNING"}),
        ("Em rút 200 USDT qua TON chưa về", {"TON"}),
        ("I sent 400 USDC via base to my address", {"BASE"}),
        ("usdt 冲错了 网络是arb 拿的是op的充值地址", {"ARBITRUM", "OPTIMISM"}),
        ("1.8姨太 从base过来的", {"BASE"}),
        ("我走arb转了300u到欧易 地址是bsc的", {"ARBITRUM", "BEP20"}),
        ("Отправил usdt через тон, на адрес в сети трон", {"TON", "TRC20"}),
        ("Mandei 100 usdc pela base e outro pela solana", {"BASE", "SOL"}),
        ("Envié 50 usdt por polygon en vez de por tron", {"POLYGON", "TRC20"}),
        ("300 USDT yolladım, ağ olarak avalanche seçtim", {"AVAXC"}),
        ("USDCをベース経由で送金、アドレスはソラナのアドレスでした", {"BASE", "SOL"}),
        ("솔라나로 USDC 보냈습니다. 주소는 베이스 주소였어요", {"SOL", "BASE"}),
        ("My base salary is 3000 USDT, and en base a eso", set()),
        ("Sold 300 USDT, short on ETH and long on BNB", set()),
        ("arb充值没到 300U", set()),
    ],
)
def test_chains_by_their_short_names(text: str, networks: set[str]) -> None:
    assert set(found(text, "network")) == networks


@pytest.mark.parametrize(
    ("text", "contract"),
    [
        ("币本位BTC永续爆仓了", "BTC-USD-SWAP"),
        ("My coin-margined ETH perpetual was liquidated", "ETH-USD-SWAP"),
        ("Обратный бессрочный контракт BTC: ликвидация", "BTC-USD-SWAP"),
        ("Ликвидировали лонг по бессрочному SOLUSDT", "SOL-USDT-SWAP"),
        ("Liquidaron mi perpetuo ETHUSDT anoche", "ETH-USDT-SWAP"),
        ("Vadeli BTCUSDT pozisyonum tasfiye oldu", "BTC-USDT-SWAP"),
        ("BTC/USDTの無期限契約でロスカット", "BTC-USDT-SWAP"),
        ("现货BTCUSDT挂单不成交", "BTC-USDT"),
    ],
)
def test_contracts_by_the_word_beside(text: str, contract: str) -> None:
    assert found(text, "instrument") == [contract]


@pytest.mark.parametrize(
    "text",
    [
        "Case 4471902 is open since 14 February, before that it was 4468817.",
        "工单 20418840 没人回，之前还有一个 20417733",
        "Обращение 20418841 закрыли, до этого было 20418002, ответа нет",
    ],
)
def test_an_earlier_ticket_looks_like_the_later(text: str) -> None:
    assert len(found(text, "ticket_id")) == 2


@pytest.mark.parametrize(
    ("text", "date", "phones"),
    [
        ("Troquei de celular, meu número era (11) 98765-1122 e agora é 11 97654 3321", "2026-03-12T10:00-03:00", 2),
        ("Số cũ em mất rồi 0912.345.678, số mới 0987 654 321", "2026-03-12T10:00+07:00", 2),
        ("Tài khoản Vietcombank 0071 0012 3456 bị phong tỏa", "2026-03-12T10:00+07:00", 0),
        ("Empresa CNPJ 12.345.678/0001-95, IBAN ES91 2100 0418 4502 0005 1332", "2026-03-12T10:00+01:00", 0),
    ],
)
def test_telephones_of_a_country(text: str, date: str, phones: int) -> None:
    assert len(found(text, "phone", date=date)) == phones


@pytest.mark.parametrize(
    ("text", "contact"),
    [("加我Q 2250914467 也行", "qq:2250914467"), ("联系我扣 88123409", "qq:88123409")],
)
def test_qq_by_its_letter(text: str, contact: str) -> None:
    assert found(text, "contact") == [contact]
    assert found(text, "phone") == []


def test_who_bears_the_desks_name_is_a_suspect() -> None:
    text = "有个自称你们风控部的找我，那人企业微信名叫 OKX-风控专员08，账号是 @okx_kefu09 。"
    facts = {(e.kind, e.value) for e in read(text).entities}
    assert {("suspect", "OKX-风控专员08"), ("suspect", "@okx_kefu09")} <= facts
    assert not any(kind == "contact" for kind, _ in facts)


def test_a_withdrawal_by_its_sign() -> None:
    assert found("Вывел 300 USDT, № 44871206, висит в обработке", "withdrawal_id") == ["44871206"]


@pytest.mark.parametrize(
    ("text", "date", "phones"),
    [
        ("My registered mobile 98100 00417 is lost, new no. 98110 22331", "2026-03-12T10:00+05:30", 2),
        ("Best number is (415) 555-0132, or 415.555.0187", "2026-03-12T10:00-05:00", 2),
        ("携帯 090 1234 5678 です。会社の代表番号 03-1234-5678 にはかけないでください。", "2026-03-12T10:00+09:00", 1),
        ("010-1111-2222 말고 010-8765-4321로 연락주세요", "2026-03-12T10:00+09:00", 1),
        ("麻煩打 6123 4567 搵我,唔好打公司電話 2123 4567", "2026-03-12T10:00+08:00", 1),
    ],
)
def test_where_the_customer_is_not_to_be_called(text: str, date: str, phones: int) -> None:
    assert len(found(text, "phone", date=date)) == phones


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("出金(受付番号44871203)が処理中のままです", "withdrawal_id", "44871203"),
        ("출금건 44871203 번 계속 대기중입니다", "withdrawal_id", "44871203"),
        ("O saque nº 44.871.203 continua pendente", "withdrawal_id", "44871203"),
        ("I was given reference OKX-4471902 by chat, nothing since.", "ticket_id", "OKX-4471902"),
        ("Em đã gửi yêu cầu, mã số 20418845, chưa ai trả lời", "ticket_id", "20418845"),
        ("先日の問い合わせ（受付No.20418847）の件、進捗いかがでしょうか", "ticket_id", "20418847"),
        ("Account registered under jdoe (at) mail (dot) example", "email", "jdoe@mail.example"),
        ("Mi orden de Binance 28471190342 no, la de ustedes 3204998871234509824 sí", "order_id", "3204998871234509824"),
        ("uid 613400918827 364510 （复制的）", "uid", "613400918827364510"),
        ("账户ID：613,400,918,827,364,510", "uid", "613400918827364510"),
    ],
)
def test_numbers_as_people_set_them(text: str, kind: str, value: str) -> None:
    assert found(text, kind) == [value]
