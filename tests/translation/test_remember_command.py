"""What was public before there was a memory is remembered by a command."""

from io import StringIO

from django.core.management import call_command

from aktionsplan_pages.models import MeasurePage, MemoryEntry
from tests.conftest import translate


def test_the_command_fills_the_memory_and_again_changes_nothing(measure: MeasurePage) -> None:
    translate(measure, "uk", title="Курси німецької")
    MemoryEntry.objects.all().delete()
    for _time in range(2):
        call_command("remember_translations", stdout=(said := StringIO()))
        assert "1 segments of 1 pages" in said.getvalue()
        assert MemoryEntry.objects.get().translation == "Курси німецької"
