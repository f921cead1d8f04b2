"""What people do with appeals. Each use case is a small callable on ports; it never commits and never speaks."""
