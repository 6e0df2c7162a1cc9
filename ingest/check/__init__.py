"""Checks that need to see neighbours: claim against finding, registered against reported, arithmetic."""
