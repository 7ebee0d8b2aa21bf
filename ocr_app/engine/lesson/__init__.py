"""One step of backpropagation on one drawing, with every number that it is made of."""

from ocr_app.engine.lesson.history import LessonHistory, is_same_network
from ocr_app.engine.lesson.passes import LessonError
from ocr_app.engine.lesson.path import LessonPath, strongest_path
from ocr_app.engine.lesson.state import LARGEST_RATE, LessonState, begin_lesson
from ocr_app.engine.lesson.telling import (
    describe_path,
    diagram_of,
    highlights_of,
    path_through,
    sections_of,
    title_of,
)

__all__ = [
    "LARGEST_RATE",
    "LessonError",
    "LessonHistory",
    "LessonPath",
    "LessonState",
    "begin_lesson",
    "describe_path",
    "diagram_of",
    "highlights_of",
    "is_same_network",
    "path_through",
    "sections_of",
    "strongest_path",
    "title_of",
]
