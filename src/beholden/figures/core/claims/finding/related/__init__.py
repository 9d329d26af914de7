"""What is made of counts: changes, differences, rates, shares and places in an order. Pure."""
