"""From a mail to a sample for the classifier, and from its prediction to a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from classifiers import signals as detectors
from classifiers.base import Classifier, Prediction, Sample
from mailbot.model.catalogue import Catalogue
from mailbot.model.findings import Classification, Extraction, Signal
from mailbot.model.mail import ParsedMail

TEXT_BOUND = 20_000
"""Characters of a mail that are classified: nobody states a matter after them."""

_DANGER = "security"
"""The category whose matters must not wait behind a wrong choice."""
_HANDED = {
    "seed_phrase": "here is my seed phrase",
    "private_key": "here is my private key",
    "keystore": "here is my keystore",
}
"""What the mask has covered, said again: keys to a wallet, which are a matter of their own."""
_KEPT, _GIVEN = "phishing_report", "secret_exposed"
"""What differs only in whether a secret was told to whoever asked for it."""
_IN_LINKS = frozenset({"session_token"})
"""Secrets that a link carries, whoever sent it."""
_KIN = {
    "ongoing_theft": frozenset({"account_compromised", "secret_exposed", "scam_victim", "phishing_report"}),
    "cancellable_withdrawal": frozenset(
        {"account_compromised", "secret_exposed", "scam_victim", "phishing_report", "withdrawal_wrong_address"}
    ),
}
"""Signals that the words of a slow withdrawal resemble, and the intents of which one must be thinkable."""
_THINKABLE = 0.05
_SURE = 0.5
"""Where the first intents of the model say so little, the signal stands: an own catalogue may name other intents."""
_STRIPPED = "\u200b\u200c\u200d\ufeff"


def sample(mail: ParsedMail, extraction: Extraction, prior: str) -> Sample:
    """What the classifier is shown: subject and fresh text, and which facts and attachments are there."""
    words = mail.fresh_text.strip().strip(_STRIPPED)
    quoted = "" if words else mail.text.strip()
    kinds = sorted({e.kind for e in extraction.entities if e.where != "quoted"})
    features = [f"has:{kind}" for kind in kinds]
    features += sorted({f"attach:{e.kind}" for e in extraction.evidence})
    features += [f"secret:{kind}" for kind in sorted({s.kind for s in extraction.secrets})]
    if prior:
        features.append(f"mailbox:{prior}")
    handed = [_HANDED[kind] for kind in _HANDED if any(s.kind == kind for s in extraction.secrets)]
    text = "\n".join((f"{mail.subject}\n{words or quoted}"[:TEXT_BOUND], *handed))
    return Sample(text=text, features=tuple(features))


def finding(prediction: Prediction, catalogue: Catalogue) -> Classification:
    """The prediction in the catalogue's terms: intents that the policy does not know are left out."""
    ranked = [(i, p) for i, p in prediction.intents if i in catalogue.intents]
    intent, confidence = ranked[0] if ranked else ("unclear", 0.0)
    sums: dict[str, float] = {}
    for name, share in ranked:
        category = catalogue.intents[name].category
        sums[category] = sums.get(category, 0.0) + share
    category = max(sums, key=lambda c: sums[c]) if sums else "other"
    if intent in catalogue.intents and catalogue.intents[intent].category != category:
        intent, confidence = next((i, p) for i, p in ranked if catalogue.intents[i].category == category)
    return Classification(
        language=prediction.language,
        category=category,
        intent=intent,
        secondary_intents=tuple(i for i in prediction.secondary if i in catalogue.intents and i != intent),
        category_confidence=min(1.0, sums.get(category, 0.0)),
        intent_confidence=confidence,
        abstained=prediction.abstained or confidence < catalogue.abstain_below,
        candidates=tuple(ranked[:3]),
        because=prediction.because,
        model=f"{prediction.classifier}:{prediction.version}",
    )


def chosen(found: Classification, matter: str, catalogue: Catalogue) -> Classification:
    """The intent that the customer chose on the contact form holds, unless the words surely tell of a danger that the
    choice does not."""
    spec = catalogue.intents.get(matter)
    if spec is None or found.intent == matter:
        return found if spec is None else replace(found, abstained=False)
    if found.category == _DANGER != spec.category and not found.abstained:
        return found
    return replace(
        found,
        category=spec.category,
        intent=matter,
        category_confidence=1.0,
        intent_confidence=1.0,
        abstained=False,
        because=("chosen on the contact form", *found.because),
    )


def given_away(found: Classification, extraction: Extraction, catalogue: Catalogue) -> Classification:
    """The report of a fraud with a secret in the customer's own words beside it tells that the secret was given."""
    kinds = {secret.kind for secret in extraction.secrets if secret.where != "quoted"} - _IN_LINKS
    spec = catalogue.intents.get(_GIVEN)
    if found.intent != _KEPT or not kinds or spec is None:
        return found
    return replace(
        found, category=spec.category, intent=spec.name, because=("a secret stands beside it", *found.because)
    )


def detect(
    mails: Sequence[ParsedMail], classes: Sequence[Classification], classifier: Classifier
) -> list[tuple[Signal, ...]]:
    """The signals that rest on the customers' own words, never on what they quote or forward. A classifier that does
    not know signals leaves them to the model that ships."""
    scorer = classifier if isinstance(classifier, detectors.Scorer) else None
    told = [
        Sample(text=f"{mail.subject}\n{mail.fresh_text.strip()}"[:TEXT_BOUND], language=c.language)
        for mail, c in zip(mails, classes, strict=True)
    ]
    return [
        tuple(Signal(name=x.name, evidence=x.evidence, span=x.span) for x in found if _plausible(x, c))
        for c, found in zip(classes, detectors.detect_all(told, scorer), strict=True)
    ]


def _plausible(signal: detectors.Signal, matter: Classification) -> bool:
    """Beside a sure matter a guess is none (four in five were wrong), and what resembles a signal needs a matter that
    it may belong to, unless the words themselves give the reason."""
    if matter.intent_confidence < _SURE:
        return True
    kin = _KIN.get(signal.name)
    if kin is None or signal.standing != "shown":
        return signal.standing != "guessed"
    return matter.intent in kin or sum(p for intent, p in matter.candidates if intent in kin) >= _THINKABLE
