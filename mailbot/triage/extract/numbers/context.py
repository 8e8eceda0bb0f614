"""Words that tell whose an identifier is, and which numbers are none of ours: data for the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_OWN = (
    "我uid 我的uid 我id"
    " i_am_the_buyer i_am_the_seller i'm_the_buyer i'm_the_seller 我是买家 我是卖家 我是買家 我是賣家"
    " 我方是买家 我方是卖家 买家是我 卖家是我 я_покупатель я_продавец soy_el_comprador soy_el_vendedor sou_o_comprador"
    " sou_o_vendedor 私が買い手 私が売り手 제가_구매자 제가_판매자"
    " my mine our 我的 自己的 我是 本人 我们的 我自己的 我自己 我方 我账户 我這 我的是 私の 自分の わたしの 僕の 当方"
    " 弊社 내 제 저의 나의 저희 본인 мой моя мое моего моей моем мои"
    " моему моим наш нашего основной của_mình của_tôi của_em của_anh của_chị mình_là tôi_là em_là uid_mình uid_em"
    " uid_tôi uid_e uid_t"
    " của_t của_e của_cháu của_con của_bác của_cô"
    " mi mis mío mia mía nuestro nuestra el_mio el_mío meu minha meus o_meu a_minha benim kendi uid'im uidim"
    " hesabım hesabim hesabım_no"
    " uid_hesabım eigene with_you у_вас với_sàn con_ustedes com_vocês sizdeki 本アカウント"
)
_NOBODYS = (
    "내부 내역 내용 안내 국내 보내 이내 내일 문제 어제 실제 언제 이제 결제 해제 삭제 강제 제출 제한 제목"
    " 제대로 제일 제공 제휴 我是不是"
)
"""Longer words that begin or end like "my"."""
_OTHER = (
    "his her hers their theirs seller* buyer* counterparty counterparties merchant* friend* scammer* recipient*"
    " receiver* attacker* hacker* invitee* wife"
    " wife's husband husband's spouse* colleague* thief fraudster* impostor* trader's lead_trader*"
    " 对方 對方 卖家 賣家 买家 買家 商家 朋友 他的 她的 他 她 骗子 騙子 收款人 爱人 愛人 老婆 老公 同事 邀请人"
    " 被邀请 邀請人 黑客 駭客 带单员 交易员的 群主 商户"
    " 友だち 友人 相手 売り手 買い手 出品者 販売者 購入者 犯人 彼の 彼女の 取引相手 妻の 夫の 受取人"
    " 판매자 구매자 상대방 상대 친구 사기꾼 받는_사람 아내 남편 그_사람"
    " продавц* продавец покупател* контрагент* друга другу друг его ее мошенник* получател* жены мужа подруг*"
    " злоумышленник* хакер*"
    " người_bán người_mua của_nó của_họ của_người bạn_tôi bạn_em bạn_mình đối_tác kẻ_lừa người_nhận vợ chồng"
    " bên_bán bên_mua thằng_đó"
    " của_bạn_em của_bạn_tôi của_bạn_mình"
    " vendedor* comprador* amigo amiga estafador* contraparte su_uid uid_suyo destinatario receptor golpista*"
    " dele dela deles destinatário esposa"
    " marido ele_é ela_é él_es"
    " satıcı* satici* alıcı* alici* arkadaş* karşı_taraf* dolandırıcı* onun eşim* alıcının"
)
_THERE = (
    "there over_there on_their_side 那边 那邊 那里 那裡 那头 那頭 向こう あちら 그쪽 거기 там на_их_стороне"
    " bên_đó bên_kia ở_đó allá allí ahí lá orada oradaki"
    " 对方平台 對方平台"
)
_DESK = (
    "okx 欧易 歐易 okex 歐意 欧意 오케이엑스 окх окекс okx's 你们 你們 您们 贵平台 貴平台 御社 そちら 貴社 귀사"
    " ваш* вашей_бирж* сàn_mình your_platform"
    " your_exchange you ustedes vocês vcs"
)
_EXCHANGES = (
    "binance 币安 幣安 バイナンス 바이낸스 бинанс* бинансе bybit байбит* バイビット 바이비트 bitget битгет*"
    " ビットゲット kraken кракен* kraken's coinbase"
    " coinbase's huobi 火币 火幣 htx gate.io gate gateio 芝麻 芝麻开门 kucoin кукоин* 库币 库币网 mexc 抹茶 upbit"
    " 업비트 アップビット bithumb 빗썸 ビッサム coinone 코인원 korbit"
    " 코빗 bitflyer ビットフライヤー coincheck コインチェック gmoコイン bitbank ビットバンク dmm bitstamp"
    " bitfinex crypto.com gemini bitmart lbank poloniex"
    " whitebit exmo mercado_bitcoin bitso binance_tr btcturk paribu icrypex maicoin max交易所 max的 max客服"
    " max那邊 max那边 從max 从max bitopro 幣託"
    " ace交易所 bingx weex remitano binance'*"
    " coindcx wazirx bitvavo revolut wirex robinhood"
)
_NEGATED = (
    "not 不是 非 并非 並非 ではない じゃない 아니 아닌 не không_phải chứ_không no_es değil não_é isn't and_not 別 别"
    " instead_of thay_vì вместо en_vez_de yerine"
)
_SUPERSEDED = (
    "replaced replaced_by superseded dropped rbf bumped sped_up speed_up fee_bump no_longer_exists"
    " 被替换 被取代 替换掉 作废 查不到是正常 替換掉 被替換 作廢 加速了 加速后 加速後 差し替え 置き換え 無効に"
    " 手数料を上げ"
    " 수수료를_올 대체되 교체되 замен* заменена отменена ускорил* reemplazad* aceleré substituíd* acelerei thay_thế"
    " bị_thay"
    " tăng_phí değiştirildi hızlandırdım"
)
"""What is said of a hash that another one replaced."""
_OLD = (
    "ignore wrong_hash old_hash old_txid old_tx first_txid original_txid original_hash cancelled_hash 别查 以前的 忽略"
    " 原哈希 旧哈希 老哈希 旧hash 原hash 舊哈希 原本的哈希 元のハッシュ 古いハッシュ 旧txid 대체된 교체된 이전_해시"
    " 기존_해시"
    " старый_хеш старый_хэш прежний_хеш hash_cũ txid_cũ hash_antiguo hash_viejo hash_anterior txid_anterior eski_hash"
    " eski_txid hash_antigo txid_antigo"
)
"""What such a hash is called."""
_IGNORED: Mapping[str, str] = {
    "reference": (
        "reference ref bank_reference payment_reference transaction_reference utr rrn uetr end_to_end e2e e2eid"
        " trace reference_no bank_ref receipt_no"
        " 参考号 参考编号 參考號 流水号 流水號 银行流水 凭证号 交易流水 回单号 回单编号 银行单号 匯款編號"
        " 振込受付番号 振込番号 お振込番号 振込控え番号 参照番号 承認番号 照会番号 참조번호 승인번호 승인_번호"
        " 거래_고유번호"
        " номер_операции №_операции референс* номер_перевода_банк* номер_платежа mã_giao_dịch_ngân_hàng"
        " mã_gd_ngân_hàng mã_ft mã_giao_dịch_nh số_tham_chiếu mã_chuẩn_chi"
        " referencia referencia_bancaria nº_de_operación número_de_operación clave_de_rastreo referans*"
        " referans_no sorgu_no sorgu_numara* dekont_no"
        " referência id_do_pix e2e_do_pix código_de_autenticação autenticação nsu autorização autorización"
        " approval_code approval_number authorization_code auth_code"
        " authorisation_code our_ref your_ref swift_ref 授权码 授權碼 bank_transaction provizyon_no"
    ),
    "id": "id ids 编号 編號 番号 номер_id айди id:",
    "order_id": (
        "limit_satış limit_alış limit_emir limit_emri piyasa_emri limitka лимитк* limit_order market_order"
        " stop_order лимитн* 限价单 市价单 限價單 市價單 指値注文 성행주문"
        " ordem_limite orden_límite orden_limitada satis_emri alis_emri lệnh_giới_hạn lệnh_thị_trường c2c p2p"
    ),
    "other_id": (
        "tradeid trade_id billid bill_id bill bill_no bill_number depid deposit_id instid invoice invoice_no"
        " nº_de_factura factura fatura fatura_no 发票 發票 账单号 帳單編號"
        " 成交id 成交编号 成交号 取引id 約定id 체결번호 체결_id id_сделки_trade счет-фактур* hóa_đơn"
        " número_da_fatura block block_height block_number 区块 区块高度 區塊高度"
        " ブロック 블록 блок khối bloque bloco timestamp ts 时间戳 時間戳 タイムスタンプ 타임스탬프 метка_времени"
        " port ip imei serial version build 版本 版本号 バージョン 버전"
        " invitation_code referral_code invite_code 邀请码 邀請碼 推荐码 招待コード 紹介コード 초대코드 초대_코드"
        " 추천인_코드 реферальный_код mã_giới_thiệu código_de_referido código_de_invitación"
        " código_de_indicação davet_kodu postcode zip zip_code postal_code 邮编 郵便番号 flight tracking_number"
        " claim claim_number refid ref_id nonce error_code errcode"
        " 错误码 错误代码 錯誤碼 エラーコード 오류코드 오류_코드 код_ошибки mã_lỗi código_de_error hata_kodu"
        " código_de_erro code 代码 代碼 コード 코드 код kodu"
        " bank_account bank_account_no 银行账号 银行账户 銀行帳號 銀行帳戶 銀行口座 口座番号 계좌번호 계좌"
        " номер_счета_в_банке банковский_счет расчетный_счет cuenta_bancaria iban"
        " conta_bancária banka_hesab* hesap_no_banka tài_khoản_ngân_hàng stk số_tài_khoản_ngân_hàng agência"
        " room 房间 会议号 license tax_id vat ein inn инн огрн"
        " cnpj company_number 公司编号 統一編號 registration_number order_price supply total_supply page_id"
        " version_code"
        " api_key apikey api密钥 campaign_id 活动id event_id ad_id 广告编号 広告番号 message_id request_id"
        " trace_id session_id log_id device_id"
    ),
}

RECEIVER = (
    "to_uid 转给 轉給 转到uid 打到uid 轉到uid to_the_uid sent_to typed entered_uid 填成 写成 輸成 输成 打成"
    " 宛のuid 送り先uid thành_uid nhầm_uid vào_uid sang_uid cho_uid al_uid"
    " para_o_uid ao_uid на_uid 받는_uid 잘못된_uid wrong_uid correct_uid right_uid 错误的uid 正确的uid"
    " recipient's yanlış_uid alıcı_uid receiver_uid uid_destino uid_receptor instead"
    " por_el_uid por_o_uid uid_errado uid_certo uid_equivocado uid_correcto неверный_uid правильный_uid 正しいuid"
    " 間違ったuid doğru_uid uid'sine uid'ye человеку_с_uid пользователю_с_uid person_with_uid someone_with_uid"
    " user_with_uid"
    " alguien_con_uid persona_con_uid usuario_con_uid alguém_com_uid pessoa_com_uid người_có_uid 陌生人uid 人のuid"
)
"""Words before the UID of somebody who received an internal transfer."""


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, value) rows for the lexicon."""
    groups = {
        "own": _OWN,
        "plain": _NOBODYS,
        "other": _OTHER,
        "there": _THERE,
        "desk": _DESK,
        "exchange": _EXCHANGES,
        "negated": _NEGATED,
    }
    for tag, names in groups.items():
        for name in names.split():
            yield name.replace("_", " "), tag, tag
            if re.search(r"\buid|uid\b", name.replace("_", " ")):  # the longer word would hide the shorter
                yield name.replace("_", " "), "cue", "uid"
    for value, names in (("gone", _SUPERSEDED), ("old", _OLD)):
        for name in names.split():
            yield name.replace("_", " "), "superseded", value
    for name in RECEIVER.split():
        yield name.replace("_", " "), "other", "receiver"
        if "uid" in name:
            yield name.replace("_", " "), "cue", "uid"
    for value, names in _IGNORED.items():
        for name in names.split():
            yield name.replace("_", " "), "cue", value
