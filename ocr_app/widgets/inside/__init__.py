"""Looking into a network: what it confuses, what its units look for, what speaks for a digit.

=======================  ====================================================
``confusion_matrix.py``  ten by ten: what digits are, and what they are read as
``digit_gallery.py``     the digits of one cell, as the network sees them
``histogram_view.py``    how some numbers are spread
``layers_view.py``       three histograms for every layer, and what is wrong with it
``mistakes_view.py``     both, side by side
``weight_pictures.py``   the weights of every hidden unit as an 8×8 picture
``sum_view.py``          one unit's sum, written out
``units_view.py``        both, side by side
``saliency_card.py``     which ink speaks for a digit, and which against it
``picture_grid.py``      small pictures in rows, scrolled on a card
=======================  ====================================================
"""
