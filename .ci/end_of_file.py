"""Tell which of the named text files do not end with exactly one newline; a pre-commit hook."""

from __future__ import annotations

import sys
from pathlib import Path


def ends_well(path: Path) -> bool:
    """Tell whether the file is empty or ends with exactly one newline."""
    content = path.read_bytes()
    return not content or (content.endswith(b"\n") and not content.endswith(b"\n\n"))


if __name__ == "__main__":
    wrong = [name for name in sys.argv[1:] if not ends_well(Path(name))]
    for name in wrong:
        print(f"{name}: end the file with exactly one newline")
    sys.exit(bool(wrong))
