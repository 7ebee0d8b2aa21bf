"""The views of the XOR lab."""
