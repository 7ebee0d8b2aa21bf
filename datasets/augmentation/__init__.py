"""Varied copies of digits, so that a network meets more hands than wrote them.

================  =============================================================
``fields.py``     before normalising: the digit is turned, then set upright again
``outlines.py``   what decides where such a copy lies, worked out once for all copies
``canonical.py``  after it: quick enough to vary every digit in every epoch
``waves.py``      the displacements that the latter is made of
================  =============================================================
"""

from datasets.augmentation.canonical import CanonicalRanges, augment_canonical
from datasets.augmentation.fields import FieldCopies, WarpRanges, augment_fields

__all__ = ["CanonicalRanges", "FieldCopies", "WarpRanges", "augment_canonical", "augment_fields"]
