"""Names of chains and payment rails as customers write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

NETWORKS: Mapping[str, str] = {
    "BTC": "比特币网络 比特币主网 比特幣網路 比特币链 bitcoin_network btc_network mạng_bitcoin сеть_bitcoin "
    "сети_bitcoin red_bitcoin rede_bitcoin bitcoin_mainnet 비트코인_네트워크 ビットコインネットワーク btc链 btc网络",
    "LIGHTNING": "lightning lightning_network 闪电网络 閃電網路 ライトニング ライトニングネットワーク"
    " 라이트닝 лайтнинг* lnurl",
    "ERC20": "erc20 erc-20 erc_20 以太坊 以太坊主网 以太坊网络 以太坊链 以太链 以太网络 乙太坊 乙太坊主網 乙太坊鏈"
    " 以太主网 ethereum_mainnet"
    " ethereum_network ethereum_chain ethereum eth_mainnet eth_network eth主网 eth链 eth网络 eth鏈 eth_network"
    " イーサリアムネットワーク"
    " イーサリアムメインネット 이더리움_네트워크 이더리움_메인넷 이더리움망 이더_네트워크 сеть_ethereum"
    " сети_ethereum сети_эфира"
    " сети_эфириум* mạng_ethereum mạng_eth red_ethereum rede_ethereum ethereum_ağı eth_ağı эфирной_сети ерц20"
    " ерс20 erc20'*",
    "TRC20": "trc20 trc-20 trc_20 波场 波场链 波场网络 波場 波場鏈 波場網路 tron tron_network tron链 tron网络 trx链"
    " トロンネットワーク 트론"
    " 트론_네트워크 сеть_tron сети_tron сети_трон сеть_трон сети_трона сетью_трон"
    " трон_сет* через_трон по_трону трц20 трс20 mạng_tron red_tron rede_tron tron_ağı trc20'*",
    "BEP20": "bep20 bep-20 bep_20 bsc bnb_chain bnb_smart_chain binance_smart_chain 币安智能链 幣安智能鏈 币安链 幣安鏈"
    " bsc链 bsc鏈 bnb链 bnb鏈"
    " バイナンススマートチェーン bnbスマートチェーン bnbチェーン 바이낸스_스마트체인 bnb_체인 bnb체인 бсц бск bep20'*",
    "SOL": "сети_солана сеть_солана сети_соланы сеть_соланы сетью_солана mạng_sol"
    " solana_network solana链 sol链 solana_chain 索拉纳链 sol_network red_solana rede_solana сеть_solana"
    " сети_solana mạng_solana"
    " ソラナネットワーク ソラナチェーン 솔라나_네트워크 spl solana_ağı",
    "TON": "ton_network ton链 ton网络 ton_blockchain сеть_ton сети_ton mạng_ton red_ton rede_ton ton_ağı",
    "XRP": "xrpl xrp_ledger xrp_network xrp链 瑞波链 瑞波网络 red_xrp",
    "LTC": "ltc链 ltc_network litecoin_network",
    "DOGE": "doge链 狗狗币网络",
    "BCH": "bch链 bch网络 bch_network",
    "POLYGON": "polygon polygon链 matic_network matic链 полигон* ポリゴン 폴리곤 马蹄链 馬蹄鏈 polygon'*",
    "ARBITRUM": "arbitrum arb_one arbitrum_one arb链 арбитрум* アービトラム 아비트럼 arbitrum'*",
    "OPTIMISM": "optimism op_mainnet op链 op主网 оптимизм_сет* オプティミズム 옵티미즘",
    "BASE": "ベースチェーン ベースネットワーク 베이스체인 베이스_체인 베이스_네트워크"
    " base链 base网络 base_network base_chain base鏈 base主网 rede_base red_base mạng_base сеть_base сети_base"
    " base_ağı"
    " baseネットワーク baseチェーン base_네트워크 coinbase_l2 on_base basechain",
    "AVAXC": (
        "аваланч* авакс_сет*"
        " avax_c avax-c c-chain c_chain avalanche_c-chain avalanche avalanche_c 雪崩链 雪崩c链 アバランチcチェーン"
        " avaxc avax_c-chain avax链"
    ),
    "XLAYER": "x_layer xlayer x-layer okx_chain okc okexchain",
    "SUI": "сеть_суи сети_суи sui链 sui网络 sui_network сеть_sui rede_sui red_sui",
    "APTOS": "aptos aptos链 앱토스 аптос* アプトス",
    "XLM": "stellar stellar_network 恒星链 恒星网络 ステラ 스텔라 red_stellar",
    "COSMOS": "cosmos cosmos_network atom链 cosmos链",
    "KASPA": "kaspa_network kas链",
    "ETC": "etc链 etc_network",
    "SEPA": "sepa sepa_instant",
    "SWIFT": "swift swift_transfer",
    "PIX": "pix",
    "FPS": "fps faster_payment 转数快 轉數快 faster_payments",
}
"""network → words (``_`` for a space)."""

EXPLORERS: Mapping[str, str] = {
    "tronscan.": "TRC20",
    "bscscan.": "BEP20",
    "arbiscan.": "ARBITRUM",
    "polygonscan.": "POLYGON",
    "basescan.": "BASE",
    "optimistic.etherscan.": "OPTIMISM",
    "snowtrace.": "AVAXC",
    "snowscan.": "AVAXC",
    "etherscan.": "ERC20",
    "solscan.": "SOL",
    "explorer.solana.": "SOL",
    "tonscan.": "TON",
    "tonviewer.": "TON",
    "xrpscan.": "XRP",
    "bithomp.": "XRP",
    "livenet.xrpl.": "XRP",
    "mempool.space": "BTC",
    "blockstream.info": "BTC",
    "btcscan.": "BTC",
    "blockchain.com": "",
    "blockchair.com": "",
    "oklink.com": "",
    "tokenview.": "",
    "stellar.expert": "XLM",
    "suiscan.": "SUI",
    "suivision.": "SUI",
    "explorer.aptoslabs.": "APTOS",
    "aptoscan.": "APTOS",
    "mintscan.": "COSMOS",
    "explorer.kaspa.": "KASPA",
    "dogechain.": "DOGE",
    "litecoinspace.": "LTC",
}
"""Part of a block explorer's host → the chain it shows, "" where it shows many. Longer names before shorter."""

EVM = frozenset({"ERC20", "BEP20", "POLYGON", "ARBITRUM", "OPTIMISM", "BASE", "AVAXC", "XLAYER", "ETC"})
"""Chains with EVM addresses and hashes."""

NATIVE: Mapping[str, str] = {
    **{name: name for name in ("BTC", "SOL", "TON", "XRP", "LTC", "DOGE", "BCH", "ETC", "XLM", "SUI")},
    "TRC20": "TRX", "ERC20": "ETH", "BEP20": "BNB", "POLYGON": "POL", "AVAXC": "AVAX", "APTOS": "APT",
    "COSMOS": "ATOM", "KASPA": "KAS",
}  # fmt: skip
"""network → the coin that its fees are paid in."""

FAMILY: Mapping[str, str] = {
    **dict.fromkeys(EVM, "evm"),
    "BTC": "btc",
    "TRC20": "tron",
    "SOL": "sol",
    "TON": "ton",
    "XRP": "xrp",
    "LTC": "ltc",
    "DOGE": "doge",
}
"""network → family of address forms."""


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, network) rows for the lexicon; the bare name of an explorer hints at the chain that it shows."""
    for name in (
        "tronscan",
        "bscscan",
        "arbiscan",
        "polygonscan",
        "basescan",
        "etherscan",
        "solscan",
        "tonscan",
        "suiscan",
    ):
        yield name, "explorer", EXPLORERS[f"{name}."]
    for network, names in NETWORKS.items():
        for name in names.split():
            yield name.replace("_", " "), "network", network


def explorer(host: str) -> str | None:
    """The chain that a block explorer shows, "" for a many-chain one, None where the host is none."""
    low = host.lower()
    return next((chain for part, chain in EXPLORERS.items() if part in low), None)
