"""The training digits that are most like a drawing: what the network knows of its kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

PEOPLE, SYNTHETIC = "scikit-learn's digits", "synthetic"
"""Where a training digit comes from."""

FAR: Final = 1.4
"""Distance of the nearest training digit beyond which a drawing is unlike all of them.

Nine of ten held-out digits have a nearer one, and three of ten non-digits that the factory model
refuses: an O is refused as well, and is like a zero all the same.
"""

_SYNTHETIC_PER_DIGIT: Final = 200
_SEED: Final = 0


@dataclass(frozen=True, slots=True, eq=False)
class Neighbour:
    """A training digit that is like a drawing.

    Attributes
    ----------
    pixels : ndarray of shape (8, 8), float32, read-only
        In 0..1.
    label : int
        0 to 9.
    distance : float
        Euclidean, over the 64 inputs: 0 for the same picture, 8 for its negative.
    origin : str
        ``PEOPLE`` or ``SYNTHETIC``.
    """

    pixels: NDArray[np.float32]
    label: int
    distance: float
    origin: str

    @property
    def is_far(self) -> bool:
        """Whether a drawing that has none nearer is unlike all training digits."""
        return self.distance > FAR

    @property
    def is_by_people(self) -> bool:
        """Whether somebody has written it."""
        return self.origin == PEOPLE


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TrainingExamples:
    """Canonical training digits that drawings are compared with.

    Attributes
    ----------
    pixels : ndarray of shape (n, 64), float32
        In 0..1.
    labels : ndarray of shape (n,), int
        0 to 9.
    origins : tuple of str
        ``PEOPLE`` or ``SYNTHETIC``, for each of the n.
    """

    pixels: NDArray[np.float32]
    labels: NDArray[np.integer]
    origins: tuple[str, ...]
    _squares: NDArray[np.float32] = field(init=False)

    def __post_init__(self) -> None:
        """Square once what every search needs."""
        n = len(self.pixels)
        if self.pixels.shape != (n, 64) or len(self.labels) != n or len(self.origins) != n:
            raise ValueError("Training examples need 64 pixels, a label and an origin each.")
        object.__setattr__(self, "_squares", np.einsum("ij,ij->i", self.pixels, self.pixels))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.labels)

    def nearest(self, pixels: NDArray[np.floating], k: int = 5) -> tuple[Neighbour, ...]:
        """Find the examples that are most like a canonical digit.

        Parameters
        ----------
        pixels : ndarray of shape (8, 8) or (64,)
            In 0..1.
        k : int
            How many; all of them if there are fewer.

        Returns
        -------
        tuple of Neighbour
            The nearest first.
        """
        x = np.asarray(pixels, dtype=np.float32).reshape(64)
        k = min(k, len(self))
        if k < 1:
            return ()
        # ‖e − x‖² = ‖e‖² − 2 e·x + ‖x‖², and the last is the same for all.
        order = self._squares - 2 * (self.pixels @ x)
        found = np.argpartition(order, k - 1)[:k]
        # Anew from the differences: the sum above rounds short distances away.
        distances = np.linalg.norm(self.pixels[found] - x, axis=1)
        return tuple(
            self._neighbour(int(found[i]), float(distances[i])) for i in distances.argsort()
        )

    def _neighbour(self, index: int, distance: float) -> Neighbour:
        pixels = self.pixels[index].reshape(8, 8).copy()
        pixels.flags.writeable = False
        return Neighbour(pixels, int(self.labels[index]), distance, self.origins[index])


@lru_cache(maxsize=1)
def load_training_examples() -> TrainingExamples:
    """Load scikit-learn's training digits, and write 2,000 synthetic ones; both are learned from.

    It takes a second: not for the GUI thread.
    """
    # Bring Pillow along, which the first paint must not wait for.
    from datasets.digits import load_digits  # noqa: PLC0415
    from datasets.synthetic import synthetic_pixels  # noqa: PLC0415

    written, labels = synthetic_pixels(_SYNTHETIC_PER_DIGIT, np.random.default_rng(_SEED))
    people = load_digits("writers")
    return TrainingExamples(
        pixels=np.concatenate([people.X_train, written]),
        labels=np.concatenate([people.y_train, labels]),
        origins=(PEOPLE,) * len(people.y_train) + (SYNTHETIC,) * len(labels),
    )
