"""The pure core of the regulator's room: values and a clock in, values out."""
