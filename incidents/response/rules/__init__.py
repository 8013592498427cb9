"""Pure decisions about incidents: plain values in, plain values out; no database, no clock."""
