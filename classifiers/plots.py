"""Two diagrams as SVG, drawn by hand: nothing to install, the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

_SIZE, _MARGIN = 320, 44
_SPAN = _SIZE - 2 * _MARGIN


def reliability(title: str, bins: Sequence[tuple[float, float, int]]) -> str:
    """Accuracy against confidence; the area of a dot grows with its bin. On the diagonal, probabilities are honest."""
    total = sum(count for _, _, count in bins) or 1
    dots = [
        f'<circle cx="{_x(mean)}" cy="{_y(accuracy)}" r="{3 + 14 * (count / total) ** 0.5:.1f}" class="dot">'
        f"<title>{count} texts: confidence {mean:.2f}, accuracy {accuracy:.2f}</title></circle>"
        for mean, accuracy, count in bins
    ]
    diagonal = f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" class="guide"/>'
    return _frame(title, "confidence", "accuracy", [diagonal, *dots])


def curve(title: str, points: Sequence[tuple[float, float]]) -> str:
    """Accuracy against the share of texts that is answered."""
    path = "L".join(f"{_x(coverage)} {_y(accuracy)}" for coverage, accuracy in points)
    return _frame(title, "coverage", "accuracy", [f'<path d="M{path}" class="line"/>'] if path else [])


def _x(value: float) -> str:
    return f"{_MARGIN + _SPAN * value:.1f}"


def _y(value: float) -> str:
    return f"{_SIZE - _MARGIN - _SPAN * value:.1f}"


def _frame(title: str, across: str, up: str, inside: Sequence[str]) -> str:
    ticks = [
        f'<text x="{_x(v / 4)}" y="{_SIZE - _MARGIN + 16}" text-anchor="middle">{v / 4:g}</text>'
        f'<text x="{_MARGIN - 6}" y="{_y(v / 4)}" text-anchor="end" dy="4">{v / 4:g}</text>'
        for v in range(5)
    ]
    middle = _SIZE // 2
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}" role="img">',
            f"<title>{escape(title)}</title>",
            (
                "<style>text{font:11px sans-serif}.dot{fill:#1e6fbf;fill-opacity:.65}"
                ".line{fill:none;stroke:#1e6fbf;stroke-width:2}.guide{stroke:#999;stroke-dasharray:4 3}"
                ".box{fill:none;stroke:#555}</style>"
            ),
            f'<rect width="{_SIZE}" height="{_SIZE}" fill="#fff"/>',
            f'<rect x="{_MARGIN}" y="{_MARGIN}" width="{_SPAN}" height="{_SPAN}" class="box"/>',
            f'<text x="{middle}" y="24" text-anchor="middle" font-weight="bold">{escape(title)}</text>',
            f'<text x="{middle}" y="{_SIZE - 8}" text-anchor="middle">{escape(across)}</text>',
            f'<text x="12" y="{middle}" text-anchor="middle" transform="rotate(-90 12 {middle})">{escape(up)}</text>',
            *ticks,
            *inside,
            "</svg>",
            "",
        ]
    )
