"""One spider per kind of watching; visits the web politely and knows no site by name."""
