"""How long something will still take, in words."""

from __future__ import annotations


def time_left(fraction: float, elapsed: float) -> str:
    """Say how much time is left.

    Parameters
    ----------
    fraction : float
        Share of the work that is done, 0..1.
    elapsed : float
        Seconds that it took.

    Returns
    -------
    str
        Empty as long as there is too little to judge by.
    """
    if fraction < 0.02 or elapsed < 0.3 or fraction >= 1:
        return ""
    seconds = elapsed * (1 - fraction) / fraction
    if seconds < 1.5:
        return "about a second left"
    if seconds < 60:
        # Rounded more and more coarsely: nobody can plan with "about 47 s".
        step = 1 if seconds < 10 else 5
        return f"about {step * round(seconds / step)} s left"
    minutes = round(seconds / 60)
    return "about a minute left" if minutes == 1 else f"about {minutes} minutes left"
