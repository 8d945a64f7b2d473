"""How the judge sees a story: lines -> marks -> figures -> a learned probability, each with the words that carry it."""
