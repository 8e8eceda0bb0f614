"""Who says that the mail comes from the account's registered address, and who denies it."""

from __future__ import annotations

import pytest

from mailbot.triage.extract.persons.registered import sent_from_registered

SAID = [
    "I'm emailing you from the address the account is registered with.",
    "sent from the email on file",
    "The email I'm using now is the registered one.",
    "账户就是用这个邮箱注册的",
    "我就是用注册邮箱给你们写信的",
    "本信箱即為註冊信箱",
    "アカウントに登録しているアドレスから送っています",
    "このアドレスで登録しています",
    "가입한 이메일로 보내고 있습니다",
    "Пишу с почты, на которую зарегистрирован аккаунт",
    "tài khoản đăng ký bằng email này",
    "Escribo desde el correo con el que me registré",
    "Este es el correo de mi cuenta",
    "Kayıtlı e-posta adresimden yazıyorum",
    "Este é o e-mail da conta",
]
DENIED = [
    "My registered email is different from this one",
    "I no longer have access to my registered email, this one is new",
    "I'm writing from my work email because my registered one is a yahoo",
    "I got this email saying my registered device was removed",
    "请把注册邮箱换成这个邮箱",
    "这个不是注册邮箱",
    "登録メールとは別のアドレスから送っています",
    "이 메일은 가입 메일이 아닙니다",
    "пишу не с зарегистрированной почты",
    "email này không phải email đăng ký",
    "este correo no es el registrado",
    "bu mail kayıtlı mail değil",
    "este não é o e-mail cadastrado",
    "my registered e-mail is joe@home.example",
    "please reply to this email, my account is restricted",
]


@pytest.mark.parametrize("text", SAID)
def test_said_in_the_customers_words(text: str) -> None:
    assert sent_from_registered(f"hello. {text.lower()}\nbye")


@pytest.mark.parametrize("text", DENIED)
def test_denied_or_not_said(text: str) -> None:
    assert not sent_from_registered(f"hello. {text.lower()}\nbye")


def test_one_sentence_must_say_it_all() -> None:
    assert not sent_from_registered("i am registered with you. this email is short.")
