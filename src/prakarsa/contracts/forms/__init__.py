"""What people type about contracts: their texts, and what they deliver."""
