"""Words that announce what nobody should send: data for the lexicon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

WORDS: Mapping[str, str] = {
    "password": (
        "password passwords パス"
        " 密_码 密_碼 passwd pwd pw pass login_password passcode 密码 密碼 登录密码 登入密碼"
        " 登陆密码 口令"
        " 账号密码 パスワード ログインパスワード 暗証番号 비밀번호 비번 패스워드"
        " пароль пароля паролем пароли пасс mật_khẩu mat_khau mk pass_đăng_nhập contraseña contrasena clave"
        " contraseñas şifre* sifre* parola* senha senhas"
        " hasło wachtwoord kata_sandi sandi mdp 帳密 账密 palavra-passe kennwort passwort mot_de_passe"
        " keystore_password wallet_password"
    ),
    "fund_password": (
        "fund_password funds_password trading_password withdrawal_password asset_password payment_password"
        " transaction_password pin 资金密码 資金密碼 交易密码 交易密碼 支付密码"
        " 提币密码 提幣密碼 提现密码 资产密码 資産パスワード 資金パスワード 取引パスワード 자금_비밀번호"
        " 자금비밀번호 거래_비밀번호 출금_비밀번호 자산_비밀번호 пароль_для_вывода пароль_фонда фонд-пароль"
        " торговый_пароль платежный_пароль пароль_на_вывод mật_khẩu_quỹ mật_khẩu_giao_dịch mật_khẩu_rút"
        " mk_rút_tiền mật_khẩu_rút_tiền pin_de_retiro pin_de_saque withdrawal_pin пин_на_вывод пин_для_вывода"
        " пин-код contraseña_de_fondos contraseña_de_retiro clave_de_retiro clave_de_retiros senha_de_saques"
        " contraseña_de_trading clave_de_fondos fon_şifre* fon_şifrem işlem_şifre* çekim_şifre* senha_de_fundos"
        " senha_de_saque senha_de_negociação senha_de_transação"
    ),
    "seed_phrase": (
        "my_words mis_palabras minhas_palavras мои_слова kelimelerim từ_của_ví these_words seed_phrase seed"
        " recovery_phrase mnemonic mnemonics mnemonic_phrase secret_phrase backup_phrase 12_words"
        " 24_words twelve_words recovery_words 助记词 助記詞"
        " 助记单词 恢复短语 復原短語 シードフレーズ リカバリーフレーズ ニーモニック 復元フレーズ 시드_구문 시드"
        " 복구_구문 니모닉 시드구문 시드문구 복구문구 сид-фраз* сид_фраз* сидфраз* мнемоник* мнемоническ*"
        " сид cụm_từ_khôi_phục cụm_từ_bí_mật 12_từ 24_từ từ_khôi_phục frase_semilla semilla frase_de_recuperación"
        " 12_palabras 24_palabras frase_secreta"
        " kurtarma_ifade* kurtarma_kelime* 12_kelime 24_kelime tohum frase_de_recuperação frase-semente"
        " palavras_de_recuperação 12_palavras 24_palavras 12_слов 24_слова"
        " 个词 個字 个单词 個單詞 12个词 12个字 24个词 复原词 十二个词 十二个字 十二個字 十二個詞 12個の単語"
        " 12の単語 12単語 24個の単語 열두_단어 12_단어 24_단어 12개_단어"
        " doce_palabras doze_palavras dodici_parole 12_parole douze_mots 12_mots двенадцать_слов 12_слов"
        " mười_hai_từ on_iki_kelime metamask_words wallet_words"
    ),
    "private_key": (
        "private_key private_keys privatekey privkey priv_key secret_key_of_my_wallet wif xprv 私钥 私鑰 私匙"
        " 秘密鍵 プライベートキー 개인키 개인_키 프라이빗_키 비밀키 приватный_ключ"
        " 錢包金鑰 钱包密钥 錢包密鑰 私鑰匙 приватные_ключи"
        " приватного_ключа приватник* приватный_ключ закрытый_ключ закрытые_ключи"
        " секретный_ключ_кошелька khóa_riêng khóa_riêng_tư khoá_riêng_tư"
        " khóa_bí_mật khóa_cá_nhân khoá_cá_nhân khóa_ví private_key* clave_privada llave_privada özel_anahtar*"
        " gizli_anahtar* chave_privada"
        " chaves_privadas phantom_key 秘密の鍵 비밀_키 지갑_비밀_키 секретка_от_кошелька секретный_ключ_от_кошелька"
        " ключ_от_кошелька"
    ),
    "api_key": (
        "api_key apikey api-key api_keys access_key ok-access-key access-key api密钥 api密鑰 api_anahtar*"
        " clave_api chave_api api_ключ api-ключ ключ_api khóa_api apiキー api키"
        " api公钥 key_id api_key_id public_key_id キーid apiキーid api키_id 키_id id_ключа id_da_chave id_de_la_clave"
    ),
    "api_secret": (
        "api_secret apisecret secret_key secretkey secret api-secret api_secret_key 密钥 密鑰 secret密钥"
        " 秘密キー シークレットキー シークレット 시크릿_키 시크릿키 시크릿 секрет"
        " секретный_ключ secret_ключ секрет_api clave_secreta secreto chave_secreta segredo api密钥secret gizli"
        " khóa_bí_mật_api секретка"
    ),
    "api_passphrase": (
        "passphrase pass_phrase api_passphrase ok-access-passphrase 通行短语 口令短语"
        " パスフレーズ 패스프레이즈 패스프레이스 пассфраз* пасфраз* кодовая_фраза"
        " cụm_mật_khẩu frase_de_contraseña frase_secreta_api frase_de_acesso parola_öbeği"
    ),
    "totp_secret": (
        "totp totp_secret manual_entry_code manual_entry_key setup_key authenticator_key authenticator_secret"
        " 2fa_key 2fa_secret"
        " google_authenticator_key manual_key secret_for_the_authenticator 谷歌密钥 谷歌验证密钥"
        " 验证器密钥 谷歌验证器密钥 谷歌验证器的密钥 身份验证器密钥 驗證器密鑰 谷歌驗證金鑰 驗證器金鑰 金鑰"
        " 備份金鑰 认证密钥 备份密钥 16位密钥 絆定金鑰 設定キー セットアップキー 認証キー 認証アプリのキー"
        " 설정_키 OTP_키 인증키"
        " 구글_otp_키 ключ_аутентификатора ключ_2fa ключ_google ключ_настройки секрет_2fa mã_thiết_lập khóa_2fa"
        " khóa_google_authenticator khóa_thiết_lập mã_khóa_2fa"
        " clave_2fa clave_de_configuración clave_del_autenticador doğrulayıcı_anahtar* kurulum_anahtar*"
        " 2fa_anahtar* chave_2fa chave_do_autenticador chave_de_configuração"
        " clave_de_google otpauth authenticator_setup_key google_secret"
    ),
    "backup_code": (
        "backup_code backup_codes recovery_code recovery_codes rescue_code emergency_code emergency_codes"
        " rescue_codes spare_codes 备用码"
        " 備用碼 备份码 備份碼 恢复码 復原碼 恢復碼 救援码 救援碼 códigos_de_emergencia código_de_emergencia"
        " códigos_de_emergência 备用验证码 バックアップコード"
        " リカバリーコード 予備コード 予備のコード 復旧コード 백업_코드 백업코드 복구_코드 복구코드 예비_코드"
        " 예비코드 復旧用コード 復元コード 予備用コード バックアップ用コード"
        " резервные_коды резервный_код резервных_кодов запасные_коды запасной_код"
        " код_восстановления коды_восстановления mã_dự_phòng mã_khôi_phục mã_backup códigos_de_respaldo"
        " código_de_respaldo códigos_de_recuperación código_de_recuperación"
        " codigos_de_respaldo yedek_kod* kurtarma_kod* códigos_de_backup código_de_backup códigos_de_recuperação"
        " código_de_recuperação códigos_reserva códigos_de_reserva"
    ),
    "otp_code": (
        "verification_code verification_codes 2fa_code sms_code otp otp_code one-time_code one_time_code"
        " one-time_password authenticator_code google_code security_code_i_got"
        " login_code confirmation_code email_code e-mail_code 6-digit_code six-digit_code text_code"
        " auth_code_from_google google_authenticator_code code_from_the_authenticator"
        " 验证码 驗證碼 短信码 短信验证码 簡訊碼 簡訊驗證碼 谷歌验证码 谷歌码 邮箱验证码 动态码 動態碼 动态口令"
        " 一次性密码 信箱驗證碼 ワンタイムコード 認証コード 認証番号 確認番号 確認コード smsコード"
        " ワンタイムパスワード 2段階認証コード 二段階認証コード 인증번호 인증_번호 인증코드 인증_코드 otp_번호"
        " otp번호 일회용_비밀번호 код_подтверждения код_из_смс смс-код* смс_код* sms-код*"
        " код_2fa код_из_аутентификатора код_аутентификатора одноразовый_код проверочный_код код_из_письма"
        " код_с_почты mã_xác_thực mã_otp mã_xác_minh mã_sms mã_2fa mã_xác_nhận"
        " mã_google código_de_verificación código_sms código_2fa codigo_de_verificacion código_de_confirmación"
        " código_del_sms código_que_me_llegó doğrulama_kod* sms_kod*"
        " onay_kod* 2fa_kod* tek_kullanımlık_kod* kod_olarak código_de_verificação código_por_sms"
        " código_de_confirmação código_do_sms código_do_autenticador"
    ),
    "session_token": (
        "session_token session session_id sessionid auth_token access_token bearer jwt cookie cookies"
        " authorization x-auth-token refresh_token 登录令牌 会话令牌 token令牌"
        " セッショントークン 세션_토큰 токен_сессии токен_авторизации mã_phiên token_de_sesión token_de_sessão"
        " oturum_jeton*"
    ),
    "id_number": (
        "id_number id_card identity_card national_id id_no ssn social_security_number social_security"
        " aadhaar adhar adhaar aadhar_no"
        " nin bvn nik ktp e-ktp nino national_insurance national_insurance_number voter_id philsys sss umid tin"
        " tax_id_number emirates_id eid civil_id mykad ic_number"
        " personalausweis personalausweisnummer ausweis ausweisnummer steuer-id steuernummer carte_d'identité cni"
        " numéro_de_sécurité_sociale sécurité_sociale"
        " codice_fiscale bsn pesel иин жсн рнокпп іпн ипн id-карта_номер удостоверение_личности"
        " cédula_de_ciudadanía rfc cuit rut run nif nie pps"
        " aadhar pan pan_card pan_no pan_number identity_number nric hkid id_card_no driver's_license"
        " driving_licence driving_license driver_license"
        " 证件 證件 身份证 身份证号 身份证号码 身分證 身分證字號 身份證 身份證號碼 證件號 证件号 证件号码 證件號碼"
        " マイナンバー 個人番号 免許証番号 運転免許証番号 運転免許証 免許証"
        " 在留カード番号 주민번호 주민등록번호 주민_번호"
        " 외국인등록번호"
        " 면허번호 운전면허번호 инн снилс серия_и_номер паспорт_рф cccd cmnd căn_cước số_cccd số_cmnd"
        " căn_cước_công_dân chứng_minh_thư dni nie curp cédula cedula ine nif rut cuil"
        " documento_de_identidad documento tc_kimlik tc_kimlik_no kimlik_no tckn tc_no kimlik_numara* t.c. tc cpf"
        " rg identidade cnh número_do_rg"
    ),
    "passport_number": (
        "passport passport_no passport_number passport_# 护照 护照号 护照号码 護照 護照號碼 護照號 パスポート"
        " パスポート番号 旅券番号 旅券 여권 여권번호 여권_번호 паспорт* загранпаспорт*"
        " reisepass reisepassnummer passeport numéro_de_passeport passaporto paszport paspor закордонний_паспорт"
        " hộ_chiếu số_hộ_chiếu pasaporte número_de_pasaporte pasaport* pasaport_no passaporte número_do_passaporte"
    ),
    "bank_card_number": (
        "my_card card card_number card_no debit_card credit_card visa mastercard bank_card card_ending 我的卡"
        " 收款卡 付款卡 用卡 刷卡 这张卡 這張卡 卡号 卡號 银行卡"
        " 信用卡 借记卡 银行卡号 銀行卡 金融卡 提款卡 カード カード番号 クレジットカード デビットカード"
        " 카드 카드번호 체크카드 신용카드 карт* номер_карты thẻ số_thẻ thẻ_ngân_hàng tarjeta número_de_tarjeta"
        " kart* kart_no kart_numara* cartão cartao número_do_cartão"
    ),
    "cvv": (
        "cvv cvc cvv2 cvc2 csc security_code card_code 安全码 安全碼 背面三码 背面三碼 卡背三码 末三碼"
        " 末三码 后三位 後三位 後三碼 后三码 背后三位 背面三位"
        " last_three three_digits_on_the_back digits_on_the_back digit_thing_on_the_front digits_on_the_front"
        " セキュリティコード 보안코드 보안_코드 cvc번호 код_безопасности cvv-код* mã_bảo_mật mã_cvv"
        " código_de_seguridad codigo_de_seguridad güvenlik_kod* código_de_segurança"
    ),
}
"""secret kind → words (``_`` for a space)."""


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, kind) rows for the lexicon."""
    for kind, names in WORDS.items():
        for name in names.split():
            yield name.replace("_", " "), "secret", kind
