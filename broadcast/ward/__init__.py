"""The ward's own files -> what they mean, or every fault at its place."""
