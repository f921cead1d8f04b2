"""Every Russian word that a person sees: typed functions that return a text with its keyboard.

One voice: plain, warm, short. Nothing here decides anything; nothing elsewhere speaks.
"""
