"""Passwords of many looks in sixty-odd plain sentences of ten languages: each is covered."""

from __future__ import annotations

import pytest

from mailbot.triage.extract import mask
from tests.triage.extract.reading import letter, read

LOOKS = [
    "Kahve.2024",
    "qazwsx12",
    "1qaz2wsx",
    "iloveyou2",
    "P@ssw0rd",
    "summer-2025",
    "Ab12cd34",
    "xX_dragon_Xx9",
    "19871224Ab",
    "LaVieEnRose7",
    "Zxcv!2345",
    "hunter2hunter",
    "Tr0ub4dor&3",
    "abcd-1234-efgh",
    "Qwert12345",
    "MyDog=Rex1",
    "correct.horse7",
]

SENTENCES = """
My password, {}, has been the same for five years and today it is wrong
The password I have is {} but your site says no
password={}
I told the caller my password ({}), should I worry?
Is {} really not my password any more?
Pass - {} - does not go through on the web
please set my password back to {} as it was
use {} as the password when you test it yourselves
I am locked out, my password was something like {} or close to that
Login: rb@home.example. Password: {}. Phone 07700900123.
密码我写成{}了，登录失败
我的密码就是{}，不可能错
登录密码为：{}
他问我密码，我告诉他是{}
以前密码{}，现在也是{}
用户名密码 {} 请查
请把我密码改回{}
{}是我的密码，为什么登不上
密碼是{}沒有錯，請查一下
我把密碼{}告訴對方了
登入密碼：{}（大小寫都試過）
原本的密碼 {} 不能用了
パスワード{}でログインできません
パスワードを{}にしたのですが入れません
{}というパスワードを入力しました
電話でパスワード({})を言ってしまいました
パスワードは確か{}だったと思います
PW: {}
비밀번호가 {}인데 틀리다고 합니다
비번: {} 확인해주세요
제 비밀번호 {}를 알려줬어요
{} 이게 제 비밀번호예요 왜 안되죠
비밀번호를 {}로 변경했습니다 그런데 안돼요
로그인 비번은 {} 맞습니다
мой пароль {} не работает
пароль: {}
сообщил мошеннику пароль {} по телефону
ставлю пароль {} — пишет ошибку
{} — это мой пароль, почему не пускает
пароль у меня всегда был {}, клянусь
верните пароль {} пожалуйста
mật khẩu của em là {} mà không vào được
mk: {}
em lỡ nói mật khẩu {} cho người ta
{} là mật khẩu của em sao sai
mật khẩu em đặt {} lâu rồi
pass {} ạ
mi contraseña es {} y no entra
contraseña: {}
le di mi contraseña {} a un tipo
{} es mi contraseña, por qué no anda
puse de clave {} y la rechaza
la contraseña de siempre, {}, ya no sirve
şifrem {} ama kabul etmiyor
şifre: {}
adama şifremi söyledim, {}
{} benim şifrem neden girmiyor
şifremi {} yaptım ama olmadı
parola {} yazıyorum
minha senha é {} e não entra
senha: {}
passei minha senha {} para o golpista
{} é a minha senha, por que não vai
coloquei a senha {} e deu erro
a senha de sempre, {}, parou de funcionar
"""


@pytest.mark.parametrize("sentence", SENTENCES.strip().split("\n"))
def test_a_password_in_a_plain_sentence_is_covered(sentence: str) -> None:
    shown = []
    for look in LOOKS:
        text = sentence.replace("{}", look)
        if look in mask(letter(text), read(text).secrets).text:
            shown.append(look)
    assert shown == []
