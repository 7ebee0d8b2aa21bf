"""What the window and the command line share. It knows no Qt."""
