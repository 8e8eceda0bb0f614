"""Words that point at one of several, and words of how it ended, in ten languages: data for the lexicon of
`mentions`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_NOUNS = "one order withdrawal deposit transfer payment transaction purchase trade transfers"
_NTH: Mapping[str, str] = {
    "1": "the_first 第一笔 第一筆 第一单 第一單 第一个 第一個 第一次 第一张 第一張 1回目 一回目 1件目 一件目"
    " 1つ目 一つ目"
    " 1番目 1本目 最初の 첫_번째 첫번째 첫_주문 첫_출금 첫_입금 первый первая первое первую первого первой первым"
    " thứ_nhất"
    " lệnh_đầu khoản_đầu cái_đầu đơn_đầu lần_đầu el_primero la_primera del_primero con_la_primera o_primeiro a_primeira"
    " do_primeiro ilki ilkinin ilk_işlem ilk_çekim ilk_emir ilk_sipariş birinci*",
    "2": "the_second 第二笔 第二筆 第二单 第二單 第二个 第二個 第二次 第二张 第二張 2回目 二回目 2件目 二件目"
    " 2つ目 二つ目"
    " 2番目 2本目 두_번째 두번째 2번째 второй вторая второе вторую второго второму вторым lệnh_thứ_hai đơn_thứ_hai"
    " khoản_thứ_hai giao_dịch_thứ_hai lần_thứ_hai cái_thứ_hai món_thứ_hai lệnh_sau khoản_sau el_segundo la_segunda"
    " del_segundo o_segundo a_segunda do_segundo da_segunda com_o_segundo ikinci*",
    "3": "the_third 第三笔 第三筆 第三单 第三單 第三个 第三個 第三次 第三张 第三張 3回目 三回目 3件目 三件目"
    " 3つ目 三つ目"
    " 3番目 세_번째 세번째 3번째 третий третья третью третье третьего третьим третьей lệnh_thứ_ba đơn_thứ_ba"
    " khoản_thứ_ba"
    " giao_dịch_thứ_ba lần_thứ_ba cái_thứ_ba el_tercero la_tercera del_tercero o_terceiro a_terceira do_terceiro"
    " üçüncü*",
    "4": "the_fourth 第四笔 第四筆 第四单 第四單 第四个 第四個 4回目 4件目 네_번째 네번째 четвертый четвертая четвертую"
    " lệnh_thứ_tư el_cuarto la_cuarta o_quarto a_quarta dördüncü*",
    "last": "the_last_one the_latest_one 最后一笔 最後一筆 最后一单 最後一單 最後の1件 最後の一件 마지막_건 마지막_주문"
    " последняя последний последнюю последним lệnh_cuối khoản_cuối el_último la_última o_último a_última sonuncu*",
    "large": "the_larger the_larger_one the_bigger the_bigger_one the_large_one the_big_one 大的 大的那笔 大的那筆"
    " 大额的那笔 金额大的 大きい方 大きいほう 큰_금액 큰_거 큰_건 большая большую крупная крупную большой_перевод"
    " khoản_lớn món_lớn la_grande el_grande la_mayor el_mayor o_maior a_maior büyük_olan* büyüğü",
    "small": "the_smaller the_smaller_one the_small_one 小的 小的那笔 小的那筆 小额的那笔 金额小的 小さい方 小さいほう"
    " 작은_금액 작은_거 작은_건 меньшая меньшую маленькая маленькую khoản_nhỏ món_nhỏ la_pequeña el_pequeño la_menor"
    " el_menor o_menor a_menor küçük_olan* küçüğü",
}
"""What points at one of a list."""

_CAME = (
    "arrived don_enter don_land don_show come_within came_within booked credited came_through came_in showed_up"
    " turned_up went_through got_through landed released completed 到了 到账了 到帳了 到账 到帳 收到了 已到 入账了"
    " 入帳了 放币了 放幣了 已放币 已放幣 已完成 完成了 放行了 届きました 届いた 届いています 着金しました 着金済み"
    " 反映されました 反映された 入金されました 完了しました 들어왔 도착했 도착하였 반영됐 반영되었 입금됐 입금되었"
    " 완료됐 완료되었 풀렸 пришло пришла пришел пришёл пришли зачислили зачислено зачислен зачислена дошло дошла"
    " дошли дошел поступило поступила поступили отпустили отпущен завершен завершена đã_về về_rồi đã_vào vào_rồi"
    " đã_nhận đã_xong xong_rồi đã_thả hoàn_tất llegó llegaron apareció aparecieron se_acreditó se_acreditaron"
    " acreditado acreditada entró entraron liberó liberaron liberada liberado caiu caíram chegou chegaram entrou"
    " entraram apareceu apareceram creditado creditada liberou liberada_normalmente foi_liberada foi_liberado geldi"
    " geçti ulaştı yansıdı ulaşmıştı gelmişti tamamlandı"
)
"""A good end."""

_THEFT = (
    "hacked stolen unauthorised unauthorized not_me wasn't_me was_not_me not_mine 被盗 被盜 盗刷 盜刷 被转走"
    " 被轉走 盗走 盜走"
    " 不是我 非本人 不是本人 乗っ取 不正 勝手に ハッキング 身に覚え 해킹 도난 무단 제가_하지_않은 제가_한_게_아"
    " взлом* украл*"
    " без_моего это_не_я не_мои не_я_делал* bị_hack mất_cắp không_phải_mình không_phải_em không_phải_tôi robaron"
    " hackearon no_autoriza* no_fui_yo roubaram invadiram não_autoriza* não_fui_eu çaldı* çalındı hacklen*"
    " bilgim_dışında ben_yapmadım scam scammed scammer fraud 骗 騙 詐欺 사기 мошенник* lừa_đảo estafa golpe dolandır*"
)
"""In a mail about a theft or a fraud."""

_LETTER = (
    "wrote written email e-mail emails emailed mail mails letter called chat chatted chats reply replies replied answer"
    " answered ticket submitted contacted 写信 寫信 邮件 郵件 发信 來信 来信 回复 回覆 联系 聯繫 反馈 工单 工單"
    " 电话 電話 メール 連絡"
    " 返信 回答 問い合わせ 電話し 메일 답 답변 접수 채팅 상담 문의 писал* написал* письм* ответ* обращ* чат*"
    " звонил* mail gửi_thư"
    " viết gửi_mail trả_lời liên_hệ phản_hồi escribo escribí escrito correo mensaje contest* respond* escrevi escrito"
    " mensagem respost* respond* contato yazdım yazıyorum yazmıştım mektup cevap* yanıt* aradım"
)
"""Of letters, calls and answers."""

_ALL = (
    "all_of_them all_arrived both_arrived they_all all_of_those those_times どちらも いずれも そのときは その時は"
    " 両方とも"
    " 都 均 全部 모두 둘_다 다_들어 все_они оба все_пришли đều cả_hai tất_cả_đều todos todas ambos ambas hepsi ikisi"
)
"""Several that were just named."""

_FINE = (
    "没事 沒事 没问题 沒問題 没毛病 is_ok was_ok all_good no_problem no_problems is_done was_done 大丈夫です"
    " 大丈夫でした"
    " 問題ありません 문제없 괜찮 정상 нормально в_порядке без_проблем ổn todo_ok tudo_ok está_bien sin_problema"
    " sem_problema"
    " sorun_yok sorunsuzdu normalde"
)
_ILL = (
    "问题 有问题 出问题 出了问题 問題 有問題 出問題 出了問題 卡住 卡着 卡著 处理中 處理中 审核中 審核中 对不上"
    " 對不上 problem"
    " problems issue stuck pending wrong went_wrong disappeared not_released hasn't_been_released 問題があり 止まった"
    " 止まって 処理中 문제 문제가 묶여 처리_중 проблема проблемы проблем завис* застрял* висит пропал* vấn_đề bị_kẹt"
    " đang_kẹt problema problemas atascad* en_proceso pendiente desapareció sumiu travou presa pendente"
    " em_processamento"
    " sorun sorunlu sıkıntı* takıldı beklemede işlemde yok_oldu 还在 還在 不放币 不放幣 не_отпуска*"
)


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, value) rows for the lexicon."""
    for which, names in _NTH.items():
        for name in names.split():
            yield name.replace("_", " "), "nth", which
            if which in "1234" and name.startswith("the_"):
                for noun in _NOUNS.split():
                    yield f"{name.replace('_', ' ')} {noun}", "nth", which
    for tag, names in (
        ("came", _CAME),
        ("fine", _FINE),
        ("theft", _THEFT),
        ("letter", _LETTER),
        ("all", _ALL),
        ("ill", _ILL),
    ):
        for name in names.split():
            yield name.replace("_", " "), tag, tag
