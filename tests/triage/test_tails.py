"""What phones, offices and mailings put below a letter, in ten languages: none of it is what the customer said."""

from __future__ import annotations

import pytest

from mailbot.triage.body.fresh import fresh

TAILS = [
    (
        "发自我的iPhone",
        "",
        "",
    ),
    (
        "\n\nSent from my iPhone",
        "",
        "",
    ),
    (
        "Enviado desde mi iPhone",
        "",
        "",
    ),
    (
        "iPhoneから送信",
        "",
        "",
    ),
    (
        "나의 iPhone에서 보냄",
        "",
        "",
    ),
    (
        "Отправлено с iPhone",
        "",
        "",
    ),
    (
        "Được gửi từ iPhone của tôi",
        "",
        "",
    ),
    (
        "iPhone'umdan gönderildi",
        "",
        "",
    ),
    (
        "Enviado do meu iPhone",
        "",
        "",
    ),
    (
        "從我的 iPhone 傳送",
        "",
        "",
    ),
    (
        (
            "Please answer.\n"
            "\n"
            "Mit freundlichen Grüßen / Kind regards\n"
            "Peter Vogel\n"
            "Geschäftsführer\n"
            "Vogel Metall GmbH, Hauptstr. 4, 84500 Burg\n"
            "Tel. +49 8677 000 150 | Fax -159 | HRB 00418 Traunstein\n"
            "Diese E-Mail enthält vertrauliche Informationen. Bitte geben Sie "
            "niemals Passwörter weiter."
        ),
        "Please answer.",
        "Peter Vogel",
    ),
    (
        (
            "Please send the records.\n"
            "\n"
            "DS 1123 Mark Field\n"
            "Economic Crime Unit, Southshire Police\n"
            "Tel 101 ext 55 0999\n"
            "\n"
            "This communication may be monitored."
        ),
        "Please send the records.",
        "DS Mark Field",
    ),
    (
        "Xem bảng giá tại đây\n\nBạn nhận được email này vì đã đăng ký. Hủy đăng ký tại đây.",
        "Xem bảng giá tại đây",
        "A",
    ),
    (
        "Our offer\n\nYou are receiving this email because you signed up. Unsubscribe here.",
        "Our offer",
        "A",
    ),
    (
        "Предложение\n\nВы получили это письмо, потому что подписаны на рассылку. Отписаться",
        "Предложение",
        "A",
    ),
    (
        "优惠来了\n\n您收到此邮件是因为您订阅了我们的资讯。退订",
        "优惠来了",
        "A",
    ),
    (
        "ご案内です\n\nこのメールは登録者にお送りしています。配信停止はこちら",
        "ご案内です",
        "A",
    ),
    (
        "Nuestra oferta\n\nRecibe este correo porque está en nuestra lista. Darse de baja",
        "Nuestra oferta",
        "A",
    ),
    (
        "Kampanya\n\nBu e-postayı abone olduğunuz için aldınız. Abonelikten çık",
        "Kampanya",
        "A",
    ),
    (
        "Oferta\n\nVocê recebeu este e-mail porque se cadastrou. Cancelar inscrição",
        "Oferta",
        "A",
    ),
    (
        "광고 안내\n\n본 메일은 수신에 동의하신 분께 발송되었습니다. 수신거부",
        "광고 안내",
        "A",
    ),
    (
        (
            "返事をください。\n"
            "\n"
            "――――――――――\n"
            "株式会社アオバ商事\n"
            "経理部 佐藤 健\n"
            "〒100-0000 東京都千代田区0-0-0\n"
            "TEL 03-0000-0000\n"
            "――――――――――"
        ),
        "返事をください。",
        "佐藤 健",
    ),
    (
        "답변 부탁드립니다.\n\n김하늘 드림\n재무팀 과장\n전화 02-000-0000",
        "답변 부탁드립니다.",
        "김하늘",
    ),
    (
        (
            "Yanıtınızı bekliyorum.\n"
            "\n"
            "Saygılarımla,\n"
            "Elif Kaya\n"
            "Muhasebe Müdürü\n"
            "Tel: 0212 000 00 00\n"
            "\n"
            "Bu e-posta gizli bilgi içerebilir. Alıcısı değilseniz lütfen siliniz."
        ),
        "Yanıtınızı bekliyorum.",
        "Elif Kaya",
    ),
    (
        (
            "Aguardo resposta.\n"
            "\n"
            "Com os melhores cumprimentos,\n"
            "Inês Duarte\n"
            "Telm. 910 000 000\n"
            "\n"
            "Esta mensagem é confidencial e destina-se exclusivamente ao "
            "destinatário."
        ),
        "Aguardo resposta.",
        "Inês Duarte",
    ),
    (
        "Espero su respuesta.\n\n--\nSaludos,\nDiego\nCel. 351 000-4472",
        "Espero su respuesta.",
        "Diego",
    ),
    (
        (
            "Em chờ tin ạ.\n"
            "\n"
            "Trân trọng,\n"
            "Trần Minh\n"
            "Phòng kế toán\n"
            "ĐT: 028 0000 0000\n"
            "\n"
            "Email này chứa thông tin bảo mật, chỉ dành cho người nhận."
        ),
        "Em chờ tin ạ.",
        "Trần Minh",
    ),
    (
        (
            "请尽快处理。\n"
            "\n"
            "此致\n"
            "敬礼\n"
            "李明\n"
            "财务部\n"
            "电话：010-00000000\n"
            "\n"
            "本邮件及其附件含有保密信息，仅限于收件人使用。"
        ),
        "请尽快处理。",
        "李明",
    ),
    (
        (
            "Жду ответа.\n"
            "\n"
            "С уважением,\n"
            "Пётр Орлов\n"
            "начальник отдела ООО «Вектор»\n"
            "тел. +7 (495) 000-11-33 доб. 12\n"
            "\n"
            "Настоящее сообщение может содержать конфиденциальную информацию. Если "
            "вы получили его по ошибке, удалите его."
        ),
        "Жду ответа.",
        "Пётр Орлов",
    ),
]
"""(text, what is left of it, the sender's name)"""
KEPT = [
    "Please unsubscribe me, I do not want these letters any more.",
    "Hello,\n\nI sent it from my Samsung phone but the wallet shows nothing.",
    "Hello,\n\nMy bank manager\nsays the transfer left on Monday\nTel. him if you need to.",
    "Guten Tag,\n\nmeine Nachricht war vertraulich, bitte antworten Sie mir.",
]


@pytest.mark.parametrize(("text", "words", "sender"), TAILS)
def test_only_the_words_are_left(text: str, words: str, sender: str) -> None:
    assert fresh(text, sender=sender).text == words


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_a_tail_is_kept(text: str) -> None:
    assert fresh(text, sender="Ann Field").text == text
