"""The commands, a file each: they have the packages do the work and print what came of it.

Their own folder, because they know validators and generators, which do not know each other.
"""
