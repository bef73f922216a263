"""Data that goes to other systems and comes from earlier work. Changes no state: that is the ledger's."""
