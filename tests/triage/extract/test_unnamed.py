"""Numbers that no cue names, by what the sentence says of them."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found, read

A = "583331076231930417"
W = "190048112"

UIDS = [
    f"盲盒还没到账。我{A}",
    f"リワードが来ません。私 {A}",
    f"보상이 안 왔어요. 저는 {A}",
    f"Бонус не пришёл. Я {A}",
    f"não recebi o prêmio, eu sou {A}",
    f"ödül gelmedi, ben {A}",
    f"On the back of the card he wrote OKX and the number {A}.",
    f"En su libreta pone OKX y el número {A}.",
    f"Trong sổ có ghi OKX và số {A}.",
]


@pytest.mark.parametrize("text", UIDS)
def test_a_bare_number_is_the_account_where_the_writer_or_the_desk_is_named(text: str) -> None:
    assert found(text, "uid") == [A]


WITHDRAWALS = [
    f"Pedí un retiro el lunes y sigue en revisión. El número que aparece es {W}.",
    f"My withdrawal hangs since Monday. The number shown is {W}.",
    f"Meu saque não sai. O número que aparece na tela: {W}",
    f"출금이 안 됩니다. 화면에 나오는 번호는 {W} 입니다.",
    f"Вывод висит. Номер, который показывает: {W}",
    f"提币一直没到，上面的号码是{W}",
    f"Çekim beklemede, görünen numara {W}",
]


@pytest.mark.parametrize("text", WITHDRAWALS)
def test_the_number_that_is_shown_is_that_of_the_withdrawal_spoken_of(text: str) -> None:
    assert found(text, "withdrawal_id") == [W]


NEITHER = [
    (f"The trade {A} was fine", "uid"),
    (f"我朋友{A}", "uid"),
    (f"the number {A} was on the wall", "uid"),
    ("call me 07700900417", "uid"),
    (f"The number shown is {W}", "withdrawal_id"),
    (f"My UID is {A}. I 679829838411839992", "uid"),
]


@pytest.mark.parametrize(("text", "kind"), NEITHER)
def test_what_nothing_says_is_nothing(text: str, kind: str) -> None:
    assert [v for v in found(text, kind) if v != A or "UID" not in text] == []


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("下午1:20下单 260311132007321218 ，钱已经转给卖家", "order_id", ["260311132007321218"]),
        (
            "其中一单：\n1）260228111930793052 8000元\n2）260302164502729484 11500元",
            "order_id",
            ["260228111930793052", "260302164502729484"],
        ),
        ("Paid at noon, 260311120107321218 is the one, nothing released.", "order_id", ["260311120107321218"]),
        ("Something bought long ago, 200311120107321218 on the paper.", "order_id", []),
        ("Thirteenth month, 261311120107321218 on the paper.", "order_id", []),
    ],
)
def test_a_number_that_begins_with_its_second_is_an_order(text: str, kind: str, values: list[str]) -> None:
    assert found(text, kind) == values


def test_a_number_that_is_a_sentence_of_its_own_is_the_account() -> None:
    assert found(f"410 usdt. tron. still pending. why. {A}", "uid") == [A]
    assert found(f"My withdrawal is still pending.\n{A}", "uid") == [A]
    assert found(f"My order id 3026495681358805459 is stuck.\n{A}", "uid") == []


def test_whose_number_stands_in_brackets_after_a_name() -> None:
    text = f"买家（昵称 速达商行，UID {A}）点了已付款，钱没到。我96736496。"
    assert found(text, "uid") == ["96736496"]


@pytest.mark.parametrize(
    "text",
    [
        "卖家说银行在维修，他的LINE是 seller_kk88。LINE ID aming0911",
        "거래 상대 텔레그램 @fastbuy_kr 입니다. 제 텔레그램 @aming0911",
        "The seller does not answer, his telegram @fast_seller. My telegram @aming0911",
    ],
)
def test_the_messenger_of_the_other_side_is_none_of_the_customers(text: str) -> None:
    assert [v.rpartition(":")[2].lstrip("@") for v in found(text, "contact")] == ["aming0911"]


def test_a_case_of_a_report_to_the_police_is_theirs() -> None:
    assert found("165已報案，案號 11411050099。", "police_case_no") == ["11411050099"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("下載鈕按了顯示「系統繁忙」。", "系統繁忙"),
        (
            "Третий раз отклоняют второй уровень: «Адрес не соответствует документу».",
            "Адрес не соответствует документу",
        ),
        ("点登陆就说 网络异常请稍后再试 我孙子说不是网络的事", "网络异常请稍后再试"),
    ],
)
def test_the_words_of_a_screen(text: str, said: str) -> None:
    assert found(text, "error_message") == [said]


def test_codes_that_a_word_joins_and_the_id_of_a_key_are_hidden() -> None:
    text = "backup codes 4471-9920 and 8035-1186, type them in for me"
    assert [text[slice(*s.span)] for s in read(text).secrets] == ["4471-9920", "8035-1186"]
    text = "半夜手滑发到群里了。资金密码也是同一张截图里的 861209。目前币没动"
    assert [text[slice(*s.span)] for s in read(text).secrets] == ["861209"]
    assert read("资金密码是什么？订单是 861209 吗").secrets == ()
    key = "2b8f4c7d-11e0-4a6b-8c93-5f0e7d21a944"
    text = f"APIキー名 fuji-bot、キーIDは {key} です。"
    assert [text[slice(*s.span)] for s in read(text).secrets] == [key]
