"""Words beside a sum that tell what kind of sum it is, in ten languages: data for the lexicon of `salience`."""

from __future__ import annotations

from collections.abc import Iterator

_NO_SUM = (
    "обычно usually normally 平时 平常 通常 いつも 普段 보통 평소 bình_thường_thì normalmente usualmente genelde"
    " genellikle 毎月 每月 每个月 每個月 매월 매달 monthly every_month each_month a_month per_month каждый_месяц"
    " ежемесячно hàng_tháng mỗi_tháng cada_mes todos_los_meses al_mes todo_mês por_mês her_ay my_limit the_limit"
    " el_límite límite_diario mi_límite o_limite limite_diário meu_limite günlük_limit* limitim* лимит condition"
    " requirement required 条件 조건 услови* điều_kiện requisito condición condição koşul available daily_limit"
    " withdrawal_limit limit_is limit_of minimum maximum threshold at_least turnover volume traded_more_than"
    " traded_over salary pension capital worth deposit_minimum sums_ranging ranging_from rent mortgage lying idle"
    " per_day 可用 额度 額度 限额 限額 最低 最高 起步 门槛 門檻 交易量 成交额 年薪 售价 售價 房价 房款 低至 每天"
    " 每日 闲置 閒置 上限 下限 以上 給料 出来高 한도 최소 최대 이상 월급 거래량 лимита минимум максимум порог"
    " оборот* зарплат* пенси* лежал* hạn_mức tối_thiểu tối_đa trên_mức lương khối_lượng límite_de mínimo máximo"
    " umbral salario sueldo volumen disponible limite_de salário disponível alt_sınır üst_sınır maaş hacim boşta"
    " en_az en_fazla above superior_a superiores_a acima_de por_encima_de свыше trở_lên üzeri üzerinde"
    " can_i_withdraw can_i_deposit can_i_send can_i_buy can_i_move possible_to_withdraw possible_to_deposit"
    " possible_to_buy what_if_i if_i_withdraw if_i_send if_i_deposit if_i_buy planning_to want_to_withdraw_about"
    " puedo_retirar puedo_sacar puedo_enviar si_retiro si_mando si_deposito posso_sacar posso_retirar posso_enviar"
    " se_eu_sacar se_eu_mandar se_eu_depositar можно_ли_вывести можно_вывести если_я_выведу если_вывести"
    " если_отправить могу_ли_я_вывести có_thể_rút rút_được nếu_rút nếu_nạp çekebilir_miyim gönderebilir_miyim"
    " çekersem gönderirsem 能不能提 可不可以提 一次能提 最多能提 能提多少 一天能提 如果提 如果充 满 滿 每提 最多提"
    " 最少提 최대_얼마 출금하려면_얼마 出金可能額 出金できる上限 diarios diarias al_día por_dia в_день mỗi_ngày"
    " günde 하루에 aylık mensuales 月息 plan_to the_price_is limit_order_at máximo_diario tối_thiểu_là"
)
"""Beside a sum: nothing that moved in this case."""

_SOFT_SUM = (
    "ücret ücreti size position_size 仓位 倉位 持仓 持倉 個倉 个仓 建玉 ポジション 포지션 позици* vị_thế posición"
    " posição pozisyon* already_had 原来有 原來有 本来有 本來有 もともと 원래 уже_было ya_tenía já_tinha vốn_có"
    " must_pay need_to_pay have_to_pay tengo_que_pagar preciso_pagar tenho_que_pagar phải_trả нужно_заплатить"
    " надо_заплатить ödemem ödemeliyim 要付 要交 要还 要還 得还 得付 払わなければ 支払わなければ 내야 갚아야 전세"
    " 敷金 emi instalment instalments installment installments tuition rent mortgage 学费 學費 房贷 房貸 月供 房租"
    " 家賃 学費 월세 등록금 кредит* ипотек* аренд* học_phí tiền_nhà alquiler hipoteca aluguel prestação kira"
    " taksit* kredi balance fee fees profit profits remaining still_have premium 余额 餘額 手续费 手續費 涨到 漲到"
    " 还有 還有 剩 账面 帳面 工资 工資 本金 收益 利润 残高 手数料 利益 잔액 수수료 수익 баланс* остаток комисси*"
    " осталось прибыль số_dư trong_đó_có phí lợi_nhuận còn_lại saldo comisión ganancia taxa lucro bakiye* komisyon"
    " kâr trừ_phí phí_rút phí_mạng mất_phí phí_giao_dịch phí_gas tính_phí should_be should_get should_receive"
    " should_have_been 应该 應該 应为 應為 はず 와야 должно_было debería deberían deveria deveriam olmalı olmalıydı"
    " phải_là investment 差 差了 相差 还差 還差 thiếu eksik faltan faltam не_хватает taxas tarifa tarifas комса"
    " комсу komisyonu"
)
"""Beside a sum: seldom what the case is about, where another sum is."""

_HEARD = (
    "told_me_it i_saw i_see i_read i_heard i_was_told somebody_says someone_says 我看 看到 看见 聽說 听说 听人说"
    " 别人说 別人說 写着 寫著 見ました 見た 聞きました 聞いた 書いて 들었 봤는데 적혀 나와_있 слышал слышала читал"
    " читала видел видела написано пишут leí vi_que me_dicen me_dijeron oí dice li_que vi ouvi diz em_thấy"
    " mình_thấy tôi_thấy nghe_nói thấy_ghi yazıyordu yazıyor duydum gördüm okudum diyorlar"
)
"""In the sentence of a sum: somebody read or heard of it."""

_UNHARMED = (
    "i_haven't_paid i_have_not_paid i_did_not_pay i_didn't_pay i_haven't_sent i_have_not_sent 没有交 没交 沒有交"
    " 沒交 没给他钱 没给钱 ничего_не_платил* ничего_не_переводил* chưa_nộp chưa_đóng no_pagué no_he_pagado"
    " não_paguei ödemedim didn't_click did_not_click haven't_clicked have_not_clicked not_clicked didn't_reply"
    " haven't_replied have_not_replied have_not_answered haven't_answered did_not_answer didn't_answer"
    " didn't_send_anything 没点 沒點 没有点 沒有點 没按 沒按 冇撳 没理 沒理 没回复 沒回覆 没上当 沒上當 没转钱"
    " 沒轉錢 クリックしていません クリックはしていません 押していません 開いていません 返信していません 클릭하지_않"
    " 클릭_안 누르지_않 안_눌렀 답장하지_않 не_нажимал* не_кликал* не_переходил* не_отвечал* не_вводил* chưa_bấm"
    " không_bấm chưa_trả_lời no_hice_clic no_he_hecho_clic no_di_clic no_pulsé no_respondí no_he_respondido"
    " não_cliquei não_respondi não_abri tıklamadım basmadım cevap_vermedim"
)
"""Anywhere in a mail without a transfer or an order: somebody tried, and nothing moved."""

_ASKS = (
    "how_much how_many what_is_the_minimum what_is_the_maximum what_is_the_limit 多少 几个点 いくら どのくらい 얼마"
    " сколько какой какая какова cuánto cuánta cuál_es quanto quanta qual_o qual_a qual_é ne_kadar kaç bao_nhiêu"
    " mức_nào"
)
"""Anywhere in the mail: it asks how much there may be."""

_ALREADY = "zaten"
"""Before a sum: it was there; behind it, it is done already."""

_BALANCE = (
    "still_has still_have still_got is_left are_left i_have_left on_my_balance in_my_balance balance_of balance_shows"
    " 还有 還有 还剩 還剩 只剩 剩下 剩餘 剩余 里面有 裡面有 账上有 帳上有 余额有 餘額有 残って 残高 남아 남은"
    " лежит лежат осталось остается остаётся на_балансе quedan me_quedan queda tengo_en_saldo saldo_de restam resta"
    " sobrou sobraram tenho_de_saldo kalan kaldı kalmış bakiyem bakiyede còn_lại còn_dư vẫn_còn số_dư_là"
)
"""Beside a sum: what is there, and did not move."""

_GONE = (
    "gone disappeared vanished emptied is_0 is_zero now_0 now_zero shows_0 shows_zero cannot_withdraw"
    " can't_withdraw 变成0 變成0 归零 歸零 清零 没了 沒了 不见 不見 消失 动不了 動不了 提不出 取不出 拿不出 转不出"
    " 轉不出 消えた 消えて 出金できない 出金できません 引き出せ 사라졌 사라진 없어졌 출금이_안 출금할_수_없 пропал*"
    " исчез* не_могу_вывести не_выводит desapareció desaparecieron no_puedo_retirar no_puedo_sacar sumiu sumiram"
    " desapareceu não_consigo_sacar bốc_hơi biến_mất không_rút_được rút_không kayboldu yok_oldu gitti çekemiyorum"
)
"""In the sentence of a balance: it did not stay there, or cannot be moved."""

_DEMAND = (
    "demands demanded now_demands seller_wants he_now_asks quer_mais querem_mais pide_otros pide_más want_another"
    " wants_another asks_for_another asking_for_another asked_for_another asked_another they_want they_ask"
    " they_asked they_demand they_are_asking they_keep_asking he_wants she_wants he_asks she_asks asks_me"
    " asked_me_for asking_me_for wants_me_to want_me_to told_me_to_pay must_first_pay to_unlock_my to_unfreeze"
    " unlock_fee 再交 要交 要我交 要我再 让我交 讓我交 让我再 讓我再 叫我交 叫我再 要再充 要再转 要再轉 要再打"
    " 需要再 需再 必须再 必須再 还要我 還要我 交保证金 交保證金 缴保证金 繳保證金 解冻费 解凍費 払えと 支払えと"
    " 払うように 支払うように 送るように 払わないと 支払わないと 請求され 求められ 要求され 追加で払 내라고"
    " 내야_한다고 보내라고 입금하라고 더_내라 더_내야 추가로_요구 요구합니다 요구해 просят просит требуют требует"
    " нужно_внести надо_внести внести_еще доплатить за_разблокировку чтобы_разблокировать me_piden me_pide"
    " piden_otros piden_más me_exigen exigen quieren_que_pague quieren_que_mande pidieron_más me_pidieron_otros"
    " me_pidió_otros pedem pediu_mais pediram_mais pedindo_mais exigem exigiu querem_que_eu para_liberar_o bắt_nộp"
    " bắt_đóng bắt_em bắt_mình bắt_tôi yêu_cầu_nộp yêu_cầu_đóng đòi_thêm đòi_nộp nộp_thêm đóng_thêm nạp_thêm_mới"
    " daha_istiyor daha_istiyorlar daha_istedi istiyorlar he_wanted she_wanted they_wanted wanted_me_to release_tax"
    " release_fee verification_fee clearance_fee tax_of did_not_pay_that налог налога налоги impuesto impuestos"
    " imposto impostos 税金 세금 thuế vergi vergisi talep_ediyorlar yatırmamı_istiyor* ödememi_istiyor*"
    " ödemem_gerektiğini"
)
"""Beside a sum: what somebody wants to have, and did not get."""


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, tag) rows."""
    for tag, names in (
        ("no_sum", _NO_SUM),
        ("soft_sum", _SOFT_SUM),
        ("balance", _BALANCE),
        ("demand", _DEMAND),
        ("gone", _GONE),
        ("heard", _HEARD),
        ("asks", _ASKS),
        ("unharmed", _UNHARMED),
        ("already", _ALREADY),
    ):
        for name in names.split():
            yield name.replace("_", " "), tag, tag
    for name in _PLAIN.split():
        yield name.replace("_", " "), "plain", "plain"


_PLAIN = (
    "worth_of btc_worth bitcoin_worth usdt_worth usdc_worth eth_worth crypto_worth coins_worth"
    " the_above as_above mentioned_above"
)
"""Longer words that are none of these."""
