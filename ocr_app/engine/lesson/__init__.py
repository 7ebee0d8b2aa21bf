"""One step of backpropagation on one drawing, with every number that it is made of."""

from ocr_app.engine.lesson.history import LessonHistory
from ocr_app.engine.lesson.path import LessonPath, shown_sources, strongest_path
from ocr_app.engine.lesson.state import LessonError, LessonState, begin_lesson

__all__ = [
    "LessonError",
    "LessonHistory",
    "LessonPath",
    "LessonState",
    "begin_lesson",
    "shown_sources",
    "strongest_path",
]
