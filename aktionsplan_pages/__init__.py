"""A county's action plan as Wagtail pages: facts once, words in many languages."""
