"""Campaigns: who must innovate, who did, and who needs help."""
