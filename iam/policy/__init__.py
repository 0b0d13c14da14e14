"""Policy documents: text in, tree with places and findings out."""
