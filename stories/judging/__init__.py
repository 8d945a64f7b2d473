"""How the judge sees a story: lines -> marks -> figures -> learned weights, each with the words that carry it."""
