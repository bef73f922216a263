"""From an assembled PDF/A to a file that leaves the office: who signs what, in which order, and what then lies where.

A package of functions for the command line, the web desk and the flows alike; their face is told in
docs/sign_queue.md. Signing itself, and judging signatures, is the library `signing`.
"""
