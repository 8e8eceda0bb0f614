"""axe-core on a page, in light and dark, and at a phone's width."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, ViewportSize

from tests.conftest import stand_aside

FILE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
_ASK = (
    "axe.run({resultTypes: ['violations'], %s}).then(r => JSON.stringify(r.violations"
    ".filter(v => ['serious', 'critical'].includes(v.impact)).map(v => [v.id, v.nodes.slice(0, 4)"
    ".map(n => n.html.slice(0, 160) + ' | ' + n.failureSummary.slice(0, 200))])))"
)
_ALL = "runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']"
_LOOKS: tuple[tuple[Literal["light", "dark"], ViewportSize, str], ...] = (
    ("light", WIDE, _ALL),
    ("dark", WIDE, "runOnly: {type: 'rule', values: ['color-contrast']}"),
    ("dark", PHONE, _ALL),
)
"""Names, sizes and order change with the width alone; colours are looked at in each scheme, and where the page is
narrow once more, since other things lie on one another there."""


def serious(page: Page) -> dict[str, str]:
    """What axe calls serious or worse, by look; empty where all is well. The window is wide again afterwards."""
    if not FILE.exists():
        stand_aside("axe-core is not there: tools/static.sh dev fetches it")
    session = page.context.new_cdp_session(page)  # the page's own policy forbids what `evaluate` would need
    session.send("Runtime.evaluate", {"expression": FILE.read_text("utf-8")})
    found = {}
    for scheme, size, what in _LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        ask = {"expression": _ASK % what, "awaitPromise": True, "returnByValue": True}
        told = session.send("Runtime.evaluate", ask)["result"]
        if told.get("value") != "[]":
            found[f"{scheme}, {size['width']} wide"] = str(told)
    page.set_viewport_size(WIDE)
    session.detach()
    return found
