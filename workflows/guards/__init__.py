"""Every named condition: facts and actor in, a Refusal or None out. One file for each subject."""
