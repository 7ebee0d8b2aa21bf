"""Speed of the application, measured against a peer in the same run: ``python -m benchmarks``."""
