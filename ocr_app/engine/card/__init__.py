"""A model's card: what is known about it, in words.

================  ====================================================
``card.py``       what every card has, however little a file says
``section.py``      a part of it
``training.py``   what a model was trained on, and how
``published.py``  the figures of the factory model, from its own card
================  ====================================================
"""

from ocr_app.engine.card.card import ModelCard, make_card
from ocr_app.engine.card.section import CardSection

__all__ = ["CardSection", "ModelCard", "make_card"]
