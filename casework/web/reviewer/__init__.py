"""The officers' pages: worklists, the one page of a case, and every act upon it."""
