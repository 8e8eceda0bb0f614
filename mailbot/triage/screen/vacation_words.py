"""The words of mail that nobody wrote: vacation notices, receipts and challenges, in the languages of our customers.

A customer who writes *about* an automatic reply uses the same words. So a subject counts only where the words are all
of it, or a delimiter parts them from the subject that they answer; and a body counts by how it opens.
"""

from __future__ import annotations

from mailbot.triage.screen.patterns import compiled, either

_AUTOMATIC = either(
    r"auto(?:matic(?:ally)?|mated)?[-_ ]?(?:generated )?(?:reply|response|responder|answer|acknowledge?ment)"
    r"(?: (?:message|from|to|re)\b[^:]*)?",
    r"自动(?:回复|答复|回信|应答)(?:邮件)?|自動(?:回覆|回復|答覆|回信)(?:郵件)?|自動(?:返信|応答|送信)(?:メール)?",
    r"자동\s?(?:회신|응답|답장|답변)(?:\s?메일)?|авто-?ответ|автоматический ответ|автоматична відповідь",
    r"(?:thư )?(?:tự động )?trả lời(?: thư)? tự động|tự động (?:trả lời|phản hồi)|phản hồi tự động",
    r"respuesta autom[aá]tica|contestaci[oó]n autom[aá]tica|resposta autom[aá]tica|otomatik (?:yan[ıi]t|cevap)",
    r"automatische antwort|autoantwort|r[eé]ponse automatique|risposta automatica|automatisch antwoord",
    r"auto-?svar|automatisk[ta]? svar|automaattinen vastaus|odpowied[zź] automatyczna|automatyczna odpowied[zź]",
    r"automatick[aá] odpov[eě][dď]|automatikus v[aá]lasz|r[aă]spuns automat|αυτόματη απάντηση",
    r"balasan otomatis|jawaban otomatis|ตอบกลับอัตโนมัติ|رد تلقائي|מענה אוטומטי|תשובה אוטומטית",
)
_ABSENT = either(
    r"out[- ]of[- ](?:the[- ])?office(?: (?:auto-?reply|reply|notification|message|response|notice))?|ooo|"
    r"on vacation",
    r"away from (?:my )?(?:mail|e-?mail|desk|office)|vacation (?:reply|notice|message|response)|on (?:annual )?leave",
    r"(?:不在|外出|休假|出差|年假|产假|度假)(?:办公室|辦公室|中|期间|期間|通知)*|不在(?:通知|のお知らせ|連絡)|"
    r"休暇中|부재\s?중?(?:\s?알림)?|휴가\s?중",
    r"вне офиса|отсутствую(?: на рабочем месте)?|нет на месте|в отпуске|отпуск|vắng mặt|nghỉ phép",
    r"fuera de (?:la )?oficina|ausente(?: de la oficina)?|ausencia|de vacaciones|ofis(?:te)? dışında(?:yım)?|"
    r"izindeyim",
    r"fora d[oe] escrit[oó]rio|aus[eê]ncia(?: tempor[aá]ria| do escrit[oó]rio)?|de f[eé]rias|abwesen(?:d|"
    r"heit(?:snotiz)?)",
    r"nicht im b[uü]ro|absence(?: du bureau)?|absent[e]? du bureau|fuori (?:sede|ufficio)|assenza|afwezig(?:heid)?",
    r"fraværs?melding|poissa|nieobecno[sś][cć]",
)
_NOTICE = either(
    r"(?:please note that )?this (?:is|was) an? (?:automat(?:ed|ic)|auto)[- ]?(?:generated |out of office |e-?mail )*"
    r"(?:reply|response|message|e-?mail|acknowledge?ment|notification|confirmation)",
    r"this (?:message|e-?mail|reply|response) (?:was|is|has been) (?:automatically|auto)[- ]?(?:generated|sent)",
    r"(?:这|此|本|該|此封)(?:封|邮件|郵件|信)?(?:是|为|為|由|系)[^。\n吗嗎?？]*(?:自动|自動)(?:回复|回覆|回復|答复|"
    r"发送|發送|发出|發出|生成|產生)",
    r"(?:これ|このメール|本メール|こちら)は[^。\n]*自動(?:返信|送信|応答|配信|的に)",
    r"(?:이|본) (?:메일|메시지|이메일)[은는][^.\n]*자동(?:으로|\s?발송|\s?회신|\s?응답|\s?전송)|자동 ?(?:회신|"
    r"응답) ?(?:메일|메시지)입니다",
    r"это (?:автоматический ответ|автоответ|автоматическое)|(?:это|данное) (?:сообщение|письмо)[^.\n]*автоматически",
    r"đây là (?:thư|email|e-mail|tin nhắn)[^.\n]*tự động|(?:thư|email) này được (?:gửi|tạo) tự động",
    r"est[ea] (?:es una?|mensaje|correo|respuesta)[^.\n]*autom[aá]tic|est[ea] (?:é uma?|mensagem|"
    r"e-?mail)[^.\n]*autom[aá]tic",
    r"bu (?:bir )?otomatik (?:bir )?(?:yanıt|cevap|ileti|mesaj)|bu (?:e-?posta|mesaj|ileti|yanıt)[^.\n]*otomatik",
    r"dies ist eine automatisch|diese (?:e-?mail|nachricht) wurde automatisch|ceci est (?:un message|"
    r"une r[eé]ponse) auto",
    r"questo è un messaggio automatico|dit is een automatisch",
)
_AWAY = either(
    r"out of (?:the )?office|on (?:annual |maternity |paternity |parental |sick |medical |business |public )?"
    r"(?:leave|vacation|holiday|trip)|away (?:from|until|on)|limited access to (?:my )?(?:e-?mail|internet)|"
    r"(?:not|no longer) (?:be )?(?:in the office|work(?:ing)? (?:at|for|here)|check(?:ing)? (?:my )?e-?mail)|"
    r"(?:office|we) (?:is|are|will be) closed|no access to (?:my )?e-?mail",
    r"休假|外出|出差|不在(?:办公室|辦公室|岗|崗)|年假|产假|產假|度假|假期|放假|无法(?:及时|立即|查看)|無法(?:及時|"
    r"立即|即時|查看)|不能及时",
    r"不在(?:に|と|の|です|中|期間)|休暇|外出(?:して|中)|休業|夏季休|出張|부재|휴가|출장|자리를 비",
    r"в отпуске|отсутству|вне офиса|в командировке|не на рабочем месте|не в офисе",
    r"nghỉ phép|đi công tác|vắng mặt|không có mặt|nghỉ lễ|ngoài văn phòng",
    r"fuera de (?:la |mi )?oficina|de vacaciones|ausente|de baja|de permiso|acceso limitado",
    r"ofis(?:te)? (?:dışında|değil|yok)|izinde|izinli|yıllık izin|tatilde|seyahatte",
    r"fora do escrit[oó]rio|de f[eé]rias|de licen[cç]a|em viagem|acesso limitado",
    r"nicht im (?:b[uü]ro|haus)|im urlaub|abwesend|au(?:ß|ss)er haus|absent|en cong[eé]s?|en vacances|"
    r"fuori (?:ufficio|sede)|in ferie|assente",
)
_LATER = either(
    r"urgent|immediate (?:assistance|attention|help)|emergenc|(?:up)?on my return|when i (?:return|am back|get back)",
    r"(?:reply|respond|answer|get back|attend)[^.\n]* (?:when|upon|after|once|as soon as|on my)|"
    r"will (?:not )?be (?:forwarded|read)",
    r"紧急|緊急|急事|尽快(?:回复|与您|给您)|盡快(?:回覆|與您)|回来后|回來後|返回后|上班后|稍后(?:回复|与您)|"
    r"收到(?:您|你)的(?:来信|來信|邮件|郵件)",
    r"(?:邮件|来信|郵件|來信)(?:我)?(?:已|已经|已經)(?:收到|收悉)|お急ぎ|緊急|戻り次第|後日|折り返し|改めてご連絡",
    r"급한|긴급|복귀|돌아와|확인 후|연락\s?(?:주시|바랍|부탁)|срочн|по возвращени|после возвращени|как только|свяж|"
    r"отвечу",
    r"khẩn|gấp|sẽ (?:trả lời|phản hồi|hồi âm|liên hệ)|quay (?:lại|trở lại)|trở (?:lại|về)",
    r"urgente|urgencia|a mi (?:regreso|vuelta)|responder[eé]|contestar[eé]|en cuanto|regreso el|vuelvo el",
    r"acil|dön(?:düğümde|üşümde|eceğim)|yanıtla|cevapla|retorn|no meu regresso|assim que|contat[eo]",
    r"dringend|r[uü]ckkehr|weitergeleitet|urgence|mon retour|urgenz|al mio rientro",
)
_MATTER = either(
    r"\b(?:uid|usd[tc]|btc|eth|bitcoin|kyc|p2p|2fa|wallet|withdr\w*|deposit\w*|my account|my order|frozen|refund|"
    r"txid|log ?in|locked|"
    r"password|order (?:number|id|no)|my (?:money|funds|coins|phone)|still (?:pending|waiting)|blocked|"
    r"please (?:respond|help|reply|answer)|help me|can(?:not|'t) (?:log|access|enter|withdraw))\b|[?？]|\d{15}",
    r"提币|提幣|提现|提現|充值|充币|到账|到帳|账户|帳戶|账号|帳號|冻结|凍結|订单|訂單|认证|認證|验证|驗證|出金|"
    r"入金|口座|本人確認|登录|登錄|密码|密碼|ログイン|二段階",
    r"출금|입금|계정|인증|거래|вывод|пополн|аккаунт|верифик|заморож|транзакц|rút tiền|nạp tiền|tài khoản|xác minh",
    r"retir(?:o|ar)|dep[oó]sit|mi cuenta|verificaci|çekim|yatır|hesab|saque|minha conta|bloquead|로그인|비밀번호|"
    r"войти|пароль|помогите|no puedo (?:entrar|acceder|retirar)|ayúd|não consigo|帮我|幫我|打不开|打不開|đăng nhập|"
    r"mật khẩu|contrase|senha|şifre|giriş yap",
)
_RECEIVED = either(
    r"we(?: have|'ve)? (?:successfully )?received your (?:e-?mail|message|request|inquiry|enquiry|ticket|query)",
    r"your (?:e-?mail|message|request|ticket|inquiry|enquiry|case|submission) (?:has been|was|is) (?:successfully )?"
    r"(?:received|created|logged|registered|opened|submitted)",
    r"(?:我们|我們|我司|本公司|客服)(?:已|已经|已經)(?:成功)?(?:收到|受理)(?:了)?(?:您|你)的(?:来信|來信|邮件|郵件|"
    r"请求|請求|咨询|諮詢|反馈|留言|工单)",
    r"お問い合わせ(?:を|いただき)[^。\n]*(?:受け付け|受付|ありがとうございま)|문의(?:가|를)[^.\n]*접수",
    r"(?:ваше обращение|ваш запрос|ваше письмо) (?:принят|получен|зарегистрирован)|"
    r"(?:hemos recibido su|su solicitud ha sido)|(?:recebemos (?:sua|seu)|sua solicitação foi)|"
    r"(?:talebiniz|mesajınız) (?:alınmıştır|bize ulaştı|alındı)|chúng tôi đã nhận được (?:yêu cầu|email|thư)",
)
_GREETING = (
    r"(?:(?:dear|hi|hello|hey|good (?:morning|day|afternoon))\b[^,\n!.]*[,!.\n]|(?:尊敬的|亲爱的|親愛的)?[^,，\n。]*"
    r"(?:您好|你好|客户|先生|女士)[,，:：!！。\n]|[^\n]*様[\n、]?|안녕하(?:세요|십니까)[.,!\n]?|(?:здравствуйте|"
    r"добрый день|"
    r"уважаем\w+)[^\n,.!]*[,.!\n]|(?:xin chào|kính gửi|chào)[^\n,.!]*[,.!\n]|(?:hola|estimad\w+|buen\w* d[ií]as?|olá|"
    r"prezad\w+|car[oa])[^\n,.!]*[,.!\n:]|(?:merhaba|sayın|iyi günler)[^\n,.!]*[,.!\n]|(?:sehr geehrte|guten tag|"
    r"hallo|"
    r"bonjour)[^\n,.!]*[,.!\n])"
)
_THANKS = (
    r"(?:(?:many )?thanks?(?: you)?[^.!\n]*[.!\n]|(?:感谢|感謝|谢谢|謝謝)[^。！!\n,，]*[。！!\n,，]|"
    r"[^。\n]*ありがとうございます。?|"
    r"[^.\n]*감사(?:합니다|드립니다)[.!]?|спасибо[^.!\n]*[.!\n]|cảm ơn[^.!\n]*[.!\n]|gracias[^.!\n]*[.!\n]|"
    r"obrigad[oa][^.!\n]*[.!\n]|teşekkür[^.!\n]*[.!\n])"
)
_END = r"\s*[\])】）]?\s*(?:$|[:：\-–—|_])"

_IS_AUTOMATIC = compiled(
    rf"(?i)^\s*[\[【(（]?\s*(?:(?:{_ABSENT})\s*)?(?:{_AUTOMATIC}){_END}|^\s*auto\s*:\s|"
    rf"^\s*[\[【(（]\s*(?:{_AUTOMATIC})\s*[\])】）]|[\[【(（]\s*(?:{_AUTOMATIC})\s*[\])】）]\s*$|"
    r"^\s*(?:来自|來自)[^的]+的(?:自动回复|自動回覆)|^\s*(?:auto(?:matic)?[- ]?reply|automatic response) from "
)
_IS_ABSENT = compiled(
    rf"(?i)^\s*[\[【(（]?\s*(?:{_ABSENT}){_END}|[\[【(（]\s*(?:{_ABSENT})\s*[\])】）]\s*$|"
    r"\bis (?:currently )?(?:out of (?:the )?office|on (?:\w+ )?leave|on vacation)\b"
)
_IS_GREETING = compiled(rf"(?i)^[\s*#=_-]*{_GREETING}\s*")
_IS_THANKS = compiled(rf"(?i)^\s*{_THANKS}\s*")
_IS_NOTICE = compiled(rf"(?i)^[\s*#=_\[【(（-]*(?:{_NOTICE}|(?:{_AUTOMATIC})\s*[\])】）]?\s*(?:[:：!！。.\n]|$))")
_SAYS_NOTICE = compiled(rf"(?i)(?:^|[.!。！\n）)（(\[【])\s*(?:{_NOTICE}|(?:此|本)(?:邮件|郵件)?(?:为|為)自动回复)")
_IS_RECEIPT = compiled(f"(?i)^\\s*(?:{_RECEIVED})")
_IS_PROMISE = compiled(
    r"(?i)within|shortly|as soon as|ticket|case (?:number|id)|reference (?:number|id)|工作日|小时|小時|尽快|盡快|"
    r"工单|"
    r"営業日|順次|영업일|순차|рабоч|ближайшее время|в течение|ngày làm việc|sớm nhất|días? h[áa]biles|brevedad|"
    r"dias? úteis|breve|iş günü|kısa sürede"
)
_IS_AWAY = compiled(f"(?i){_AWAY}")
_WAS_AWAY = compiled(r"(?i)\b(?:was|were|had been) (?:\w+ )?(?:out of|on|away)\b")
_IS_LATER = compiled(f"(?i){_LATER}")
_IS_MATTER = compiled(f"(?i){_MATTER}")
_HELD = compiled(
    r"(?i)(?:your (?:message|e-?mail|mail) (?:is|has been|was)[^.\n]*(?:held|quarantined|awaiting|waiting)|"
    r"(?:verify|confirm)[^.\n]*(?:that )?you(?:'re| are)[^.\n]*(?:human|real person|not a (?:robot|spammer|machine))|"
    r"(?:sender|address) (?:verification|confirmation) (?:required|request)|"
    r"(?:click|reply|follow)[^.\n]*(?:link|message)?[^.\n]*(?:so that|to (?:have|get))[^.\n]*(?:deliver|inbox)|"
    r"add (?:you|yourself)[^.\n]*(?:approved|allowed|safe|white)[- ]?(?:list|sender)|guest ?list)"
)
_ASKS = compiled(r"(?i)\b(?:click|confirm|verify|captcha|respond to this|reply to this|one[- ]time)\b")


def vacation_subject(subject: str, text: str) -> bool:
    """Whether a subject is one that a responder gives. "Re: Automatic reply: …" is a person's answer to one, and a
    person who is away may say so while they ask for something."""
    head = subject[:300]
    if _IS_AUTOMATIC.search(head):
        return True
    return bool(_IS_ABSENT.search(head)) and not _IS_MATTER.search(text[:3000])


def notice(text: str) -> bool:
    """Whether a text opens, after a greeting and thanks, by saying that it is automatic; a short one that states no
    matter may say so anywhere."""
    if _IS_NOTICE.search(_opening(text)):
        return True
    short = text.strip()
    return len(short) <= 600 and bool(_SAYS_NOTICE.search(short)) and not _IS_MATTER.search(short)


def vacation(text: str) -> bool:
    """Whether a short text says that somebody is away and what to do meanwhile, and states no matter of its own."""
    text = text.strip()
    if len(text) > 1500 or not _IS_LATER.search(text) or _IS_MATTER.search(text):
        return False
    return bool(_IS_AWAY.search(text[:500])) and not _WAS_AWAY.search(text)


def receipt(text: str) -> bool:
    """Whether a text opens as the acknowledgement of another desk does, and promises an answer."""
    return bool(_IS_RECEIPT.search(_opening(text)) and _IS_PROMISE.search(text[:2000])) and not _IS_MATTER.search(text)


def challenge(subject: str, text: str) -> bool:
    """Whether a mail asks its reader to prove that they are a person, before ours is let through."""
    head = f"{subject}\n{text[:1500]}"
    return bool(_HELD.search(head) and _ASKS.search(head))


def _opening(text: str) -> str:
    """The first 600 characters without greeting and thanks."""
    text = text.lstrip()[:600]
    for polite in (_IS_GREETING, _IS_THANKS):
        found = polite.match(text)
        text = text[found.end() :] if found else text
    return text
