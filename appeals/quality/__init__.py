"""Is an answer an answer? What makes a citizen call it «отписка», found before it goes."""
