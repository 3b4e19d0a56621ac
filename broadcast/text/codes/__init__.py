"""Letters and figures that name a thing: documents, plates, telephones, houses, roads -> their words."""
