"""What money was sent to by a transfer inside the house: somebody else's telephone or address, never the customer's."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found

_REACHED = ("phone", "email", "contact", "suspect")


@pytest.mark.parametrize(
    "text",
    [
        "I sent 300 USDT by internal transfer to the phone number +44 7700 900123, but it should be +44 7700 900456.",
        "I sent 300 USDT internally to wrong@home.example instead of right@home.example.",
        "Internal transfer of 900 USDT to my brother, I entered +91 90000 00218, his number is +91 90000 00281",
        "内部转账500U到手机号13800138000，转错人了",
        "站内转账300U，收款人填手机号，本来要填 13900007718，手一抖填成了13900007781",
        "内部转账300U到邮箱 wrong@home.example，应该是 right@home.example。",
        "社内送金で090-1234-5678宛に300USDT送ってしまいました。",
        "내부이체로 010-1234-5678 번호로 300 USDT를 보냈는데 잘못 보냈어요",
        "По внутреннему переводу отправил 300 USDT на номер +7 916 123-45-67, а надо было на +7 916 123-45-76",
        "chuyển nội bộ 300 USDT vào số điện thoại 0912345678, nhập nhầm số",
        "Envié 300 USDT por transferencia interna al número +34 612 345 678 pero era +34 612 345 687",
        "Dahili transferle 0532 123 45 67 numarasına 300 USDT gönderdim ama yanlış numara",
        "Fiz uma transferência interna de 300 USDT para o telefone +55 11 91234-5678, mas digitei errado",
        "Transferi 300 USDT para o e-mail errado@casa.example por engano.",
    ],
)
def test_the_receivers(text: str) -> None:
    assert [v for kind in _REACHED for v in found(text, kind)] == []


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("I sent 300 USDT to x@other.example by mistake. My phone is +44 7700 900123.", "phone", ["+447700900123"]),
        ("The code for my 300 USDT withdrawal is sent to +44 7700 900123", "phone", ["+447700900123"]),
        ("内部转账300U转错人了。我电话13800138000", "phone", ["13800138000"]),
        ("I sent 300 USDT from Binance to my account linked to ana@home.example", "email", ["ana@home.example"]),
        ("300 USDT 입금이 안 됩니다. 010-1234-5678로 연락 주세요", "phone", ["01012345678"]),
        ("Quiero cambiar mi número +34 612 345 678 por +34 698 765 432", "phone", ["+34612345678", "+34698765432"]),
    ],
)
def test_the_customers_own(text: str, kind: str, wanted: list[str]) -> None:
    assert found(text, kind) == wanted


def test_the_customers_telephone_behind_the_other_side_of_a_trade() -> None:
    text = "已向卖家转账500元，我电话 13800138000，订单251130121544210012"
    assert found(text, "phone") == ["13800138000"]
