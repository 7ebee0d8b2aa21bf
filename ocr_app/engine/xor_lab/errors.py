"""Bad news from the lab."""


class LabError(ValueError):
    """Something that cannot be done or read; one sentence for people."""
