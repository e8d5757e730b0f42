"""The short version of soak.py."""

import unittest

import soak


class ShortSoak(unittest.TestCase):
    def test_a_hundredth(self):
        soak.main(["--share", "0.01"])


if __name__ == "__main__":
    unittest.main()
