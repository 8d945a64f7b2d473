"""Polite, guarded fetching and reading: bytes -> text, page -> article, dates, identity. No SQL, no word lists."""
