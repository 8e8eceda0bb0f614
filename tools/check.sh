#!/usr/bin/env bash
# Every check, in the order of their cost; the first that fails ends it. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"

step() {
  printf '== %s\n' "$*"
  "$@"
}

step ruff check .
step ruff format --check .
step mypy
step lint-imports --no-logo
# Files are dealt out whole: those of one file share its servers.
step pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile "$@"
