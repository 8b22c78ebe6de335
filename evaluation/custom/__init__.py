"""An office's custom questions in addition to the twelve items: the questions, the communities' answers and their
results.
"""
