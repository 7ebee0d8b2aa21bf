"""Looking into a network: what it confuses, and what its hidden units look for.

=======================  ====================================================
``confusion_matrix.py``  ten by ten: what digits are, and what they are read as
``digit_gallery.py``     the digits of one cell, as the network sees them
``mistakes_view.py``     both, side by side
``weight_pictures.py``   the weights of every hidden unit as an 8×8 picture
``sum_view.py``          one unit's sum, written out
``units_view.py``        both, side by side
``picture_grid.py``      small pictures in rows, scrolled on a card
=======================  ====================================================
"""
