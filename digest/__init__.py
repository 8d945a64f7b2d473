"""From stories to one e-mail per reader per day: compose, render, deliver."""
