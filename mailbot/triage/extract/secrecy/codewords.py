"""What is said around codes and passwords in prose (folded): how they came, that they were given on or typed."""

from __future__ import annotations

import re

from mailbot.triage.sieve import sieved

BY = re.compile(
    r"2fa app|(?<![a-z])sms(?![a-z])|谷歌的|из приложения|(?:from|in) the app\b|(?:de la|do) app\b|смс|文字|短信"
    r"|簡訊|短訊"
    r"|ショートメール|smsで|문자|authenticator|autenticador"
    r"|аутентификатор|authy|"
    r"验证器|驗證器|認証アプリ|tin nhan|dien thoai|mensaje|mensagem|text message|\btexted\b|the text\b|mesaj(?:la"
    r"|da)|text i got"
    r"|(?:on|to) my (?:phone|mobile|cell)|al (?:celular|movil|telefono)|no (?:celular|telefone)|на телефон|手机上"
    r"|手機上|到手机|到手機|携帯に|휴대폰|폰으로|telefonum|\bceb(?:ime|e)\b"
)
SHOWN = re.compile(
    r"\bgives?(?: me)?\b|\bgenerates?\b|\bme da\b|\bgera\b|\bgenera\b|выда[её]т|veriyor|给[出的]|給[出的]|\bcho ra\b"
    r"|알려주"
    r"|\bdisplays?\b|と出|に出|\bshows?\b|\bsays\b|显示|顯示|показыва|muestra|mostra|gosteriyor|\bhien\b|表示|보여"
    r"|뜨는|뜬"
)
"""What an authenticator does with its code (folded)."""
YOURS = re.compile(
    r"(?:\byour (?:[a-z]+ ){0,2}code(?: is)?|\btu codigo(?: [a-z]+){0,2}(?: es)?|\bseu codigo(?: [a-z]+){0,2}(?: e)?"
    r"|ваш код(?: подтверждения)?|[你您]的(?:[^\W\d_]{0,4})(?:码|碼)(?:是|为|為)?|ma (?:xac [a-z]+ )?cua ban(?: la)?"
    r"|kodunuz)\s?[:：]?\s?$"
)
"""How the message that brings a code begins (folded)."""
NOT_COME = re.compile(
    r"gelmedi|gelmiyor|не приш|не приход|no lleg|nao cheg|没|沒|届か|届いていな|안 [와왔오]"
    r"|khong (?:ve|nhan)|not (?:come|arriv)"
)
BY_MAIL = re.compile(r"e-?mail|correo|почт|邮箱|信箱|メール|메일|e-?posta")
"""Counts only where a code is named: much else comes by mail."""
CODE_WORD = re.compile(
    r"\bcodes?\b|(?:the|six|6)[ -](?:numbers|digits?|figures)\b|numeros|digitos|цифр|数字|數字|숫자|rakam|(?:so"
    r"|ma) so\b"
    r"|sayi|\bkod|\bкод|\bcodigo|\bma\b|码|碼|コード|番号|번호|코드"
)
LONG = re.compile(
    r"(?:six|6)[ -]?(?:digit|figure)|(?:seis|6) (?:digit|cifra)|(?:6|six|шест\w{1,3}|шести) ?-?(?:цифр|значн)|(?:6"
    r"|六)\s?[位桁]|(?:6|여섯) ?자리|6 ?hane|alti hane"
    r"|6 (?:chu )?so\b"
)
"""How long a code is."""
CAME = re.compile(
    r"\btexted me\b|\breceived\b|\bgot\b|\bcame\b|\bsent me\b|收到|發來|发来|届[いき]|来た|받은|\b온\b|пришло|"
    r"пришел|получил|gui (?:ve|den)|nhan duoc|llego|recibi|chegou|recebi|\bgelen|\bgeldi"
)
REFUSED = re.compile(
    r"expired|invalid|incorrect|wrong|refused|(?:not|never) (?:work|accept|valid)|rejects?\b|no (?:lo |la "
    r"|me ){0,2}(?:acept|funcion|sirv|deja)|caduc|vencid"
    r"|inval|não aceit|nao aceit|nao funciona|не принима|неверн|не подход|истек|kabul e|gecersiz|hatali|bao sai"
    r"|het han|khong duoc|不对|不對|错误|錯誤|无效|無效|過期|过期"
    r"|失效|無効|弾か|通ら|틀[렸리]|만료|안 ?[돼되먹]"
)
"""What becomes of a code that is typed."""
GIVEN = re.compile(
    r"\bread (?=\d)"
    r"|\bread (?:out|it|them|him|her|the|my|that)\b|\bgave\b|\bdictated\b|\btold (?:him|her|them|the)\b|продиктовал|"
    r"назвал|念[给給了]|告[诉訴]了?[他她对對]|报给|報給|"
    r"教えて(?:しま|い?ました)|伝えて?(?:しま|ました)|読み上げ|불러 ?[줬주드]|알려 ?[줬주드]|"
    r"教えてしま|教えちゃ|伝えちゃ|送っちゃ|送ってしま|[发發][了给給]|(?:口头|口頭)|告[诉訴]了|说了|說了"
    r"|\bsaid\b|\bsent (?:him|her|them|it|that|back)?|\bforwarded\b|\bshared\b|сказал|отправил|скинул|переслал"
    r"|보[냈내]|말[했해]|불러[줬주 ]|넘[겼겨]"
    r"|\b(?:le|les|lo) (?:mande|envie|dije|pase)|\b(?:mande|envie|dije)\b|\b(?:mandei|enviei|falei|informei"
    r"|repassei)\b|\b(?:gonderdim|ilettim|attim)\b"
    r"|\b(?:em|minh|toi|con|chi|anh) (?:doc|gui|dua|noi)\b|\bdoc ma\b|\bdicte\b|\ble di\b|\bles di\b|\bditei\b"
    r"|\bpassei\b|\bsoyledim\b|\bokudu[mk]\b|\bverdi[mk]\b"
)
"""A code handed to somebody (folded)."""
DICTATED = re.compile(
    r"\bread (?:it|them|that|out)\b|\bdictated\b|продиктовал|назвал|念[给給了]|報给|报给|読み上げ|불러 ?[줬주드]"
    r"|\bdoc (?:cho|ma)\b|\bdict[eoó]\b|\bdite[iy]\b|\bokudu[mk]\b"
)
"""A code said aloud to somebody, which no sum is (folded)."""
FAULT = re.compile(r"error|\berro\b|ошибк|错误|錯誤|エラー|오류|에러|\bloi\b|\bhata")
AUTHENTICATOR = sieved(
    r"authenticat|autenticador|аутентификат|2fa|totp|google auth|验证器|驗證器|认证器|認證器|谷歌验证|谷歌驗證"
    r"|绑定谷歌|綁定谷歌|"
    r"認証アプリ|"
    r"인증기|인증 ?앱|otp|dogrulayici|xac thuc 2 lop"
)
TYPED = re.compile(
    r"(?:\b(?:type|typed|enter|entered|use|used|using|wrote|write|put|put in|set|try|tried|puse|pongo|escrib[oi]"
    r"|met[io]|teclee|ingres[eo]|uso|usaba|usava|le doy|digit[oe]i?|coloc[oe]|coloquei|ponho|pus|boto|yazdim|girdim"
    r"|nhap|go|danh|xai|ввел[аи]?|ввёл|вводил[аи]?|ввожу|набрал[аи]?|набираю|пишу|использую|ставил[аи]?"
    r"|поставил[аи]?)"
    r"|[输輸](?:[入了]|的是?)?|填[了的写寫]?|打的?是?|一直用的?是?|用的是?|[改设設换換][成为為]|"
    r"入力した(?:の|もの)は|입력한 ?[건것]은?|원래)[\s:：\"'“‘「«]{0,3}$"
)
"""What one does with a password, right before it (folded)."""
TYPED_AFTER = re.compile(
    r"[\"'”’」』»]?\s?(?:[をと]?入力|と(?:答え|伝え|教え|送)|を?入れ|を?打|で(?:ログイン|入|試)|です|でした|に(?:し"
    r"|変|設定)"
    r"|를 |을 |로 |으로 |라고|이라고|였|이었|인데|이고|입니다|이에요|예요|입력|치니|넣|"
    r"'?[iıuü]? ?(?:yaz|gir|kullan|diye|olarak|yap)|登[录錄入陆陸])"
)
"""The same right after it, where the verb comes last (folded)."""
CHANGED = re.compile(
    r"chang|update|switch|改|换|換|變|смен|измен|помен|cambi|troqu|mude|mudei|alter|degis|doi|thay|바꾸|바꿨|변경"
    r"|変更|変え"
)
TO = re.compile(r"(?:\b(?:to|into|a|por|para|на|sang|thanh|으로|로)|[成为為到]|に|→|->)[\s:：\"'“‘「«]{0,3}$")
"""From the old one to the new one: the verb, and the word right before the new one (folded)."""
FROM = re.compile(r"(?:\bfrom|[從从由]|\bde(?:sde)?|\bс|\btu)\s{0,3}[\"“«「]?$")
INTO = re.compile(
    r"[\"”»」]?\s?(?:to\b|into\b|[改換换变變][成為为到]|a\b|para\b|por\b|на\b|sang\b|thanh\b|から|에서|'?[td][ea]n\b)"
)
"""From the old one to the new one, where only these stand around the old one (folded)."""
FORGOTTEN = re.compile(
    r"forg[eo]t|reset|lost|recover|restor|忘|重置|找回|重設|olvid|esquec|recuper|забы|сброс|восстанов|quen|unut"
    r"|sifirla"
    r"|잊|분실|초기화|再設定"
)
USER = re.compile(
    r"(?:user(?:name)?|log-?in|nick(?:name)?|telegram|account|device|логин|ник|аккаунт|usuari[oa]|cuenta|conta"
    r"|kullanici"
    r"(?: adi(?:m|miz|n)?)?|hesap|tai khoan|账号|帳號|账户|用户名|昵称|设备|機種|机型|手机"
    r"|アカウント|ユーザー名|아이디|계정|닉네임|기기)"
    r"[\s:：=\"'“‘「«]{0,4}$"
)
"""The name of an account or of a device, right before one (folded)."""
