"""The signing agent of an official's own computer: fetches what waits, shows it, signs with the token, sends back.

It opens no port and knows nothing of records or of the desk: docs/agent.md is all that the two share.
"""
