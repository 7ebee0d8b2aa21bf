"""The XOR lab without its window: problems, networks, single steps, training, and what is seen."""
