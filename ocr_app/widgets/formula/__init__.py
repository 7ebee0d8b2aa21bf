"""Formulas on screen: set with real fractions and subscripts, and to be copied."""
