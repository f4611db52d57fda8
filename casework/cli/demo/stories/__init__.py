"""The stories in the order they are told, one file each; every one asserts how it ends."""
