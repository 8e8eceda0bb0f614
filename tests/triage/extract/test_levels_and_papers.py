"""Levels of verification, errors without quotation marks, numbers and papers of the police, as customers write them."""

from __future__ import annotations

import pytest

from mailbot.model.mail import Attachment
from mailbot.triage.extract.evidence import judge
from tests.triage.extract.reading import found

LEVELS = [
    ("my account is verified at level 1 only", "1"),
    ("KYC lvl2 rejected again", "2"),
    ("stuck at second level of verification", "2"),
    ("I only passed basic verification (level one)", "1"),
    ("高级认证 Lv2 一直审核中", "2"),
    ("初级认证 level 1 已通过", "1"),
    ("二级认证被拒", "2"),
    ("身份认证三级申请不了", "3"),
    ("進階認證(Lv.2)審核中", "2"),
    ("レベル2の本人確認が通りません", "2"),
    ("本人確認はレベル１まで完了", "1"),
    ("본인인증 2단계에서 계속 거절돼요", "2"),
    ("현재 인증 레벨 1 입니다", "1"),
    ("верификация второго уровня не проходит", "2"),
    ("у меня 1 уровень KYC", "1"),
    ("уровень верификации — 2", "2"),
    ("xác minh cấp 2 bị từ chối", "2"),
    ("em mới KYC cấp độ 1", "1"),
    ("verificación nivel 2 rechazada", "2"),
    ("no me deja pasar al nivel dos de verificación", "2"),
    ("estoy en el nivel 1 de KYC", "1"),
    ("seviye 2 doğrulama reddedildi", "2"),
    ("hesabım 1. seviye doğrulanmış", "1"),
    ("verificação nível 2 recusada", "2"),
    ("meu KYC está no nível um", "1"),
    ("tier 2 verification pending", "2"),
    ("my kyc is L2 and pending", "2"),
]


@pytest.mark.parametrize(("text", "level"), LEVELS, ids=[t[:24] for t, _ in LEVELS])
def test_the_level_of_verification(text: str, level: str) -> None:
    assert found(text, "kyc_level") == [level]


ERRORS = [
    ("verification failed, reason: Selfie does not match", "Selfie does not match"),
    ("审核不通过，原因：证件模糊", "证件模糊"),
    ("点提现就跳系统繁忙，请稍后再试，两天了", "系统繁忙，请稍后再试"),
    ("登录一直显示网络异常", "网络异常"),
    ("「ネットワークエラー」としか出ません", "ネットワークエラー"),
    ("本人確認が「書類が不鮮明です」で差し戻し", "書類が不鮮明です"),
    ('로그인하면 "일시적인 오류가 발생했습니다"라고 떠요', "일시적인 오류가 발생했습니다"),
    ("пишет: Слишком много попыток", "Слишком много попыток"),
    ("отклонили с причиной «Документ не читается»", "Документ не читается"),
    ("báo lỗi Giấy tờ không hợp lệ", "Giấy tờ không hợp lệ"),
    ("me sale Documento ilegible y ya", "Documento ilegible"),
    ("aparece a mensagem Documento ilegível", "Documento ilegível"),
    ('banner on top: "Your account is restricted"', "Your account is restricted"),
    ("api gives 51008 insufficient balance", "51008 insufficient balance"),
    ("it says Invalid OTP every single time", "Invalid OTP"),
]


@pytest.mark.parametrize(("text", "words"), ERRORS, ids=[t[:24] for t, _ in ERRORS])
def test_what_a_screen_says(text: str, words: str) -> None:
    assert found(text, "error_message") == [words]


CASES = [
    ("派出所给的案号是 A3301060000202511032，卡还冻着", "A3301060000202511032"),
    ("警方說案號：B1140233871，請你們配合", "B1140233871"),
    ("следователь сказал номер дела 12501450011000327", "12501450011000327"),
    ("police report number A1234567", "A1234567"),
    ("I filed with the police, case no. 2026-004512", "2026-004512"),
    ("crime reference CR/2211/26", "CR/2211/26"),
    ("已报警，受案回执 京公(朝)受案字〔2026〕1182号", "京公(朝)受案字〔2026〕1182号"),
    ("报警回执编号A4401052026010001", "A4401052026010001"),
    ("경찰 접수번호 2026-000412", "2026-000412"),
    ("denuncia número DEN-2026-0091", "DEN-2026-0091"),
    ("savcılık soruşturma no 2026/1182", "2026/1182"),
    ("boletim de ocorrência nº 1182/2026", "1182/2026"),
    ("đơn tố giác số HCM-2026-118", "HCM-2026-118"),
    ("Action Fraud ref NFRC260112345", "NFRC260112345"),
    ("IC3 complaint I2601121234567890", "I2601121234567890"),
]


@pytest.mark.parametrize(("text", "number"), CASES, ids=[t[:24] for t, _ in CASES])
def test_the_number_of_the_police(text: str, number: str) -> None:
    assert found(text, "police_case_no") == [number]


NEITHER = [
    "VIP level 5 fees are wrong",
    "level 2 order book data missing",
    "二级市场 卖币",
    "it says pending",
    "status shows completed but nothing arrived",
    "the app says I should wait 24 hours",
    'he said "send me the code"',
    'the seller wrote "I have released" but no coins',
    "点了页面提示网络错误我才反应过来",
    "那个每天跳出来的红色数字能不能关掉",
    "it says completed and my wallet is not receiving",
    "reason: I need it for my family",
]


@pytest.mark.parametrize("text", NEITHER)
def test_nothing_of_the_kind(text: str) -> None:
    assert [found(text, kind) for kind in ("kyc_level", "error_message", "police_case_no")] == [[], [], []]


PAPERS = [
    "사건접수확인서.pdf",
    "경찰접수.jpg",
    "報案三聯單.jpg",
    "报警回执.jpg",
    "询问笔录.pdf",
    "警察相談票.pdf",
    "被害届受理.pdf",
    "talon_kusp.pdf",
    "талон-уведомление.jpg",
    "denuncia_policia.jpg",
    "BO_1182.pdf",
    "boletim.pdf",
    "sikayet_dilekcesi.pdf",
    "polis_tutanagi.jpg",
    "don_trinh_bao.pdf",
    "đơn_tố_cáo.pdf",
    "FIR_copy.pdf",
    "cybercrime_complaint.pdf",
    "Strafanzeige.pdf",
    "garda_report.pdf",
    "crime-number.pdf",
    "plainte.pdf",
]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_of_the_police(name: str) -> None:
    assert judge(_attached(name)).kind == "police_report"


@pytest.mark.parametrize("name", ["complaint.pdf", "bank_confirmation.pdf", "firma.pdf", "policy.pdf", "statement.pdf"])
def test_another_paper(name: str) -> None:
    assert judge(_attached(name)).kind == "record"


def _attached(name: str) -> Attachment:
    kind = "image/jpeg" if name.endswith(".jpg") else "application/pdf"
    return Attachment(index=0, filename=name, content_type=kind, declared_type=kind, size=50_000, sha256="")
