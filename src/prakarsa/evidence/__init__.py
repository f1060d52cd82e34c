"""Proof: claims, evidence, verdicts and the append-only ledger of levels."""
