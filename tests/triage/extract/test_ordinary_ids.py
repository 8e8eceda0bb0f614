"""Numbers as people write them in ordinary mails: earlier tickets, tags and hashes that others took the place of."""

from __future__ import annotations

import pytest

from mailbot.model.mail import Fold
from tests.triage.extract.reading import found

_OLD = "3f8e2a7b9c1d4e6f8a0b2c4d6e8f0a1b3c5d7e9f1a3b5c7d9e1f3a5b7c9d1e3f"
_NEW = "8a0b2c4d6e8f0a1b3c5d7e9f1a3b5c7d9e1f3a5b7c9d1e3f3f8e2a7b9c1d4e6f"


@pytest.mark.parametrize(
    "text",
    [
        "The chat reference 20418840 has not been answered",
        "I was told my reference is 20418840 by your live chat",
        "I already wrote on Monday, ref: 20418840",
        "之前客服给的编号是20418840",
        "前天提交过申诉，编号20418840，没有结果",
        "サポートの受付番号は20418840です",
        "先日チャットで相談した件（番号20418840）です",
        "상담 번호 20418840 로 문의했었습니다",
        "Обращался в чат, номер чата 20418840",
        "По заявке 20418840 нет ответа",
        "Mã số hỗ trợ: 20418840",
        "Ya escribí antes, referencia 20418840",
        "Número de reporte: 20418840",
        "Mi ticket es el 20418840",
        "Başvuru numaram 20418840",
        "Já abri chamado, número 20418840, e nada",
        "Meu atendimento foi o 20418840",
        "Re: We received your request - 20418840",
    ],
)
def test_a_ticket_by_the_talk_around_it(text: str) -> None:
    assert found(text, "ticket_id") == ["20418840"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("I contacted support about order number 251130121544210012", "order_id", "251130121544210012"),
        ("I wrote to support twice, my phone number 0912345678", "phone", "0912345678"),
        ("I asked support about withdrawal number 88213047", "withdrawal_id", "88213047"),
        ("客服说提币单号88213047已经处理", "withdrawal_id", "88213047"),
        ("The support chat told me to send the account number 51820473", "uid", "51820473"),
        ("заявка на вывод, номер 88213047", "withdrawal_id", "88213047"),
        ("88213047 numaralı çekim talebim beklemede", "withdrawal_id", "88213047"),
    ],
)
def test_other_numbers_beside_talk_with_the_desk(text: str, kind: str, value: str) -> None:
    assert found(text, kind) == [value]
    assert found(text, "ticket_id") == []


def test_what_follows_a_ticket_in_brackets_does_not_name_it() -> None:
    assert found("Any news?", "ticket_id", subject="Re: [#20418840] Withdrawal delayed") == ["20418840"]
    assert found("那边客服（他们的工单号 CS-20260117-0092）说已经发出", "ticket_id") == []


@pytest.mark.parametrize(
    "text",
    [
        "I put tag 104552 instead of 1045527",
        "mistyped the destination tag: I put 104552 and the one OKX gives me is 1045527",
        "标签填成了104552，正确的是1045527",
        "タグを104552と入力してしまい、正しくは1045527でした",
        "태그를 104552로 잘못 넣었고 맞는 건 1045527 입니다",
        "Указал тег 104552 вместо 1045527",
        "Nhập memo 104552 thay vì 1045527",
        "Puse el tag 104552 en vez de 1045527",
        "Memo kısmına 104552 yazdım, doğrusu 1045527",
        "Coloquei o memo 104552 em vez de 1045527",
    ],
)
def test_a_wrong_tag_and_the_right_one(text: str) -> None:
    assert found(text, "memo_tag") == ["104552", "1045527"]


@pytest.mark.parametrize(
    "text",
    [
        f"I sped up the transaction: old txid {_OLD}, new txid {_NEW}",
        f"Low fee, txid {_OLD}. I bumped it and what confirmed is {_NEW}",
        f"The hash is {_NEW}, which replaced {_OLD}",
        f"El hash {_OLD} fue reemplazado (RBF) por {_NEW}",
        f"加速后原哈希{_OLD}作废，新的是{_NEW}",
        f"Старый хеш {_OLD}, новый {_NEW}",
        f"hash cũ {_OLD}, hash mới {_NEW}",
    ],
)
def test_a_hash_that_another_replaced(text: str) -> None:
    assert found(text, "tx_hash") == [_NEW]


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("Üyelik numaram 547859473490537403", "uid", ["547859473490537403"]),
        (
            "I have two accounts: 518204733910284456 and 630011223344556677",
            "uid",
            ["518204733910284456", "630011223344556677"],
        ),
        ("我的委托 2754881029384756224 没有成交", "order_id", ["2754881029384756224"]),
        ("그리드봇 1938475610293847561 이 멈췄어요", "algo_id", ["1938475610293847561"]),
        ("copy trading ID 1938475610293847561", "algo_id", ["1938475610293847561"]),
        ("提现记录编号 88213047", "withdrawal_id", ["88213047"]),
        ("서브계정 이름 mybot_kr", "sub_account", ["mybot_kr"]),
        ("on discord all night treM#0042", "contact", ["discord:treM#0042"]),
        ("I'm on Discord as kev.lin", "contact", ["discord:kev.lin"]),
        ("que também é meu zap. E-mail da conta t@casa.example", "contact", []),
        ("ĐT: 0236 000 1188, nạp XRP không có tag", "memo_tag", []),
    ],
)
def test_words_of_everyday(text: str, kind: str, values: list[str]) -> None:
    assert found(text, kind) == values


@pytest.mark.parametrize(
    "text",
    [
        "Withdrawn from Bybit, withdrawal id 9988776655",
        "从币安提到欧易，提币单号9988776655",
        "Вывел с Bybit на OKX, ID вывода 9988776655",
        "Rút từ Binance sang OKX, mã rút 9988776655",
        "Binance'ten OKX'e çektim, çekim no 9988776655",
        "バイビットからOKXへ出金、出金ID 9988776655",
        "업비트에서 OKX로 출금, 출금번호 9988776655",
    ],
)
def test_a_withdrawal_from_another_house(text: str) -> None:
    assert found(text, "withdrawal_id") == []


@pytest.mark.parametrize(
    "text",
    [
        "I withdrew to Binance, withdrawal id 88213047",
        "提到币安，提币单号88213047",
        "Retiré de OKX a Binance, ID de retiro 88213047",
        "OKX에서 업비트로 출금했습니다. 출금번호 88213047",
    ],
)
def test_a_withdrawal_to_another_house(text: str) -> None:
    assert found(text, "withdrawal_id") == ["88213047"]


@pytest.mark.parametrize(
    "text",
    [
        "Stop loss 1938475610293847561 did not trigger",
        "止盈单 1938475610293847561 没有触发",
        "стоп-лосс 1938475610293847561 не сработал",
        "lệnh stop loss 1938475610293847561 không kích hoạt",
        "orden stop loss 1938475610293847561 no se activó",
        "손절 주문 1938475610293847561 이 발동되지 않았어요",
    ],
)
def test_an_order_that_waits_for_a_price(text: str) -> None:
    assert found(text, "algo_id") == ["1938475610293847561"]


def test_both_is_no_bot() -> None:
    text = "Orders 251130121544210012 and 251130121544210099 are both unpaid"
    assert found(text, "order_id") == ["251130121544210012", "251130121544210099"]


@pytest.mark.parametrize("name", ["mk", "pass", "pin", "clave"])
def test_a_mailbox_that_is_called_like_a_secret(name: str) -> None:
    assert found(f"E-mail: {name}@house.example", "email") == [f"{name}@house.example"]


def test_the_officer_to_be_reached() -> None:
    assert found("联系人：李警官，0571-12345678", "phone") == ["057112345678"]
    assert found("银行客服 0571-12345678 说已退回", "phone") == []


def test_what_follows_a_telephone_is_no_part_of_it() -> None:
    assert found("账号被盗，请马上冻结。手机 13800007719 24小时都能接。", "phone") == ["13800007719"]
    assert found("Мой номер +7 900 000-00-17, 2 раза звонил", "phone") == ["+79000000017"]


def test_a_footer_holds_nothing_of_the_customers() -> None:
    text = (
        "Quisiera saber qué documentos hacen falta.\n\nUn saludo,\nNuria\n\nEste mensaje y sus adjuntos son"
        " confidenciales. Si lo ha recibido por error, elimínelo. dpd@ayto.example - Tel. 900 000 341"
    )
    folds = (Fold(kind="footer", start=text.index("Este"), end=len(text)),)
    assert found(text, "phone", folds=folds) == []
    assert found(text, "email", folds=folds) == []


def test_the_hash_that_was_replaced_by_another_is_not_the_case() -> None:
    text = f"First txid was {_OLD} but it was stuck so I bumped the fee and it got replaced by {_NEW}"
    assert found(text, "tx_hash") == [_NEW]


def test_an_algorithms_order_by_its_japanese_name() -> None:
    assert found("アルゴ注文番号 3014644255954590720", "algo_id") == ["3014644255954590720"]
