"""format=flowed (RFC 3676): lines that end in a space go on in the next."""

from __future__ import annotations


def unflow(text: str, *, delsp: bool) -> str:
    """Paragraphs on one line each; quote depth, signature separator and unquoted fixed lines are kept."""
    out: list[list[str]] = []
    open_depth = -1
    for raw in text.split("\n"):
        line = raw.rstrip("\r")
        depth = len(line) - len(line.lstrip(">"))
        body = line[depth:]
        body = body.removeprefix(" ")
        flows = body.endswith(" ") and body != "-- "
        kept = body[:-1] if flows and delsp else body
        if open_depth == depth and body != "-- ":
            out[-1].append(kept)
        else:
            out.append([">" * depth + " " if depth else "", kept])
        open_depth = depth if flows else -1
    return "\n".join("".join(pieces) for pieces in out)
