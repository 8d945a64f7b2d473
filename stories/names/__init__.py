"""Names that mean the same organisation: how they are compared, what texts say, what follows (docs/names.md)."""
