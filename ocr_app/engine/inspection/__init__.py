"""What can be learnt from looking into a network.

================  ====================================================
``confusion.py``  which digits are read as which
``units.py``      the hidden units: their weights, their use, their sums
================  ====================================================
"""
