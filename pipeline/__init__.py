"""From a scanned batch to an archived record: nouns, pure steps, the ledger, and their composition."""
