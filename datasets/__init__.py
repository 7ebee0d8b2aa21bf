"""Digits, XOR, drawings and pictures, and their normalisation to what a network reads."""
