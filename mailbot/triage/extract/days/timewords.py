"""Words of dates and times in ten languages: data for the lexicon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mailbot.triage.extract.days import feasts

_NOW = (
    "just_now a_moment_ago a_minute_ago a_few_minutes_ago moments_ago 刚才 剛才 刚刚 剛剛 方才 头先 頭先 啱啱"
    " ついさっき さっき 先ほど 先程 たった今 방금 방금_전 아까 조금_전 только_что vừa_nãy hồi_nãy ban_nãy lúc_nãy"
    " vừa_xong recién hace_un_momento hace_un_rato hace_un_ratito agora_há_pouco agora_pouco há_pouco az_önce"
    " demin biraz_önce"
)
"""A moment ago."""
_DAYS: Mapping[str, str] = {
    "0": f"{_NOW} today 今天 今日 今儿 今兒 本日 오늘 금일 сегодня hôm_nay bữa_nay hoy bugün hoje tonight 今晚 今夜"
    " 今早 今晨 今朝 오늘밤 오늘_아침 tối_nay sáng_nay chiều_nay trưa_nay đêm_nay bu_sabah bu_akşam bu_gece"
    " bu_öğlen esta_mañana esta_tarde esta_noche esta_manhã esta_noite this_morning this_afternoon this_evening"
    " 当天 de_madrugada na_madrugada esta_madrugada essa_madrugada nesta_madrugada ночью 半夜 夜里 夜裡"
    " rạng_sáng_nay khuya_nay 今下午 今上午 今中午 今天早上 今凌晨 今日未明 今年今日 since_morning"
    " since_this_morning с_утра с_самого_утра từ_sáng từ_sáng_nay desde_esta_mañana desde_esta_manhã sabahtan_beri"
    " bu_sabahtan bu_sabahtan_beri 从早上 從早上 今天一早 朝から 아침부터",
    "-1": "yesterday 昨天 昨日 昨儿 昨兒 昨晚 昨晩 昨夜 昨早 昨上午 昨下午 昨天晚上 琴日 尋日 寻日 琴晚 尋晚 寻晚"
    " 어제 작일 어젯밤 어제밤 간밤 вчера вчерашн* hôm_qua bữa_qua tối_qua đêm_qua chiều_qua sáng_qua trưa_qua ayer"
    " anoche dün dünden dünden_beri dün_gece dün_akşam dün_sabah ontem last_night last_evening yday ystd yesternight",
    "-2": "前天 前日 前晚 前夜 一昨日 おととい 그저께 그제 엊그제 엊그저께 позавчера hôm_kia bữa_kia anteayer"
    " antes_de_ayer antier antenoche anteontem evvelsi_gün önceki_gün geçen_günden"
    " day_before_yesterday the_day_before_yesterday",
    "-3": "大前天 さきおととい 그끄저께 позапозавчера 一昨々日",
}
_PARTS: Mapping[str, str] = {
    "am": "今天早上 今上午 昨上午"
    " morning 早上 早晨 上午 清晨 一早 今早 昨早 今晨 今朝 朝 早朝 午前 아침 오전 утра утром sáng buổi_sáng"
    " sáng_nay sáng_qua mañana por_la_mañana esta_mañana sabah dün_sabah sabahı bu_sabah manhã de_manhã da_manhã"
    " esta_manhã this_morning a.m. am öğleden_önce madrugada_am",
    "dawn": "凌晨 今凌晨 拂晓 半夜 深夜 午夜 未明 深夜に 새벽 한밤중 ночи ночью rạng_sáng nửa_đêm đêm đêm_qua đêm_nay"
    " de_madrugada na_madrugada esta_madrugada essa_madrugada nesta_madrugada rạng_sáng_nay khuya_nay madrugada gece"
    " gece_yarısı bu_gece dün_gece middle_of_the_night night tonight last_night 夜中 夜里 夜裡 昨夜 今夜 어젯밤 오늘밤"
    " 어제밤 간밤 밤 밤에 밤늦게 noche anoche esta_noche noite à_noite"
    " de_noite 夜 夜間 ночь",
    "noon": (
        "noon midday 中午 今中午 正午 晌午 お昼 昼 정오 점심 полдень полдня trưa trưa_nay mediodía mediodia al_mediodía"
        " öğlen öğle öğlende meio-dia meio_dia trưa_qua"
    ),
    "evening": "昨晩 昨天晚上 琴晚 尋晚 寻晚 今晚黑 夜晚黑 晚上 晚 今晚 昨晚 前晚 晚间 夜晚 当晚 當晚",
    "pm": "昨下午 今下午 afternoon 下午 傍晚 午后 午後 夕方 오후 저녁 저녁에"
    " 夜に 夜の 今晩 晩 дня днем днём вечера вечером chiều chiều_nay chiều_qua tối tối_nay tối_qua"
    " buổi_tối"
    " tarde de_la_tarde por_la_tarde esta_tarde da_tarde à_tarde de_la_noche por_la_noche da_noite akşam akşamı"
    " akşamüstü bu_akşam dün_akşam öğleden_sonra ikindi evening this_afternoon this_evening last_evening pm p.m.",
}
_WEEKDAYS: Mapping[str, str] = {
    "0": (
        "monday mon 星期一 周一 週一 礼拜一 禮拜一 月曜日 月曜 월요일 понедельник* пн thứ_hai thứ_2 lunes pazartesi"
        " segunda-feira segunda_feira na_segunda"
    ),
    "1": (
        "tuesday tue tues 星期二 周二 週二 礼拜二 禮拜二 火曜日 火曜 화요일 вторник* вт thứ_ba thứ_3 martes salı"
        " terça-feira terça_feira na_terça"
    ),
    "2": (
        "wednesday wed 星期三 周三 週三 礼拜三 禮拜三 水曜日 水曜 수요일 сред* ср thứ_tư thứ_4 miércoles çarşamba"
        " quarta-feira quarta_feira na_quarta"
    ),
    "3": (
        "thursday thu thurs thur 星期四 周四 週四 礼拜四 禮拜四 木曜日 木曜 목요일 четверг* чт thứ_năm thứ_5 jueves"
        " perşembe quinta-feira quinta_feira na_quinta"
    ),
    "4": (
        "friday fri 星期五 周五 週五 礼拜五 禮拜五 金曜日 金曜 금요일 пятниц* пт thứ_sáu thứ_6 viernes cuma"
        " sexta-feira sexta_feira na_sexta"
    ),
    "5": (
        "saturday sat 星期六 周六 週六 礼拜六 禮拜六 土曜日 土曜 토요일 суббот* сб thứ_bảy thứ_7 sábado cumartesi"
        " no_sábado"
    ),
    "6": (
        "sunday 星期日 星期天 周日 週日 周天 礼拜天 礼拜日 禮拜天 禮拜日 日曜日 日曜 일요일 воскресень* вс chủ_nhật"
        " domingo pazar_günü no_domingo"
    ),
}
_WEEKS: Mapping[str, str] = {
    "-1": "上 上个 上個 上周 上週 上礼拜 上禮拜 上星期 先週 先週の 지난주 지난_주 저번주 저번_주 на_прошлой_неделе"
    " прошлой_недели прошедш*_недел* tuần_trước tuần_rồi la_semana_pasada de_la_semana_pasada geçen_hafta"
    " geçtiğimiz_hafta"
    " semana_passada da_semana_passada last_week of_last_week",
    "-2": (
        "上上 上上周 上上週 上上个 上上個 上上礼拜 上上禮拜 上上星期 先々週 先々週の 지지난주 на_позапрошлой_неделе"
        " позапрошлый позапрошлую позапрошлое позапрошлой the_week_before_last week_before_last evvelki_hafta"
    ),
    "0": (
        "这 這 这周 這週 本周 本週 这个 這個 今週 今週の 이번주 이번_주 на_этой_неделе tuần_này esta_semana bu_hafta"
        " this_week 这礼拜 這禮拜 这星期 這星期"
    ),
}
_CHINESE_WEEKS = {"-1": "上 上个 上個", "-2": "上上 上上个 上上個", "0": "这 這 本 这个 這個"}
_LAST = (
    "last past previous прошл* прошлую прошлый прошлое geçen geçtiğimiz pasado pasada passado passada 지난 저번"
    " vừa_rồi trước rồi この間の"
)
_MONTHS: Mapping[str, str] = {
    "1": "january jan января январь января_ ocak* enero janeiro tháng_1 tháng_một tháng_giêng",
    "2": "february feb февраля февраль şubat* febrero fevereiro tháng_2 tháng_hai",
    "3": "march mar марта март mart martta martın marzo março tháng_3 tháng_ba",
    "4": "april apr апреля апрель nisan* abril tháng_4 tháng_tư",
    "5": "may мая май mayıs* mayo maio tháng_5 tháng_năm",
    "6": "june jun июня июнь haziran* junio junho tháng_6 tháng_sáu",
    "7": "july jul июля июль temmuz* julio julho tháng_7 tháng_bảy",
    "8": "august aug августа август ağustos* agosto tháng_8 tháng_tám",
    "9": "september sept sep сентября сентябрь eylül* septiembre setiembre setembro tháng_9 tháng_chín",
    "10": "october oct октября октябрь ekim* octubre outubro tháng_10 tháng_mười",
    "11": "november nov ноября ноябрь kasım* noviembre novembro tháng_11 tháng_mười_một",
    "12": "december dec декабря декабрь aralık* diciembre dezembro tháng_12 tháng_mười_hai tháng_chạp",
}
_UNITS: Mapping[str, str] = {
    "day": "days day 天 日 일 дней дня день сутки суток ngày días dias día dia gün",
    "hour": "hours hour hrs hr 小时 小時 個小時 个小时 时 時間 시간 час часа часов ч tiếng giờ horas hora saat saati h",
    "minute": "полчаса minutes minute mins min 分钟 分鐘 分 分間 분 минут* мин phút minutos minuto dakika dk",
    "week": "weeks week 周 週 星期 礼拜 禮拜 個禮拜 个星期 週間 주 недел* tuần semanas semana hafta",
    "fortnight": "fortnight fortnights",
    "month": "months month 个月 個月 か月 ヶ月 개월 месяц* meses mês mes ay",
}
_AGO = "ago 前 之前 以前 전 전에 назад trước önce atrás evvel back earlier"
_HACE = "hace há faz"
_NOT_EVENT = (
    "认识 認識 结识 結識 遇到 加了 出生 生日 born birthday dob date_of_birth expiry expires exp expiration met"
    " met_him met_her 有效期 知り合 出会 생년월일 만났 познаком* знакомы родил* срок_действия quen_biết quen_nhau"
    " quen_một quen_được quen_qua làm_quen sinh sinh_ngày hết_hạn caducidad vencimiento nacimiento nací conocí conoci"
    " conhecí conheci nascimento validade vence doğum tanış* son_kullanma 生年月日 有効期限 유효기간 alıcıyla deadline"
    " due_by 截止 до_срока registered_on 注册于"
    " 注册时间 established dated issued_on 开具 開具 出具日期 成立于"
)
_MEMBER = "account_since member_since customer_since client_since user_since"
"""Before a day long ago, no event; before one of late, since when an account does not work."""
_YEAR = (
    "交易流水 账户流水 帳戶流水 资金流水 資金流水 流水账单 transaction_history trading_history историю_операций"
    " истории_операций справк* lịch_sử_giao_dịch historial_de_operaciones histórico işlem_geçmişi hesap_hareketleri"
    " 거래_내역 tax taxes taxable tax_year fiscal year statement statements annual 年度 报税 報稅 税务 稅務 对账单"
    " 對帳單 账单 交易明细 交易明細 流水 全年 一整年 整年 确定申告 確定申告 年間 取引履歴 年間取引報告書 연말정산 세금"
    " 신고 종합소득세 거래내역 налог* ндфл выписк* отчет* декларац* thuế quyết_toán sao_kê impuesto* renta fiscal"
    " informe vergi* beyan* ekstre hesap_özeti imposto* irpf declaração extrato informe_de_rendimentos ir certificado"
    " steuer*"
)

_FUTURE = (
    "tomorrow later_today ainda_hoje сегодня_же hoy_mismo_voy next next_week 明天 明日 明早 明晚 后天 後天 下周"
    " 下週 下个 下個 下礼拜 下禮拜 来週 翌日 내일 모레 다음주 다음_주 다음달 завтра послезавтра следующ* ngày_mai"
    " tuần_sau próximo próxima yarın haftaya gelecek amanhã depois_de_amanhã semana_que_vem pasado_mañana"
)


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, value) rows for the lexicon."""
    for number, day in zip("01234566", "一二三四五六日天", strict=True):
        for week, names in _CHINESE_WEEKS.items():
            for name in names.split():
                for unit in ("周", "週", "星期", "礼拜", "禮拜"):
                    yield f"{name}{unit}{day}", "weekday", number
                    yield f"{name}{unit}{day}", "week", week
    for number, day in zip("01234", ("segunda", "terça", "quarta", "quinta", "sexta"), strict=True):
        for part, names in (
            ("dawn", "à noite"),
            ("am", "de manhã"),
            ("am", "cedo"),
            ("pm", "à tarde"),
            ("", "passada"),
        ):
            yield f"{day} {names}", "weekday", number
            yield f"{day} {names}", "part" if part else "last", part or "last"
    tables = (
        ("day", _DAYS),
        ("part", _PARTS),
        ("weekday", _WEEKDAYS),
        ("week", _WEEKS),
        ("month", _MONTHS),
        ("time", _UNITS),
    )
    for tag, table in tables:
        for value, names in table.items():
            for name in names.split():
                yield name.replace("_", " "), tag, value
    for tag, names in (
        ("now", _NOW),
        ("last", _LAST),
        ("ago", _AGO),
        ("hace", _HACE),
        ("no_event", _NOT_EVENT),
        ("member", _MEMBER),
        ("future", _FUTURE),
        ("year", _YEAR),
    ):
        for name in names.split():
            yield name.replace("_", " "), tag, tag
    yield from feasts.words()
