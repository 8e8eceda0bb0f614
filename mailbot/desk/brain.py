"""What triage needs and no more: a policy and a classifier. No database, no network."""

from __future__ import annotations

from functools import cached_property

from classifiers import embedding
from classifiers.base import Classifier
from classifiers.cascade import CascadeClassifier
from classifiers.linear import DEFAULT, LinearClassifier
from mailbot.config import Settings
from mailbot.triage.policy import Policy


class Brain:
    """A policy, and the model in force."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings.with_token_key(b"no installation")

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self.settings.policy

    @cached_property
    def classifier(self) -> Classifier:
        """The model in force: one that was trained here and promoted, else the one that ships; with the embedding
        where that is installed and wanted."""
        models = self.settings.store.folder / "models"
        current = models / "current"
        folder = models / current.read_text("utf8").strip() if current.exists() else DEFAULT
        if self.settings.embeddings and embedding.available() and (folder / "embedding.npz").exists():
            return CascadeClassifier.load(folder)
        return LinearClassifier.default() if folder == DEFAULT else LinearClassifier.load(folder)
