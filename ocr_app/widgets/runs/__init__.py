"""All trainings that were kept: to sort, compare, use again, rename, delete and export.

===================  ====================================================
``runs_table.py``    the table's model: one row a run
``comparison.py``    the settings of some runs side by side
``runs_view.py``     table, curves, comparison and buttons
===================  ====================================================
"""
