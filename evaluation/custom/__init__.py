"""What an office asks beside the twelve items: which questions, what communities answered, and what it comes to."""
