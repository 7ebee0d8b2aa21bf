"""Imports NumPy and PySide6 without the help texts of their functions, until somebody needs them.

NumPy writes those of what it has in C whenever it is imported. PySide6 holds 3,600 lines of Python,
most of which describe the arguments of its functions: for help texts, and to say what is wrong with
a call; it compiles and runs all of them at every start. And once it is there, it reads the source
of every module that is imported, to find out whether that one uses PySide6, too; only who writes
``from __feature__ import …`` needs that: nobody does here. All of this is a sixth of the start.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from threading import RLock
from types import ModuleType
from typing import Any, Final

NUMPYS_HELP: Final = ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars")
"""Modules that write the help texts of NumPy. Should it have others, they are imported with it."""

_DESCRIBING: Final = {
    "shibokensupport/signature/errorhandler.py",
    "shibokensupport/signature/layout.py",
    "shibokensupport/signature/lib/enum_sig.py",
    "shibokensupport/signature/lib/pyi_generator.py",
    "shibokensupport/signature/lib/tool.py",
    "shibokensupport/signature/parser.py",
}
"""Files inside PySide6 that are needed only to describe its functions."""

_LATER: Final = f"from {__name__} import run_when_asked; __getattr__ = run_when_asked(globals())"
"""Source that stands for that of such a file until then."""


def put_off_numpys_help() -> None:
    """Let NumPy, which is imported after this, have empty modules for its help texts."""
    if "numpy" not in sys.modules:
        sys.modules.update({name: ModuleType(name) for name in NUMPYS_HELP})


def let_numpys_help_be_imported() -> None:
    """Forget the empty modules: who imports them now gets the true ones."""
    for name in NUMPYS_HELP:
        if (module := sys.modules.get(name)) is not None and module.__spec__ is None:
            del sys.modules[name]


def import_qt() -> None:
    """Import PySide6; what describes its functions is run when they are described.

    Afterwards Python imports as it always did, so that ``from PySide6.QtCore import *`` would not
    get all names. Should another version of PySide6 be made differently, it is imported as usual.
    """
    compiling, importing = builtins.compile, builtins.__import__
    builtins.compile = _compile_or_put_off  # type: ignore[assignment]
    try:
        import PySide6.QtCore  # noqa: F401, PLC0415
    finally:
        builtins.compile, builtins.__import__ = compiling, importing


_compile: Final = compile
_put_off: Final[dict[str, tuple[bytes, str]]] = {}
"""Source and file of what has been put off, by the name of the module."""

_running: Final = RLock()


def _compile_or_put_off(source: Any, file: Any, *args: Any, **options: Any) -> Any:
    if file in _DESCRIBING:
        _put_off[file.removesuffix(".py").replace("/", ".")] = source, file
        source = _LATER
    return _compile(source, file, *args, **options)


def run_when_asked(module: dict[str, Any]) -> Callable[[str], object]:
    """Return the ``__getattr__`` of a module, given its names, that first runs its source."""
    source, file = _put_off[module["__name__"]]

    def ask(name: str) -> object:
        with _running:
            if module.pop("__getattr__", None) is not None:
                exec(_compile(source, file, "exec"), module)  # noqa: S102 -- PySide6's own
        if name in module:
            return module[name]
        raise AttributeError(f"module {module['__name__']!r} has no attribute {name!r}")

    return ask
