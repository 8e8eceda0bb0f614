"""What an attachment seems to be, by its name, type, size and place; and whether it is evidence."""

from __future__ import annotations

import re

from mailbot.model.findings import Evidence
from mailbot.model.mail import Attachment
from mailbot.triage.sieve import sieved

_IDENTITY = sieved(
    r"身份证|身分證|身份證|护照|護照|驾照|駕照|驾驶证|户口|戶口|健保卡|居住证|证件照|passport|passbild|"
    r"id[ _-]?card|\bid\b|id[_-](?:front|back)|identity|national[ _-]?id|driver'?s?[ _-]?licen[cs]e|"
    r"licen[cs]e[_-]|selfie|自拍|手持|"
    r"旅券|パスポート|免許証|マイナンバー|在留カード|本人確認書類|身分証|세피|셀카|여권|신분증|주민등록|면허증|"
    r"паспорт|загран|водительск|права\b|селфи|cccd|cmnd|can[ _-]?cuoc|căn cước|hộ chiếu|ho[ _-]?chieu|"
    r"\bdni\b|\bnie\b|pasaporte|c[eé]dula|\bine\b|kimlik|pasaport|ehliyet|n[uü]fus|\brg\b|\bcnh\b|passaporte|"
    r"identidade|documento[_ -]?(?:frente|verso)",
    re.IGNORECASE,
)
_SELF = sieved(r"selfie|自拍|手持|셀카|селфи", re.IGNORECASE)
_POLICE = re.compile(
    r"报警|立案|受案|报案|報案|報警|三聯單|受理案件|案件證明|受理證明|警局|派出所|告知书|接警|笔录|筆錄|出警|公安|警察|"
    r"police|polic[ií]a|polizei|polis\b|garda\b|strafanzeige|plainte\b|cyber ?crime|\bncrp\b"
    r"|crime[ _-]?(?:ref|number|no\b|report)|\bfir\b|incident[ _-]?report|"
    r"action[ _-]?fraud|\bic3\b|被害届|受理番号|被害相談|접수증|접수 ?확인|"
    r"사건 ?접수|접수 ?서류|진정서|경찰|사건사고|사실확인원|고소장|신고|кусп|талон|полици|"
    r"заявлени|công an|cong[ _-]?an|tố giác|to[ _-]?giac|"
    r"tiếp nhận tin|denuncia|atestado|boletim|\bb\.?o\.?\b|ocorr[eê]ncia|tutana[gk]|savc[iı]l[iı]k|su[cç] duyuru|"
    r"soru[sş]turma|[sş]ik[aâ]yet|dilek[cç]e|karakol|tr[iì]nh b[aá]o|t[oố] c[aá]o|\btalon\b",
    re.IGNORECASE,
)
_LOGO = re.compile(
    r"logo|signature|^sig[_.-]|banner|footer|^image00\d|^att0000|icon|outlook-|facebook|twitter|linkedin|"
    r"instagram|whatsapp[_-]?(?:icon|logo)|签名|簽名|署名|서명|подпись|firma\.|imza|assinatura|letterhead|badge|"
    r"avatar",
    re.IGNORECASE,
)
_PASTED = re.compile(r"(?i)image00\d|outlook-")
"""What mail programs call every picture in a letter: a large one is no logo."""
_NO_EVIDENCE = re.compile(
    r"\.(?:vcf|ics|p7s|p7m|asc|sig|url|lnk|exe|scr|bat|cmd|js|vbs|msi|apk|dll|com|jar|ps1|hta|iso)$", re.IGNORECASE
)
_SMALL_PIXEL, _SMALL_LOGO = 400, 12_000
"""Octets up to which an inline picture is a tracking pixel, and up to which one with a telling name is a logo."""


def judge(attachment: Attachment) -> Evidence:
    """The kind of an attachment and whether it counts: readable, harmless, and about the matter."""
    name, kind = attachment.filename, attachment.content_type.lower()
    family = kind.partition("/")[0]
    told = _told(attachment, name, kind, family)
    counts = (
        told in {"screenshot", "photo", "video", "record", "police_report", "mail", "archive"}
        and attachment.size > 0
        and not attachment.suspicious
        and not _SELF.search(name)
    )
    return Evidence(filename=name, kind=told, counts=counts)  # type: ignore[arg-type]


def _told(attachment: Attachment, name: str, kind: str, family: str) -> str:
    if attachment.executable or re.search(
        r"\.(?:exe|scr|bat|cmd|vbs|msi|apk|jar|ps1|hta|js|lnk)$", name, re.IGNORECASE
    ):
        return "executable"
    if kind == "message/rfc822" or name.lower().endswith((".eml", ".msg")):
        return "mail"
    if family == "image":
        return _picture(attachment, name)
    if family == "video" or re.search(r"\.(?:mp4|mov|avi|mkv|webm|3gp|m4v)$", name, re.IGNORECASE):
        return "video"
    if _NO_EVIDENCE.search(name) or kind in {
        "text/calendar",
        "text/vcard",
        "application/pgp-signature",
        "application/pkcs7-signature",
    }:
        return "other"
    if _POLICE.search(re.sub(r"[_-]", " ", name)):
        return "police_report"
    if _IDENTITY.search(name) and family != "audio":
        return "id_document"
    if kind in {
        "application/zip",
        "application/x-rar-compressed",
        "application/x-7z-compressed",
        "application/vnd.rar",
    } or re.search(r"\.(?:zip|rar|7z)$", name, re.IGNORECASE):
        return "archive"
    return "record" if name or family in {"text", "application"} else "other"


def _picture(attachment: Attachment, name: str) -> str:
    if attachment.inline and attachment.size <= _SMALL_PIXEL and (not name or attachment.content_type == "image/gif"):
        return "tracking_pixel"
    if re.search(r"pixel|spacer|track(?:ing|er)|blank\.gif|1x1", name, re.IGNORECASE):
        return "tracking_pixel"
    if _PASTED.match(name) and attachment.size > _SMALL_LOGO * 3:
        return "screenshot"
    if _LOGO.search(name) and (attachment.inline or attachment.size <= _SMALL_LOGO):
        return "signature_logo"
    if _POLICE.search(re.sub(r"[_-]", " ", name)):
        return "police_report"
    if _IDENTITY.search(name):
        return (
            "photo"
            if _SELF.search(name) and not re.search(r"证|證|passport|\bid\b|证件", name, re.IGNORECASE)
            else "id_document"
        )
    return "photo" if re.match(r"(?:IMG|DSC|PXL)[_-]?\d", name) and attachment.size > 1_500_000 else "screenshot"
