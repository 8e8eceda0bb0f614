"""Words that tell the case from its background, in ten languages: data for the lexicon of `salience`."""

from __future__ import annotations

from collections.abc import Iterator

_VOID = (
    "married wedding engaged 结婚 結婚 婚礼 결혼 женил* замуж свадьб* kết_hôn cưới casé casamos boda casei"
    " casamento evlendim düğün born birthday issued issued_on expires expiry valid_until"
    " valid_till founded incorporated notary deadline due due_on due_by no_later_than not_later_than travelling"
    " traveling on_holiday on_vacation on_leave flight appointment hearing court_date obligation order_dated dated"
    " 出生 生于 生於 签发 簽發 发证 有效期 公证 公證 开庭 開庭 截止 期限 截至 直到 出差 旅游 旅行"
    " 旅遊 机票 機票 航班 手术 手術 発行 有効期限 出張 公証 발급 만료 유효기간 마감 출장 여행 공증 родил* "
    " выдан* истекает действител* основан* нотариус* не_позднее срок_до командировк* отпуск* суд_назначен"
    " заседани* sinh sinh_ngày cấp_ngày còn_hạn hết_hạn thành_lập công_chứng hạn_chót trước_ngày"
    " đi_công_tác nacido nacida nacimiento nació expedido expedida caduca vence"
    " vencimiento constituida notaría notario auto_de_fecha plazo viaje vacaciones vuelo nascido nascida nascimento"
    " nasceu emitido emitida validade fundada cartório prazo viagem férias voo doğum doğdu doğumlu "
    " verildi_tarihi geçerlilik son_tarih kuruluş noter izin tatil seyahat"
)
"""Beside a date: no event of any case (birth, death, papers, deadlines, travel)."""

_UNTIL = (
    "as_of a_fecha a_data_de tính_đến по_состоянию_на before before_the by by_the until until_the till till_the"
    " 直到 截至 до hasta hasta_el antes_del até até_o antes_do đến đến_ngày đến_tối đến_sáng đến_chiều đến_hết 到"
)
"""Right before a date: the end of a wait, or a deadline."""

_AFTER = (
    "之前 以前 前に まで までに 까지 전까지 'a_kadar 'e_kadar kadar tarihine_kadar 生まれ 出生 出生的 "
    " 設立 成立 태어 출생 설립 doğumlu"
)
"""Right after a date: the same."""

_PAST = (
    "last_seen was_online 在线客服 線上客服 问过 問過 询问过 noticed found_out discovered realised realized 才发现"
    " 才發現 才知道 заметил* обнаружил* узнал* me_di_cuenta lo_descubrí percebi notei descobri fark_ettim 気づき"
    " 気付き 気づいた 気付いた 알았 발견 phát_hiện your_answer your_reply your_email your_mail your_message"
    " as_you_said as_you_wrote you_replied you_answered ваш_ответ ваше_письмо вы_ответили вы_писали su_respuesta"
    " su_correo me_respondieron sua_resposta me_responderam cevabınız yanıtınız 你们回复 你們回覆 ご返信 ご回答"
    " 답변을 câu_trả_lời entry entered_at entry_at borrowed took_a_loan got_engaged 借了 借钱 借錢 贷款 貸款 借り"
    " 빌린 빌려 взял_кредит взяла_кредит vay_tiền pedí_prestado peguei_emprestado kredi_çektim background"
    " previously earlier beforehand at_first initially originally first_time used_to last_time in_the_past"
    " registered signed_up signing_up joined member_since customer_since account_since user_since client_since"
    " opened started_using subscribed renewed topped_up changed_my_password changed_the_password changed_password"
    " wrote written letter letters reported filed police complaint_filed met introduced enrolled moved sim"
    " reached_support we_reached i_reached reached_them spoke_to spoke_with called_support contacted chatted"
    " hotline the_two_before the_one_before irrelevant whitelisted added created last_month last_year launched"
    " upgraded promoted 背景 起初 一开始 一開始 最初 最早 先后 先後 此前 早先 过去 過去 以往 曾经 曾經 注册 註冊"
    " 开户 開戶 开通 開通 加入 加了 认识 認識 教我 让我跟 升为 升級 报案 報案 报了案 報了案 报警 報警 派出所 改过"
    " 改了密码 改密碼 写信 发过邮件 上一封 去信 定期存款 群里 无关 無關 也曾 以前は 登録 開設 入会 始め 被害届 警察"
    " 交番 届け出 前回 メールしました 問い合わせました 처음 예전 이전에 가입 개설 등록 신고 경찰 알게 지난번 문의했"
    " 보냈던 유심 раньше прежде ранее сначала вначале изначально зарегистрир* регистраци* открыл_счет открыла_счет"
    " открыт* завел* писал* письмо письма писем обращал* заявление полици* мвд познаком* прошлый_раз первый_раз"
    " сменил_пароль сменила_пароль менял_пароль предыстори* добавлен* trước_đây trước_kia lúc_đầu ban_đầu hồi_đầu"
    " đăng_ký mở_tài_khoản tham_gia đổi_mật_khẩu trình_báo công_an quen_biết lần_trước gửi_mail đã_viết antes"
    " anteriormente al_principio primero registré registrado registrada abrí abierta abierto denuncia denuncié"
    " policía cambié_la_contraseña escribí correo_del carta conocí la_vez_pasada libreta no_começo primeiro"
    " cadastrei cadastrado registrei abri aberta boletim polícia mudei_a_senha troquei_a_senha escrevi conheci"
    " da_última_vez önceden daha_önce ilk_başta başlangıçta kayıt_ol* üye_ol* açtım açmıştım şikayet polis savcılık"
    " şifremi_değiştirdim yazdım mektup tanıştım geçen_sefer beri çalışıyordu "
)
"""Beside a date or a sum: how it began, what went well, what somebody was told."""

_DEATH = (
    "died passed_away 去世 过世 過世 死去 亡くなり 亡くなった 他界 사망 돌아가셨 умер* скончал* mất_ngày qua_đời"
    " falleció"
    " fallecida fallecido faleceu faleceu_em vefat"
)
"""Beside a date: a death, which is the event only where no other day is."""

_BOUGHT = (
    "bought purchased 买了 買了 买过 買過 購入 구입 купил* куплен* mua compré comprei satın_aldım comprado comprada"
    " comprados"
)
"""Beside a day long ago, or none: what was bought then; on a day of these weeks it may be the case."""

_SETTLED = (
    "always_worked worked_fine arrived_within arrived_in turned_up without_problems without_any_trouble"
    " without_trouble without_a_hitch went_through within_minutes in_minutes straight_away no_problems"
    " came_through_fine arrived_fine 正常到账 正常到帳 很快就到 都很快 几分钟就到 幾分鐘就到 秒到 都到了 立刻到"
    " 没有问题 沒有問題 从来没有问题 都正常 一向正常 顺利到账 すぐに反映 すぐ反映 すぐに届 すぐ届 無事に 問題なく"
    " 바로_들어 바로_입금 바로_도착 잘_들어 문제_없이 정상적으로 приходило приходили всё_приходил* быстро_приш*"
    " сразу_приш* сразу_дош* доходил* без_проблем за_минуту xong_trong xong_ngay bình_thường cũng_vậy đều_nhận"
    " nhận_ngay về_ngay_lập_tức không_vấn_đề sin_problemas llegó_bien al_instante enseguida todo_bien llegaron_bien"
    " en_minutos sem_problemas na_hora tudo_certo caiu_rápido em_minutos deu_certo hemen_geldi sorunsuz"
    " anında_geldi problemsiz hemen_yansıdı"
)
"""In the sentence: that time all went well."""

_INCIDENT = (
    "ログイン通知 登录通知 登錄通知 登入通知 login_notification login_alert 로그인_알림 уведомление_о_входе"
    " thông_báo_đăng_nhập alerta_de_login aviso_de_inicio giriş_bildirimi new_device unknown_device not_me"
    " wasn't_me 新しい端末 新端末 新设备 新裝置 新設備 陌生设备 새_기기 нового_устройств*"
    " новое_устройств* чуж* thiết_bị_lạ thiết_bị_mới dispositivo_nuevo nuevo_dispositivo novo_dispositivo"
    " dispositivo_desconhecido dispositivo_desconocido yeni_cihaz 不是我 不是本人 非本人 私ではありません"
    " 本人ではありません stuck pending missing lost stolen robbed hacked unauthorised unauthorized withdrawn liquidated"
    " frozen blocked locked"
    " rejected failed error declined debited charged deducted not_received not_arrived never_arrived not_credited"
    " has_not did_not withdrew sent transferred deposited lien disputed wrong difference crossed triggered 没到"
    " 沒到 未到 未到账 未到帳 不到账 没收到 沒收到 未收到 被盗 被盜 被转走 被轉走 盗走 丢了 卡住 处理中 失败 失敗"
    " 报错 報錯 冻结 凍結 止付 锁定 爆仓 爆倉 强平 強平 多扣 少了 不见 提到 提币 提幣 提现 提領 转出 轉出 转账 充值"
    " 充了 打款 付款 误转 收取 限制 提了 损失 損失 差额 最后一笔 最後一筆 届かない 届きません 反映され 入金 出金"
    " 送金 盗まれ 不正 ロスカット 清算 エラー 引かれ 안_들어 도착 미입금 입금 출금 송금 해킹 도난 동결 정지 청산"
    " 실패 오류 빠져나 차감 не_пришл* не_дош* не_зачисл* вывел* вывод отправил* перевел* украл* взлом* списал*"
    " заблокир* завис* висел* ликвид* ошибк* пополнил* оплатил* потерял* закрыл* chưa_nhận chưa_về chưa_đến rút nạp"
    " chuyển bị_mất bị_hack bị_trừ bị_khóa phong_tỏa treo lỗi thanh_lý bán no_llegó no_ha_llegado no_aparece retiré"
    " retiro envié deposité transferí robaron robado hackearon bloqueada congelada liquidaron cobraron recibió"
    " vendí compra não_chegou não_caiu não_apareceu saquei saque enviei depositei transferi roubaram roubado"
    " invadiram liquidou erro cobraram vendi gelmedi ulaşmadı yansımadı çektim gönderdim yatırdım havale çalındı"
    " hacklen* bloke donduruldu tasfiye hata kesildi durmuş durdu kapandı kapanmış sattım lost_me losing loss 亏损"
    " 虧損 손실 убыт* недополучил* thua_lỗ bị_lỗ thiệt_hại perdí perdida pérdida perjuicio mandé perdi prejuízo mandei"
    " zarar zarara kaybettim tampoco também_não cũng_chưa тоже_не neither nor_has 也没 也沒 也未 in_appeal under_appeal"
    " in_dispute 申诉中 申訴中 仲裁 異議申し立て 이의제기 분쟁 в_споре апелляци* tranh_chấp en_disputa em_disputa"
    " itirazda"
)
"""In the sentence: something happened."""

_BLOW = (
    "tasfiye* liquidó liquidada liquidado liquidou cháy_tài_khoản 清算されました 강제청산 frozen froze lien hacked"
    " stolen liquidated blocked restricted 止付 冻结 凍結 被盗 被盜 被转走 被轉走 爆仓 爆倉 强平 強平 ロスカット"
    " 盗まれ 동결 정지 해킹 청산 заблокир* арестова* взлом* ликвидир* украл* phong_tỏa bị_khóa bị_hack thanh_lý"
    " bloquearon bloqueada bloquearam congelada congelaron robaron roubaram invadiram bloke donduruldu çalındı"
    " kapandı"
)
"""In the sentence: what befell the customer, with or without a number to it."""

_REQUEST = (
    "my_request my_question please_check please_find_out please_trace please_refund please_return i_ask i_request"
    " what_i_want i_want_to_know would_like_to_know could_you trace refund recover_the get_back the_difference_is"
    " in_total altogether total_of a_total_of 一共 全部で 모두 в_общей_сложности tất_cả tổng_là dispute 我的请求"
    " 我的請求 请求只有 请查 請查 请帮我查 請幫我查 麻烦查 麻煩查"
    " 请核实 請核實 请退还 追回 找回 这一笔 這一筆 这笔 這筆 总共 總共 合计 合計 共计 共計 诉求 調べて"
    " 確認してください ご確認 返金 お願い 確認をお願い 확인해 요청 환불 돌려 합계 총 прошу требую верните вернуть"
    " возместить проверьте итого всего_потеря* моя_просьба yêu_cầu nhờ đề_nghị kiểm_tra hoàn_lại tổng_cộng mong"
    " solicito pido ruego quiero_saber devolver devolución en_total reclamo peço quero_saber devolução no_total"
    " gostaria talep rica iade toplam istiyorum kontrol"
)
"""In the sentence: what the customer asks for."""

_FOCUS = (
    "what_happened the_problem the_issue the_incident this_time but however then_on finally yesterday's_transfer"
    " the_last_one in_short summary the_matter the_case 事情经过 事情經過 这次 這次 但是 但 可是 然而 最后 最後"
    " 问题是 問題是 结果 結果 事发 事發 案发 今回 しかし ところが 問題は 이번 그런데 하지만 문제는 마지막 суть"
    " проблема но однако последн* в_этот_раз итак lần_này nhưng tuy_nhiên vấn_đề cuối_cùng lần_gần_nhất esta_vez"
    " pero sin_embargo el_problema la_última por_último desta_vez mas porém o_problema a_última bu_sefer ama ancak"
    " fakat sorun son_olarak"
)
"""In the sentence: here the case begins."""

_PLAIN = (
    "due_to before_i before_we before_me before_that before_this by_the_way 提到账 最后一次 до_сих_пор wrong_address"
)
"""Longer words that are none of these."""


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, tag) rows."""
    groups = {
        "void": _VOID,
        "until": _UNTIL,
        "after": _AFTER,
        "past": _PAST,
        "bought": _BOUGHT,
        "death": _DEATH,
        "settled": _SETTLED,
        "incident": _INCIDENT,
        "blow": _BLOW,
        "request": _REQUEST,
        "focus": _FOCUS,
        "plain": _PLAIN,
    }
    for tag, names in groups.items():
        for name in names.split():
            yield name.replace("_", " "), tag, tag
