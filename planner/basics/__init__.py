"""Words that every area uses: errors, lights, exact numbers."""
