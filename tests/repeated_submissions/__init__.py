"""Forms that are sent twice, or again with other content, store one record or report the conflict."""
