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
    "orijinal ileti|thư gốc|tin nhắn gốc|thư ban đầu|原始邮件|原始信件|原邮件|原信件|原始郵件|原郵件|原信|回复的原邮件|回复的邮件|原文|"
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
    "已转发邮件|被转发的邮件|開始轉寄郵件|轉寄郵件|轉寄的郵件|已轉寄的郵件|下面是转发邮件|开始转发的邮件|转发的信息|转发信息|以下是转发的邮件|転送メッセージ|転送されたメッセージ|"
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

MOBILE = (
    r"sent (?:from|via|with|using|by|wirelessly) .+|sent on the go.*|get (?:outlook|gmail|yahoo mail|the) .+|"
    r"download (?:outlook|the) .+|envoyé (?:de|depuis|à partir|avec|sans fil) .+|télécharger outlook .+|"
    r"gesendet (?:von|mit|aus) .+|von meinem .+ gesendet|diese nachricht wurde von .+ gesendet|"
    r"enviad[oa] (?:desde|do|da|de|com|con|pelo|pela|via) .+|obt[eé]n(?:er)? outlook .+|obter o outlook .+|obtenha o outlook .+|"
    r"inviato (?:da|dal) .+|verzonden (?:vanaf|vanuit|met) .+|skickat från .+|sendt fra .+|"
    r"wysłane z .+|отправлено (?:с|из|через|от) .+|отправлено: .+ для .+|скачать outlook .+|"
    r"надіслано (?:з|із) .+|gửi từ .+|được gửi từ .+|đã gửi từ .+|tải outlook .+|"
    r".+(?:ı?m?dan|dan|den|tan|ten|üzerinden|ile|kullanılarak) (?:gönderildi|gönderilmiştir)|outlook.+ edinin.*|"
    r"发自(?:我的|我|新浪|华为|小米|网易|qq|iphone|outlook|vivo|oppo|荣耀|yahoo|钉钉|foxmail).*|从(?:我的|我).+(?:发送|发出)|从.+(?:手机|设备|客户端|邮箱|邮件|app)(?:发送|发出)|"
    r"来自(?:我的|我|网易|新浪|qq|outlook|华为|小米|foxmail|阿里|iphone).*|下载outlook.*|获取 ?outlook.*|获取适用于.+outlook.*|通过.+(?:发送|发出)|由.+(?:客户端)?发送|"
    r"使用.+(?:邮箱|邮箱大师|客户端|邮件)发送|發自(?:我的|我).+|從(?:我的|我).+(?:傳送|發送|寄出)|從.+(?:傳送|寄出)|我的.+(?:傳送|寄出)|取得.*outlook.*|"
    r".+(?:から|より)(?:の)?送信(?:しました|されました)?|.+で送信(?:しました|されました)?|outlook.*を(?:入手|取得).*|"
    r".+에서 ?(?:보냄|전송됨|보낸 ?메일|발송|보냈습니다|발송된 메일.*)|outlook.*(?:다운로드|받기).*|yahoo mail: .+|mailbox for .+"
)
"""Lines that phones and apps add below what was written."""

DISCLAIMERS = (
    "confidential|privileged|intended (?:only|solely|recipient)|intended for|disclaimer|received (?:this|it) in error|"
    "notify the sender|delete (?:it|this)|unauthori[sz]ed|legal notice|virus-free|consider the environment|"
    "confidencial|privilegiada|destinatari|aviso legal|por error|por engano|elimin[ea]|vertraulich|bestimmt|empfänger|"
    "confidentiel|destinataire|bestemd|vernietigen|конфиденциальн|адресат|предназначен|уведомите|удалите|gizli|"
    "alıcı|yetkisiz|bảo mật|người nhận|xóa|保密|机密|機密|收件人|收件者|本邮件|本郵件|此邮件|擅自|误收|誤收|删除|刪除|本メール|機密|受信者|"
    "破棄|削除|본 ?메일|기밀|수신인|수신자|삭제"
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
