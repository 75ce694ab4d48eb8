"""Law 3: which words a visitor reads, in which language they are, and how addresses find them."""
