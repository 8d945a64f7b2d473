"""Which parts of a page are its article: blocks of text, what can be told of each, a forest that judges them."""
