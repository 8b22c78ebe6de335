"""The residents' awareness survey: its questions, how answers are read, and how they are counted."""
