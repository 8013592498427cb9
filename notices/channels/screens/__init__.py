"""终端屏幕: a notice's sentence scrolls over chosen terminals while the notice stands, each with its own receipt.

Actions write what is wanted; a sweep compares it with what each terminal says that it shows and sends the difference.
"""
