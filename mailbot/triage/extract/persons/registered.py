"""Whether the customer says that the mail comes from the account's registered address, in ten languages.

One sentence must name an address, say that it is the registered one, point at this very mail, and deny nothing: "my
registered address is another one" gives nothing. What is said is a fact for completeness; it proves no identity.
"""

from __future__ import annotations

import re

from mailbot.triage import linear

_SENTENCE = re.compile(r"[。！？!?;；\n]|[.…](?:[\t\n\f\r ]|\Z)")
_MOST, _LONGEST = 400, 500
"""Sentences that are looked at, and characters of one."""

_MAIL = linear.compile(
    r"mail|address|mailbox|\bone\b|邮箱|郵箱|信箱|電郵|电邮|邮件|メール|アドレス|메일|주소|почт|адрес|ящик|correo|"
    r"direcci[oó]n|"
    r"posta|adres|endereço|địa chỉ|hòm thư"
)
_REGISTERED = linear.compile(
    r"regist|on file|sign(?:ed)?[- ]?up|linked to|bound to|account (?:uses|is under|is with)|注册|註冊|绑定|綁定|"
    r"登记|登記|登録|가입|등록|"
    r"зарегистр|регистрац|привязан|đăng ký|dang ky|asociad|kayıtl|kayitl|cadastr|"
    r"(?:correo|mail) de mi cuenta|cuenta est[aá] a nombre|mail da (?:minha )?conta|conta est[aá] ne|account uses"
)
_THIS = linear.compile(
    r"this (?:e-?mail|address|one|mailbox|mail\b|is (?:the|my))|same (?:e-?mail|address|one)|"
    r"(?:writing|emailing|e-mailing|mailing|contacting|sending|sent|reaching)(?: \w+){0,3} (?:from|with|using|"
    r"via)(?: \w+){0,4} "
    r"(?:e-?mail|address|mailbox|one|registered)|the (?:e-?mail|address|one) (?:i'?m|i am) (?:now )?(?:using|writing|"
    r"sending|on)|"
    r"(?:the )?(?:e-?mail|address|one) i(?:'m| am)? (?:now )?(?:using|writ|send)|"
    r"(?:这|這|本|此|当前|當前|现在|現在|目前)(?:个|個|封)?(?:用的)?(?:邮箱|郵箱|信箱|电邮|電郵|邮件)|发信|發信|发件|"
    r"發件|寄件|"
    r"(?:用|以|从|由|自|透過|通过)[^。，,]{0,12}(?:发|發|寄|写|寫|联系|聯絡)|"
    r"この(?:メール|アドレス)|本メール|当アドレス|こちらの(?:メール|アドレス)|から(?:送|ご連絡|連絡|お送り|書い|"
    r"メール)|(?:も|と)同じ|"
    r"(?:이|지금|현재) ?(?:메일|이메일|주소)|(?:로|에서) ?(?:보내|문의|연락|작성|드리)|"
    r"пиш[уе]|отправля|на эт[уо]\w? (?:же )?(?:почт|адрес|ящик)|эт[ао][тй]? (?:же )?(?:почт|адрес|ящик)|эта почта|"
    r"с этой|с этого|"
    r"(?:gửi|viết|liên hệ|gui|viet)[^.]{0,24}(?:từ|bằng|tu|bang)|(?:email|mail|địa chỉ) (?:này|đang|nay)|"
    r"escrib|env[ií]o|mando|este (?:es )?(?:el )?(?:correo|mail|e-?mail|mismo)|esta (?:direcci[oó]n|"
    r"cuenta de correo)|es este|"
    r"bu (?:e-?posta|mail|adres)|yazıyorum|yaziyorum|gönderiyorum|atıyorum|"
    r"escrev|este (?:é )?(?:o )?(?:e-?mail|endereço|mesmo)|neste e-?mail|é este|deste e-?mail"
)
_DENIED = linear.compile(
    r"\bnot\b|n't\b|n’t\b|\bdifferent|\bdiffers|\banother|\bother than|no longer|\blost\b|\bchange|\bbecause my|"
    r"\b(?:got|received) (?:this|an?) |\bsaying\b|\bfrom you\b|不是|并非|並非|不同|"
    r"另一|另外|别的|別的|换成|換成|改成|收不到|无法|無法|別の|異な|ではな|じゃな|違|아니|아닌|아닙|다른|다릅|바꾸|"
    r"변경|(?:^|\s)не\s|друг|больше|сменить|không|khong|"
    r"khác|đổi|\bno es|\bno está|\bno esta|ya no|distint|\botro|\botra|cambiar|değil|degil|farklı|başka|değiş|\bnão|"
    r"\bnao|outro|outra|"
    r"diferente|alterar|trocar"
)


def sent_from_registered(text: str) -> bool:
    """Whether a sentence of the customer's own words (in lower case) says so."""
    if not _REGISTERED.seen(text):
        return False
    for sentence in _SENTENCE.split(text)[:_MOST]:
        part = sentence[:_LONGEST]
        if _REGISTERED.search(part) and _MAIL.search(part) and _THIS.search(part) and not _DENIED.search(part):
            return True
    return False
