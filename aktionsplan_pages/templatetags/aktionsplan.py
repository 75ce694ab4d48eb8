"""Filters that write numbers as the visitor's language does; no queries, no logic."""

from django import template

from aktionsplan_pages.public import formats

register = template.Library()
register.filter("as_number", formats.number)
register.filter("as_date", formats.day)
register.filter("as_percent", formats.percent)
