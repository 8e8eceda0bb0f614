"""Words for the people in a customer's story: kin, strangers, counterparties, and what they do. Data for `people`."""

from __future__ import annotations

from collections.abc import Iterator

_KIN = (
    "mother mother's mom mom's mum mum's father father's dad dad's grandmother* grandma* grandfather* grandpa* wife"
    " wife's husband husband's son son's daughter daughter's brother brother's sister sister's aunt* uncle* parents"
    " parents' cousin* mother-in-law* father-in-law* spouse spouse's fiance* nephew* niece* family_member deceased"
    " 我妈 我媽 妈妈 媽媽 母亲 母親 老妈 老媽 我爸 爸爸 父亲 父親 老爸 老婆 老公 妻子 丈夫 爱人 愛人 太太 先生的 儿子"
    " 兒子 女儿 女兒 哥哥 我哥 弟弟 我弟 姐姐 我姐 妹妹 我妹 奶奶 爷爷 爺爺 外婆 姥姥 外公 姥爷 岳父 岳母 婆婆 舅舅"
    " 叔叔 阿姨 姑姑 表哥 表弟 表姐 表妹 家人 家里人 家裡人 老人家 长辈 長輩 母の 父の 妻の 夫の 兄の 弟の 姉の 妹の"
    " 娘の 息子の 母が 父が 妻が 夫が 母は 父は 妻は 夫は 祖母 祖父 義母 義父 主人の 家内の 旦那 家族の 叔父 叔母"
    " 故人 어머니 어머님 엄마 아버지 아버님 아빠 남편 아내 와이프 아들 제_딸 딸의 딸이 제_형 친형 형님 누나 언니 오빠"
    " 동생 할머니 할아버지 장모 장인 시어머니 시아버지 부모님 모친 부친 이모 삼촌 고모 가족 мама мамы маме маму"
    " мамин* мать матери отец отца отцу отцом папа папы папе папу папин* муж мужа мужу мужем жена жены жене жену"
    " женой сын сына сыну дочь дочери дочк* брат брата брату братом сестра сестры сестре сестру бабушк* дедушк* дед"
    " деда тещ* тёщ* свекр* родител* супруг* тётя тёти тетя тети дядя дяди madre padre mamá papá esposo esposa marido"
    " mi_mujer hijo hija hermano hermana abuelo abuela suegro suegra mi_tío mi_tía primo prima mis_padres cónyuge"
    " mi_pareja mãe pai minha_mulher filho filha irmão irmã avó avô sogro sogra meu_tio minha_tia annem* babam* eşim*"
    " kocam* karımın oğlum* kızım* kardeşim* ablam* abim* ağabeyim* dedem* ninem* babaannem* anneannem* kayınvalidem*"
    " kayınpederim* halam* teyzem* amcam* dayım* 家母 家父 岳母 grandson granddaughter 外孙 孙子"
)
"""Somebody of the customer's own family."""

_VI_KIN, _VI_OWN = (
    "mẹ má ba bố cha vợ chồng bà ông con_trai con_gái anh_trai em_trai chị_gái em_gái",
    ("em tôi mình con cháu anh chị"),
)
"""Vietnamese says whose with the word after it, or with "của" before it."""

_PEER = (
    "seller* buyer* merchant* counterparty counterparties advertiser* 卖家 賣家 买家 買家 商家 商户 商戶 对方 對方"
    " 币商 幣商 売り手 買い手 出品者 販売者 購入者 取引相手 판매자 구매자 상대방 продавц* продавец покупател*"
    " контрагент* мерчант* người_bán người_mua bên_bán bên_mua đối_tác vendedor* comprador* contraparte satıcı*"
    " alıcı* karşı_taraf* recipient* receiver* 收款人 收款方 受取人 받는_사람 수취인 получател* người_nhận"
    " destinatari* destinatár* alıcısı"
)
"""The other side of a trade."""

_FRIEND = (
    "friend friend's friends colleague* invitee* referral* 朋友 同事 同学 被邀请 邀请人 友人 友だち 同僚 친구 동료"
    " друг друга другу подруг* коллег* bạn_em bạn_tôi bạn_mình bạn_của đồng_nghiệp amigo amiga colega* arkadaş*"
)

_THIEF = (
    "scammer* fraudster* thief impostor* con_man hacker* attacker* 骗子 騙子 诈骗 詐騙 黑客 駭客 犯人 詐欺師 사기꾼"
    " 해커 мошенник* аферист* хакер* злоумышленник* kẻ_lừa kẻ_gian estafador* golpista* dolandırıcı* intruder*"
    " взломщик* kẻ_xấu kẻ_trộm ladrón ladrones ladrão invasor* hırsız* 盗贼 小偷 盜賊 乗っ取り犯"
)
"""Who is told of as a thief."""

_STRANGER = (
    "someone somebody a_man a_woman a_guy a_girl a_lady a_person a_caller a_stranger some_guy some_man some_woman"
    " some_bloke the_caller 有人 有个人 有個人 有个女 有個女 有个男 有個男 有个叫 有個叫 有个自称 有個自稱 一个自称"
    " 一個自稱 一个叫 一個叫 陌生人 陌生号 陌生號 网友 網友 有个号 有個號 有個line 有個帳號 有个账号 知らない人"
    " 見知らぬ という人 という人物 というアカウント を名乗 と名乗 知り合った 라는_사람 이라는_사람 라는_계정"
    " 모르는_사람 누군가 어떤_사람 접근한 접근해 некто какой-то кто-то неизвестн* незнаком* мужчина женщина có_số"
    " có_người có_một_người ai_đó có_ai một_người người_lạ alguien un_tal una_tal un_hombre una_mujer un_tipo"
    " una_chica un_chico un_señor desconocid* alguém um_tal uma_tal um_homem uma_mulher um_cara uma_moça um_rapaz"
    " desconhecid* biri birisi bir_adam bir_kadın bir_kişi tanımadığım"
)
"""Somebody whom the customer did not know."""

_CAME = (
    "called_me rang_me phoned_me texted_me messaged_me wrote_to_me wrote_me dm'd_me dmed_me dm_from contacted_me"
    " added_me reached_out approached_me rang_from calls_from call_from called_from text_from texts_from sms_from"
    " message_from got_a_call received_a_call got_a_text messaged_first 打电话给我 打電話給我 打给我 打給我 给我打"
    " 給我打 打来 打來 来电 來電 加我 加了我 私信我 找到我 发短信给我 给我发 給我發 收到短信 收到簡訊 收到电话"
    " 接到电话 接到電話 发来短信 接到自称 发件号码 發送號碼 发送号码 電話があ 電話が来 電話がかか かかってき 連絡が来"
    " 連絡があ dmが メッセージが来 メッセージが届 smsが届 smsが来 から電話 전화가_와 전화가_왔 전화_왔 전화를_받"
    " 전화가_걸려 연락이_왔 연락이_와 연락해_왔 문자가_왔 문자가_와 문자를_받 말을_걸 먼저_연락 мне_позвонил*"
    " мне_звонил* мне_написал* мне_пишет мне_пишут мне_прислал* позвонили звонят звонили написали_мне позвонил_мне"
    " позвонила_мне позвонил_мужчина позвонила_женщина поступил_звонок пришло_смс добавил* звонил_с звонок_с звонки_с"
    " gọi_cho_em gọi_cho_tôi gọi_cho_mình gọi_điện_cho gọi_đến gọi_tới nhắn_cho_em nhắn_tin_cho kết_bạn gọi_nói"
    " gọi_bảo add_em gọi_từ nhận_cuộc_gọi nhận_được_cuộc_gọi nhắn_telegram nhắn_zalo me_llam* me_escrib* me_contact*"
    " me_agreg* me_mandó me_mandaron recibí_una_llamada recibí_un_mensaje recibí_un_sms me_lig* ligaram"
    " recebi_uma_ligação recebi_ligação recebi_uma_mensagem me_chamou me_chamaram me_mandou me_mandaram me_adicion*"
    " me_contat* me_procurou aradı aradılar arayan arayıp beni_aradı bana_yazdı mesaj_attı mesaj_geldi beni_ekledi"
    " bana_ulaştı arandım was_contacted got_contacted a_call_from was_called_by was_messaged contactou called_her"
    " called_him rang_her rang_him phoned_her phoned_him messaged_her messaged_him contacted_her contacted_him"
    " added_her added_him 打电话给她 打电话给他 打给她 打给他 加了她 加她 加他 拉她 拉他 ей_позвонил* ему_позвонил*"
    " ей_написал* ему_написал* ей_звонил* ему_звонил* recibió_una_llamada recibió_un_mensaje le_llamaron la_llamaron"
    " lo_llamaron le_llamó le_escribió la_contactaron lo_contactaron recebeu_uma_ligação recebeu_ligação"
    " recebeu_uma_mensagem ligaram_para_ela ligaram_para_ele onu_aradı annemi_aradı babamı_aradı gọi_cho_mẹ"
    " gọi_cho_ba gọi_cho_bố nhắn_cho_mẹ 母に電話 父に電話 전화를_받으 una_llamada_de una_llamada_del"
    " una_llamada_desde uma_ligação_de uma_ligação_do um_telefonema cuộc_gọi_từ звонок_от whatsapp_from"
    " got_a_whatsapp got_a_message llamaron_a llamaron_del llamaron_desde 说带我 說帶我 搵我"
)
"""Somebody came to the customer."""

_POSED = (
    "話係 saying_he saying_she saying_they said_he_was said_she_was said_they_were said_he's said_they're says_he"
    " says_she"
    " says_they saying_it claiming claims_to claimed_to pretend* posing introduced_himself introduced_herself"
    " so-called calling_himself calling_herself 自称 自稱 说是 說是 冒充 假装 假裝 声称 聲稱 称是 稱是 说自己是"
    " 說自己是 的名义 的名義 谎称 名乗 だと言っ と称 を装 라고_하면서 이라고_하면서 이라며 라며 라고_하며 사칭"
    " 이라고_했 라고_했 라고_하더 представил* назвался назвалась якобы под_видом от_имени tự_xưng xưng_là xưng nói_là"
    " bảo_là giả_danh mạo_danh diciendo_que diciendo_ser dijo_ser dijo_que_era dijeron_que_eran dijeron_ser decía_ser"
    " decía_que_era decían_ser dice_ser haciéndose se_hizo_pasar haciendose dizendo_ser dizendo_que disse_ser"
    " disse_que_era disseram_ser se_dizendo se_passando que_dizia que_se_dizia dediler diyerek olduğunu_söyle*"
    " olduklarını_söyle* kendini tanıttı tanıtan süsü kendilerini tanıttılar supuesto_ejecutivo supuesta_ejecutiva"
    " supuesto_agente supuesto_empleado suposto_funcionário suposto_atendente"
)
"""Who they said they were."""

_SAID = (
    "said_she said_he said_they who_said told_me сказал сказала сказали говорит говорил* dijo dijeron disse disseram"
    " dedi söyledi nói 說 说 말했 라고"
)
"""What is said of anybody who came; of the desk's own people as well."""

_DESKS = (
    "live_chat chat_agent your_support your_agent your_team your_operator your_colleague 你们客服 你們客服 你们的客服"
    " 貴司客服 在线客服 線上客服 人工客服 チャットの担当 상담원 ваша_поддержка вашей_поддержк* ваш_оператор"
    " чат_поддержки su_soporte el_chat o_chat seu_suporte canlı_destek nhân_viên_hỗ_trợ_bên"
)
"""People of the desk's own."""

_ASKS = (
    "told_me_to asked_me_to asked_me_for had_me made_me convinced_me promised guaranteed wanted_my wanted_the_code"
    " read_out persuaded_me 让我 讓我 要我 叫我 骗我 騙我 保证 保證 稳赚 穩賺 日收益 高收益 先缴 先繳 先交 言われ"
    " 聞かれ 誘われ 勧められ 求められ 要求され 시키는 시켜서 하라고 달라고 알려달라 요구 권유 просил* попросил*"
    " потребовал* велел* обещал* уговорил* сказали_перевести bảo_em bảo_tôi bảo_mình xin_mã xin_otp đòi hứa dụ"
    " yêu_cầu_chuyển yêu_cầu_nạp me_pidió me_pidieron me_hizo me_hicieron me_convenció prometi* me_dijo_que"
    " me_ofreció pediu pediram me_fez me_fizeram prometeu me_convenceu me_ofereceu istedi istediler kazandır* vaat"
    " ikna vadetti benden now_wants wants_a требует read_him read_her read_them gave_him gave_her gave_them_my"
    " told_him_the told_them_the 报给他 报给她 告诉他 告訴他 给了他 給了他 念给他 報給他 教えてしま 伝えてしま"
    " 渡してしま 알려줬 불러줬 알려주 продиктовал* назвал_код назвала_код đọc_mã đưa_mã cho_họ le_di les_di le_leí"
    " les_leí le_dicté passei_o_código passei_a_senha kodu_söyledim kodu_verdim told_her_to told_him_to asked_her_to"
    " asked_him_to 让她 讓她 让他 讓他 骗她 骗他 le_pidió le_pidieron le_hicieron pediram_a_ela pediram_a_ele"
    " попросил* kurdurdular asking_for asked_her_for asked_him_for 묻더 물어봤 물어보 bắt_em bắt_tôi đọc_otp 带我做"
    " 帶我做 带我投 帶我投"
)
"""What they wanted."""

_LURE = (
    "unlock_my_profit* unlock_the_profit* unlock_my_funds release_my_profit* mentor guaranteed_return*"
    " guaranteed_profit* investment_group signals_group pay_tax_first recovery_agent easy_money double_my 解冻费"
    " 解凍費 保证金才能 保證金才能 内部消息 带单老师 帶單老師 投资群 投資群 杀猪 殺豬 出金手数料を先に 投資グループ"
    " 必ず儲かる 리딩방 원금_보장 수익_보장 수수료를_먼저 гарантирован* вывод_прибыли комиссию_за_вывод"
    " lợi_nhuận_cam_kết phí_mở_khóa nhóm_đầu_tư ganancias_garantizadas rendimiento_garantizado para_liberar_mis"
    " desbloquear_mis lucro_garantido ganho_garantido para_liberar_o_saque taxa_de_liberação garantili_kazanç"
    " yatırım_grubu kârımı_çekmek"
)
"""What a fraud promises, or demands before it pays."""

_BEHALF = (
    "on_behalf_of writing_for on_his_behalf on_her_behalf helping_my 替我 代我 替家 代替 代写 代寫 代为 代為 帮我妈"
    " 帮我爸 代わりに 代理で 代わって 대신 по_просьбе от_лица viết_hộ en_nombre_de por_encargo me_pidió_que_escriba"
    " adına yerine_yazıyorum em_nome escrevo_pel* em_nome_d*"
)
"""The customer writes for somebody."""

_FOR_KIN = (
    "за_отца за_папу за_маму за_мать за_мужа за_жену за_брата за_сестру за_бабушку за_дедушку за_родителей за_сына"
    " за_дочь thay_mẹ thay_má thay_ba thay_bố thay_cha thay_vợ thay_chồng thay_bà thay_ông hộ_mẹ hộ_ba hộ_bố hộ_vợ"
    " hộ_chồng"
)
"""The same, and for whom."""

_GIVE = (
    "sent send sending transfer* referred refer invited gave gift* lent paid 转给 轉給 转账 轉帳 转了 打给 打給 汇给"
    " 送给 邀请 邀請 推荐 推薦 送金 送った 送り 招待 紹介 보냈 보낸 송금 이체 초대 추천 перев* отправ* скинул*"
    " пригла* chuyển_cho chuyển gửi_cho mời giới_thiệu tặng transfer* envi* mandé mandei invit* referí refiri*"
    " convid* indiquei gönder* yolla* davet*"
)
"""The customer gave somebody something or brought him here."""

_PLAIN = "大丈夫 工夫 丈夫夫 功夫 妈的"
"""Longer words that are none of these."""


def words() -> Iterator[tuple[str, str, str]]:
    """(word, tag, tag) rows."""
    groups = {
        "kin": _KIN,
        "peer": _PEER,
        "friend": _FRIEND,
        "stranger": _STRANGER,
        "came": _CAME,
        "posed": _POSED,
        "asks": _ASKS,
        "behalf": _BEHALF,
        "lure": _LURE,
        "said": _SAID,
        "desk": _DESKS,
        "give": _GIVE,
        "plain": _PLAIN,
        "thief": _THIEF,
    }
    for tag, names in groups.items():
        for name in names.split():
            yield name.replace("_", " "), tag, tag
            if tag == "stranger" and any(word in name for word in ("自称", "自稱", "名乗")):
                yield name.replace("_", " "), "posed", "posed"
    for name in _THIEF.split():
        yield name.replace("_", " "), "stranger", "stranger"
    for name in _FOR_KIN.split():
        yield name.replace("_", " "), "kin", "kin"
        yield name.replace("_", " "), "behalf", "behalf"
    for name in _VI_KIN.split():
        kin = name.replace("_", " ")
        for own in _VI_OWN.split():
            yield f"{kin} {own}", "kin", "kin"
        yield f"của {kin}", "kin", "kin"
