"""What a wheel carries besides its packages: the templates and the default policy, as package data."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

RESOURCES = ("templates", "config.yaml")


class Resources(BuildHookInterface):  # type: ignore[type-arg]
    """Lays RESOURCES into mailbot/_data/, where `mailbot.resources` looks for them.

    An editable install carries nothing: there `mailbot.resources` finds the repository's own files.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the resources to a standard wheel; hatchling refuses a missing one."""
        if version == "standard":
            build_data["force_include"].update({name: f"mailbot/_data/{name}" for name in RESOURCES})
