"""Customer data: is a list of customers fit to be brought into the new system?"""
