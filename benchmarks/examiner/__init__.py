"""A fifth set of pages, as somebody would draw it who examines a product: by forms and offices, not by what reads them.

It shares with the other sets only how Chromium is called and how a file is written.
"""
