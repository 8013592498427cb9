"""Pure decisions: plain values in, plain values out."""
