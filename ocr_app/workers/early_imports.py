"""Imports what will be needed, a few milliseconds at a time: nobody waits for it when it is."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from importlib import import_module
from threading import Event, Thread, get_ident
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

_SLICE_S: Final = 0.01
"""Time that the window gives at once; only a module that takes longer by itself gets more."""

_BETWEEN_MS: Final = 8
"""Time that the window has for itself in between."""

_PATIENCE_S: Final = 0.05
"""If the window is not heard of for so long, it may wait for what is being imported."""


class EarlyImports(QObject):
    """Imports modules in a thread that stands still except when the window has nothing to do.

    A thread alone would not do: it takes Python's lock for 5 ms whenever the window gives it away,
    which is some ten times for every movement of the pen. So it stops before every module, however
    deep in another one, until it is told to go on. While a mouse button is held it is not.

    Should the window need one of the modules sooner, it waits for the thread, which notices that
    nothing is heard of the window and no longer stops.

    Parameters
    ----------
    names : sequence of str
        Modules, in the order in which they are imported. What cannot be imported is skipped: who
        needs it will hear of it.
    parent : QObject, optional

    Signals
    -------
    imported : str
        A module of these is there.
    finished
        All are.
    """

    imported = Signal(str)
    finished = Signal()

    def __init__(self, names: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        self._n_done = self._n_told = 0
        self._gate = _Gate()
        self._thread = Thread(target=self._import_all, name="early imports", daemon=True)
        self._timer = QTimer(self, interval=_BETWEEN_MS)
        self._timer.timeout.connect(self._give_slice)

    def start(self) -> None:
        """Begin; to be called once, with an event loop to come."""
        sys.meta_path.insert(0, self._gate)
        self._gate.hear()
        self._thread.start()
        self._timer.start()

    def cancel(self) -> None:
        """Import no more, and wait for the module that is being imported."""
        if self._timer.isActive():
            self._timer.stop()
            self._gate.cancel()
            self._thread.join()
            sys.meta_path.remove(self._gate)

    def _import_all(self) -> None:
        self._gate.guard()
        with contextlib.suppress(_CancelledError):
            for name in self._names:
                with contextlib.suppress(Exception):
                    import_module(name)
                self._n_done += 1

    def _give_slice(self) -> None:
        self._gate.hear()
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._gate.give(_SLICE_S, self._thread)
        self._tell()

    def _tell(self) -> None:
        is_over = not self._thread.is_alive()
        while self._n_told < self._n_done:
            self._n_told += 1
            self.imported.emit(self._names[self._n_told - 1])
        if is_over and self._timer.isActive():
            self._timer.stop()
            sys.meta_path.remove(self._gate)
            self.finished.emit()


class _CancelledError(BaseException):
    """Not an exception that a module would take for a library that is missing."""


class _Gate:
    """Stops one thread before every module that it imports; it is asked where modules are found."""

    def __init__(self) -> None:
        self._go, self._stands = Event(), Event()
        self._heard = 0.0
        self._is_cancelled = False
        self._guarded: int | None = None

    def guard(self) -> None:
        """Stop this thread from now on, and no other one."""
        self._guarded = get_ident()

    def hear(self) -> None:
        """Notice that the window is alive."""
        self._heard = monotonic()

    def give(self, seconds: float, thread: Thread) -> None:
        """Let the thread go on for so long, and wait meanwhile: it has Python's lock to itself."""
        end = monotonic() + seconds
        while thread.is_alive() and (left := end - monotonic()) > 0:
            self._stands.clear()
            self._go.set()
            self._stands.wait(left)
        self._go.clear()

    def cancel(self) -> None:
        """Let the thread end at the next module."""
        self._is_cancelled = True
        self._go.set()

    def find_spec(self, _name: str, _path: object = None, _target: object = None) -> None:
        """Find nothing, as a finder of Python's, but take the time that it needs."""
        if get_ident() != self._guarded:
            return
        self._stands.set()
        while not self._is_cancelled and monotonic() - self._heard < _PATIENCE_S:
            if self._go.wait(_PATIENCE_S):
                self._go.clear()
                break
        if self._is_cancelled:
            raise _CancelledError
