"""Law 1: facts are read from the German pages: lists, filters, counts, progress."""
