"""The words in which mail systems say that a mail was not delivered, in the languages in which they say it."""

from __future__ import annotations

from mailbot.triage.screen.patterns import compiled, either

_NOT_DELIVERED = either(
    # English
    r"undeliver(?:ed|able)|non-?deliver(?:y|able)|mail delivery (?:failed|failure|problem|system)",
    r"(?:not|n't|never) (?:yet )?(?:been )?(?:be )?(?:able to )?(?:be )?(?:deliver(?:ed|y)?|reach(?:ed)?)\b",
    r"(?:unable|failed|failure|impossible) to (?:be )?(?:deliver|send|reach)|did(?: not|n't) reach",
    r"(?:could not|couldn't|cannot|can't|can not) (?:be )?(?:deliver|reach|sent)|could not be sent",
    r"(?:delivery|mail|message) (?:has )?fail(?:ed|ure)|deliver(?:y|ed) to the following|failure (?:notice|delivery)",
    r"delivery (?:error|delay|warning|incomplete|unsuccessful|problem|not possible|status notification|report)",
    r"failed (?:mail|delivery|recipient|address)|returned (?:mail|to sender|message)|bounced? (?:mail|message)",
    r"returning (?:message|mail) to sender|address not found|(?:deliver|delivering) the mail to the following",
    # Chinese
    r"退信|退件|被退回|(?:投递|投遞|传递|傳遞|传送|傳送|发送|發送|寄送|寄件|送达|送達)(?:邮件|郵件)?"
    r"(?:失败|失敗|不成功|错误|錯誤|延迟|延遲)",
    r"(?:无法|無法|未能|不能|没有|沒有|未)(?:被)?(?:成功)?"
    r"(?:投递|投遞|传递|傳遞|传送|傳送|发送|發送|寄送|送达|送達|寄达|寄達|到达|到達)",
    # Japanese, Korean
    r"(?:配信|配送|送信|配達|送達)(?:が|に|の)?(?:できません|できなかった|不能|不可|失敗|エラー|遅延|されません|"
    r"状態)",
    r"届(?:けられません|きません|けることができません|けることが出来ません)|不達|未配信|配信状況|宛先不明",
    r"(?:배달|전달|전송|발송|송신)(?:이|을|를|할|하지|되지|에)?\s*(?:수\s*없|실패|않|못|지연|불가|상태)",
    r"반송|보낼 수 없",
    # Russian, Ukrainian
    r"не (?:было |может быть |была |были |удалось |удаётся |удается )?достав(?:лен|ить|ля)|недоставлен",
    r"не может быть (?:доставлен|отправлен)|невозможно доставить|возвращено отправителю|не вдалося доставити",
    r"(?:ошибка|сбой|отказ|невозможн\w+|проблема) (?:при )?(?:доставк|достав|отправк)|доставк\w+ .*задерж",
    # Vietnamese
    r"không (?:thể |được )?(?:gửi|chuyển|phát|giao|phân phối)(?: được| đến| tới)",
    r"không thể gửi\s*[:：]|(?:gửi|chuyển) (?:đến|tới) [^\n]*không thành công",
    r"(?:gửi|chuyển|phân phối) (?:thư )?(?:không thành công|thất bại)|thư (?:bị )?trả lại|không gửi được",
    # Spanish, Portuguese
    r"no (?:se )?(?:ha |han |pudo |puede |pueden |ha podido |pudieron )?(?:ser )?(?:entreg|podido entregar|llegado)",
    r"(?:error|fallo|falla|falha|erro|problema)s? (?:de|en|na|no|en la) (?:la )?entrega|aviso de (?:fallo|falha)",
    r"notifica(?:ci[oó]n|[cç][aã]o) (?:de|do) (?:estado|status) d[ea] (?:la )?entrega|imposible entregar|devuelto",
    r"n[aã]o (?:foi |foram |p[oô]de |pode |puderam )?(?:poss[ií]vel )?(?:ser )?(?:entreg|enviad)|devolvid[oa]",
    # Turkish
    r"teslim(?:at)? (?:edilem|edilm|hatası|başarısız|durumu)|iletilem[ei]|gönderilem[ei]|ulaştırılam",
    # German, French, Italian, Dutch, Polish, Swedish, Indonesian
    r"unzustellbar|(?:nicht|kann nicht|konnte nicht) zu(?:ge|zu)stell|zustell(?:ung|fehler)",
    r"n'a pas (?:pu )?(?:[eê]tre |été )?(?:remis|d[eé]livr|distribu|envoy)|non (?:remis|distribu|d[eé]livr)",
    r"[eé]chec de (?:la )?(?:remise|distribution|livraison)|impossible de (?:remettre|distribuer|livrer)",
    r"mancat[ao] (?:consegna|recapito)|(?:non|impossibile) (?:è stato |è possibile |può essere )?(?:consegna|"
    r"recapita)",
    r"onbestelbaar|niet (?:worden )?(?:afgeleverd|bezorgd)|niedor[eę]czon|nie (?:została )?dostarczon",
    r"kunde inte levereras|gagal (?:dikirim|terkirim)|tidak (?:dapat )?(?:ter|di)kirim",
)
_SMTP_SAYS = either(
    r"(?:user|recipient|mailbox|account|address|host|domain|addressee)s?(?: name)? (?:is |was |does |has been |"
    r"name )?"
    r"(?:unknown|not (?:found|exist|known|listed|recogni[sz]ed|available)|unavailable|disabled|full|rejected|"
    r"over ?quota|inactive|suspended|invalid|doesn't exist)",
    r"unknown (?:user|recipient|address|mailbox|host|local)|no such (?:user|mailbox|recipient|person|address)",
    r"invalid (?:recipient|address|mailbox|user|final delivery)|no mailbox here|(?:failed|bad|wrong) recipients?",
    r"(?:over|exceed(?:ed|s|ing)?)(?: \w+)? (?:disk )?quota|quota (?:exceeded|violation)|access denied",
    r"relay(?:ing)? denied|mail loop|too many hops|permanent (?:fatal )?errors?|fatal errors",
    r"transcript of (?:the )?session|automatically rejected|was rejected|rejected (?:by|as|for)|rcpt to|smtp error",
    r"(?:account|mailbox) (?:has been )?(?:disabled|discontinued|closed)|remote (?:host|server|smtp)",
    r"(?:e-?mail )?address(?:es)? (?:is |are |was )?(?:wrong|invalid|incorrect|no longer valid)",
    r"following (?:recipient|address)(?:es|s|\(s\)|\(es\))?(?: (?:failed|had|was|were|did|has|have)\b|\s*:)",
    r"has been (?:returned|postponed)|554[ -]5\.\d\.\d|55\d[ -]5\.\d\.\d|[^\d]55[0-4] [A-Za-z<]",
    r"(?:用户|用戶|收件人|地址|账号|帐号).{0,3}不存在|(?:邮箱|信箱|郵箱)(?:不存在|已满|已滿|空间不足)|查無此人|"
    r"被拒收|拒收",
    r"存在しません|見つかりませんでした|見つからないため|존재하지 않|용량.*초과|수신 거부",
    r"не существует|переполнен|không tồn tại|no existe|n[aã]o existe|bulunamadı|mevcut değil",
    r"existiert nicht|n'existe pas|introuvable|desconocid[oa]|unbekannt",
)
_DELAYED = either(
    r"(?:delivery|message|mail)s?(?: \S+)? (?:is |has been |was )?(?:temporarily )?(?:delayed|deferred|postponed)",
    r"delayed (?:mail|message|delivery)|\(delay(?:ed)?\)|still being retried|not yet been delivered",
    r"(?:will|going to) (?:be retried|continue to (?:try|attempt|be)|keep trying|try again|retry)|continue trying",
    r"delivery attempts will continue|this is (?:just )?a warning|warning only|has been postponed",
    r"no action is required on your part|do not need to (?:resend|take any action)",
    r"(?:投递|投遞|传递|傳遞|送达|送達|发送|發送)(?:延迟|延遲)|(?:将|會|会)(?:继续|繼續)(?:尝试|嘗試)",
    r"配信(?:が)?遅延|再試行|배달.*지연|전송.*지연|задерж(?:ка|ива)|попытк\w+ .*будут продолж",
    r"retraso|se retras|se seguirá intentando|atrasad|continuará tentando|gecik(?:ti|me)|denenmeye devam",
    r"bị (?:trì hoãn|chậm)|verzögert|retard[eé]",
)
_GIVEN_UP = either(
    r"giv(?:en|ing) up|not going to try again|permanent (?:error|failure)|failed permanently",
    r"no further (?:delivery )?attempts|will not (?:continue|retry)|will not try to redeliver|停止嘗試|停止尝试",
)
_REPLY = (
    r"(?i)^\s*(?:\[[^\]]*\]\s*)?(?:re|fwd?|aw|wg|tr|rv|res|enc|回复|回覆|答复|转发|轉寄|返信|転送|회신|전달|ответ|"
    r"пересл|trả lời|ynt|ilt)(?:\[\d+\])?\s*[:：]"
)
_SUBJECT_ONLY = either(
    r"mail (?:system error|error|failed|returned|delivery)|returned mail|warning: (?:message|could not|delayed)",
    r"message status - undeliverable|ndn:|ndr:|delivery failure:|processing error|user unknown|rejected:",
    r"bounced?\b|postmaster notify|auto(?:matically)? rejected|message (?:delivery|undeliver|you sent blocked)",
    r"notice: mail delivery|delivery status|系统退信|系統退信",
)
_CUT = either(
    r"below (?:this|the next) line is a copy",
    r"(?:(?:this|here|below|included|attached|the following)(?: below)? (?:is|are) )?(?:a |the )?copy of ",
    r"(?:possibly truncated )?(?:original|returned|unsent|old|undelivered) (?:message|mail|header)s?"
    r"(?: headers?| details?| text)?(?: (?:follows?|attached|is following|as received|below).*)?\s*[:.-]*\s*$",
    r"(?:start of )?(?:returned|forwarded|unsent|original) (?:message|mail)|message (?:headers?|text) follows?",
    r"(?:the )?(?:message )?headers? (?:of|and top|from)|the first \d+ lines|your message reads",
    r"a summary of the undelivered",
    r"(?:附件中的内容是)?原(?:始)?(?:邮件|郵件|信件)(?:内容|內容|的一份|头|標頭|标头)?[^:：\n信]{0,8}[-:：\s]*$",
    r"元のメッセージ|원본 (?:메시지|메일)|исходное сообщение|оригинал(?:ьное)? (?:сообщени|письм)",
    r"копия (?:сообщения|письма)|mensaje original|mensagem original|özgün ileti|orijinal ileti|thư gốc",
    r"message d'origine|(?:der header der )?ursprünglichen? nachricht",
    r"return-path\s*:|received\s*:\s*(?:from|by|\(qmail)",
)

BODY = compiled(f"(?i){_NOT_DELIVERED}|{_SMTP_SAYS}|{_DELAYED}")
"""Words of failure or delay, anywhere."""
COPY = compiled(rf"(?im)^[ \t>*=_-]*(?:{_CUT})")
"""The line after which the returned mail begins."""
OPENING = compiled(
    r"(?i)^[\s*#=>_-]*(?:non-delivery report|(?:unable|failed) to deliver|could not deliver|delivery (?:to|has)|"
    r"(?:(?:your|this|the following|a) )?(?:e-?mail |mail )?(?:message|e-?mail|mail)\b[^\n]*\n?[^\n]*(?:not|n't|"
    r"un)[^\n]*"
    r"(?:deliver|reach|sen[dt])|votre (?:message|courriel)[^\n]*(?:n'a|pas)|"
    r"(?:您|你)的(?:邮件|郵件|信)[^\n]*(?:无法|無法|未能|没有|退)|su (?:mensaje|correo)[^\n]*no |"
    r"sua mensagem[^\n]*n[aã]o |ihre (?:nachricht|e-?mail)[^\n]*nicht |ваше (?:сообщение|письмо)[^\n]*не )"
)
"""How a report's first line begins."""
_IS_REPLY = compiled(_REPLY)
_IS_REPORT = compiled(
    rf"(?i)^\s*(?:\[[^\]]*\]\s*)?(?:[*#!-]+\s*)?(?:{_SUBJECT_ONLY})|^\s*\[bounce\]|{_NOT_DELIVERED}|{_DELAYED}"
)
_IS_DELAYED = compiled(f"(?i){_DELAYED}")
_IS_OVER = compiled(f"(?i){_GIVEN_UP}")


def report_subject(subject: str) -> bool:
    """Whether a subject is that of a report; an answer to one ("Re: Undelivered mail") is a person's."""
    head = subject[:300]
    return not _IS_REPLY.search(head) and bool(_IS_REPORT.search(head))


def delayed(text: str) -> bool:
    """Whether a report tells that delivery is still being tried, not that all attempts have ended."""
    return bool(_IS_DELAYED.search(text)) and not _IS_OVER.search(text)
