"""What tells Latin-script languages apart: function words (accents folded) and letters, each with a weight."""

from __future__ import annotations

_WORDS = {
    "en": "the and to of is my i it in that was for on with you have not this but are be at from your me can cant they we an "
    "been has had what when why how did do does dont didnt will would please im ive its there their or if so just now "
    "after before still any help need want get got could should am were where who which then than about because by "
    "account money hello thanks since yesterday today hours ago im wont isnt doesnt wasnt up out all only no yes".split(),
    "vi": "toi khong duoc cua va la cho da co bi trong minh ban nay nhung thi lam giup sao voi khi tai cac mot nhu den den "
    "roi van chua thay nap rut tien khoan ngay gio hom qua nao dau hay xin vui long gui nhan chuyen lenh san anh em chi "
    "oi a ad ma vay the nhieu phai lai ra vao len xuong hoi mat hoan thanh giao dich dang ho tro nguoi minh k ko hok dc "
    "vs cung neu vi do boi theo ve tu sau truoc muon biet duoc mai hien gio tu toi nua gi ai het cam on kiem tra".split(),
    "es": "el la los las de que y en un una mi me no es se por con para lo al del su como pero mas ya esta hace hola cuenta "
    "dinero desde ayer hoy cuando porque tengo puedo quiero necesito he ha han fue estoy si le les muy sin sobre este "
    "eso nada todo todavia aun gracias ayuda favor donde quien cual tampoco ni tambien soy son hay hasta dias "
    "horas usted ustedes yo nos llego retiro deposito soporte buenas buenos ayer ahora puede pueden alguien".split(),
    "pt": "o os as de que e em um uma meu minha nao na no do da dos das por com para se foi ja esta estou mas mais como ao "
    "eu voces voce tenho posso quero preciso faz ontem hoje quando porque ate sem isso esse essa este ainda nada tudo ola "
    "conta dinheiro pra pro ta so muito obrigado obrigada ajuda favor onde quem qual tambem sou sao ha dias horas fiz "
    "meus minhas pela pelo nem depois agora saque boa tarde bom dia alguem pode podem fui vcs vc caiu consigo".split(),
    "tr": "ve bir bu icin ama de da mi ne var yok benim hesabim hesabima hesabimdan ben beni bana nasil neden gun saat "
    "ile gibi daha cok kadar sonra once degil hala lutfen yardim istiyorum yapamiyorum olarak para cekim "
    "yatirma geldi gelmedi oldu olmadi diyor ediyor oluyor bekliyorum gonderdim yaptim merhaba selam tesekkurler acil dun "
    "bugun hicbir sey biri kim hangi simdi artik hem ya ki icin her sizin siz size gelen giris yapmadim islem emir "
    "hesap hesabi kapatmak cunku eger ise olan ettim aldim verdim miyim misiniz iyi gunler lira rica ederim".split(),
}
_SHARED = 0.45
_COMMON: dict[str, int] = {}
for _listed in _WORDS.values():
    for _word in set(_listed):
        _COMMON[_word] = _COMMON.get(_word, 0) + 1

FUNCTION_WORDS: dict[str, dict[str, float]] = {
    language: {word: 1.0 if _COMMON[word] == 1 else _SHARED for word in listed} for language, listed in _WORDS.items()
}
"""Weight of each folded word by language; a word of several languages counts less."""

LETTERS: dict[str, dict[str, float]] = {
    "en": {},
    "vi": dict.fromkeys("ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", 1.2),
    "es": {"ñ": 1.5, "¿": 2.0, "¡": 2.0, "ó": 0.3, "í": 0.2, "á": 0.2, "é": 0.2, "ción": 0.8},
    "pt": {"ã": 1.2, "õ": 1.5, "ç": 0.5, "ê": 0.4, "ção": 1.5, "ções": 1.5, "á": 0.2, "é": 0.2, "lh": 0.3, "nh": 0.2},
    "tr": {"ğ": 1.5, "ş": 1.5, "ı": 1.2, "ü": 0.4, "ö": 0.4, "ç": 0.4},
}
"""Weight of each occurrence of a letter or group of letters."""
