"""Lets a view follow the network of the moment, without the window ever waiting for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol

from PySide6.QtCore import QEvent, QObject, SignalInstance

from nn import Network
from ocr_app.workers.keeper import Keeper
from ocr_app.workers.look_worker import LookWorker

_keeper: Final = Keeper()


class LookingView(Protocol):
    """A view of what is computed from a network and some samples."""

    @property
    def shown(self) -> SignalInstance:
        """Emitted when it comes into sight."""

    def isVisible(self) -> bool:  # noqa: N802 -- Qt's name
        """Whether it is in sight."""

    def show_look(self, network: Network | None, look: Any) -> None:
        """Show what was computed from a network; None, None if there is nothing to see."""


class LookController(QObject):
    """Computes in a thread what a view shows, only while it is in sight, and only the newest.

    Parameters
    ----------
    view : LookingView
    examine : callable (Network, *samples) -> object
        Called in the thread; must only read.
    window : QObject
        If it is closed, nothing more is computed.
    """

    def __init__(self, view: LookingView, examine: Callable[..., object], window: QObject) -> None:
        super().__init__(window)
        self._view, self._examine = view, examine
        self._network: Network | None = None
        self._samples: tuple[object, ...] | None = None
        self._worker: LookWorker | None = None
        self._is_stale = False
        view.shown.connect(self._renew)
        window.installEventFilter(self)

    def show_network(self, network: Network | None) -> None:
        """Follow another network."""
        self._network = network
        self._renew()

    def show_samples(self, *samples: object) -> None:
        """Compute from other samples from now on."""
        self._samples = samples

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Never let the window go while a thread still runs."""
        del watched
        if event.type() == QEvent.Type.Close:
            self._worker = None
            _keeper.stop_all()
        return False

    def _renew(self) -> None:
        if not self._view.isVisible():
            return
        network, samples = self._network, self._samples
        if network is None or samples is None:
            self._view.show_look(None, None)
        elif self._worker is not None:
            self._is_stale = True
        else:
            self._is_stale = False
            worker = LookWorker(lambda: (network, self._examine(network, *samples)))
            worker.looked.connect(self._show)
            worker.errored.connect(self._give_up)
            self._worker = worker
            _keeper.start(worker)

    def _show(self, found: tuple[Network, object]) -> None:
        if self.sender() is not self._worker:
            return
        self._worker = None
        if self._network is not None:
            self._view.show_look(*found)
        if self._is_stale:
            self._renew()

    def _give_up(self) -> None:
        if self.sender() is self._worker:
            self._worker = None
            self._view.show_look(None, None)
