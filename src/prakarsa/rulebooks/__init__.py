"""The values of the law: dated, sourced TOML by subject and edition."""
