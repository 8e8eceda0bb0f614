"""What nobody should send is found and masked whole; what only looks like it is left alone."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from mailbot.model.mail import Attachment, Fold
from mailbot.triage.extract import mask
from tests.triage.extract.reading import letter, read

PHRASES = {
    "english": " ",
    "chinese_simplified": " ",
    "chinese_traditional": " ",
    "japanese": "\u3000",
    "korean": " ",
    "spanish": " ",
    "portuguese": " ",
    "french": " ",
    "italian": " ",
    "czech": " ",
    "russian": " ",
    "turkish": " ",
}


def _phrase(language: str, strength: int = 128, seed: int = 7) -> list[str]:
    entropy = bytes((seed * 31 + n * 17) % 256 for n in range(strength // 8))
    return Mnemonic(language).to_mnemonic(entropy).replace("\u3000", " ").split()


def _masked(text: str) -> str:
    mail = letter(text)
    return mask(mail, read(text).secrets).text


def _kinds(text: str) -> list[str]:
    return [s.kind for s in read(text).secrets]


@pytest.mark.parametrize("language", PHRASES)
@pytest.mark.parametrize("layout", ["plain", "numbered", "lines", "commas"])
def test_a_recovery_phrase_in_any_language_and_layout(language: str, layout: str) -> None:
    words = _phrase(language)
    shown = {
        "plain": PHRASES[language].join(words),
        "numbered": "\n".join(f"{n}. {w}" for n, w in enumerate(words, 1)),
        "lines": "\n".join(words),
        "commas": ", ".join(words),
    }[layout]
    covered = _masked(f"Hello, these are my words:\n{shown}\nThanks, UID 12345678")
    assert not any(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", covered) for w in words)
    assert "UID 12345678" in covered


@pytest.mark.parametrize("strength", [128, 160, 192, 224, 256])
def test_every_legal_length(strength: int) -> None:
    assert _kinds(" ".join(_phrase("english", strength))) == ["seed_phrase"]


def test_a_phrase_with_a_wrong_or_a_missing_word() -> None:
    words = _phrase("english")
    wrong = [*words[:4], "blockchian", *words[5:]]
    assert "seed_phrase" in _kinds(f"my seed phrase is {' '.join(wrong)}")
    covered = _masked(f"my seed phrase is {' '.join(wrong)}")
    assert not any(a + " " + b in covered for a, b in pairwise(wrong))
    assert "seed_phrase" in _kinds(f"recovery phrase: {' '.join(words[:11])}")


KEY = "dd9cb79366ac2ca62b7e10fe704ebeb1661b00495ef218c603a46183b5fa175c"
WIF = "L2B1CezfR62pS5s1sEnwrseFDwcmP5G7KCBB6UeqDpHVHfMnQo6B"
SECRETS = [
    ("my password is Hunter2!x", "password", "Hunter2!x"),
    ("密码：Abc12345", "password", "Abc12345"),
    ("登录密码是 wang_1988", "password", "wang_1988"),
    ("密碼是Taipei#101", "password", "Taipei#101"),
    ("パスワードは Sakura2026 です", "password", "Sakura2026"),
    ("비밀번호는 seoul!2026 입니다", "password", "seoul!2026"),
    ("пароль: Volga2026", "password", "Volga2026"),
    ("Mật khẩu của tôi là Sau1958@longan", "password", "Sau1958@longan"),
    ("mi contraseña es Toro*99", "password", "Toro*99"),
    ("şifrem Ankara_06", "password", "Ankara_06"),
    ("minha senha é Praia@2025", "password", "Praia@2025"),
    ("pw: correcthorse", "password", "correcthorse"),
    ('password = "S3cr3t-Word"', "password", "S3cr3t-Word"),
    ("资金密码 741852", "fund_password", "741852"),
    ("fon şifrem 741852 gerekirse", "fund_password", "741852"),
    ("senha de saque: 889911", "fund_password", "889911"),
    (f"private key {KEY}", "private_key", KEY),
    (f"私钥是{KEY}", "private_key", KEY),
    (f"приватный ключ: 0x{KEY}", "private_key", KEY),
    (f"found this: {WIF}", "private_key", WIF),
    ("key [" + ",".join(str(n * 3 % 256) for n in range(64)) + "]", "private_key", "3,6,9,12,15"),
    (
        '{"address":"16446c9c","crypto":{"ciphertext":"3aa9ba8c0302","kdf":"scrypt","mac":"2440b46d7c8c"}}',
        "keystore",
        "3aa9ba8c0302",
    ),
    ("api_key = 'c2307b9d-e348-4750-a2e2-1b37e47e8eff'", "api_key", "c2307b9d-e348-4750-a2e2-1b37e47e8eff"),
    ("secretKey: 6B3040DAB7B201D5CDA3BCAE858DF186", "api_secret", "6B3040DAB7B201D5CDA3BCAE858DF186"),
    ("passphrase: Gr1d!bot_2026", "api_passphrase", "Gr1d!bot_2026"),
    ("OKX_SECRET=2AC1844B73E724D7E68310A483BD21B6", "api_secret", "2AC1844B73E724D7E68310A483BD21B6"),
    ("otpauth://totp/OKX:me?secret=QSBJMYVH4AV74IDJ", "totp_secret", "QSBJMYVH4AV74IDJ"),
    ("谷歌验证器的密钥 QSBJMYVH4AV74IDJ", "totp_secret", "QSBJMYVH4AV74IDJ"),
    ("authenticator setup key: QSBJ MYVH 4AV7 4IDJ", "totp_secret", "QSBJ MYVH 4AV7 4IDJ"),
    ("backup codes: 7742-9930, 1183-5527", "backup_code", "1183-5527"),
    ("резервные коды 55201-kq7, 90143-zt2", "backup_code", "90143-zt2"),
    ("验证码 482913 跟 110276 都不行", "otp_code", "110276"),
    ("the SMS code 482913 does not work", "otp_code", "482913"),
    ("код из смс 482913", "otp_code", "482913"),
    ("인증번호 482913", "otp_code", "482913"),
    ("482913 là mã xác thực", "otp_code", "482913"),
    ("curl -H 'authorization: 2766d3c5d46adbfa71e196b8cc838edd'", "session_token", "2766d3c5d46adbfa"),
    ("Cookie: sid=8f3a9b27c1d0e5f4a6b7", "session_token", "8f3a9b27c1d0e5f4a6b7"),
    ("身份证 330106198704128640", "id_number", "330106198704128640"),
    ("身分證 F162822759", "id_number", "F162822759"),
    ("주민번호 850311-1521408", "id_number", "850311-1521408"),
    ("CCCD 079092434071", "id_number", "079092434071"),
    ("CPF 358.111.298-15", "id_number", "358.111.298-15"),
    ("DNI 88234684Z", "id_number", "88234684Z"),
    ("TC kimlik no 20262025672", "id_number", "20262025672"),
    ("SSN 536-22-8726", "id_number", "536-22-8726"),
    ("passport 549986283", "passport_number", "549986283"),
    ("护照号 E12345678", "passport_number", "E12345678"),
    ("паспорт 45 08 123456", "passport_number", "45 08 123456"),
    ("card 4563 2101 8455 4638", "bank_card_number", "4563 2101 8455 4638"),
    ("tarjeta 4917424314714656 cvc 883", "cvv", "883"),
    ("银行卡号 6222000008150877162", "bank_card_number", "6222000008150877162"),
]


@pytest.mark.parametrize(("text", "kind", "secret"), SECRETS, ids=[t[:50] for t, _, _ in SECRETS])
def test_a_secret_is_found_and_covered(text: str, kind: str, secret: str) -> None:
    assert kind in _kinds(text)
    assert secret not in _masked(text)


APART = [
    ('it asked for my password for a "check". I wrote Sunflower#1987 there', "Sunflower#1987"),
    ("他叫我把登入密碼跟資金密碼打給他，我就打了 Taiwan#7788sun 跟 550912", "550912"),
    ("로그인 비번을 보냈어요. hanriver!2291 이에요", "hanriver!2291"),
    ("keystore 密碼我打過：moonlight-2049-KH。", "moonlight-2049-KH"),
    ("lost my authenticator, the paper says MZXW5KQTNB2HGY7DPLCE4RJVOUA3SI6F", "MZXW5KQTNB2HGY7DPLCE4RJVOUA3SI6F"),
    ("the key I wrote down JBSW Y3DP EHPK 3PXP KQ2A 7LMV but codes fail", "JBSW Y3DP"),
    (
        "my recovery words: velvet orchard minute captain solar bridge hungry token ladder fiction amused river",
        "velvet",
    ),
    (f"I showed my private key on a stream for a while yesterday: {KEY[:-1]}", KEY[:20]),
]


@pytest.mark.parametrize(("text", "secret"), APART, ids=[t[:50] for t, _ in APART])
def test_a_secret_apart_from_its_word_is_covered(text: str, secret: str) -> None:
    assert secret not in _masked(text)


HARMLESS = [
    "I forgot my password and cannot log in",
    "my password is not working",
    "the password was changed by somebody",
    "密码错误，请重置",
    "忘记密码了怎么办",
    "验证码收不到，UID 12345678",
    "The verification code never arrives on +7 999 000 11 22",
    "error code 50111",
    "код ошибки 51008",
    "Private key of what? tx hash a9f83e2716cef3ddd621cbbeb09c1aa06f7f42d81916fb91b9bd4cee8b556af9",
    f"交易哈希 {KEY}",
    "订单号 260520122033770823",
    "order 2994 2910 7776 0139 264",
    "UID 813297068052634400",
    "电话 13900000733",
    "新密码设置不了",
    "My API key stopped working yesterday",
    "Where do I find the secret key?",
    "passport attached",
    "my card ends in 4638",
    "I will never share my seed phrase with anybody, do not worry about that at all, I know the rules well",
    "please contact me about this issue when you have time and tell me what day the problem will be fixed",
    "助记词好像泄露了怎么办，大概今晚七点半在群里点了一个链接",
    "şifremi unuttum",
    "mật khẩu đúng mà không vào được",
    "24 words",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_talk_about_secrets_is_none(text: str) -> None:
    assert read(text).secrets == ()


def test_a_secret_is_no_entity_and_is_covered_wherever_it_stands_again() -> None:
    text = f"private key {KEY}\n> you wrote {KEY}"
    folds = (Fold(start=len(text) - 78, end=len(text), kind="quote"),)
    mail = letter(text, subject=f"lost {KEY}", folds=folds)
    found = read(text, subject=f"lost {KEY}", folds=folds)
    assert not any(KEY in e.value or KEY in e.raw for e in found.entities)
    covered = mask(mail, found.secrets)
    assert KEY not in covered.text + covered.subject + covered.fresh_text


def test_the_fresh_text_is_covered_where_the_text_is() -> None:
    text = "> old line 417\nmy card code cvv 417, order 417\n"
    folds = (Fold(start=0, end=15, kind="quote"),)
    covered = mask(letter(text, folds=folds), read(text, folds=folds).secrets)
    assert covered.fresh_text == "my card code cvv •••, order 417\n"
    assert len(covered.text) == len(text)


def test_an_identity_image_is_named() -> None:
    image = Attachment(
        index=1, filename="护照.jpg", content_type="image/jpeg", declared_type="image/jpeg", size=90_000, sha256="0"
    )
    found = read("附件", attachments=(image,))
    assert [(s.kind, s.where) for s in found.secrets] == [("id_document_image", "attachment:护照.jpg")]
    assert not found.evidence[0].counts


@given(st.sampled_from(SECRETS), st.text(max_size=60), st.text(max_size=60))
def test_whatever_stands_around_it_masking_leaves_no_piece(row: tuple[str, str, str], before: str, after: str) -> None:
    text, _, secret = row
    whole = f"{before}\n\n{text}\n\n{after}"
    covered = _masked(whole)
    assert len(covered) == len(whole)
    assert secret not in covered or secret in before or secret in after
