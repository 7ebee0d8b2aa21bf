#!/bin/sh
# Find a Python that runs and is new enough, and hand over to environment.py.
# Usage: .ci/environment.sh run|dev        PYTHON=... names a Python.

cd "$(dirname "$0")/.." || exit 1

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
complete='import sys; from importlib.util import find_spec as has
sys.exit(sys.version_info < (3, 11) or not has("ensurepip") or not has("venv"))'

# Only running it tells: version managers leave commands on the PATH that refuse to run.
can() {
    "$1" -c "$2" >/dev/null 2>&1
}

first_that() {
    for name in python3 python3.13 python3.12 python3.11 python; do
        if can "$name" "$1"; then
            python=$name
            return
        fi
    done
}

python=
if [ -n "$PYTHON" ]; then
    if ! can "$PYTHON" "$new_enough"; then
        echo "PYTHON=$PYTHON is not a Python 3.11 or newer that runs here." >&2
        exit 1
    fi
    python=$PYTHON
elif [ -f .venv/.ready.json ] && [ ! -e .venv/.unfinished ] && can .venv/bin/python "$new_enough"; then
    python=.venv/bin/python
else
    # One that can make virtual environments goes before one that would need a package first.
    first_that "$complete"
    [ -n "$python" ] || first_that "$new_enough"
fi
if [ -z "$python" ]; then
    found=$(python3 --version 2>/dev/null) || found="no Python that runs"
    echo "ocr-app needs Python 3.11 or newer; here is $found." >&2
    echo "Install one, or name it: make run PYTHON=/path/to/python3.12" >&2
    exit 1
fi

exec "$python" .ci/environment.py "$@"
