"""One file per section: what comes in over HTTP, which function of `pipeline` answers, which page shows it."""
