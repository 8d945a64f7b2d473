"""From a page that lists articles to its entries: what its links have in common, and which of them are articles."""
