"""Finding what no event told of: VK is compared with what is stored, and what is missing goes into the inbox.

Each comparison reads one kind of VK's things and uses the usual door, where what is known already is ignored.
"""
