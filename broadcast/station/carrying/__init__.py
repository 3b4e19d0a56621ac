"""What leaves the house: sounds and words for other machines, and the station itself for another PC."""
