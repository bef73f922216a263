"""What of its pages belongs to a record, and what of them may leave with it: readings cut to its regions.

Fields and index always hear of the record's own regions only. What leaves (PDF, `ocr.zip`, delivery copies) is cut
where the register says so; the masters stay whole in the store.
"""

from __future__ import annotations

from ocr.cutout import Polygon, cut_reading, is_whole
from ocr.reading import PageReading
from pipeline.lookup import RecordView
from pipeline.read_pages import load_reading
from pipeline.workspace import Workspace


def polygons_on(record: RecordView, page: int) -> tuple[Polygon, ...]:
    """The record's regions on its page with that index, in reading order."""
    return tuple(region.polygon for region in record.regions if region.page == page)


def keeps(record: RecordView, page: int, size: tuple[int, int]) -> tuple[Polygon, ...]:
    """The regions outside of which nothing of the page leaves; empty when it leaves whole. `size` in pixels."""
    own = polygons_on(record, page)
    return own if record.cut and not is_whole(own, *size) else ()


def own_readings(workspace: Workspace, record: RecordView) -> list[PageReading]:
    """The readings of a record's pages with only the words that lie in its regions."""
    readings = [load_reading(workspace, page) for page in record.pages]
    return [cut_reading(reading, polygons_on(record, at)) for at, reading in enumerate(readings)]


def leaving_readings(workspace: Workspace, record: RecordView) -> list[PageReading]:
    """The readings as they leave with the record: whole, or cut where the register says so."""
    if record.cut:
        return own_readings(workspace, record)
    return [load_reading(workspace, page) for page in record.pages]
