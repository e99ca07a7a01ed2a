"""What is written, as it is said: text in, words that any voice says in the same way out."""
