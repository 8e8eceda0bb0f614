"""Words that set something aside, in ten languages: another order, or one that went well."""

from __future__ import annotations

from collections.abc import Iterator

_ASIDE = (
    "nothing_to_do_with not_related unrelated not_about leave_it_alone leave_that_alone leave_alone do_not_touch"
    " don't_touch no_need_to_check no_need_to_look don't_look don't_check need_not_check please_ignore"
    " you_can_ignore ignore_that ignore_it ignore_the not_asking_about no_question_about no_questions_about"
    " no_issue_with no_complaint_about not_part_of different_matter separate_matter another_matter for_comparison"
    " my_own_mistake my_own_fault my_fault my_mistake i_accept_that i_accept_those that_was_on_me only_a_test"
    " just_a_test as_a_test test_transfer small_test test_of bank_is_looking bank_is_handling bank_is_dealing"
    " handled_by_my_bank already_solved already_resolved was_solved was_resolved sorted_out is_settled"
    " was_cancelled was_canceled cancelled_it canceled_it not_urgent can_be_closed 无关 無關 没有关系 沒有關係"
    " 没关系 沒關係 不相关 不相關 不用查 不用管 不用看 不必查 不必管 不需要查 不需要处理 不需要處理 无需处理"
    " 無需處理 不用处理 不用處理 请忽略 請忽略 可以忽略 不是这个 不是這個 不是这笔 不是這筆 不是问这 不说了"
    " 不是这次 另一回事 已经解决 已經解決 已解决 已解決 自己操作 我自己的问题 我自己的問題 我自己的错 我自己的錯"
    " 是我自己 怪自己 不怪别人 不怪別人 我认了 我認了 我都认 我都認 认栽 認栽 认赔 認賠 测试一下 測試一下 试了一下"
    " 試了一下 做测试 做測試 先试 先試 练手 練手 银行处理 銀行處理 银行在处理 銀行在處理 供对比 可以对比 可以對比"
    " 作为对比 自己取消 已取消 已取消了 取消了 手动终止 手動終止 関係ありません 関係ない 無関係 関係はありません"
    " 別件 対応は不要 対応不要 確認は不要 調査は不要 お調べいただかなく 気にしないで 無視して 納得して 自分の責任"
    " 自分のミス 自己責任 私のミス 解決済 解決しました 取消済 取り消し済 キャンセル済 キャンセルしました テストで"
    " テスト送金 練習で 試しに 銀行に相談済 銀行で対応 比較用 問題にしていません 관계가_없 관계_없 관계없 상관없"
    " 상관_없 상관이_없 무관 별개 안_보셔도 확인하지_않으셔도 필요_없 필요는_없 신경_쓰지 무시하 제_잘못 제_실수"
    " 제_책임 해결됐 해결되었 해결된 취소했 취소된 취소한 시험_삼아 테스트로 시험으로 연습으로 은행에서_처리"
    " 은행에서_확인 비교용 не_относится не_относятся не_связан* не_имеет_отношения не_имеют_отношения ни_при_чем"
    " ни_при_чём не_трогайте не_нужно_проверять не_надо_проверять можно_не_смотреть можно_не_проверять не_смотрите"
    " игнорируйте вопросов_нет нет_вопросов претензий_нет нет_претензий без_замечаний моя_ошибка моя_вина"
    " сам_виноват сама_виновата сам_дурак моя_собственная уже_решен* уже_решили был_решен* отменил отменила"
    " отменен* для_теста для_пробы на_пробу пробный пробную тестовый тестовую банк_разбирается занимается_банк"
    " для_сравнения другой_вопрос отдельный_вопрос không_liên_quan chẳng_liên_quan không_cần_xem không_cần_kiểm_tra"
    " khỏi_kiểm_tra khỏi_xem bỏ_qua không_hỏi_về chuyện_khác việc_khác lỗi_của_mình lỗi_của_tôi do_mình do_tôi_tự"
    " mình_tự_chịu tôi_tự_chịu tôi_chấp_nhận mình_chấp_nhận đã_giải_quyết đã_hủy mình_hủy tôi_hủy gửi_thử"
    " chuyển_thử nạp_thử rút_thử ngân_hàng_đang để_so_sánh để_đối_chiếu no_tiene_nada_que_ver no_tiene_que_ver"
    " nada_que_ver no_está_relacionad* no_tienen_que_ver no_guarda_relación no_hace_falta_revisar"
    " no_hace_falta_mirar no_lo_toquen no_la_toquen déjenlo déjenla pueden_ignorar ignoren no_reclamo_por"
    " no_pregunto_por otro_tema tema_aparte culpa_mía mi_culpa error_mío mi_error lo_asumo lo_acepto ya_se_resolvió"
    " ya_se_solucionó ya_está_resuelt* lo_cancelé la_cancelé cancelada_por_mí de_prueba para_probar una_prueba"
    " lo_lleva_el_banco lo_ve_el_banco para_comparar não_tem_nada_a_ver não_tem_a_ver nada_a_ver"
    " não_está_relacionad* sem_relação não_precisam_ver não_precisa_ver não_precisam_verificar não_mexam"
    " podem_ignorar pode_ignorar ignorem outro_assunto assunto_à_parte culpa_minha minha_culpa erro_meu meu_erro"
    " eu_assumo eu_aceito já_foi_resolvid* já_está_resolvid* já_resolvi cancelei foi_cancelad* um_teste de_teste"
    " para_testar pra_testar banco_está_tratando banco_está_vendo para_comparação ilgisi_yok alakası_yok"
    " ilgili_değil alakalı_değil talebim_yok sorum_yok şikayetim_yok bakmanıza_gerek_yok kontrol_etmenize_gerek_yok"
    " gerek_yok dokunmayın görmezden_gel* dikkate_almayın başka_konu ayrı_konu benim_hatam kendi_hatam benim_suçum"
    " kabul_ediyorum çözüldü çözülmüştü iptal_ettim iptal_edildi deneme_için deneme_amaçlı test_için test_amaçlı"
    " denemek_için banka_ilgileniyor karşılaştırma_için"
)
"""In the clause: this is not what the mail is about."""

_SETTLED = (
    "showed_up_fine was_fine is_fine are_fine were_fine went_fine went_well worked_normally working_normally"
    " works_as_it_should what_it_should as_it_should as_usual were_completed completed_normally completed_fine"
    " without_incident without_issue without_issues without_any_issue without_any_problem no_issues no_trouble"
    " never_any_trouble arrived_the_same_day arrived_same_day arrived_on_time credited_the_same_day credited_at_once"
    " credited_normally has_arrived have_arrived both_arrived all_arrived arrived_normally arrived_safely"
    " arrived_quickly it_arrived that_arrived similar_one took_only took_just only_took took_two_hours"
    " took_three_hours took_four_hours took_a_few_hours took_two_minutes took_three_minutes took_four_minutes"
    " took_five_minutes took_ten_minutes with_a_profit at_a_profit in_profit paid_out_normally 当天到账 當天到帳"
    " 当天就到 當天就到 当日到账 都是当天 已经到账 已經到帳 都到账 都到帳 已到账 已到帳 分钟内到 分鐘內到 小时内到"
    " 小時內到 也到了 正常到 付款正常 已经放币 已經放幣 已放币 已经完成 已經完成 顺利 順利 是正常的 运作正常 運作正常"
    " 运行正常 運行正常 一切正常 没出过问题 沒出過問題 没有出过 从没出过 没问题 沒問題 没出问题 止盈 获利了结"
    " 獲利了結 获利 獲利 盈利平仓 問題はありません 問題ありません 問題なし 問題なかった 正常に 正常です ほどで届き"
    " ほどで反映 分で反映 分で届 時間で届 届いています 反映されました 着金しました 完了しております 完了しています"
    " 無事 利確 利益確定 当日中に 정상입니다 정상적 정상_처리 정상_완료 문제가_없 문제없 문제_없 이상_없 바로_들어왔"
    " 바로_반영 들어왔습니다 잘_도착 잘_받았 도착했고 도착했습니다 완료됐 완료되었 익절 수익으로 수익을_내고 분_만에"
    " 시간_만에 дошли_нормально дошел_нормально дошёл_нормально дошло_нормально все_дошло всё_дошло пришло_сразу"
    " пришел_сразу пришёл_сразу пришли_сразу пришло_быстро нормально_дош* нормально_приш* все_в_порядке всё_в_порядке"
    " в_порядке все_нормально всё_нормально работает_нормально работает_как_надо завершен* с_прибылью в_плюс"
    " в_тот_же_день завершил* завершён* зачислили_сразу đã_hoàn_tất đã_xong hoàn_tất_rồi hoạt_động_bình_thường vẫn_ổn"
    " đều_ổn không_có_vấn_đề không_sao đã_nhận_được_rồi đã_về_rồi về_đủ về_bình_thường nhận_đủ vào_ngay trong_ngày"
    " chốt_lời có_lãi llegaron_sin llegó_sin llegó_enseguida llegaron_enseguida se_acreditó_enseguida se_acreditaron"
    " sin_drama sin_inconvenientes sin_inconveniente sin_novedad sin_ningún_problema funciona_bien anda_bien"
    " está_bien salió_bien fue_bien se_completó_bien tardó_solo tardó_sólo tardó_apenas con_ganancia con_ganancias"
    " con_beneficio el_mismo_día una_igual una_similar chegou_direitinho chegou_certo chegou_na_hora chegaram_na_hora"
    " caiu_direitinho caiu_certinho entrou_em entraram_em foi_concluída foi_concluído concluída_normalmente"
    " concluído_normalmente normalmente sem_nenhum_problema funcionando_bem está_certo está_tudo_bem deu_tudo_certo"
    " com_lucro no_mesmo_dia uma_igual uma_parecida demorou_só demorou_apenas sorunsuz_tamamlandı sorunsuz_geçti"
    " sorunsuz_ulaştı sorun_yok sorun_olmadı sorun_yaşamadım bir_sorun_çıkmadı normal_çalışıyor düzgün_çalışıyor"
    " anında_ulaştı hemen_ulaştı aynı_gün_geldi aynı_gün_ulaştı kârla kârlı kar_ile sadece_üç_saat dakikada_geldi"
    " dakikada_yansıdı"
)
"""In the clause: that one went well."""

_ARRIVED = (
    "credited received arrived released 已到账 已到帳 到账 到帳 已放币 已放幣 反映済 着金 入金済 입금완료 입금됨"
    " 반영됨 зачислено зачислен получено получен đã_nhận đã_vào đã_về acreditado acreditada recibido recibida"
    " creditado creditada recebido recebida ulaştı yatırıldı hesaba_geçti"
)
"""As the status in a row of a table: this one is there."""

_MISSING = (
    "has_not_arrived have_not_arrived has_not_come has_not_been_credited not_come not_came solo_falta sólo_falta"
    " falta_el falta_la só_falta never_show never_enter never_land never_reach no_show no_gree never_received"
    " never_arrived never_came never_got not_received not_arrived not_credited not_come not_reached did_not_arrive"
    " didn't_arrive hasn't_arrived haven't_arrived haven't_received have_not_received nothing_arrived nothing_came"
    " is_missing are_missing is_empty still_nothing neither_arrived 没到 沒到 未到 没收到 沒收到 未收到 没有收到"
    " 沒有收到 没有到 沒有到 不到账 不到帳 没来 没看到 沒看到 还没 還沒 届かない 届きません 届いていません"
    " 届いていない 反映されない 反映されません 反映されていません 着金していません 未着 안_들어 안_왔 오지_않"
    " 들어오지_않 도착하지_않 못_받 반영되지_않 не_пришл* не_пришёл не_пришел не_дош* не_поступил* не_зачисл*"
    " не_получил* пусто до_сих_пор_нет chưa_nhận chưa_về chưa_đến chưa_thấy chưa_vào không_nhận_được không_thấy"
    " no_llegó no_ha_llegado no_llegaron no_aparece no_recibí no_he_recibido não_creditado não_creditada"
    " não_recebido não_recebida no_acreditado no_acreditada no_recibido no_recibida не_зачислено не_зачислен"
    " не_получено не_получен 未到账 未到帳 没到账 沒到帳 没有到账 沒有到帳 未着金 未反映 미입금 no_está sigue_sin"
    " não_chegou não_chegaram não_caiu não_recebi não_apareceu não_entrou gelmedi ulaşmadı yansımadı almadım"
    " görünmüyor geçmedi yok"
)
"""In the sentence: this is not there."""

_TURN = (
    "but however whereas except until_now then_on 但是 但 可是 不过 不過 然而 却 卻 唯独 唯獨 只有 しかし ところが"
    " 一方 그런데 하지만 반면 그러나 но однако зато а_вот nhưng tuy_nhiên riêng pero sin_embargo en_cambio mas porém"
    " só_que ama ancak fakat while_the"
)
"""Where a sentence turns to the other side."""

_FIRST = (
    "the_first the_first_one the_earlier_one the_former 第一笔 第一筆 第一个 第一個 第一单 第一單 前一笔 前一筆"
    " 最初のもの 最初の 一つ目 1つ目 一件目 1件目 첫_번째 첫번째 처음_것 первый первая первое первую первого cái_đầu"
    " khoản_đầu lệnh_đầu đơn_đầu giao_dịch_đầu đầu_tiên el_primero la_primera o_primeiro a_primeira ilki birincisi"
    " ilk_işlem"
)
"""The one that was named first."""

_THAT = (
    "that it this_one those they both 那个 那個 那单 那單 那笔 那筆 那次 这些 這些 这个 這個 两笔 兩筆 都 它 それ"
    " そちら こちら その どちらも 그건 그것 그_건 그거 이건 둘_다 та то тот те ним ней они оба обе cái_đó đơn_đó"
    " khoản_đó lệnh_đó cái_này chúng cả_hai ese esa eso esos esas ambos ambas esse essa isso esses essas eles ikisi"
    " onlar onun bunlar bunda"
)
"""What points to what was just said."""

_MEANS = (
    "my_car my_house my_flat my_apartment my_shop my_land inheritance inherited my_savings my_salary 房子 卖房 賣房"
    " 卖车 賣車 抵押 继承 繼承 遗产 遺產 存款 積蓄 积蓄 年終 年终 車を売 家を売 相続 貯金 차를_팔 집을_팔 상속 적금"
    " 퇴직금 продал_машину продала_машину продал_квартиру продала_квартиру наследств* накоплени* bán_xe bán_nhà"
    " bán_đất thừa_kế tiết_kiệm mi_coche mi_carro mi_casa herencia mis_ahorros meu_carro minha_casa herança"
    " minhas_economias arabamı aracımı evimi dükkanımı arsamı miras birikimim believed_them so_i_believed i_believed"
    " trusted_them i_trusted 我就信 就相信 信以为真 信じて 믿었 поверил поверила nên_mình_tin nên_tôi_tin mình_tin"
    " confié me_lo_creí acreditei confiei inandım güvendim hook_you"
)
"""In the sentence: where the money came from, or how trust was won."""

_KEPT = (
    "没动 沒動 没有动 沒有動 未动 未動 still_there still_in_my is_intact are_intact intact nothing_is_missing"
    " nothing_missing untouched is_safe are_safe 都还在 都還在 钱还在 錢還在 资产还在 資產還在 没有少 沒有少 没少 沒少"
    " 一分没少 残っています 無事です 減っていません 그대로_있 그대로입니다 그대로_남 на_месте не_тронут* пока_цел*"
    " vẫn_còn còn_nguyên chưa_mất siguen_ahí sigue_ahí está_intacto está_intacta no_me_falta no_falta_nada continua_lá"
    " ainda_está_lá ainda_estão_lá não_sumiu duruyor yerinde_duruyor eksik_yok"
)
"""In the sentence: this is still the customer's."""

_PLAIN = (
    "is_not_credited been_credited be_credited yet_credited have_not_arrived has_not_arrived had_arrived"
    " if_it_arrived not_as_usual nao_creditado chưa_vào chưa_nhận chưa_về 不到账 ulaşmadı unreleased not_received"
    " not_released 不顺利 不順利 没有顺利 не_в_порядке no_está_bien não_está_certo that_i that_the that_my that_you"
    " that_is sorun_değil 正常に反映されない 正常に動作しない 정상적으로_안 반영됨_안 問題ありませんか 问题吗"
    " 有没有问题 没动静 沒動靜 没有动静 沒有動靜"
)
"""Longer words that are none of these."""


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, tag) rows."""
    groups = {
        "aside": _ASIDE,
        "settled": _SETTLED,
        "arrived": _ARRIVED,
        "missing": _MISSING,
        "turn": _TURN,
        "first": _FIRST,
        "that": _THAT,
        "means": _MEANS,
        "kept": _KEPT,
        "plain": _PLAIN,
    }
    for tag, names in groups.items():
        for name in names.split():
            yield name.replace("_", " "), tag, tag
            if tag == "missing":
                yield name.replace("_", " "), "incident", "incident"
