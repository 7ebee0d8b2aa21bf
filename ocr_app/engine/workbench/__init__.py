"""The training workbench without its window: what is set up, trained, watched and gone back to.

===============  ===================================================================
``setup.py``     everything that decides a training, with its limits
``presets.py``   named set-ups that teach something
``data.py``      from a set-up to the samples that are learnt and held out
``session.py``   a training that can be paused, stepped, rewound and changed
``moments.py``   the snapshots that it can go back to
``messages.py``  what a training tells those who watch it
``framing.py``   the same over a pipe between two processes
===============  ===================================================================
"""
