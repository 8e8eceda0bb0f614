"""What is said around codes and passwords in prose (folded): how they came, that they were given on or typed."""

from __future__ import annotations

import re

BY = re.compile(
    r"\bsms\b|смс|文字|短信|簡訊|短訊|ショートメール|smsで|문자|authenticator|autenticador|аутентификатор|authy|"
    r"验证器|驗證器|認証アプリ|tin nhan|dien thoai|mensaje|mensagem|text message|\btexted\b"
)
BY_MAIL = re.compile(r"e-?mail|correo|почт|邮箱|信箱|メール|메일|e-?posta")
"""Counts only where a code is named: much else comes by mail."""
CODE_WORD = re.compile(r"\bcode\b|\bkod|\bкод|\bcodigo|\bma\b|码|碼|コード|番号|번호|코드")
CAME = re.compile(
    r"\btexted me\b|\breceived\b|\bgot\b|\bcame\b|\bsent me\b|收到|發來|发来|届い|来た|받은|\b온\b|пришло|"
    r"пришел|получил|gui (?:ve|den)|nhan duoc|llego|recibi|chegou|recebi|\bgelen|\bgeldi"
)
GIVEN = re.compile(
    r"\bread (?:out|it|them|him|her|the|my|that)\b|\bgave\b|\bdictated\b|\btold (?:him|her|them|the)\b|продиктовал|"
    r"назвал|念[给給了]|告[诉訴]了?[他她对對]|报给|報給|"
    r"教えて(?:しま|い?ました)|伝えて?(?:しま|ました)|読み上げ|불러 ?[줬주드]|알려 ?[줬주드]|"
    r"\bdoc ma\b|\bdicte\b|\ble di\b|\bles di\b|\bditei\b|\bpassei\b|\bsoyledim\b|\bokudu[mk]\b|\bverdi[mk]\b"
)
"""A code handed to somebody (folded)."""
FAULT = re.compile(r"error|\berro\b|ошибк|错误|錯誤|エラー|오류|에러|\bloi\b|\bhata")
AUTHENTICATOR = re.compile(
    r"authenticat|autenticador|аутентификат|2fa|totp|google auth|验证器|驗證器|认证器|認證器|谷歌验证|谷歌驗證|"
    r"認証アプリ|"
    r"인증기|인증 ?앱|otp|dogrulayici|xac thuc 2 lop"
)
TYPED = re.compile(
    r"(?:\b(?:typed|entered|wrote|put in|puse|escribi|meti|teclee|ingrese|digitei|coloquei|pus|yazdim|girdim|nhap|go|"
    r"ввел[аи]?|ввёл|вводил[аи]?|набрал[аи]?)|[输輸][入了]|填了|"
    r"入力した(?:の|もの)は|입력한 ?[건것]은?)[\s:：\"'“‘「«]{0,3}$"
)
"""What one does with a password, right before it (folded)."""
