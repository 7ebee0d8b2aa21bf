"""Drawing or picture → the canonical 8×8 that the network reads.

==============  ===============================================================
``strokes.py``  a drawing: geometry first, then a line drawn by Pillow
``ink.py``      the ink of a picture
``fields.py``   many 8×8 training digits at once, warped or not
``batch.py``    the ink of many marks of a page at once
``geometry.py`` upright and stretched: the decisions that all of these share
``core.py``     a picture's ink without most of its pen
``pen.py``      how wide the pen was
``even.py``     the even stroke that all end in
``frame.py``    NIST's frame, its constants and the block counts
``steps.py``    which steps are taken; all, unless somebody wants to see why
``stages.py``   a drawing after each of the steps, as pictures
==============  ===============================================================
"""

from datasets.normalization.fields import Warp, fields_from_counts, normalize_fields
from datasets.normalization.frame import NormalizedDigit
from datasets.normalization.ink import normalize_ink
from datasets.normalization.stages import Stage, iterate_stages, normalization_stages
from datasets.normalization.steps import ALL_STEPS, Steps
from datasets.normalization.strokes import USUAL_PEN, normalize_drawing

__all__ = [
    "ALL_STEPS",
    "USUAL_PEN",
    "NormalizedDigit",
    "Stage",
    "Steps",
    "Warp",
    "fields_from_counts",
    "iterate_stages",
    "normalization_stages",
    "normalize_drawing",
    "normalize_fields",
    "normalize_ink",
]
