"""What the application comes with: the factory model, the icon, the bundled drawing."""

from pathlib import Path


def resource(name: str) -> Path:
    """Return the path of a file in this folder.

    `importlib.resources` would serve zipped packages, too, but costs the start 20 ms, and a program
    with a Qt inside is never zipped.
    """
    return Path(__file__).parent / name
