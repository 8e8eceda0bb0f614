"""Numbers that are taken back, and those that only look as if they were."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found, read


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("My UID is 561204998871034122, TRC20. Sorry, typo above, the UID is 561204998871034212.", "uid", "…212"),
        ("uid：613400918827364510 没到。更正一下，uid应该是 613400918827364501", "uid", "…501"),
        ("账号340199460478201495 不好意思最后两位打反了 是340199460478201459", "uid", "…459"),
        ("UID 540022198376451123. Ой, ошибся, правильный UID 540022198376451132.", "uid", "…132"),
        ("Mi UID es 498812340098123771. Perdón, me equivoqué: es 498812340098123717.", "uid", "…717"),
        ("UID em 700912388123401299. À em ghi nhầm, UID đúng là 700912388123401288 ạ.", "uid", "…288"),
        ("UIDは 455098123400912311 です。訂正します。正しくは 455098123400912377 です。", "uid", "…377"),
        ("UID 388120093441200911 입니다. 잘못 적었네요. 388120093441200919 가 맞습니다.", "uid", "…919"),
        ("UID 622190087123499001. Desculpa, digitei errado, o certo é 622190087123499010.", "uid", "…010"),
        (
            "UID 677909039854103013\nEmir 3113479506506976643\nDüzeltme: doğrusu 677909039854103045",
            "uid",
            "…045",
        ),
        ("Order 3204998871234509824 hangs. Correction: the order is 3204998871234509842.", "order_id", "…842"),
        ("Withdrawal 44871203 is stuck. I mistyped, it is 44871230.", "withdrawal_id", "…230"),
        ("UID 561204998871034128 - sorry, it ends in 82", "uid", "…182"),
        ("UID是561204998871034128，打错了，后两位是 82", "uid", "…182"),
    ],
)
def test_the_number_that_is_meant_stands_alone(text: str, kind: str, meant: str) -> None:
    values = found(text, kind)
    assert len(values) == 1
    assert values[0].endswith(meant[1:])


@pytest.mark.parametrize(
    "text",
    [
        "Sorry to write again. Order 3204998871234509824 hangs, sorry, and so does order 3204911111234509999.",
        "Order 3204998871234509824 is stuck. Sorry, order 3204998871234511111 is stuck too.",
        "订单3204998871234509824价格写错了，另一单3204998871234509825也没成交",
        "Ордер 3204998871234509824 поставил неверно, и ещё ордер 3204998871234509826 завис",
    ],
)
def test_what_is_only_regretted_is_not_taken_back(text: str) -> None:
    assert len(found(text, "order_id")) == 2


def test_the_uid_of_a_wrong_receiver_does_not_become_the_customers() -> None:
    text = (
        "I sent it to the wrong uid 700912388123401299, the correct uid is 700912388123401288. UID 561204998871034122"
    )
    assert found(text, "uid") == ["561204998871034122"]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("UID 561204998871034122 or maybe 561204998871034199, I have two.", 2),
        ("Мой UID 561204998871034122 либо 561204998871034199, точно не помню.", 2),
        ("我的UID是561204998871034122或者561204998871034199，记不清了", 2),
        ("Na Bybit meu ID é 77123456, aí na OKX é 508212237828264077.", 1),
        ("Desde Binance (allá mi ID es 388104772). UID OKX 563790900916205937", 1),
        ("提到bitget的，那边uid 7730914425，我欧易id是408212237828264012", 1),
        ("From Gate (there my UID is 99871234) to you, UID 508212237828264012.", 1),
        ("em mời được 2 bạn (uid 609732762070216245 với 829598314397448522). Acc em 205731597623470144.", 1),
        ("Invité a mi primo (uid 609732762070216245). Mi cuenta es la 205731597623470199.", 1),
    ],
)
def test_whose_of_several(text: str, own: int) -> None:
    assert len(found(text, "uid")) == own


@pytest.mark.parametrize(
    "text",
    [
        "Мастер 576099989158004683, суб scalpA1 не торгует.",
        "U.I.D. 576099989158004683 deposit missing",
        "我的U I D：576099989158004683",
        "母账户 576099989158004683，子账户 quantbox02 报错",
    ],
)
def test_names_of_the_main_account(text: str) -> None:
    assert [e.value for e in read(text).entities if e.kind == "uid"] == ["576099989158004683"]
