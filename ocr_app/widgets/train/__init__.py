"""The Train tab: set a training up, run it, watch it, go back in it.

====================  ====================================================
``setup_form.py``     everything that decides a training, with presets
``setup_fields.py``   the fields of one group of settings
``layers_editor.py``  the hidden layers, added and removed
``rate_field.py``     the learning rate, on a logarithmic slider
``run_controls.py``   start, pause, step, stop; the rate while it runs
``curves_view.py``    loss and accuracy as they develop
``summary_bar.py``    the settings in one line, when the form is hidden
``rewind_bar.py``     back to any moment
``verdict_bar.py``    what came of it, compared with the network in use
``drawing_view.py``   what the network of the moment makes of the drawing
``train_tab.py``      all of it in one place
====================  ====================================================
"""
