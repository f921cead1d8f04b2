"""The community's lead forms in VK, seen and made with an administrator's token."""
