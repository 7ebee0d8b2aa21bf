"""The Read tab: a picture with boxes over its digits, and what is read in them."""
