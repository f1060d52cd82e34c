"""The shapes of the interface: every field that leaves or comes in is named here.

Numbers are exact and travel as text; moments carry their zone; keys are opaque.
"""
