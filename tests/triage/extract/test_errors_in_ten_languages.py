"""The exact words of an error, and they alone, however they are marked; a customer's own telling of it is none."""

from __future__ import annotations

import pytest

from tests.triage.extract.reading import found

SHOWN = [
    ('The face check keeps coming back with "Face not detected". I tried in daylight.', ["Face not detected"]),
    ('cant cancel it, "Order modification failed". uid 53446816', ["Order modification failed"]),
    ('Applied for the merchant programme, rejected: "You have not completed enough orders". Why?',
     ["You have not completed enough orders"]),
    ("I tap Withdraw and a red bar says 'Withdrawals are suspended for this token' every time",
     ["Withdrawals are suspended for this token"]),
    ("Error: Network congestion, please retry later. What now?", ["Network congestion, please retry later"]),
    ("every call returns 51008 Insufficient balance - bot is down since this morning", ["51008 Insufficient balance"]),
    ("50011 Too Many Requests — since the update\nPlease raise my limit.", ["50011 Too Many Requests"]),
    ("The app only shows ‘Service temporarily unavailable’ on my phone", ["Service temporarily unavailable"]),
    ("点击提交后弹出“该邮箱已被其他账户绑定”，怎么办", ["该邮箱已被其他账户绑定"]),
    ("下单返回 51020 Order amount should be greater than the min available amount 一直这样",
     ["51020 Order amount should be greater than the min available amount"]),
    ("消息为【系统繁忙，请稍后重试】，已经一天了", ["系统繁忙，请稍后重试"]),
    ("提币页面写“当前链路维护中”，什么时候好", ["当前链路维护中"]),
    ("畫面顯示「驗證逾時，請重新操作」", ["驗證逾時，請重新操作"]),
    ("申訴被退，訊息為「文件不完整」", ["文件不完整"]),
    ("画面に「通信エラーが発生しました」と出て先に進めません", ["通信エラーが発生しました"]),
    ("『この操作は許可されていません』と表示されます", ["この操作は許可されていません"]),
    ("출금을 누르면 '보안 설정이 변경되어 24시간 제한됩니다' 라고 떠요", ["보안 설정이 변경되어 24시간 제한됩니다"]),
    ("“인증에 실패했습니다. 다시 시도하세요” 문구만 나옵니다", ["인증에 실패했습니다. 다시 시도하세요"]),
    ("при входе пишет «Слишком много попыток, повторите позже»", ["Слишком много попыток, повторите позже"]),
    ("вылезает ошибка «Документ не распознан» уже неделю", ["Документ не распознан"]),
    ('app báo "Phiên đăng nhập đã hết hạn" liên tục', ["Phiên đăng nhập đã hết hạn"]),
    ("hiện thông báo “Giao dịch bị từ chối bởi ngân hàng”", ["Giao dịch bị từ chối bởi ngân hàng"]),
    ("me sale «El documento no es legible» cada vez", ["El documento no es legible"]),
    ('al pagar aparece "Operación rechazada por su banco"', ["Operación rechazada por su banco"]),
    ('ekranda "Bu işlem şu anda gerçekleştirilemiyor" yazıyor', ["Bu işlem şu anda gerçekleştirilemiyor"]),
    ("“Belge süresi dolmuş” hatası alıyorum", ["Belge süresi dolmuş"]),
    ('o app mostra "Selfie não corresponde ao documento"', ["Selfie não corresponde ao documento"]),
    ("na hora do Pix dá “Chave inválida ou inexistente”", ["Chave inválida ou inexistente"]),
    ("API вернул 50113 и ничего больше", ["50113"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), SHOWN, ids=[t[:40] for t, _ in SHOWN])
def test_the_words_on_the_screen_are_found(text: str, words: list[str]) -> None:
    assert found(text, "error_message") == words


TOLD = [
    "it says something about my region not being supported",
    "the app tells me that I have to wait",
    'My friend called it "a total failure of support" and he is right',
    'I pressed "Confirm withdrawal" and then "Cancel" but both are grey',
    'the seller wrote "I will not release the coins, payment failed"',
    'Status: "Processing" for two days',
    'my nickname is "ErrorMaker99" in P2P',
    "系统说我的材料有问题，没说是什么问题",
    "卖家说“付款失败，我不放币”，骗子",
    "我点了“忘记密码”没反应",
    "客服只会说“请耐心等待”",
    "なんかエラーっぽい画面が出ます",
    "「出金する」ボタンを押しても動きません",
    "오류가 나는 것 같아요 잘 모르겠어요",
    "판매자가 “입금 실패했어요” 라고 해요",
    "пишет что-то про ограничения, не запомнил",
    "нажал «Отменить ордер», ничего",
    "продавец написал «деньги не пришли, ошибка банка»",
    "nó báo gì đó về địa chỉ, em không nhớ",
    "me dijo algo de que el límite está excedido",
    'el vendedor dijo "no recibí nada, pago fallido"',
    "ekranda bir hata vardı ama okuyamadım",
    "apareceu um erro estranho e sumiu",
    'cliquei em "Esqueci a senha" e nada',
    "I have 51008 USDT and 50113 TRX on the account",
]


@pytest.mark.parametrize("text", TOLD, ids=[t[:40] for t in TOLD])
def test_what_one_tells_in_ones_own_words_is_none(text: str) -> None:
    assert found(text, "error_message") == []


def test_the_fuller_words_of_one_error_count_once() -> None:
    text = 'Each call returns {"code":"50113","msg":"Invalid Sign"}. Why?'
    assert found(text, "error_message", subject="50113 Invalid Sign — bot down since this morning") == [
        "50113 Invalid Sign"
    ]
