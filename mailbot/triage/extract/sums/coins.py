"""Names of coins and currencies as customers write them, in ten languages, with slang."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

COINS: Mapping[str, str] = {
    "USDT": "usdt tether u币 u幣 泰达币 泰達幣 テザー 테더 тезер* тетер* юсдт usdt'* эфириум-usdt",
    "USDC": "usdc usd_coin usdコイン юсдс",
    "DAI": "dai",
    "FDUSD": "fdusd",
    "TUSD": "tusd",
    "PYUSD": "pyusd",
    "BTC": "btc bitcoin bitcoins xbt 比特币 比特幣 大饼 大餅 个饼 個餅 ビットコイン 비트코인 비코 биткоин* биток битка"
    " битков битке"
    " битку биткойн* бтц bitcoin'*",
    "ETH": "eth ether ethers 以太币 以太幣 以太 乙太幣 乙太 姨太 二饼 二餅 イーサ イーサリアム 이더 이더리움 эфир эфира"
    " эфире эфиру эфиров"
    " эфириум* этериум* eter eth'*",
    "SOL": "sol solana 索拉纳 ソラナ 솔라나 солана соланы солану соланов",
    "BNB": "bnb 币安币 幣安幣 バイナンスコイン 바이낸스코인 бнб",
    "OKB": "okb окб",
    "XRP": "xrp ripple 瑞波币 瑞波幣 瑞波 リップル 리플 рипл* xrp'*",
    "LTC": "ltc litecoin 莱特币 萊特幣 莱特 ライトコイン 라이트코인 лайткоин* лайт_коин* ltc'*",
    "TRX": "trx tron_coin 波场币 波場幣 トロン 트론코인 трон трона тронов",
    "DOGE": "doge dogecoin doges 狗狗币 狗狗幣 狗币 ドージコイン ドージ 도지코인 도지 доге доги догекоин* додж* doge'*",
    "TON": "ton toncoin тон тона тонов тонкоин* toncoin'* 톤코인",
    "BCH": "bch bitcoin_cash 比特现金 比特幣現金 ビットコインキャッシュ 비트코인캐시",
    "ETC": "ethereum_classic 以太经典 以太經典 이더리움클래식 イーサリアムクラシック",
    "ADA": "ada cardano 艾达币 艾達幣 エイダ 에이다 кардано",
    "DOT": "dot polkadot 波卡 ポルカドット 폴카닷",
    "AVAX": "avax 雪崩币 アバランチ 아발란체",
    "LINK": "chainlink 链克",
    "ATOM": "atom cosmos_hub 阿童木",
    "XLM": "xlm stellar_lumens lumens 恒星币 恆星幣 ステラルーメン 스텔라루멘",
    "EOS": "eos 柚子币 柚子幣",
    "SHIB": "shib shiba shiba_inu 柴犬币 柴犬幣 屎币 屎幣 シバイヌ 시바이누 시바 шиба шибы",
    "PEPE": "pepe 佩佩币 青蛙币 пепе",
    "APT": "apt",
    "SUI": "sui 수이",
    "KAS": "kas kaspa",
    "XMR": "xmr monero 门罗币 門羅幣",
    "FIL": "fil filecoin 文件币",
    "NEAR": "",
    "ARB": "arb",
    "MATIC": "matic",
    "POL": "",
    "HBAR": "hbar",
    "STX": "stx",
    "KAVA": "kava",
    "XEM": "xem",
    "PI": "pi_coin pi币 pi幣",
    "WLD": "wld worldcoin",
    "UNI": "uniswap",
    "AAVE": "aave",
    "CRV": "crv",
    "LDO": "ldo",
    "INJ": "inj injective",
    "TIA": "tia celestia",
    "SEI": "",
    "ORDI": "ordi",
    "NOT": "notcoin нотк* ноткоин*",
    "DOGS": "",
    "WIF": "",
    "BONK": "bonk",
    "FLOKI": "floki",
    "JUP": "jup",
    "ONDO": "ondo",
    "TRUMP": "",
    "ICP": "icp",
    "ALGO": "",
    "VET": "",
    "ZEC": "zec zcash",
    "DASH": "",
    "WBTC": "wbtc",
    "STETH": "steth",
    "CRO": "",
    "ENA": "",
    "OP": "",
}
"""symbol → words (``_`` for a space). A symbol that is also an English word is known only beside a number."""

CURRENCIES: Mapping[str, str] = {
    "USD": "usd us$ dollar* 美元 美金 米ドル 미국달러 달러 доллар* бакс* долл đô_la đô dolares dólares dólar"
    " dolar* 蚊美金 文美金 刀 美刀 ドル $",
    "EUR": "eur euro euros 欧元 歐元 欧 歐 ユーロ 유로 евро avro €",
    "GBP": "gbp pound pounds quid 英镑 英鎊 ポンド sterlin £",
    "CNY": "cny rmb 人民币 人民幣 块钱 元 块 圆 юан*",
    "HKD": "hkd hk$ 港币 港幣 港元 港纸 港紙 蚊",
    "TWD": "twd ntd nt$ 台币 臺幣 台幣 新台幣 新臺幣",
    "JPY": "jpy yen 日元 日圆 日圓 日幣 円 jpy¥ иен*",
    "KRW": "krw won 韩元 韓元 원 ₩",
    "RUB": "rub рубл* руб р. ₽ rubles 卢布",
    "VND": "vnd vnđ đồng đ ₫ dong 越南盾",
    "TRY": "try_lira tl lira lirayi liralik lirasi lirasini lirasina liraya türk_lirası ₺",
    "BRL": "brl reais real r$ рeais",
    "AUD": "aud a$ 澳元",
    "CAD": "cad c$ 加元",
    "SGD": "sgd s$ 新币 新加坡元",
    "CHF": "chf francs",
    "INR": "inr rupee* ₹ rs 卢比",
    "MXN": "mxn pesos_mexicanos mx$",
    "ARS": "ars pesos_argentinos ar$",
    "COP": "cop pesos_colombianos",
    "CLP": "clp pesos_chilenos",
    "PEN": "pen_soles soles",
    "KZT": "kzt тенге",
    "UAH": "uah гривен* гривн* грн",
    "AED": "aed dirham*",
    "THB": "thb baht 泰铢",
    "IDR": "idr rupiah",
    "PHP": "php piso",
    "MYR": "myr ringgit",
    "NGN": "ngn naira",
    "PLN": "pln zloty*",
    "PESO": "peso pesos",
    "AMBIGUOUS_YEN": "¥",
}

AMBIGUOUS = frozenset({"NEAR", "SEI", "OP", "NOT", "DOGS", "WIF", "TRUMP", "POL", "CRO", "ENA", "ALGO", "VET", "DASH"})
"""Symbols that count only in capital letters and beside a number."""


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, symbol) rows for the lexicon."""
    for tag, table in (("coin", COINS), ("currency", CURRENCIES)):
        for symbol, names in table.items():
            for name in names.split():
                yield name.replace("_", " "), tag, symbol
