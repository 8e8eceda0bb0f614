"""What a classifier takes and gives: text in, ranked and calibrated labels out. Knows no mail, file or model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Sample:
    """One text to be classified.

    `text` is the subject, a line feed and the fresh text of a mail. `language` is a BCP 47 tag, empty where unknown.
    `features` are facts beside the words: "has:tx_hash", "mailbox:trading", "attach:image".
    """

    text: str
    language: str = ""
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a classifier concludes about one sample.

    `intents` and `categories` are ranked, best first, with calibrated probabilities that sum to one.
    `familiarity` is the mean cosine (0..1) to the three nearest labelled texts. `abstained`: a person should decide.
    `because` names the evidence in words, empty unless asked for (see `LinearClassifier.explain`).
    """

    language: str
    intents: tuple[tuple[str, float], ...]
    categories: tuple[tuple[str, float], ...]
    secondary: tuple[str, ...]
    abstained: bool
    familiarity: float
    because: tuple[str, ...]
    classifier: str
    version: str

    @property
    def intent(self) -> str:
        """The most probable intent."""
        return self.intents[0][0]

    @property
    def category(self) -> str:
        """The most probable category."""
        return self.categories[0][0]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A labelled text near to a sample: its identifier in the training set, its intent, its cosine, its beginning."""

    intent: str
    cosine: float
    excerpt: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a sample got its label: what weighed for and against the intent, the nearest texts, the bars to meet."""

    prediction: Prediction
    weighed: tuple[tuple[str, float], ...]
    against: tuple[tuple[str, float], ...]
    nearest: tuple[Neighbour, ...]
    thresholds: tuple[tuple[str, float], ...]


@runtime_checkable
class Classifier(Protocol):
    """Anything that labels texts, in batches."""

    def predict(self, samples: Sequence[Sample]) -> list[Prediction]:
        """Label each sample, in order; never raises on any text."""
        ...
