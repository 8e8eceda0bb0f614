"""More mails with one secret each, and more that only look like it, written when the first ones were mended. All of it
invented.
"""

from __future__ import annotations

from tests.triage.extract.secret_mails import Trap, groups, hex64, phrase

E, J, K = phrase("english", 31), phrase("japanese", 32), phrase("korean", 33)
S, P, Z = phrase("spanish", 35), phrase("portuguese", 36), phrase("chinese_simplified", 37)
F, T = phrase("french", 38), phrase("italian", 39)
KEY = hex64("q")
CELLS = "".join(f"<table><tr><td>{a}</td><td>{b}</td></tr></table>" for a, b in zip(Z[::2], Z[1::2], strict=True))
PHANTOM = "4wBqpZM9xaSheZzJSMawUKKwhdpChKbZ5eu5ky4Vigw"
SESSION = "9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d"

SECRETS_AGAIN: tuple[Trap, ...] = (
    Trap(
        name="seed spread in ol",
        html="<p>my wallet</p><ol>" + "".join(f"<li>{w}</li>" for w in E) + "</ol>",
        secrets=(" ".join(E),),
    ),
    Trap(name="seed in cells zh", html="<p>单词</p>" + CELLS, secrets=(" ".join(Z),)),
    Trap(name="seed divs ja", html="".join(f"<div>{n}　{w}</div>" for n, w in enumerate(J, 1)), secrets=(" ".join(J),)),
    Trap(
        name="seed quoted with numbers ko",
        text="네 맞습니다\n\n> 시드\n" + "\n".join(f"> {n}) {w}" for n, w in enumerate(K, 1)),
        secrets=(" ".join(K),),
    ),
    Trap(name="seed semicolons es", text="Frase: " + "; ".join(S) + ".", secrets=(" ".join(S),)),
    Trap(name="seed slash pt", text="palavras " + "/".join(P), secrets=(" ".join(P),)),
    Trap(name="seed fr plain", text="voici " + " ".join(F) + " merci", secrets=(" ".join(F),)),
    Trap(
        name="seed it first/second",
        text="\n".join(f"parola {n} = {w}" for n, w in enumerate(T, 1)),
        secrets=(" ".join(T),),
    ),
    Trap(name="seed tabs", text="\t".join(E), secrets=(" ".join(E),)),
    Trap(name="key 0x spaced ko", text=f"개인키는 0x{groups(KEY, 16)} 입니다", secrets=(KEY,)),
    Trap(name="key colon bytes", text=f"private key {groups(KEY, 2, ':')}", secrets=(KEY,)),
    Trap(name="key vi", text=f"khóa riêng tư của em: {KEY}", secrets=(KEY,)),
    Trap(name="key after text tr", text=f"{KEY} bu benim özel anahtarım", secrets=(KEY,)),
    Trap(
        name="solana key two lines",
        text="Phantom private key:\n" + PHANTOM + "\n7Xk2mNbVcZaSdFgHjKLpQwErTyUi9oP3LmNbVcXzAsDf",
        secrets=(PHANTOM,),
    ),
    Trap(
        name="api es",
        text="Clave secreta: 7F3A9C1E5B2D8046AF91C3E7D5B20864 y la passphrase es Robot#77x",
        secrets=("7F3A9C1E5B2D8046AF91C3E7D5B20864", "Robot#77x"),
    ),
    Trap(
        name="totp lower no groups",
        text="google authenticator secret: jbswy3dpehpk3pxpkrsxg5df",
        secrets=("jbswy3dpehpk3pxpkrsxg5df",),
    ),
    Trap(name="totp zh", text="谷歌验证器密钥 KRSXG5DFOJSW4ZDF", secrets=("KRSXG5DFOJSW4ZDF",)),
    Trap(
        name="backup ru",
        text="Резервные коды:\n1) 8842-1190\n2) 5571-0023\n3) 9920-4417",
        secrets=("8842-1190", "5571-0023", "9920-4417"),
    ),
    Trap(name="backup ja", text="バックアップコードは x7k2m9qa、p4t8w1zc です", secrets=("x7k2m9qa", "p4t8w1zc")),
    Trap(name="sms ko", text="문자로 온 번호 553201 넣었는데 틀리다고 나와요", secrets=("553201",)),
    Trap(name="sms zh", text="短信收到的是 902814，输入后提示失效", secrets=("902814",)),
    Trap(name="sms es", text="me llegó por SMS el 771204 y no sirve", secrets=("771204",)),
    Trap(name="sms vi", text="mã gửi về điện thoại là 330918", secrets=("330918",)),
    Trap(name="email code pt", text="o código que chegou no e-mail: 664 120", secrets=("664120",)),
    Trap(name="otp en", text="it texted me 481920 but it says expired code", secrets=("481920",)),
    Trap(name="kr passport", text="여권번호 M12345678 입니다", secrets=("M12345678",)),
    Trap(name="br rg", text="meu RG é 12.345.678-9 e CPF 11144477735", secrets=("11144477735",)),
    Trap(name="in aadhaar hi", text="Aadhaar number - 3675 9834 6012", secrets=("367598346012",)),
    Trap(name="jp licence", text="運転免許証番号は305012345670です", secrets=("305012345670",)),
    Trap(name="tw health", text="我的身分證字號是B234567890", secrets=("B234567890",)),
    Trap(name="ru passport 2", text="Паспорт РФ 45 09 123456 выдан УВД", secrets=("123456",)),
    Trap(name="card unspaced ru", text="карта 4276380012345670 cvc 118", secrets=("118",)),
    Trap(
        name="card tr", text="kart numaram 5105 1051 0510 5100 güvenlik kodu 902", secrets=("5105105105105100", "902")
    ),
    Trap(
        name="pwd en relative",
        text="the password I have been using since 2019 is Harbor-Lane-44",
        secrets=("Harbor-Lane-44",),
    ),
    Trap(name="pwd ru", text="пароль который я ввожу: Moscow77!", secrets=("Moscow77!",)),
    Trap(name="pwd zh", text="登录密码我一直用的是 abc@2023xy", secrets=("abc@2023xy",)),
    Trap(name="pwd ja", text="パスワードは「Sakura#2024」で間違いありません", secrets=("Sakura#2024",)),
    Trap(name="pwd vi", text="mk: Tung@9911", secrets=("Tung@9911",)),
    Trap(name="pwd pt line", text="usuário: joao\nsenha\nFlamengo10!", secrets=("Flamengo10!",)),
    Trap(name="pwd tr", text="şifrem Galata-1905* idi", secrets=("Galata-1905*",)),
    Trap(name="cookie", text=f"document.cookie: 'session={SESSION}; theme=dark'", secrets=(SESSION,)),
)
"""What must be covered whole."""

LOOKALIKES_AGAIN: tuple[Trap, ...] = tuple(
    Trap(name=text[:40], text=text)
    for text in (
        "The code 50011 means too many requests, see SMS docs",
        "SMS kodu gelmedi, 3 kez denedim, hata 60009",
        "验证码收不到，手机号 13800138000，短信没来",
        "Order 123456789012345678 by SMS confirmed, no code came",
        "I bought 408117 PEPE, code on the invite was OKFRIEND",
        "Referral code 84512077 by text message from a friend",
        "На смс код не пришёл, заказ 680800019749904384",
        "Coupon code by e-mail: WELCOME10",
        "My private key is safe; the hash is 0x" + hex64("z"),
        "txid:\n" + groups(hex64("y"), 32, "\n"),
        "Segredo nenhum: só quero saber a taxa. Ordem 998877",
        "contraseña es lo que olvidé, no puedo entrar desde 08-11",
        "password is case sensitive, it says; I tried 3-4 times",
        "the password that I set was not accepted on Android-15",
        "le mot de passe est oublié",
        "我的密码是忘记了，怎么找回",
        "パスワードは忘れました。UID 84512077 です。",
        "The PIN screen shows 4 dots only",
        "the passphrase is wrong, error 50105, IP 203.0.113.9",
        "1. open app 2. choose asset 3. press withdraw 4. enter amount 5. confirm code 6. wait",
        "about above absent abstract appear as words in the error list, why?",
        "ID verification pending, case 2026-118842",
        "passport photo was rejected 3 times (blurry), ticket 20261108",
        "card ending 4444, charged 25.90 on 11/08",
        "cvv field does not accept my input",
        "app log: trace_id=9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d status=500",
        "contract 0xdAC17F958D2ee523a2206206994597C13D831ec7 is the token, not a private key",
        "SMS: 106575258192133 sent me spam",
        "The deposit key point: memo 408117 missing",
        "인증번호가 안 와요. 주문번호 680800019749904384",
    )
)
"""What must stay as it is."""
