"""A pseudo-random stream of our own, the same on every Python.

SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014), seeded with
SHA-256 of a name. Integers only: no floating point decides anything, so no C library can change the docket.
"""
import hashlib

MASK = (1 << 64) - 1


class Prng:
    def __init__(self, *name):
        text = "/".join(str(part) for part in name)
        self.state = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, n):
        """0 … n − 1, without bias."""
        limit = (1 << 64) - (1 << 64) % n
        while True:
            z = self.next()
            if z < limit:
                return z % n

    def between(self, low, high):
        """low … high, both included."""
        return low + self.below(high - low + 1)

    def chance(self, permille):
        return self.below(1000) < permille

    def pick(self, items):
        return items[self.below(len(items))]

    def weighted(self, rows):
        """One value of [(weight, value), …]."""
        at = self.below(sum(weight for weight, _ in rows))
        for weight, value in rows:
            if at < weight:
                return value
            at -= weight
        raise AssertionError("weights")

    def money(self, buckets):
        """Fen, out of [(weight, (from yuan, to yuan)), …], in round steps as people claim them."""
        low, high = self.weighted(buckets)
        step = 10 if high <= 2000 else 100 if high <= 50000 else 1000
        return self.between(low // step, high // step) * step * 100
