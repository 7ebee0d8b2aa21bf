"""What can be wrong with data from outside; each error carries the sentence people will read."""


class DataError(ValueError):
    """Data from outside cannot be used; ``str(error)`` is one clear sentence for people."""


class DrawingError(DataError):
    """The points are not a drawing."""


class PictureError(DataError):
    """The picture cannot be read."""


class DataFileError(DataError):
    """The file of labelled drawings or pictures cannot be read."""
