"""应急预案: what is to be done when terminals fail, in versions that are reviewed and approved."""
