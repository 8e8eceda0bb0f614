"""Words of a fraud, of those who come with one, and of how to reach the customer: data for the lexicon."""

from __future__ import annotations

from collections.abc import Iterator

_SUSPICION = (
    "phishing phish* fake scam scams scammer* scammed fraud fraudulent fraudster* impersonat* pretending posing"
    " spoofed legit genuine is_this_real really_from_you is_this_you fake_site 验证钱包 romance investment_platform"
    " cheated lured 假 假的 假网站 假冒 钓鱼 釣魚 诈骗 詐騙 骗 騙 骗子 騙子 冒充 仿冒 自称 自稱 是不是你们 是你们的"
    " 是真的吗 真的假的 杀猪盘 殺豬盤 フィッシング 偽 偽サイト 詐欺 なりすまし"
    " 騙され 本物 피싱 사기 가짜 사칭 속아 속았 진짜_맞나요 공식이_맞 мошенн* фишинг* поддельн* фейк* развод* обман*"
    " скам* выдавал* представил*"
    " это_вы lừa_đảo lừa gọi_xưng tự_xưng giả_mạo giả giả_danh bị_lừa xưng mạo_danh có_phải_của_sàn estafa* estafaron"
    " falso falsa fraude suplanta* 跑路 me_engañ* lo_engañ* la_engañ*"
    " los_engañ* nos_engañ* engañad* engañaron"
    " se_hizo_pasar haciéndose sahte dolandır* oltalama taklit kandır* dodgy fishy sketchy bogus impostor*"
    " claims_to_be claiming_to_be claimed_to_be says_he_is_from says_she_is_from 山寨 套路 冒牌 說自己是 说自己是"
    " 杀猪 誘導された 名乗る 名乗って"
    " 사기꾼 투자_사기 развели кинул* лохотрон* не_ваш_сайт lừa_gạt mạo_nhận timo timaron dudos* no_era_la_vuestra"
    " no_era_su_página üçkağıt* gerçek_mi sizden_mi é_de_vocês é_de_vcs caí_num caí_em_um golpe golpista* falsa"
    " fraude enganad* me_engan* se_passando is_that_you is_this_from_you okx_맞나 có_phải_sàn có_phải_okx son_ustedes"
    " es_de_ustedes 是你们吗 是你們嗎"
)
_HARM = (
    "hacked drained stole stolen 盗 被盗 被盜 乗っ取 해킹 도용 взлом* украл* đánh_cắp hack robaron hackea* çalındı"
    " hacklen*"
    " hackead* clonad* roubaram suspicious 可疑 怪しい 不審 의심 подозрительн* nghi_ngờ sospechos* şüpheli suspeito"
    " suspeita"
)
"""What was done to the account: of a fraud, but of nobody's telephone."""
_ENTERED = (
    "clicked typed_my entered_my website the_site the_website the_link 网址 網址 点了链接 填了 输入了 輸入了 サイト"
    " 入力してしま 사이트 입력했 입력해 сайт* ввел ввёл trang_web nhập_vào página enlace ingresé puse_mis sitenin"
    " siteye"
    " internet_sitesi girdim girmiş yazdım_siteye digitei coloquei_minha"
)
"""Where and what the customer typed: of a fraud only where a page is named that nobody knows."""
_OFFICES = (
    "fraud_team fraud_department fraud_dept fraud_desk fraud_line fraud_unit action_fraud anti-fraud 反诈 反詐"
    " 反诈中心 反詐騙 反诈骗 防诈 отдел_по_борьбе_с_мошенничеством equipo_antifraude antifraude"
)
"""Who stands against fraud."""
_THEM = (
    "called_me rang_me phoned calling texted messaged dm dms told_me_to sender from_address sent_from contacted_me"
    " added_me reached_out whatsapped they scammer* caller 打电话给我 打來 来电 來電 打给我 寄件者 发件人 發件人"
    " 发信号码 發信號碼 発信番号 着信番号 발신번호 발신_번호"
    " 发信人 寄件人 加我 联系我的 聯繫我 私信 差出人 送信元 電話があり 電話が来 かかって 連絡が来 보낸_사람 발신자"
    " 전화가 전화_와 연락이_와 연락해 시키는 звонил* позвонил* отправител* написал* связал* с_номера gọi_xưng gọi_tới"
    " gọi_đến số_gọi người_gửi nhắn_tin tự_xưng có_số gọi llam* me_llamó remitente me_escrib* contactó aradı arayan"
    " gönderen mesaj_attı ligou ligaram me_chamaram me_adicionaram me_adicionou me_mandaram me_mandou me_contataram"
    " me_contactaram uma_tal um_tal una_tal me_escribieron me_contactaron me_agregaron me_agregó me_mandaron"
    " remetente me_chamou entrou_em_contato asesor supuesto supuesta assessor somebody someone a_girl a_guy a_man"
    " a_woman this_guy this_person promised convinced persuaded trader broker advisor adviser recruiter mentor"
    " introduced_himself introduced_herself claims claimed claiming 有人 发送号码 發送號碼 来电号码 一个人 一個人"
    " 那个人 那個人 这个人 說是 说是 叫我 让我 讓我 要我 给我打 給我打 打来的 拉我 拉进 拉進 的人 老师 老師 导师 導師"
    " 他们 他們 她们 知り合った 言われ 名乗 書いてあ 書かれて 記載されて 誘導 から電話 から着信 勧められ 相談員"
    " 문자가 문자를 온_문자 온_전화 에서_온 상담사* 리딩방 시켜서 알게_된 번호로 이라는_사람 куратор* трейдер*"
    " брокер* консультант* некий некто какой-то познаком* звонят пишут написали обещал* có_người người_này người_đó"
    " nguoi_do môi_giới chuyên_gia cố_vấn rủ dụ_dỗ bảo_em bảo_tôi bao_toi bảo_mình alguien un_tal una_persona"
    " un_hombre una_mujer bróker me_convenció me_prometió me_pidió llamó llamaron biri birisi tanıtan tanıttı"
    " danışman* yönlendir* aradılar yazdılar alguém uma_pessoa um_cara uma_mulher um_homem corretor* consultor*"
    " me_fez me_prometeu me_convenceu recebi"
)
_REACH_ME = (
    "reach_me contact_me call_me text_me my_phone my_number reply_to_me 找我 联系我 聯絡我 聯繫我 打我 我的电话"
    " 我的手机 我电话 我手机 我手机号 我電話 我手機 我手機號 連絡先 私の 연락처 연락_주 제_번호 связаться_со"
    " мне_можно мой_номер пишите liên_hệ_em liên_hệ_mình"
    " liên_hệ_tôi gọi_em gọi_mình sđt_em mi_número mi_móvil contactarme localizarme ulaşabilirsiniz numaram telefonum"
    " bana_ulaş meu_número meu_telefone falar_comigo dirección_de_contacto please_use please_call please_contact"
    " use_whatsapp i'm_on i_am_on find_me ping_me message_me get_me get_hold_of_me text_back best_way_to 联系方式"
    " 聯絡方式 回我 加我好友 請搵我 搵返我 可以搵我 私は こちらまで お電話ください ご連絡 전화_주세요 연락_부탁"
    " 연락은 звоните"
    " позвоните наберите со_мной gọi_lại số_em số_tôi sdt_cua_toi liên_lạc_em llamadme llámame llamame llámenme"
    " escribidme escríbanme contáctenme ulaşın arayın ulaşınız arayınız arayabilirsiniz yazabilirsiniz beni_ara"
    " beni_arayın bana_yazın bana_ulaşın me_liga me_ligue me_ligar falem_comigo fale_comigo me_chama"
)


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, value) rows for the lexicon."""
    for name in _OFFICES.split():  # the longer word hides the shorter
        yield name.replace("_", " "), "office", "office"
    for name in _HARM.split():
        yield name.replace("_", " "), "suspicion", "harm"
    for tag, names in (("suspicion", _SUSPICION), ("entered", _ENTERED), ("them", _THEM), ("reach_me", _REACH_ME)):
        for name in names.split():
            yield name.replace("_", " "), tag, tag
