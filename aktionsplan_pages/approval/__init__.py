"""Law 2: only what somebody other than its authors approved becomes public."""
