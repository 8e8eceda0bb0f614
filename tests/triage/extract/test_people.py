"""Whose numbers they are, told by the people of the story."""

from __future__ import annotations

import time

import pytest

from tests.triage.extract.reading import found, read

UID, OTHER = "618204417730925512", "577120036481902266"

KIN = [
    (f"我爸的账户被限制提现了，他的UID {UID}，让我代写这封信。", [UID]),
    (f"您好，我替我妈写的。我妈的账号UID是 {UID}，昨天登录不上了。", [UID]),
    (f"I'm writing for my husband, he's in hospital. His UID is {UID} and his withdrawal has been stuck.", [UID]),
    (f"Пишу за отца, он сам не может. Его UID {UID}, с пятницы не может войти.", [UID]),
    (f"Escribo en nombre de mi madre. Su UID es {UID} y desde el lunes no puede retirar.", [UID]),
    (f"Annemin adına yazıyorum, onun UID'si {UID}. Hesabına giremiyor.", [UID]),
    (f"Escrevo pela minha avó, o UID dela é {UID} e ela não consegue entrar.", [UID]),
    (f"先生の口座ではなく妻の口座の件です。妻のUID {UID} で二段階認証が外せません。", [UID]),
    (f"남편 계정이 잠겼습니다. 남편 UID {UID} 입니다.", [UID]),
    (f"Em viết thay mẹ em. UID của mẹ em là {UID}, bị khóa rút từ hôm qua.", [UID]),
    (f"Someone logged in to both our accounts. My UID {OTHER}, and my brother's: his UID {UID}.", [OTHER, UID]),
    (f"我爸的UID是 {UID}，不能提币；我自己也有账户 {OTHER} 没问题。", [UID]),
    (f"Mi retiro no llega. UID {UID}. Mi hermano (UID {OTHER}) retiró y a él sí le llegó.", [UID]),
]


@pytest.mark.parametrize(("text", "wanted"), KIN, ids=[t for t, _ in KIN])
def test_the_account_of_kin_is_the_case(text: str, wanted: list[str]) -> None:
    assert found(text, "uid") == wanted


RECEIVERS = [
    f"我给我老婆内部转账，她的UID {OTHER} 没收到。我的UID {UID}。",
    f"I referred my sister, her UID is {OTHER}, but no bonus. Mine: {UID}",
    f"Перевёл жене, её UID {OTHER}, деньги не появились. Мой UID {UID}",
    f"Invité a mi amigo (su UID {OTHER}) y no llegó el bono. El mío es {UID}",
    f"币安那边显示完成了 我uid {UID} 币安的uid是418829903 先这样",
    f"sort code 04-00-75 account 20114433, money left. uid {UID}",
    f"卖家的UID {OTHER} 一直不放币，我的是 {UID}，请介入。",
]


@pytest.mark.parametrize("text", RECEIVERS)
def test_who_was_sent_something_is_not_the_case(text: str) -> None:
    assert found(text, "uid") == [UID]


CALLERS = [
    (
        "Someone rang from +44 20 7946 0991 saying he was OKX security. My own mobile is 07700 900 514.",
        ["+442079460991"],
        ["07700900514"],
    ),
    (
        "Me escribió por WhatsApp un tal Diego (+34 600 000 912) que decía ser asesor. Mi número: +34 600 000 105.",
        ["+34600000912"],
        ["+34600000105"],
    ),
    ("Dün 0850 000 31 31'den arayıp OKX güvenlik dediler, kodumu istediler.", ["08500003131"], []),
    (
        "Recebi uma ligação do (11) 90000-3321 dizendo ser da OKX. Meu telefone (21) 90000-8842.",
        ["11900003321"],
        ["21900008842"],
    ),
    ("今天有个女的打电话给我，号码是 +86 170 0000 8812，说是欧易客服要退手续费。", ["+8617000008812"], []),
    (
        'Zalo tên "OKX Hỗ Trợ" số 0900 000 339 kết bạn rồi bảo em chuyển 500 USDT. Liên hệ em: 0900 000 557',
        ["0900000339"],
        ["0900000557"],
    ),
    ("A man on Telegram (@michael_trades_88) told me to move my coins to his platform.", ["@michael_trades_88"], []),
    ("Telegram'da @kripto_hoca06 adlı biri günde yüzde 5 kazandıracağım dedi.", ["@kripto_hoca06"], []),
    ("텔레그램에서 @okx_korea_cs 라는 계정이 먼저 말을 걸어와 인증코드를 달라고 했습니다.", ["@okx_korea_cs"], []),
    ("카톡으로 접근한 사람(아이디 coinmaster_lee)이 시키는 대로 보냈는데 사기였습니다.", ["coinmaster_lee"], []),
    (
        "Мне позвонил мужчина с +7 495 000-18-27, сказал что из службы безопасности. Моя связь +7 900 000-21-10.",
        ["+74950001827"],
        ["+79000002110"],
    ),
    (
        "OKXの社員を名乗る男性（050-0000-4471）から電話があり、私の携帯は080-0000-6612です。",
        ["05000004471"],
        ["08000006612"],
    ),
    (
        "She got a call from an 'officer' (number +44 1632 960 118) and read him it. Ring me, not her: 07700 900 338.",
        ["+441632960118"],
        ["07700900338"],
    ),
    ("I was contacted on Instagram by @luna.fx.trades who said she is your VIP desk.", ["@luna.fx.trades"], []),
    ("Telegram'daki @okx_vip_sinyal yöneticisi benden 2000 USDT aldı.", ["@okx_vip_sinyal"], []),
    ("Got a WhatsApp from +62 812 0000 4471, 'OKX compliance', asking for a selfie.", ["+6281200004471"], []),
    ("Llamaron a mi esposa desde el 910 000 883 diciendo ser de OKX.", ["910000883"], []),
    ("+84 28 0000 7718 gọi bảo tài khoản bị khóa, bắt em đọc OTP. Có phải sàn không?", ["+842800007718"], []),
    ("02-0000-7781에서 전화가 와 보안카드 번호를 묻더군요. 제 폰 010-0000-1290", ["0200007781"], ["01000001290"]),
    ("朋友介绍我加了个Telegram @vip_okx_teacher，说带我做合约，我打了2000U过去。", ["@vip_okx_teacher"], []),
    ('I was told to pay to "unlock my profits". his whatsapp +852 5550 1234', ["+85255501234"], []),
]


@pytest.mark.parametrize(("text", "suspects", "phones"), CALLERS, ids=[t for t, _, _ in CALLERS])
def test_a_stranger_who_came_is_reported_and_not_called(text: str, suspects: list[str], phones: list[str]) -> None:
    assert found(text, "suspect") == suspects
    assert found(text, "phone") == phones
    assert found(text, "contact") == []


NOBODYS = [
    "Покупатель перевёл от третьего лица, его телефон +7 900 000-12-99 не отвечает.",
    "O vendedor me passou o WhatsApp +55 11 90000-6677 e pediu pra pagar por fora. Não paguei.",
    "卖家付款后一直失联，他留的电话 13600009987 打不通。",
    "请查。\n\n陆鸣\n办公 0571-0000 2290 转 18",
    "Оплатил по СБП, телефон получателя +7 900 000 11 22, чек есть, не отпускают.",
    "My bank's fraud team (0345 000 8812) froze my account.",
    "入金の振込番号 00123456789、金額10万円、未反映です。",
    "freeze it, and do NOT reach me on the old number 07700 900461",
    "Still nothing.\n\nKind regards\nMartin Shaw\nT: 0117 496 0812 ext 204",
]


@pytest.mark.parametrize("text", NOBODYS)
def test_the_other_side_and_the_office_are_not_called(text: str) -> None:
    assert found(text, "phone") == [] == found(text, "suspect")


OWN = [
    ("my uid 349033653625028445 my phone (312) 555-0190", ["3125550190"]),
    ("No me llega el SMS al 600 000 772. Cambié de operador.", ["600000772"]),
    (
        f"我的UID是 {UID}（不是 {OTHER}，那个是我老婆的号，她的没事）。我的号码 13800005127 ，一直开着。",
        ["13800005127"],
    ),
    (
        "UID của tôi bị khóa. Số bị cướp là 0900 000 613, số của chồng tôi là 0911 000 275.",
        ["0900000613", "0911000275"],
    ),
    ("卖家失联。我的电话 13600009987", ["13600009987"]),
]


@pytest.mark.parametrize(("text", "wanted"), OWN, ids=[t for t, _ in OWN])
def test_own_numbers_beside_others(text: str, wanted: list[str]) -> None:
    assert found(text, "phone") == wanted


LEVELS = [
    ("Я прошёл только второй уровень верификации, хочу третий, а мне отказ.", "2"),
    ("我要升L3，现在是L2，地址证明又被退回。", "2"),
    ('mình đang ở KYC cấp 1, nâng cấp 2 thì báo "ảnh mờ".', "1"),
    ("KYC: estou no nível 1 e tento subir pro nível 2.", "1"),
    ("本人確認レベル1は完了、レベル2の顔認証で「照合できません」。", "1"),
    ('second-level verification refused, "name mismatch".', "2"),
    ("二级认证被拒，理由是“人脸不匹配”", "2"),
    ("KYC 1단계는 됐는데 2단계에서 자꾸 실패가 떠요.", "1"),
    ("birinci seviye kimlik doğrulama tamam, ikinci seviye reddedildi", "1"),
    ("My VIP level 2 fee is wrong", ""),
]


@pytest.mark.parametrize(("text", "wanted"), LEVELS, ids=[t for t, _ in LEVELS])
def test_the_level_that_the_customer_has(text: str, wanted: str) -> None:
    assert found(text, "kyc_level") == ([wanted] if wanted else [])


CASES = [
    ("solo me llega el mensaje automático con el número 14168109 .", "14168109"),
    ("Sizden 17203344 numaralı talep için hâlâ cevap yok.", "17203344"),
    ("Me dieron el número de seguimiento 17440099 y nada.", "17440099"),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[t for t, _ in CASES])
def test_a_case_by_its_number(text: str, wanted: str) -> None:
    assert found(text, "ticket_id") == [wanted]
    assert found(text, "phone") == []


def test_names_of_accounts_and_messengers() -> None:
    assert found("子账户名 grid2025hk 划转失败", "sub_account") == ["grid2025hk"]
    assert found("reach me on signal @mbell.77 please", "contact") == ["signal:mbell.77"]
    assert found("Можно писать в телегу: anna_smr", "contact") == ["telegram:@anna_smr"]
    assert found("Please ring me, not her: 07700 900 338.", "memo_tag") == []


def test_the_file_number_of_an_authority_that_writes() -> None:
    text = "We are investigating a fraud (our case 44/25-7719). R. Holm, Cyber Crime Unit"
    assert found(text, "police_case_no") == ["44/25-7719"]
    assert found("경찰서 담당 수사관 연락처는 02-0000-1182 입니다.", "police_case_no") == []


def test_many_people_take_linear_time() -> None:
    text = "someone called me, my mother, his UID 618204417730925512 or +44 20 7946 0991 saying he was "
    begin = time.process_time()
    read(text * 400)
    once = time.process_time() - begin
    begin = time.process_time()
    read(text * 1600)
    assert time.process_time() - begin < max(0.5, once) * 8
