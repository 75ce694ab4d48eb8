"""Leichte Sprache: what a checklist finds in a German text, offline; pure, without Django."""

from aktionsplan_pages.translation.plain_language.finding import Finding, Rule
from aktionsplan_pages.translation.plain_language.readability import Readability, readability
from aktionsplan_pages.translation.plain_language.rules import findings

__all__ = ["Finding", "Readability", "Rule", "findings", "readability"]
