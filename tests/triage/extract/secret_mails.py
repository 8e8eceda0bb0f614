"""Mails with one secret each, laid out as people lay them out, and mails that only look like it. All of it invented."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from hashlib import sha256

from mnemonic import Mnemonic

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """A mail: its subject, its plain text or HTML, and the secrets in it, each as the customer would write it down."""

    name: str
    text: str = ""
    html: str = ""
    subject: str = "help"
    file: str = ""
    """The name of an attached text, which says nothing."""
    secrets: tuple[str, ...] = ()

    def octets(self) -> bytes:
        """The mail as it comes (RFC 5322)."""
        message = EmailMessage()
        message["From"] = "Customer <customer@example.net>"
        message["To"] = "support@example.com"
        message["Subject"] = self.subject
        message["Date"] = "Tue, 10 Nov 2026 10:00:00 +0000"
        message["Message-ID"] = f"<{sha256(self.name.encode()).hexdigest()[:20]}@example.net>"
        if self.html:
            message.set_content(self.html, subtype="html", cte="base64")
        else:
            message.set_content(self.text, cte="base64")
        if self.file:
            message.add_attachment(b"see the mail", maintype="text", subtype="plain", filename=self.file)
        return message.as_bytes()


def phrase(language: str, seed: int, words: int = 12) -> list[str]:
    """An invented recovery phrase whose checksum holds."""
    entropy = sha256(f"{language} {seed}".encode()).digest()[: words * 4 // 3]
    return Mnemonic(language).to_mnemonic(entropy).replace("\u3000", " ").split()


def wif(seed: str, *, compressed: bool = True) -> str:
    """An invented private key in wallet import format."""
    payload = b"\x80" + sha256(seed.encode()).digest() + (b"\x01" if compressed else b"")
    payload += sha256(sha256(payload).digest()).digest()[:4]
    number, out = int.from_bytes(payload, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        out = _BASE58[rest] + out
    return out


def hex64(seed: str) -> str:
    """64 hex digits."""
    return sha256(seed.encode()).hexdigest()


def groups(text: str, size: int, between: str = " ") -> str:
    """A text in groups of a size."""
    return between.join(text[at : at + size] for at in range(0, len(text), size))


def _numbered(words: list[str], sign: str = ". ") -> str:
    return "\n".join(f"{n}{sign}{w}" for n, w in enumerate(words, 1))


def _columns(words: list[str]) -> str:
    half = len(words) // 2
    return "\n".join(
        f"{n:>2}. {a:<14}{n + half:>2}. {b}" for n, (a, b) in enumerate(zip(words[:half], words[half:], strict=True), 1)
    )


def _cells(words: list[str], a_row: int) -> str:
    rows = [words[at : at + a_row] for at in range(0, len(words), a_row)]
    return "<table>" + "".join("<tr>" + "".join(f"<td>{w}</td>" for w in row) + "</tr>" for row in rows) + "</table>"


_EN, _EN24 = phrase("english", 1), phrase("english", 2, 24)
_ZH, _TW = phrase("chinese_simplified", 3), phrase("chinese_traditional", 4)
_JA, _KO = phrase("japanese", 5), phrase("korean", 6)
_ES, _PT = phrase("spanish", 7), phrase("portuguese", 8)
_K1, _K2, _K3 = hex64("one"), hex64("two"), hex64("three")
_W1, _W2 = wif("a"), wif("b", compressed=False)
_STORE = (
    '{"version":3,"id":"1d8f3f7e-2c11-4c8e-9d0a-5b1d8f0c7a11","address":"9c1f03a0b5d8a9f1c3a7e5d2b4f6081a3c5e7d90",'
    f'"crypto":{{"ciphertext":"{_K3}","cipherparams":{{"iv":"83dbcc02d8ccb40e466191a123791e0e"}},'
    '"cipher":"aes-128-ctr","kdf":"scrypt","kdfparams":{"dklen":32,"n":262144,"r":8,"p":1,'
    f'"salt":"{hex64("salt")}"}},"mac":"{hex64("mac")}"}}}}'
)
_JWT = "eyJhbGciOiJIUzI1NiJ9.eyJ1aWQiOiI4MDEyIiwiZXhwIjoxNzk5fQ.q3Vn0b6w1o4T0m2cX9h8kYwzQ1r7d5LfJt2s6uVbNpE"

SECRETS: tuple[Trap, ...] = (
    Trap(
        name="seed, numbered, no cue",
        text=f"please restore my wallet\n\n{_numbered(_EN)}\n\nthanks",
        secrets=(" ".join(_EN),),
    ),
    Trap(
        name="seed, a word a line, ja",
        text="ウォレットが復元できません。単語は以下です。\n" + "\n".join(_JA) + "\n確認お願いします",
        secrets=(" ".join(_JA),),
    ),
    Trap(
        name="seed, two columns",
        text=f"my wallet backup is\n{_columns(_EN24)}\nwhy does it not open?",
        secrets=(" ".join(_EN24),),
    ),
    Trap(
        name="seed in table cells",
        html=f"<p>Mi frase es esta:</p>{_cells(_ES, 4)}<p>gracias</p>",
        secrets=(" ".join(_ES),),
    ),
    Trap(
        name="seed in numbered table cells",
        html="<p>words</p>" + _cells([x for n, w in enumerate(_EN, 1) for x in (str(n), w)], 6),
        secrets=(" ".join(_EN),),
    ),
    Trap(
        name="seed with br", html=f"<div>As palavras:<br>{'<br>'.join(_PT)}<br>obrigado</div>", secrets=(" ".join(_PT),)
    ),
    Trap(
        name="seed in a quoted reply",
        text="Yes, that is it.\n\nOn Mon, 9 Nov 2026 at 10:00, Me <customer@example.net> "
        "wrote:\n> I have these words\n> " + " ".join(_EN24[:12]) + "\n> " + " ".join(_EN24[12:]) + "\n",
        secrets=(" ".join(_EN24),),
    ),
    Trap(
        name="seed ko with dots",
        text="시드 구문 복구가 안 돼요 " + " · ".join(_KO) + " 확인 부탁드립니다",
        secrets=(" ".join(_KO),),
    ),
    Trap(
        name="seed zh with enumeration commas",
        text="助记词：" + "、".join(_ZH) + "。麻烦帮我恢复",
        secrets=(" ".join(_ZH),),
    ),
    Trap(
        name="seed zh-Hant one a line, numbered with brackets",
        text="錢包打不開\n" + _numbered(_TW, ") ") + "\n請幫忙",
        secrets=(" ".join(_TW),),
    ),
    Trap(
        name="seed bullets",
        text="secret recovery words:\n" + "\n".join(f"- {w}" for w in _EN),
        secrets=(" ".join(_EN),),
    ),
    Trap(
        name="seed as word1: x",
        text="\n".join(f"word {n}: {w}" for n, w in enumerate(_EN, 1)),
        secrets=(" ".join(_EN),),
    ),
    Trap(
        name="seed with ordinals", text=", ".join(f"{n}º {w}" for n, w in enumerate(_ES, 1)), secrets=(" ".join(_ES),)
    ),
    Trap(
        name="seed upper case, arrows",
        text="phrase -> " + " -> ".join(w.upper() for w in _EN),
        secrets=(" ".join(_EN),),
    ),
    Trap(name="private key in groups of eight", text=f"Private key: {groups(_K1, 8)}\nplease check", secrets=(_K1,)),
    Trap(
        name="private key over lines, ru",
        text=f"Вот приватный ключ от кошелька:\n{groups(_K2, 16, chr(10))}\nпомогите",
        secrets=(_K2,),
    ),
    Trap(name="private key in groups of four, zh", text=f"我的私钥是 {groups(_K3, 4)} 帮我看看", secrets=(_K3,)),
    Trap(name="WIF compressed, no cue", text=f"I imported {_W1} and nothing happens", secrets=(_W1,)),
    Trap(name="WIF broken over a line", text=f"private key (WIF)\n{_W2[:30]}\n{_W2[30:]}\n", secrets=(_W2,)),
    Trap(
        name="keystore with line breaks", text="keystore:\n" + _STORE.replace(",", ",\n  "), secrets=(_K3, hex64("mac"))
    ),
    Trap(
        name="api secret and passphrase lines",
        text="apikey = 5f1c2d3e-7a8b-4c9d-8e0f-1a2b3c4d5e6f\nsecretkey = "
        '9A8B7C6D5E4F3A2B1C0D9E8F7A6B5C4D\nIP = ""\npassphrase = Tr4ding!Bot\nerror 50113',
        secrets=("9A8B7C6D5E4F3A2B1C0D9E8F7A6B5C4D", "Tr4ding!Bot"),
    ),
    Trap(
        name="api secret, vi",
        text="Secret Key của em: 4D2C1B0A9F8E7D6C5B4A3F2E1D0C9B8A, cụm mật khẩu: Bot#2026x",
        secrets=("4D2C1B0A9F8E7D6C5B4A3F2E1D0C9B8A", "Bot#2026x"),
    ),
    Trap(
        name="totp key in groups",
        text="The key that Google Authenticator showed was JBSW Y3DP EHPK 3PXP KRSX G5DF OJSW G4TB",
        secrets=("JBSWY3DPEHPK3PXPKRSXG5DFOJSWG4TB",),
    ),
    Trap(
        name="backup codes list",
        text="My backup codes\n1. 48213 90571\n2. 77120 46381\n3. 90114 55273\n4. 31870 62945",
        secrets=("4821390571", "7712046381", "9011455273", "3187062945"),
    ),
    Trap(
        name="backup codes, ko",
        text="백업 코드 목록입니다\nA7K2-9QXM\nT4B8-2LWZ\nH9D3-6RCV\n로그인이 안 됩니다",
        secrets=("A7K2-9QXM", "T4B8-2LWZ", "H9D3-6RCV"),
    ),
    Trap(name="sms code, tr", text="SMS ile gelen kod 408 117 ama kabul etmiyor", secrets=("408117",)),
    Trap(
        name="sms code, ja",
        text="SMSで届いた認証番号は「730264」でした。入力してもエラーになります。",
        secrets=("730264",),
    ),
    Trap(
        name="identity numbers of China and Taiwan",
        text="本人身份证号：11010519491231002X，台湾身份證 A123456789",
        secrets=("11010519491231002X", "A123456789"),
    ),
    Trap(
        name="identity numbers of Japan and Korea",
        text="マイナンバーは 1234 5678 9018 です。주민등록번호는 850101-1234567 입니다.",
        secrets=("123456789018", "8501011234567"),
    ),
    Trap(
        name="passport of Russia, CCCD of Vietnam",
        text="паспорт серия 4512 номер 345678, số CCCD: 079 085 012 345",
        secrets=("345678", "079085012345"),
    ),
    Trap(
        name="DNI, TC kimlik, CPF, PAN",
        text="DNI 12345678-Z\nTC kimlik no: 10000000146\nCPF: 529.982.247-25\n"
        "my PAN card no is ABCPE1234F, Aadhaar 2341 2341 2346",
        secrets=("12345678-Z", "10000000146", "529.982.247-25", "ABCPE1234F", "234123412346"),
    ),
    Trap(
        name="card with spaces and cvv",
        text="cartão 5555 5555 5555 4444 validade 11/29 cvv 737, não passou",
        secrets=("5555555555554444", "737"),
    ),
    Trap(
        name="card with hyphens, amex",
        text="I used 3782-822463-10005 (exp 04/28, CVC: 4821)",
        secrets=("378282246310005", "4821"),
    ),
    Trap(name="pass:", text="login: anna.k\npass: Winter2024!\nit says wrong", secrets=("Winter2024!",)),
    Trap(
        name="passwords in six languages",
        text="密码是 Zhang@8812\n暗証番号は 4471 です\n비번은 minho!9922 이에요\n"
        "пароль — Vesna_2025\nmật khẩu là Hoa@1990\nşifrem: Deniz.4410",
        secrets=("Zhang@8812", "minho!9922", "Vesna_2025", "Hoa@1990", "Deniz.4410"),
    ),
    Trap(
        name="contraseña and senha",
        text="la contraseña que uso es Lunes-7788!\na senha é Gato#2211 e não entra",
        secrets=("Lunes-7788!", "Gato#2211"),
    ),
    Trap(name="fund password in digits", text="资金密码 882019，提币时提示错误", secrets=("882019",)),
    Trap(
        name="jwt in a curl line",
        text=f"curl -H 'Authorization: Bearer {_JWT}' https://example.com/api",
        secrets=(_JWT,),
    ),
    Trap(
        name="cookie line",
        text="Cookie: token=8f2b6a1c9e4d7053bb21; devId=7c9e6679-7425-40de-944b-e07fc1f90ae7; locale=en",
        secrets=("8f2b6a1c9e4d7053bb21", "7c9e6679-7425-40de-944b-e07fc1f90ae7"),
    ),
    Trap(
        name="password in the subject",
        subject="пароль: Sokol+7719 не подходит",
        text="помогите войти",
        secrets=("Sokol+7719",),
    ),
)
"""What must be covered whole."""

_HASH, _ADDRESS = "0x" + hex64("hash"), "0x52908400098527886E0F7030069857D2E4169EE7"

LOOKALIKES: tuple[Trap, ...] = (
    Trap(name="hash", text=f"my deposit {_HASH} has not arrived, I waited for 12 confirmations"),
    Trap(name="hash without prefix beside the word key", text=f"The key point is: txid {hex64('tx')} is confirmed"),
    Trap(name="address", text=f"Sent to {_ADDRESS} on ERC20, is this address yours?"),
    Trap(name="tron address and hash", text=f"地址 TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC 哈希 {hex64('tr')} 波场"),
    Trap(
        name="btc address and password word",
        text="I forgot my password. bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq is mine",
    ),
    Trap(name="order id", text="订单号 680800019749904384 卖家不放币，密码没有问题"),
    Trap(name="UID and reset", text="UID 84512077: I want to reset my password but no mail arrives"),
    Trap(name="error code", text="The API answers 50113 Invalid Sign when I place an order; what is wrong?"),
    Trap(
        name="error about a passphrase", text='{"msg":"Request header OK-ACCESS-PASSPHRASE incorrect.","code":"50105"}'
    ),
    Trap(name="phone", text="Call me at +34 612 345 678 after six, my old phone is lost and so is the authenticator"),
    Trap(name="phone beside code", text="The verification code never comes to +84 912 345 678"),
    Trap(name="twelve plain words", text="I like the way you help all people here and now again"),
    Trap(
        name="plain English with many listed words",
        text="Please have your team review the case again, there was an "
        "error during withdraw and the actual amount you have to credit is more than what I can see on the page today.",
    ),
    Trap(name="shopping list of listed words", text="1. apple\n2. banana\n3. orange\n4. lemon\n5. bread\n6. milk"),
    Trap(name="forgot", text="Forgot my password, fund password and passkey; please help me log in"),
    Trap(
        name="reset link's text",
        text="I clicked Reset password: https://www.example.com/account/reset-password?lang=en and it is blank",
    ),
    Trap(name="reset link expired", text="The password reset link expired before I could use it."),
    Trap(
        name="prices",
        text="On Mon, 9 Nov 2026 at 10:00, Desk <d@example.com> wrote:\n> BTC 104,221.50\n> ETH 3,518.20\n"
        "> SOL 161.07\n> BNB 912.33\n\nwhy is your price 104,900?",
    ),
    Trap(name="code did not come", text="The 6-digit code did not come for 30 minutes, error 60009"),
    Trap(name="code invalid after a count", text="验证码输入了 3 次都说错误，等了 24 小时还是不行"),
    Trap(name="withdrawal id", text="Withdrawal ID 140293847, 1200 USDT, still pending since 2026-11-08"),
    Trap(name="amounts", text="mật khẩu rút tiền bị khóa, em rút 15000000 đồng ngày 08/11/2026"),
    Trap(
        name="password rule",
        text="It says the password must have 8-32 characters, one upper-case letter and one number.",
    ),
    Trap(name="passphrase asked", text="What is a passphrase and where do I find my API key? I never set one."),
    Trap(name="seed talk", text="Your site asked for my seed phrase, is that normal? I did not give it to anybody."),
    Trap(name="seed talk zh", text="有人冒充客服要我的助记词和私钥，我没有给他，请核实"),
    Trap(name="private key talk ru", text="Мошенник просил приватный ключ и код из СМС, я ничего не сказал"),
    Trap(name="masked already", text="my password is ******** and the card ends in 4444"),
    Trap(name="card's last digits", text="Karten 4444 ile biten kartımdan 250 TL çekildi"),
    Trap(name="ticket id", text="Ticket #20261108 is open for a week, passport is already uploaded"),
    Trap(name="identity verification fails", text="身份证照片上传失败，提示 E10021，护照也不行"),
    Trap(
        name="dates and times",
        text="contraseña cambiada el 08/11/2026 a las 10:45:12, y ahora no puedo retirar 24 horas",
    ),
    Trap(name="versions", text="App version 6.88.1 (build 20261104), Android 15, model SM-S928B; login fails"),
    Trap(name="uuid of a request", text="request id 7c9e6679-7425-40de-944b-e07fc1f90ae7, status 403"),
    Trap(name="memo", text="memo 1048576 was missing from my XRP deposit, tag 33120457"),
    Trap(name="contract address", text="token contract 0xdAC17F958D2ee523a2206206994597C13D831ec7 is not listed"),
    Trap(
        name="bank reference",
        text="Referência do Pix E18236120202611081045s0123456789 não apareceu, senha eu já troquei",
    ),
    Trap(name="police case", text="사건 접수번호 2026-001234, 비밀번호는 이미 바꿨습니다"),
    Trap(
        name="japanese prose",
        text="パスワードを忘れたので再設定したいのですが、メールが届きません。認証コードも30分待ちました。",
    ),
    Trap(name="Chinese prose of listed signs", text="我 的 天 啊 这 个 手 续 费 太 高 了"),
)
"""What must stay as it is."""
