"""My samples: saying what a drawing is, and looking through what was said.

======================  ====================================================
``teach_bar.py``        "It is a 0 … 9" below the canvas
``saved_line.py``       what was saved last, and its Undo
``samples_browser.py``  all samples: look through, relabel, delete, import, export
``digit_filter.py``     which digits are shown
``samples_view.py``     the thumbnails: mouse and keys
``samples_model.py``    the samples that are shown, and what is read in each
``sample_tile.py``      how one is painted
``thumbnails.py``       small pictures of drawings, made when first seen
``slow_reader.py``      reads the samples a few at a time
``sample.py``           what all of them show
======================  ====================================================
"""
