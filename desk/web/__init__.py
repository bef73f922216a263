"""The desk in the browser: server-rendered pages over the ledger. Decides no state; calls what `pipeline` offers."""
