"""Identifier shapes of exchanges, as data that the configuration starts from (domain document, section 1)."""

from __future__ import annotations

from collections.abc import Mapping

from mailbot.triage.extract.numbers.spec import IdentifierSpec


def _cues(**words: str) -> Mapping[str, tuple[str, ...]]:
    """language → words, which stand in one line with bars between them; ``zh_Hant`` is zh-Hant."""
    return {k.replace("_", "-"): tuple(w.strip() for w in v.split("|")) for k, v in words.items()}


_UID_CUES = _cues(
    en=(
        "uid* | uids | user id | userid | user number | account id | account number | account no | account uid | acct"
        " id | acct | account is | my account | accounts | my accounts | my id | member id | customer id | account |"
        " main account | main uid |"
        " mainuid | my okx id | identifier | my identifier | okx id | id with you | number with you | user no | id is"
        " | account under | u.i.d | u.i.d. | u i d | u-id | master | master uid | master account"
    ),
    zh=(
        "账户uid | 账号uid | 用户id | 用户编号 | 用户号 | 账号id | 账户id | 账户号 | 账号 | 账户 | 帐号 | 帐户 |"
        " 我的id | 会员号 | 会员编号 | 主账户 | 主账号 | 欧易号 | 欧易id | 我id | 母账户 | 母账号 | 大号 | 小号 | 主号"
    ),
    zh_Hant="帳號 | 帳戶 | 用戶id | 使用者id | 用戶編號 | 會員編號 | 主帳戶 | 帳號id | 帳戶id | 我的帳號",
    ja=(
        "ユーザーid | アカウントid | アカウント番号 | アカウント | 会員番号 | ユーザid | 口座id | ユーアイディー |"
        " 私のid | マスターアカウント | 親アカウント"
    ),
    ko=(
        "유저 id | 사용자 id | 계정 번호 | 계정번호 | 계정 id | 계정 | 아이디 | 회원번호 | 회원 번호 | 고유번호 |"
        " 유아이디 | 제 id | 마스터 계정 | 메인 계정"
    ),
    ru=(
        "юид* | уид* | айди | id аккаунта | номер аккаунта | аккаунт* | номер счета | id пользователя | мой id |"
        " идентификатор | мой номер | акк | акка | аккаунте | учетн* запис* | ид | мастер* | основной"
    ),
    vi=(
        "mã uid | id tài khoản | mã tài khoản | số tài khoản okx | tài khoản | id của mình | id của tôi | id em | id"
        " mình | mã người dùng | id người dùng | tk | acc | id của em | stk sàn | acc em | acc mình | acc tôi | tk em"
        " | tk mình | tk tôi | tài khoản em | tài khoản mình | tài khoản tôi | tài khoản của em | tài khoản của tôi"
    ),
    es=(
        "id de usuario | número de cuenta | numero de cuenta | n.º de cuenta | nº de cuenta | id de cuenta | mi"
        " cuenta | cuenta | mi id | identificador | código de usuario | cuentas | cuenta nro | cuenta numero | id de"
        " la cuenta"
    ),
    tr=(
        "hesap no | hesap numara* | kullanıcı no | kullanıcı numara* | kullanıcı id | kullanıcı kimli* |"
        " hesab* | hesap | hesap id | id'm | id numara* | üye no | üyelik no | üyelik numara* | hesaplar*"
        " | ana hesap | ana hesab*"
    ),
    pt=(
        "id da conta | número da conta | numero da conta | nº da conta | minha conta | conta | id de usuário | id do"
        " usuário | meu id | código de usuário | cadastro | contas | conta mestre | conta principal"
    ),
)
_ORDER_CUES = _cues(
    en=(
        "ordid | orderid | order_id | order id | order no | order number | order numbers | order ids | order nos |"
        " order ref | order | orders | p2p order | order # | ord | trade number | ticket order | limit order | limit "
        "sell | limit buy | market sell |"
        " market buy | sell order | buy order | ad"
        " order | c2c order"
    ),
    zh="订单号 | 订单编号 | 订单id | 订单 | 单号 | 委托单号 | 委托id | 委托单 | 委托号 | 委托 | 交易订单 | c2c订单",
    zh_Hant="訂單號 | 訂單編號 | 訂單id | 訂單 | 單號 | 委託單號 | 委託單 | 委託編號 | 委託",
    ja="注文番号 | 注文id | 注文 | オーダーid | オーダー番号 | オーダー | 取引番号 | 約定番号",
    ko="주문번호 | 주문 번호 | 주문id | 주문 id | 주문 | 오더 | 거래번호",
    ru="ордер* | номер ордера | id ордера | заказ* | номер заказа | сделк* | номер сделки | заявк*",
    vi="mã lệnh | mã đơn | mã đơn hàng | lệnh | đơn hàng | số lệnh | id lệnh | đơn | mã giao dịch p2p",
    es=(
        "orden | órdenes | número de orden | nº de orden | id de orden | pedido | nro de orden | n.º de orden |"
        " número de pedido"
    ),
    tr="emir no | emir numara* | sipariş* | siparis no | emir id | emir | emri* | emrin* | işlem no | emir kimli*",
    pt="ordem | número da ordem | nº da ordem | id da ordem | pedido | ordens | número do pedido",
)
_ALGO_CUES = _cues(
    en=(
        "algo id | algoid | algo | algo order | strategy id | strategy number | strategy | strategy no | bot id | bot"
        " number | grid id | grid bot | grid | bot | dca id | copy id | trigger order | algo_id | signal bot | bot no"
        " | sl order | sl order id | tp order | tp order id | tp/sl order | tp/sl order id | tpsl order | tpsl order id"
        " | stop loss order | stop loss order id | stop-loss order id | trigger order id | sl id | tp id"
        " | the bot | copy trading id | copy trade id | stop loss | stop-loss | take profit | take-profit"
    ),
    zh=(
        "策略单号 | 策略id | 策略编号 | 策略订单 | 策略委托 | 策略号 | 策略 | 机器人id | 网格id | 网格单号 | 网格 |"
        " 算法单 | 止盈止损单 | 止盈单 | 止损单 | 止盈订单 | 止损订单 | 条件单 | 计划委托 | 策略单 | 网格策略 | 跟单id"
    ),
    zh_Hant=(
        "策略單號 | 策略編號 | 策略id | 網格id | 策略單 | 網格單號 | 機器人id | 策略委託 | 策略 | 網格 | 停損單 |"
        " 停利單 | 止盈單 | 止損單 | 條件單"
    ),
    ja=(
        "戦略id | 戦略番号 | ストラテジーid | アルゴid | ボットid | ボット番号 | グリッドid | アルゴ注文 |"
        " アルゴ注文番号 | アルゴ注文id |"
        " ストラテジー | ボット | 損切り注文 | 利確注文"
    ),
    ko=(
        "전략번호 | 전략 번호 | 전략 id | 전략id | 봇 id | 봇id | 알고 id | 그리드 id | 봇 번호 | 봇번호 | 알고리즘"
        " 주문 | 그리드 봇 | 그리드봇 | 손절 주문 | 익절 주문 | 스탑로스 | 트리거 주문"
    ),
    ru=(
        "id стратегии | номер стратегии | стратеги* | id бота | бот* | algo id | номер бота | сетк* | алго* |"
        " стоп-лосс* | стоп лосс* | тейк-профит*"
    ),
    vi=(
        "mã chiến lược | id chiến lược | mã bot | id bot | bot lưới | chiến lược | bot | mã algo | lệnh algo |"
        " lệnh stop loss | lệnh sl | lệnh tp | lệnh cắt lỗ"
    ),
    es=(
        "id de estrategia | número de estrategia | estrategia | id del bot | bot | id de bot | algo id | nº de"
        " estrategia | grid | orden stop loss | orden de stop loss | orden sl | orden tp"
    ),
    tr="strateji no | strateji id | strateji* | bot no | bot id | botu* | botum* | botun* | strateji numara* | grid",
    pt=(
        "id da estratégia | número da estratégia | estratégia | id do bot | robô | bot | nº da estratégia | grid |"
        " ordem stop loss | ordem de stop loss"
    ),
)
_WITHDRAWAL_CUES = _cues(
    en=(
        "withdrawal id | withdrawal no | withdrawal number | withdrawal ref | withdrawal reference | withdraw id |"
        " wdid | wd id | wdl | wdl id | wdr |"
        " withdrawal | withdrawal request | transfer id | transfer number | transfer no | withdrawal #"
        " | internal transfer id"
    ),
    zh=(
        "提币单号 | 提币id | 提币编号 | 提币订单号 | 提币订单 | 提现单号 | 提现id | 提现编号 | 提现订单号 | 提币号 |"
        " 转账单号 | 转账编号 | 划转单号 | 提现订单 | 提币记录号 | 转账id |"
        " 提现记录编号 | 提币记录编号 | 提币记录id | 提现申请号 | 提币申请号 | 提币申请单号"
    ),
    zh_Hant=(
        "提領單號 | 提領編號 | 提幣單號 | 提幣編號 | 提現單號 | 提領id | 提幣id | 提現編號 | 提領號碼 | 轉帳編號 |"
        " 轉帳單號 | 提幣訂單 | 提領訂單 | 提幣訂單號 | 提領訂單號 | 提領申請編號"
    ),
    ja=(
        "出金番号 | 出金id | 出金受付番号 | 引き出し番号 | 引出番号 | 出金受付id | 送金番号 | 送金id | 出金申請番号 |"
        " 出金申請 |"
        " 出金no | 出金リクエストid"
    ),
    ko=(
        "출금 id | 출금id | 출금번호 | 출금 번호 | 출금 신청번호 | 출금 신청 번호 | 이체번호 | 송금번호 |"
        " 출금 요청번호 |"
        " 출금 신청 | 출금건 | 출금 건"
    ),
    ru=(
        "id вывода | номер вывода | заявка на вывод | вывод № | номер заявки на вывод | заявка № | вывода | вывод |"
        " id перевода | номер перевода | номер заявки | заявке на вывод | заявки на вывод"
    ),
    vi=(
        "mã rút tiền | mã rút | mã lệnh rút | id rút | id rút tiền | lệnh rút | mã chuyển | mã chuyển nội bộ | số"
        " lệnh rút | mã giao dịch rút | mã yêu cầu rút | yêu cầu rút | yêu cầu rút tiền"
    ),
    es=(
        "id de retiro | número de retiro | nº de retiro | retiro nº | retiro | id del retiro | retirada | número de"
        " retirada | id de retirada | nro de retiro | id de transferencia | id de la retirada"
    ),
    tr=(
        "çekim no | çekim numara* | çekim id | çekme no | para çekme no | çekim kimli* | çekim talep no | çekim"
        " talebi no | transfer no | çekim | çekim talebi* | çekme talebi*"
    ),
    pt=(
        "id do saque | número do saque | nº do saque | saque nº | saque | id da retirada | id de saque | número da"
        " retirada | id da transferência | protocolo do saque | levantamento |"
        " id do levantamento | número do levantamento"
    ),
)
_TAG_CUES = _cues(
    en=(
        "memo | tag | destination tag | memo/tag | tag/memo | dest tag | comment | payment id | memo id | memo"
        " tag | the tag | the memo | deposit tag | deposit memo | message tag"
    ),
    zh="标签 | 备注 | memo标签 | 充值标签 | 地址标签 | 标签tag | 附言 | 备注标签 | 评论",
    zh_Hant="標籤 | 備註 | 地址標籤 | 附言 | 充值標籤",
    ja="宛先タグ | タグ | メモ | デスティネーションタグ | 宛先tag | コメント | 支払いid",
    ko="데스티네이션 태그 | 태그 | 메모 | 데스티네이션태그 | 목적지 태그 | 코멘트",
    ru="мемо | тег* | тэг* | метк* | комментари* | destination tag",
    vi="thẻ | mã memo | ghi chú | tag đích | thẻ đích | mã tag",
    es="etiqueta | etiqueta de destino | comentario | nota",
    tr="etiket* | hedef etiketi | yorum | not: | not kısmı | not alanı",
    pt="etiqueta | tag de destino | comentário | etiqueta de destino",
)
_TICKET_CUES = _cues(
    en=(
        "ticket | ticket no | ticket number | ticket id | case | case no | case number | case id | case ref | support"
        " ticket | request number | support request | enquiry number | inquiry number | ticket # | case #"
    ),
    zh="工单号 | 工单 | 工单编号 | 案件编号 | 咨询编号 | 客服单号 | 反馈编号 | 服务单号 | 受理编号",
    zh_Hant="案件編號 | 工單 | 工單編號 | 案號 | 客服單號 | 服務單號 | 受理編號 | 諮詢編號",
    ja=(
        "受付no | 受付no. | お問い合わせ番号 | 問い合わせ番号 | 受付番号 | チケット番号 | チケット | ケース番号 |"
        " 案件番号 | お問合せ番号"
    ),
    ko="문의 번호 | 문의번호 | 티켓 | 티켓 번호 | 티켓번호 | 상담번호 | 케이스 번호 | 접수 번호 | 접수번호",
    ru="номер обращения | обращени* | тикет* | заявк* в поддержку | номер тикета | номер запроса | запрос № | кейс*",
    vi="mã yêu cầu | mã ticket | ticket | mã hỗ trợ | số ticket | phiếu hỗ trợ | mã hồ sơ | yêu cầu số | mã vụ việc",
    es="número de caso | caso | ticket | nº de caso | tique | número de ticket | solicitud | nro de caso | incidencia",
    tr="talep numara* | talep no | bilet no | kayıt no | destek talebi | talep | başvuru no | destek kaydı | vaka no",
    pt=(
        "número do chamado | chamado | protocolo | ticket | nº do chamado | protocolo de atendimento | número do"
        " protocolo | caso | atendimento"
    ),
)
_POLICE_CUES = _cues(
    en=(
        "police report | police reference | crime reference | crime number | crime ref | police report no | report"
        " number | police ref | incident number | fir no | fir number | fir | ic3 | action fraud | action fraud"
        " reference | police case | nfrc | police report number | cad number | complaint number with the police |"
        " police file | case number at the police | police station | police complaint | police complaint no | police"
        " complaint number | cyber crime complaint | cybercrime complaint | crime report number | police incident |"
        " az | aktenzeichen | strafanzeige | occurrence number | garda pulse | complaint ack no |"
        " complaint ack number | acknowledgement no | acknowledgement number | acknowledgment no |"
        " acknowledgment number |"
        " ack no | ack number | ncrp | cyber portal | cyber crime | cybercrime |"
        " cyber crime portal | cyber cell complaint | complaint acknowledgement"
    ),
    zh=(
        "立案号 | 立案编号 | 报警回执号 | 报警回执 | 受案号 | 案件号 | 立案告知书 | 受案回执 | 报案号 | 警情编号 |"
        " 接警号 | 回执编号 | 立案决定书 | 报警编号 | 回执号 | 报案回执 | 案号"
    ),
    zh_Hant=(
        "報案編號 | 報案三聯單 | 受理案號 | 報案號碼 | 報案證明 | 三聯單 | 案件受理編號 | 檔案編號 | 警方檔案編號 |"
        " 報案單號 | 受理編號 | 證明單編號 | 證明單號 | 受理案件證明單 | 案號"
    ),
    ja="受理番号 | 被害届 | 被害届受理番号 | 事件番号 | 警察の受理番号 | 相談番号 | 警察署",
    ko="경찰 접수번호 | 사건번호 | 사건 번호 | 경찰 접수 번호 | 신고번호 | 신고 번호 | 경찰서 | 접수증 번호",
    ru=(
        "куп | кусп | номер кусп | талон-уведомление | талон | уголовное дело | уголовного дела | дело № | номер дела |"
        " заявление в полицию | номер заявления | талон № | полиц*"
    ),
    vi=(
        "số tiếp nhận | tố giác | tin báo | mã tiếp nhận | biên nhận | số biên nhận | giấy tiếp nhận | biên bản |"
        " số thụ lý | công an |"
        " số hồ sơ công an"
    ),
    es=(
        "denuncia | número de denuncia | nº de denuncia | atestado | n.º de atestado | diligencias | carpeta de"
        " investigación | número de atestado | parte policial | averiguación"
    ),
    tr=(
        "soruşturma no | soruşturma numara* | tutanak no | şikayet no | dosya no | savcılık | polis tutana* |"
        " müracaat no | soruşturma"
    ),
    pt=(
        "boletim de ocorrência | bo | b.o. | boletim | número do bo | bo nº | ocorrência | inquérito | auto de"
        " denúncia | nuipc"
    ),
)
_SUB_CUES = _cues(
    en="sub-account | sub account | subaccount | subacct | sub-acct | sub_account | sub | sub acct",
    zh="子账户 | 子账号 | 子帐户 | 子帐号",
    zh_Hant="子帳戶 | 子帳號",
    ja="サブアカウント | サブ口座",
    ko="서브 계정 | 서브계정 | 하위 계정 | 서브어카운트 | 하위계정",
    ru="суб | саб | субаккаунт* | саб-аккаунт* | суб-аккаунт* | субакк* | сабаккаунт*",
    vi="tài khoản phụ | tài khoản con | tk phụ | tk con | sub",
    es="subcuenta | subcuentas | sub-cuenta | sub cuenta",
    tr="alt hesap | alt hesab* | alt-hesap",
    pt="subconta | sub-conta | sub conta | subcontas",
)
_CLIENT_CUES = _cues(
    en=(
        "clordid | client order id | clientorderid | client oid | clientoid | client_order_id | client id |"
        " algoclordid | custom order id | cl ord id | clord id | clientid"
    ),
    zh="自定义订单id | 客户订单号 | 自定义id | 客户端订单号 | 自定义订单号 | 客户自定义id",
    zh_Hant="自訂訂單id | 自訂訂單編號 | 客戶訂單編號 | 自訂id",
    ja="クライアント注文id | クライアントオーダーid | カスタム注文id",
    ko="클라이언트 주문 id | 사용자 지정 주문 id | 클라이언트 id | 클라이언트 주문번호",
    ru=(
        "клиентский id | клиентский id ордера | пользовательский id | клиентский ордер | клиентск* номер* |"
        " клиентский ид"
    ),
    vi="mã lệnh khách | id lệnh khách | client order",
    es="id de cliente | id de orden del cliente | id personalizado | id propio",
    tr="müşteri emir no | istemci emir* | özel emir no | müşteri emir*",
    pt="id de ordem do cliente | id do cliente | id personalizado",
)

UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_COMMON = (
    IdentifierSpec(kind="client_order_id", pattern=r"[A-Za-z0-9_\-]{1,32}", cues=_CLIENT_CUES, needs_digit=False),
    IdentifierSpec(kind="memo_tag", pattern=r"\d{1,19}", cues=_TAG_CUES),
    IdentifierSpec(
        kind="ticket_id", pattern=r"(?:[A-Za-z]{1,6}-?)?\d{4,14}(?:-\d{2,10}){0,3}(?:-[A-Z]{1,3})?", cues=_TICKET_CUES
    ),
    IdentifierSpec(kind="sub_account", pattern=r"[A-Za-z0-9_\-]{4,24}", cues=_SUB_CUES, needs_digit=False),
)
"""What every desk has."""

OKX = (
    IdentifierSpec(kind="uid", pattern=r"[1-9]\d{7,18}", cues=_UID_CUES),
    IdentifierSpec(kind="order_id", pattern=rf"\d{{15,20}}|{UUID}", cues=_ORDER_CUES),
    IdentifierSpec(kind="algo_id", pattern=r"\d{15,20}", cues=_ALGO_CUES),
    IdentifierSpec(kind="withdrawal_id", pattern=r"\d{7,19}", cues=_WITHDRAWAL_CUES),
    *_COMMON,
)
BINANCE = (
    IdentifierSpec(kind="uid", pattern=r"[1-9]\d{7,9}", cues=_UID_CUES),
    IdentifierSpec(kind="order_id", pattern=rf"\d{{7,20}}|{UUID}", cues=_ORDER_CUES),
    IdentifierSpec(kind="algo_id", pattern=r"\d{7,19}", cues=_ALGO_CUES),
    IdentifierSpec(kind="withdrawal_id", pattern=r"\d{7,19}|[0-9a-f]{32}", cues=_WITHDRAWAL_CUES),
    *_COMMON,
)
COINBASE = (
    IdentifierSpec(kind="uid", pattern=UUID, cues=_UID_CUES),
    IdentifierSpec(kind="order_id", pattern=rf"{UUID}|[A-Z0-9]{{8}}", cues=_ORDER_CUES),
    IdentifierSpec(kind="withdrawal_id", pattern=UUID, cues=_WITHDRAWAL_CUES),
    *_COMMON,
)
KRAKEN = (
    IdentifierSpec(kind="uid", pattern=r"[A-Z]{2}\d{2} ?[A-Z]\d{2}[A-Z] ?[A-Z0-9]{3,8}", cues=_UID_CUES),
    IdentifierSpec(kind="order_id", pattern=r"[A-Z0-9]{6}-[A-Z0-9]{5}-[A-Z0-9]{6}", cues=_ORDER_CUES, alone=True),
    IdentifierSpec(
        kind="withdrawal_id", pattern=r"[A-Z0-9]{7}-[A-Z0-9]{6}-[A-Z0-9]{6}", cues=_WITHDRAWAL_CUES, alone=True
    ),
    *_COMMON,
)

PRESETS: Mapping[str, tuple[IdentifierSpec, ...]] = {
    "okx": OKX,
    "binance": BINANCE,
    "coinbase": COINBASE,
    "kraken": KRAKEN,
}
"""Identifier shapes by exchange."""

POLICE_CUES = _POLICE_CUES
