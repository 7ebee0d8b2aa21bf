"""Programs that the start-up benchmark starts as processes of their own."""
