"""Detection: from what the terminals show to warnings with one cause. Pure: plain values in, plain values out, no database, no clock.

`engine.run(reader, now)` is the whole of it. All times are seconds since the epoch, all rates are shares of 1, all weights of
evidence are natural logarithms of likelihood ratios ("nats").
"""
