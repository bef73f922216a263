"""`sohoa batch ...`: which command lies in which batch_*.py."""

from __future__ import annotations

from desk.parted_group import parted

app = parted(
    "batch",
    {
        "list": "batch_view:list_batches",
        "show": "batch_view:show",
        "retry": "batch_run:retry",
        "close": "batch_run:close",
        "plan": "batch_sample:plan",
        "sample": "batch_sample:draw_sample",
        "sample-check": "batch_sample:check_sample",
        "sample-report": "batch_sample:show_report",
    },
)
