"""What Mi Browser and Mint Browser have in common: navigation, the acts of browsing, mode and switch."""
