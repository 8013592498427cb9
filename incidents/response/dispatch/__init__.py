"""派遣: staff and equipment sent to the sites of an incident."""
