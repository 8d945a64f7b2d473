"""Which words of a story are a party's name: a linear-chain conditional random field, learned from stories."""
