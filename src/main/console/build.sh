#!/bin/sh
# Builds the console, or says in one line what it takes.
command -v node >/dev/null || { echo "Node 20 or newer is needed to build the console" >&2; exit 1; }
exec node "$(dirname "$0")/build.mjs"
