"""Pages of the joint meeting, the government, notices, complaints and deputies."""
