"""Numbers that no cue names, by what the sentence says of them."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found

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
