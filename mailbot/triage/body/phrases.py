"""The words that mail programs and habits put around what people say: data of `quotes` and `signature`."""

# ruff: noqa: E501 - ideographs count double; cutting the lists would only hide them

from __future__ import annotations

LABELS = {
    "from": "from|de|von|van|da|fra|från|od|lähettäjä|feladó|expéditeur|remitente|mittente|afzender|avsender|отправитель|"
    "от|от кого|від|від кого|kimden|gönderen|từ|người gửi|发件人|發件人|寄件者|寄件人|发信人|發信人|差出人|送信者|送信元|보낸 ?사람|보낸 ?이|"
    "발신|발신자|发件者|von|daripada|dari|จาก",
    "date": "date|sent|sent at|sent on|date sent|enviado|enviado el|enviado em|enviada|enviada em|enviat|fecha|envoyé|"
    "envoyé le|message du|gesendet|gesendet am|datum|data|inviato|inviato il|verzonden|skickat|sendt|dato|wysłano|"
    "lähetetty|дата|отправлено|дата отправки|надіслано|tarih|gönderme tarihi|gönderildi|gönderilme tarihi|ngày|đã gửi|"
    "gửi|ngày gửi|thời gian|日期|时间|時間|发送时间|發送時間|发送日期|發送日期|寄件日期|傳送日期|傳送時間|寄件時間|送信日時|日時|送信日|날짜|보낸 ?날짜|보낸 ?시간|"
    "발송일|日付|dikirim|วันที่|received",
    "to": "to|para|an|à|a|naar|aan|til|till|do|кому|получатель|kime|alıcı|đến|tới|gửi tới|người nhận|收件人|收件者|宛先|받는 ?사람|"
    "받는 ?이|수신|수신자|destinataire|destinatario|destinatário|vastaanottaja|kepada|ถึง",
    "cc": "cc|c\\.c\\.|bcc|копия|抄送|副本|抄送人|抄送者|副本抄送|참조|bilgi|kopie|kopia|copie|copie à|kopi|đồng gửi|密件副本",
    "subject": "subject|asunto|assunto|objet|sujet|oggetto|betreff|onderwerp|emne|ämne|temat|aihe|тема|konu|chủ đề|tiêu đề|"
    "主题|主旨|主題|标题|標題|件名|제목|subjek|เรื่อง",
    "reply_to": "reply-to|responder a|ответить|回复|返信先|importance|priority|重要性",
}
"""Words before the colon in the head that clients print above a quoted mail, by role."""

SEPARATORS = (
    "original message|original mail|original email|original e-mail|original appointment|original-nachricht|"
    "ursprüngliche nachricht|originalnachricht|message d.origine|message original|messaggio originale|mensaje original|"
    "mensagem original|oorspronkelijk bericht|oprindelig besked|oprindelig meddelelse|opprinnelig melding|"
    "ursprungligt meddelande|originalmeddelande|alkuperäinen viesti|wiadomość oryginalna|původní zpráva|"
    "исходное сообщение|исходное письмо|оригинальное сообщение|початкове повідомлення|özgün ileti|orijinal mesaj|"
    "orijinal ileti|thư gốc|tin nhắn gốc|thư ban đầu|原始邮件|原始信件|原始信息|原始訊息|原始消息|原始邮件信息|邮件原件|郵件原件|原邮件|原信件|原始郵件|原郵件|原信|回复的原邮件|回复的邮件|原文|"
    "元のメッセージ|元のメール|원본 ?메일|원본 ?메시지|원본 ?이메일|original mesaj|mesaj original"
)
"""What stands between dashes above the mail that is answered."""

FORWARDS = (
    "forwarded message|forwarded mail|forwarded by .+|begin forwarded message|fwd|weitergeleitete nachricht|"
    "anfang der weitergeleiteten nachricht|message transféré|début du message transféré|messaggio inoltrato|"
    "inizio messaggio inoltrato|mensaje reenviado|inicio del mensaje reenviado|mensagem encaminhada|"
    "início da mensagem encaminhada|mensagem reencaminhada|doorgestuurd bericht|videresendt meddelelse|"
    "vidarebefordrat meddelande|пересылаемое сообщение|пересылаемое письмо|пересланное сообщение|начало переадресованного сообщения|"
    "переслане повідомлення|iletilen ileti|iletilmiş mesaj|yönlendirilmiş mesaj|yönlendirilen ileti|"
    "thư đã chuyển tiếp|thư được chuyển tiếp|tin nhắn được chuyển tiếp|bắt đầu thư được chuyển tiếp|转发邮件信息|转发的邮件|转发邮件|转发邮件内容|"
    "已转发邮件|被转发的邮件|開始轉寄郵件|轉寄郵件|轉寄的郵件|已轉寄的郵件|下面是转发邮件|开始转发的邮件|开始转发邮件|開始轉寄的郵件|转发的信息|转发信息|以下是转发的邮件|転送メッセージ|転送されたメッセージ|"
    "転送メール|전달된 ?메일|전달된 ?메시지|전달 ?메일"
)
"""What stands above a mail that is passed on."""

VERBS = (
    "wrote|writes|has written|sent|schrieb|schreibt|geschrieben|a écrit|escribió|escribio|escrib\u00eda|escreveu|"
    "ha scritto|scrive|scritto|schreef|geschreven|skrev|napisał|napisała|napisał\\(a\\)|napisał/a|pisze|napsal|napsal\\(a\\)|"
    "kirjoitti|írta|написал|написала|написал\\(а\\)|пишет|писал|писал\\(а\\)|написав|написала|пише|yazdı|yazmış|şunu yazdı|"
    "şunları yazdı|đã viết|viết|写道|寫道|写到|寫到|写了|编写|撰寫|님이 ?작성|님이 ?쓴 ?글|작성|님이 ?다음과 ?같이 ?썼습니다|"
    "のメール|書きました|は書きました|さんは書きました|が書いた|wrote the following|έγραψε|menulis|เขียนว่า"
)
"""The verb of an attribution line."""

OPENERS = (
    "on|at|le|el|em|en|am|il|op|den|på|in data|in article|in message|w dniu|dnia|vào|lúc|在|于|於|quoting|citando|zitat von|"
    "citation de|message from|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|"
    "sunday|lun|mar|mié|mie|jue|vie|sáb|sab|dom|seg|ter|qua|qui|sex|пн|вт|ср|чт|пт|сб|вс|нд|понедельник|вторник|среда|"
    "четверг|пятница|суббота|воскресенье|pzt|sal|çar|per|cum|cmt|paz|tir|ma|ti|ke|to|pe|la|su|mo|di|mi|do|fr|sa|so"
)
"""What an attribution line begins with, where it does not begin with a number or a name."""

SENT_FROM = (
    r"sent (?:from|via|with|using|by|wirelessly|on)|get|download|mailbox for|envoyé|télécharge[rz]?|obtenez|gesendet|"
    r"von meine[mr]|diese nachricht wurde|enviad[oa]|obt[eé]n|obtener|obter|obtenha|descarga|baixe|inviato|scarica|ottieni|"
    r"verzonden|verstuurd|skickat|hämta|sendt|hent|wysłan[eo]|pobierz|lähetetty|odesláno|отправлено|скача(?:йте|ть)|"
    r"получите|надіслано|gửi từ|được gửi từ|đã gửi từ|đã gửi bằng|tải|dikirim|yahoo mail:|"
    r"发自|發自|寄自|传送自|傳送自|发送自|發送自|来自|來自|下载|下載|获取|取得|我的 ?(?:iphone|ipad)"
)
"""What the line begins with that phones and mail programs add below what was written."""

SENT_WITH = (
    r"(?:から|より|で)(?:の)?送信(?:しました|されました)?|を(?:入手|取得)(?:する|してください)?|에서 ?(?:보냄|전송됨|발송됨|보냈습니다|발송된 ?메일.*)|"
    r"(?:다운로드|받기)|(?:gönderildi|gönderilmiştir|edinin|indirin)|gesendet|(?:发送|发出|传送|寄出|傳送|發送|送出)"
)
"""What such a line ends with in other languages."""

DEVICES = (
    r"iphon|ipad|ipod|android|galaxy|samsung|三星|盖乐世|蓋樂世|huawei|华为|華為|honor|荣耀|xiaomi|小米|红米|redmi|oppo|vivo|oneplus|一加|"
    r"realme|meizu|魅族|htc|nokia|xperia|pixel|motorola|\bmoto\b|blackberry|wiko|windows|outlook|mail\b|邮|郵件|メール|메일|почт|posta|"
    r"correo|correio|\be-?mail|phone|handy|mobil|мобил|telefon|điện thoại|手机|手機|手提電話|スマホ|スマートフォン|휴대폰|스마트폰|телефон|устройств|"
    r"device|thiết bị|dispositivo|cihaz|yahoo|gmail|proton|zoho|foxmail|\bqq|网易|新浪|yandex|яндекс|naver|네이버|daum|tablet|sparrow|"
    r"thunderbird|acompli|mailmaster|teléfono|portable|appareil"
)
"""One of these stands in such a line, or it is a sentence of the customer's."""

NOT_SENT_FROM = (
    r"\d{4,}|usd|btc|\beth\b|trc|erc|bep|wallet|钱包|錢包|кошел|cüzdan|billetera|cartera|carteira|ウォレット|지갑|binance|币安|okx|order|hash|"
    r"充值|提币|提现|到账|转账|验证码|没|沒|不|未|吗|嗎|\bnot\b|\bnever\b|n't|не |нет |不|ない|ません|안 |못|không|chưa|değil|[?？，；]"
)
"""None of these stands in such a line."""

DISCLAIMERS = (
    "confidential|privileged|intended (?:only|solely|recipient)|intended for|disclaimer|received (?:this|it) in error|"
    "notify the sender|delete (?:it|this)|unauthori[sz]ed|legal notice|virus-free|consider the environment|"
    "confidencial|privilegiada|destinatari|aviso legal|por error|por engano|elimin[ea]|vertraulich|bestimmt|empfänger|"
    "confidentiel|destinataire|bestemd|vernietigen|конфиденциальн|адресат|предназначен|уведомите|удалите|gizli|"
    "alıcı|yetkisiz|bảo mật|người nhận|xóa|保密|机密|機密|收件人|收件者|本邮件|本郵件|此邮件|擅自|误收|誤收|删除|刪除|本メール|機密|受信者|"
    "破棄|削除|본 ?메일|기밀|수신인|수신자|삭제|diese e-?mail enthält|geben sie niemals|yasaktır|esta mensagem|"
    "este mensaje|это сообщение|настоящее сообщение|email này|bu e-?posta|이 메일"
)
"""Words of legal footers; two different ones make a short last paragraph a footer."""

CLOSERS = (
    r"(?:(?:with )?(?:best|kind|warm|kindest|warmest|many)(?: \w+)? (?:regards|wishes)|regards|best|cheers|sincerely(?: yours)?|"
    r"yours (?:sincerely|faithfully|truly)|respectfully|thanks and regards|thanks & regards|br|kr|rgds|"
    r"此致|此致敬礼|敬礼|顺颂商祺|顺祝商祺|祝好|祝商祺|敬上|谨上|順頌商祺|祝 好|敬祝.*|"
    r"saludos(?: cordiales)?|un saludo|cordialmente|atentamente|atte\.?|att\.?|atenciosamente|cumprimentos|com os melhores cumprimentos|"
    r"abraços|с уважением|с наилучшими пожеланиями|trân trọng|thân ái|kính thư|saygılarımla|saygılar|saygılarımızla|"
    r"敬具|以上|よろしくお願い(?:いた|致)?します|宜しくお願い(?:いた|致)?します|何卒よろしくお願い申し上げます|"
    r"mit freundlichen grüßen|viele grüße|freundliche grüße|mfg|cordialement|bien cordialement|sincères salutations|"
    r"met vriendelijke groet(?:en)?|cordiali saluti|pozdrawiam|드림|올림)"
)
"""Lines that end a letter, before the name."""

MAILINGS = (
    r"you(?: are|'re)? (?:receiv(?:ed|ing)|getting|got) this (?:e-?mail|message|newsletter)|"
    r"(?:unsubscribe|update your preferences|manage (?:your )?preferences) (?:here|at|via|from|by|\||:|-)|"
    r"bạn nhận được (?:email|thư|tin) này|hủy đăng ký (?:tại|nhận)|вы получили это (?:письмо|сообщение),? (?:потому|так как)|"
    r"отписаться(?: от)?(?: рассылки)?\W*$|您(?:会|會|之所以)?收到(?:此|这封|這封|该|本)(?:邮件|郵件|信)|(?:如需|如要|点击|點擊|按此)?(?:退订|退訂|取消订阅|取消訂閱)"
    r"(?:请|請|点击|點擊|本|邮件|$)|配信(?:停止|解除)(?:は|を)|このメールは.{0,30}(?:お送り|配信)し|수신 ?거부|수신에 동의하신|"
    r"(?:ha )?recib(?:e|es|ió|iste|ido) este (?:correo|mensaje|e-?mail)|(?:darse|date|darte) de baja|cancelar (?:la |tu |su )?suscripción (?:aquí|en)|"
    r"abonelikten (?:çık|ayrıl)|bu e-?postayı .{0,40}aldınız|(?:você )?(?:está )?recebe(?:u|ndo) este e-?mail|"
    r"cancelar (?:a |sua )?(?:inscrição|subscrição|assinatura)\W*(?:aqui)?\W*$|descadastr"
)
"""What stands below a mail that went to many."""

WATCHED = (
    r"(?:this|all|any) (?:communications?|e-?mails?|messages?|calls?)(?: \w+){0,6} may be (?:monitored|recorded|intercepted)|"
    r"please (?:do not|don't) print this|scanned (?:by|for)|diese e-?mail (?:enthält|ist) vertraulich"
)
"""What a line begins with that a house puts below every mail."""
