"""A number that is being written: marks over its digits, and what is read beside it."""
