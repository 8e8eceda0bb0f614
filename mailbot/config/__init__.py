"""The configuration: YAML to validated, immutable values; every error with its place and its remedy."""

from mailbot.config.load import load, load_default
from mailbot.config.problems import ConfigError, Mark, Problem
from mailbot.config.settings import Secret, Settings

__all__ = ["ConfigError", "Mark", "Problem", "Secret", "Settings", "load", "load_default"]
