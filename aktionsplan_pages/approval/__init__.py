"""Law 2: what becomes public. Today one function; the gate grows around it."""
