"""What screens say, quoted and unquoted, in ten languages; and what people say."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found

SCREENS = [
    ("The app says Insufficient balance when I withdraw", "Insufficient balance"),
    ('I get "Order price is out of limit" every time', "Order price is out of limit"),
    ("Pop-up: Your account is restricted from this feature.", "Your account is restricted from this feature"),
    ("the page just reads 'Service not available in your region'", "Service not available in your region"),
    ("Error 60009 Login failed comes from the websocket", "60009 Login failed"),
    ("It fails: withdrawal address not in whitelist", "withdrawal address not in whitelist"),
    ("message was: Face verification timed out, try again", "Face verification timed out, try again"),
    ('"Network congestion, please retry" is all I see', "Network congestion, please retry"),
    ("screen shows code 51020 only", "51020"),
    ("错误提示：余额不足，请充值后重试", "余额不足，请充值后重试"),
    ("一点提现就弹出“账户存在风险，暂时无法提现”", "账户存在风险，暂时无法提现"),
    ("页面上写 该地址不支持此网络", "该地址不支持此网络"),
    ("接口返回51008，说保证金不够", "51008"),
    ("人脸识别老是失败，提示 请保持光线充足", "请保持光线充足"),
    ("报“系统繁忙，请稍后再试”", "系统繁忙，请稍后再试"),
    ("跳出「此功能在您的地區無法使用」", "此功能在您的地區無法使用"),
    ("顯示錯誤：驗證碼已過期", "驗證碼已過期"),
    ("系統回覆「文件已過期，請重新上傳」", "文件已過期，請重新上傳"),
    ("「ネットワークエラーが発生しました」と表示されます", "ネットワークエラーが発生しました"),
    ("エラー：出金限度額を超えています", "出金限度額を超えています"),
    ("「本人確認書類が不鮮明です」という理由で落ちました", "本人確認書類が不鮮明です"),
    ("画面に「しばらくしてからお試しください」と出たままです", "しばらくしてからお試しください"),
    ('"일일 출금 한도를 초과했습니다" 라고 떠요', "일일 출금 한도를 초과했습니다"),
    ("오류: 주소가 올바르지 않습니다", "주소가 올바르지 않습니다"),
    ("화면에 '네트워크 오류가 발생했습니다' 만 나와요", "네트워크 오류가 발생했습니다"),
    ("пишет «Превышен дневной лимит вывода»", "Превышен дневной лимит вывода"),
    ("ошибка: адрес не поддерживается сетью", "адрес не поддерживается сетью"),
    ("на экране — «Сервис временно недоступен»", "Сервис временно недоступен"),
    ('выскакивает "Фото нечеткое, загрузите снова"', "Фото нечеткое, загрузите снова"),
    ('hiện "Vượt quá hạn mức rút trong ngày"', "Vượt quá hạn mức rút trong ngày"),
    ("báo lỗi: địa chỉ không hợp lệ", "địa chỉ không hợp lệ"),
    ('nó ghi "Ảnh bị mờ, vui lòng tải lại"', "Ảnh bị mờ, vui lòng tải lại"),
    ('me sale "Límite diario superado"', "Límite diario superado"),
    ("el error es: dirección no válida para esta red", "dirección no válida para esta red"),
    ('aparece un cartel que dice "Intente más tarde"', "Intente más tarde"),
    ('"Günlük çekim limiti aşıldı" diyor', "Günlük çekim limiti aşıldı"),
    ("hata: adres bu ağda geçerli değil", "adres bu ağda geçerli değil"),
    ('ekranda "Lütfen daha sonra tekrar deneyin" yazıyor', "Lütfen daha sonra tekrar deneyin"),
    ('aparece "Limite diário excedido"', "Limite diário excedido"),
    ("erro: endereço inválido para esta rede", "endereço inválido para esta rede"),
    ('a tela mostra "Tente novamente mais tarde"', "Tente novamente mais tarde"),
]

PEOPLE = [
    'I was told "your case is closed" by the agent on the phone',
    "他对我说“你先转过来再说”",
    'el vendedor me dijo "espera un poco"',
    "продавец написал «жди до вечера»",
    'he sent me a file called "Error log.txt"',
    'the status says "Completed" but nothing came',
    'my group "Limit Breakers" lost money',
]


@pytest.mark.parametrize(("text", "words"), SCREENS)
def test_what_a_screen_says_is_found(text: str, words: str) -> None:
    value = found(text, "error_message")
    assert len(value) == 1
    assert value[0].rstrip(".") == words.rstrip(".")


@pytest.mark.parametrize("text", PEOPLE)
def test_what_people_say_is_none(text: str) -> None:
    assert found(text, "error_message") == []
