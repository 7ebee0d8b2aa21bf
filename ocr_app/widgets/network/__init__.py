"""A network as a picture: units by layer, weights as lines between them."""
