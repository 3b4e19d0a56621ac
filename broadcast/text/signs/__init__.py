"""Signs, list markers, pictures, blanks and addresses of the internet -> their words, a pause or nothing."""
