#!/usr/bin/env bash
# Writes requirements.lock (what runs), requirements-dev.lock (what tests) and requirements-npm.lock (what fetches the
# console's script where there is no npm) from pyproject.toml: every version with its hashes, for every platform and
# Python 3.11 and later, and no registry's address.
# Arguments go to uv: `tools/lock.sh --upgrade`, `tools/lock.sh --upgrade-package jinja2`.
set -euo pipefail
cd "$(dirname "$0")/.."

uv=$(command -v uv || echo .venv/bin/uv)

compile() {  # compile OUTPUT GROUP...: keeps the versions already locked unless told to upgrade
  local output=$1 group groups=()
  shift
  for group in "$@"; do groups+=(--group "$group"); done
  "$uv" pip compile "${project[@]}" "${groups[@]}" --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet \
    --output-file "$output" "${upgrade[@]}"
  if grep -nE 'https?://|file:|--(extra-)?index-url|--find-links' "$output"; then
    echo "lock: $output names an address" >&2
    exit 1
  fi
}

project=(pyproject.toml --extra postgres)
upgrade=("$@")
compile requirements.lock build
upgrade=(--constraint requirements.lock "$@")  # the tests run what runs
compile requirements-dev.lock build dev
project=()  # nothing of mailbot runs it
upgrade=("$@")
compile requirements-npm.lock npm
