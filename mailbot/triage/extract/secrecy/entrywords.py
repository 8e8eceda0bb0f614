"""What is said around a password that no word names: how one comes in, what was tried, that it failed (all
folded)."""

from __future__ import annotations

import re

from mailbot.triage.extract.lexicon import word_set
from mailbot.triage.extract.secrecy.gaps import OF_MINE
from mailbot.triage.sieve import sieved

SIGN_IN = sieved(
    r"\b(?:log|sign)(?:ged|ging|s|ned|ning)?[ -]?(?:in|on)(?:to)?\b|\bcan ?'?(?:t|not) (?:get in|access|enter)\b"
    r"|\blocked (?:me )?out\b"
    r"|\blet me (?:in|through)\b|credential|登[录錄入陆陸]|登不[上进進了]|进不去|進不去|ログイン|サインイン|로그인"
    r"|접속|들어가"
    r"|войти|\bвход|захо[жд]|зайти|не (?:пускает|заходит|входит)|авториз|\bлогин|dang nhap|\bvao (?:duoc|tk"
    r"|tai khoan|app|bang)"
    r"|(?:khong|ko|k) vao|\bentr(?:ar?|o|e|ei|aba|ando)\b|ingres(?:ar|o|e|aba)\b|acced(?:er|o)\b|iniciar sesion"
    r"|inicio de sesion|acess(?:ar|o|ei)\b"
    r"|\blogar\b|\blogo com|\bgiri[sl]|giremi|gireme|\bgirmek|oturum ac|(?<!に)入れ(?:ません|ない|なく)"
    r"|throws me out|past the (?:first|login) screen|case[- ]sensitive|keychain|[怎么麼]登|帳密|账密|登[都也]"
    r"|too many (?:\w+ )?attempts|demasiados intentos|muitas tentativas|много попыток|试次数|試次數|試行回数"
    r"|시도 ?횟수"
    r"|cok fazla deneme|qua nhieu lan|mis datos|meus dados|данные для|мои данные"
)
"""Coming in, or not."""
USED = re.compile(
    r"(?:(?:\b(?:log|sign)(?:ged|ging|s|ned|ning)?[ -]?(?:in|on)(?:to)?|\b(?:got|get|getting) in|\bentr(?:ar|o|e|ei"
    r"|aba|ando)|ingres(?:ar|o|e|aba)"
    r"|acced(?:er|o|i)|acess(?:ar|o|ei)|logar|logo|prueb[eo]|prob(?:e|ando|ado)|tent(?:o|ei|ando)|tri(?:ed|es)"
    r"|try(?:ing)?|sesion|usando"
    r"|войти|вхожу|вход(?:ил[аи]?)?|захо(?:жу|дил[аи]?)|зайти|заш(?:ел|ла)|dang nhap|vao|thu)"
    r"(?: \w{1,10}){0,3}? ?(?:with|using|con|com|через|под|с|со|bang|voi|via|by)"
    r"|\btr(?:y|ied|ying)|\btype(?: in)? is(?: this)?,?|\btyping|\bkeyed in|\bpruebo|\bprobe|\btent(?:o|ei)"
    r"|\bdigitando|\bпробу\w{1,4}"
    r"|\bпробовал[аи]?|\bпытал\w{1,3}"
    r"|\bпотом|\bthu(?: ca)?|\bhem|\busei|\buso|\bthen|\bluego|\bdepois"
    r"|試した?|[试試][过過了]?|[用输輸]|使って(?:いる|い?た|る)(?:の|もの)は|(?:ログイン|サインイン)(?:は|に"
    r"|で))(?: (?:и|y|both|either|even|hem|ca|tanto|入|まで))?[\s:：\"'“‘「«]{0,3}$"
)
"""With what one comes in, or tries to, right before it."""
_BETWEEN = r"(?:[/／|,;:，、+&]|\b(?:and|y|e|и|ve|va|con|with|plus)\b|和|跟|と|하고|랑|및|\n)"
BESIDE = re.compile(
    rf"(?:[\w.+-]{{2,40}}@[\w-]{{2,30}}\.[\w.]{{2,20}}|\+?\d{{8,15}})\s{{0,2}}{_BETWEEN}?\s{{0,3}}[\"'“‘「«(]?$"
    r"|(?:\b(?:e-?mail|mail|correo|phone|telefono|celular|telefone|почт\w|телефон\w?)|邮箱|信箱|手机号?|手機號?碼?"
    rf"|メール(?:アドレス)?|이메일|메일)\s{{0,2}}{_BETWEEN}\s{{0,3}}[\"'“‘「«(]?$"
    r"|@[\w.-]{4,40}[^.!?\n]{0,48}\b(?:is|es|era|e|это|la)[\s:]{1,2}$"
    r"|(?:datos|dados|данные|details|credentials|bilgilerim)(?: [^\W\d]{2,12}){0,3} ?[:：][^.!?\n]{0,48}[\s/:]$"
)
"""Whose other half it is: an address or a telephone number, or the word for one, right before it."""
FAILS = re.compile(
    r"\s?[-–—,:]\s(?:this|that|it|este|esta|esse|essa|isso|это|этот|bu|cái này|これ|이게|这个|這個)\b|\s?(?:←"
    r"|<-{1,2}|⇐|⬅)|[\"'”’」』»)]?\s?,?\s?(?:(?:has|have|had|was|were|is|are|did|does|do|will|it|and it|pero"
    r"|y|e|mas|а|и|но)\b ){0,2}(?:always |both |all |never )?"
    r"(?:work(?:s|ed)\b|(?:not |no longer |n'?t )(?:accept|work)|does(?:n'?t| not) work|incorrect|wrong\b|reject"
    r"|refused|не подход|не подош|не работ"
    r"|не приним|неверн|правильн|no (?:sirve|funciona|me deja|entra|anda|es valid)|nao (?:aceita|funciona|entra"
    r"|vai)|incorrect[ao]|invalid[ao]|olmuyor"
    r"|kabul etm|calismiyor|(?:bao )?sai\b|khong (?:dung|duoc|vao)"
    r"|[都也]?(?:不对|不對|不行|错|錯|[显顯]示|提示)|登[录錄入陆陸]|[进進]不去|も?(?:通ら|通り|弾かれ|違)"
    r"|で(?:ログイン|入[れりっ])"
    r"|(?:이걸로|로|으로) ?(?:계속 ?|항상 ?|늘 ?)?(?:들어|로그인|접속)|(?:을|를)? ?(?:치|쳐|입력|넣)"
    r"|도? ?(?:안 ?[돼되]|틀[렸리]))"
)
"""What is said of one right after it."""
IT_IS = re.compile(
    r"(?:\b(?:it'?s|it is|it was|was|is|es|era|e|la|это|был|вот|dir|voila)|[是为為は]|(?:비번|암호)(?:은|는)?"
    r"|\b(?:wrote|noted|anot\w{1,4}|apunt\w{1,4}|записал[аи]?|yazmis\w{0,3}|ghi|メモ)(?: (?:it|down|lai))?(?=\s?[:：])"
    r"|\b(?:(?:old|new|previous|current|other) one|(?:el|la|a|o) (?:anterior|vieja|nueva|antigu?a|otra|nova|outra)"
    r"|старый|прежний|новый|eskisi|yenisi|cai (?:cu|moi))[,(]?|[旧舊新]的(?:那[个個])?[，、]?"
    r"|(?:古い|新しい)(?:の|方)[はが]?、?|(?:예전|이전|새) ?[거것][은는]?)"
    rf"\s?[:：]?(?:\s?{OF_MINE.pattern}[^.,;:!?。，；！？\n\d]{{0,16}})?\s?[\"'“‘「«]?$"
)
"""What names it in a mail that spoke of a password."""
CALLED = re.compile(
    r"приложени|aplicacion|aplicativo|uygulama|ung dung"
    r"|user|seller|buyer|merchant|friend|called|\bchat\b|channel|group|sub-?account|subcuenta"
    r"|subconta|un tal|продав|субаккаунт"
    r"|卖家|賣家|商家|买家|買家|频道|頻道|子账|子帳|子帐|群|販売者|판매자|채널|서브|nguoi ban|vendedor|satici|user"
    r"|nick|telegram|device|phone|model|\bapp\b|version|version|referr|promo|coupon|invit|bot\b|ник|устройств"
    r"|модел|промокод|верси|usuari|dispositiv"
    r"|modelo|kullanici|cihaz|thiet bi|用户名|昵称|暱稱|设备|設備|机型|機種|邀请码|邀請碼|端末|ユーザー|닉네임"
    r"|아이디|기기|추천"
)
"""What else may have such a name, in the same words."""
BELONGS = re.compile(
    r"(?:\border|ticket|case|deposit|withdrawal|reference|phone|mobile|\bmovil|celular|telefon\w{0,3}|телефон\w?"
    r"|смартфон\w?"
    r"|\bmay|dien thoai|手机|手機|휴대폰|스마트폰|机型|端末|スマホ|微信|wechat|telegram|텔레그램|whatsapp|\bline"
    r"|kakao"
    r"|viber|instagram|\bid|perfil|profile|account name|nombre|订单|訂單|ордер\w?|pedido|siparis|注文|주문|address"
    r"|地址|адрес"
    r"|相手)(?: ?(?:is|es|e|la|no|nr|um|un|uma|a|o|의|の)\b)?[\s:：#是は이가은는]{0,3}(?:id )?$"
)
"""What else it may be the name or number of, right before it."""
LONE = re.compile(r"(?m)^[ \t>*-]{0,4}(?:p|pw|pwd|psw|pass|mdp|pin|пар|п)[ \t]{0,2}[:：=][ \t]{0,3}$")
"""The letter that stands for the word, at the beginning of a line."""
LABELS = (
    "password",
    "passwort",
    "contrasena",
    "пароль",
    "пароля",
    "паролем",
    "parola",
    "sifrem",
    "sifre",
    "senha",
    "matkhau",
    "비밀번호",
    "패스워드",
    "パスワード",
)
"""Words that people misspell."""
SPELT = word_set("mima parol bibun bimilbeonho pasuwado pasu mk paswort 密吗 密马 密麻 秘码 密嘛 蜜码 密碥 비번호")
"""The same as they are written in other letters, or with other signs of the same sound."""
OTHER = word_set("tenha venha lenha penha passport sifir parole")
"""Words that only look like a misspelt one."""
ASKED = re.compile(r"[?？][\"'”’」』»)]?[^?？\n]{0,36}[\"'“‘「『«]$")
"""A question before what is quoted as the answer."""
CHAT = re.compile(r"[ \t>*-]{0,4}(?:\[?[\d:/., -]{4,24}\]?[ \t,–-]{0,3})?[\w .-]{1,24}[:：][ \t]{0,3}$")
"""Who says it, in a chat that was copied."""
DEVICE = re.compile(
    r"(?i)(?:iphone|ipad|mac(?:book|os|[ _-]?\d)|galaxy|samsung|redmi|poco|xiaomi|huawei|honor|pixel|xperia|aquos"
    r"|oppo|vivo|realme|moto"
    r"|oneplus|nokia|sony|asus|lenovo"
    r"|thinkpad|dell|mate\d|win\d|windows|android|chrome|firefox|safari|edge|opera|brave|tecno|infinix|itel"
    r"|[a-z]\d{1,3}(?:ultra|pro|plus|max|fe|mini|lite|se)"
    r"|bep\d|trc\d|erc\d|web3|metamask|vpn|wi-?fi)"
)
"""Devices, programs and networks."""
