"""Which number is what, and whose."""

from __future__ import annotations

from functools import cache

import pytest

from mailbot.model.mail import Fold
from mailbot.triage.extract.numbers.patterns import PRESETS, Identifiers, IdentifierSpec
from tests.triage.extract.reading import found, read

A, B = "813297068052634400", "447058923436195845"
ORDER = "1752588852617379840"

UIDS = [
    (f"UID：{A}", [A]),
    (f"我的uid是{A}", [A]),
    ("账号12345678，请查", ["12345678"]),
    (f"{A}是我的账户号", [A]),
    (f"UID{A}", [A]),
    ("ＵＩＤ：１２３４５６７８", ["12345678"]),
    ("UID: 8132\u200b9706\u200b8052", ["813297068052"]),
    ("帳號 987654321 請協助", ["987654321"]),
    (f"UIDは{A}です", [A]),
    ("1527768099 ←私のUIDです", ["1527768099"]),
    (f"제 UID는 {A}입니다", [A]),
    ("아이디 486207390954008", ["486207390954008"]),
    (f"Мой UID {A}", [A]),
    ("ЮИД 106345513", ["106345513"]),
    ("мой номер у вас: 723335518298362227", ["723335518298362227"]),
    (f"uid của mình là {A}", [A]),
    ("mi UID es 352567327", ["352567327"]),
    ("mi cuenta (352567327)", ["352567327"]),
    ("UID'im 5754974908", ["5754974908"]),
    ("157850622872030722 hesabım", ["157850622872030722"]),
    ("minha conta 45777841", ["45777841"]),
    ("O meu UID é o 63581360.", ["63581360"]),
    ("My account number is 701482932086222645", ["701482932086222645"]),
    ("uid-15008325829158", ["15008325829158"]),
    ("my UID is\n12345678", ["12345678"]),
    ("UIDs 11111118, 22222228 and 33333338 are all mine", ["11111118", "22222228", "33333338"]),
    ("填成了自己的UID 552019384", ["552019384"]),
    # whose it is
    (f"商家UID {B}，我的UID {A}", [A]),
    (f"对方的UID是{B}", []),
    (f"seller's UID {B}. Mine is {A}", [A]),
    (f"his uid is {B}, mine {A}", [A]),
    (f"My friend's UID is {B}", []),
    (f"友だちのUIDは {B}、私のUIDは {A} です", [A]),
    (f"판매자 UID {B}, 제 UID {A}", [A]),
    (f"UID продавца {B}, мой {A}", [A]),
    (f"UID của người bán {B}, của mình {A}", [A]),
    (f"El vendedor tiene UID {B}; mi UID {A}", [A]),
    (f"satıcının UID'si {B}, benim UID {A}", [A]),
    (f"o UID do comprador é {B} e o meu é {A}", [A]),
    (f"my Binance UID is 330512847, OKX UID {A}", [A]),
    (f"币安UID 330512847，欧易UID {A}", [A]),
    (f"мой UID на Bybit 40318827, у вас {A}", [A]),
    (f"업비트 아이디 330512847, OKX UID {A}", [A]),
    # what is none
    ("tradeId 552810934", []),
    ("bank reference 5528109341", []),
    ("邀请码 44100871", []),
    ("承認番号 30928817", []),
    ("승인번호 30928817", []),
    ("ts 1784631603998", []),
    ("block height 24816632", []),
    ("FAST referansı 20260906164803991120", []),
]


@pytest.mark.parametrize(("text", "wanted"), UIDS, ids=[t for t, _ in UIDS])
def test_the_customers_uid_and_no_other(text: str, wanted: list[str]) -> None:
    assert found(text, "uid") == wanted


OTHERS = [
    (f"订单号{ORDER}，UID {A}", "order_id", [ORDER]),
    (f"order {ORDER} uid {A}", "order_id", [ORDER]),
    (f"ordId={ORDER}", "order_id", [ORDER]),
    ("注文番号は3742625475617602874です", "order_id", ["3742625475617602874"]),
    ("주문번호 260417210344163059", "order_id", ["260417210344163059"]),
    ("Ордер 4909820832236178", "order_id", ["4909820832236178"]),
    ("mã đơn 260701091241506536", "order_id", ["260701091241506536"]),
    ("el pedido 5da9b625-3c76-488b-aa59-d42eb7ccdf97", "order_id", ["5da9b625-3c76-488b-aa59-d42eb7ccdf97"]),
    ("260906164018321463 numaralı P2P siparişi", "order_id", ["260906164018321463"]),
    ("ordem 260531095847697210", "order_id", ["260531095847697210"]),
    (f"Orders {ORDER} (failed) and 3742625475617602874 (ok)", "order_id", [ORDER, "3742625475617602874"]),
    ("策略单号 899505054834307444", "algo_id", ["899505054834307444"]),
    ("Algo ID 783772008291984635", "algo_id", ["783772008291984635"]),
    ("전략번호 899505054834307444", "algo_id", ["899505054834307444"]),
    ("提币单号：82710455", "withdrawal_id", ["82710455"]),
    ("出金番号は 71830042", "withdrawal_id", ["71830042"]),
    ("출금 ID 6650021", "withdrawal_id", ["6650021"]),
    ("withdrawal ID 7734102", "withdrawal_id", ["7734102"]),
    ("çekim no 5510927", "withdrawal_id", ["5510927"]),
    ("標籤 1048573126", "memo_tag", ["1048573126"]),
    ("宛先タグは33018872", "memo_tag", ["33018872"]),
    ("destination tag: 290014477", "memo_tag", ["290014477"]),
    ("no puse el memo (debía ser 1100482937)", "memo_tag", ["1100482937"]),
    ("clOrdId=gridA7f3Sell0091", "client_order_id", ["gridA7f3Sell0091"]),
    ("клиентский id tonDip01", "client_order_id", ["tonDip01"]),
    ("子账户 quantlab07", "sub_account", ["quantlab07"]),
    ("La subcuenta arbCol07 no deja", "sub_account", ["arbCol07"]),
    ("工单号 TK-260804-7719", "ticket_id", ["TK-260804-7719"]),
    ("my ticket 16450007 was closed", "ticket_id", ["16450007"]),
    ("Action Fraud reference NFRC260302118", "police_case_no", ["NFRC260302118"]),
    ("立案号 杭公（西）立字〔2026〕01187号", "police_case_no", ["杭公（西）立字〔2026〕01187号"]),
    ("Denuncia 4471/26 en la comisaría", "police_case_no", ["4471/26"]),
    ("BTC-USDT-SWAP 爆仓", "instrument", ["BTC-USDT-SWAP"]),
    ("ETH/USDT spot", "instrument", ["ETH-USDT"]),
    ("BTC永续被强平", "instrument", ["BTC-USDT-SWAP"]),
    ("SOLUSDT perp", "instrument", ["SOL-USDT-SWAP"]),
    ("我现在是KYC Lv1，升Lv2失败", "kyc_level", ["1"]),
    ("I am at KYC level 2", "kyc_level", ["2"]),
    ("今はレベル1です。本人確認", "kyc_level", ["1"]),
    ("본인 인증 2단계", "kyc_level", ["2"]),
    ("верификация, сейчас уровень 1", "kyc_level", ["1"]),
    ("verificación nivel 2", "kyc_level", ["2"]),
]


@pytest.mark.parametrize(("text", "kind", "wanted"), OTHERS, ids=[f"{k}: {t}" for t, k, _ in OTHERS])
def test_a_number_is_what_the_words_beside_it_say(text: str, kind: str, wanted: list[str]) -> None:
    assert found(text, kind) == wanted


def test_a_lone_number_is_nothing_until_we_asked_for_it() -> None:
    assert found("12345678", "uid") == []
    assert found("12345678", "uid", asked=("uid",)) == ["12345678"]
    assert found(f"hi, {ORDER} thanks", "order_id", asked=("order_ref",)) == [ORDER]


def test_the_question_in_the_quotation_names_the_answer() -> None:
    text = "> Please tell us your UID\n679829838411839992\n> which network was used\nOptimism"
    folds = (Fold(start=0, end=26, kind="quote"), Fold(start=45, end=70, kind="quote"))
    entities = {(e.kind, e.value, e.where) for e in read(text, folds=folds).entities}
    assert ("uid", "679829838411839992", "text") in entities
    assert ("network", "OPTIMISM", "text") in entities


def test_a_value_in_both_is_reported_once_and_fresh() -> None:
    text = f"My UID {A}\n> UID {A}\n> order {ORDER}"
    folds = (Fold(start=text.index("\n") + 1, end=len(text), kind="quote"),)
    entities = [(e.kind, e.where) for e in read(text, folds=folds).entities]
    assert entities == [("uid", "text"), ("order_id", "quoted")]


def test_an_example_in_our_own_question_is_no_answer() -> None:
    text = "ok\n> 请补充：网络（如TRC20、ERC20）、TxID"
    folds = (Fold(start=3, end=len(text), kind="quote"),)
    assert found(text, "network", folds=folds) == []


def test_a_desk_brings_its_own_identifier() -> None:
    spec = IdentifierSpec(kind="order_id", pattern=r"AB\d{6}", cues={"en": ("booking",)}, normalise="lower")
    own = Identifiers((spec, *PRESETS["okx"]))
    assert found("booking 12345", "order_id", identifiers=own) == []
    assert found("my booking is AB123456, UID 12345678", "order_id", identifiers=own) == ["ab123456"]
    assert found("AB123456 without any word", "order_id", identifiers=own) == []


def test_a_shape_may_be_proof_enough_and_a_check_may_fail() -> None:
    spec = IdentifierSpec(kind="loan_id", pattern=r"L\d{16}", alone=True)
    card = IdentifierSpec(kind="club_id", pattern=r"\d{16}", cues={"en": ("club card",)}, check="luhn")
    own = Identifiers((spec, card, *PRESETS["okx"]))
    assert found("see L4563210184554638 please", "loan_id", identifiers=own) == ["L4563210184554638"]
    rows = [(e.value, e.valid) for e in read("club card 1563210184554637", identifiers=own).entities]
    assert rows == [("1563210184554637", False)]


@pytest.mark.parametrize(
    ("preset", "text", "kind", "value"),
    [
        ("kraken", "order OQCLML-BW3P3-BUCMWZ is stuck", "order_id", "OQCLML-BW3P3-BUCMWZ"),
        ("kraken", "refid QSB7IFM-Q3LT3X-NVAOKE", "withdrawal_id", "QSB7IFM-Q3LT3X-NVAOKE"),
        ("binance", "UID 330512847", "uid", "330512847"),
        ("binance", "P2P订单号 20345678901234567890", "order_id", "20345678901234567890"),
        ("coinbase", "order 5da9b625-3c76-488b-aa59-d42eb7ccdf97", "order_id", "5da9b625-3c76-488b-aa59-d42eb7ccdf97"),
    ],
)
def test_presets_of_other_exchanges(preset: str, text: str, kind: str, value: str) -> None:
    assert found(text, kind, identifiers=_preset(preset)) == [value]


@cache
def _preset(name: str) -> Identifiers:
    return Identifiers(PRESETS[name])


def test_a_pattern_that_is_not_linear_is_refused() -> None:
    with pytest.raises(ValueError, match="identifier uid"):
        Identifiers((IdentifierSpec(kind="uid", pattern=r"(?=\d)\d+"),))
