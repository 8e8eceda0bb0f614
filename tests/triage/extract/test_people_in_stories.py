"""Stories with several people: whose account, whom to call, whom to report."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import read

KINDS = ("uid", "phone", "contact", "suspect", "email", "kyc_level", "ticket_id", "police_case_no")
STORIES: list[tuple[str, dict[str, list[str]]]] = [
    (
        (
            "Someone from your live chat told me to email you the screenshot link https://imgbox.example/a1b2 . My em"
            "ail on the account is hugo.d@mail.example, phone +33 6 00 00 11 22. uid 500120034857610101"
        ),
        {
            "uid": ["500120034857610101"],
            "email": ["hugo.d@mail.example"],
            "phone": ["+33600001122"],
        },
    ),
    (
        ("在线客服让我把资料发到这个邮箱，我的电话13900002213，注册邮箱 sunli@mail.example，UID 500120034857610112"),
        {
            "uid": ["500120034857610112"],
            "email": ["sunli@mail.example"],
            "phone": ["13900002213"],
        },
    ),
    (
        (
            "Мне позвонили из вашей поддержки и попросили прислать документы на почту. Моя почта oleg.t@mail.example,"
            " тел. +7 900 000-11-77. UID 500120034857610123"
        ),
        {
            "uid": ["500120034857610123"],
            "email": ["oleg.t@mail.example"],
            "phone": ["+79000001177"],
        },
    ),
    (
        ("客服打电话给我说缺地址证明，让我发邮件补。我电话 13900004456，UID 500120034857610134"),
        {
            "uid": ["500120034857610134"],
            "phone": ["13900004456"],
        },
    ),
    (
        (
            "The buyer's friend messaged me and asked me to release early. I refused. My phone 07700 900 661. UID 500"
            "120034857610156"
        ),
        {
            "uid": ["500120034857610156"],
            "phone": ["07700900661"],
        },
    ),
    (
        (
            "相手の購入者から電話があり、先にリリースするよう言われましたが断りました。私の電話 080-0000-1199、UID 50"
            "0120034857610167"
        ),
        {
            "uid": ["500120034857610167"],
            "phone": ["08000001199"],
        },
    ),
    (
        ("판매자가 전화해서 취소하라고 했습니다. 제 연락처 010-0000-4412. UID 500120034857610178"),
        {
            "uid": ["500120034857610178"],
            "phone": ["01000004412"],
        },
    ),
    (
        (
            "Bir arkadaşım sizi önerdi. Kayıt olurken davet kodu 88213344 girdim ama bonus gelmedi. UID 5001200348576"
            "10189, tel 0532 000 66 11"
        ),
        {
            "uid": ["500120034857610189"],
            "phone": ["05320006611"],
        },
    ),
    (
        ("El banco me llamó para preguntar por la transferencia. Mi número es +34 600 000 228. UID 500120034857610201"),
        {
            "uid": ["500120034857610201"],
            "phone": ["+34600000228"],
        },
    ),
    (
        (
            "Alguém do meu banco me ligou perguntando do PIX, eu confirmei. Até agora nada. Meu zap 21 90000-3344. UI"
            "D 500120034857610212"
        ),
        {
            "uid": ["500120034857610212"],
            "phone": ["21900003344"],
        },
    ),
    (
        (
            "客服您好：\n\n事情有点长，请耐心看完。我母亲62岁，退休教师，去年跟着广场舞的朋友学会了买币，账户是我表弟"
            "帮她开的。10月底她在抖音上认识一个自称“金融博士”的人，加了微信（boshi_jin66），之后又被拉进一个叫“OKX内"
            "部福利群”的群，群里有个客服QQ 3300218876。\n\n11月2日起，她分三次把币转给对方给的地址。我发现时对方已经"
            "把她拉黑。我们11月12日去派出所报了案，民警姓周，电话021-0000 7781，他让我们找平台调记录，立案号还没下来"
            "。\n\n母亲的UID：500120034857610245，注册手机 13900005561。我的账户UID 500120034857610256 跟这事无关。以"
            "后请联系我：13700006672。"
        ),
        {
            "uid": ["500120034857610245"],
            "phone": ["13900005561", "13700006672"],
            "suspect": ["boshi_jin66", "3300218876"],
        },
    ),
    (
        (
            "Buenas tardes, les cuento. Mi mamá (70 años) recibió el lunes una llamada de un supuesto ejecutivo de OK"
            "X, desde el +52 55 0000 1188, que le pidió instalar una app para ver su pantalla. Ella lo hizo y a los d"
            "iez minutos le vaciaron la cuenta: 1.240 USDT. Su UID es 500120034857610267 y el correo rosa.mv@mail.exa"
            "mple. Yo soy su hijo; mi celular es +52 33 0000 4471 y también tengo cuenta con ustedes (UID 50012003485"
            "7610278), pero no pasó nada con la mía. Presentamos la denuncia, carpeta de investigación CI-FDC/1188/20"
            "25. ¿Se puede congelar?"
        ),
        {
            "uid": ["500120034857610267"],
            "email": ["rosa.mv@mail.example"],
            "phone": ["+523300004471"],
            "suspect": ["+525500001188"],
            "police_case_no": ["CI-FDC/1188/2025"],
        },
    ),
    (
        (
            "Здравствуйте! Пишу второй раз, первое обращение № 18220177 так и висит. Муж в командировке и доступа к п"
            "очте у него нет, поэтому пишу я. У него не проходит второй уровень верификации: «Документ не соответству"
            "ет». Его UID 500120034857610289, почта dmitry.v@mail.example, мой телефон +7 900 000-88-10. Паспорт он м"
            "енял в сентябре. Подскажите, что делать?"
        ),
        {
            "uid": ["500120034857610289"],
            "email": ["dmitry.v@mail.example"],
            "phone": ["+79000008810"],
            "kyc_level": ["2"],
            "ticket_id": ["18220177"],
        },
    ),
    (
        (
            "いつもお世話になっております。夫が先月急逝し、遺品のスマートフォンから貴社の口座が見つかりました。夫のUI"
            "Dは 500120034857610291、登録メールは h.okada@mail.example のようです。相続の手続きを教えてください。なお"
            "私の連絡先は 080-0000-5523、LINEは okada_mi です。葬儀の後に「OKXの代理人」という人物（090-0000-9981）か"
            "ら手数料を払えば早く戻せると電話がありましたが、払っておりません。"
        ),
        {
            "uid": ["500120034857610291"],
            "email": ["h.okada@mail.example"],
            "phone": ["08000005523"],
            "contact": ["line:okada_mi"],
            "suspect": ["09000009981"],
        },
    ),
    (
        (
            "안녕하세요. 저는 대학생이고 지난주 디스코드에서 알게 된 'kevin_trader#2210' 이라는 사람이 OKX 이벤트라며"
            " 링크 okx-airdrop-kr.example 를 줬습니다. 거기에 로그인했더니 다음날 USDT 420개가 나갔어요. 제 UID는 500"
            "120034857610302, 번호 010-0000-2294 입니다. 부모님께는 아직 말 못했습니다. 경찰 신고는 내일 하려고요."
        ),
        {
            "uid": ["500120034857610302"],
            "phone": ["01000002294"],
            "suspect": ["kevin_trader#2210", "okx-airdrop-kr.example"],
        },
    ),
    (
        (
            "Kính gửi sàn, em là sinh viên năm ba. Tuần trước có người tên Minh nhắn Zalo 0900 000 119 giới thiệu là "
            '"chuyên viên OKX" rồi dụ em nạp 300 USDT vào web okx-invest-vn.example. Giờ không rút được, họ đòi thê'
            "m phí. Em chưa báo công an. UID của em 500120034857610313, sđt 0900 000 557, mong sàn giúp."
        ),
        {
            "uid": ["500120034857610313"],
            "phone": ["0900000557"],
            "suspect": ["0900000119", "okx-invest-vn.example"],
        },
    ),
    (
        (
            "Merhaba, babam 74 yaşında. Geçen cuma 0850 000 77 21 numarasından arayıp kendilerini OKX destek olarak t"
            "anıttılar ve telefonuna uygulama kurdurdular. Hesabından 0,08 BTC gitti. Babamın UID'si 5001200348576103"
            "24. Savcılığa başvurduk, soruşturma no 2025/99127. Bana 0533 000 21 90 numarasından ulaşın."
        ),
        {
            "uid": ["500120034857610324"],
            "phone": ["05330002190"],
            "suspect": ["08500007721"],
            "police_case_no": ["2025/99127"],
        },
    ),
    (
        (
            "Boa noite. Minha sogra recebeu uma mensagem no WhatsApp do número (11) 90000-4410 se passando por vocês,"
            " com o link okx-premio.example. Ela clicou e colocou o código. A conta dela é 500120034857610335. Eu sou"
            " a nora, meu telefone é (11) 90000-7788. Registramos BO 3390-118820/2025."
        ),
        {
            "uid": ["500120034857610335"],
            "phone": ["11900007788"],
            "suspect": ["11900004410", "okx-premio.example"],
            "police_case_no": ["3390-118820/2025"],
        },
    ),
]


@pytest.mark.parametrize(("text", "wanted"), STORIES, ids=[t[:40] for t, _ in STORIES])
def test_everybody_is_who_they_are(text: str, wanted: dict[str, list[str]]) -> None:
    told: dict[str, set[str]] = {}
    for entity in read(text).entities:
        if entity.kind in KINDS:
            told.setdefault(entity.kind, set()).add(entity.value)
    assert told == {kind: set(values) for kind, values in wanted.items()}
