"""What stands between a word that announces a secret and the secret: words that join them, or a sentence going on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.triage.extract.lexicon import word_set

LINK = word_set(
    "is was are for my the of it its account login log in okx to set as mine on was: currently now still app"
    " wallet file keystore and key that i use used"
    " la cua toi em minh anh tk acc chau con bac ong ba san duoc dat e es mi cuenta de era la eu meu minha conta"
    " do da para o a у меня от аккаунта это стоит такой был"
    " мой моего есть кошелька benim hesabim hesabin su sifrem olan oldugu eth btc sol эфира биткоина bitcoin"
    " ethereum solana evm trc20 erc20 here phantom metamask old new api апи bot бот"
    " ключа бота робота saya рф гражданина внутренний россии us uk usa india indian british american mainland 中国"
    " 香港 本人 自己"
    " number no nr num nº num: numarasi numaram numarali numero n code kod kodu codes came just got this received"
    " номер пришел пришёл gelen first second then серия серии so"
    " antigo antiguo anterior novo nuevo eski yeni cu moi старый старого новый нового one ones expired valid"
)
_DENSE_LINK = frozenset(
    "是为為的就叫设設置成は:がをの는은이가를제입니다예요번호号號码碼我账账号帳登录登入现在現在旧舊新用番写寫填输輸了这這个個一内내コードは和跟与キー키"
)
_SENTENCE = re.compile(r"[。！？!?;；\n]|[.…]\s")
_SUFFIX = re.compile(r"^['’][a-zçğışöü]{1,6}\b")
"""What is glued to the word itself: "TC'm", "the password's"."""
OF_MINE = re.compile(
    r"(?:birthday|date of birth|birth ?date|dob|phone(?: number)?|生日|出生日期|手机号码?|手機號碼?|誕生日|生年月日"
    r"|電話番号|생일|생년월일|전화번호|д(?:ень|ата) рождения|номер телефона|ngay sinh|so dien thoai|sdt|cumpleanos"
    r"|fecha de nacimiento|aniversario|data de nascimento|dogum (?:gunum|tarihim))"
)
"""Of what people make a password (folded)."""
_COPULA_END = re.compile(
    r"(?:\b(?:is|was|es|era|la|e|ist|это|=)|[是为為はが:：=→—–-]|입니다|[는은])"
    rf"(?:\s?(?:my|mi|meu|minha|мой|моя|我的?|我自己的?|自分の|내|제)?\s?{OF_MINE.pattern}[^.,;:!?。，；！？\n\d]{{0,16}})?"
    r"\s{0,3}[\"'“‘「『«`【(（]?$"
)

JOINED = re.compile(
    r"[\"'”’」』»)】]?\s{0,2}(?:[,;/、，；+&|]|->|→)?\s{0,2}(?:(?:(?:and|or|then|also|even|later|now|y|o|e|ou|con|ya da"
    r"|ya|luego|despues|depois|и|или|даже|потом|затем|а|ve|veya|hem|sonra|va|voi|hoac|roi)(?!\w)"
    r"|和|跟|與|与|或[者是]?|还有|還有|然后|也|と|や|か|그리고|하고|이랑|랑|과|와|또는|도) ?){0,2}\s{0,2}"
    r"(?:with |con |com |с )?[\"'“‘「『«(]?"
)
"""What stands between two that were tried one after the other (folded)."""


def near(pattern: re.Pattern[str], text: str, at: int, reach: int) -> Iterator[re.Match[str]]:
    """Matches that begin within so many characters; none is cut where those end."""
    for found in pattern.finditer(text, at, at + reach + 200):
        if found.start() >= at + reach:
            return
        yield found


def in_link(text: str, at: int) -> bool:
    """Whether a position lies within an address of a page, which says nothing about what comes after it."""
    start = max(text.rfind(c, max(0, at - 300), at) for c in ' \n\t<"')
    return "://" in text[start + 1 : at]


def gap_linked(gap: str) -> bool:
    """Whether nothing stands between a word and its value but words that join them ("is", "of my account:")."""
    words = re.findall(r"[^\W_]+", _SUFFIX.sub("", gap))
    return not re.search(r"[。！？!?;；\n]\s*\S|[.…]\s", gap) and all(
        w in LINK or all(c in _DENSE_LINK for c in w) for w in words
    )


def gap_told(gap: str, most: int = 60) -> bool:
    """Whether the words between, of one sentence, end in one that says what comes: "that I always use is", "…:"."""
    return len(gap) <= most and not _SENTENCE.search(gap) and _COPULA_END.search(gap) is not None
