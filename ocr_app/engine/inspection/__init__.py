"""What can be learnt from looking into a network.

================  ====================================================
``confusion.py``  which digits are read as which
``saliency.py``   which ink speaks for a digit
``layers.py``     how every layer's weights, outputs and gradients are spread
``remarks.py``    dead and saturated units, in a sentence
``units.py``      the hidden units: their weights, their use, their sums
================  ====================================================
"""
