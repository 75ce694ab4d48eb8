"""Jobs for translation offices: exported as files, checked and taken in when they come back."""
