"""The sample rollout: a believable company half-way through, told as events and computed by the product itself."""
