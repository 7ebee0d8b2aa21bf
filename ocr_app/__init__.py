"""The desktop application and its command line: draw a digit, see a network read it."""
