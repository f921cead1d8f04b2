"""What people attach: fetched from VK while its links live, kept, and uploaded anew when VK forgets it."""
