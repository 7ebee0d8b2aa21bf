"""``ocr-app``: the window, or with a command the command line."""

from __future__ import annotations

import gc
import os
import sys

# Before NumPy is imported: matrices as small as these gain nothing from more threads, and lose much
# when the other cores are busy.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

_QT_OPTIONS = (
    "-display",
    "-platform",
    "-platformpluginpath",
    "-platformtheme",
    "-qwindowgeometry",
    "-reverse",
    "-style",
    "-stylesheet",
)


def main() -> int:
    """Open the window if no command is given, else run the command; return the exit code."""
    # Neither the window nor the command line waits for the other's imports.
    try:
        if _wants_window(sys.argv[1:]):
            # Start-up makes many objects and no garbage: looking for some costs 20 ms.
            gc.disable()
            from ocr_app.lean_imports import import_qt, put_off_numpys_help  # noqa: PLC0415

            put_off_numpys_help()
            import_qt()
            from ocr_app.app import run_window  # noqa: PLC0415

            return run_window(sys.argv)
        from ocr_app.cli import run  # noqa: PLC0415

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


def _wants_window(arguments: list[str]) -> bool:
    """Whether no command is given: nothing at all, or only what Qt knows."""
    return not arguments or arguments[0] in _QT_OPTIONS


if __name__ == "__main__":
    sys.exit(main())
