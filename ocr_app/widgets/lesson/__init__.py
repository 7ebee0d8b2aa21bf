"""Backpropagation on one's own drawing, step by step."""
